"""Where institutions are named: each span begins at a place or proper word and ends at a known ending."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from build_scripts.lexicon import place_words
from build_scripts.text import HAN
from build_scripts.understanding.institution_rules import rules
from build_scripts.understanding.institution_words import (
    CLOSE,
    NUMBERED,
    OPEN,
    TOWN_ENDS,
    begins_place,
    ends_place,
    from_noun,
    is_generic,
    verb_at,
    walk,
)
from build_scripts.understanding.tagger import tagged_names
from build_scripts.understanding.words import Token, cut

_INNER_BRACKET = re.compile(rf"[（(]([{HAN}]{{2,4}})[）)](?=[{HAN}]{{0,6}}?(?:有限|股份|集团|公司))")
_STOP = re.compile(rf"[^{HAN}0-9A-Za-z{OPEN}{CLOSE}·]")
_NUMBER_LIST = re.compile(rf"([{HAN}]+?)((?:第[一二三四五六七八九十]+[、和及与])+)$")
_COUNTED = re.compile(rf"([{HAN}]{{2,5}})[、和]([{HAN}]{{2,4}})(?:两|二|三|四)(?:个|家|所)$")
_OF_UNIVERSITY = re.compile("(?:第[一二三四五六七八九十]+)?附属|直属|第[一二三四五六七八九十]+")
_HOSTS = ("医院", "大学", "卫生院", "保健院", "医疗集团")
_LONGEST = 30
_HOUSES = "(?:卫生院|医院|卫生[室所]|社区卫生服务中心)"
_CLINGING = re.compile(
    rf"(?:[家所个各离连到进把给]|.{{1,2}}[设有])(?:乡镇?|镇|村|[县市区]级?|街道)?(?:中心)?{_HOUSES}|.{{1,4}}上[县市区]?{_HOUSES}"
)
"""The end of another word before what is no name: 178家|村卫生室, 接上|县医院, 岛上|卫生院."""


class Span(NamedTuple):
    """A name at text[start:end]; `name` differs from that where a list shares its words."""

    start: int
    end: int
    name: str
    kind: str


def find_spans(text: str) -> list[Span]:
    """Return the institutions named in a text in order; no two overlap, the longest wins."""
    marked = _INNER_BRACKET.sub(rf"{OPEN}\1{CLOSE}", text) if "（" in text or "(" in text else text
    ends = list(rules().ends.find(marked))
    if not ends:
        return []
    found = [span for low, high, hits in _by_clause(marked, ends) for span in _in_clause(marked, low, high, hits)]
    found.sort(key=lambda s: (s.start, -s.end))
    kept: list[Span] = []
    for span in found:
        last = kept[-1] if kept else None
        if last and span.start < last.end and span[:2] != last[:2]:
            if last.end < span.end < last.start + _LONGEST and span.name == marked[span.start : span.end]:
                kept[-1] = span._replace(start=last.start, name=marked[last.start : span.end])
            continue
        if not _is_honorary(marked, span):
            kept.append(span)
    if marked is text:
        return kept
    return [s._replace(name=s.name.replace(OPEN, "（").replace(CLOSE, "）")) for s in kept]


def _is_honorary(text: str, span: Span) -> bool:
    """Tell whether a name is only what people call something: “马背医院”, “清风医院”."""
    quoted = text[span.start - 1 : span.start] == "“" and text[span.end : span.end + 1] == "”"
    return quoted and span.kind == "医院" and len(span.name) <= _SHORT and span.name[:2] not in place_words()


_SHORT = 5
"""Characters of a name that may be no more than a nickname."""


def add_tagged(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans with those that the tagger finds where the rules found nothing, in order."""
    added = []
    for start, end in tagged_names(text).institutions:
        if any(span.start < end and start < span.end for span in spans):
            continue
        name = text[start:end]
        if kind := _kind_of_tagged(name):
            added.append(Span(start, end, name, kind))
    return sorted([*spans, *added]) if added else spans


