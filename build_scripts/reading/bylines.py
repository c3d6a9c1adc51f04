"""Bylines in their many shapes: names and roles as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from build_scripts.model import Author
from build_scripts.reading.names import (
    NAME,
    bare_names,
    is_common_word,
    is_likely_name,
    is_of_minority,
    is_surname,
    likely_names,
    office_and_day,
    offices,
    post_and_name,
    split_names,
)
from build_scripts.tables import read_table, read_words
from build_scripts.text import DATELINE, HAN, has_dateline


@cache
def _roles() -> re.Pattern[str]:
    words = sorted(read_words("bylines", "roles"), key=len, reverse=True)
    # A role may carry the desk or the paper before it: 某某日报融媒体中心记者.
    return re.compile(rf"(?P<desk>[{HAN}·]{{2,16}}?)?(?P<role>{'|'.join(words)})")


@cache
def _marks() -> str:
    return str(read_table("bylines")["marks"])


@cache
def _suffix() -> re.Pattern[str]:
    words = sorted(read_words("bylines", "suffixes"), key=len, reverse=True)
    return re.compile(rf"[\s（(]*({'|'.join(map(re.escape, words))})[）)]?$")


@cache
def _glued_suffix() -> re.Pattern[str]:
    words = sorted((w for w in read_words("bylines", "suffixes") if len(w) > 1), key=len, reverse=True)
    return re.compile(rf"(?<=[{HAN}])({'|'.join(map(re.escape, words))})$")


@cache
def _collective() -> re.Pattern[str]:
    words = sorted(read_words("bylines", "collective"), key=len, reverse=True)
    return re.compile(rf"^({'|'.join(words)})$")


_BY = re.compile(r"[Bb][Yy]:?\s+((?:[A-Z][\w.'’-]*(?:\s+|\s*[,，&]\s*| and |$)){1,12})")


_AT_PLACE = re.compile(
    rf"(?P<role>(?:特[派约約])?[记記]者)(?P<name>{NAME})[／/][{HAN}]{{2,8}}(?:[综綜]合)?(?:[报報][道導]|[电電])"
)
"""How papers of Taiwan sign above a text: 記者林某某／石橋報導."""


_CLEAR_DEED = 4
"""Characters of a deed that no other word is taken for: 摄影报道."""
_STOP = re.compile("[，。；！？]")
_BRACKETED = re.compile(r"[（(【\[](.*)[）)】\]]")


def parse_byline(text: str) -> tuple[Author, ...] | None:
    """Return the authors of a byline that stands alone, or None where the line is no byline."""
    if _STOP.search(text) and "by" not in text.lower():
        return None
    line = text.strip()
    marked = line[:1] in _marks()
    line = line.lstrip(_marks() + " ").strip()
    bracketed = _BRACKETED.fullmatch(line)
    if bracketed:
        line = bracketed.group(1).strip()
    if local := _AT_PLACE.fullmatch(line):
        return (Author(local["name"], local["role"]),)
    if english := _BY.fullmatch(line):
        return tuple(Author(n, None) for n in re.split(r"\s*(?:,|，|&| and )\s*", english.group(1)))
    if not line or len(line) > 90 or _STOP.search(line):
        return None
    if _collective().match(line):
        return (Author(line, None),)
    if has_dateline(line):
        return None
    authors = _authors(line)
    if authors is None or not authors:
        return None
    # Two words of a crosshead can look like a name and a deed (惠民 报道): then surnames tell.
    named = all(is_surname(a.name) or "·" in a.name or is_of_minority(a.name) for a in authors)
    has_role = any(a.role and (named or len(a.role) >= _CLEAR_DEED or _roles().match(a.role)) for a in authors)
    if has_role or (marked and all(_may_sign(a.name) for a in authors)):
        return authors
    return authors if bracketed and all(is_surname(a.name) for a in authors) else None


def _may_sign(name: str) -> bool:
    """Tell whether a word behind a mark may be a name: 健康同行 behind a mark is a column."""
    if is_common_word(name):
        return False
    return len(name) < _FOUR or is_surname(name) or "·" in name or is_of_minority(name)


_FOUR = 4
"""Characters of a name that has a surname, or is of a minority."""


def read_byline(text: str) -> tuple[Author, ...]:
    """Return the authors of a line that is known to be a byline, bare names among them."""
    bracketed = _BRACKETED.fullmatch(text.strip())
    found = parse_byline(text) or bare_names(text) or post_and_name(text) or office_and_day(text) or offices(text)
    return found or (likely_names(bracketed[1]) if bracketed else ())


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a byline: names with the role they carry, a role that waits for names, or what they did."""

    role: str | None = None
    names: tuple[str, ...] = ()
    deed: str | None = None


