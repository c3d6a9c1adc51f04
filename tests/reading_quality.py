"""How well pages are read that nobody tuned for: `python -m tests.reading_quality [--pages N] [--seed N]`."""

from __future__ import annotations

import argparse
import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from build_scripts.model import Article, CorrectionKind, PageReading
from build_scripts.reading.page import read_page
from tests.page_setter import KINDS, Difficulty, SetPage, raw, set_pages


@dataclass(slots=True)
class Quality:
    """Counts over pages of one kind."""

    chars: int = 0
    errors: int = 0
    wanted: int = 0
    found: int = 0
    right: int = 0
    mended: int = 0
    mended_right: int = 0
    misread: int = 0
    certain: int = 0
    certain_right: int = 0
    uncertain: int = 0
    uncertain_right: int = 0

    @property
    def text(self) -> float:
        """Share of characters right and in reading order."""
        return 1 - self.errors / max(1, self.chars)

    @property
    def articles(self) -> float:
        """F1 of articles of which at least 95 % of the characters are right."""
        return 2 * self.right / max(1, self.wanted + self.found)

    @property
    def precision(self) -> float:
        """Share of corrections that are right."""
        return self.mended_right / self.mended if self.mended else 1.0

    @property
    def recall(self) -> float:
        """Share of misread characters that were mended."""
        return self.mended_right / self.misread if self.misread else 1.0

    @property
    def certainty(self) -> float:
        """Share of the joins called certain that are right."""
        return self.certain_right / self.certain if self.certain else 1.0

    @property
    def doubted(self) -> float:
        """Share of the right joins that are called uncertain, which is to be small."""
        return self.uncertain_right / max(1, self.certain_right + self.uncertain_right)

    @property
    def caught(self) -> float:
        """Share of the wrong joins that are called uncertain, which is to be great."""
        caught = self.uncertain - self.uncertain_right
        wrong = caught + self.certain - self.certain_right
        return caught / wrong if wrong else 1.0


def fold(text: str) -> str:
    """Return text in one width without spaces."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[“”\"]", '"', re.sub(r"[‘’']", "'", text))
    return re.sub(r"\s+", "", re.sub(r"[—–-]+", "—", text))


def body(article: Article) -> str:
    """Return the folded text of an article."""
    return fold("".join(p.text for p in article.paragraphs))


def measure(page: SetPage, quality: Quality) -> list[tuple[Article, int]]:
    """Add one page to the counts; return its badly read articles with their errors."""
    reading = read_page(raw(page))
    wanted, found = [body(a) for a in page.truth], [body(a) for a in reading.articles]
    pairs = sorted(
        ((Indel.normalized_similarity(w, f), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found)),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for score, i, j in pairs:
        if score > 0.2 and i not in taken and j not in taken.values():
            taken[i] = j
    quality.wanted += len(wanted)
    quality.found += len(found)
    bad = []
    for i, want in enumerate(wanted):
        errors = Levenshtein.distance(want, found[taken[i]]) if i in taken else len(want)
        quality.chars += len(want)
        quality.errors += min(errors, len(want))
        quality.right += errors <= 0.05 * len(want)
        if errors > 0.05 * len(want):
            bad.append((page.truth[i], errors))
    _misprints(page, reading, quality)
    _joins(page, reading, quality)
    return bad


def _joins(page: SetPage, reading: PageReading, quality: Quality) -> None:
    """Count the joins that are right: the words on both sides stand together in the truth, two misread or mended."""
    truth = [fold(p.text) for a in page.truth for p in a.paragraphs]
    for article in reading.articles:
        for join in article.joins:
            text = article.paragraphs[join.paragraph].text
            seam = fold(text[: join.offset])[-8:] + fold(text[join.offset :])[:8]
            right = any(seam in t for t in truth) or any(fuzz.partial_ratio(seam, t) >= 85 for t in truth)
            quality.certain += join.certain
            quality.certain_right += join.certain and right
            quality.uncertain += not join.certain
            quality.uncertain_right += not join.certain and right


def _misprints(page: SetPage, reading: PageReading, quality: Quality) -> None:
    """Count a correction as right where it makes what truly stands there of what does not."""
    truth = "\n".join(p.text for a in page.truth for p in a.paragraphs)
    quality.misread += page.misreads
    for article in reading.articles:
        for c in article.corrections:
            if c.kind is CorrectionKind.MISPRINT and c.paragraph is not None:
                quality.mended += 1
                quality.mended_right += c.fixed in truth and c.raw not in truth


def measure_kind(kind: Difficulty, pages: int, seed: int) -> tuple[Quality, list[tuple[int, int, str]]]:
    """Return the quality over pages of a kind, and its worst pages: errors, number, title."""
    quality, worst = Quality(), []
    for number, page in enumerate(set_pages(kind, pages, seed)):
        worst += [(errors, number, article.title) for article, errors in measure(page, quality)]
    return quality, sorted(worst, reverse=True)[:10]


def main() -> None:
    """Print the table of scores by difficulty, and the worst pages of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", default="")
    parser.add_argument("--show", type=int)
    options = parser.parse_args()
    for kind in KINDS:
        if options.kind not in kind.name:
            continue
        if options.show is not None:
            page = list(set_pages(kind, options.show + 1, options.seed))[-1]
            print(page.text)
            continue
        quality, worst = measure_kind(kind, options.pages, options.seed)
        print(
            f"{kind.name:32} text {quality.text:.4f}  articles {quality.articles:.4f}"
            f"  ({quality.right}/{quality.wanted}/{quality.found})"
            f"  misprints P {quality.precision:.3f} ({quality.mended}) R {quality.recall:.3f} ({quality.misread})"
            f"  joins {quality.certain + quality.uncertain}: certain {quality.certain}, right {quality.certainty:.3f};"
            f" of the right doubted {quality.doubted:.3f}, of the wrong doubted {quality.caught:.3f}"
        )
        for errors, number, title in worst:
            print(f"      {errors:5} errors, page {number}: {title}")


if __name__ == "__main__":
    main()
