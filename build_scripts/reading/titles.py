"""The short lines of a head told apart: column, kicker, headline and deck; a headline for what prints none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_scripts.lexicon import segmenter
from build_scripts.model import Role
from build_scripts.reading.drafts import Draft
from build_scripts.reading.names import is_house, is_of_minority
from build_scripts.reading.pieces import Mark
from build_scripts.reading.roles import Shaped
from build_scripts.tables import read_words


def settle_titles(draft: Draft, titles: list[Shaped]) -> None:
    """Tell headline, kicker, column and deck among the short lines of a head."""
    if not titles:
        return
    groups = _lines_of_one_block(titles)
    dashed = [piece.line for role, piece, _ in draft.heads if role is Role.DECK]
    has_column = any(role is Role.COLUMN for role, _, _ in draft.heads)
    roles = _roles(groups, dashed[0] if dashed else None, has_column=has_column) if len(groups) > 1 else _ALONE
    for group, role in zip(groups, roles, strict=True):
        draft.heads += [(role, s.piece, s.rule) for s in group]


_ALONE = (Role.HEADLINE,)


def _roles(groups: list[list[Shaped]], deck_line: int | None, *, has_column: bool) -> tuple[Role, ...]:
    """Return the roles that fit the lines of a head best, of all that can stand so over one another."""
    weighed = [_weigh(groups, i, deck_line) for i in range(len(groups[:_MOST]))]
    rest = (Role.DECK,) * (len(groups) - len(weighed))
    houses = {i for i in range(len(weighed)) if is_house(_joined(groups[i]))}
    ways = (way for main in range(len(weighed)) for way in _ways(len(weighed), main, houses, has_column=has_column))
    return max(ways, key=lambda way: sum(worth[role] for worth, role in zip(weighed, way, strict=True))) + rest


_MOST = 6
"""Lines of a head that are weighed against one another."""


def _ways(count: int, main: int, houses: set[int], *, has_column: bool) -> Iterator[tuple[Role, ...]]:
    """Yield the roles of the lines of a head with its headline at a place: one of the others may be its column."""
    plain = (Role.KICKER,) * main + (Role.HEADLINE,) + (Role.DECK,) * (count - main - 1)
    yield plain
    # The name of a house is a kicker even where the headline stands above it.
    for i in range(count):
        if i != main and not has_column:
            yield (*plain[:i], Role.COLUMN, *plain[i + 1 :])
        if i > main and i in houses:
            yield (*plain[:i], Role.KICKER, *plain[i + 1 :])


def _weigh(groups: list[list[Shaped]], i: int, deck_line: int | None) -> dict[Role, float]:
    """Return what speaks for a line of a head being its column, kicker, headline or deck."""
    group, text = groups[i], _joined(groups[i])
    others = [_joined(g) for g in groups if g is not group]
    below_deck = deck_line is not None and group[0].piece.line > deck_line
    over_deck = (
        deck_line is not None and not below_deck and (i == len(groups) - 1 or groups[i + 1][0].piece.line > deck_line)
    )
    longer = max(-1.0, min(1.0, 0.15 * (len(text) - min(map(len, others)))))
    house, leads = is_house(text), _announces(group) or text.endswith(("。”", "！”", "？”"))
    tells = bool(_OF_WHOM.match(text) or _says_what_is_told(group))
    column = _weigh_column(groups, i)
    return {
        Role.COLUMN: column,
        Role.KICKER: (4.0 if house else 0.0) + (3.0 if leads else 0.0) + longer,
        Role.HEADLINE: (6.0 if group[0].piece.mark is Mark.HEADLINE else 0.0)
        - (4.0 if house else 0.0)
        - (2.0 if leads else 0.0)
        - (2.0 if tells else 0.0)
        - (2.0 if column > 0 else 0.0)
        - (3.0 if below_deck else 0.0)
        + (2.0 if over_deck else 0.0)
        + (0.8 if " " in group[0].piece.spaced or len(group) > 1 else 0.0)
        - 0.5 * longer,
        Role.DECK: (2.0 if tells else 0.0) + longer - (4.0 if house else 0.0) - 0.6 + (1.0 if below_deck else 0.0),
    }


def _says_what_is_told(group: list[Shaped]) -> bool:
    """Tell whether lines say what kind of report their article is: 北岭县村医走村见闻."""
    text = _joined(group)
    return len(text) > _NAME and text.endswith(read_words("headings", "deck_ends"))


_LONGER = 4
"""Characters by which a headline is longer than a column in two halves below it."""
_NAME = 8
"""Characters of the longest name of a column that a word tells."""


def _weigh_column(groups: list[list[Shaped]], i: int) -> float:
    """Return what speaks for a line of a head being the name of the column that it stands in."""
    group, text = groups[i], _joined(groups[i])
    if len(group) > 1:
        return -6.0
    if is_named_column(group):
        return 3.0
    if _is_in_halves(group) and (i == 0 or max(map(len, map(_joined, groups))) >= len(text) + _LONGER):
        return 2.0
    if i + 1 < len(groups) and _is_label([group, groups[i + 1]]):
        return 1.5
    if i and len(groups) == 2 and _is_name_of_column(groups):
        return 1.5
    return -4.0 if len(text) > _LABEL else -2.0


def _lines_of_one_block(titles: list[Shaped]) -> list[list[Shaped]]:
    groups = [[titles[0]]]
    for item in titles[1:]:
        above = groups[-1]
        ended = above[-1].text.endswith(("。", "。”")) or (len(above) == 1 and _says_what_is_told(above))
        if item.piece.block == above[-1].piece.block and not (ended or _stands_over(above, item)):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _stands_over(group: list[Shaped], item: Shaped) -> bool:
    """Tell whether a line is the column of the one below it in its block, and not the first of two alike."""
    alike = abs(len(_joined(group)) - len(item.text)) <= _ALIKE and len(_joined(group)) > _LABEL
    return is_named_column(group) and ("·" in _joined(group) or not alike)


def _joined(group: list[Shaped]) -> str:
    return "".join(s.text for s in group)


def _is_in_halves(group: list[Shaped]) -> bool:
    """Tell whether a line has two equal halves, as the names of columns do: 聚焦…… 亮点……."""
    parts = group[0].piece.spaced.split(" ")
    return len(parts) == 2 and len(parts[0]) == len(parts[1]) <= 4


def is_named_column(group: list[Shaped]) -> bool:
    """Tell whether a line has a word for columns, or is in two parts with a point (卫生健康·聚焦基层)."""
    spaced = group[0].piece.spaced
    if len(group) > 1:
        return False
    if len(named := re.split(r"\s*[·|｜]\s*", spaced)) == 2 and not is_of_minority(spaced.replace("·", "")):
        return all(2 <= len(part) <= 8 for part in named)
    if len(spaced) <= _NAME and spaced.endswith(read_words("headings", "column_words")):
        return True
    return len(spaced) <= _LABEL and spaced.startswith(read_words("headings", "column_starts"))


def _announces(group: list[Shaped]) -> bool:
    """Tell whether a line leads to the headline below it, as a kicker does: …检查防治工作时强调."""
    return group[-1].text.endswith(read_words("headings", "kicker_ends"))


def _is_label(groups: list[list[Shaped]]) -> bool:
    """Tell whether a line of few characters stands over a headline that is no deck to it: 医者仁心."""
    first, second = _joined(groups[0]), _joined(groups[1])
    longer = len(second) >= _LABEL + 3 or (len(first) < _LABEL and len(second) > len(first) + 1)
    return len(first) <= _LABEL and longer and not _OF_WHOM.match(second)


def _is_name_of_column(groups: list[list[Shaped]]) -> bool:
    """Tell whether a line below a headline is the name of a column by what it begins with: 民生新篇."""
    first, second = _joined(groups[0]), _joined(groups[1])
    return (
        len(first) > _LABEL and 4 <= len(second) <= _LABEL and second.startswith(read_words("headings", "of_columns"))
    )


_LABEL = 5
"""Characters of the longest name of a column that no word tells: 健康访谈."""
_ALIKE = 2
"""Characters by which the two lines of a headline differ at most."""
_OF_WHOM = re.compile("记|访|来自|一个|一位|写在|——")
"""How decks without a dash begin."""


def is_misread_dash(item: Shaped) -> bool:
    """Tell whether a line begins with a dash that was read as 一: what follows makes no word with it."""
    text = item.text
    if not text.startswith("一") or len(text) < 9:
        return False
    if text.startswith("一记"):
        return True  # ——记某某: whom the article portrays
    first = segmenter().cut(text)[0]
    return first == "一" or not segmenter().has_word(first)


def made_title(text: str) -> str:
    """Return a headline from a text's own words, for a text that prints none.

    The clause of the first sentences that reads most like a headline: of 8 to 24 characters,
    not opened by a preposition, nearest to the end of the first paragraph, where such texts
    say what they are about.
    """
    clauses = [c for c in re.split(r"[，。；：！？]", text[:400]) if 8 <= len(c) <= 24]
    good = [c for c in clauses if not _NO_HEADLINE.match(c)] or clauses or [text[:24]]
    return good[0 if len(text) <= _BRIEF else -1].strip("“”‘’")


_BRIEF = 120
"""Characters of a text that says with its first clause what it is about."""
_NO_HEADLINE = re.compile(
    "为|以|在|按照|根据|通过|随着|由于|近年|今年|去年|截至|目前|深入学习|其中|并|而|但|也|还|同时|此外|每|占"
)
