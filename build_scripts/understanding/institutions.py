"""Institutions of an article: one entry each, in the fullest form printed, with its short forms resolved."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from build_scripts.lexicon import place_words
from build_scripts.model import Article, Institution, Place
from build_scripts.tables import read_table
from build_scripts.text import HAN
from build_scripts.understanding.institution_filing import CAMPUS, expand, file_name
from build_scripts.understanding.institution_spans import Span, add_tagged, find_spans
from build_scripts.understanding.words import find_words

_ABBREVIATION = re.compile(rf"[{HAN}]{{1,4}}(?:[一二三四五六]院|附院)|省妇幼|市妇幼|县妇幼|区妇幼")
_ABBREVIATED = re.compile(r"[一二三四五六附]院|[省市县区]妇幼")
_NICKNAME = re.compile(rf"[（(](?:以下)?(?:统一)?简称[:：]?[“‘]?([{HAN}A-Z]{{2,12}})[”’]?[）)]")
_MOST = 300
"""More institutions than any newspaper article names: a list, whose short forms are not worth resolving."""
_FAR = 30_000
"""Characters of an article in which 该院 is resolved."""
_LEVEL_NAMES = {"省": "省", "市": "市", "县": "县旗", "区": "区", "州": "州", "旗": "旗", "盟": "盟"}
_ANCESTOR = re.compile(rf"[{HAN}]+?(?:省|自治区|特别行政区|自治州|地区|盟|市|自治县|县|自治旗|旗|区)")


@dataclass(slots=True)
class _Group:
    """The forms of one institution while they are gathered."""

    key: str
    kind: str
    forms: list[str] = field(default_factory=list)


def find_institutions(article: Article, places: tuple[Place, ...]) -> tuple[Institution, ...]:
    """Return the institutions an article names, in order of appearance."""
    texts = article_texts(article)
    spans = [(text, add_tagged(text, find_spans(text))) for text in texts]
    spans = _with_county_hospital(spans)
    groups = _group(_printed_names(spans), _nicknames(spans))
    whole = "\n".join(texts)
    _add_short_forms(groups, _nicknames(spans), whole)
    context = _context(groups, places)
    found = []
    for group in groups:
        forms = sorted(dict.fromkeys(group.forms), key=lambda f: -len(f))
        known = {} if _is_doubtful(forms, texts, places) else context
        canonical, adcode = file_name(_resolve(expand(forms[0]), known), places)
        found.append(Institution(forms[0], canonical, group.kind, adcode, tuple(forms)))
    return tuple(found)


_COUNTY_HOSPITAL = re.compile(rf"(?<![级各个多家省市县区旗、”])[县旗]医院(?![{HAN}]?级|集团)")
_OF_COUNTY = re.compile(r"[县旗市区](?:人民|总|中心|第一|第一人民)?医院$|总医院$")


def _with_county_hospital(spans: list[tuple[str, list[Span]]]) -> list[tuple[str, list[Span]]]:
    """Return the names of each text with 县医院 where the article names no hospital of the county more fully."""
    if any(_OF_COUNTY.search(span.name) for _, found in spans for span in found):
        return spans
    if not any("县医院" in text or "旗医院" in text for text, _ in spans):
        return spans
    more = [
        (text, [Span(m.start(), m.end(), m.group(), "医院") for m in _COUNTY_HOSPITAL.finditer(text)])
        for text, _ in spans
    ]
    free = [
        [new for new in added if not any(s.start < new.end and new.start < s.end for s in found)]
        for (_, found), (_, added) in zip(spans, more, strict=True)
    ]
    return [(text, sorted([*found, *new])) for (text, found), new in zip(spans, free, strict=True)]


def article_texts(article: Article) -> list[str]:
    """Return the texts of an article that name institutions and people, headline first."""
    heads = (article.kicker, article.title, article.deck, article.summary)
    return [
        *(t for t in heads if t),
        *(p.text for p in article.paragraphs),
        *(c.text for c in article.crossheads),
        *(c.text for c in article.captions),
    ]


def _printed_names(texts: list[tuple[str, list[Span]]]) -> list[Span]:
    """Return the names in order, with 甲（乙） as one name unless 乙 also stands alone."""
    alone: set[str] = set()
    for text, spans in texts:
        alone.update(s.name for s in spans if not _is_bracketed(text, s))
    names: list[Span] = []
    for text, spans in texts:
        previous: Span | None = None
        for span in spans:
            joins = previous and _is_bracketed(text, span) and previous.end + 1 == span.start
            if previous and joins and span.name not in alone and len(span.name) > 4:
                names[-1] = previous._replace(end=span.end + 1, name=f"{previous.name}（{span.name}）")
            else:
                names.append(span)
                names.extend(span._replace(name=parent.group(1)) for parent in CAMPUS.finditer(span.name))
            previous = span
    return names


def _is_bracketed(text: str, span: Span) -> bool:
    """Tell whether a name fills a pair of brackets."""
    return text[span.start - 1 : span.start] in ("（", "(") and text[span.end : span.end + 1] in ("）", ")")


def _nicknames(texts: list[tuple[str, list[Span]]]) -> dict[str, str]:
    """Return the short names that the article itself gives: 甲（以下简称“乙”）."""
    given = [(_NICKNAME.match(text, span.end), span.name) for text, spans in texts for span in spans]
    return {match.group(1): name for match, name in given if match}


def _group(names: list[Span], nicknames: dict[str, str]) -> list[_Group]:
    """Put the forms of one institution together: equal when expanded, or one the end of the other."""
    by_key: dict[str, _Group] = {}
    for span in names:
        key = expand(nicknames.get(span.name, span.name))
        forms = by_key.setdefault(key, _Group(key, span.kind)).forms
        if span.name not in forms:
            forms.append(span.name)
    if len(by_key) > _MOST:
        return list(by_key.values())
    kept: list[_Group] = []
    for group in by_key.values():
        owners = [g for g in by_key.values() if g is not group and _is_short_for(group.key, g.key)]
        if owners and len({_top(o, by_key).key for o in owners}) == 1:
            _top(owners[0], by_key).forms.extend(group.forms)
        else:
            kept.append(group)
    return kept


def _top(group: _Group, by_key: dict[str, _Group]) -> _Group:
    """Return the fullest form that a form is short for."""
    for other in by_key.values():
        if other is not group and _is_short_for(group.key, other.key):
            return _top(other, by_key)
    return group


def _is_short_for(short: str, full: str) -> bool:
    """Tell whether a key is the end of another (市卫健委 of 营口市卫健委), or one of the two names of 甲（乙）."""
    if len(short) >= len(full):
        return False
    if full.endswith("）"):
        first, _, second = full[:-1].partition("（")
        return bool(second) and any(short == name or _is_short_for(short, name) for name in (first, second))
    if not full.endswith(short):
        return False
    rest = full[: -len(short)]
    if short[0] in _LEVEL_NAMES:
        return len(rest) >= 2
    return rest.endswith((*_LEVEL_NAMES, "团", "学", "国", "京", "镇", "乡")) or len(short) >= 5


def _add_short_forms(groups: list[_Group], nicknames: dict[str, str], text: str) -> None:
    """File 浙大二院, 该院 and （以下简称…） under the institution they stand for."""
    for group in groups:
        group.forms.extend(s for s, full in nicknames.items() if full in group.forms and s not in group.forms)
    if len(groups) > _MOST:
        return
    hospitals = [g for g in groups if g.kind == "医院"]
    shorts = {m.group() for m in _ABBREVIATION.finditer(text)} if _ABBREVIATED.search(text) else ()
    for short in sorted(shorts)[:_MOST]:
        for form in (short[start:] for start in range(len(short) - 2)):
            owners = [g for g in hospitals if _abbreviates(form, g.forms[0])]
            if len(owners) == 1:
                owners[0].forms.append(form)
                break
    for at, word in find_words(read_table("aliases")["back"], text[:_FAR]):
        _refer_back(word, at, text, [g for g in groups if _may_be_meant(g, read_table("aliases")["back"][word])])


def _may_be_meant(group: _Group, told: str | list[str]) -> bool:
    """Tell whether an institution is of a kind, or its name has one of some endings."""
    return group.kind == told if isinstance(told, str) else group.key.endswith(tuple(told))


def _refer_back(word: str, at: int, text: str, groups: list[_Group]) -> None:
    """File a word like 该院 under the institution of its kind that was named last."""
    ahead = [(text.rfind(form, 0, at), group) for group in groups for form in group.forms if form != word]
    before, last = max(ahead, key=lambda a: a[0], default=(-1, None))
    if last and before >= 0 and word not in last.forms:
        last.forms.append(word)


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether the characters of a short form stand in the full name in order, from its first on."""
    if short == full or short[0] != full[0]:
        return False
    rest = iter(full)
    return all(char in rest for char in short)


