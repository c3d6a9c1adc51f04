"""The short lines of a head told apart: column, kicker, headline and deck; a headline for what prints none."""

from __future__ import annotations

import re

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
    above_deck = any(role is Role.DECK for role, _, _ in draft.heads)
    has_column = any(role is Role.COLUMN for role, _, _ in draft.heads)
    roles = _roles(groups, above_deck=above_deck, has_column=has_column) if len(groups) > 1 else [Role.HEADLINE]
    for group, role in zip(groups, roles, strict=True):
        draft.heads += [(role, s.piece, s.rule) for s in group]


def _roles(groups: list[list[Shaped]], *, above_deck: bool, has_column: bool) -> list[Role]:
    roles = [Role.COLUMN if not has_column and _is_standing_head(g) else Role.HEADLINE for g in groups]
    if len(groups) == 2:
        if groups[0][-1].text.endswith("。”"):
            return [Role.KICKER, Role.HEADLINE]  # somebody's words lead to it
        if roles[-1] is Role.COLUMN and _announces(groups[0]):
            return [Role.KICKER, Role.HEADLINE]
        if roles == [Role.HEADLINE, Role.HEADLINE] and not has_column and _is_name_of_column(groups):
            return [Role.HEADLINE, Role.COLUMN]
        if above_deck and roles[0] is Role.HEADLINE:
            return [Role.KICKER, Role.HEADLINE]  # a deck stands below the headline
        if roles[0] is Role.HEADLINE and _is_label(groups):
            roles = [Role.COLUMN, Role.HEADLINE]
    rest = [i for i, r in enumerate(roles) if r is Role.HEADLINE]
    if not rest:
        return [Role.HEADLINE, *roles[1:]]
    # Papers set the name of a house over its headline.
    houses = [i for i in rest if is_house(_joined(groups[i]))]
    named = [i for i in rest if i not in houses] or rest
    main = _main(groups, named)
    for i in rest:
        above = i < main or (i in houses and i not in named)
        roles[i] = Role.HEADLINE if i == main else Role.KICKER if above else Role.DECK
    return roles


def _main(groups: list[list[Shaped]], rest: list[int]) -> int:
    """Return which of the lines that may be the headline is it: as marked, the middle one, or the shorter."""
    marked = [i for i in rest if groups[i][0].piece.mark is Mark.HEADLINE]
    if marked:
        return marked[0]
    if len(rest) > 2:
        return rest[1]
    shorter_last = len(_joined(groups[rest[0]])) >= len(_joined(groups[rest[-1]]))
    return rest[-1] if shorter_last else rest[0]


def _lines_of_one_block(titles: list[Shaped]) -> list[list[Shaped]]:
    groups = [[titles[0]]]
    for item in titles[1:]:
        above = groups[-1]
        ended = above[-1].text.endswith(("。", "。”"))
        if item.piece.block == above[-1].piece.block and not (ended or _stands_over(above, item)):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _stands_over(group: list[Shaped], item: Shaped) -> bool:
    """Tell whether a line is the column of the one below it in its block, and not the first of two alike."""
    alike = abs(len(_joined(group)) - len(item.text)) <= _ALIKE and len(_joined(group)) > _LABEL
    return _is_named_column(group) and ("·" in _joined(group) or not alike)


def _joined(group: list[Shaped]) -> str:
    return "".join(s.text for s in group)


def _is_standing_head(group: list[Shaped]) -> bool:
    """Tell whether a line is a column head: named so, or in two equal halves (聚焦…… 亮点……)."""
    if len(group) > 1:
        return False
    parts = group[0].piece.spaced.split(" ")
    return _is_named_column(group) or (len(parts) == 2 and len(parts[0]) == len(parts[1]) <= 4)


def _is_named_column(group: list[Shaped]) -> bool:
    """Tell whether a line has a word for columns, or is in two parts with a point (卫生健康·聚焦基层)."""
    spaced = group[0].piece.spaced
    if len(group) > 1:
        return False
    if len(named := re.split(r"\s*[·|｜]\s*", spaced)) == 2 and not is_of_minority(spaced.replace("·", "")):
        return all(2 <= len(part) <= 8 for part in named)
    return len(spaced) <= 8 and spaced.endswith(read_words("headings", "column_words"))


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
