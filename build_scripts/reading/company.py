"""Which characters stand beside which inside words: what can make no word with its neighbours is not tried.

The company that every look-alike keeps in the words of the segmenter's dictionary is compiled once,
by `python -m build_scripts.reading.compile_company`, so that nearly all of them are ruled out by two look-ups.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from build_scripts.kept import unpacked
from build_scripts.lexicon import institution_words, lexicon_words, word_cost
from build_scripts.tables import RULES

COMPILED = RULES / "company.txt.xz"
Company = dict[str, tuple[str, str]]
"""Character -> those that stand before it in some word, and those that stand behind it."""


@cache
def lookalikes() -> dict[str, str]:
    """Return for each character those that it is taken for."""
    table: dict[str, str] = {}
    for line in (RULES / "lookalikes.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        for char in line.strip():
            others = [c for c in line.strip() if c != char and c not in table.get(char, "")]
            table[char] = table.get(char, "") + "".join(others)
    return table


@cache
def mistaken_often() -> dict[str, str]:
    """Return those of the editors' rows that are mistaken so often that less evidence is needed."""
    text = (RULES / "lookalikes.txt").read_text(encoding="utf-8")
    rows = text[: text.index("\n# Those above")].splitlines()[1:]
    return {char: row for row in rows for char in row}


@cache
def candidates() -> dict[str, str]:
    """Return for each printed character those that may be meant: the editors' rows, and those drawn alike."""
    table = dict(lookalikes())
    for line in (RULES / "lookalikes_by_shape.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            char, alike = line.split("\t")
            known = table.get(char, "")
            table[char] = known + "".join(c for c in alike if c not in known)
    return table


def add_company(company: Company, word: str) -> None:
    """Note which characters of a table stand beside which others in a word."""
    for before, after in pairwise(word):
        if after in company and before not in company[after][0]:
            company[after] = (company[after][0] + before, company[after][1])
        if before in company and after not in company[before][1]:
            company[before] = (company[before][0], company[before][1] + after)


@cache
def _company() -> Company:
    """Return the company of the compiled characters, in the words of the dictionary and in those added to it."""
    company: Company = {}
    for line in unpacked(COMPILED).decode("utf-8").splitlines():
        char, before, after = line.split("\t")
        company[char] = (before, after)
    for word in (*lexicon_words(), *institution_words()):
        add_company(company, word)
    return company


def followers(char: str, among: frozenset[str]) -> set[str]:
    """Return those characters that may stand behind one in a word: all but those that are known not to."""
    company = _company()
    if char in company:
        return set(among.intersection(company[char][1]))
    return {other for other in among if other not in company or char in company[other][0]}


def stands_beside(char: str, before: str, after: str) -> tuple[bool, bool]:
    """Tell whether a character may stand behind one and ahead of another in a word."""
    known = _company().get(char)
    if known is None:
        return True, True
    return bool(before) and before in known[0], bool(after) and after in known[1]


@dataclass(frozen=True, slots=True)
class Rivals:
    """The look-alikes of a character, by the company that they keep."""

    known: tuple[tuple[str, str, str], ...]
    """Each with the characters that it stands behind in some word, and those that it stands before."""
    unknown: str
    """Those that were never compiled: they must be tried."""
    rarer: str
    """Those of the editors' rows that are rarer: what is rare is read as what is common."""

    def behind(self, char: str) -> str:
        """Return those that stand behind a character in some word, or may."""
        return self.unknown + "".join([other for other, behind, _ in self.known if char in behind]) if char else ""

    def ahead(self, char: str) -> str:
        """Return those that stand before a character in some word, or may."""
        return self.unknown + "".join([other for other, _, ahead in self.known if char in ahead]) if char else ""


class RivalTable(dict[str, "Rivals | None"]):
    """Single characters -> their rivals, filled as they are met; None for what has no look-alikes."""

    def __missing__(self, char: str) -> Rivals | None:
        """Return the rivals of a character that is met for the first time."""
        others, company = candidates().get(char), _company()
        found = None
        if others is not None:
            known = tuple((other, *company[other]) for other in others if other in company)
            unknown = "".join(other for other in others if other not in company)
            rarer = "".join(other for other in lookalikes().get(char, "") if word_cost(char) < word_cost(other))
            found = Rivals(known, unknown, rarer)
        self[char] = found
        return found


@cache
def rivals() -> RivalTable:
    """Return the table of rivals that all texts share."""
    return RivalTable()
