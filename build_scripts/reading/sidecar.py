"""A sidecar's lines -> Decisions; what is said about metadata is left to the reader of heads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import TypeVar

import yaml

from build_scripts.editing import (
    ArticleDecision,
    Decisions,
    FactDecision,
    NameDecision,
    Quote,
    RoleDecision,
    SeamDecision,
    Subject,
    TextDecision,
    Verdict,
)
from build_scripts.model import Problem
from build_scripts.reading.intake_rules import intake_rules
from build_scripts.reading.sidecar_content import (
    SUBJECTS,
    Flaw,
    fact_decision,
    name_decision,
    role_decision,
    seam_decision,
)
from build_scripts.reading.sidecar_nodes import (
    Notes,
    entries_of,
    is_true,
    items_of,
    key_of,
    nearest_key,
    text_of,
    truth_of,
    truths,
    warn_unknown,
    words_of,
)

_DEEPEST = 8
"""Lists in lists; decisions need three, and a reader of YAML takes its time for thousands."""


@cache
def _wide_colon() -> re.Pattern[str]:
    parts = ("decisions", "correction", "role", "seam", "article", "name", "fact")
    words = {*(word for part in parts for word in words_of(part)), *intake_rules().fields}
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"^(\s*(?:-\s*)?)({either})\s*：\s*")


def read_decisions(file: str, lines: tuple[str, ...]) -> tuple[Decisions, tuple[str, ...], tuple[Problem, ...]]:
    """Return what a sidecar decides, the lines that are left for metadata, and what is wrong.

    Nodes only are read, no value is constructed, and aliases are refused.
    """
    known = words_of("decisions") | words_of("article")
    plain = plain_colons(lines)
    tops = [match[1] for line in plain if (match := re.match(r"([^\s:：#-][^:：]{0,20}?)\s*:(?:\s|$)", line))]
    if not any(
        key_of(top, known) or nearest_key(top, known) for top in tops if top.lower() not in intake_rules().fields
    ):
        return Decisions(file), lines, ()
    node = compose_sidecar(file, lines)
    if isinstance(node, Problem):
        return Decisions(file), (), (node,)
    notes = Notes(file)
    decisions, taken = _read_top(node, notes)
    left = tuple("" if number in taken else line for number, line in enumerate(plain))
    return decisions, left, tuple(notes.problems)


def plain_colons(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return lines with the colons that YAML wants behind the words that are known; their number stays."""
    return tuple(_wide_colon().sub(r"\1\2: ", line) for line in lines)


def compose_sidecar(file: str, lines: tuple[str, ...]) -> yaml.MappingNode | Problem:
    """Return the nodes of a sidecar, none of them constructed, or what is wrong with it."""
    text = "\n".join(plain_colons(lines))
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                return _bad_yaml(file, event.start_mark.line + 1 if event.start_mark else 1)
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


def _read_top(node: yaml.MappingNode, notes: Notes) -> tuple[Decisions, set[int]]:
    """Return the decisions, and the numbers of the lines that they take, counted from 0."""
    known = words_of("decisions") | words_of("article")
    decisions, taken = Decisions(notes.file), set[int]()
    alone: list[tuple[yaml.Node, yaml.Node]] = []
    starts = [key.start_mark.line for key, _ in node.value]
    for (key, value), end in zip(node.value, [*starts[1:], node.end_mark.line + 1], strict=True):
        word = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if word.lower() in intake_rules().fields:
            continue
        if not key_of(word, known):
            if not nearest_key(word, known):
                continue  # the reader of heads names the metadata that it may have been
            warn_unknown(notes, key, word, known)
        elif word.lower() in words_of("decisions"):
            decisions = _decide(decisions, words_of("decisions")[word.lower()], value, notes)
        else:
            alone.append((key, value))
        taken |= set(range(key.start_mark.line, end))
    if alone:
        fields = {words_of("article")[key.value.lower()]: text_of(value, notes) for key, value in alone}
        decision = _article(fields, Quote(fields.pop("quote", ""), alone[0][0].start_mark.line + 1))
        decisions = replace(decisions, articles=(*decisions.articles, decision))
    return decisions, taken


def _decide(decisions: Decisions, key: str, value: yaml.Node, notes: Notes) -> Decisions:
    """Return the decisions with what one entry at the left edge adds."""
    readers: dict[str, Callable[[], Decisions]] = {
        "corrections": lambda: replace(decisions, texts=(*decisions.texts, *_corrections(value, notes))),
        "articles": lambda: replace(decisions, articles=(*decisions.articles, *_articles(value, notes))),
        "starts": lambda: replace(decisions, starts=(*decisions.starts, *_quotes(value, notes))),
        "joins": lambda: replace(decisions, joins=(*decisions.joins, *_quotes(value, notes))),
        "order": lambda: replace(decisions, orders=(*decisions.orders, *_orders(value, notes))),
        "roles": lambda: replace(decisions, roles=(*decisions.roles, *_roles(value, notes))),
        "seams": lambda: replace(decisions, seams=(*decisions.seams, *_seams(value, notes))),
        "checked": lambda: replace(decisions, checked=truth_of(value, notes)),
        "withdrawn": lambda: replace(decisions, withdrawn=_reason(text_of(value, notes))),
        "formerly": lambda: replace(decisions, formerly=text_of(value, notes)),
        "facts": lambda: replace(decisions, facts=(*decisions.facts, *_facts(value, notes))),
    }
    if key in SUBJECTS:
        return replace(decisions, names=(*decisions.names, *_names(SUBJECTS[key], value, notes)))
    return readers[key]()


