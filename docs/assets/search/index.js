// @ts-check
/*
 * The index: all segments, with one order of all articles, the rank, newest first.
 * Twin of build_scripts/publishing/search/index.py. Needs segments.js and phrases.js.
 */

/** @typedef {{articles: number, unchecked: number, aliases: string[][], segments: SegmentRow[]}} SegmentList */

(function () {
  "use strict";

  const { unpackData } = /** @type {any} */ (window).weiwenCoding;
  const { facetTerm } = /** @type {any} */ (window).weiwenGrams;
  const { NOBODY, change, unite } = /** @type {any} */ (window).weiwenLists;
  const { findText } = /** @type {any} */ (window).weiwenPhrases;
  const { load } = /** @type {any} */ (window).weiwenScripts;
  const { Segment } = /** @type {any} */ (window).weiwenSegments;

  class Index {
    /** @param {string} root @param {SegmentList} list @param {any[]} [segments] */
    constructor(root, list, segments = list.segments.map((row) => new Segment(root, row))) {
      this.root = root;
      this.articles = list.articles;
      /** Names that mean the same. */
      this.aliases = list.aliases;
      this.unchecked = list.unchecked;
      this.segments = segments;
      /** @type {Run[]} */
      this.runs = this.segments.flatMap((segment) => segment.runs);
      const age = (/** @type {Run} */ run) => this.segments.indexOf(run.segment);
      this.runs.sort((a, b) => b.day - a.day || a.basis - b.basis || age(a) - age(b) || a.first - b.first);
      let rank = 0;
      for (const run of this.runs) {
        run.rank = rank;
        rank += run.count;
      }
      this.size = rank;
    }

    /** Return what all segments have. @template T @param {(segment: any) => Promise<T[]>} ask @returns {Promise<T[]>} */
    async askAll(ask) {
      return (await Promise.all(this.segments.map(ask))).flat();
    }

    /** Return the articles that may hold a folded text. @param {string} text @param {number} worth @returns {Promise<Found>} */
    async findText(text, worth) {
      /** @type {Found[]} */
      const found = await this.askAll(async (segment) => [await findText(segment, text, worth)]);
      return { list: found.map(({ list }) => list).reduce(unite, NOBODY), partly: found.some(({ partly }) => partly) };
    }

    /** Return the articles that a filter leaves. @param {string} kind @param {string} value @returns {Promise<List>} */
    async findFacet(kind, value) {
      return (await this.askAll(async (segment) => [await (await segment.find(facetTerm(kind, value))).read(false)])).reduce(unite, NOBODY);
    }

    /** Return the lists of a group of facets, those of all segments joined. @param {string} group */
    async facets(group) {
      /** @type {Map<string, FacetList>} */
      const facets = new Map();
      for (const facet of await this.askAll((segment) => segment.facets(group))) {
        const known = facets.get(facet.value);
        facets.set(facet.value, known ? { ...known, list: unite(known.list, facet.list) } : facet);
      }
      return [...facets.values()];
    }

    /** Return the names that are filed under a head, or under the first two letters of a text. @param {string} text @param {string} [head] */
    async names(text, head = text.slice(0, 2)) {
      /** @type {Map<string, NameRow>} */
      const rows = new Map();
      for (const [key, kind, value, name, count] of head.length < 2 ? [] : await this.askAll((segment) => segment.names(head))) {
        const known = rows.get(`${key}/${kind}/${value}`);
        rows.set(`${key}/${kind}/${value}`, [key, kind, value, name, count + (known?.[4] ?? 0)]);
      }
      return [...rows.values()];
    }

    /** Return all articles but those that are gone. @returns {List} */
    all() {
      const ranks = new Uint32Array(this.articles);
      let kept = 0;
      for (const { segment, first, count, rank } of this.runs) {
        for (let i = 0; i < count; i += 1) {
          if (!segment.gone.has(first + i)) ranks[kept++] = rank + i;
        }
      }
      return { ranks: ranks.subarray(0, kept), places: new Uint8Array(kept) };
    }

    /** Return the articles of a list that are of a year, and of a month. @param {List} list @param {string} year @param {string} month */
    ofTime(list, year, month) {
      return change(list, (/** @type {number} */ rank, /** @type {number} */ place) => {
        const time = this.timeOf(rank);
        return String(time.year) === year && (!month || String(time.month) === month) ? place : null;
      });
    }

    /** Return year and month of an article, zero where they are not known. @param {number} rank */
    timeOf(rank) {
      const { day, basis } = this.runOf(rank);
      return { year: basis === 3 ? 0 : Math.floor(day / 416), month: basis === 0 ? Math.floor((day % 416) / 32) : 0 };
    }

    /** Return the run that a rank lies in. @param {number} rank */
    runOf(rank) {
      let low = 0;
      let high = this.runs.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (this.runs[middle].rank <= rank) low = middle;
        else high = middle - 1;
      }
      return this.runs[low];
    }

    /** @param {number} rank @returns {Promise<Article>} */
    article(rank) {
      const run = this.runOf(rank);
      return run.segment.article(rank - run.rank + run.first);
    }
  }

  /** Load the list of segments. @param {string} root address of the folder of the index */
  async function openIndex(root) {
    return new Index(root, await load(`${root}list.js`, unpackData));
  }

  Object.assign(window, { weiwenIndex: { Index, openIndex } });
})();
