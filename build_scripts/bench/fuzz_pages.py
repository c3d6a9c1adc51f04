"""Mutated source files through the whole program: nothing may break, hang, get lost, or come out as broken HTML."""

from __future__ import annotations

import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from types import FrameType

from build_scripts.bench.mutants import Mutant, mutant
from build_scripts.model import Archive, Grade, PageReading
from build_scripts.publishing.generate import generate, picture_files
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.site import build_site
from build_scripts.reading.source_bytes import read_source

_TOGETHER = 100
"""Files of one archive."""
_PATIENCE = 60.0
"""Seconds of the processor for an archive, some hundred times what it needs."""
_BUILT = 20
"""Of so many archives one is made a site."""
_NEVER_CLOSED = frozenset("area base br col embed hr img input link meta source track wbr".split())
_RUNS = frozenset({"script", "iframe", "object", "embed", "base", "style"})
"""Elements that no source text may bring."""
_WAYS = frozenset({"href", "src", "action", "formaction", "srcset", "data"})


ReadArchive = Callable[[Path], Archive]


def fuzz_pages(source: Path, count: int, read_archive: ReadArchive, first: int = 0) -> Iterator[str]:
    """Yield what went wrong with mutated files, made of the texts of a folder."""
    seeds = ["\n".join(page.lines) for page in read_source(source)[0]]
    for start in range(first, first + count, _TOGETHER):
        numbers = range(start, min(start + _TOGETHER, first + count))
        mutants = {number: mutant(number, seeds) for number in numbers}
        yield from _try(mutants, read_archive, built=start // _TOGETHER % _BUILT == 0)


def _try(mutants: dict[int, Mutant], read_archive: ReadArchive, *, built: bool) -> Iterator[str]:
    """Yield what goes wrong with some files; where they cannot be told apart, they are tried one by one."""
    with tempfile.TemporaryDirectory(prefix="weiwen-fuzz-") as scratch:
        folder = Path(scratch, "source")
        paths = {one.write(folder / f"{number}").relative_to(folder): number for number, one in mutants.items()}
        try:
            with _patience(_PATIENCE):
                archive = read_archive(folder)
                files = generate(archive)
        except Exception as error:  # noqa: BLE001  whatever it is, it is what is looked for
            if len(mutants) == 1:
                yield f"{next(iter(mutants))}：{type(error).__name__}: {error}"
            else:
                for number, one in mutants.items():
                    yield from _try({number: one}, read_archive, built=False)
            return
        yield from _faults(archive, paths)
        for path, text in files.items():
            if path.endswith(".md") and (fault := fault_of_html(text.partition("\n---\n")[2])):
                yield f"{_numbers(path, archive)}：{path}：{fault}"
        if built:
            yield from _faults_of_site(archive, Path(scratch, "site"))


def _faults(archive: Archive, paths: dict[Path, int]) -> Iterator[str]:
    """Yield what is lost or wrong in what was read."""
    there = {int(reading.page.file.split("/")[0]) for reading in archive.readings}
    there |= {int(p.file.split("/")[0]) for p in archive.problems if p.grade is Grade.ERROR and "/" in p.file}
    lost = [number for number in paths.values() if number not in there]
    if len(lost) > sum(one.whole_page for one in archive.withdrawn):  # whose names nothing tells
        yield from (f"{number}：neither a page nor a message" for number in lost)
    for problem in archive.problems:
        if "程序读这一版时出错" in problem.found:
            yield f"{problem.file}：{problem.found}"
    for reading in archive.readings:
        if fault := fault_of_ledger(reading):
            yield f"{reading.page.file}：{fault}"
    for entry in archive.entries:
        for fact in entry.facts:
            if entry.article.paragraphs[fact.paragraph].text[fact.start : fact.end] != fact.quote:
                yield f"{entry.article.file}：a figure without its words: {fact.quote}"


def fault_of_ledger(reading: PageReading) -> str | None:
    """Return where a character of a page is in no row of its ledger, or in two."""
    taken = [[0] * len(line) for line in reading.page.lines]
    for row in reading.ledger:
        for at in range(row.start, row.end):
            taken[row.line - 1][at] += 1
    for number, line in enumerate(reading.page.lines[reading.page.first_text_line - 1 :], reading.page.first_text_line):
        for at, char in enumerate(line):
            if taken[number - 1][at] > 1 or (not taken[number - 1][at] and not char.isspace()):
                return f"line {number}, character {at}: in {taken[number - 1][at]} rows"
    return None


class _Elements(HTMLParser):
    """Looks whether what is opened is closed, and for what must not be there."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fault: str | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Note an element."""
        runs = (name.startswith("on") or (name in _WAYS and "script:" in (value or "")) for name, value in attrs)
        if tag in _RUNS or any(runs):
            self.fault = self.fault or f"<{tag}> {attrs}"
        if tag not in _NEVER_CLOSED:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if not self.open or self.open.pop() != tag:
            self.fault = self.fault or f"</{tag}> closes nothing"


def fault_of_html(text: str) -> str | None:
    """Return what is wrong with a piece of HTML, or with that of a Markdown text, which is part of it."""
    reader = _Elements()
    reader.feed(text)
    reader.close()
    return reader.fault or (f"<{reader.open[-1]}> is never closed" if reader.open else None)


def _faults_of_site(archive: Archive, site: Path) -> Iterator[str]:
    """Make a site of an archive and yield what browsers would have to mend in its pages."""
    import html5lib

    build_site(archive, site)
    for entry in archive.entries:
        if not (site / path_of("articles", entry.article.id)).is_file():
            yield f"{entry.article.file}：no page for {entry.article.id}"
    for picture in picture_files(archive):
        if not (site / picture).is_file():
            yield f"{picture}：a picture that is not there"
    for path in sorted(site.rglob("*.html"))[:_TOGETHER]:
        parser = html5lib.HTMLParser()
        parser.parse(path.read_text(encoding="utf-8"))
        if parser.errors:
            yield f"{path.relative_to(site)}：{parser.errors[0]}"
    shutil.rmtree(site)


def _numbers(path: str, archive: Archive) -> str:
    """Return of which file a generated one is made, as far as its name tells."""
    stem = Path(path).stem
    files = [r.page.file for r in archive.readings if stem == r.page.page_id or stem in {a.id for a in r.articles}]
    return files[0] if files else "?"


class _TooLongError(Exception):
    """Work that does not come to an end."""


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    """Stop what takes too much of the processor."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLongError(f"more than {seconds:g} seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
