"""A sidecar's lines -> Decisions; what is said about metadata is left to the reader of heads."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import yaml

from build_scripts.editing import (
    ArticleDecision,
    Decisions,
    FactDecision,
    NameDecision,
    Quote,
    Subject,
    TextDecision,
    Verdict,
)
from build_scripts.model import Grade, Problem
from build_scripts.reading.intake_rules import intake_rules
from build_scripts.reading.sidecar_content import SUBJECTS, Flaw, fact_decision, name_decision
from build_scripts.tables import read_table

_MAX_VALUE = 2_000
_MAX_ENTRIES = 1_000
_YES_OR_NO = ("refuse", "accept", "checked", "main", "key", "consistent")


@cache
def _words(part: str) -> dict[str, str]:
    """Return the words of a part of the table -> the key that they stand for."""
    return {word: row["key"] for row in read_table("sidecar")[part] for word in row["words"]}


@cache
def _wide_colon() -> re.Pattern[str]:
    parts = ("decisions", "correction", "article", "name", "fact")
    words = {*(word for part in parts for word in _words(part)), *intake_rules().fields}
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"^(\s*(?:-\s*)?)({either})\s*：\s*")


@cache
def _truths() -> dict[str, bool]:
    table = read_table("sidecar")
    return {str(word).lower(): truth for key, truth in (("affirm", True), ("deny", False)) for word in table[key]}


@dataclass(slots=True)
class _Notes:
    """What is wrong with a sidecar, as it is found."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def warn(self, node: yaml.Node, found: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, node.start_mark.line + 1, found, remedy, Grade.WARNING))


def read_decisions(file: str, lines: tuple[str, ...]) -> tuple[Decisions, tuple[str, ...], tuple[Problem, ...]]:
    """Return what a sidecar decides, the lines that are left for metadata, and what is wrong.

    Nodes only are read, no value is constructed, and aliases are refused.
    """
    known = _words("decisions") | _words("article")
    plain = tuple(_wide_colon().sub(r"\1\2: ", line) for line in lines)
    tops = [match[1] for line in plain if (match := re.match(r"([^\s:：#-][^:：]{0,20}?)\s*:(?:\s|$)", line))]
    if not any(_key(top, known) or _near(top, known) for top in tops if top.lower() not in intake_rules().fields):
        return Decisions(file), lines, ()
    node = _compose(file, plain)
    if isinstance(node, Problem):
        return Decisions(file), (), (node,)
    notes = _Notes(file)
    decisions, taken = _read_top(node, notes)
    left = tuple("" if number in taken else line for number, line in enumerate(plain))
    return decisions, left, tuple(notes.problems)


def _compose(file: str, lines: tuple[str, ...]) -> yaml.MappingNode | Problem:
    text = "\n".join(lines)
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                return Problem(file, line, "附表里不能用 * 引用别处", "请把内容写全，或者加上引号")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _bad_yaml(file, mark.line + 1 if mark else 1)
    except (yaml.YAMLError, RecursionError, ValueError):
        return _bad_yaml(file, 1)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return _bad_yaml(file, 1)
    return node


def _bad_yaml(file: str, line: int) -> Problem:
    remedy = "请每行写一项，例如“- 原文: 拢迁”；文字里有冒号、井号或方括号时加上引号"
    return Problem(file, line, "这一行的写法读不懂", remedy)


def _read_top(node: yaml.MappingNode, notes: _Notes) -> tuple[Decisions, set[int]]:
    """Return the decisions, and the numbers of the lines that they take, counted from 0."""
    known = _words("decisions") | _words("article")
    decisions, taken = Decisions(notes.file), set[int]()
    alone: list[tuple[yaml.Node, yaml.Node]] = []
    starts = [key.start_mark.line for key, _ in node.value]
    for (key, value), end in zip(node.value, [*starts[1:], node.end_mark.line + 1], strict=True):
        word = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if word.lower() in intake_rules().fields:
            continue
        if not _key(word, known):
            if not _near(word, known):
                continue  # the reader of heads names the metadata that it may have been
            _unknown(notes, key, word, known)
        elif word.lower() in _words("decisions"):
            decisions = _decide(decisions, _words("decisions")[word.lower()], value, notes)
        else:
            alone.append((key, value))
        taken |= set(range(key.start_mark.line, end))
    if alone:
        fields = {_words("article")[key.value.lower()]: _text(value, notes) for key, value in alone}
        decision = _article(fields, Quote(fields.pop("quote", ""), alone[0][0].start_mark.line + 1))
        decisions = replace(decisions, articles=(*decisions.articles, decision))
    return decisions, taken


