"""The whole archive as a plain MkDocs tree: path below the generated folder -> text."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from build_scripts.model import Archive, Entry, PageReading, Picture
from build_scripts.picture_bytes import measure_picture
from build_scripts.publishing.catalogue import Catalogue
from build_scripts.publishing.corrections import corrections_job
from build_scripts.publishing.data import export_jsonl, export_ledger
from build_scripts.publishing.exports.downloads import download_pieces
from build_scripts.publishing.exports.retired import WITHDRAWN, notices, written_ids
from build_scripts.publishing.handbook import handbook_pieces
from build_scripts.publishing.home import days_jobs, figures_file, home_pieces
from build_scripts.publishing.indexes import index_jobs
from build_scripts.publishing.jobs import ALWAYS, EVERYTHING, Job, Made, MadeBytes
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.markdown import Around, article_markdown
from build_scripts.publishing.naming import lead_of, page_name
from build_scripts.publishing.parts import part_path, parts_of
from build_scripts.publishing.pictures import caption_pictures, picture_tag, published_name
from build_scripts.publishing.print_pages import print_job, print_lists
from build_scripts.publishing.relations import Related
from build_scripts.publishing.search.records import record_line, search_record
from build_scripts.publishing.timeline import year_of_place
from build_scripts.state.light import whole_entry

PIECES = "_pieces"
"""Folder of what the hand-written pages take in; it is no part of the site."""
RECORDS = f"{PIECES}/search.jsonl"
"""What the search knows of every article, in parts; its index is written from it into the finished site."""


def generate(archive: Archive) -> dict[str, str]:
    """Return every generated file of the site; the same archive gives the same text."""
    catalogue = Catalogue(archive)
    related = Related(catalogue)
    files = {path: str(text) for job in find_jobs(catalogue, related) for path, text in job.make()}
    parts = parts_of(catalogue)
    lines: dict[str, list[str]] = {part_path(path, part): [] for part in {*parts.values()} or {""} for path in WHOLE}
    for reading in archive.readings:
        for path, text in lines_of(catalogue, related, reading):
            lines[part_path(path, parts[reading.page.file])].append(text)
    return files | {path: "".join(texts) for path, texts in lines.items()}


WHOLE = ("data/articles.jsonl", "data/pages.jsonl", "data/relations.jsonl", RECORDS)
"""Files that hold the whole archive, newspaper page by newspaper page, in one part or several (see parts.py)."""


def lines_of(catalogue: Catalogue, related: Related, reading: PageReading) -> Made:
    """Yield what a newspaper page adds to each of the files that hold the whole archive."""
    entries, page = [*map(whole_entry, catalogue.on_page(reading))], reading.page
    records = (search_record(entry, page.meta) for entry in entries)
    texts = (
        export_jsonl((entry, page) for entry in entries),
        export_ledger([reading]),
        related.lines(entries),
        "".join(f"{record_line(record)}\n" for record in records),
    )
    return zip(WHOLE, texts, strict=True)


def find_jobs(catalogue: Catalogue, related: Related, only: Container[str] = EVERYTHING) -> Iterator[Job]:
    """Yield all that is to be made of an archive, but for the files that hold the whole of it.

    `only` are names of the articles, pages and lists that are asked for; a list stands for the pages of its years too,
    and ALWAYS for all that hangs on the whole archive.
    """
    yield from page_jobs(catalogue, related, only)
    yield from list_jobs(catalogue, related, only)


def page_jobs(catalogue: Catalogue, related: Related, only: Container[str] = EVERYTHING) -> Iterator[Job]:
    """Yield every newspaper page after its articles."""
    for page in range(len(catalogue.page_ids)):
        yield from jobs_of_page(catalogue, related, page, only)


def jobs_of_page(catalogue: Catalogue, related: Related, page: int, only: Container[str] = EVERYTHING) -> Iterator[Job]:
    """Yield a newspaper page, given by its number, after its articles: what they are made of is fetched once."""
    first, last = catalogue.first_on_page[page : page + 2].tolist()
    for article in catalogue.ids_in_order[first:last]:
        if f"articles/{article}" in only:
            yield Job(f"articles/{article}", partial(_article_file, catalogue, related, article))
    if f"pages/{catalogue.page_ids[page]}" in only:
        yield print_job(catalogue, page)


def list_jobs(catalogue: Catalogue, related: Related, only: Container[str] = EVERYTHING) -> Iterator[Job]:
    """Yield all that shows several newspaper pages."""
    yield from index_jobs(catalogue, only)
    if ALWAYS not in only:
        return
    yield from print_lists(catalogue)
    yield corrections_job(catalogue)
    yield related.job()
    yield Job("*home", lambda: chain(_pieces(home_pieces(catalogue)), figures_file(catalogue)))
    yield from days_jobs(catalogue)
    yield Job("*pieces", lambda: chain(_pieces(_downloads(catalogue)), _pieces(handbook_pieces())))
    yield Job("*withdrawn", lambda: _withdrawn(catalogue.archive))


def _downloads(catalogue: Catalogue) -> Mapping[str, str]:
    return download_pieces(len(catalogue.entries), set(parts_of(catalogue).values()))


def _pieces(texts: Mapping[str, str]) -> Made:
    return ((f"{PIECES}/{name}.html", text) for name, text in texts.items())


def _withdrawn(archive: Archive) -> Made:
    yield from notices(archive.withdrawn)
    yield WITHDRAWN, written_ids(archive.withdrawn)


def _article_file(catalogue: Catalogue, related: Related, article: str) -> Made:
    entry = catalogue.entry(catalogue.number_of(article))
    yield path_of("articles", article, "md"), _article(catalogue, related, entry)


def _article(catalogue: Catalogue, related: Related, entry: Entry) -> str:
    reading = catalogue.reading_of(entry)
    mates = catalogue.on_page(reading)
    at = next(number for number, mate in enumerate(mates) if mate.article.id == entry.article.id)
    extra: dict[str, Any] = {
        "template": "article.html",
        "kind": "article",
        "description": lead_of(entry.article),
        "print_page": {"href": path_of("pages", reading.page.page_id), "name": page_name(reading)},
        "mates": [_short(mate) for mate in mates if mate.article.id != entry.article.id],
        "previous": _short(mates[at - 1]) if at else None,
        "nearby": year_of_place(catalogue, entry),
        "next": _short(mates[at + 1]) if at + 1 < len(mates) else None,
    }
    found = caption_pictures(reading.page, reading.articles)
    pictures = {
        at: picture_tag(reading.page, picture, "报上照片，说明见下")
        for (article, at), picture in found.items()
        if article == entry.article.id
    }
    around = Around(
        tuple(related.before_text(entry)), tuple(related.after_text(entry)), pictures, related.doubted(entry)
    )
    return article_markdown(whole_entry(entry), reading.page, extra, around)


def _short(entry: Entry) -> dict[str, str]:
    return {"href": path_of("articles", entry.article.id), "title": entry.article.title}


def picture_files(archive: Archive) -> dict[str, Picture]:
    """Return the images that operators have put beside their pages, by their path in the site."""
    pages = (reading.page for reading in archive.readings)
    return {published_name(page, picture): picture for page in pages for picture in page.pictures}


def write_generated(files: Mapping[str, str], folder: Path, pictures: Mapping[str, Picture] | None = None) -> int:
    """Write what changed and remove what is no longer generated; return how many files were touched."""
    touched = 0
    images = _picture_bytes(pictures or {})
    texts = ((path, text.encode("utf-8", "replace")) for path, text in files.items())
    for path, data in chain(texts, images):
        target = folder / path
        if target.is_file() and target.read_bytes() == data:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = target.with_name(f".{target.name}.new")
        scratch.write_bytes(data)
        scratch.replace(target)
        touched += 1
    return touched + _remove_stale({*files, *(pictures or {})}, folder)


def _picture_bytes(pictures: Mapping[str, Picture]) -> Iterator[tuple[str, bytes]]:
    for path, picture in pictures.items():
        yield from read_image(path, picture)


def read_image(path: str, picture: Picture) -> MadeBytes:
    """Yield an image by its path; what has become something else since it was looked at is left out."""
    data = picture.path.read_bytes() if picture.path.is_file() else b""
    if measure_picture(data) == (picture.kind, picture.width, picture.height):
        yield path, data


def _remove_stale(kept: set[str], folder: Path) -> int:
    removed = 0
    for base, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(base, name)
            if path.relative_to(folder).as_posix() not in kept:
                path.unlink()
                removed += 1
        if Path(base) != folder and not any(Path(base).iterdir()):
            Path(base).rmdir()
    return removed
