"""Names that readers may type, in small files by some of their letters: what is suggested, what is corrected."""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from build_scripts.gazetteer import load_gazetteer, shorten
from build_scripts.publishing.search.facets import FacetLists
from build_scripts.publishing.search.folding import fold_text
from build_scripts.publishing.search.grams import mix_name
from build_scripts.publishing.search.scripts import write_script
from build_scripts.tables import read_table

SHARD_BYTES = 3000
HEAD = 2
"""Letters that decide in which file a name is."""
LONGEST_PINYIN = 6
"""Characters of a name that anybody would type in pinyin."""
_KINDS = ("place", "institution", "topic")

Row = tuple[str, str, str, str, int]
"""What is typed, kind of facet, its value, its name, how many articles."""


def name_rows(facets: FacetLists) -> Iterator[Row]:
    """Yield a row for everything that may be typed for a place, an institution or a topic."""
    for kind, value, name, count in facets.counted():
        if kind in _KINDS:
            yield from ((key, kind, value, name, count) for key in typed_forms(kind, value, name))


def typed_forms(kind: str, value: str, name: str) -> list[str]:
    """Return the ways in which readers type a name, folded.

    >>> typed_forms("place", "210800", "营口市")
    ['yingkou', 'yingkoushi', 'yk', 'yks', '营口', '营口市']
    """
    names = {name}
    if kind == "place":
        division = load_gazetteer().get(value)
        names |= {shorten(name), *(division.former if division else ())}
        names |= {shorten(former) for former in (division.former if division else ())}
    sounded = {sound for one in names if len(one) <= LONGEST_PINYIN for sound in _pinyin(one)}
    return sorted(form for form in {*map(fold_text, names), *sounded} if len(form) >= HEAD)


_sounds: dict[str, tuple[str, str]] = {}
"""Names whose pinyin has been worked out, by this run or by one before."""


def _pinyin(name: str) -> tuple[str, str]:
    """Return a name in pinyin without tones, whole and by its initials."""
    if (sounds := _sounds.get(name)) is None:
        from pypinyin import lazy_pinyin  # its tables cost more than an article that brings no new name

        syllables = lazy_pinyin(name, errors="ignore")
        sounds = _sounds[name] = "".join(syllables), "".join(syllable[0] for syllable in syllables)
    return sounds


def read_sounds(path: Path) -> int:
    """Take in the pinyin that another run has worked out, and return of how many names it is known now."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["version"] == importlib.metadata.version("pypinyin"):
            _sounds.update({name: (whole, letters) for name, (whole, letters) in kept["sounds"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass  # it may be deleted at any time
    return len(_sounds)


def write_sounds(path: Path, known: int) -> None:
    """Keep the pinyin of names for the next run, where this one knows more than so many."""
    if len(_sounds) > known:
        kept = {"version": importlib.metadata.version("pypinyin"), "sounds": _sounds}
        path.write_text(json.dumps(kept), encoding="utf-8")


def name_heads(key: str) -> list[str]:
    """Return the heads under which a name is filed: one wrong letter spoils not all of them."""
    heads = [key[:HEAD]]
    if re.match("[a-z0-9]", key):
        return heads
    if len(key) == 3:
        heads += [f"~{key[1:]}", f"~{key[0]}{key[2]}"]
    return [*heads, f"~{key[2:4]}"] if len(key) > 3 else heads


def write_names(facets: FacetLists, folder: Path) -> int:
    """Write the names of a segment and return how many bits of a head tell its file."""
    return write_name_rows(name_rows(facets), folder)


def write_name_rows(unsorted: Iterable[Row], folder: Path) -> int:
    """Write names in small files by their heads and return how many bits of a head tell its file."""
    rows = sorted(unsorted)
    size = 4 * len(json.dumps(rows, ensure_ascii=False))
    bits = max(0, (size // SHARD_BYTES).bit_length())
    files: list[dict[Row, None]] = [{} for _ in range(1 << bits)]
    for row in rows:
        for head in name_heads(row[0]):
            files[mix_name(head) & ((1 << bits) - 1)][row] = None
    for number, kept in enumerate(files):
        write_script(folder / f"n/{number // 1000}/{number}.js", list(kept))
    return bits


def alias_groups() -> list[list[str]]:
    """Return names that mean the same: those of institutions, and those of the search alone."""
    ends: dict[str, list[str]] = {}
    for short, full in read_table("aliases")["ends"].items():
        ends.setdefault(full, [full]).append(short)
    return [*ends.values(), *read_table("search_aliases")["same"]]


def write_traditional(folder: Path) -> None:
    """Write the table of traditional characters, which is loaded when a query has one."""
    if (folder / "traditional.js").exists():
        return
    rows = [line for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    write_script(folder / "traditional.js", rows)


_TABLE = Path(__file__).parents[2] / "rules" / "traditional.txt"
