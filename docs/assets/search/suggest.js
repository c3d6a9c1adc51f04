// @ts-check
/*
 * Suggestions below a search box while the reader types: places, institutions, topics, and outside the search page
 * headlines. Needs engine.js.
 */
/** @typedef {{kind: string, text: string, note: string, href: string}} Suggestion */

(function () {
  "use strict";

  const MOST = 6;
  const HEADLINES = 3;
  const PAUSE = 80;
  /** @type {Record<string, [parameter: string, label: string]>} */
  const KINDS = { place: ["place", "地方"], institution: ["institution", "机构"], topic: ["topic", "主题"] };

  /**
   * Return what to suggest for a query.
   * @param {any} engine
   * @param {string} query
   * @param {string} root
   * @param {boolean} headlines
   * @returns {Promise<Suggestion[]>}
   */
  async function findSuggestions(engine, query, root, headlines) {
    const words = query.trim().split(/\s+/u);
    const last = /** @type {any} */ (window).weiwenWords.foldText(words.pop() ?? "");
    /** @type {NameRow[]} */
    const rows = (await engine.index.names(last)).filter((/** @type {NameRow} */ [key]) => key.startsWith(last));
    rows.sort((a, b) => Number(b[0] === last) - Number(a[0] === last) || b[4] - a[4]);
    /** @type {Map<string, Suggestion>} */
    const found = new Map();
    for (const [, kind, value, name, count] of rows) {
      const [parameter, label] = KINDS[kind];
      const asked = new URLSearchParams({ ...(words.length > 0 ? { q: words.join(" ") } : {}), [parameter]: value });
      found.set(`${kind}/${value}`, { kind: label, text: name, note: count > 0 ? `${count} 篇` : "", href: `${root}search.html?${asked}` });
      if (found.size >= MOST) break;
    }
    if (!headlines || last.length < 2) return [...found.values()];
    const { results } = await engine.search({ query }, HEADLINES);
    const titled = results.filter((/** @type {any} */ result) => result.title.length > 0);
    const links = titled.map((/** @type {any} */ { article }) => ({
      kind: "标题",
      text: article.title,
      note: article.dated,
      href: `${new URL(article.path, root)}?h=${encodeURIComponent(query.trim().replace(/\p{Surrogate}/gu, ""))}`,
    }));
    return [...found.values(), ...links];
  }

  /**
   * Show suggestions below a box; arrows choose one, Enter follows it, Escape puts them away.
   * @param {HTMLInputElement} input
   * @param {string} root
   */
  function suggestIn(input, root) {
    const engine = /** @type {any} */ (window).weiwenSearch.withSite(root);
    const headlines = input.closest("[data-search-page]") === null;
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `${input.id}-suggestions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "建议");
    list.hidden = true;
    input.closest("form")?.append(list);
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    let turn = 0;
    let timer = 0;
    let chosen = -1;

    const close = () => {
      turn += 1;
      clearTimeout(timer);
      choose(-1);
      list.hidden = true;
      list.replaceChildren();
    };

    /** @param {number} number */
    function choose(number) {
      list.children[chosen]?.setAttribute("aria-selected", "false");
      chosen = number;
      const item = list.children[number];
      item?.setAttribute("aria-selected", "true");
      item?.scrollIntoView({ block: "nearest" });
      if (item) input.setAttribute("aria-activedescendant", item.id);
      else input.removeAttribute("aria-activedescendant");
    }

    /** @param {Suggestion} suggestion @param {number} number */
    function showSuggestion({ kind, text, note, href }, number) {
      const item = document.createElement("li");
      item.id = `${list.id}-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.href = href;
      for (const [name, part] of [["kind", kind], ["text", text], ["note", note]]) {
        const span = document.createElement("span");
        span.className = `suggestion-${name}`;
        span.textContent = part;
        item.append(span, " ");
      }
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        location.assign(href);
      });
      return item;
    }

    const show = async () => {
      turn += 1;
      const mine = turn;
      try {
        const found = input.value.trim() === "" ? [] : await findSuggestions(await engine, input.value, root, headlines);
        if (mine !== turn || document.activeElement !== input) return;
        chosen = -1;
        input.removeAttribute("aria-activedescendant");
        list.replaceChildren(...found.map(showSuggestion));
        list.hidden = found.length === 0;
      } catch (error) {
        close();
        console.error(error);
      }
    };

    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!(/** @type {InputEvent} */ (event).isComposing)) timer = window.setTimeout(show, PAUSE);
    });
    input.addEventListener("blur", close);
    input.form?.addEventListener("submit", close);
    input.addEventListener(
      "keydown",
      (event) => {
        if (list.hidden || event.isComposing) return;
        const count = list.childElementCount;
        if (event.key === "ArrowDown") choose(chosen + 1 < count ? chosen + 1 : -1);
        else if (event.key === "ArrowUp") choose(chosen < 0 ? count - 1 : chosen - 1);
        else if (event.key === "Escape") close();
        else if (event.key === "Enter" && chosen >= 0) {
          const { href } = /** @type {HTMLElement} */ (list.children[chosen]).dataset;
          if (href) location.assign(href);
        } else return;
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      { capture: true },
    );
    if (input.value.trim() !== "" && headlines) void show();
  }

  Object.assign(window, { weiwenSuggest: { findSuggestions, suggestIn } });
})();
