"""A segment: the index of some articles, newest first, that is written once and never changed.

Articles stream through: their texts are written as they come, their terms are sorted batch by batch
and put aside by term, and each part is then merged by itself. Memory is that of a batch, not of the archive.
"""

from __future__ import annotations

import itertools
import math
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from build_scripts.publishing.search.intake import PART_BITS, Intake, Parts
from build_scripts.publishing.search.lists import Postings, keep_frequent, list_bits
from build_scripts.publishing.search.names import write_names
from build_scripts.publishing.search.phrases import SAMPLE, read_phrases, write_phrases
from build_scripts.publishing.search.records import Record
from build_scripts.publishing.search.scripts import write_new
from build_scripts.publishing.search.shards import ListFiles, pack_shards

SHARD_BYTES = 1000
"""What a term costs to fetch; smaller shards are more files."""
ARTICLES = "articles.txt"
FACETS = "facets.txt"
LARGEST = 1 << 20
"""Articles that a segment can number."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What the list of segments says of one."""

    name: str
    size: int
    """How many articles it numbers."""
    bits: int
    """Leading bits of a term that tell its shard."""
    days: tuple[int, ...]
    """Of each run of articles of one day: how much earlier than the one before, basis, how many."""
    groups: tuple[str, ...]
    """Groups of facets that it has a file for."""
    name_bits: int
    """Bits of the head of a name that tell its file."""
    phrases: str
    """The file of phrases after which its texts are deflated, or nothing."""


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines with the same ends on any system."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="surrogatepass", newline="\n")


def write_segment(records: Iterable[Record], size: int, folder: Path, phrases: str = "") -> Segment:
    """Write a segment of `size` articles, which come newest first, below a folder; its name is that of its content.

    Its texts are deflated after the phrases of a file that is there, or after its own if it has enough articles.
    """
    if size > LARGEST:
        raise ValueError(f"一个索引段最多 {LARGEST} 篇文章，这里有 {size} 篇；请分成几个档案")
    folder.mkdir(parents=True, exist_ok=True)
    work = folder / ".new"
    shutil.rmtree(work, ignore_errors=True)
    if not phrases:
        records = iter(records)
        sample = list(itertools.islice(records, SAMPLE))
        phrases = write_phrases(sample, folder)
        records = itertools.chain(sample, records)
    with tempfile.TemporaryDirectory(prefix="weiwen-") as scratch:
        intake = Intake(work, Parts(Path(scratch)), read_phrases(folder, phrases))
        for record in records:
            intake.add(record)
        intake.finish()
        if intake.count != size:
            raise ValueError(f"索引段应有 {size} 篇文章，读到 {intake.count} 篇")
        bits = _write_shards(intake.parts, size, work)
    intake.facets.write(work, size)
    name_bits = write_names(intake.facets, work)
    name = intake.digest.hexdigest()[:10]
    write_lines(work / ARTICLES, intake.lines)
    write_lines(work / FACETS, intake.facet_keys.lines())
    target = folder / name
    shutil.rmtree(target, ignore_errors=True)
    work.rename(target)
    return Segment(name, size, bits, intake.days.numbers(), intake.facets.groups, name_bits, phrases)


def _write_shards(parts: Parts, size: int, folder: Path) -> int:
    """Write all shards and return how many leading bits tell them apart."""
    whole = parts.whole()
    known = list_bits(keep_frequent(whole or parts.read(0), size), size) << (0 if whole else PART_BITS)
    wanted = max(0, round(math.log2(max(1, known / 8 / SHARD_BYTES))))
    files = ListFiles()
    for postings, shards in _gather(parts, size, wanted):
        for path, text in pack_shards(postings, size, wanted, shards, files):
            write_new(folder / path, text)
    return wanted


def _gather(parts: Parts, size: int, bits: int) -> Iterator[tuple[Postings, range]]:
    """Yield postings with the shards that they fill."""
    if whole := parts.whole():
        yield keep_frequent(whole, size), range(1 << bits)
        return
    if bits >= PART_BITS:
        width = 1 << (bits - PART_BITS)
        for number in range(1 << PART_BITS):
            yield keep_frequent(parts.read(number), size), range(number * width, (number + 1) * width)
        return
    width = 1 << (PART_BITS - bits)
    for shard in range(1 << bits):
        read = [parts.read(n) for n in range(shard * width, (shard + 1) * width)]
        whole = Postings(
            np.concatenate([p.terms for p in read]),
            np.concatenate([p.docs for p in read]),
            np.concatenate([p.places for p in read]),
        )
        yield keep_frequent(whole, size), range(shard, shard + 1)
