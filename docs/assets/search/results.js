// @ts-check
/*
 * Results as elements: the headline, what an article is about, and its excerpts with every hit marked. Needs address.js.
 */
(function () {
  "use strict";

  const { make } = /** @type {any} */ (window).weiwenAddress;

  /** Said where a hit does not stand in the running text. @type {Record<string, string>} */
  const WHERE = {
    column: "栏目",
    kicker: "引题",
    deck: "副题",
    byline: "署名",
    summary: "提要",
    crosshead: "小标题",
    caption: "图片说明",
    printed: "原文字形",
    figure: "文中数字",
  };

  /** Put text with its hits marked into an element. @param {HTMLElement} element @param {string} text @param {Span[]} spans */
  function appendMarked(element, text, spans) {
    let at = 0;
    for (const { start, end } of spans) {
      element.append(text.slice(at, start), make("mark", {}, text.slice(start, end)));
      at = end;
    }
    element.append(text.slice(at));
    return element;
  }

  /** Return what to mark in an article, as a query. @param {Plan} plan */
  function markedWords(plan) {
    const forms = plan.words.flatMap((word) => (word.excluded ? [] : word.forms));
    return forms.map((form) => (/[\s"-]/.test(form) ? `"${form.replaceAll('"', " ")}"` : form)).join(" ");
  }

  /** @param {Result} result @param {Plan} plan @param {string} root */
  function showResult({ article, title, excerpts, anchor }, plan, root) {
    const words = markedWords(plan);
    const href = `${new URL(article.path, root)}${words ? `?h=${encodeURIComponent(words.replace(/\p{Surrogate}/gu, ""))}` : ""}${anchor ? `#${anchor}` : ""}`;
    const facts = [
      article.dated,
      article.publication,
      article.shard,
      article.places.map(([, name]) => name).join("、"),
      article.topics.slice(0, 3).join("、"),
    ].filter(Boolean);
    const heading = make("h2", { class: "result-title" }, appendMarked(make("a", { href }), article.title, title));
    const meta = make("p", { class: "result-meta" }, ...facts.map((fact) => make("span", {}, fact)));
    return make("li", { class: "result" }, heading, meta, ...excerpts.map(showExcerpt));
  }

  /** @param {Excerpt} excerpt */
  function showExcerpt({ field, text, spans, cutBefore, cutAfter }) {
    const element = make("p", { class: "result-excerpt" });
    if (spans.length > 0 && WHERE[field[0]]) element.append(make("span", { class: "search-where" }, WHERE[field[0]]), " ");
    if (cutBefore) element.append("……");
    appendMarked(element, text, spans);
    if (cutAfter) element.append("……");
    return element;
  }

  Object.assign(window, { weiwenResults: { showResult } });
})();