def _kind_of_tagged(name: str) -> str | None:
    """Return the kind of a name that the tagger found; None where it names no one institution."""
    r = rules()
    if name in r.never:
        return None
    known = next((end for at, end in r.ends.find(name) if at + len(end) == len(name)), None)
    ending = known or next((end for end in r.tagged_ends if name.endswith(end)), None)
    words = [t.word for t in cut(name.removesuffix(ending or name))]
    if not words or len(name) < 5 or any(word in r.before or word in r.vague for word in words):
        return None
    first = words[0]
    placed = first in place_words() or first in r.levels or (len(first) > 1 and ends_place(first, r))
    specific = bool(known) and not all(is_generic(word, r) or word in r.lead for word in words)
    if not specific and not (placed and len(words) > 1):
        return None
    return r.kind.get(known or "", "其他")


def _by_clause(text: str, ends: list[tuple[int, str]]) -> Iterator[tuple[int, int, list[tuple[int, str]]]]:
    """Yield each clause that has endings of names: its start and end, and the endings with their places in it."""
    stops = [match.start() for match in _STOP.finditer(text)]
    for stop, group in groupby(ends, key=lambda end: bisect_left(stops, end[0])):
        low = stops[stop - 1] + 1 if stop else 0
        yield low, stops[stop] if stop < len(stops) else len(text), [(at - low, end) for at, end in group]


def _in_clause(text: str, low: int, high: int, ends: list[tuple[int, str]]) -> Iterator[Span]:
    """Yield the names that end in one clause, the longer ones of nested names too."""
    r = rules()
    clause = text[low:high]
    hits = [(at, ending) for at, ending in ends if _may_end(clause, at + len(ending), ending)]
    if not hits:
        return
    tokens = cut(clause)
    starts = [token.start for token in tokens]
    for at, ending in hits:
        start = _start_of_name(tokens, bisect_left(starts, at), at, ending)
        kind = r.kind[ending]
        if start is None:
            yield from _counted(text, low + at, ending)
            continue
        end = at + len(ending)
        name = clause[start:end]
        if len(name) > _LONGEST or name in r.never or _CLINGING.fullmatch(name):
            continue
        yield from _numbered(text, Span(low + start, low + end, name, kind))
        if kind in ("医院", "基层") and (more := r.branch.match(clause, end)) and not _is_broken(more.group()):
            yield Span(low + start, low + more.end(), clause[start : more.end()], kind)


def _may_end(clause: str, end: int, ending: str) -> bool:
    """Tell whether an ending is not merely the beginning of a longer word."""
    after = clause[end : end + 1]
    if ending in ("大学", "学院") and _OF_UNIVERSITY.match(clause, end):
        return False
    return not after or after not in rules().not_followed.get(ending, "")


def _is_broken(between: str) -> bool:
    """Tell whether words between a hospital and 院区 belong to the sentence, not to the name."""
    inner = between.removesuffix("院区").removesuffix("分院")
    return any(end in inner for end in rules().org_ends) or any(char in rules().before for char in inner)


def _start_of_name(tokens: list[Token], here: int, end_start: int, end: str) -> int | None:
    """Return where the name begins whose ending stands at `end_start`, at the word `here`; None if it is no name."""
    r = rules()
    if r.need[end] == "alone":
        return end_start
    left = tokens[max(0, here - _LONGEST) : here]
    modifier = ""
    if left and left[-1].end > end_start:
        modifier = left[-1].word[: end_start - left[-1].start]
        end_start = left.pop().start
    words = from_noun(walk(left))
    joined = (i for i in range(1, len(words)) if words[i].word in r.joining and words[i - 1].word.endswith(r.org_ends))
    words = words[max(joined, default=0) :]  # 县人民医院和县中医院
    if modifier in r.vague:
        return None
    if not words and not modifier and end in r.bare:
        return end_start if not left or left[-1].word in r.before else None
    first = None
    if r.kind[end] != "企业":
        first = next((i for i in range(len(words)) if begins_place(words, i)), None)
        first = 0 if first is None and _begins_level(words, modifier, end) else first
    if first is not None:
        words = words[first:]
        named = _names_one(words, modifier, end)
    else:
        verb = max((i for i in range(len(words)) if verb_at(words, i)), default=-1)
        words = words[verb + 1 :]  # 门诊量占卫生院: no name runs over a verb, unless it began with a place
        while len(words) > 1 and words[0].word in r.lead:
            words = words[1:]
        named = r.need[end] == "proper" and _is_proper(words, modifier, end)
    start = words[0].start if words else end_start
    if words and words[0].word in r.joining and tokens[0].start < start:
        start += 1
    return start if named else None


