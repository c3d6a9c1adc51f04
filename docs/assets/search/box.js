// @ts-check
/*
 * On every page: `/` leads to the search box, the engine is fetched when the box is used and not before,
 * and the words that a reader searched for are marked in the article that was opened from the results.
 */
(function () {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL("../../", script.src).href;
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector(".search-box input[type=search]"));

  /** @type {Map<string, Promise<void>>} */
  const loading = new Map();

  /** Load a script of the search once, unless the page has it. @param {string} name @param {string} gives */
  function loadScript(name, gives) {
    const started = loading.get(name) ?? (gives in window ? Promise.resolve() : appendScript(`${root}assets/search/${name}`));
    loading.set(name, started);
    return started;
  }

  /** @param {string} address @returns {Promise<void>} */
  function appendScript(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = () => resolve();
      element.onerror = () => reject(new Error(`${address} could not be loaded`));
      document.head.append(element);
    });
  }

  /** Tell whether keys are being typed into something. @param {Element | null} element */
  function isTyping(element) {
    return element instanceof HTMLElement && (element.isContentEditable || /^(?:input|textarea|select)$/i.test(element.tagName));
  }

  document.addEventListener("keydown", (event) => {
    if (!box || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(document.activeElement)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  box?.addEventListener(
    "focus",
    () => {
      loadScript("words.js", "weiwenWords")
        .then(() => loadScript("index.js", "weiwenIndex"))
        .then(() => loadScript("planner.js", "weiwenPlanner"))
        .then(() => loadScript("engine.js", "weiwenSearch"))
        .then(() => /** @type {any} */ (window).weiwenSearch.withSite(root))
        .catch((error) => console.error(error));
    },
    { once: true },
  );

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
      if (block.querySelector("p, li, td, h2, h3") || block.closest("nav, table, .facts, .provenance")) continue;
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
        hit.replaceWith(mark);
        mark.append(hit);
        marks.push(mark);
      }
      offset += length;
    }
    return marks;
  }

  const wanted = new URLSearchParams(location.search).get("h");
  const article = document.querySelector("[data-article], article");
  if (wanted && article) {
    loadScript("words.js", "weiwenWords")
      .then(() => {
        const { weiwenWords } = /** @type {any} */ (window);
        const marks = markWords(article, weiwenWords, weiwenWords.planQuery(wanted));
        if (marks.length > 0) marks[0].scrollIntoView({ block: "center" });
      })
      .catch((error) => console.error(error));
  }
})();
