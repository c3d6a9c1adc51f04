"""The columns of both tables, articles and figures: one list for CSV, Parquet, SQLite and the descriptions of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from build_scripts.publishing.layout import path_of
from build_scripts.text import sentence_number

Row = Mapping[str, Any]
"""An article as a line of `data/articles.jsonl` has it."""
Cell = str | int | float | bool | None


class Kind(Enum):
    """What a column holds; its value is the name in Table Schema (Frictionless)."""

    TEXT = "string"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    """For programs."""
    label: str
    """For readers: the head of the column in CSV."""
    kind: Kind
    words: str
    """What it holds, in plain Chinese."""
    of: Callable[[Row, Row], Cell]
    """Gives the cell of an article, or of an article and one of its figures."""
    of_article: bool = False
    """True in the table of figures where it is the same for all figures of an article."""


def article_cells(row: Row) -> tuple[Cell, ...]:
    """Return an article's row of the table of articles."""
    return tuple(column.of(row, row) for column in ARTICLES)


def fact_cells(row: Row) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows that an article adds to the table of figures."""
    same = {column.name: column.of(row, row) for column in FACTS if column.of_article}
    for fact in row["facts"]:
        yield tuple(same[column.name] if column.of_article else column.of(row, fact) for column in FACTS)


def number_text(value: float) -> str:
    """Return a number in full: 0.0000001, never 1e-07."""
    text = str(value)
    return text if isinstance(value, int) or "e" not in text else f"{Decimal(text):f}"


def as_real(cell: Cell) -> float | None:
    """Return a number as programs store it; one beyond all measure is left out."""
    try:
        return None if cell is None else float(cell)
    except OverflowError:
        return None


def main_place(row: Row) -> Row:
    """Return the place that an article is about; an empty one where there is none."""
    places = row["places"]
    return next(
        (place for place in places if place["primary"]), places[0] if places else {"name": None, "adcode": None}
    )


def article_path(row: Row) -> str:
    """Return the address of an article from the root of the site."""
    return path_of("articles", row["id"])


def article_text(row: Row) -> str:
    """Return the paragraphs of an article, one a line."""
    return "\n".join(paragraph["text"].replace("\n", " ") for paragraph in row["paragraphs"])


def fact_address(row: Row, fact: Row) -> str:
    """Return the address of the sentence that a figure stands in."""
    text = row["paragraphs"][fact["paragraph"]]["text"]
    return f"{article_path(row)}#s{fact['paragraph'] + 1}-{sentence_number(text, fact['start'])}"


def _listed(row: Row, key: str, name: str) -> str | None:
    return "；".join(dict.fromkeys(item[name] for item in row[key])) or None


def _from_article(key: str) -> Callable[[Row, Row], Cell]:
    return lambda row, _: row[key] or None


def _from_source(key: str) -> Callable[[Row, Row], Cell]:
    return lambda row, _: row["source"][key]


def _from_fact(key: str) -> Callable[[Row, Row], Cell]:
    return lambda _, fact: fact.get(key)


def _text_of_fact(key: str) -> Callable[[Row, Row], Cell]:
    return lambda _, fact: fact.get(key) or None


T, I, N, D, B = Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.DATE, Kind.BOOLEAN  # noqa: E741  the heads of a table

ARTICLES = (
    Column("id", "编号", T, "文章的固定编号，同一份原文永远不变", _from_article("id")),
    Column("title", "标题", T, "主标题；原版没有标题的，由本档案据文意拟出", _from_article("title")),
    Column("kicker", "引题", T, "标题上方的小题", _from_article("kicker")),
    Column("deck", "副题", T, "标题下方的小题", _from_article("deck")),
    Column("column", "栏目", T, "所在栏目", _from_article("column")),
    Column("byline", "署名", T, "作者姓名，多人以“；”分隔", lambda row, _: _listed(row, "byline", "name")),
    Column("date", "日期", D, "出版日期；报上没有印出的留空，从不推测月日", _from_article("date")),
    Column("year", "年份", I, "出版年份；没有日期的，是文内能够证明的年份", _from_article("year")),
    Column("date_basis", "日期依据", T, "日期或年份是怎样知道的", _from_article("date_basis")),
    Column("publication", "报纸", T, "报纸名称", _from_source("publication")),
    Column("page_no", "版次", T, "第几版", _from_source("page_no")),
    Column("page_name", "版名", T, "版面名称", _from_source("page_name")),
    Column("place", "地方", T, "文章写的地方，全称", lambda row, _: main_place(row)["name"]),
    Column("adcode", "行政区划代码", T, "这个地方的六位代码（GB/T 2260）", lambda row, _: main_place(row)["adcode"]),
    Column("places", "涉及地方", T, "涉及的全部地方，以“；”分隔", lambda row, _: _listed(row, "places", "name")),
    Column(
        "institutions", "机构", T, "涉及的机构，以“；”分隔", lambda row, _: _listed(row, "institutions", "canonical")
    ),
    Column("people", "人物", T, "以职务身份出现的人物，以“；”分隔", lambda row, _: _listed(row, "people", "name")),
    Column("topics", "主题", T, "主题，以“；”分隔", lambda row, _: "；".join(row["topics"]) or None),
    Column("facts", "数字个数", I, "文中读出的数字有几个", lambda row, _: len(row["facts"])),
    Column("corrections", "更正个数", I, "改过几处误字", lambda row, _: len(row["corrections"])),
    Column("gaps", "缺文个数", I, "原版有几处缺文", lambda row, _: len(row["gaps"])),
    Column("characters", "字数", I, "正文字数", lambda row, _: sum(len(p["text"]) for p in row["paragraphs"])),
    Column("health_related", "与卫生健康有关", B, "是否与卫生健康有关", lambda row, _: row["health_related"]),
    Column("status", "状态", T, "machine：机器读取；checked：编辑核对过", _from_article("status")),
    Column("path", "网页", T, "文章在本站的地址", lambda row, _: article_path(row)),
    Column("source_file", "原始文件", T, "原文文件", _from_source("file")),
    Column("first_line", "起始行", I, "在原文文件里从第几行起", _from_source("first_line")),
    Column("last_line", "末行", I, "在原文文件里到第几行止", _from_source("last_line")),
    Column("source_sha256", "原文校验码", T, "原文文件的 SHA-256", _from_source("sha256")),
    Column("text", "正文", T, "正文，一段一行", lambda row, _: article_text(row) or None),
)

FACTS = (
    Column("indicator", "指标", T, "量的是什么", _text_of_fact("indicator")),
    Column("value", "数值", N, "换算成个位的数值（万、亿已经乘入）；百分数照印", _from_fact("value")),
    Column("printed", "印作", T, "报上印的样子", _text_of_fact("printed")),
    Column("value_max", "数值上限", N, "印的是范围时的上限", _from_fact("value_max")),
    Column("unit", "单位", T, "报上印的单位，去掉万和亿", _text_of_fact("unit")),
    Column("qualifier", "修饰", T, "余、近、超、以上等照印的字", _text_of_fact("qualifier")),
    Column("time", "时间", T, "这个数字说的是什么时候", _text_of_fact("time")),
    Column("entity", "对象", T, "是谁的数字", _text_of_fact("entity")),
    Column("place", "地方", T, "文章写的地方，全称", lambda row, _: main_place(row)["name"], of_article=True),
    Column(
        "adcode",
        "行政区划代码",
        T,
        "这个地方的六位代码（GB/T 2260）",
        lambda row, _: main_place(row)["adcode"],
        of_article=True,
    ),
    Column("quote", "原句", T, "数字所在的原文", _text_of_fact("quote")),
    Column("article_title", "文章", T, "文章标题", _from_article("title"), of_article=True),
    Column("article_id", "文章编号", T, "文章的固定编号", _from_article("id"), of_article=True),
    Column("source", "出处", T, "原句在本站的地址", fact_address),
    Column("key", "主要数字", B, "是不是文章的主要数字", _from_fact("key")),
    Column("changed_from", "原为", N, "文中说到变化时，变化之前的数值", _from_fact("changed_from")),
    Column("canonical", "通用指标", T, "各地可比的指标名称；不可比的留空", _text_of_fact("canonical")),
    Column("canonical_value", "通用数值", N, "换成通用单位后的数值", _from_fact("canonical_value")),
    Column("canonical_value_max", "通用数值上限", N, "范围的上限", _from_fact("canonical_value_max")),
    Column("canonical_unit", "通用单位", T, "通用单位", _text_of_fact("canonical_unit")),
    Column("canonical_year", "通用年份", I, "比较时算在哪一年", _from_fact("year")),
    Column("canonical_adcode", "通用地方代码", T, "比较时算在哪个地方", _text_of_fact("adcode")),
    Column("publication", "报纸", T, "报纸名称", _from_source("publication"), of_article=True),
    Column("date", "日期", D, "出版日期；没有印出的留空", _from_article("date"), of_article=True),
    Column("paragraph", "段", I, "在第几段，从 0 数起", _from_fact("paragraph")),
    Column("start", "起", I, "原句从该段第几个字符起，从 0 数起", _from_fact("start")),
    Column("end", "止", I, "到第几个字符之前止", _from_fact("end")),
)
