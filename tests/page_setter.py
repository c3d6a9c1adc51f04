"""Sets articles into raw pages the way papers and text extraction do, and keeps the truth.

Run `python -m tests.page_setter` to see how well pages are read that nobody tuned for, by kind of
difficulty; `--seed N` takes other pages, `--show N` prints page N of a kind with its reading.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from build_scripts.model import Article, Author, RawPage
from build_scripts.reading.lookalikes import lookalikes
from build_scripts.reading.page import read_page
from build_scripts.reading.pages import read_source
from build_scripts.text import is_han

ROOT = Path(__file__).parents[1]
PAGES = ROOT.parent / "shared/pages"


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What is done to a page; every chance is between 0 and 1."""

    name: str
    articles: tuple[int, int] = (1, 1)
    """Fewest and most articles of a page."""
    captions: bool = False
    shuffle: bool = False
    """Column blocks of an article out of order."""
    lines: float = 0.5
    """Chance that the lines of a column are kept as lines."""
    half_width: float = 0.3
    spaces: float = 0.0
    """Chance of a stray space after a character."""
    misreads: float = 0.0
    """Chance of a misread character."""
    twice: float = 0.0
    """Chance that a tail is printed twice at a column break."""
    lost: float = 0.0
    """Chance that a tail is lost at a column break."""


KINDS = (
    Difficulty("broken lines"),
    Difficulty("broken lines, stray spaces", spaces=0.01),
    Difficulty("captions and several articles", articles=(2, 5), captions=True),
    Difficulty("shuffled columns", articles=(1, 3), captions=True, shuffle=True),
    Difficulty("tails twice or lost", articles=(1, 3), captions=True, twice=0.3, lost=0.1),
    Difficulty("misprints", articles=(1, 3), misreads=0.005),
)


@dataclass(frozen=True, slots=True)
class SetPage:
    """A raw page and what stands on it."""

    text: str
    truth: tuple[Article, ...]
    misreads: tuple[tuple[str, str], ...] = ()
    """Every misread character with three characters on each side, as printed and as it should be."""


