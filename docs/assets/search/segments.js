// @ts-check
/*
 * A segment as it lies on the server: some articles, numbered newest first, with the lists of their terms.
 * Twin of build_scripts/publishing/search/segments.py; docs/search-index.md describes the format.
 * Needs coding.js, grams.js, scripts.js and lists.js.
 */

/**
 * @typedef {{count: number, file: string, read: (proof: boolean) => Promise<List>}} Entry
 *   What a shard says of a term; `file` has its list where the shard has not. Without proof more may be in doubt.
 * @typedef {{day: number, basis: number, first: number, count: number, rank: number, segment: any}} Run
 *   Articles of one day in a segment.
 * @typedef {[name: string, size: number, bits: number, days: number[], groups: string[], nameBits: number,
 *   phrases: string, gone: number[]]} SegmentRow
 * @typedef {[kind: string, anchor: string, text: string]} Field
 * @typedef {{
 *   id: string, path: string, title: string, dated: string, year: number, publication: string,
 *   places: [string, string][], topics: string[], checked: boolean, fields: Field[],
 *   shard?: string,
 * }} Article
 * @typedef {{value: string, name: string, list: List}} FacetList
 * @typedef {[key: string, kind: string, value: string, name: string, count: number]} NameRow
 *   What may be typed, for which choice of which facet, and how many articles it has.
 */