def _decide(decisions: Decisions, key: str, value: yaml.Node, notes: _Notes) -> Decisions:
    """Return the decisions with what one entry at the left edge adds."""
    readers: dict[str, Callable[[], Decisions]] = {
        "corrections": lambda: replace(decisions, texts=(*decisions.texts, *_corrections(value, notes))),
        "articles": lambda: replace(decisions, articles=(*decisions.articles, *_articles(value, notes))),
        "starts": lambda: replace(decisions, starts=(*decisions.starts, *_quotes(value, notes))),
        "joins": lambda: replace(decisions, joins=(*decisions.joins, *_quotes(value, notes))),
        "order": lambda: replace(decisions, orders=(*decisions.orders, *_orders(value, notes))),
        "checked": lambda: replace(decisions, checked=_truth(value, notes)),
        "facts": lambda: replace(decisions, facts=(*decisions.facts, *_facts(value, notes))),
    }
    if key in SUBJECTS:
        return replace(decisions, names=(*decisions.names, *_names(SUBJECTS[key], value, notes)))
    return readers[key]()


def _corrections(node: yaml.Node, notes: _Notes) -> Iterator[TextDecision]:
    for entry, fields in _entries(node, "correction", notes):
        quote = Quote(fields.get("quote") or "", entry.start_mark.line + 1)
        refuse, accept = (_truths().get(fields.get(key, "").lower(), False) for key in ("refuse", "accept"))
        said = [refuse, accept, "fixed" in fields]
        if not quote.text.strip():
            notes.warn(entry, "这一条更正没有写“原文”", "请引出报上的几个字，例如“原文: 拢迁”")
        elif sum(said) != 1:
            remedy = "请写“改为: …”，或者“拒绝: true”，或者“接受: true”，只写一样"
            notes.warn(entry, f"对“{quote.text[:16]}”的更正没有说清怎么办", remedy)
        elif refuse or accept:
            verdict = Verdict.REFUSED if refuse else Verdict.ACCEPTED
            yield TextDecision(quote, verdict, reason=fields.get("reason"))
        else:
            yield TextDecision(quote, Verdict.EDITOR, fields["fixed"], fields.get("reason"))


def _articles(node: yaml.Node, notes: _Notes) -> Iterator[ArticleDecision]:
    for entry, fields in _entries(node, "article", notes):
        quote = Quote(fields.pop("quote", ""), entry.start_mark.line + 1)
        if not quote.text.strip():
            notes.warn(entry, "这一条没有写“原文”，不知道说的是哪一篇", "请引出这篇文章里的几个字")
        elif not fields:
            notes.warn(entry, f"“{quote.text[:16]}”这一条什么也没有决定", "请写“标题: …”或“已核对: true”")
        else:
            yield _article(dict(fields), quote)


def _names(subject: Subject, node: yaml.Node, notes: _Notes) -> Iterator[NameDecision]:
    for entry, fields in _entries(node, "name", notes):
        quote = Quote(fields.pop("quote", ""), entry.start_mark.line + 1)
        decision = name_decision(subject, quote, fields, main=_is_true(fields, "main"))
        if isinstance(decision, Flaw):
            notes.warn(entry, decision.found, decision.remedy)
        else:
            yield decision


