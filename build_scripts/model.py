"""What travels through the three wings. Every object is frozen and carries where it came from.

Conventions: line numbers are 1-based lines of the source file; paragraph numbers and character
offsets are 0-based; spans are half open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path

from build_scripts.editing import UNDECIDED, Decisions, Verdict


class Role(Enum):
    """What a printed line is, in the field's standard terms."""

    COLUMN = "column"
    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    SUMMARY = "summary"
    CROSSHEAD = "crosshead"
    BODY = "body"
    CAPTION = "caption"
    FURNITURE = "furniture"
    UNPLACED = "unplaced"


ROLE_WORDS = {
    Role.COLUMN: "栏目",
    Role.KICKER: "引题",
    Role.HEADLINE: "标题",
    Role.DECK: "副题",
    Role.BYLINE: "署名",
    Role.SUMMARY: "提要",
    Role.CROSSHEAD: "小标题",
    Role.BODY: "正文",
    Role.CAPTION: "图片说明",
    Role.FURNITURE: "版面信息",
    Role.UNPLACED: "未归位",
}
"""What operators and readers call the roles."""


class Grade(Enum):
    """How serious a problem is for the operator; its value is the word that is printed."""

    ERROR = "错误"
    WARNING = "注意"
    HINT = "提示"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an operator should look at: place, what was found, what to do, in plain Chinese."""

    file: str
    """Path below the source folder, with forward slashes."""
    line: int
    """1-based; 0 where no line is meant."""
    found: str
    remedy: str
    grade: Grade = Grade.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}：{self.found}；{self.remedy}"


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What file name, head or sidecar say of a newspaper page; None where they say nothing."""

    publication: str | None = None
    issue_date: date | None = None
    date_basis: str | None = None
    """Where issue_date was found, in Chinese for readers: 文件名, 文件开头, 附表."""
    page_no: str | None = None
    page_name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file that lies beside a page; its bytes stay where they are until the site is written."""

    path: Path
    """On this machine; it never reaches the site."""
    kind: str
    """Ending of its published name, by its content and not by what it is called: jpg, png, gif, webp."""
    width: int
    height: int
    number: int | None = None
    """Number of the caption that it goes with, in printed order; None: the whole newspaper page."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """One source file as received, decoded and cut into lines."""

    file: str
    """Path below the source folder, with forward slashes."""
    sha256: str
    """Hex digest of the bytes as received."""
    encoding: str
    lines: tuple[str, ...]
    """Every line as printed, without line ends; lines[0] is line 1."""
    first_text_line: int = 1
    """First line after a head of metadata."""
    meta: PageMeta = PageMeta()
    decisions: Decisions = UNDECIDED
    """What its sidecar decides about its reading."""
    pictures: tuple[Picture, ...] = ()
    """That an operator has put beside it, in order of number."""

    @property
    def page_id(self) -> str:
        """Eight hex digits that stay the same as long as the file, or its sidecar, has the same path."""
        return hashlib.sha256((self.decisions.formerly or self.file).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Author:
    """One name of a byline."""

    name: str
    role: str | None
    """As printed: 本报记者, 通讯员, 见习记者 …; None where only names are printed."""


class ParagraphKind(Enum):
    """How the lines of a paragraph are set."""

    PROSE = "prose"
    VERSE = "verse"
    """A stanza: its lines are parted by line feeds."""
    TABLE = "table"
    """Its rows are parted by line feeds, the cells of a row by wide spaces."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, mended, in reading order."""

    text: str
    lines: tuple[int, ...]
    """Source lines in the order in which they were joined."""
    kind: ParagraphKind = ParagraphKind.PROSE


@dataclass(frozen=True, slots=True)
class Crosshead:
    """A section heading of the body (小标题)."""

    text: str
    before: int
    """Number of the paragraph that it stands before."""
    line: int


@dataclass(frozen=True, slots=True)
class Caption:
    """Text printed with a picture."""

    text: str
    after: int | None
    """Number of the paragraph that it is shown after; None: before the first."""
    lines: tuple[int, ...]


class CorrectionKind(Enum):
    """Why characters were changed; spacing and width of punctuation are not corrections."""

    MISPRINT = "misprint"
    LOST = "lost"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of characters, reversible: `raw` as printed, `fixed` as shown."""

    raw: str
    fixed: str
    kind: CorrectionKind
    reason: str
    """In Chinese, for readers."""
    line: int
    paragraph: int | None = None
    """Paragraph that shows it; None: headline, deck, crosshead or caption."""
    start: int = 0
    """Offset of `fixed` in that paragraph's text."""
    verdict: Verdict = Verdict.MACHINE


