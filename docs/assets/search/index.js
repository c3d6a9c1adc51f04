// @ts-check
/*
 * The index as it lies on the server: files of letters that are bits, terms that are numbers, segments of
 * articles. Twin of build_scripts/publishing/search/{coding,grams,lists,segments}.py; docs/search-index.md
 * describes the format. Everything is loaded as a script, so that it also works from a folder on disk.
 */
(function () {
  "use strict";

  /**
   * @typedef {{ranks: Uint32Array, places: Uint8Array}} List
   *   Articles in order of rank (0 is the newest) and where each has the term: 0 headline, 1 other head, 2 elsewhere.
   * @typedef {{count: number, read: () => Promise<List>, far: boolean}} Entry
   *   What a shard says of a term; `far` means that the list is in a file of its own.
   * @typedef {{day: number, basis: number, first: number, count: number, rank: number, segment: Segment}} Run
   *   Articles of one day in a segment.
   * @typedef {[string, number, number, string, string[], number, number[]]} SegmentRow
   * @typedef {{articles: number, unchecked: number, aliases: string[][], segments: SegmentRow[]}} SegmentList
   * @typedef {[kind: string, anchor: string, text: string]} Field
   * @typedef {{
   *   id: string, path: string, title: string, dated: string, year: number, publication: string,
   *   places: [string, string][], topics: string[], checked: boolean, fields: Field[], more: boolean,
   * }} Article
   * @typedef {{value: string, name: string, ranks: Uint32Array}} Choice
   * @typedef {[key: string, kind: string, value: string, name: string, count: number]} NameRow
   *   What may be typed, for which choice of which facet, and how many articles it has.
   */

  const FIRST_LETTER = 0x3400;
  const UNIT = 15;
  const LONGEST_RUN = 12;
  const RAW = 22;
  const TERM_BITS = 48;
  const OWN_FROM = 512;
  const PARAMETER_BITS = 6;
  const BODY = 2;
  const FIELD_KINDS = "headline kicker deck summary column crosshead byline paragraph caption printed figure".split(" ");
  const MARK = 0x2f;
  const COMMON = ',。、:;"%.';
  const MARKS = [
    [0x20, 0x2f], [0x3a, 0x60], [0x7b, 0xbf], [0x2000, 0x2bff],
    [0x3000, 0x3004], [0x3008, 0x3020], [0x3030, 0x3030], [0xfe10, 0xfe6f], [0xff00, 0xff65],
  ];
  const NOBODY = { ranks: new Uint32Array(0), places: new Uint8Array(0) };

  /** Reads numbers from letters of fifteen bits. */
  class Bits {
    /** @param {string} text */
    constructor(text) {
      this.text = text;
      this.at = 0;
    }

    /** Return the next bits as a number. @param {number} size at most 48 */
    read(size) {
      let value = 0;
      while (size > 0) {
        const left = UNIT - (this.at % UNIT);
        const take = size < left ? size : left;
        const unit = this.text.charCodeAt((this.at / UNIT) | 0) - FIRST_LETTER;
        value = value * (1 << take) + ((unit >> (left - take)) & ((1 << take) - 1));
        this.at += take;
        size -= take;
      }
      return value;
    }

    /** Count ones up to a zero, which is read too, or up to a limit. @param {number} limit */
    ones(limit) {
      let count = 0;
      while (count < limit && this.read(1) === 1) count += 1;
      return count;
    }

    gamma() {
      const size = this.ones(TERM_BITS);
      return 2 ** size + this.read(size);
    }

    /** @param {number} k */
    rice(k) {
      const ones = this.ones(LONGEST_RUN);
      return ones === LONGEST_RUN ? this.read(RAW) : ones * 2 ** k + this.read(k);
    }
  }

  /** Return the parameter of a list. @param {number} count @param {number} size */
  function riceParameter(count, size) {
    const mean = Math.floor(((size * 177) >> 8) / Math.max(count, 1));
    return Math.max(31 - Math.clz32(mean), 0);
  }

  /** Return the bytes that letters hold. @param {string} text */
  function unpackBytes(text) {
    const bits = new Bits(text);
    const padding = bits.read(UNIT);
    const bytes = new Uint8Array(((text.length - 1) * UNIT - padding) / 8);
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = bits.read(8);
    return bytes;
  }

  /** Return what was deflated in GBK. @param {string} text @returns {Promise<any>} */
  async function unsqueeze(text) {
    const stream = new Blob([unpackBytes(text)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return JSON.parse(new TextDecoder("gbk").decode(await new Response(stream).arrayBuffer()));
  }

  /** Return a unit as terms have it: all marks but the commonest are one. @param {number} unit */
  function termUnit(unit) {
    if (COMMON.includes(String.fromCharCode(unit))) return unit;
    return MARKS.some(([low, high]) => unit >= low && unit <= high) ? MARK : unit;
  }

  /** Return the term of a key: a permutation of the numbers below 2^48. @param {bigint} key */
  function scramble(key) {
    key = BigInt.asUintN(TERM_BITS, key * 0x9e3779b97f4bn);
    key ^= key >> 23n;
    key = BigInt.asUintN(TERM_BITS, key * 0xc2b2ae3d27d5n);
    return key ^ (key >> 25n);
  }

  /** Return the term of one to three units of folded text. @param {string} gram */
  function textTerm(gram) {
    let key = 0n;
    for (let i = 0; i < 3; i += 1) key = (key << 16n) | BigInt(i < gram.length ? termUnit(gram.charCodeAt(i)) : 0);
    return scramble(key);
  }

  /** Return the term of a facet, whose three units no text has. @param {string} kind @param {string} value */
  function facetTerm(kind, value) {
    const name = `${kind}:${value}`;
    let mixed = 0xcbf29ce484222325n;
    for (let i = 0; i < name.length; i += 1) mixed = BigInt.asUintN(64, (mixed ^ BigInt(name.charCodeAt(i))) * 0x100000001b3n);
    mixed = BigInt.asUintN(41, mixed ^ (mixed >> 41n));
    return scramble(((0xd800n + (mixed >> 31n)) << 32n) | BigInt.asUintN(31, mixed));
  }

  /** Return 32 bits of a name. @param {string} name */
  function mixName(name) {
    let mixed = 0x811c9dc5;
    for (let i = 0; i < name.length; i += 1) mixed = Math.imul(mixed ^ name.charCodeAt(i), 0x01000193) >>> 0;
    return mixed;
  }

  /**
   * Return the heads under which a name is filed: one wrong letter spoils not all of them.
   * @param {string} key
   */
  function nameHeads(key) {
    const heads = [key.slice(0, 2)];
    if (/^[a-z0-9]/.test(key)) return heads;
    if (key.length === 3) heads.push(`~${key.slice(1)}`, `~${key[0]}${key[2]}`);
    if (key.length > 3) heads.push(`~${key.slice(2, 4)}`);
    return heads;
  }

  /** @type {Map<string, {resolve: (data: any) => void}>} */
  const expected = new Map();
  /** @type {Map<string, Promise<any>>} */
  const loaded = new Map();

  /** Load the data of a script, once. @param {string} address @returns {Promise<any>} */
  function load(address) {
    let promise = loaded.get(address);
    if (!promise) {
      promise = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        expected.set(script.src, { resolve });
        // After a script that has handed over its data this changes nothing.
        script.onload = script.onerror = () => {
          expected.delete(script.src);
          script.remove();
          reject(new Error(`${address} could not be loaded`));
        };
        document.head.append(script);
      });
      promise.catch(() => loaded.delete(address)); // another try may do better
      loaded.set(address, promise);
    }
    return promise;
  }

  /** Let everything be loaded again: for measuring. */
  function forget() {
    loaded.clear();
  }

  /** Called by every file of the index. @param {any} data */
  function receive(data) {
    expected.get(/** @type {HTMLScriptElement} */ (document.currentScript).src)?.resolve(data);
  }

  /** Some articles, numbered newest first, with the lists of their terms. */
  class Segment {
    /** @param {string} root @param {SegmentRow} row */
    constructor(root, [name, size, bits, days, groups, nameBits, gone]) {
      this.root = `${root}${name}/`;
      this.size = size;
      this.bits = bits;
      const [below, ...kinds] = groups;
      /** Groups of facets that have a file; those below places are written as letters. */
      this.groups = new Set([...kinds, ...Array.from(below, (letter) => `place-${letter.charCodeAt(0) - FIRST_LETTER}00`)]);
      this.nameBits = nameBits;
      this.gone = new Set(gone);
      this.runs = this.readDays(days);
    }

    /** @param {string} text */
    readDays(text) {
      const bits = new Bits(text);
      /** @type {Run[]} */
      const runs = [];
      let day = 10000 * 416;
      let first = 0;
      for (let left = bits.gamma() - 1; left > 0; left -= 1) {
        day -= bits.gamma() - 1;
        const basis = bits.gamma() - 1;
        const count = bits.gamma();
        runs.push({ day, basis, first, count, rank: first, segment: this });
        first += count;
      }
      return runs;
    }

    /** Return what the index says of a term. @param {bigint} term @returns {Promise<Entry>} */
    async find(term) {
      const restBits = BigInt(TERM_BITS - this.bits);
      const wanted = Number(BigInt.asUintN(Number(restBits), term));
      const shard = Number(term >> restBits);
      const bits = new Bits(await load(`${this.root}s/${Math.floor(shard / 1000)}/${shard}.js`));
      let rest = -1;
      let left = bits.gamma() - 1;
      const k = bits.read(PARAMETER_BITS);
      for (; left > 0 && rest < wanted; left -= 1) {
        rest += bits.ones(1000) * 2 ** k + bits.read(k) + 1;
        const count = bits.gamma();
        const own = count >= OWN_FROM && bits.read(1) === 1;
        const marked = bits.gamma() - 1;
        if (rest === wanted) {
          const file = `${this.root}l/${term.toString(16)}.js`;
          const read = async () => this.readList(own ? new Bits(await load(file)) : bits, count, marked);
          return { count, read, far: own };
        }
        if (!own) this.skipList(bits, count, marked);
      }
      return { count: 0, read: async () => NOBODY, far: false };
    }

    /** @param {Bits} bits @param {number} count @param {number} marked */
    skipList(bits, count, marked) {
      const k = riceParameter(count, this.size);
      for (let i = 0; i < count; i += 1) bits.rice(k);
      const m = riceParameter(marked, count);
      for (let i = 0; i < marked; i += 1) {
        bits.rice(m);
        bits.at += 1;
      }
    }

    /** @param {Bits} bits @param {number} count @param {number} marked */
    readList(bits, count, marked) {
      const ranks = this.readNumbers(bits, count);
      const places = new Uint8Array(count).fill(BODY);
      const m = riceParameter(marked, count);
      for (let i = 0, at = -1; i < marked; i += 1) {
        at += bits.rice(m) + 1;
        places[at] = bits.read(1);
      }
      return this.withRanks(ranks, places);
    }

    /** @param {Bits} bits @param {number} count */
    readNumbers(bits, count) {
      const numbers = new Uint32Array(count);
      const k = riceParameter(count, this.size);
      for (let i = 0, number = -1; i < count; i += 1) {
        number += bits.rice(k) + 1;
        numbers[i] = number;
      }
      return numbers;
    }

    /** Turn numbers of articles into ranks, and leave out what is gone. @param {Uint32Array} numbers @param {Uint8Array} places */
    withRanks(numbers, places) {
      let run = 0;
      let kept = 0;
      for (let i = 0; i < numbers.length; i += 1) {
        while (numbers[i] >= this.runs[run].first + this.runs[run].count) run += 1;
        if (this.gone.has(numbers[i])) continue;
        places[kept] = places[i];
        numbers[kept] = numbers[i] - this.runs[run].first + this.runs[run].rank;
        kept += 1;
      }
      return { ranks: numbers.subarray(0, kept), places: places.subarray(0, kept) };
    }

    /** Return the choices of a group of facets. @param {string} group @returns {Promise<Choice[]>} */
    async choices(group) {
      if (!this.groups.has(group)) return [];
      const [rows, text] = await load(`${this.root}f/${group}.js`);
      const bits = new Bits(text);
      return rows.map((/** @type {[string, string]} */ [value, name]) => {
        const numbers = this.readNumbers(bits, bits.gamma());
        return { value, name, ranks: this.withRanks(numbers, new Uint8Array(numbers.length)).ranks };
      });
    }

    /** Return the names that are filed under a head. @param {string} head @returns {Promise<NameRow[]>} */
    async names(head) {
      const rows = await load(`${this.root}n/${mixName(head) & ((1 << this.nameBits) - 1)}.js`);
      return rows.filter((/** @type {NameRow} */ [key]) => nameHeads(key).includes(head));
    }

    /** Return the first part of an article. @param {number} number @returns {Promise<Article>} */
    async article(number) {
      const [head, ...rows] = await unsqueeze(await load(this.textFile(number, "")));
      const [id, title, dated, year, publication, places, topics, checked, more] = head;
      const path = `articles/${id}.html`;
      const fields = rows.map(asField);
      return { id, path, title, dated, year, publication, places, topics, checked: checked > 0, fields, more: more > 0 };
    }

    /** Return the fields of an article that its first part does not have. @param {number} number @returns {Promise<Field[]>} */
    async rest(number) {
      return (await unsqueeze(await load(this.textFile(number, "b")))).map(asField);
    }

    /** @param {number} number @param {string} part */
    textFile(number, part) {
      return `${this.root}t/${Math.floor(number / 1000)}/${number}${part}.js`;
    }
  }

  /** @param {[number, string, string]} row @returns {Field} */
  function asField([kind, anchor, text]) {
    return [FIELD_KINDS[kind], anchor, text];
  }

  /** Join lists of several segments. @param {List[]} lists @returns {List} */
  function joinLists(lists) {
    const full = lists.filter((list) => list.ranks.length > 0);
    if (full.length < 2) return full[0] ?? NOBODY;
    const both = full.flatMap(({ ranks, places }) => Array.from(ranks, (rank, i) => rank * 4 + places[i]));
    both.sort((a, b) => a - b);
    return { ranks: Uint32Array.from(both, (n) => Math.floor(n / 4)), places: Uint8Array.from(both, (n) => n % 4) };
  }

  /** All segments, with one order of all articles: the rank, newest first. */
  class Index {
    /** @param {string} root @param {SegmentList} list */
    constructor(root, list) {
      this.root = root;
      this.articles = list.articles;
      /** Names that mean the same. */
      this.aliases = list.aliases;
      this.unchecked = list.unchecked;
      this.segments = list.segments.map((row) => new Segment(root, row));
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

    /** Return what all segments say of a term. @param {bigint} term @returns {Promise<Entry>} */
    async find(term) {
      const entries = await Promise.all(this.segments.map((segment) => segment.find(term)));
      return {
        count: entries.reduce((sum, entry) => sum + entry.count, 0),
        far: entries.some((entry) => entry.far),
        read: async () => joinLists(await Promise.all(entries.map((entry) => entry.read()))),
      };
    }

    /** Return the choices of a group, those of all segments joined. @param {string} group @returns {Promise<Choice[]>} */
    async choices(group) {
      const found = await Promise.all(this.segments.map((segment) => segment.choices(group)));
      /** @type {Map<string, Choice>} */
      const choices = new Map();
      for (const choice of found.flat()) {
        const known = choices.get(choice.value);
        if (!known) choices.set(choice.value, choice);
        else known.ranks = Uint32Array.from([...known.ranks, ...choice.ranks]).sort();
      }
      return [...choices.values()];
    }

    /** Return the names that have the first two letters of a text. @param {string} text @returns {Promise<NameRow[]>} */
    async names(text) {
      return text.length < 2 ? [] : this.namesOf(text.slice(0, 2));
    }

    /** Return the names of all segments that are filed under a head. @param {string} head @returns {Promise<NameRow[]>} */
    async namesOf(head) {
      const found = await Promise.all(this.segments.map((segment) => segment.names(head)));
      /** @type {Map<string, NameRow>} */
      const rows = new Map();
      for (const [key, kind, value, name, count] of found.flat()) {
        const known = rows.get(`${key}/${kind}/${value}`);
        rows.set(`${key}/${kind}/${value}`, [key, kind, value, name, count + (known?.[4] ?? 0)]);
      }
      return [...rows.values()];
    }

    /** Return all ranks but those of articles that are gone. */
    all() {
      const ranks = new Uint32Array(this.articles);
      let kept = 0;
      for (const { segment, first, count, rank } of this.runs) {
        for (let i = 0; i < count; i += 1) {
          if (!segment.gone.has(first + i)) ranks[kept++] = rank + i;
        }
      }
      return ranks.subarray(0, kept);
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

    /** Return year and month of a run, zero where they are not known. @param {Run} run */
    static month({ day, basis }) {
      return { year: basis === 3 ? 0 : Math.floor(day / 416), month: basis === 0 ? Math.floor((day % 416) / 32) : 0 };
    }

    /** @param {number} rank */
    article(rank) {
      const run = this.runOf(rank);
      return run.segment.article(rank - run.rank + run.first);
    }

    /** @param {number} rank */
    rest(rank) {
      const run = this.runOf(rank);
      return run.segment.rest(rank - run.rank + run.first);
    }
  }

  /** Load the list of segments. @param {string} root address of the folder of the index */
  async function openIndex(root) {
    return new Index(root, await load(`${root}list.js`));
  }

  Object.assign(window, {
    weiwen: receive,
    weiwenIndex: { Index, facetTerm, forget, load, nameHeads, openIndex, termUnit, textTerm },
  });
})();
