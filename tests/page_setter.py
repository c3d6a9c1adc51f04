"""Sets articles into raw pages the way papers and text extraction do, and keeps the truth.

Run `python -m tests.page_setter` to see how well pages are read that nobody tuned for, by kind of
difficulty; `--seed N` takes other pages, `--show N` prints page N of a kind with its reading.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby, pairwise
from pathlib import Path

from build_scripts.model import Article, Author, RawPage
from build_scripts.reading.company import lookalikes
from build_scripts.reading.page import read_page
from build_scripts.reading.source_bytes import read_source
from build_scripts.text import is_han

ROOT = Path(__file__).parents[1]
PAGES = ROOT.parent / "shared/pages"


class Moved(Enum):
    """How column blocks of an article are out of order."""

    NOT = "not"
    SWAPPED = "two neighbours swapped"
    SHUFFLED = "all but the first shuffled"
    ANYHOW = "in order, two swapped, the last ones first, or shuffled"


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What is done to a page; every chance is between 0 and 1."""

    name: str
    articles: tuple[int, int] = (1, 1)
    """Fewest and most articles of a page."""
    captions: bool = False
    moved: Moved = Moved.NOT
    interleaved: float = 0.0
    """Chance that the last column of an article stands among those of the next."""
    spaces: float = 0.0
    """Chance of a stray space after a character."""
    misreads: float = 0.0
    """Chance of a misread character."""
    twice: float = 0.0
    """Chance that a tail is printed twice at a column break."""
    lost: float = 0.0
    """Chance that a tail is lost at a column break."""
    uneven: bool = False
    """Columns of any height; every second page keeps no lines; a column may stray among those of a neighbour, and a
    whole sentence may be printed twice too."""


SEVERAL = Difficulty("captions and several articles", articles=(2, 5), captions=True)
KINDS = (
    Difficulty("broken lines"),
    Difficulty("broken lines, stray spaces", spaces=0.01),
    Difficulty("broken lines, many stray spaces", spaces=0.05),
    SEVERAL,
    replace(SEVERAL, name="articles interleaved", articles=(2, 4), interleaved=0.5),
    replace(SEVERAL, name="two columns swapped", articles=(1, 3), moved=Moved.SWAPPED),
    replace(SEVERAL, name="columns shuffled", articles=(1, 3), moved=Moved.SHUFFLED),
    replace(SEVERAL, name="tails twice or lost", articles=(1, 3), twice=0.3, lost=0.1),
    Difficulty(
        "columns of any height anyhow",
        articles=(2, 4),
        captions=True,
        moved=Moved.ANYHOW,
        interleaved=0.3,
        twice=0.25,
        lost=0.1,
        uneven=True,
    ),
    Difficulty("misprints", articles=(1, 3), misreads=0.005),
    Difficulty("many misprints", articles=(1, 3), misreads=0.02),
)


@dataclass(frozen=True, slots=True)
class SetPage:
    """A raw page and what stands on it."""

    text: str
    truth: tuple[Article, ...]
    misreads: int = 0
    """Number of misread characters."""


@dataclass(slots=True)
class Line:
    """A line of type: running text of a paragraph, or a crosshead."""

    text: str
    paragraph: int | None
    """None for a crosshead."""
    first: bool = False
    """True for the first line of its paragraph."""


@dataclass(slots=True)
class Style:
    """How one page is set; drawn once for all its articles."""

    lines: bool
    """Lines of a column are kept as lines; else each paragraph of a column is one line."""
    half: bool
    """Half-width punctuation."""
    marked: bool
    """Bylines with a mark before them."""
    gap: bool
    """Blank lines where a picture stood."""
    narrow_digits: bool
    """Latin letters and digits take half the width of a Han character."""
    numbered: bool
    """Captions with numbers."""
    jumps: bool


