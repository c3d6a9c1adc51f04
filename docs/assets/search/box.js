// @ts-check
/*
 * On every page: `/` and Ctrl-K lead to the search box, the engine is fetched when the box is used and not before,
 * and an article that was opened from the results gets the marks of what was searched for.
 */
(function () {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL("../../", script.src).href;
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector(".search-box input[type=search]"));
  /** Scripts in the order in which they need each other, and what each gives. */
  const ENGINE = [
    ["engine.js", "weiwenSearch"],
    ["suggest.js", "weiwenSuggest"],
  ];

  /** Load scripts of the search, all at once and run in order, unless the page has them. @param {string[][]} scripts */
  function loadScripts(scripts) {
    return Promise.all(scripts.filter(([, gives]) => !(gives in window)).map(([name]) => appendScript(`${root}assets/search/${name}`)));
  }

  /** @param {string} address @returns {Promise<void>} */
  function appendScript(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.async = false;
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
    if (!box || event.altKey) return;
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !isTyping(document.activeElement);
    const letter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !letter) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  if (box) {
    const start = () => {
      loadScripts(ENGINE)
        .then(() => /** @type {any} */ (window).weiwenSuggest.suggestIn(box, root))
        .catch((error) => console.error(error));
    };
    if (document.activeElement === box) start();
    else box.addEventListener("focus", start, { once: true });
  }

  const wanted = new URLSearchParams(location.search).get("h");
  if (wanted && document.querySelector("[data-article], article")) {
    loadScripts([
      ["words.js", "weiwenWords"],
      ["hits.js", "weiwenHits"],
    ])
      .then(() => /** @type {any} */ (window).weiwenHits.showHits(wanted))
      .catch((error) => console.error(error));
  }
})();