@dataclass(frozen=True, slots=True)
class Gap:
    """Text that the page has lost: nothing is put in its place, the seam is marked."""

    paragraph: int
    offset: int
    """The loss is before this character of the paragraph's text."""
    before: str
    """Last characters before the seam."""
    after: str
    """First characters after it."""


@dataclass(frozen=True, slots=True)
class Join:
    """A seam at which a paragraph broken on the page was put together."""

    paragraph: int
    offset: int
    from_line: int
    to_line: int
    certain: bool
    why: str
    """The evidence, in Chinese."""
    score: float = 0.0
    """What the join was worth; leaving the end open is worth 0."""
    second: tuple[float, int] | None = None
    """Score and first line of the next best continuation, where there was one."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """The one place that a printed line, or a piece of one, has in the reading."""

    line: int
    start: int
    """Span of the piece in the raw line."""
    end: int
    role: Role
    article: str | None
    """Id of the article; None for furniture and unplaced text."""
    rule: str
    """Name of the rule that decided."""
    kind: str | None = None
    """Kind of furniture in Chinese (责任编辑, 主办单位 …); None for other roles."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article as a careful reader copies it out."""

    id: str
    """page_id and a digest of its first words, `433f35f0-9c1e2a`; how long it lasts is told in reading/identity.py."""
    file: str
    first_line: int
    last_line: int
    title: str
    """Never empty."""
    title_is_ours: bool
    """True where the page prints no headline and the archive made one from the text."""
    kicker: str | None
    deck: str | None
    """With the dash that it was printed with."""
    column: str | None
    summary: str | None
    byline: tuple[Author, ...]
    paragraphs: tuple[Paragraph, ...]
    crossheads: tuple[Crosshead, ...] = ()
    captions: tuple[Caption, ...] = ()
    corrections: tuple[Correction, ...] = ()
    gaps: tuple[Gap, ...] = ()
    joins: tuple[Join, ...] = ()
    language: str = "zh-Hans"
    """zh-Hans, zh-Hant or en."""
    signed_on: str | None = None
    """The day that is printed below the text, alone or with the office that issued it, as printed."""
    jump_from: str | None = None
    """Page number that the text comes from (上接第1版)."""
    jump_to: str | None = None
    """Page number that it goes on at (下转第4版)."""
    refused: tuple[Correction, ...] = ()
    """Corrections that an editor has refused; `start` is the offset of `raw`, for the text is as printed."""
    checked: bool = False
    """True where an editor has checked it."""
    withdrawn: str | None = None
    """Why an editor has withdrawn it; None otherwise."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What readers no longer get: in its place a notice stands."""

    id: str
    """Of an article, or of a whole page."""
    reason: str
    """In the editor's words, for readers; may be empty."""
    whole_page: bool = False