def _corrections(node: yaml.Node, notes: Notes) -> Iterator[TextDecision]:
    for entry, fields in entries_of(node, "correction", notes):
        quote = Quote(fields.get("quote") or "", entry.start_mark.line + 1)
        refuse, accept = (truths().get(fields.get(key, "").lower(), False) for key in ("refuse", "accept"))
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


def _articles(node: yaml.Node, notes: Notes) -> Iterator[ArticleDecision]:
    for entry, fields in entries_of(node, "article", notes):
        quote = Quote(fields.pop("quote", ""), entry.start_mark.line + 1)
        if not quote.text.strip():
            notes.warn(entry, "这一条没有写“原文”，不知道说的是哪一篇", "请引出这篇文章里的几个字")
        elif not fields:
            notes.warn(entry, f"“{quote.text[:16]}”这一条什么也没有决定", "请写“标题: …”或“已核对: true”")
        else:
            yield _article(dict(fields), quote)


_Decision = TypeVar("_Decision", NameDecision, FactDecision, RoleDecision, SeamDecision)


def _sound(decision: _Decision | Flaw, entry: yaml.Node, notes: Notes) -> Iterator[_Decision]:
    """Yield a decision; one that cannot be carried out is told."""
    if isinstance(decision, Flaw):
        notes.warn(entry, decision.found, decision.remedy)
    else:
        yield decision


def _names(subject: Subject, node: yaml.Node, notes: Notes) -> Iterator[NameDecision]:
    for entry, fields in entries_of(node, "name", notes):
        quote = Quote(fields.pop("quote", ""), entry.start_mark.line + 1)
        decision = name_decision(subject, quote, fields, main=is_true(fields, "main"))
        yield from _sound(decision, entry, notes)


def _facts(node: yaml.Node, notes: Notes) -> Iterator[FactDecision]:
    for entry, fields in entries_of(node, "fact", notes):
        quote = Quote(fields.pop("quote", ""), entry.start_mark.line + 1)
        key = is_true(fields, "key") if "key" in fields else None
        strike, consistent = is_true(fields, "strike"), is_true(fields, "consistent")
        decision = fact_decision(quote, fields, key=key, strike=strike, consistent=consistent)
        yield from _sound(decision, entry, notes)


def _roles(node: yaml.Node, notes: Notes) -> Iterator[RoleDecision]:
    for entry, fields in entries_of(node, "role", notes):
        quote = Quote(fields.get("quote", ""), entry.start_mark.line + 1)
        decision = role_decision(quote, fields.get("role", ""), words_of("role_names"))
        yield from _sound(decision, entry, notes)


def _seams(node: yaml.Node, notes: Notes) -> Iterator[SeamDecision]:
    for entry, fields in entries_of(node, "seam", notes):
        quote = Quote(fields.get("quote", ""), entry.start_mark.line + 1)
        accept, refuse = is_true(fields, "accept"), is_true(fields, "refuse")
        decision = seam_decision(quote, fields.get("after", ""), accept=accept, refuse=refuse)
        yield from _sound(decision, entry, notes)


def _article(fields: dict[str, str], quote: Quote) -> ArticleDecision:
    checked = truths().get(fields.pop("checked", "").lower(), False)
    withdrawn = _reason(fields.pop("withdrawn")) if "withdrawn" in fields else None
    said = {key: text for key, text in fields.items() if text}
    return ArticleDecision(quote, **said, checked=checked, withdrawn=withdrawn)


def _reason(text: str) -> str | None:
    """Return why something is withdrawn; a bare yes is no reason, and a no withdraws nothing."""
    truth = truths().get(text.lower())
    return text if truth is None else "" if truth else None


def _quotes(node: yaml.Node, notes: Notes) -> Iterator[Quote]:
    for item in items_of(node):
        text = text_of(item, notes)
        if text.strip():
            yield Quote(text, item.start_mark.line + 1)


def _orders(node: yaml.Node, notes: Notes) -> Iterator[tuple[Quote, ...]]:
    """Yield the order of each article: one list, or a list of lists."""
    nested: list[yaml.Node] = [item for item in items_of(node) if isinstance(item, yaml.SequenceNode)]
    for order in nested or [node]:
        quotes = tuple(_quotes(order, notes))
        if len(quotes) > 1:
            yield quotes
        elif quotes:
            notes.warn(order, "顺序里只有一段", "请把要移动的几段按读的先后都写上")