def _context(groups: list[_Group], places: tuple[Place, ...]) -> dict[str, str]:
    """Return for each level (市, 县 …) the one place that the article can mean by it."""
    context: dict[str, str] = {}
    main = [p for p in places if p.primary] or list(places[:1])
    for place in main[:1]:
        for part in _ANCESTOR.findall(place.name):
            context[_level(part)] = part
    seen: dict[str, Counter[str]] = {}
    for group in groups:
        for part in _ANCESTOR.findall(group.key)[:3]:
            if len(part) == 2 and part not in place_words():
                continue
            if group.key.startswith(part) or part[-1] in "县区旗":
                seen.setdefault(_level(part), Counter())[part] += 1
    for level, counter in seen.items():
        (most, count), *others = counter.most_common(2)
        if level not in context and (not others or count > others[0][1]):
            context[level] = most
    return context


def _is_doubtful(forms: list[str], texts: list[str], places: tuple[Place, ...]) -> bool:
    """Tell whether a paragraph that prints only 县 or 区 names another county; 市 is the paper's own."""
    level = forms[0][:1]
    if level not in {"县", "区", "旗"}:
        return False
    rivals = [part for place in places if not place.primary for part in _ANCESTOR.findall(place.name)[-1:]]
    rivals = [part for part in rivals if _level(part) == level]
    return any(rival in text for text in texts if any(form in text for form in forms) for rival in rivals)


def _level(part: str) -> str:
    return "省" if part.endswith(("自治区", "省")) else part[-1]


def _resolve(name: str, context: dict[str, str]) -> str:
    """Put the article's place before a name that begins with a bare level."""
    level = name[:1]
    if level in _LEVEL_NAMES and level in context and not _ANCESTOR.match(name[:3]):
        return context[level] + name[1:]
    return name