(function () {
  "use strict";

  const { Bits, FIRST_LETTER, inflate, riceParameter } = /** @type {any} */ (window).weiwenCoding;
  const { TERM_BITS, mixName, nameHeads } = /** @type {any} */ (window).weiwenGrams;
  const { BODY, DOUBT, HINT_BITS, HINT_SHIFT, NOBODY, setDoubt } = /** @type {any} */ (window).weiwenLists;
  const { load } = /** @type {any} */ (window).weiwenScripts;

  const OWN_FROM = 512;
  const PARAMETER_BITS = 6;
  const FIELD_KINDS = "headline kicker deck summary column crosshead byline paragraph caption printed figure".split(" ");

  class Segment {
    /** @param {string} root @param {SegmentRow} row */
    constructor(root, [name, size, bits, days, groups, nameBits, phrases, gone]) {
      this.root = `${root}${name}/`;
      this.size = size;
      this.bits = bits;
      const [below, ...kinds] = groups;
      /** Groups of facets that have a file; those below places are written as letters. */
      this.groups = new Set([...kinds, ...Array.from(below, (letter) => `place-${letter.charCodeAt(0) - FIRST_LETTER}00`)]);
      this.nameBits = nameBits;
      this.phrasesFile = phrases && `${root}${phrases}.js`;
      /** What the texts are deflated after. @type {Promise<Uint8Array> | undefined} */
      this.phrases = undefined;
      this.gone = new Set(gone);
      this.runs = this.readDays(days);
    }

    /** @param {number[]} days of each run how much earlier it is than the one before, its basis, and how many articles */
    readDays(days) {
      /** @type {Run[]} */
      const runs = [];
      let day = 10000 * 416;
      let first = 0;
      for (let i = 0; i < days.length; i += 3) {
        day -= days[i];
        const count = days[i + 2];
        runs.push({ day, basis: days[i + 1], first, count, rank: first, segment: this });
        first += count;
      }
      return runs;
    }

    /** Return what the index says of a term. @param {bigint} term @returns {Promise<Entry>} */
    async find(term) {
      const restBits = BigInt(TERM_BITS - this.bits);
      const shard = Number(term >> restBits);
      /** @type {Map<number, Entry>} */
      const entries = await load(this.file("s", shard), (/** @type {string} */ text) => this.readShard(text));
      const entry = entries.get(Number(BigInt.asUintN(Number(restBits), term))) ?? { count: 0, file: "", read: async () => NOBODY };
      // What is kept has the numbers of the segment: ranks are those of the index that asks, and may be others in another.
      return { ...entry, read: async (/** @type {boolean} */ proof) => this.withRanks(await entry.read(proof)) };
    }

    /** Return the entries of a shard by the rest of their terms, with lists as they stand. @param {string} text */
    readShard(text) {
      const bits = new Bits(text);
      const restBits = TERM_BITS - this.bits;
      /** @type {Map<number, Entry>} */
      const entries = new Map();
      let left = bits.gamma() - 1;
      const k = bits.read(PARAMETER_BITS);
      for (let rest = -1; left > 0; left -= 1) {
        rest += bits.ones(1000) * 2 ** k + bits.read(k) + 1;
        const count = bits.gamma();
        const far = rest % 2 === 1 || (count >= OWN_FROM && bits.read(1) === 1); // long terms are odd
        const marked = bits.gamma() - 1;
        const loose = bits.gamma() - 1;
        const file = far ? this.file("l", bits.gamma() - 1) : "";
        const apart = far && bits.read(1) === 1 ? this.file("l", bits.gamma() - 1) : "";
        const near = far ? undefined : this.readList(bits, count, marked);
        const kept = apart ? undefined : this.readLoose(bits, loose, count, HINT_BITS);
        const read = async (/** @type {boolean} */ proof) => {
          const [text, more] = await Promise.all([file ? load(file) : "", apart && proof ? load(apart) : ""]);
          const list = near ?? this.readList(new Bits(text), count, marked);
          if (apart && !proof) return setDoubt(list, false);
          const places = list.places.slice();
          for (const [at, hint] of kept ?? this.readLoose(new Bits(more), loose, count, 0)) places[at] |= DOUBT | (hint << HINT_SHIFT);
          return { ranks: list.ranks, places };
        };
        entries.set(rest, { count, file, read });
      }
      return entries;
    }

    /** @param {any} bits @param {number} count @param {number} marked @returns {List} */
    readList(bits, count, marked) {
      const numbers = bits.numbers(count, this.size);
      const places = new Uint8Array(count).fill(BODY);
      const m = riceParameter(marked, count);
      for (let i = 0, at = -1; i < marked; i += 1) {
        at += bits.rice(m) + 1;
        places[at] = bits.read(1);
      }
      return { ranks: numbers, places };
    }

    /** Return ordinals of articles, each with its hint. @param {any} bits @param {number} loose @param {number} count @param {number} size of hints */
    readLoose(bits, loose, count, size) {
      const k = riceParameter(loose, count);
      let at = -1;
      return Array.from({ length: loose }, () => [(at += bits.rice(k) + 1), bits.read(size)]);
    }

    /** Return a list with ranks in place of numbers, without what is gone. @param {List} list @returns {List} */
    withRanks(list) {
      const [ranks, places] = [list.ranks.slice(), list.places.slice()];
      let run = 0;
      let kept = 0;
      for (let i = 0; i < ranks.length; i += 1) {
        while (ranks[i] >= this.runs[run].first + this.runs[run].count) run += 1;
        if (this.gone.has(ranks[i])) continue;
        places[kept] = places[i];
        ranks[kept] = ranks[i] - this.runs[run].first + this.runs[run].rank;
        kept += 1;
      }
      return { ranks: ranks.subarray(0, kept), places: places.subarray(0, kept) };
    }

    /** Return the lists of a group of facets. @param {string} group @returns {Promise<FacetList[]>} */
    async facets(group) {
      if (!this.groups.has(group)) return [];
      const [rows, text] = await load(`${this.root}f/${group}.js`);
      const bits = new Bits(text);
      return rows.map((/** @type {[string, string]} */ [value, name]) => {
        const numbers = bits.numbers(bits.gamma(), this.size);
        return { value, name, list: this.withRanks({ ranks: numbers, places: new Uint8Array(numbers.length) }) };
      });
    }

    /** Return the names that are filed under a head. @param {string} head @returns {Promise<NameRow[]>} */
    async names(head) {
      const rows = await load(this.file("n", mixName(head) & ((1 << this.nameBits) - 1)));
      return rows.filter((/** @type {NameRow} */ [key]) => nameHeads(key).includes(head));
    }

    /** Return what the texts are deflated after. */
    readPhrases() {
      this.phrases ??= this.phrasesFile ? load(this.phrasesFile, (/** @type {string} */ text) => inflate(text)) : Promise.resolve(new Uint8Array());
      this.phrases?.catch(() => (this.phrases = undefined));
      return this.phrases;
    }

    /** Return an article. @param {number} number @returns {Promise<Article>} */
    async article(number) {
      const [text, phrases] = await Promise.all([load(this.file("t", number)), this.readPhrases()]);
      const [head, ...rows] = JSON.parse(new TextDecoder("gbk").decode(await inflate(text, phrases)));
      const [id, title, dated, year, publication, places, topics, checked] = head;
      const fields = rows.map((/** @type {[number, string, string]} */ [kind, anchor, text]) => [FIELD_KINDS[kind], anchor, text]);
      return { id, path: `articles/${id.slice(0, 2)}/${id}.html`, title, dated, year, publication, places, topics, checked: checked > 0, fields };
    }

    /** @param {string} kind @param {number} number */
    file(kind, number) {
      return `${this.root}${kind}/${Math.floor(number / 1000)}/${number}.js`;
    }
  }

  Object.assign(window, { weiwenSegments: { Segment } });
})();