def _authors(line: str) -> tuple[Author, ...] | None:
    """Return the authors of a line of nothing but roles, names and deeds; None if anything else stands there.

    What they did stands after the names (张三 文 李四 图) or before them (文 张三 图 李四); the
    first and the last word tell which.
    """
    line = close_names(re.sub(r"[（()）]", " ", line).strip())
    tokens: list[_Token] = []
    for word in filter(None, re.split(r"[\s、,，:：|｜]+", line)):
        read = _read_word(word)
        if read is None:
            return None
        tokens += read
    before = bool(tokens) and tokens[0].deed is not None and not (tokens[-1].deed and len(tokens) > 2)
    return _attribute(tokens, before=before)


def close_names(line: str) -> str:
    """Return a line of roles and names without the blanks that a narrow column leaves inside them."""
    if " " not in line:
        return line
    line = _broken_role().sub(lambda m: m.group().replace(" ", ""), line)
    # 周 婷 is one name before 田甜 周 can be any.
    line = re.sub(rf"(?<![{HAN}])([{HAN}]) +([{HAN}])(?![{HAN}])", _close_name, line)
    return re.sub(rf"(?<![{HAN}])([{HAN}]{{1,2}}) +([{HAN}]{{1,2}})(?![{HAN}])", _close_name, line)


@cache
def _broken_role() -> re.Pattern[str]:
    words = sorted(read_words("bylines", "roles"), key=len, reverse=True)
    either = "|".join(" ?".join(word) for word in words if len(word) > 2)
    return re.compile(rf"(?<![{HAN}])(?:{either})(?![{HAN}])")


def _close_name(match: re.Match[str]) -> str:
    """Close up a name that is printed with a blank in it; 文 and 图 beside a name stay apart, and so do two names."""
    left, right = match[1], match[2]
    if len(left) == len(right) == 2 or _suffix().fullmatch(left) or _suffix().fullmatch(right):
        return match.group()
    if len(left) + len(right) == 3 and (not is_surname(left) or _roles().fullmatch(left) or _roles().fullmatch(right)):
        return match.group()
    return left + right


def _read_word(word: str) -> list[_Token] | None:
    """Read a word without blanks; strokes part what is no deed of its own (文/图)."""
    if _suffix().fullmatch(word):
        return [_Token(deed=word.replace("／", "/"))]
    tokens = []
    glued = _glued_suffix().search(word)
    for part in filter(None, re.split("[/／]", word) if glued is None else (word[: glued.start()], glued[1])):
        token = _read_part(part)
        if token is None:
            return None
        tokens.append(token)
    return tokens


def _read_part(part: str) -> _Token | None:
    if _suffix().fullmatch(part):
        return _Token(deed=part)
    match = _roles().match(part)
    if match:
        role, rest = match.group(), part[match.end() :]
        if not rest:
            return _Token(role=role)
        named = (re.fullmatch(NAME, rest) and is_likely_name(rest)) or is_of_minority(rest)
        return _Token(role=role, names=split_names(rest)) if named else None
    return _Token(names=split_names(part)) if re.fullmatch(NAME, part) or is_of_minority(part) else None


def _attribute(tokens: list[_Token], *, before: bool) -> tuple[Author, ...] | None:
    """Give each name its role and what it did."""
    authors: list[Author] = []
    role: str | None = None
    deed: str | None = None
    waiting = 0
    for i, token in enumerate(tokens):
        if token.deed and before:
            role, deed = None, token.deed
        elif token.deed and i + 1 < len(tokens) and not any(t.deed for t in tokens[i + 1 :]):
            role = token.deed  # 记者 张三 摄影 李四: the deed of who comes next
        elif token.deed:
            authors[waiting:] = [_with_deed(a, token.deed) for a in authors[waiting:]]
            waiting, role = len(authors), None
        else:
            role = token.role or role
            authors += [_with_deed(Author(n, role), deed) for n in token.names]
    return tuple(authors) or None


def _with_deed(author: Author, deed: str | None) -> Author:
    return Author(author.name, f"{author.role} {deed}" if author.role and deed else author.role or deed)


def dateline_end(text: str) -> int:
    """Return where the names of a dateline end; 0 where a text opens without one."""
    match = DATELINE.match(text)
    if not match:
        return 0
    bracket = re.compile(r"[（(][^）)]{2,60}[）)]").match(text, match.end())
    return bracket.end() if bracket else match.end()


def dateline_authors(text: str) -> tuple[Author, ...]:
    """Return the authors named in a dateline: 本报讯 记者某某 通讯员某某报道."""
    match = DATELINE.match(text)
    if not match:
        return ()
    rest = text[match.end() :]
    bracket = re.match(r"[（(]([^）)]{2,60})[）)]", rest)
    if bracket:
        return _authors(bracket.group(1)) or ()
    until = re.match(rf"([{HAN} 、·]{{2,60}}?)(?:报道|摄影报道)(?=[\s:：]|$)", rest)
    if until:
        return _authors(until.group(1)) or ()
    # Without a word that ends it, a dateline's names are those that stand apart by spaces.
    words = rest.split(" ")
    taken: list[str] = []
    for word in words[:-1]:
        if not _roles().match(word) and not (taken and re.fullmatch(NAME, word)):
            break
        taken.append(word)
    return _authors(" ".join(taken)) or ()
