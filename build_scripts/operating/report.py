"""What a run brought: new, changed and gone since the last published site, and what needs a look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from build_scripts.model import Archive, Entry, Grade, Problem, RawPage
from build_scripts.operating.check import how_many
from build_scripts.operating.problems import WHERE_TOLD, with_kind
from build_scripts.publishing.exports.changes import Change, Event
from build_scripts.publishing.layout import path_of
from build_scripts.publishing.naming import written_date
from build_scripts.reading.intake_rules import intake_rules

_WITHDRAWN, _FAILED, _MOVED, _GONE = "撤下", "没有上线", "换了网址", "不再有"
_WORDS = {Change.ADDED: "新收", Change.TEXT: "文字有变", Change.DATA: "信息有变"}
"""DATA is places, figures, names: whatever is no printed word."""
_ORDER = (_FAILED, _GONE, _MOVED, _WITHDRAWN, *_WORDS.values())
"""What an operator should see first comes first."""
NO_CHANGE = "与上次发布的网站相比，没有变化。"
_ROWS = 10
"""Articles that are named for each kind of change; a first run may bring thousands."""
_PROBLEMS = 30
_KEEP = "  文件改了名的，在附表里写一行“原名: 改名前的文件名”，网址就还是原来的，换一台电脑重做也一样。"


def changes_report(archive: Archive, events: Sequence[Event], entry_of: Callable[[str], Entry] | None = None) -> str:
    """Return what a publication changed, an article a line; `entry_of` returns an article by its id."""
    if not events:
        return NO_CHANGE
    entry_of = entry_of or {entry.article.id: entry for entry in archive.entries}.__getitem__
    failed = frozenset(_failed_pages(archive.problems))
    withdrawn = frozenset(one.id for one in archive.withdrawn)
    found: dict[str, list[tuple[Event, Callable[[], str]]]] = {word: [] for word in _ORDER}
    for event in events:
        if event.change is Change.REMOVED:
            word, why = _why_gone(event, failed, withdrawn)
            found[word].append((event, partial(str, why)))
        else:
            found[_WORDS[event.change]].append((event, partial(_about, entry_of, event.id)))
    counts = "，".join(f"{word} {len(rows)} 篇" for word, rows in found.items() if rows)
    lines = [f"{'第一次生成' if events[0].version == 1 else '与上次发布的网站相比'}：{counts}。"]
    for word, rows in found.items():
        lines += [f"  {word}　{event.title or event.id}　{about()}" for event, about in rows[:_ROWS]]
        if len(rows) > _ROWS:
            lines.append(f"  {word}　……另有 {len(rows) - _ROWS} 篇")
    if any(event.moved_to and event.id.split("-")[0] != event.moved_to.split("-")[0] for event in events):
        lines.append(_KEEP)
    return "\n".join(lines)


def _about(entry_of: Callable[[str], Entry], article: str) -> str:
    """Return date, place and number of figures of an article, and what is doubtful about it."""
    entry = entry_of(article)
    place = next((p.name for p in entry.places if p.primary), entry.places[0].name if entry.places else "地方不详")
    known = [written_date(entry.dating), place, f"{len(entry.facts)} 个数字"]
    return "　".join(known) + "".join(f"；{doubt}" for doubt in _doubts(entry))


def _doubts(entry: Entry) -> Iterator[str]:
    if entry.checked:
        return
    joins = sum(not join.certain for join in entry.article.joins)
    if joins:
        yield f"断行的接法拿不准 {joins} 处"
    if entry.article.gaps:
        yield f"缺文 {len(entry.article.gaps)} 处"
    if entry.article.title_is_ours:
        yield "版上没有标题，题目是程序拟的"
    if not entry.health_related:
        yield "看来与卫生无关"


def _why_gone(event: Event, failed: frozenset[str], withdrawn: frozenset[str]) -> tuple[str, str]:
    """Return what became of an article that is no longer there, in a word and in a sentence, as well as it shows."""
    if event.id in withdrawn or event.id.split("-")[0] in withdrawn:
        return _WITHDRAWN, "编辑撤下，原处留有说明"
    if event.id.split("-")[0] in failed:
        return _FAILED, "原文有错误，见下"
    if event.moved_to:
        return _MOVED, f"旧网址会转到 {path_of('articles', event.moved_to)}"
    return _GONE, "原文里没有了"


def _failed_pages(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield the ids of pages with an error in the text or in its sidecar."""
    for problem in problems:
        if problem.grade is Grade.ERROR:
            stem = problem.file.removesuffix(".yml")
            files = [problem.file] if stem == problem.file else [stem + end for end in intake_rules().text_endings]
            yield from (RawPage(file, "", "", ()).page_id for file in files)


def problems_report(archive: Archive, events: Sequence[Event], homes: Mapping[str, str] | None = None) -> str:
    """Return what needs a look: by grade, and in a grade first what belongs to articles that are new or changed.

    `homes` has the file of every article by its id.
    """
    problems = archive.problems
    if not problems:
        return "没有要改的地方。断行、缺文、日期这些提示，运行 make check 看。"
    homes = homes if homes is not None else {entry.article.id: entry.article.file for entry in archive.entries}
    touched = (event.id for event in events if event.change is not Change.REMOVED)
    files = {homes[article].rpartition(".")[0] for article in touched if article in homes}
    grades = tuple(Grade)
    ordered = sorted(problems, key=lambda p: (grades.index(p.grade), p.file.rpartition(".")[0] not in files))
    lines = [how_many([p.grade for p in problems])]
    lines += [f"  {p.grade.value}　{with_kind(p)}" for p in ordered[:_PROBLEMS]]
    if len(ordered) > _PROBLEMS:
        lines.append(f"  ……另有 {len(ordered) - _PROBLEMS} 处，运行 make check 看全部")
    return "\n".join([*lines, WHERE_TOLD])
