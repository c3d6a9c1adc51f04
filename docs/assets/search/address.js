// @ts-check
/*
 * What the search page is asked, as its address says it; and how elements are made.
 * Text of the archive is only ever put in as text, never as markup.
 */

/**
 * @typedef {State & {limit: number}} PageState
 * @typedef {"place" | "topic" | "institution" | "publication" | "status" | "year" | "month"} Filter
 * @typedef {{
 *   root: string, state: () => PageState,
 *   link: (change: Partial<PageState>, attributes: Record<string, string>, ...children: (Node | string)[]) => HTMLElement,
 * }} Desk
 *   What every part of the page needs: the address of the site, what is asked, and links to other states.
 */

(function () {
  "use strict";

  const STEP = 10;
  /** @type {[keyof State, string][]} */
  const PARAMETERS = [
    ["query", "q"],
    ["place", "place"],
    ["topic", "topic"],
    ["institution", "institution"],
    ["publication", "paper"],
    ["status", "status"],
    ["year", "year"],
    ["month", "month"],
    ["exact", "exact"],
    ["sort", "sort"],
  ];

  /** Signs that turn the direction of writing: nobody types them, and Chromium may break down over a box full of them. */
  const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

  /** Return what was typed into a box, which loses what nobody types. @param {HTMLInputElement} input */
  function readTyped(input) {
    const typed = input.value.replace(TURNS, "");
    if (typed !== input.value) input.value = typed;
    return typed.trim();
  }

  /** Return what the address asks for. @returns {PageState} */
  function readAddress() {
    const asked = new URLSearchParams(location.search);
    const limit = Math.min(1000, Math.max(STEP, Number.parseInt(asked.get("n") ?? "", 10) || STEP));
    const read = Object.fromEntries(PARAMETERS.map(([name, short]) => [name, (asked.get(short) ?? "").replace(TURNS, "")]));
    return /** @type {PageState} */ ({ ...read, sort: read.sort === "date" ? "date" : "", limit });
  }

  /** Return the address of a state. @param {PageState} asked */
  function writeAddress(asked) {
    const parameters = new URLSearchParams();
    for (const [name, short] of PARAMETERS) if (asked[name]) parameters.set(short, asked[name]);
    if (asked.limit > STEP) parameters.set("n", String(asked.limit));
    const text = parameters.toString();
    return location.pathname + (text ? `?${text}` : "");
  }

  /** Tell whether a state asks for anything. @param {PageState} state */
  function isAsked(state) {
    return PARAMETERS.some(([name]) => name !== "sort" && name !== "exact" && state[name] !== "");
  }

  /** Return a state without filters. @param {PageState} state @returns {Partial<PageState>} */
  function withoutFilters({ query }) {
    return { ...Object.fromEntries(PARAMETERS.map(([name]) => [name, ""])), query };
  }

  /**
   * Make an element; strings among the children become text.
   * @param {string} tag
   * @param {Record<string, string>} [attributes]
   * @param {...(Node | string)} children
   */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  Object.assign(window, { weiwenAddress: { STEP, isAsked, make, readAddress, readTyped, withoutFilters, writeAddress } });
})();
