"""Names of people: how long a name is that begins or ends at a known place of the text."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache

from build_scripts.tables import read_table
from build_scripts.text import HAN, is_han
from build_scripts.understanding.words import WordTable, alternatives, cut, is_common_word, knows

_DOTTED = re.compile(rf"[{HAN}]{{1,6}}(?:[·•・][{HAN}]{{2,6}})+")
_PARTICLE = ("t", "r", "c", "p", "m")
_FOLLOWING = ("v", "d", "p", "t", "c", "a", "i", "l", "b", "z")
_FUNCTION = ("v", "p", "d", "u", "c", "r", "m", "f")
_SENSE = ("n", "v", "d", "a", "p", "c", "b", "l")
_NAMING = ("nr", "nz", "ns", "ng", "g", "x", "j", "h")
"""Parts of speech of characters that seldom stand by themselves, as in a foreign name."""
_SPOKEN, _CLEAR, _WEAK, _NONE = 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class NameRules:
    """The table of people, compiled."""

    titles: WordTable
    title_here: re.Pattern[str]
    chain: re.Pattern[str]
    """Functions joined before another: 党委书记、"""
    behind: WordTable
    always_behind: frozenset[str]
    speech: re.Pattern[str]
    verbs: re.Pattern[str]
    singles: frozenset[str]
    never_given: frozenset[str]
    opens: tuple[str, ...]
    not_last: frozenset[str]
    wordlike: frozenset[str]
    risky: frozenset[str]
    syllables: re.Pattern[str]
    surnames: frozenset[str]
    compound: frozenset[str]


@cache
def rules() -> NameRules:
    """Compile the table once."""
    table = read_table("people")
    titles = table["titles"].split()
    return NameRules(
        titles=WordTable(titles),
        title_here=re.compile(alternatives(titles)),
        chain=re.compile(f"(?:(?:{alternatives(titles)})(?:[、兼及和]|，兼))+$"),
        behind=WordTable(table["behind"].split()),
        always_behind=frozenset(table["always_behind"]),
        speech=re.compile(alternatives(table["speech"].split())),
        verbs=re.compile(alternatives([*table["verbs"].split(), *titles])),
        singles=frozenset(table["singles"]),
        never_given=frozenset(table["never_given"]),
        opens=tuple(table["opens"]),
        not_last=frozenset(table["not_last"] + table["never_last"]),
        wordlike=frozenset(table["wordlike"]),
        risky=frozenset(table["risky"]),
        syllables=_syllables(table["syllables"].split()),
        surnames=frozenset("".join(table["surnames"].split())),
        compound=frozenset(table["compound"]),
    )


def _syllables(parts: list[str]) -> re.Pattern[str]:
    """Return the pattern of names made of two or three parts, or of one part of three characters and more."""
    whole = alternatives(part for part in parts if len(part) > 2)
    return re.compile(f"(?:{alternatives(parts)}){{2,3}}|(?:{whole})")


def surname_length(text: str, at: int) -> int:
    """Return 2 for a compound surname, 1 for a single one, 0 where none begins."""
    if text[at : at + 2] in rules().compound:
        return 2
    return int(text[at : at + 1] in rules().surnames)


def is_full_name(name: str) -> bool:
    """Tell whether a name that a tagger found is family name and given name, not 老郭 or 王某."""
    family = surname_length(name, 0)
    return 0 < family < len(name) <= family + 2 and name[-1] not in rules().not_last and name[-1] != "某"


def as_always(name: str, whole: str) -> str:
    """Return a name with the character that follows it everywhere in an article, if it stands there more than once."""
    if len(name) != surname_length(name, 0) + 1:
        return name
    ends = [match.end() for match in re.finditer(re.escape(name), whole)]
    follows = {whole[end : end + 1] for end in ends}
    last = follows.pop()
    told = any(rules().speech.match(whole, end) for end in ends)
    may_end = bool(last) and is_han(last) and last not in rules().not_last
    return name + last if may_end and not follows and not told and len(ends) > 1 else name


_WHOLE = 3
"""Characters of a family name and a given name of two."""


def speaks_elsewhere(text: str, at: int, whole: str) -> str | None:
    """Return the name of three characters that begins at `at` if its article lets somebody of that name speak."""
    name, after = text[at : at + _WHOLE], text[at + _WHOLE : at + _WHOLE + 1]
    if len(name + after) <= _WHOLE or not all(map(is_han, name)) or not is_full_name(name) or is_common_word(name[:2]):
        return None
    speaks = rules().speech
    return name if any(speaks.match(whole, match.end()) for match in re.finditer(name, whole)) else None


def name_after(text: str, at: int) -> str | None:
    """Return the name that begins at `at`, directly behind a function; None where nothing proves one."""
    if dotted := _dotted(text, at):
        return dotted
    if syllables := rules().syllables.match(text, at):
        return syllables.group()
    family = surname_length(text, at)
    if not family:
        return _unlisted(text, at)
    short, long = text[at : at + family + 1], text[at : at + family + 2]
    best = _shorter_or_longer(text, at, short, long)
    if family == 2 and best is None:
        best = _shorter_or_longer(text, at, text[at : at + 2], text[at : at + 3])
    return best


def _shorter_or_longer(text: str, at: int, short: str, long: str) -> str | None:
    """Choose between a given name of one character and one of two by what follows each."""
    after_short, after_long = _end_after(text, at + len(short)), _end_after(text, at + len(long))
    fits_short = _is_name(short, after_short)
    fits_long = _is_name(long, after_long) and len(long) == len(short) + 1
    swallows = after_short and long[-1:] in rules().never_given
    short_is_surer = fits_short and after_short and after_long < max(_SPOKEN, after_short)
    if after_short == _WEAK and after_long == _CLEAR:
        short_is_surer = False
    if fits_long and after_long and not swallows and not short_is_surer:
        return long
    if fits_short and after_short:
        return short
    if fits_long and _word_begins(text, at + len(long)):
        return long
    if fits_short and _word_begins(text, at + len(short)):
        return short
    if long[:1] in rules().wordlike and len(cut(long)) < len(long):
        return None
    if fits_long and len(cut(text[at + len(long) : at + len(long) + 6])[0].word) >= 2:
        return long
    return _by_characters(text, at, short, long) if fits_short and fits_long else None


def _by_characters(text: str, at: int, short: str, long: str) -> str | None:
    """Choose where nothing that follows decides: most given names have two characters, unless the second is a word."""
    second = cut(text[at + len(short) : at + len(short) + 6])[0]
    if not is_common_word(long[1:]) and len(second.word) == 1 and not second.tag.startswith(_FUNCTION):
        return long
    return next((name for name in (long, short) if cut(name[-1])[0].tag.startswith("nr")), None)


def _end_after(text: str, at: int) -> int:
    """Tell how surely a name ends before `at`."""
    if at >= len(text) or not is_han(text[at]):
        return _CLEAR if at >= len(text) or text[at] not in "·•・" else _NONE
    if rules().speech.match(text, at):
        return _SPOKEN
    if rules().verbs.match(text, at):
        return _CLEAR
    return _WEAK if text[at] in rules().singles else _NONE


def _word_begins(text: str, at: int) -> bool:
    """Tell whether a word of two or more characters begins at `at`."""
    tokens = cut(text[at : at + 8])
    return bool(tokens) and len(tokens[0].word) >= 2 and tokens[0].tag.startswith(_FOLLOWING)


def _is_name(name: str, after: int) -> bool:
    """Tell whether characters can be a name: no word of the language, no end of a department."""
    r = rules()
    if len(name) < 2 or not all(map(is_han, name)) or name[-1] in r.not_last:
        return False
    if any(char in r.never_given for char in name[1:-1]):
        return False
    if (
        is_common_word(name)
        and name[:2] not in r.compound
        and not (after == _SPOKEN and len(name) == 2 and name[0] not in r.wordlike)
    ):
        return False
    if len(name) != 3 or name[:2] in r.compound:
        return True
    return not _hides_word(name, after)


def _hides_word(name: str, after: int) -> bool:
    """Tell whether three characters are rather a word with a particle: 于去年, 全部参, 向患者."""
    r = rules()
    first = cut(name)[0]
    sense = first.tag.startswith(_SENSE) and not first.tag.startswith(("nr", "ns", "nz"))
    if len(first.word) == 2 and sense and (after < _CLEAR or name[0] in r.risky or name[0] in r.wordlike):
        return True
    given = cut(name[1:])
    if after == _SPOKEN or len(given) > 1:
        return False
    return given[0].tag.startswith(_PARTICLE) or (name[0] in r.wordlike and is_common_word(name[1:]))


def _dotted(text: str, at: int) -> str | None:
    """Return a name of the form 阿依努尔·买买提; its last part ends where a word or mark follows."""
    match = _DOTTED.match(text, at)
    if not match:
        return None
    last = max(match.group().rfind(dot) for dot in "·•・") + at + 1
    ends = range(last + 2, match.end() + 1)
    sure = [e for e in ends if _end_after(text, e) >= _CLEAR] or [e for e in ends if _end_after(text, e)]
    end = sure[0] if sure else match.end()
    return text[at:end]


def _unlisted(text: str, at: int) -> str | None:
    """Return a name without a known surname (巴特尔) where a verb follows, and no word is in it."""
    for length in (3, 2, 4):
        name = text[at : at + length]
        after = _end_after(text, at + length)
        if len(name) < length or not all(map(is_han, name)) or name[-1] in rules().not_last:
            continue
        if after < _CLEAR or (after == _CLEAR and (length != 3 or not is_han(text[at + 3 : at + 4] or "，"))):
            continue
        if (length == 2 and name[1] in rules().never_given) or len(cut(name)) < length - 1:
            continue
        if knows(name[1:]) or knows(name[:2]):  # 到绍兴, 养老请: not a family called 到 or 养
            continue
        tags = [t.tag for t in cut(name)]
        if all(tag[0] in "ngjhaqxv" for tag in tags) and any(tag.startswith(_NAMING) for tag in tags):
            return name
    return None


def name_before(text: str, end: int, openings: Container[int] = ()) -> str | None:
    """Return the name that ends at `end`, directly before a function; it begins a clause or at one of `openings`."""
    for length in (3, 2, 4):
        at = end - length
        if at < 0:
            continue
        name = text[at:end]
        family = surname_length(text, at)
        if not family or length - family not in (1, 2) or not _is_name(name, _CLEAR):
            continue
        if length == 2 and name[0] in rules().wordlike:
            continue
        if length > 2 and any(is_common_word(name[i : i + 2]) for i in range(length - 1)):
            continue
        before = text[max(0, at - 4) : at]
        if at in openings or not before or not is_han(before[-1]) or _opens(text[max(0, at - 6) : at]):
            return name
    return None


def _opens(before: str) -> bool:
    """Tell whether a name can begin behind these words: a preposition, a verb, a conjunction."""
    return before.endswith(rules().opens) or cut(before)[-1].tag.startswith(("v", "p", "c", "u"))