class Setter:
    """Sets one page; all chance comes from its seed."""

    def __init__(self, kind: Difficulty, seed: int) -> None:
        """Take a kind of difficulty and a seed."""
        self.kind = kind
        self.chance = random.Random(f"{kind.name}/{seed}")  # noqa: S311  no secret hangs on it

    def set_page(self, stock: tuple[Article, ...]) -> SetPage:
        """Return a page of some articles of the stock."""
        count = self.chance.randint(*self.kind.articles)
        chosen = self.chance.sample(stock, count)
        blocks: list[str] = []
        truth = []
        style = self._style()
        for article in chosen:
            article, misreads = self._misread(article)  # noqa: PLW2901  the article as it is set from here on
            text, shown = self._set_article(article, style)
            blocks += text
            truth.append((shown, misreads))
        if self.chance.random() < 0.3:
            blocks.append("责任编辑：南方 版式：北望")
        return SetPage("\n".join(blocks) + "\n", tuple(a for a, _ in truth), tuple(m for _, ms in truth for m in ms))

    def _style(self) -> dict[str, bool]:
        chance = self.chance.random
        return {
            "lines": chance() < self.kind.lines,
            "half": chance() < self.kind.half_width,
            "marked": chance() < 0.4,
            "gap": chance() < 0.7,
            "narrow_digits": chance() < 0.5,
        }

    def _set_article(self, article: Article, style: dict[str, bool]) -> tuple[list[str], Article]:
        head = self._head(article, style)
        width, columns = self.chance.randint(9, 30), self.chance.randint(1, 6)
        lines = self._wrap(article, width, style)
        height = -(-len(lines) // columns)
        breaks = sorted({height * i for i in range(1, columns)} - {0, len(lines)})
        parts = [lines[a:b] for a, b in zip([0, *breaks], [*breaks, len(lines)], strict=True) if a < b]
        captions = list(article.captions) if self.kind.captions else []
        shown = replace(article, captions=tuple(captions))
        blocks = [self._column(part, style) for part in parts]
        blocks = self._tails(blocks, style)
        order = list(range(len(blocks)))
        if self.kind.shuffle and len(order) > 2:
            rest = order[1:]
            self.chance.shuffle(rest)
            order = [0, *rest]
        out = [*head]
        for n, i in enumerate(order):
            out += [*blocks[i], ""]
            if captions and (n < len(order) - 1 or len(captions) == 1):
                caption = captions.pop(0)
                out += [*([""] * (2 if style["gap"] else 0)), self._noise(caption.text, style), ""]
        for caption in captions:
            out += [*([""] * (2 if style["gap"] else 0)), self._noise(caption.text, style), ""]
        return out, shown

    def _head(self, article: Article, style: dict[str, bool]) -> list[str]:
        out = []
        if article.column:
            out += [article.column, ""]
        if article.kicker:
            out += [article.kicker, ""]
        out += [article.title, ""]
        if article.deck:
            dash = "一" if self.chance.random() < 0.2 else "——"
            out += [dash + article.deck.lstrip("—"), ""]
        first = article.paragraphs[0].text
        if not first.startswith("本报讯"):
            out += [*self._byline(article.byline, style), ""]
        if article.summary:
            out += [self._noise(f"核心提示 {article.summary}", style), ""]
        return out

    def _byline(self, byline: tuple[Author, ...], style: dict[str, bool]) -> list[str]:
        mark = self.chance.choice("□■◎") if style["marked"] else ""
        if len(byline) == 1 and len(byline[0].name) > 4 and "·" not in byline[0].name:
            return [f"{mark}{byline[0].name}"]  # 本报综合 and the like
        byline = byline or (Author(self.chance.choice(["林小满", "苏禾", "欧阳明月"]), None),)
        names = " ".join(a.name for a in byline)
        shape = self.chance.randint(0, 3)
        if len(byline) > 1 and shape == 0:
            return [f"{mark or '□'}本报记者 {byline[0].name}", f"通讯员 {' '.join(a.name for a in byline[1:])}"]
        if shape == 1:
            return [f"{mark}本报记者 {names} 文/图"]
        if shape == 2 and mark:
            return [f"{mark} {names}"]
        return [f"{mark}本报记者 {names}"]

    def _wrap(self, article: Article, width: int, style: dict[str, bool]) -> list[str]:
        """Return the lines of the body at a width; paragraphs are indented, crossheads stand alone."""
        lines: list[str] = []
        for number, paragraph in enumerate(article.paragraphs):
            lines += [f"#{c.text}" for c in article.crossheads if c.before == number]
            line, used = "", 0.0
            for char in f"　　{paragraph.text}":
                size = 0.5 if style["narrow_digits"] and char.isascii() else 1.0
                if used + size > width and char not in "，。；：、？！”）":  # a mark hangs rather than begin a line
                    lines.append(line)
                    line, used = "", 0.0
                line, used = line + char, used + size
            lines.append(line)
        return lines

    def _column(self, lines: list[str], style: dict[str, bool]) -> list[str]:
        """Return one column of type as extraction leaves it: as lines, or as a block for each paragraph."""
        if style["lines"]:
            out: list[str] = []
            for line in lines:
                if line.startswith("#"):
                    out += ["", line[1:], ""]
                else:
                    out.append(self._noise(line, style))
            return out
        blocks: list[str] = []
        fresh = True
        for line in lines:
            if line.startswith("#"):
                blocks.append(line[1:])
                fresh = True
            elif line.startswith("　　") or fresh:
                blocks.append(line.strip("　"))
                fresh = False
            else:
                blocks[-1] += line
        return [x for b in blocks for x in (self._noise(b, style), "")][:-1]

    def _tails(self, blocks: list[list[str]], style: dict[str, bool]) -> list[list[str]]:
        """Print tails twice where the kind asks for it."""
        if not self.kind.twice or style["lines"]:
            return blocks
        out = [list(b) for b in blocks]
        for before, after in pairwise(out):
            tail = before[-1]
            if self.chance.random() < self.kind.twice and len(tail) > 20 and tail[-1] not in "。！？”":
                after[0] = tail[-self.chance.randint(7, 14) :] + after[0]
        return out

    def _noise(self, text: str, style: dict[str, bool]) -> str:
        if style["half"]:
            text = text.translate(str.maketrans("，；：？（）", ",;:?()"))
        if self.kind.spaces:
            text = "".join(c + (" " if is_han(c) and self.chance.random() < self.kind.spaces else "") for c in text)
        return text

    def _misread(self, article: Article) -> tuple[Article, list[tuple[str, str]]]:
        if not self.kind.misreads:
            return article, []
        found: list[tuple[str, str]] = []
        paragraphs = []
        for paragraph in article.paragraphs:
            chars = list(paragraph.text)
            for i, char in enumerate(chars):
                if char in lookalikes() and self.chance.random() < self.kind.misreads:
                    chars[i] = self.chance.choice(lookalikes()[char])
            text = "".join(chars)
            found += [
                (text[max(0, i - 3) : i + 4], paragraph.text[max(0, i - 3) : i + 4])
                for i in range(len(text))
                if text[i] != paragraph.text[i]
            ]
            paragraphs.append(replace(paragraph, text=text))
        return replace(article, paragraphs=tuple(paragraphs)), found


def stock() -> tuple[Article, ...]:
    """Return articles to set: the starter archive's, the sample issue's, and those of the real pages where they are."""
    folders = [ROOT / "source_articles", ROOT / "tests/sample_issue/pages", PAGES]
    return tuple(
        article
        for folder in folders
        if folder.is_dir()
        for page in read_source(folder)[0]
        for article in read_page(page).articles
        if not article.title_is_ours and not article.gaps
    )


def set_pages(kind: Difficulty, count: int, seed: int) -> Iterator[SetPage]:
    """Yield pages of one kind of difficulty."""
    articles = stock()
    for i in range(count):
        yield Setter(kind, seed * 100_000 + i).set_page(articles)


def raw(page: SetPage) -> RawPage:
    """Return a set page as intake gives it to reading."""
    return RawPage("set.txt", "0" * 64, "utf-8", tuple(page.text.split("\n")))
