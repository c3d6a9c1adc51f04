"""Bylines in their many shapes: names and roles as printed."""

from __future__ import annotations

import re
from functools import cache

from build_scripts.lexicon import segmenter
from build_scripts.model import Author
from build_scripts.tables import read_table, read_words
from build_scripts.text import HAN

_NAME = f"[{HAN}]{{2,4}}|[{HAN}]{{2,8}}·[{HAN}]{{2,8}}"


@cache
def _roles() -> re.Pattern[str]:
    words = sorted(read_words("bylines", "roles"), key=len, reverse=True)
    # A role may carry the desk or the paper before it: 某某日报融媒体中心记者.
    return re.compile(rf"(?P<desk>[{HAN}]{{2,16}}?)?(?P<role>{'|'.join(words)})")


@cache
def _marks() -> str:
    return str(read_table("bylines")["marks"])


@cache
def _suffix() -> re.Pattern[str]:
    words = sorted(read_words("bylines", "suffixes"), key=len, reverse=True)
    return re.compile(rf"[\s（(]*({'|'.join(map(re.escape, words))})[）)]?$")


@cache
def _collective() -> re.Pattern[str]:
    words = sorted(read_words("bylines", "collective"), key=len, reverse=True)
    return re.compile(rf"^({'|'.join(words)})$")


def is_surname(name: str) -> bool:
    """Tell whether a word begins like a Chinese name."""
    return name[0] in read_table("bylines")["surnames"] or name[:2] in read_words("bylines", "compound_surnames")


def parse_byline(text: str) -> tuple[Author, ...] | None:
    """Return the authors of a byline that stands alone, or None where the line is no byline."""
    line = text.strip()
    marked = line[:1] in _marks()
    line = line.lstrip(_marks() + " ").strip()
    bracketed = re.fullmatch(r"[（(](.*)[）)]", line)
    if bracketed:
        line = bracketed.group(1).strip()
    if not line or len(line) > 90 or re.search(r"[，。；！？]", line):
        return None
    if _collective().match(line):
        return (Author(line, None),)
    authors = _authors(line)
    if authors is None or not authors:
        return None
    has_role = any(a.role for a in authors)
    if has_role or marked:
        return authors
    return authors if bracketed and all(is_surname(a.name) for a in authors) else None


def read_byline(text: str) -> tuple[Author, ...]:
    """Return the authors of a line that is known to be a byline, bare names among them."""
    return parse_byline(text) or bare_names(text)


def bare_names(text: str) -> tuple[Author, ...]:
    """Return the authors of a line that holds nothing but one to three names without role or mark."""
    line = re.sub(rf"(?<![{HAN}])([{HAN}]) +([{HAN}])(?![{HAN}])", r"\1\2", text.strip())
    names = re.split(r"[\s、]+", line)
    if not 1 <= len(names) <= 3 or not all(_is_bare_name(n) for n in names):
        return ()
    return tuple(Author(n, None) for n in names)


def _is_bare_name(name: str) -> bool:
    """Tell whether a word can be nothing but a name: 高温 and 安全 begin with surnames too."""
    if not re.fullmatch(_NAME, name) or not (2 <= len(name) <= 4 or "·" in name):
        return False
    if "·" in name:
        return True
    longest = 4 if name[:2] in read_words("bylines", "compound_surnames") else 3
    if len(name) > longest or not is_surname(name):
        return False
    return not segmenter().has_word(name) or all(kind.startswith("nr") for _, kind in segmenter().tag(name))


def _authors(line: str) -> tuple[Author, ...] | None:
    """Return the authors of a line of nothing but roles and names; None if anything else stands there."""
    suffix = _suffix().search(line)
    tail = ""
    if suffix and suffix.start() > 0 and (line[suffix.start()] in " （(" or len(suffix.group(1)) > 1):
        line, tail = line[: suffix.start()].strip(), suffix.group(1)
    line = re.sub(rf"(?<![{HAN}])([{HAN}]) +([{HAN}])(?![{HAN}])", r"\1\2", line)
    authors: list[Author] = []
    role: str | None = None
    for token in re.split(r"[\s、,，:：/／|]+", line):
        if not token:
            continue
        role, names = _token(token, role)
        if names is None:
            return None
        shown = f"{role} {tail}" if role and tail else (role or tail or None)
        authors += [Author(n, shown) for n in names]
    return tuple(authors)


def _token(token: str, role: str | None) -> tuple[str | None, list[str] | None]:
    """Read one word of a byline: a role, a name, or a role with a name glued to it."""
    suffix = _suffix().fullmatch(token)
    if suffix:
        return role, []
    match = _roles().match(token)
    if match:
        role, rest = match.group(), token[match.end() :]
        if not rest:
            return role, []
        return (role, [rest]) if re.fullmatch(_NAME, rest) and (is_surname(rest) or "·" in rest) else (role, None)
    if re.fullmatch(_NAME, token):
        return role, [token]
    return role, None


_DATELINE = re.compile(
    rf"^[（(【]?(?P<head>本报讯|本报综合消息|本报[{HAN}]{{0,8}}?\d{{0,4}}年?\d{{0,2}}月?\d{{1,2}}日?[讯电]|[{HAN}]{{2,8}}(?:讯|电)(?=[\s（(])"
    rf"|(?:据?新华社|据?中新社|据[{HAN}]{{2,8}})[{HAN}]{{0,6}}\d{{1,2}}月\d{{1,2}}日电)[）)】]?[\s:：]*"
)


def has_dateline(text: str) -> bool:
    """Tell whether a paragraph opens as a news report does: 本报讯, 本报…日电."""
    return bool(_DATELINE.match(text))


def dateline_authors(text: str) -> tuple[Author, ...]:
    """Return the authors named in a dateline: 本报讯 记者某某 通讯员某某报道."""
    match = _DATELINE.match(text)
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
        if not _roles().match(word) and not (taken and re.fullmatch(_NAME, word)):
            break
        taken.append(word)
    return _authors(" ".join(taken)) or ()


_SIGNATURE = re.compile(rf"[（(]([{HAN}·、\s/／]{{2,40}})[）)]$")


def closing_signature(text: str) -> tuple[str, tuple[Author, ...]]:
    """Split a bracketed signature from the end of a paragraph: …。（记者 某某）."""
    match = _SIGNATURE.search(text)
    if not match or text[: match.start()][-1:] not in "。！？”…":
        return text, ()
    authors = parse_byline(match.group())
    return (text[: match.start()], authors) if authors else (text, ())
