"""Names and addresses that all pages share: where a page lies, how a date, a byline or a value is written."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from build_scripts.model import Article, Author, Dating, Entry, Fact, PageMeta, PageReading
from build_scripts.text import sentence_number

LEAD_LENGTH = 72
LONG_LEAD_LENGTH = 240
_BEFORE = ("近", "约", "超", "达", "逾", "不足", "不到", "突破", "高达", "至少", "最多", "将近", "接近", "累计", "共")


def paragraph_anchor(number: int) -> str:
    """Return the id of a paragraph, counted from 1 for readers."""
    return f"p{number + 1}"


def sentence_anchor(article: Article, fact: Fact) -> str:
    """Return the id of the sentence that a figure begins in: `s3-2`, the second of the third paragraph."""
    text = article.paragraphs[fact.paragraph].text
    return f"s{fact.paragraph + 1}-{sentence_number(text, fact.start)}"


def newest_first(entry: Entry) -> tuple[int, int, int]:
    """Return a sort key: later days first, what has only a year after its dated ones, undated last."""
    dating = entry.dating
    day = dating.issued or dating.earliest
    if day and dating.year in {None, day.year}:
        return (-day.year, -day.month, -day.day)
    return (-(dating.year or 0), 0, 0)


def written_date(dating: Dating) -> str:
    """Return when an article was published, as well as it is known, for readers."""
    if dating.issued:
        return f"{dating.issued.year}年{dating.issued.month}月{dating.issued.day}日"
    if dating.year:
        return f"{dating.year}年"
    return written_earliest(dating) or "日期不详"


def written_earliest(dating: Dating) -> str:
    """Return the day before which an article cannot have been printed, where that says more than its year."""
    day = dating.earliest
    if not day or dating.issued or (dating.year and dating.year > day.year):
        return ""
    return f"不早于{day.year}年{day.month}月{day.day}日"


def written_print_page(meta: PageMeta) -> str:
    """Return publication and page for readers; empty where neither is known."""
    return " ".join(part for part in (meta.publication, written_page_no(meta.page_no), meta.page_name) if part)


def page_name(reading: PageReading) -> str:
    """Return what readers call a newspaper page: paper and page, else its first headline, else its file."""
    if name := written_print_page(reading.page.meta):
        return name
    if reading.articles:
        first, others = reading.articles[0].title, len(reading.articles) - 1
        return f"{first}等{others + 1}篇" if others else first
    return reading.page.file.rsplit("/", 1)[-1]


def written_page_no(page_no: str | None) -> str:
    """Return `第8版` for `08`, and whatever else is printed as it is."""
    if not page_no:
        return ""
    return f"第{page_no.lstrip('0') or page_no}版" if page_no.isdecimal() else page_no


def written_byline(byline: Iterable[Author]) -> str:
    """Return a byline as papers set it: each role once, before its names."""
    groups = ((role, [author.name for author in authors]) for role, authors in groupby(byline, lambda a: a.role))
    return "　".join(" ".join([*([role] if role else []), *names]) for role, names in groups)


def written_lines(numbers: Iterable[int]) -> str:
    """Return line numbers for readers: 第3—5、9行."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    spans = [f"{run[0]}—{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return f"第{'、'.join(spans)}行" if spans else ""


def written_value(fact: Fact) -> str:
    """Return a figure as printed, with its qualifier where the printed form leaves it out."""
    qualifier = fact.qualifier or ""
    if not qualifier or qualifier in fact.printed:
        return fact.printed
    return f"{qualifier}{fact.printed}" if qualifier.startswith(_BEFORE) else f"{fact.printed}{qualifier}"


def normalised_value(fact: Fact) -> str:
    """Return the figure in full where the printed form shortens it (4.7亿元 -> 470,000,000元); else nothing.

    A rank (居全省首位) says itself what it is.
    """
    if fact.unit == "位":
        return ""
    low, high = _grouped(fact.value), _grouped(fact.value_max) if fact.value_max is not None else ""
    full = f"{low}—{high}{fact.unit}" if high else f"{low}{fact.unit}"
    plain = full.replace(",", "").replace("—", "")
    printed = fact.printed.replace(",", "").replace("，", "")
    same = plain in printed or (high and low.replace(",", "") in printed and high.replace(",", "") in printed)
    return "" if same else full


def _grouped(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return f"{value:,.0f}" if whole else f"{value.normalize():,f}"


def lead_of(article: Article, length: int = LEAD_LENGTH) -> str:
    """Return the first words of an article for lists; a long lead goes on into the next paragraphs."""
    texts = [text for text in (article.summary, *(p.text for p in article.paragraphs)) if text and text.strip()]
    text = "".join(texts) if length > LEAD_LENGTH else next(iter(texts), "")
    return f"{text[:length].rstrip('，、；：。')}……" if len(text) > length else text
