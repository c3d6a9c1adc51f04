// @ts-check
/*
 * A text of any length in a segment: found by the terms that cover it. A long term is listed where many articles
 * have it. Terms that follow each other at every letter prove the whole where the first of each two is bound: where
 * the article has what both share nowhere after another letter. Needs grams.js and lists.js.
 */

/** @typedef {{list: List, partly: boolean}} Found `partly` where long lists that hardly narrow were left out */

(function () {
  "use strict";

  const { LONG, SEVERAL, SHORTEST, hintOf, isExact, textTerm } = /** @type {any} */ (window).weiwenGrams;
  const { NOBODY, heed, intersect, setDoubt } = /** @type {any} */ (window).weiwenLists;

  /** Places of a long text at which it is looked up; the rest of it is only checked. */
  const MOST_STARTS = 8;
  /** To what part another list is thought to narrow those before it at best: letters that stand together are no chance. */
  const AT_BEST = 0.3;
  /** Bytes that a candidate costs at most, if it must be read and is not true. */
  const VAIN_BYTES = 600;

  /** Return where the terms of a text begin. @param {number} length at least that of a term */
  function startsOf(length) {
    const last = length - SHORTEST;
    const count = Math.min(last + 1, MOST_STARTS);
    return Array.from({ length: count }, (_, i) => (count > 1 ? Math.round((i * last) / (count - 1)) : 0));
  }

  /** Return the longest term that begins at some place, and its length. @param {Map<number, Entry>} entries */
  function longestOf(entries) {
    return /** @type {[number, Entry]} */ ([...entries].pop());
  }

  /**
   * Return the terms that prove a text, in order; none where there are none.
   * @param {number} length
   * @param {Map<number, Entry>[]} entries those of each start by their length
   */
  function chainOf(length, entries) {
    if (entries.length + SHORTEST - 1 !== length) return [];
    /** @type {Entry[]} */
    const chain = [];
    for (let at = 0, end = 0; end < length; at += 1) {
      const [size, entry] = longestOf(entries[at]);
      chain.push(entry);
      end = at + size;
    }
    return chain;
  }

  /**
   * Return the articles of a segment that may hold a text; where it does not prove it, they are in doubt.
   * @param {any} segment
   * @param {string} text folded
   * @param {number} worth bytes that are saved if no article is found that has not the text
   * @returns {Promise<Found>}
   */
  async function findText(segment, text, worth) {
    if (text.length <= SHORTEST) {
      const list = heed(await (await segment.find(textTerm(text))).read(false), SEVERAL);
      return { list: setDoubt(list, isExact(text)), partly: false };
    }
    /** @type {Map<number, Entry>[]} */
    const entries = await Promise.all(
      startsOf(text.length).map(async (at) => {
        const sizes = [SHORTEST, ...LONG].filter((size) => at + size <= text.length);
        const found = await Promise.all(sizes.map((size) => findPart(segment, text, at, at + size)));
        return new Map(sizes.map((size, i) => /** @type {[number, Entry]} */ ([size, found[i]])).filter(([size, { count }]) => count > 0 || size === SHORTEST));
      }),
    );
    if (entries.some((some) => some.get(SHORTEST)?.count === 0)) return { list: NOBODY, partly: false };
    const chain = chainOf(text.length, entries);
    return readAll(segment.size, [...new Set([...chain, ...entries.map((some) => longestOf(some)[1])])], chain, worth, isExact(text));
  }

  /** Return the entry of a piece of a text; its list heeds what comes next. @param {any} segment @param {string} text @param {number} start @param {number} end @returns {Promise<Entry>} */
  async function findPart(segment, text, start, end) {
    const entry = await segment.find(textTerm(text.slice(start, end)));
    return { ...entry, read: async (proof) => heed(await entry.read(proof), SEVERAL, end < text.length ? hintOf(text[end]) : 0) };
  }

  /** Return about how many bytes a list takes. @param {number} count @param {number} size */
  function listBytes(count, size) {
    return (count * (Math.log2(size / count) + 2)) / 7.5;
  }

  /**
   * Return the entries whose lists are worth their bytes: they are read all at once.
   * @param {number} size how many articles there are
   * @param {Entry[]} entries
   * @param {Entry[]} chain
   * @param {number} worth
   */
  function chooseEntries(size, entries, chain, worth) {
    /** Files that are read anyway. */
    const files = new Set([""]);
    /** Articles that are thought to be left. */
    let left = Infinity;
    let spent = 0;
    const bytesOf = (/** @type {Entry} */ { file, count }) => (files.has(file) ? 0 : listBytes(count, size));
    return [...entries].sort((a, b) => bytesOf(a) - bytesOf(b) || a.count - b.count).filter((entry) => {
      const part = entry.count / size;
      const wanted = worth === Infinity ? chain.includes(entry) || chain.length === 0 : bytesOf(entry) < Math.min(worth - spent, left * VAIN_BYTES) * (1 - part);
      if (left < Infinity && !wanted && bytesOf(entry) > 0) return false;
      spent += left < Infinity ? bytesOf(entry) : 0;
      files.add(entry.file);
      left = Math.min(left * Math.max(part, AT_BEST), entry.count);
      return true;
    });
  }

  /**
   * Return what is in all lists that are worth their bytes.
   * @param {number} size how many articles there are
   * @param {Entry[]} entries
   * @param {Entry[]} chain
   * @param {number} worth
   * @param {boolean} exact
   * @returns {Promise<Found>}
   */
  async function readAll(size, entries, chain, worth, exact) {
    const chosen = chooseEntries(size, entries, chain, worth);
    const partly = (chain.length > 0 ? chain : entries).some((entry) => !chosen.includes(entry));
    const last = chain[chain.length - 1];
    const lists = await Promise.all(
      chosen.map(async (entry) => (chain.includes(entry) && entry !== last ? entry.read(worth === Infinity) : setDoubt(await entry.read(false), true))),
    );
    const list = lists.length > 0 ? lists.reduce(intersect) : undefined;
    const whole = list ?? NOBODY;
    return { list: chain.length > 0 && exact && !partly ? whole : setDoubt(whole, false), partly };
  }

  Object.assign(window, { weiwenPhrases: { findText, startsOf } });
})();
