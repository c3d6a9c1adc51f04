"""What an editor does on the page -> texts of the sidecar that say so, the most readable first.

Each action yields candidates; the first one that is read back without a complaint and does what was wanted is kept
(see `decide`), so that nothing is ever written that does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from build_scripts.model import ROLE_WORDS, Article, Correction, LedgerRow, Role
from build_scripts.operating.review.blocks import ordered_quotes, starts_of
from build_scripts.operating.review.quotes import article_quotes, fact_quotes, line_quotes, span_quotes, tidy
from build_scripts.operating.review.sheet import Sheet
from build_scripts.quoting import fold
from build_scripts.reading.sidecar_entries import ORDER, Entry, read_entries
from build_scripts.reading.sidecar_writing import add_entry, add_order, drop_entry, set_fields, set_top
from build_scripts.reading.slots import Slot, corrections_of, printed, slots

Action = Mapping[str, Any]
"""As the page sends it: `do` names it."""
Candidates = Iterator[str]
YES = "true"
HEADS = ("title", "kicker", "deck", "column", "summary", "byline")
META = ("publication", "issue_date", "page_no", "page_name", "url")
SUBJECTS = ("places", "institutions", "people", "topics")
_LONGEST = 1_000


class RefusedActionError(ValueError):
    """Something that cannot be done; its text tells the editor why."""


def start(sheet: Sheet, action: Action) -> Candidates:
    """Let an article begin at a line."""
    yield from _instead(sheet, _row(sheet, action), "joins", "starts")


def join(sheet: Sheet, action: Action) -> Candidates:
    """Let no article begin where one begins now."""
    yield from _instead(sheet, _head_row(sheet, _article(sheet, action)), "starts", "joins")


def _instead(sheet: Sheet, row: LedgerRow, undone: str, said: str) -> Candidates:
    """Take back what one section says of a line; where that is not enough, say the opposite in the other."""
    text = _without(sheet, undone, row)
    if text != sheet.sidecar:
        yield text
    for quote in line_quotes(sheet.reading, row):
        yield add_entry(text, said, {"quote": quote})


def move_start(sheet: Sheet, action: Action) -> Candidates:
    """Let an article begin at another line than now."""
    for text in join(sheet, action):
        for quote in line_quotes(sheet.reading, _row(sheet, action)):
            yield add_entry(text, "starts", {"quote": quote})


def role(sheet: Sheet, action: Action) -> Candidates:
    """Say what a line is."""
    row = _row(sheet, action)
    given = ROLE_WORDS[Role(_word(action, "role"))]
    for entry in _quoting(sheet, "roles", row):
        without = drop_entry(sheet.sidecar, entry)
        yield without
        yield set_fields(sheet.sidecar, entry, {"role": given})
    for quote in line_quotes(sheet.reading, row):
        yield add_entry(sheet.sidecar, "roles", {"quote": quote, "role": given})


def order(sheet: Sheet, action: Action) -> Candidates:
    """Read the blocks of an article in another order; `order` has the first lines of all of them."""
    article = _article(sheet, action)
    text = sheet.sidecar
    own = {fold(tidy(sheet.page.lines[line - 1][at:])) for line, at in starts_of(sheet, article)}
    for entry in reversed(read_entries(text)):
        if entry.section == ORDER and any(line.startswith(fold(q)) for q in entry.quotes for line in own):
            text = drop_entry(text, entry)
    wanted = [int(line) for line in action.get("order", ())]
    for quotes in ordered_quotes(sheet, article, text, wanted):
        yield add_order(text, quotes) if quotes else text


def seam(sheet: Sheet, action: Action) -> Candidates:
    """Accept or refuse that text goes on from where it was joined to."""
    article = _article(sheet, action)
    seams = [j for j in article.joins if j.to_line == action.get("line")]
    if not seams:
        raise RefusedActionError("这里没有接缝")
    text = article.paragraphs[seams[0].paragraph].text
    words = tidy(text[max(0, seams[0].offset - 8) : seams[0].offset])
    row = next(r for r in _rows(sheet, seams[0].to_line) if r.article == article.id)
    before = _rows(sheet, seams[0].from_line)[-1]
    printed_words = tidy(sheet.page.lines[before.line - 1][before.start : before.end])[-8:]
    said = {"accept": YES, "refuse": None} if action.get("accept") else {"accept": None, "refuse": YES}
    for entry in _quoting(sheet, "seams", row):
        yield set_fields(sheet.sidecar, entry, said)
    said_yes = {key: value for key, value in said.items() if value}
    for quote in line_quotes(sheet.reading, row):
        for after in dict.fromkeys((printed_words, words)):
            yield add_entry(sheet.sidecar, "seams", {"quote": quote, "after": after, **said_yes})


def judge(sheet: Sheet, action: Action) -> Candidates:
    """Accept or refuse a correction, or take back what was said of it."""
    article = _article(sheet, action)
    correction = _pick(article.refused if action.get("refused") else article.corrections, action, "correction")
    verdict = _word(action, "verdict")
    for entry in reversed(read_entries(sheet.sidecar)):
        if entry.section == "corrections" and _speaks_of(sheet, entry, article, correction):
            text = drop_entry(sheet.sidecar, entry)
            if verdict == "withdraw":
                yield text
            else:
                yield add_entry(text, "corrections", {"quote": entry.fields.get("quote", ""), verdict: YES})
    if verdict == "withdraw":
        return
    for quote in _printed_quotes(sheet, article, correction):
        yield add_entry(sheet.sidecar, "corrections", {"quote": quote, verdict: YES})


def _speaks_of(sheet: Sheet, entry: Entry, article: Article, correction: Correction) -> bool:
    quote = fold(entry.fields.get("quote", ""))
    raw = fold(correction.raw)
    here = [fold(text) for text, _ in _printed_texts(article)]
    line = fold(sheet.page.lines[correction.line - 1]) if correction.line else ""
    return (raw in quote or quote in raw) and (quote in line or any(quote in text for text in here))


def fix(sheet: Sheet, action: Action) -> Candidates:
    """Change characters of a paragraph, a headline, a crosshead or a caption."""
    article = _article(sheet, action)
    slot = Slot(_word(action, "field"), int(action.get("n") or 0))
    text = dict(slots(article)).get(slot)
    if text is None:
        raise RefusedActionError("没有找到要改的这一段；请刷新再试")
    first, last = int(action.get("start") or 0), int(action.get("end") or 0)
    if not 0 <= first < last <= len(text):
        raise RefusedActionError("请先选中要改的字")
    fixed = " ".join(str(action.get("fixed") or "").split())[:_LONGEST]
    made = [c for c in corrections_of(article, slot, text) if c.start < last and first < c.start + len(c.fixed)]
    first, last = min([first, *(c.start for c in made)]), max([last, *(c.start + len(c.fixed) for c in made)])
    if made:  # the source is quoted as printed
        whole, spans = printed(text, corrections_of(article, slot, text))
        at = [(a, b) for a, b, c in spans if c in made]
        shift = at[0][0] - made[0].start
        fixed = text[first : int(action["start"])] + fixed + text[int(action["end"]) : last]
        text, first = whole, first + shift
        last = at[-1][1] + (last - (made[-1].start + len(made[-1].fixed)))
    if text[first:last] == fixed:
        raise RefusedActionError("没有改动")
    others = _other_texts(sheet, article, slot)
    reason = {"reason": str(action["reason"])[:200]} if action.get("reason") else {}
    for a, b in span_quotes(text, first, last, others):
        said = {"quote": text[a:b], "fixed": text[a:first] + fixed + text[last:b], **reason}
        yield add_entry(sheet.sidecar, "corrections", said)


def head(sheet: Sheet, action: Action) -> Candidates:
    """Say what a head of an article is, that it was checked, or why it is withdrawn."""
    article = _article(sheet, action)
    field = _word(action, "field")
    if field not in (*HEADS, "checked", "withdrawn"):
        raise RefusedActionError("没有这一项")
    if field == "checked":
        value = YES if action.get("value") else None
    else:
        value = " ".join(str(action.get("value") or "").split())[:_LONGEST] or None
    alone = len(sheet.reading.articles) == 1
    if field == "checked" and (alone or not value) and (text := _unchecked(sheet, YES if value else None)):
        yield text
        return
    for entry in _of_article(sheet, "articles", article):
        left = {key for key in entry.fields if key not in {"quote", field}}
        if value is None and not left:
            yield drop_entry(sheet.sidecar, entry)
        elif value is not None or field in entry.fields:
            yield set_fields(sheet.sidecar, entry, {field: value})
    if value is not None:
        for quote in article_quotes(sheet.reading, article):
            yield add_entry(sheet.sidecar, "articles", {"quote": quote, field: value})


def _unchecked(sheet: Sheet, value: str | None) -> str | None:
    """Return the sidecar with the mark of the whole page set or taken away; None where this changes nothing."""
    text = set_top(sheet.sidecar, "checked", value)
    return text if text != sheet.sidecar else None


def name(sheet: Sheet, action: Action) -> Candidates:
    """Add, strike or rename a place, an institution, a person or a topic."""
    article = _article(sheet, action)
    section = _word(action, "section")
    if section not in SUBJECTS:
        raise RefusedActionError("没有这一项")
    said = {
        key: _plain(action[key]) for key in ("add", "strike", "was", "fixed", "main", "title", "kind") if key in action
    }
    said = {key: value for key, value in said.items() if value}
    subject = said.get("add") or said.get("strike") or said.get("was") or ""
    text = sheet.sidecar
    for entry in reversed(read_entries(text)):
        own = {entry.fields.get(key) for key in ("add", "strike", "fixed")}
        if entry.section == section and subject in own and entry in _of_article(sheet, section, article):
            text = drop_entry(text, entry)
            if set(entry.fields) & set(said) == {"quote"} or (said.keys() & {"add", "strike"} - entry.fields.keys()):
                yield text  # taking back what was said may be all that it takes
    for quote in article_quotes(sheet.reading, article):
        yield add_entry(text, section, {"quote": quote, **said})


def fact(sheet: Sheet, action: Action) -> Candidates:
    """Strike a figure, or say what it is."""
    entry_of = sheet.entries[_number(action, "article", len(sheet.entries))]
    figure = _pick(entry_of.facts, action, "fact")
    article = entry_of.article
    said: dict[str, str | None] = {}
    for key in ("indicator", "entity", "time"):
        if key in action:
            said[key] = _plain(action[key])
    if "key" in action:
        said["key"] = "true" if action["key"] else "false"
    if action.get("strike"):
        said = {"strike": YES}
    own = [
        e
        for e in read_entries(sheet.sidecar)
        if e.section == "facts"
        and fold(figure.printed) in fold(e.fields.get("value") or e.fields.get("quote", ""))
        and fold(e.fields.get("quote", "")) in fold(article.paragraphs[figure.paragraph].text)
    ]
    for entry in own:
        if "strike" in said:
            yield drop_entry(sheet.sidecar, entry)
        else:
            yield set_fields(sheet.sidecar, entry, said)
    plain = {key: value for key, value in said.items() if value}
    text = drop_entry(sheet.sidecar, own[0]) if own and "strike" in said else sheet.sidecar
    others = _other_texts(sheet, article, Slot("paragraphs", figure.paragraph))
    for quote in fact_quotes(article, figure, others):
        yield add_entry(text, "facts", {"quote": quote, **plain})
        yield add_entry(text, "facts", {"quote": quote, "value": figure.printed, **plain})


def add_fact(sheet: Sheet, action: Action) -> Candidates:
    """Add a figure that stands in words which the editor has marked."""
    article = _article(sheet, action)
    number = _number(action, "n", len(article.paragraphs))
    text = article.paragraphs[number].text
    first, last = int(action.get("start") or 0), int(action.get("end") or 0)
    indicator = _plain(action.get("indicator"))
    if not 0 <= first < last <= len(text) or not indicator:
        raise RefusedActionError("请选中数字和单位，再写它量的是什么")
    for a, b in span_quotes(text, first, last, _other_texts(sheet, article, Slot("paragraphs", number))):
        said = {"quote": text[a:b], "indicator": indicator}
        yield add_entry(sheet.sidecar, "facts", said)
        yield add_entry(sheet.sidecar, "facts", {**said, "value": text[first:last]})


def meta(sheet: Sheet, action: Action) -> Candidates:
    """Say what paper, day or page this is."""
    field = _word(action, "field")
    if field not in META:
        raise RefusedActionError("没有这一项")
    yield set_top(sheet.sidecar, field, _plain(action.get("value")) or None)


def drop(sheet: Sheet, action: Action) -> Candidates:
    """Take a decision back."""
    entries = read_entries(sheet.sidecar)
    yield drop_entry(sheet.sidecar, entries[_number(action, "decision", len(entries))])


ACTIONS: Mapping[str, Callable[[Sheet, Action], Candidates]] = {
    "start": start,
    "join": join,
    "move_start": move_start,
    "role": role,
    "order": order,
    "seam": seam,
    "judge": judge,
    "fix": fix,
    "head": head,
    "name": name,
    "fact": fact,
    "add_fact": add_fact,
    "meta": meta,
    "drop": drop,
}
"""By the word that the page sends."""


def _number(action: Action, key: str, count: int) -> int:
    value = action.get(key)
    if not isinstance(value, int) or not 0 <= value < count:
        raise RefusedActionError("页面和文件对不上了；请刷新再试")
    return value


def _word(action: Action, key: str) -> str:
    return str(action.get(key) or "")


def _plain(value: object) -> str:
    if value is True:
        return YES
    return " ".join(str(value or "").split())[:_LONGEST]


def _pick(things: Any, action: Action, key: str) -> Any:  # noqa: ANN401  corrections or figures
    return things[_number(action, key, len(things))]


def _article(sheet: Sheet, action: Action) -> Article:
    return sheet.reading.articles[_number(action, "article", len(sheet.reading.articles))]


def _rows(sheet: Sheet, line: int) -> list[LedgerRow]:
    """Return what a line prints; mark-up is nothing that could be quoted."""
    return [row for row in sheet.reading.ledger if row.line == line and row.rule != "markup"]


def _row(sheet: Sheet, action: Action) -> LedgerRow:
    rows = _rows(sheet, int(action.get("line") or 0))
    if not rows:
        raise RefusedActionError("这一行没有文字")
    return next((row for row in rows if row.start == action.get("start", rows[0].start)), rows[0])


def _head_row(sheet: Sheet, article: Article) -> LedgerRow:
    """Return the line at which an article begins: its headline, or its first text where it has none."""
    own = [row for row in sheet.reading.ledger if row.article == article.id]
    heads = [row for row in own if row.role is Role.HEADLINE]
    return (heads or own)[0]


def _quoting(sheet: Sheet, section: str, row: LedgerRow) -> list[Entry]:
    """Return the decisions of a section that quote the beginning of a line."""
    line = fold("".join((sheet.page.lines[row.line - 1][row.start :], *sheet.page.lines[row.line : row.line + 3])))
    own = [e for e in read_entries(sheet.sidecar) if e.section == section and fold(e.fields.get("quote", ""))]
    return [e for e in own if line.startswith(fold(e.fields["quote"]))]


def _without(sheet: Sheet, section: str, row: LedgerRow) -> str:
    text = sheet.sidecar
    for entry in reversed(_quoting(sheet, section, row)):
        text = drop_entry(text, entry)
    return text


def _other_texts(sheet: Sheet, article: Article, slot: Slot) -> list[str]:
    """Return all texts of the page but one."""
    return [text for a in sheet.reading.articles for s, text in slots(a) if (a.id, s) != (article.id, slot)]


def _of_article(sheet: Sheet, section: str, article: Article) -> list[Entry]:
    """Return the decisions of a section that speak of an article."""
    lines = sheet.page.lines
    texts = [fold(text) for _, text in slots(article)]
    own = {line for paragraph in article.paragraphs for line in paragraph.lines if line}
    texts += [fold(lines[line - 1]) for line in own]
    found = [e for e in read_entries(sheet.sidecar) if e.section == section]
    alone = len(sheet.reading.articles) == 1

    def is_meant(entry: Entry) -> bool:
        quote = fold(entry.fields.get("quote", ""))
        return any(quote in text for text in texts) if quote else alone

    return [entry for entry in found if is_meant(entry)]


def _printed_texts(article: Article) -> Iterator[tuple[str, tuple[tuple[int, int, Correction], ...]]]:
    for slot, text in slots(article):
        yield printed(text, corrections_of(article, slot, text))


def _printed_quotes(sheet: Sheet, article: Article, correction: Correction) -> Iterator[str]:
    """Yield quotations for a correction, in the words that are printed."""
    texts = [(a.id, whole, spans) for a in sheet.reading.articles for whole, spans in _printed_texts(a)]
    for identity, whole, spans in texts:
        for start_at, end_at, made in spans:
            if identity == article.id and made is correction:
                others = [text for _, text, _ in texts if text is not whole]
                yield from (whole[a:b] for a, b in span_quotes(whole, start_at, end_at, others))
    # One that is refused stands in the text as it is printed.
    for slot, text in slots(article):
        if correction in article.refused and slot.paragraph == correction.paragraph:
            span = (correction.start, correction.start + len(correction.raw))
            yield from (text[a:b] for a, b in span_quotes(text, *span, []))
