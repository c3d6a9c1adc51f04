"""Completes a finished site with everything that machines and re-users ask for; only what has changed is made."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from build_scripts.processes import aside
from build_scripts.publishing.exports.addresses import write_addresses
from build_scripts.publishing.exports.changes import CHANGES, History
from build_scripts.publishing.exports.columns import Row, article_path
from build_scripts.publishing.exports.database import DATABASE, is_wanted, write_database
from build_scripts.publishing.exports.downloads import PAGE, fill_downloads
from build_scripts.publishing.exports.feeds import Feeds
from build_scripts.publishing.exports.former import address_now, formerly_published, keep_former, named_formerly
from build_scripts.publishing.exports.moves import print_page_of
from build_scripts.publishing.exports.package import write_descriptions
from build_scripts.publishing.exports.retired import read_withdrawn
from build_scripts.publishing.exports.tables import COLUMNS, MADE, Tables, update_tables
from build_scripts.publishing.fresh import write_fresh
from build_scripts.publishing.json_text import read_json
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.machines.structured import Site
from build_scripts.publishing.markdown import markdown_to_keep
from build_scripts.publishing.parts import part_path, parts_in
from build_scripts.publishing.publication import files_below, put
from build_scripts.publishing.share.write import Pictures

SOURCE = "data/articles.jsonl"
MANY = 500
"""Articles from which on another process writes what stands beside their pages."""


@dataclass(frozen=True, slots=True)
class Last:
    """The last site, of which some files stay."""

    folder: Path | None = None
    stays: set[str] = field(default_factory=set)
    """Files that belong to the new site too, though they are not written again; more are added here."""
    gone: set[str] | None = None
    """Where all files stay but those that are gone: these; more are added here."""
    lines: str = ""
    """Digest of the lines that it was completed with, by the same program for the same address; else empty."""

    def has(self, path: str) -> bool:
        """Tell whether it has a file."""
        return self.folder is not None and (self.folder / path).is_file()


def find_tables(generated: Path, folder: Path, version: str) -> Tables:
    """Bring the tables in a folder up to date with the generated files; `version` is that of all that makes them."""
    return update_tables(parts_in(generated, SOURCE), folder, version)


def is_whole(generated: Path) -> bool:
    """Tell whether the data of an archive is in one file of each kind."""
    return "" in parts_in(generated, SOURCE)


def write_exports(folder: Path, generated: Path, site: Site, history: History, tables: Tables, last: Last) -> None:  # noqa: PLR0913, PLR0917  all that a site is completed with
    """Complete a site in `folder`; `generated` has its articles as Markdown."""
    kept = tables.folder
    same = bool(last.lines) and last.lines == tables.before == _read_mark(kept)
    _mark(kept, "")
    fresh = {mine for ids in tables.changed.values() for mine in ids} if same else set(tables.ids)
    pictures = Pictures(folder, last.folder, site.name) if site.url else None
    feeds = Feeds(kept / "feeds.sqlite", site, anew=not same)
    withdrawn = read_withdrawn(generated)
    former: set[str] = set()
    with aside(_write_beside, folder, generated, tables, fresh, few=len(fresh) < MANY) as written:
        for line in tables.read(fresh.__contains__):
            row: Row = read_json(line)
            if row["id"] in history.former:
                former.update(named_formerly(row))
            feeds.add(row, history.meet(row, line))
            if pictures:
                pictures.add(row, changed=row["id"] in history.changed)
        for mine in tables.gone if same else ():
            feeds.drop(mine)
        _keep_beside(folder, generated, set(tables.ids) - fresh, last, pictures=bool(site.url))
        history.seen.update(tables.ids)
        history.close()
        history.hide(withdrawn, history.seen)
        gone = set() if last.gone is None else last.gone
        gone.update(path for mine in history.known - history.seen for path in _beside(mine))
        feeds.write(folder, last.stays.add if last.gone is None else None, gone.add)
        written()
    if not same:
        gone.update(_other_feeds(folder, last))
    _put_tables(folder / "data", tables)
    with (folder / "data" / CHANGES).open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(f"{event.line()}\n" for event in history.events)
    write_descriptions(folder / "data", site, kept / "sums.json")
    hidden = {event.id for event in history.gone(history.seen)} | withdrawn
    pages = {path_of("pages", print_page_of(name)) for name in hidden}
    if pages:
        pages -= {path_of("pages", print_page_of(name)) for name in history.seen}
    write_addresses(folder, site, {*pages, *(article_path({"id": name}) for name in hidden)}, _staying(site, last))
    if last.gone is None:
        former.update(formerly_published(history.former, last.folder))
    keep_former(folder, last, former, site.url)
    page = folder / PAGE
    if page.is_file():
        page.write_text(fill_downloads(page.read_text(encoding="utf-8"), folder / "data", history), encoding="utf-8")
    _mark(kept, tables.digest)


def _staying(site: Site, last: Last) -> Iterator[str]:
    """Yield the files of the last site that the site maps must know of."""
    stays = last.stays
    if last.gone is not None and last.folder and site.url:
        stays = set(files_below(last.folder)) - last.gone
    return (path for path in stays if not address_now(path))


def _mark(kept: Path, lines: str) -> None:
    """Note which lines all that is kept was made of; while it is being made, none."""
    (kept / "lines.txt").write_text(lines, encoding="utf-8")


def _read_mark(kept: Path) -> str:
    mark = kept / "lines.txt"
    return mark.read_text(encoding="utf-8") if mark.is_file() else ""


def _put_tables(folder: Path, tables: Tables) -> None:
    """Put the tables into a site: they are never written in place, so that they may stand in two folders."""
    names = [part_path(name, part) for part in tables.parts for name in (*MADE, *COLUMNS)]
    if is_wanted(sum(len(note.ids) for note in tables.parts.values())):
        names.append(DATABASE)
        with tables.outdated(DATABASE) as scratch:
            if scratch:
                write_database(scratch, map(read_json, tables.read(lambda _: True)))
    else:
        (tables.folder / DATABASE).unlink(missing_ok=True)
    for name in names:
        put(tables.folder / name, folder / name)


def _write_beside(folder: Path, generated: Path, tables: Tables, articles: Collection[str]) -> None:
    """Write the data of articles and their Markdown beside their pages."""
    for mine, line in tables.read_bytes(articles.__contains__):
        write_fresh(f"{folder}/{path_of('articles', mine, 'json')}", line + b"\n")
        _write_markdown(folder, generated, mine)


def _write_markdown(folder: Path, generated: Path, article: str) -> None:
    path = path_of("articles", article, "md")
    with suppress(FileNotFoundError), open(f"{generated}/{path}", "rb") as file:  # noqa: PTH123  see fresh.py
        write_fresh(f"{folder}/{path}", markdown_to_keep(file.read().decode()).encode())


def _other_feeds(folder: Path, last: Last) -> Iterator[str]:
    """Yield the feeds of the last site that this one does not have."""
    for below in ("places", "topics") if last.folder else ():
        for path in files_below((last.folder or folder) / below, f"{below}/"):
            if path.endswith((".xml", ".json")) and not (folder / path).is_file():
                yield path


def _beside(article: str) -> tuple[str, ...]:
    """Return what a site has of an article besides its page."""
    stem = article_path({"id": article}).removesuffix(".html")
    return f"{stem}.json", f"{stem}.md", path_of("share", article, "png")


def _keep_beside(folder: Path, generated: Path, articles: set[str], last: Last, *, pictures: bool) -> None:
    """Let the data and pictures of articles that are as they were stay, and their Markdown where their page stays."""
    if last.gone is not None:
        for path in (folder / "articles").glob("*/*.html"):
            if path.stem in articles:
                _write_markdown(folder, generated, path.stem)
        return
    for mine in articles:
        page = article_path({"id": mine})
        data, markdown, picture = _beside(mine)
        last.stays.add(data)
        if page in last.stays:
            last.stays.add(markdown)
        else:
            _write_markdown(folder, generated, mine)
        if pictures and last.has(picture):
            last.stays.add(picture)
