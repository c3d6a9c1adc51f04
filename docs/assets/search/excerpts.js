// @ts-check
/*
 * Results as they are shown: of every article that was found the pieces of text that say so. Needs words.js.
 */

/**
 * @typedef {{start: number, end: number}} Span
 * @typedef {{field: Field, text: string, spans: Span[], cutBefore: boolean, cutAfter: boolean}} Excerpt
 * @typedef {{rank: number, weight: number}} Match
 * @typedef {Match & {article: Article, where: number[][]}} Checked
 *   An article that was read, and the numbers of its fields that hold each word.
 * @typedef {{rank: number, article: Article, weight: number, anchor: string, title: Span[], excerpts: Excerpt[]}} Result
 */

(function () {
  "use strict";

  const { findSpans } = /** @type {any} */ (window).weiwenWords;

  const EXCERPT_BEFORE = 28;
  const EXCERPT_LENGTH = 96;
  const EXCERPTS = 3;

  /**
   * Return the piece of a field around its first hit, with every hit inside it.
   * @param {Field} field
   * @param {Plan} plan
   * @returns {Excerpt}
   */
  function makeExcerpt(field, plan) {
    const whole = field[2];
    const spans = findSpans(whole, plan);
    const first = spans[0] ?? { start: 0, end: 0 };
    let start = Math.max(0, first.start - EXCERPT_BEFORE);
    const lead = whole.slice(start, first.start);
    const pause = Math.max(...Array.from("。！？；", (mark) => lead.lastIndexOf(mark)));
    if (pause >= 0) start += pause + 1;
    else if (start < 12 && first.start < EXCERPT_BEFORE + 12) start = 0;
    let end = Math.min(whole.length, Math.max(start + EXCERPT_LENGTH, first.end));
    if (whole.length - end < 12) end = whole.length;
    while (end < whole.length && /[\w.%]{2}/.test(whole.slice(end - 1, end + 1))) end += 1;
    if (/[\udc00-\udfff]/.test(whole[start] ?? "")) start -= 1;
    if (/[\udc00-\udfff]/.test(whole[end] ?? "")) end += 1;
    return {
      field,
      text: whole.slice(start, end),
      spans: spans
        .filter((/** @type {Span} */ span) => span.start < end && span.end > start)
        .map((/** @type {Span} */ span) => ({ start: Math.max(0, span.start - start), end: Math.min(end, span.end) - start })),
      cutBefore: start > 0,
      cutAfter: end < whole.length,
    };
  }

  /**
   * Choose the fields to quote: text first, one for each word that no quoted field has yet.
   * @param {Article} article
   * @param {number[][]} where
   */
  function chooseFields(article, where) {
    const kindOf = (/** @type {number} */ number) => article.fields[number][0];
    const titled = where.map((found) => found.filter((number) => kindOf(number) !== "headline"));
    const lasting = titled.map((found) => {
      const current = found.filter((number) => kindOf(number) !== "printed" && kindOf(number) !== "figure");
      return current.length > 0 ? current : found;
    });
    const covered = where.map((found, word) => lasting[word].length === 0);
    /** @type {number[]} */
    const chosen = [];
    while (chosen.length < EXCERPTS && covered.includes(false)) {
      /** @type {Map<number, number>} */
      const gains = new Map();
      lasting.forEach((found, word) => {
        if (!covered[word]) for (const number of found) gains.set(number, (gains.get(number) ?? 0) + 1);
      });
      const best = [...gains].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0][0];
      chosen.push(best);
      lasting.forEach((found, word) => {
        if (found.includes(best)) covered[word] = true;
      });
    }
    if (chosen.length === 0) {
      const opening = article.fields.findIndex(([kind]) => kind === "summary" || kind === "paragraph");
      if (opening >= 0) chosen.push(opening);
    }
    return chosen;
  }

  /**
   * Return a match as it is shown.
   * @param {Checked} match
   * @param {Plan} plan
   * @returns {Result}
   */
  function presentMatch({ rank, article, weight, where }, plan) {
    const excerpts = chooseFields(article, where).map((number) => makeExcerpt(article.fields[number], plan));
    const title = findSpans(article.title, plan);
    // What is shown is marked on arrival; a printed form is not shown, so its paragraph is named instead.
    const quoted = excerpts.filter((excerpt) => excerpt.spans.length > 0);
    const unseen = title.length === 0 && quoted.every((excerpt) => excerpt.field[0] === "printed");
    return { rank, article, weight, anchor: unseen ? (quoted[0]?.field[1] ?? "") : "", title, excerpts };
  }

  Object.assign(window, { weiwenExcerpts: { presentMatch } });
})();
