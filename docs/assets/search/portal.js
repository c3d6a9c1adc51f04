// @ts-check
/*
 * What a portal knows of its shards beforehand (places, years, topics, papers, pairs of letters), so that those that
 * cannot have an answer are not asked; and their lists, which are read where they lie. Needs grams.js and hosts.js.
 */

/**
 * @typedef {{
 *   name: string, address: string, articles: number, unchecked: number, years: number[], places: string,
 *   topics: string[], papers: string[] | null, segments: string[],
 * }} ShardRow
 *   What a portal knows of a shard; `papers` is null where there are too many to tell.
 * @typedef {{
 *   format: number, aliases: string[][], groups: string[], nameBits: number, pairBits: number,
 *   years: [number, number][], shards: ShardRow[],
 * }} PortalList
 * @typedef {ShardRow & {
 *   number: number, root: string, open?: Promise<any>, list?: any, trouble: string, since: number, opened: number, changed: boolean,
 * }} Shard
 */

(function () {
  "use strict";

  const { FIRST_LETTER } = /** @type {any} */ (window).weiwenCoding;
  const { mixName, nameHeads, termUnit } = /** @type {any} */ (window).weiwenGrams;
  const { load } = /** @type {any} */ (window).weiwenScripts;
  const { checkList, fail, unpackList } = /** @type {any} */ (window).weiwenHosts;

  /** Milliseconds after which a shard that failed is asked again. */
  const AGAIN = 30000;
  /** Pairs of letters in a file, and how many of a text are looked up. */
  const PAIRS_IN_FILE = 256;
  const MOST_PAIRS = 12;
  const LETTER_BITS = 15;

  /** What a portal knows by itself, as the search page asks it of an index. */
  class Portal {
    /** @param {string} root @param {PortalList} list */
    constructor(root, list) {
      const base = new URL("../", new URL(root, location.href));
      this.root = root;
      this.apart = true;
      this.format = list.format;
      this.aliases = list.aliases;
      this.nameBits = list.nameBits;
      this.pairBits = list.pairBits;
      this.years = list.years;
      /** As the filters ask which groups of choices there are. */
      this.segments = [{ groups: new Set(list.groups) }];
      /** @type {Shard[]} */
      this.shards = list.shards.map((row, number) => (
        { ...row, number, root: new URL(row.address, base).href, trouble: "", since: 0, opened: 0, changed: false }
      ));
    }

    /** @param {(shard: Shard) => number} count */
    sum(count) {
      return this.shards.reduce((sum, shard) => sum + (shard.trouble ? 0 : count(shard)), 0);
    }

    get articles() {
      return this.sum((shard) => (shard.list ?? shard).articles);
    }

    /** @param {string} group @returns {Promise<{value: string, name: string, count: number}[]>} */
    async facets(group) {
      if (!this.segments[0].groups.has(group)) return [];
      const rows = await load(`${this.root}f/${group}.js`);
      return rows.map((/** @type {[string, string, number]} */ [value, name, count]) => ({ value, name, count }));
    }

    /** @param {string} text @param {string} [head] @returns {Promise<NameRow[]>} */
    async names(text, head = text.slice(0, 2)) {
      if (head.length < 2) return [];
      const number = mixName(head) & ((1 << this.nameBits) - 1);
      const rows = await load(`${this.root}n/${Math.floor(number / 1000)}/${number}.js`);
      return rows.filter((/** @type {NameRow} */ [key]) => nameHeads(key).includes(head));
    }

    /** Return the name of a choice of a group, if any shard is known to have it. @param {string} group @param {string} value */
    async nameIn(group, value) {
      if (group.startsWith("place")) return (await this.facets(group)).find((facet) => facet.value === value)?.name;
      return this.shards.some(({ topics, papers }) => topics.includes(value) || papers?.includes(value)) ? value : undefined;
    }

    /** Return the shards that have a year, place, topic and paper, as far as known. @param {Partial<State>} filters */
    ofFilters({ place, year, topic, publication }) {
      const letter = place ? String.fromCharCode(FIRST_LETTER + Number(place.slice(0, 4))) : "";
      return this.shards.filter((shard) => shard.changed || (
        shard.places.includes(letter) &&
        (!year || shard.years.includes(Number(year))) &&
        (!topic || shard.topics.includes(topic)) &&
        (!publication || !shard.papers || shard.papers.includes(publication))
      ));
    }

    /** Return the shards that may have an answer. @param {Plan} plan @param {Partial<State>} filters */
    async possible(plan, filters) {
      const shards = this.ofFilters({ ...filters, ...(plan.place ? { place: plan.place } : {}) });
      if (shards.length < 2 || !this.pairBits) return shards;
      const wanted = plan.words.filter((word) => !word.excluded);
      const known = await Promise.all(wanted.map(async ({ forms }) => Promise.all(forms.map((form) => this.havePairs(form)))));
      return shards.filter((shard) => shard.changed || known.every((forms) => forms.some((have) => have(shard))));
    }

    /** Return what tells whether a shard has the pairs of letters of a text. @param {string} text folded */
    async havePairs(text) {
      const last = text.length - 2;
      const count = Math.min(MOST_PAIRS, last + 1);
      const starts = Array.from({ length: Math.max(count, 0) }, (_, i) => (count > 1 ? Math.round((i * last) / (count - 1)) : 0));
      const have = await Promise.all(starts.map((at) => this.havePair(termUnit(text[at]) + termUnit(text[at + 1]))));
      return (/** @type {Shard} */ shard) => have.every((has) => has(shard));
    }

    /** @param {number} number */
    pairFile(number) {
      return `${this.root}pairs/${Math.floor(number / 1000)}/${number}.js`;
    }

    /** @param {string} pair */
    async havePair(pair) {
      let mixed = mixName(pair);
      mixed ^= mixed >>> 15;
      const bucket = Math.imul(mixed, 0x2c1b3c6d) >>> (32 - this.pairBits);
      /** @type {string} */
      const text = await load(this.pairFile(Math.floor(bucket / PAIRS_IN_FILE)));
      const at = (bucket % PAIRS_IN_FILE) * Math.ceil(this.shards.length / LETTER_BITS);
      return (/** @type {Shard} */ { number }) => (
        ((text.charCodeAt(at + Math.floor(number / LETTER_BITS)) - FIRST_LETTER) >> (number % LETTER_BITS)) & 1
      );
    }

    /** Have a shard's list read where it lies, unless that failed a moment ago. @param {Shard} shard */
    async open(shard) {
      if (shard.trouble && Date.now() - shard.since < AGAIN) return;
      shard.open ??= /** @type {Promise<void>} */ (load(`${shard.root}search/list.js`, unpackList).then((/** @type {any} */ list) => {
        checkList(list, this.format);
        shard.changed = list.segments.map((/** @type {any} */ [name]) => name).join() !== shard.segments.join();
        shard.list = list;
        shard.opened += 1;
        shard.trouble = "";
      }));
      await shard.open.catch((error) => fail(shard, error));
    }

    /** Return what the search page says of what was searched. */
    get searched() {
      const missing = this.shards.filter(({ trouble }) => trouble).map(({ name, trouble }) => `${name}（${trouble}）`);
      const reached = this.shards.length - missing.length;
      return {
        articles: this.articles,
        unchecked: this.sum((shard) => (shard.list ?? shard).unchecked),
        whose: `${missing.length > 0 ? "问得到的" : ""} ${reached} 个档案`,
        missing: missing.length > 0 ? `。没有问到：${missing.join("、")}；那里有没有，还不知道` : "",
      };
    }
  }

  Object.assign(window, { weiwenPortal: { Portal } });
})();
