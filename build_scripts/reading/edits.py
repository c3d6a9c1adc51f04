"""An editor's decisions on the words of a page: corrections added, accepted and refused, heads, what is checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from build_scripts.editing import ArticleDecision, Quote, TextDecision, Verdict
from build_scripts.model import Article, Author, Correction, CorrectionKind, Grade, Problem, RawPage
from build_scripts.near_quotes import NearFinder, refitted
from build_scripts.quoting import find_quote, fold, idle, lines_with, no_longer_fits, prints
from build_scripts.reading.bylines import parse_byline
from build_scripts.reading.slots import Slot, corrections_of, lines_of, printed, slots, splice, text_of, without
from build_scripts.reading.titles import made_title
from build_scripts.reading.wording import Place, Wording

_WHAT = {Verdict.EDITOR: "更正", Verdict.REFUSED: "拒绝更正", Verdict.ACCEPTED: "接受更正"}
_EDITOR = "编辑更正"


def edit_articles(articles: tuple[Article, ...], page: RawPage) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """Return the articles of a page as its editors decided, and which decisions no longer fit.

    Refusals come first, so that what is added stands on the printed words.
    """
    decisions = page.decisions
    if not (decisions.texts or decisions.articles or decisions.checked):
        return articles, ()
    problems: list[Problem] = []
    wording = Wording(articles)
    for text in sorted(decisions.texts, key=lambda d: d.verdict is Verdict.EDITOR):
        problems += (_add if text.verdict is Verdict.EDITOR else _judge)(wording, page, text)
    wording.articles = [_title_anew(new, old) for new, old in zip(wording.articles, articles, strict=True)]
    problems += _edit_heads(wording, page)
    if decisions.checked:
        return tuple(replace(article, checked=True) for article in wording.articles), tuple(problems)
    return tuple(wording.articles), tuple(problems)


def _title_anew(article: Article, before: Article) -> Article:
    """Return an article whose headline is ours with one that is made of its words as they are now."""
    text = article.paragraphs[0].text
    if not article.title_is_ours or text == before.paragraphs[0].text:
        return article
    return replace(article, title=made_title(text))


def _judge(wording: Wording, page: RawPage, decision: TextDecision) -> list[Problem]:
    """Accept or refuse the machine's corrections within the quoted words."""
    used = False
    for place in wording.having(decision.quote.text):
        judged = wording.articles[place[0]]
        for correction in _corrections_within(judged, place[1], wording.text(place), decision.quote):
            used = True
            if decision.verdict is Verdict.REFUSED:
                judged = _refuse(judged, place[1], correction, decision.reason)
            else:
                judged = _accept(judged, correction)
        wording.put(place, judged)
    if used:
        return []
    if wording.printing(decision.quote.text):
        return [idle(page, _WHAT[decision.verdict], decision.quote, "程序现在不改这几个字")]
    return [no_longer_fits(page, _WHAT[decision.verdict], decision.quote, _why_not(page, decision.quote))]


def _corrections_within(article: Article, slot: Slot, text: str, quote: Quote) -> list[Correction]:
    """Return the corrections whose printed words lie over a quotation, in the text as printed or as shown."""
    made = corrections_of(article, slot, text)
    whole, places = printed(text, made)
    hits = find_quote(whole, quote.text)
    found = [c for start, end, c in places if any(start < stop and first < end for first, stop in hits)]
    shown = find_quote(text, quote.text)
    found += [c for c in made if any(c.start < stop and first < c.start + len(c.fixed) for first, stop in shown)]
    return list({id(c): c for c in found}.values())


def _refuse(article: Article, slot: Slot, correction: Correction, reason: str | None) -> Article:
    """Undo a correction and keep it as a refused one."""
    current = _current(article, correction)
    if current is None:
        return article
    article = without(article, current)
    start = current.start
    article = splice(article, slot, start, start + len(current.fixed), current.raw)
    refused = replace(current, start=start, verdict=Verdict.REFUSED, reason=reason or current.reason)
    return replace(article, refused=(*article.refused, refused))


def _accept(article: Article, correction: Correction) -> Article:
    made = tuple(replace(c, verdict=Verdict.ACCEPTED) if c == correction else c for c in article.corrections)
    return replace(article, corrections=made)


def _current(article: Article, correction: Correction) -> Correction | None:
    """Return a correction as it stands after others of its paragraph were undone, which moves its place."""
    alike = [c for c in article.corrections if replace(c, start=0) == replace(correction, start=0)]
    return min(alike, key=lambda c: abs(c.start - correction.start), default=None)


def _add(wording: Wording, page: RawPage, decision: TextDecision) -> list[Problem]:
    """Make an editor's correction, where the quoted words stand once; the machine's own give way to it."""
    quote = decision.quote
    places, undone = list(wording.showing(quote.text)), dict[Place, Article]()
    if not places:
        undone = _undo_under(wording, quote)
        places = list(wording.showing(quote.text))
    if len(places) != 1:
        for place, article in reversed(undone.items()):
            wording.put(place, article)
        reason = _why_not(page, quote)
        if places:
            reason = f"文章里有{len(places)}处这几个字，请多引几个字"
        elif decision.fixed and any(wording.showing(decision.fixed)):
            reason = "这里已经是改后的写法"
        return [no_longer_fits(page, "更正", quote, reason)]
    place, span = places[0]
    wording.put(place, _put(wording.articles[place[0]], page, place[1], span, decision))
    return []