def _begins_level(words: list[Token], modifier: str, end: str) -> bool:
    """Tell whether a name begins with a bare level: 市卫健委, 县人民医院, but not 市医院."""
    r = rules()
    if not words or words[0].word not in r.levels:
        return False
    return bool(modifier) or r.need[end] == "place" or len(words) > 1 or (len(end) >= 4 and r.kind[end] != "基层")


def _is_proper(words: list[Token], modifier: str, end: str) -> bool:
    """Tell whether words before an ending name one institution without any place."""
    r = rules()
    if any(NUMBERED.match(part) for part in (modifier, *(t.word for t in words))):
        return True
    specific = [t for t in words if not is_generic(t.word, r) and t.word not in r.lead]
    if any(t.word in r.vague or (t.word in r.org_ends and r.kind[end] != "企业") for t in words):
        return False
    if r.kind[end] in ("高校", "企业") and sum(len(t.word) for t in words) + len(modifier) < 2:
        return False
    return bool(specific) or bool(modifier and modifier not in r.generic and modifier not in r.before)


def noun_run(text: str) -> str:
    """Return the nouns at the end of a text, as far as they can belong to one name."""
    clause = re.search(rf"[{HAN}]+$", text)
    words = walk(cut(clause.group())) if clause else []
    while words and words[0].word in rules().lead and len(words) > 1:
        words = words[1:]
    return "".join(t.word for t in words)


def _names_one(words: list[Token], modifier: str, end: str) -> bool:
    """Tell whether a name that begins with a place goes on as a name, and is no department of another."""
    r = rules()
    inner = "".join(t.word for t in words) + modifier
    kind = r.kind[end]
    if r.need[end] == "street":
        head, sep, tail = inner.rpartition("街道") if "街道" in inner else inner.rpartition("镇")
        return bool(sep and len(head) > 1 and len(tail) > 1)
    if end.endswith(("中心", "站", "所", "局")) and any(o in inner for o in _HOSTS):
        return False
    if any(t.word in r.vague for t in words[1:]):
        return False
    if kind == "基层" and (not modifier or modifier == "中心"):
        body = [t for t in words[1:] if t.word not in r.generic]
        head = "".join(t.word for t in words[:2])
        return (
            bool(body)
            or words[0].word.endswith(TOWN_ENDS)
            or (words[0].tag == "ns" and words[0].word not in place_words())  # 城南: a part of town
            or head.endswith(("镇", "乡", "街道", "社区", "村", "苏木", "场"))
        )
    return bool(modifier) or not (len(words) == 1 and words[0].word in r.heads and kind in ("医院", "高校", "企业"))


def _counted(text: str, at: int, end: str) -> Iterator[Span]:
    """Yield the names of 甲、乙两个社区卫生服务中心."""
    base = max(0, at - 20)
    if listed := _COUNTED.search(text[base:at]):
        for i in (1, 2):
            words = walk(cut(part := listed.group(i)))
            if words and words[-1].end == len(part) and not all(t.word in rules().generic for t in words):
                begin = words[0].start
                yield Span(base + listed.start(i) + begin, base + listed.end(i), part[begin:] + end, rules().kind[end])


def _numbered(text: str, span: Span) -> Iterator[Span]:
    """Yield the names of 市第一、第三人民医院, given the last of them as printed."""
    number = NUMBERED.match(span.name)
    base = max(0, span.start - 40)
    listed = number and _NUMBER_LIST.search(text[base : span.start])
    if not number or not listed:
        yield span
        return
    words = walk(cut(listed.group(1)))
    place = next((t.start for i, t in enumerate(words) if t.word in rules().levels or begins_place(words, i)), None)
    prefix = "" if place is None else listed.group(1)[place:]
    tail = span.name[number.end() :]
    for earlier in NUMBERED.finditer(listed.group(2)):
        start = base + listed.start(2) + earlier.start()
        yield Span(start, start + len(earlier.group()), prefix + earlier.group() + tail, span.kind)
    yield span._replace(name=prefix + span.name)
