// @ts-check
/*
 * In an article that was opened from the results: what was searched for is marked, and a bar leads from hit to hit.
 * Needs words.js.
 */
(function () {
  "use strict";

  let hitsMarked = 0;

  /**
   * Mark the words of a plan in the text below an element.
   * @param {Element} top
   * @param {any} words
   * @param {any} plan
   */
  function markWords(top, words, plan) {
    /** @type {HTMLElement[]} */
    const marks = [];
    for (const block of top.querySelectorAll("h1, h2, h3, p, figcaption, blockquote, li, dd, td")) {
      if (block.querySelector("p, li, td, h2, h3") || block.closest("nav, .provenance, .hits")) continue;
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      /** @type {Text[]} */
      const nodes = [];
      while (walker.nextNode()) nodes.push(/** @type {Text} */ (walker.currentNode));
      const spans = words.findSpans(nodes.map((node) => node.data).join(""), plan);
      if (spans.length > 0) marks.push(...markSpans(nodes, spans));
    }
    return marks;
  }

  /**
   * Wrap spans of the joined text of some nodes; a span may run over several of them.
   * @param {Text[]} nodes
   * @param {{start: number, end: number}[]} spans
   */
  function markSpans(nodes, spans) {
    /** @type {HTMLElement[]} */
    const marks = [];
    const numbered = hitsMarked;
    hitsMarked += spans.length;
    let offset = 0;
    for (const node of nodes) {
      const length = node.data.length;
      let rest = node;
      let at = offset;
      for (const span of spans) {
        const start = Math.max(span.start, at);
        const end = Math.min(span.end, offset + length);
        if (start >= end) continue;
        const hit = start > at ? rest.splitText(start - at) : rest;
        rest = hit.splitText(end - start);
        at = end;
        const mark = document.createElement("mark");
        mark.className = "search-hit";
        mark.dataset.hit = String(numbered + spans.indexOf(span));
        hit.replaceWith(mark);
        mark.append(hit);
        marks.push(mark);
      }
      offset += length;
    }
    return marks;
  }

  /**
   * Make the bar that leads from hit to hit.
   * @param {HTMLElement[][]} hits the marks of each hit
   */
  function hitBar(hits) {
    let at = 0;
    const bar = document.createElement("div");
    bar.className = "hits";
    bar.setAttribute("role", "region");
    bar.setAttribute("aria-label", "搜索到的字句");
    const count = document.createElement("span");
    count.setAttribute("role", "status");
    const button = (/** @type {string} */ text, /** @type {() => void} */ act) => {
      const element = document.createElement("button");
      element.type = "button";
      element.textContent = text;
      element.addEventListener("click", act);
      return element;
    };
    const go = (/** @type {number} */ to) => {
      for (const mark of hits[at]) mark.classList.remove("search-hit--here");
      at = (to + hits.length) % hits.length;
      for (const mark of hits[at]) mark.classList.add("search-hit--here");
      for (let fold = hits[at][0].closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
      hits[at][0].scrollIntoView({ block: "center" });
      count.textContent = `第 ${at + 1} 处，共 ${hits.length} 处`;
    };
    const close = () => {
      for (const mark of hits.flat()) mark.replaceWith(...mark.childNodes);
      bar.remove();
    };
    const moves = hits.length > 1 ? [button("上一处", () => go(at - 1)), button("下一处", () => go(at + 1))] : [];
    bar.append(count, ...moves, button("不再标出", close));
    document.body.append(bar);
    go(0);
  }

  /** Mark what was searched for and go to the first place. @param {string} query */
  function showHits(query) {
    const { weiwenWords } = /** @type {any} */ (window);
    const article = /** @type {HTMLElement} */ (document.querySelector("[data-article], article"));
    const marks = markWords(article, weiwenWords, weiwenWords.planQuery(query));
    /** @type {HTMLElement[][]} */
    const hits = [];
    for (const mark of marks) {
      const before = hits[hits.length - 1]?.[0];
      if (before && before.dataset.hit === mark.dataset.hit) hits[hits.length - 1].push(mark);
      else hits.push([mark]);
    }
    if (hits.length > 0) hitBar(hits);
  }

  Object.assign(window, { weiwenHits: { showHits } });
})();
