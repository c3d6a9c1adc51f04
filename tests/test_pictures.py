"""Images that an operator puts beside a page: told by their bytes, published beside their captions, never run."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from build_scripts.picture_bytes import measure_picture
from build_scripts.pipeline import read_archive
from build_scripts.publishing.generate import generate, picture_files, write_generated
from build_scripts.publishing.layout import path_of

PAGE = """夜里的急诊

县里把急诊搬进了新楼，添了病床，也添了人手，夜里来看病的人不用再排长队。

图①为护士在新急诊楼里巡房。张三 摄

图②为新楼外景。张三 摄
"""


def png(width: int = 3, height: int = 2) -> bytes:
    """Return a whole small PNG."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))]
    chunks += [(b"IDAT", zlib.compress(b"\0" * (width + 1) * height)), (b"IEND", b"")]
    packed = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 10 + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 20, 30) + b"\x03" * 9
GIF = b"GIF89a" + struct.pack("<HH", 7, 9) + b"\0" * 8
WEBP = b"RIFF\x20\0\0\0WEBPVP8X" + b"\0" * 8 + (99).to_bytes(3, "little") + (49).to_bytes(3, "little")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (png(), ("png", 3, 2)),
        (JPEG, ("jpg", 30, 20)),
        (GIF, ("gif", 7, 9)),
        (WEBP, ("webp", 100, 50)),
        (SVG, None),
        (b"", None),
        (b"\xff\xd8\xff", None),
        (png()[:20], None),
        (png(0, 2), None),
        (b"<html>", None),
    ],
    ids="png jpeg gif webp svg empty jpeg-without-size png-without-size png-of-nothing html".split(),
)
def test_an_image_is_what_its_bytes_are(data: bytes, found: tuple[str, int, int] | None) -> None:
    assert measure_picture(data) == found


def test_pictures_are_published_beside_their_captions(tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    (source / "一版.txt").write_text(PAGE, encoding="utf-8")
    (source / "一版.jpg").write_bytes(png())  # whatever it is called
    (source / "一版-1.png").write_bytes(png(40, 30))
    (source / "一版_2.jpg").write_bytes(SVG)
    (source / "别的.png").write_bytes(png())
    archive = read_archive(source)
    reading = archive.readings[0]
    pictures = picture_files(archive)
    name = reading.page.page_id
    assert sorted(pictures) == [path_of("images", f"{name}-1", "png"), path_of("images", name, "png")]
    assert [p.found for p in archive.problems if p.file == "一版_2.jpg"] == ["这不是能认出的图片，没有收录"]
    files = generate(archive)
    article = files[path_of("articles", reading.articles[0].id, "md")]
    assert f'<img src="../../images/{name[:2]}/{name}-1.png" width="40" height="30"' in article
    assert "护士在新急诊楼里巡房" in article.split("<figcaption")[1]
    assert path_of("images", name, "png") in files[path_of("pages", name, "md")]
    write_generated(files, out, pictures)
    assert (out / path_of("images", f"{name}-1", "png")).read_bytes() == png(40, 30)
    assert str(tmp_path) not in "".join(files.values())


def test_an_image_that_has_become_something_else_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "一版.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "一版.png").write_bytes(png())
    archive = read_archive(tmp_path)
    (tmp_path / "一版.png").write_bytes(SVG)
    write_generated({}, tmp_path / "out", picture_files(archive))
    assert not list((tmp_path / "out").rglob("*.png"))
