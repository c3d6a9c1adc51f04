"""Image files beside a page, on disk: which belong to it, and which can be published.

`<stem>.jpg` shows the whole newspaper page; `<stem>-1.jpg`, `<stem>-2.jpg` … go with its captions in printed order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from build_scripts.model import Grade, Picture, Problem
from build_scripts.picture_bytes import measure_picture
from build_scripts.reading.folder import name_below, read_inside

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp"})
MAX_PICTURE_BYTES = 20_000_000
"""A newspaper page at 300 dots an inch is 10 MB as JPEG."""
_NUMBER = re.compile(r"(?P<stem>.+?)[-_](?:图)?(?P<number>\d{1,2})")


def sort_pictures(files: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], list[tuple[int | None, str]]]:
    """Return the image files of each page with their numbers; files are given by folder, bare name and ending.

    The key is the page's folder and bare name.
    """
    files = tuple(files)
    images = [one for one in files if one[2].lower() in ENDINGS]
    pages = {(folder, bare) for folder, bare, ending in files if ending.lower() not in ENDINGS} if images else set()
    found: dict[tuple[str, str], list[tuple[int | None, str]]] = {}
    for folder, bare, ending in images:
        home, number = bare, None
        if (folder, bare) not in pages and (match := _NUMBER.fullmatch(bare)):
            home, number = match["stem"], int(match["number"])
        found.setdefault((folder, home), []).append((number, f"{folder}{bare}{ending}"))
    return {home: sorted(pictures, key=lambda one: (one[0] or 0, one[1])) for home, pictures in found.items()}


def read_picture(root: Path, number: int | None, path: Path) -> Picture | Problem:
    """Return a picture, or what is wrong with its file."""
    data = read_inside(root.resolve(), path, MAX_PICTURE_BYTES)
    if isinstance(data, str):
        return _refused(root, path, data, "请把图片本身复制到这个目录")
    if len(data) > MAX_PICTURE_BYTES:
        size = f"图片超过{MAX_PICTURE_BYTES // 1_000_000} MB，没有收录"
        return _refused(root, path, size, "请缩小以后再放进来")
    if (found := measure_picture(data)) is None:
        return _refused(root, path, "这不是能认出的图片，没有收录", "请另存为 JPEG 或 PNG 再放进来")
    return Picture(path, *found, number)


def _refused(root: Path, path: Path, found: str, remedy: str) -> Problem:
    return Problem(name_below(root, path), 0, found, remedy, Grade.WARNING)