@dataclass(frozen=True, slots=True)
class PageReading:
    """A whole newspaper page as read."""

    page: RawPage
    articles: tuple[Article, ...]
    ledger: tuple[LedgerRow, ...]
    """In order of line and start; every character that is not blank is in exactly one row."""
    problems: tuple[Problem, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    """What is no longer in it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that an article is about or materially mentions."""

    adcode: str
    """Six digits, GB/T 2260."""
    name: str
    """With its ancestors: 辽宁省营口市鲅鱼圈区."""
    primary: bool = False
    checked: bool = False
    """True where an editor has named it."""


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution that an article names."""

    name: str
    """The fullest form that the article prints."""
    canonical: str
    """Name under which all its forms are filed; equals `name` unless resolved (市卫健委 -> 营口市卫生健康委员会)."""
    kind: str
    """医院, 疾控, 卫健, 基层, 养老, 高校, 科研, 企业, 政府, 社会组织, 媒体, 其他."""
    adcode: str | None
    """Place it belongs to, where the text tells."""
    mentions: tuple[str, ...] = ()
    """All forms in this article, the fullest first."""
    checked: bool = False
    """True where an editor has named it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a function; patients and passers-by are not indexed."""

    name: str
    title: str
    """Function as printed: 营口市中心医院院长."""
    institution: str | None = None
    checked: bool = False
    """True where an editor has named them."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A label with the words that earned it."""

    label: str
    reasons: tuple[str, ...]
    checked: bool = False
    """True where an editor has given it."""


@dataclass(frozen=True, slots=True)
class Dating:
    """When an article was published, as well as the page proves it. Month and day are never guessed."""

    issued: date | None
    year: int | None
    earliest: date | None
    basis: str
    """In Chinese, for readers: 文件名, 文件开头, 报上所印, 据文内推断, 未知."""
    evidence: str | None = None
    """The words that prove year or earliest date."""


class Nature(Enum):
    """How a comparable figure holds: its value is the word for readers."""

    LEVEL = "时点"
    RATE = "比率"
    FLOW = "期间"
    WORK = "工程"


@dataclass(frozen=True, slots=True)
class Comparable:
    """A figure under the common name of its indicator, in the common unit, so that places and years can be compared."""

    name: str
    nature: Nature
    value: Decimal
    value_max: Decimal | None
    unit: str
    year: int | None
    """The year that it stands for in a series; None where the text does not tell."""
    adcode: str | None
    """The place whose figure it is, where it is a place's and the place is known for certain."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure. `paragraphs[paragraph].text[start:end] == quote` always holds."""

    paragraph: int
    start: int
    end: int
    quote: str
    """The words that carry it: 直接结算率为96.8%."""
    printed: str
    """Number and unit as printed: 4.7亿元."""
    value: Decimal
    """With 万 and 亿 multiplied in; percentages as printed (96.8, unit %)."""
    value_max: Decimal | None
    """Upper end of a range."""
    unit: str
    """As printed, without 万 and 亿; empty where none is printed."""
    qualifier: str | None
    """As printed: 余, 近, 超, 以上 …"""
    indicator: str
    """What is measured, a noun phrase that is understood without the sentence."""
    entity: str
    """Whose figure it is."""
    time: str | None
    """As resolved where the text allows: 2024年, 2024年12月, 截至目前 …"""
    key: bool = False
    """One of the handful for the fact box."""
    changed_from: Decimal | None = None
    """The value before, where the text tells of a change: 149 for 由149元提高到1508元."""
    comparable: Comparable | None = None
    """The same figure as it may be set beside those of other places and years; None where it may not."""
    checked: bool = False
    """True where an editor has added it or said what it is."""
    consistent: bool = False
    """True where an editor has said that it contradicts nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article with what it says: what publishing receives."""

    article: Article
    dating: Dating
    places: tuple[Place, ...]
    institutions: tuple[Institution, ...]
    people: tuple[Person, ...]
    topics: tuple[Topic, ...]
    facts: tuple[Fact, ...]
    health_related: bool
    checked: bool = False
    """True where an editor has checked it."""
    edits: tuple[str, ...] = ()
    """What an editor has changed of what it says, in Chinese, for readers."""


@dataclass(frozen=True, slots=True)
class Similar:
    """An article that tells of like things as another."""

    article: str
    """Its id."""
    score: float
    """Between 0 and 1."""
    reasons: tuple[str, ...]
    """Words that both have and few others."""


@dataclass(frozen=True, slots=True)
class Copy:
    """An article with the same text as another: printed twice, reprinted, or filed under two dates."""

    article: str
    """Its id."""
    shared: float
    """Share of the shorter text that the other has too; misprints make it smaller."""
    whole: bool
    """False where one is only a part of the other."""


class Clash(Enum):
    """How figures contradict each other; its value is the word for readers."""

    VALUES = "数值不一"
    PART = "部分大于总数"
    SUM = "各部分之和大于总数"
    SHARES = "比例之和超过百分之百"
    GROWTH = "增幅与前后数值不符"
    DIRECTION = "升降与前后数值不符"
    LIMIT = "比例超过百分之百"


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure with the article that prints it."""

    article: str
    """Its id."""
    fact: Fact


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Figures that cannot all be right, each with its source; nothing is smoothed."""

    clash: Clash
    found: str
    """What was found, in Chinese, for readers."""
    figures: tuple[Cited, ...]
    adcode: str | None = None
    """The place whose figures they are, where it is known."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What of an article is held against all others, so that they need not be opened for it."""

    article: str
    """Its id."""
    size: int
    """Characters of its body without spaces and signs."""
    sketch: tuple[int, ...]
    """Smallest hashes of its shingles, by which copies are found."""
    terms: tuple[tuple[str, int], ...]
    """Words that tell most of what it is about, with their weights."""
    claims: tuple[tuple[str, float, float], ...]
    """Owner, indicator and time of its figures that other articles may contradict, and from what to what each is."""
    within: tuple[Contradiction, ...]
    """What contradicts itself inside it."""


@dataclass(frozen=True, slots=True)
class Relations:
    """What the articles of an archive have to do with each other, by id."""

    similar: Mapping[str, tuple[Similar, ...]]
    """The likest first."""
    copies: Mapping[str, tuple[Copy, ...]]
    contradictions: tuple[Contradiction, ...] = ()


UNRELATED = Relations({}, {})


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything that publishing receives, in order of file and line."""

    readings: Sequence[PageReading]
    entries: Sequence[Entry]
    problems: tuple[Problem, ...]
    relations: Relations = UNRELATED
    withdrawn: tuple[Withdrawn, ...] = ()
