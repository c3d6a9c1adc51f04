// @ts-check
/*
 * A text of any length in a segment: found by the terms that cover it. A long term is listed where many articles
 * have it. Terms that follow each other at every letter prove the whole where the first of each two is bound: where
 * the article has what both share nowhere after another letter. Needs grams.js and lists.js.
 */

/** @typedef {{list: List, partly: boolean}} Found `partly` where long lists that hardly narrow were left out */

(function () {
  "use strict";

  const { LONG, SHORTEST, isPlain, textTerm } = /** @type {any} */ (window).weiwenGrams;
  const { NOBODY, intersect, setDoubt } = /** @type {any} */ (window).weiwenLists;

  /** Places of a long text at which it is looked up; the rest of it is only checked. */
  const MOST_STARTS = 8;
  /** When so few articles are left, reading them costs less than a long list. */
  const FEW = 10;
  /** Articles of lists that are read before the first results. */
  const MOST_READ = 12000;

  /** Return where the terms of a text begin. @param {number} length at least that of a term */
  function startsOf(length) {
    const last = length - SHORTEST;
    const count = Math.min(last + 1, MOST_STARTS);
    return Array.from({ length: count }, (_, i) => (count > 1 ? Math.round((i * last) / (count - 1)) : 0));
  }

  /**
   * Return the terms that prove a text, in order; none where there are none.
   * @param {number} length
   * @param {Map<number, Entry>[]} entries those of each start by their length
   */
  function chainOf(length, entries) {
    if (entries.length + SHORTEST - 1 !== length) return [];
    const all = LONG.find((/** @type {number} */ size) => size <= length && entries.slice(0, length - size + 1).every((some) => some.has(size)));
    /** @type {Entry[]} */
    const chain = [];
    for (let at = 0, end = 0; end < length; at += 1) {
      // Of different lengths only those of three and four overlap in enough of them.
      const size = all ?? (entries[at].has(SHORTEST + 1) ? SHORTEST + 1 : SHORTEST);
      chain.push(/** @type {Entry} */ (entries[at].get(size)));
      end = at + size;
    }
    return chain;
  }

  /**
   * Return the articles of a segment that may hold a text; where it does not prove it, they are in doubt.
   * @param {any} segment
   * @param {string} text folded
   * @param {boolean} thrifty whether long lists may be left out
   * @returns {Promise<Found>}
   */
  async function findText(segment, text, thrifty) {
    if (text.length <= SHORTEST) {
      const list = await (await segment.find(textTerm(text))).read();
      return { list: setDoubt(list, isPlain(text)), partly: false };
    }
    /** @type {Map<number, Entry>[]} */
    const entries = await Promise.all(
      startsOf(text.length).map(async (at) => {
        const sizes = [SHORTEST, ...LONG].filter((size) => at + size <= text.length);
        const found = await Promise.all(sizes.map((size) => segment.find(textTerm(text.slice(at, at + size)))));
        return new Map(sizes.map((size, i) => /** @type {[number, Entry]} */ ([size, found[i]])).filter(([size, { count }]) => count > 0 || size === SHORTEST));
      }),
    );
    if (entries.some((some) => some.get(SHORTEST)?.count === 0)) return { list: NOBODY, partly: false };
    const chain = chainOf(text.length, entries);
    const longest = entries.map((some) => /** @type {Entry} */ (some.get(LONG.find((/** @type {number} */ size) => some.has(size)) ?? SHORTEST)));
    return readAll([...new Set([...chain, ...longest])], chain, thrifty, isPlain(text));
  }

  /**
   * Return what is in all lists.
   * @param {Entry[]} entries
   * @param {Entry[]} chain
   * @param {boolean} thrifty
   * @param {boolean} plain
   * @returns {Promise<Found>}
   */
  async function readAll(entries, chain, thrifty, plain) {
    entries.sort((a, b) => Number(a.far) - Number(b.far) || a.count - b.count);
    /** @type {List | undefined} */
    let list;
    let read = 0;
    let partly = false;
    for (const entry of entries) {
      if (list?.ranks.length === 0) break;
      if (list && entry.far && thrifty && (list.ranks.length <= FEW || read + entry.count > MOST_READ)) partly = true;
      else if (!entry.far || thrifty || chain.length === 0 || chain.includes(entry)) {
        const last = entry === chain[chain.length - 1] || !chain.includes(entry);
        const next = await entry.read();
        list = list ? intersect(list, last ? setDoubt(next, true) : next) : last ? setDoubt(next, true) : next;
        if (entry.far) read += entry.count;
      }
    }
    const whole = list ?? NOBODY;
    return { list: chain.length > 0 && plain && !partly ? whole : setDoubt(whole, false), partly };
  }

  Object.assign(window, { weiwenPhrases: { findText, startsOf } });
})();