class Setter:
    """Sets one page; all chance comes from its seed."""

    def __init__(self, kind: Difficulty, seed: int) -> None:
        """Take a kind of difficulty and a seed."""
        self.kind = kind
        self.chance = random.Random(f"{kind.name}/{seed}")  # noqa: S311  no secret hangs on it
        self.eye = random.Random(f"{kind.name}/{seed}/misread")  # noqa: S311  the table of look-alikes moves nothing else
        self.misreads = 0

    def set_page(self, stock: tuple[Article, ...]) -> SetPage:
        """Return a page of some articles of the stock."""
        chosen = self.chance.sample(stock, self.chance.randint(*self.kind.articles))
        style = Style(*(self.chance.random() < share for share in (0.5, 0.3, 0.4, 0.7, 0.5, 0.3, 0.1)))
        set_articles = [self._set_article(article, style) for article in chosen]
        groups = [blocks for blocks, _ in set_articles]
        for before, after in pairwise(groups):
            if len(before) > 2 and len(after) > 2 and self.chance.random() < self.kind.interleaved:
                if not self.kind.uneven:
                    after.insert(2, before.pop())
                    continue
                here, there = (before, after) if self.chance.random() < 0.5 else (after, before)
                there.insert(self.chance.randint(2, len(there)), here.pop(self.chance.randint(2, len(here) - 1)))
        out = [line for blocks in groups for block in blocks for line in (*block, "")]
        if self.chance.random() < 0.3:
            out.append("责任编辑：南方 版式：北望")
        return SetPage("\n".join(out) + "\n", tuple(shown for _, shown in set_articles), self.misreads)

    def _set_article(self, article: Article, style: Style) -> tuple[list[list[str]], Article]:
        """Return the blocks of an article, its head first, and the article as it can be read from them."""
        width, columns = self.chance.randint(9, 30), self.chance.randint(1, 6)
        lines = self._wrap(article, width, style)
        parts = self._columns(lines, columns)
        self._lose_tails(parts)
        captions = list(article.captions) if self.kind.captions else []
        paragraphs = tuple(
            replace(p, text="".join(line.text for line in lines if line.paragraph == i))
            for i, p in enumerate(article.paragraphs)
        )
        self._misread(lines)
        shown = replace(article, captions=tuple(captions), paragraphs=paragraphs)
        blocks = [self._column(part, style) for part in parts]
        self._print_tails_twice(parts, blocks, style)
        out = [self._head(article, style)]
        for number, i in enumerate(self._order(len(blocks))):
            out.append(blocks[i])
            if captions and (number < len(blocks) - 1 or len(captions) == 1):
                out.append(self._caption(captions.pop(0).text, len(article.captions) - len(captions), style))
        out += [self._caption(caption.text, i, style) for i, caption in enumerate(captions, 1)]
        if style.jumps and self.chance.random() < 0.5:
            out[-1] = [*out[-1], "", "（下转第4版）"]
        return out, shown

    def _columns(self, lines: list[Line], columns: int) -> list[list[Line]]:
        """Return lines in columns of one height, or of any."""
        if not self.kind.uneven:
            height = -(-len(lines) // columns)
            return [lines[i : i + height] for i in range(0, len(lines), height)]
        cuts = sorted(self.chance.sample(range(1, len(lines)), min(columns, len(lines)) - 1))
        return [lines[a:b] for a, b in pairwise([0, *cuts, len(lines)])]

    def _order(self, columns: int) -> list[int]:
        order = list(range(columns))
        moved = self.kind.moved
        if moved is Moved.ANYHOW:
            moved = self.chance.choice((Moved.NOT, Moved.SWAPPED, Moved.SHUFFLED, Moved.ANYHOW))
        if moved is Moved.ANYHOW and columns > 2:
            at = self.chance.randint(2, columns - 1)
            return [0, *order[at:], *order[1:at]]
        if moved is Moved.SHUFFLED and columns > 2:
            rest = order[1:]
            self.chance.shuffle(rest)
            return [0, *rest]
        if moved is Moved.SWAPPED and columns > 2:
            i = self.chance.randint(1, columns - 2)
            order[i], order[i + 1] = order[i + 1], order[i]
        return order

    def _caption(self, text: str, number: int, style: Style) -> list[str]:
        mark = chr(0x2460 + number - 1) if style.numbered else ""
        return [*([""] * (2 if style.gap else 0)), mark + self._noise(text, style)]

    def _head(self, article: Article, style: Style) -> list[str]:
        column = [article.column, ""] if article.column else []
        late = bool(column) and self.chance.random() < 0.2
        out = [] if late else column
        if article.kicker:
            out = [*out, article.kicker, ""]
        out = [*out, article.title, "", *(column if late else [])]
        if article.deck:
            dash = "一" if self.chance.random() < 0.2 else "——"
            out += [dash + article.deck.lstrip("—"), ""]
        if not article.paragraphs[0].text.startswith("本报讯"):
            out += [*self._byline(article.byline, style), ""]
        if article.summary:
            out += [self._noise(f"核心提示 {article.summary}", style), ""]
        return out[:-1]

    def _byline(self, byline: tuple[Author, ...], style: Style) -> list[str]:
        mark = self.chance.choice("□■◎") if style.marked else ""
        if len(byline) == 1 and len(byline[0].name) > 4 and "·" not in byline[0].name:
            return [f"{mark}{byline[0].name}"]  # 本报综合 and the like
        byline = byline or (Author(self.chance.choice(["林小满", "苏禾", "欧阳明月"]), None),)
        names = " ".join(a.name for a in byline)
        shape = self.chance.randint(0, 4)
        if len(byline) > 1 and shape == 0:
            return [f"{mark or '□'}本报记者 {byline[0].name}", f"通讯员 {' '.join(a.name for a in byline[1:])}"]
        if shape == 1:
            return [f"{mark}本报记者 {names} 文/图"]
        if shape == 2 and mark:
            return [f"{mark} {names}"]
        if shape == 3:
            return [f"{mark}某某日报全媒体记者 {names}"]
        return [f"{mark}本报记者 {names}"]

    def _wrap(self, article: Article, width: int, style: Style) -> list[Line]:
        """Return the lines of the body at a width; the first of a paragraph leaves room for its indent."""
        lines: list[Line] = []
        for number, paragraph in enumerate(article.paragraphs):
            lines += [Line(c.text, None) for c in article.crossheads if c.before == number]
            lines.append(Line("", number, first=True))
            used = 2.0
            for char in paragraph.text:
                size = 0.5 if style.narrow_digits and char.isascii() else 1.0
                if used + size > width and char not in "，。；：、？！”）":  # a mark hangs rather than begin a line
                    lines.append(Line("", number))
                    used = 0.0
                lines[-1].text += char
                used += size
        return lines

    def _lose_tails(self, parts: list[list[Line]]) -> None:
        for part in parts[:-1]:
            last = part[-1]
            if last.paragraph is not None and len(last.text) > 8 and self.chance.random() < self.kind.lost:
                last.text = last.text[: -self.chance.randint(3, 6)]

    def _print_tails_twice(self, parts: list[list[Line]], blocks: list[list[str]], style: Style) -> None:
        for i, (before, after) in enumerate(pairwise(parts)):
            tail = "".join(line.text for line in before[-2:] if line.paragraph == before[-1].paragraph)
            inside = before[-1].paragraph is not None and before[-1].paragraph == after[0].paragraph
            whole = self.kind.uneven and not inside and tail and before[-1].paragraph is not None
            if not (inside or whole) or style.lines or len(tail) <= 16 or self.chance.random() >= self.kind.twice:
                continue
            printed = self._noise(tail[-self.chance.randint(7, 14) :], style)
            if whole:
                blocks[i + 1][:0] = [printed, ""]
            else:
                blocks[i + 1][0] = printed + blocks[i + 1][0]

    def _column(self, lines: list[Line], style: Style) -> list[str]:
        """Return one column of type as extraction leaves it: as lines, or as a block for each paragraph."""
        out: list[str] = []
        if style.lines:
            for line in lines:
                indent = "　　" if line.first else ""
                out += ["", line.text, ""] if line.paragraph is None else [indent + self._noise(line.text, style)]
            return out
        for number, run in groupby(lines, key=lambda line: (line.paragraph, line.paragraph is None and line.text)):
            text = "".join(line.text for line in run)
            out += [text if number[0] is None else self._noise(text, style), ""]
        return out[:-1]

    def _noise(self, text: str, style: Style) -> str:
        if style.half:
            text = text.translate(str.maketrans("，；：？（）", ",;:?()"))
        if self.kind.spaces:
            text = "".join(c + (" " if is_han(c) and self.chance.random() < self.kind.spaces else "") for c in text)
        return text

    def _misread(self, lines: list[Line]) -> None:
        """Take characters of running text for their look-alikes."""
        for line in lines:
            for i, char in enumerate(line.text):
                wrong = "一" if char == "—" and line.text[i - 1 : i].isdigit() else lookalikes().get(char)
                if wrong and line.paragraph is not None and self.eye.random() < self.kind.misreads:
                    line.text = line.text[:i] + self.eye.choice(wrong) + line.text[i + 1 :]
                    self.misreads += 1


def stock() -> tuple[Article, ...]:
    """Return articles to set: the starter archive's, the sample issue's, and those of the real pages where they are.

    Of an article printed twice one is enough: a page never has the same article two times.
    """
    folders = [ROOT / "source_articles", ROOT / "tests/sample_issue/pages", PAGES]
    articles: dict[str, Article] = {}
    for folder in filter(Path.is_dir, folders):
        for page in read_source(folder)[0]:
            for article in read_page(page).articles:
                if not article.title_is_ours and not article.gaps:
                    articles.setdefault(article.title, article)
    return tuple(articles.values())


def set_pages(kind: Difficulty, count: int, seed: int) -> Iterator[SetPage]:
    """Yield pages of one kind of difficulty."""
    articles = stock()
    for i in range(count):
        yield Setter(kind, seed * 100_000 + i).set_page(articles)


def raw(page: SetPage) -> RawPage:
    """Return a set page as intake gives it to reading."""
    return RawPage("set.txt", "0" * 64, "utf-8", tuple(page.text.split("\n")))
