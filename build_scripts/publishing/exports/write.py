"""One pass over `data/articles.jsonl` of a finished site writes everything that machines and re-users ask for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from build_scripts.publishing.exports.addresses import write_addresses
from build_scripts.publishing.exports.changes import CHANGES, History
from build_scripts.publishing.exports.columns import (
    ARTICLES,
    FACTS,
    Row,
    article_cells,
    article_path,
    fact_address,
    fact_cells,
    main_place,
)
from build_scripts.publishing.exports.csv_table import CsvTable
from build_scripts.publishing.exports.database import Database
from build_scripts.publishing.exports.downloads import PAGE, fill_downloads
from build_scripts.publishing.exports.feeds import Feeds
from build_scripts.publishing.exports.package import write_descriptions
from build_scripts.publishing.exports.parquet import ParquetTable
from build_scripts.publishing.exports.retired import read_withdrawn
from build_scripts.publishing.machines.structured import Site
from build_scripts.publishing.markdown import markdown_to_keep
from build_scripts.publishing.share.write import Pictures

SOURCE = "data/articles.jsonl"


@dataclass(frozen=True, slots=True)
class Last:
    """The last site, of which some files stay."""

    folder: Path | None = None
    stays: set[str] = field(default_factory=set)
    """Files that belong to the new site too, though they are not written again; more are added here."""

    def keep_beside(self, row: Row) -> bool:
        """Let an article's data and Markdown stay as they are, where its page does; tell whether they can."""
        page = article_path(row)
        beside = [page.removesuffix(".html") + ending for ending in (".json", ".md")]
        if self.folder is None or page not in self.stays or not all((self.folder / path).is_file() for path in beside):
            return False
        self.stays.update(beside)
        return True


def write_exports(folder: Path, generated: Path, site: Site, history: History, last: Last | None = None) -> None:
    """Complete a site in `folder`; `generated` has its articles as Markdown."""
    last = last or Last()
    pictures = Pictures(folder, last.folder, site.name) if site.url else None
    feeds = Feeds(site)
    tables = _Tables(folder / "data")
    withdrawn = read_withdrawn(generated)
    for line in read_lines(folder / SOURCE):
        row = json.loads(line)
        tables.add(row)
        feeds.add(row, history.meet(row, line))
        if row["id"] in history.changed or not last.keep_beside(row):
            _write_beside(folder, generated, row, line)
        if pictures:
            pictures.add(row, changed=row["id"] in history.changed)
    tables.close()
    history.close()
    history.hide(withdrawn, history.seen)
    feeds.write(folder)
    with (folder / "data" / CHANGES).open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(f"{event.line()}\n" for event in history.events)
    write_descriptions(folder / "data", site)
    hidden = {event.id for event in history.gone(history.seen)} | withdrawn
    pages = {f"pages/{name.partition('-')[0]}.html" for name in hidden}
    pages -= {f"pages/{name.partition('-')[0]}.html" for name in history.seen}
    write_addresses(folder, site, {*pages, *(article_path({"id": name}) for name in hidden)}, last.stays)
    page = folder / PAGE
    if page.is_file():
        page.write_text(fill_downloads(page.read_text(encoding="utf-8"), folder / "data", history), encoding="utf-8")


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file that may not be there."""
    if path.is_file():
        with path.open(encoding="utf-8", newline="\n") as file:
            yield from (line.removesuffix("\n") for line in file)


class _Tables:
    """All tables that grow with each article."""

    def __init__(self, folder: Path) -> None:
        self._articles: list[CsvTable | ParquetTable] = [
            CsvTable(folder / "articles.csv", ARTICLES),
            ParquetTable(folder / "articles.parquet", ARTICLES),
        ]
        self._facts: list[CsvTable | ParquetTable] = [
            CsvTable(folder / "facts.csv", FACTS),
            ParquetTable(folder / "facts.parquet", FACTS),
        ]
        self._database = Database(folder / "archive.sqlite")
        self._lines = (folder / "facts.jsonl").open("w", encoding="utf-8", errors="replace", newline="\n")

    def add(self, row: Row) -> None:
        """Add an article to every table."""
        article, facts = article_cells(row), [*fact_cells(row)]
        for table in self._articles:
            table.add(article)
        for table in self._facts:
            for cells in facts:
                table.add(cells)
        self._lines.writelines(_fact_lines(row))
        self._database.add(row, article, facts)

    def close(self) -> None:
        """Finish every file."""
        for table in (*self._articles, *self._facts):
            table.close()
        self._database.close()
        self._lines.close()


def _fact_lines(row: Row) -> Iterable[str]:
    place = main_place(row)
    for fact in row["facts"]:
        known = {
            "article": row["id"],
            "article_title": row["title"],
            "date": row["date"],
            "publication": row["source"]["publication"],
            "place": place["name"],
            "place_adcode": place["adcode"],
            "source": fact_address(row, fact),
        }
        yield json.dumps(known | fact, ensure_ascii=False) + "\n"


def _write_beside(folder: Path, generated: Path, row: Row, line: str) -> None:
    """Write an article's data and its Markdown beside its page."""
    page = folder / article_path(row)
    if not page.parent.is_dir():
        return
    page.with_suffix(".json").write_text(f"{line}\n", encoding="utf-8")
    markdown = generated / f"articles/{row['id']}.md"
    if markdown.is_file():
        page.with_suffix(".md").write_text(markdown_to_keep(markdown.read_text(encoding="utf-8")), encoding="utf-8")