def _facts(node: yaml.Node, notes: _Notes) -> Iterator[FactDecision]:
    for entry, fields in _entries(node, "fact", notes):
        quote = Quote(fields.pop("quote", ""), entry.start_mark.line + 1)
        key = _is_true(fields, "key") if "key" in fields else None
        strike, consistent = _is_true(fields, "strike"), _is_true(fields, "consistent")
        decision = fact_decision(quote, fields, key=key, strike=strike, consistent=consistent)
        if isinstance(decision, Flaw):
            notes.warn(entry, decision.found, decision.remedy)
        else:
            yield decision


def _is_true(fields: dict[str, str], name: str) -> bool:
    return _truths().get(fields.get(name, "").lower(), False)


def _article(fields: dict[str, str], quote: Quote) -> ArticleDecision:
    checked = _truths().get(fields.pop("checked", "").lower(), False)
    return ArticleDecision(quote, **{key: text for key, text in fields.items() if text}, checked=checked)


def _entries(node: yaml.Node, part: str, notes: _Notes) -> Iterator[tuple[yaml.Node, dict[str, str]]]:
    """Yield the entries of a list, or the one entry that stands without a list, with their known keys."""
    for entry in _items(node):
        if not isinstance(entry, yaml.MappingNode):
            notes.warn(entry, "这一条的写法读不懂", "请写成“- 原文: …”，下一行再写要怎么办")
            continue
        fields: dict[str, str] = {}
        for key, value in entry.value:
            word = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name := _key(word, _words(part)):
                fields[name] = _text(value, notes)
            else:
                _unknown(notes, key, word, _words(part))
        yes_or_no = (
            "refuse",
            "accept",
            "checked",
            "main",
            "key",
            "consistent",
            *(("strike",) if part == "fact" else ()),
        )
        for name in yes_or_no:
            if name in fields and fields[name].lower() not in _truths():
                notes.warn(entry, f"“{fields[name][:16]}”不是“是”也不是“否”", "请写 true 或 false")
        yield entry, fields


def _items(node: yaml.Node) -> list[yaml.Node]:
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [] if items == [node] and node.value == "" else list(items[:_MAX_ENTRIES])


def _quotes(node: yaml.Node, notes: _Notes) -> Iterator[Quote]:
    for item in _items(node):
        text = _text(item, notes)
        if text.strip():
            yield Quote(text, item.start_mark.line + 1)


def _orders(node: yaml.Node, notes: _Notes) -> Iterator[tuple[Quote, ...]]:
    """Yield the order of each article: one list, or a list of lists."""
    nested: list[yaml.Node] = [item for item in _items(node) if isinstance(item, yaml.SequenceNode)]
    for order in nested or [node]:
        quotes = tuple(_quotes(order, notes))
        if len(quotes) > 1:
            yield quotes
        elif quotes:
            notes.warn(order, "顺序里只有一段", "请把要移动的几段按读的先后都写上")


def _text(node: yaml.Node, notes: _Notes) -> str:
    if not isinstance(node, yaml.ScalarNode):
        notes.warn(node, "这里应当是一句话", "请写成一行；文字以方括号、花括号开头时加上引号")
        return ""
    if len(node.value) > _MAX_VALUE:
        notes.warn(node, f"这里有{len(node.value)}个字，太长了", "请只引开头的几个字")
        return ""
    return str(node.value).strip()


def _truth(node: yaml.Node, notes: _Notes) -> bool:
    truth = _truths().get(_text(node, notes).lower())
    if truth is None:
        notes.warn(node, "这里应当写“是”或“否”", "请写 true 或 false")
    return bool(truth)


def _key(word: str, known: dict[str, str]) -> str | None:
    return known.get(word.strip().lower())


def _near(word: str, known: dict[str, str]) -> str | None:
    likeness = 0.75 if word.isascii() else 0.5  # one of two Han characters is half of a key
    return next(iter(difflib.get_close_matches(word.lower(), known, 1, likeness)), None)


def _unknown(notes: _Notes, node: yaml.Node, word: str, known: dict[str, str]) -> None:
    near = _near(word, known)
    words = "、".join(w for w in known if not w.isascii())
    notes.warn(
        node, f"不认识“{word[:20]}”这一项，没有采用", f"{f'是不是“{near}”？' if near else ''}可以写的有：{words}"
    )