def _put(article: Article, page: RawPage, slot: Slot, span: tuple[int, int], decision: TextDecision) -> Article:
    """Return an article with an editor's correction, which takes in what the machine has changed there."""
    text = text_of(article, slot)
    start, end = span
    under = [c for c in corrections_of(article, slot, text) if c.start < end and start < c.start + len(c.fixed)]
    first, last = min([start, *(c.start for c in under)]), max([end, *(c.start + len(c.fixed) for c in under)])
    raw, _ = printed(text[first:last], tuple(replace(c, start=c.start - first) for c in under))
    fixed = text[first:start] + (decision.fixed or "") + text[end:last]
    for correction in under:
        article = without(article, correction)
    article = replace(article, refused=tuple(c for c in article.refused if not _lies_over(c, slot, first, last)))
    article = splice(article, slot, first, last, fixed)
    line = _line_of(page, lines_of(article, slot), raw, article.first_line)
    reason = decision.reason or _EDITOR
    made = Correction(raw, fixed, CorrectionKind.MISPRINT, reason, line, slot.paragraph, first, Verdict.EDITOR)
    return replace(article, corrections=(*article.corrections, made))


def _lies_over(refused: Correction, slot: Slot, first: int, last: int) -> bool:
    """Tell whether the words that a refusal keeps are changed after all."""
    here = refused.paragraph == slot.paragraph is not None
    return here and refused.start < last and first < refused.start + len(refused.raw)


def _line_of(page: RawPage, lines: tuple[int, ...], raw: str, otherwise: int) -> int:
    """Return the line that prints the words, or the longest beginning of them that one line prints."""
    for size in range(min(len(raw), 40), 1, -1):
        for line in lines:
            if line and find_quote(page.lines[line - 1], raw[:size]):
                return line
    return next(filter(None, lines), otherwise)


def _undo_under(wording: Wording, quote: Quote) -> dict[Place, Article]:
    """Undo the machine's corrections where a quotation stands in the text as printed; return what was there before."""
    before: dict[Place, Article] = {}
    for place in wording.having(quote.text):
        number, slot = place
        undone = before[place] = wording.articles[number]
        for correction in _corrections_within(undone, slot, wording.text(place), quote):
            if current := _current(undone, correction):
                undone = without(undone, current)
                undone = splice(undone, slot, current.start, current.start + len(current.fixed), current.raw)
        wording.put(place, undone)
    return before


def _why_not(page: RawPage, quote: Quote) -> str:
    """Return why words of the page are in no article; empty where the page has no such words."""
    there = prints(page.lines, quote.text)
    return "这几个字在版面信息里，不在哪一篇文章里" if there else ""


def _edit_heads(wording: Wording, page: RawPage) -> Iterator[Problem]:
    """Set what editors say of the articles that contain the quoted words; yield what fits none or several."""
    owners = defaultdict[int, list[int]](list)
    for number, article in enumerate(wording.articles):
        for line in {line for paragraph in article.paragraphs for line in paragraph.lines}:
            owners[line].append(number)
    everything = range(len(wording.articles))
    near = NearFinder([text for a in wording.articles for _, text in slots(a)], lines=False)
    for decision in page.decisions.articles:
        quote = decision.quote
        lines = lines_with(page.lines, quote.text)
        named = {number for number, _ in wording.having(quote.text)}
        hits = sorted(named.union(*(owners[line] for line in lines))) if quote.text else list(everything)
        if not hits and (words := near.near(quote.text)):
            quote, note = refitted(page, "文章", quote, words)
            hits = sorted({number for number, _ in wording.having(words)})
            yield note
        if len(hits) == 1:
            wording.put((hits[0], Slot("title")), _with_heads(wording.articles[hits[0]], page, decision))
            continue
        reason = f"有{len(hits)}篇文章里有这几个字，请多引几个字" if hits else _why_not(page, quote)
        if not quote.text:
            reason = f"这一版有{len(hits)}篇文章，请写在“文章”下面，并引出原文"
        unfit = no_longer_fits(page, "文章", quote, reason)
        if decision.withdrawn is None:
            yield unfit
        else:  # what was withdrawn must not come back because its words were scanned anew
            found = f"要撤下哪一篇认不出来了，整版先不上线（{unfit.found}）"
            yield replace(unfit, found=found, grade=Grade.ERROR)


def _with_heads(article: Article, page: RawPage, decision: ArticleDecision) -> Article:
    if decision.title:
        is_printed = fold(decision.title) in fold("".join(page.lines))
        kept = tuple(c for c in article.corrections if not _of_title(c, article))
        article = replace(article, title=decision.title, title_is_ours=not is_printed, corrections=kept)
    if decision.byline:
        article = replace(article, byline=parse_byline(decision.byline) or _plain_names(decision.byline))
    return replace(
        article,
        kicker=decision.kicker or article.kicker,
        deck=decision.deck or article.deck,
        column=decision.column or article.column,
        summary=decision.summary or article.summary,
        checked=article.checked or decision.checked,
        withdrawn=article.withdrawn if decision.withdrawn is None else decision.withdrawn,
    )


def _of_title(correction: Correction, article: Article) -> bool:
    return correction.paragraph is None and article.title[correction.start :].startswith(correction.fixed)


def _plain_names(text: str) -> tuple[Author, ...]:
    return tuple(Author(name, None) for name in text.split())
