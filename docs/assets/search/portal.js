// @ts-check
/*
 * Several archives, each with an index of its own, asked as if they were one. Only portals have this script.
 *
 * Every shard's list of segments is read where the shard lies, and one index is made of the segments of those shards
 * that may have an answer: the engine sees one archive, with one order of all articles, newest first. What is known of
 * shards beforehand (places, years, topics, papers, pairs of letters) comes with the portal, so that shards that
 * cannot have an answer are not asked. What another host sends is data and never run. Needs engine.js, which it stands for.
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

  const { FIRST_LETTER, unpackData } = /** @type {any} */ (window).weiwenCoding;
  const { mixName, nameHeads, termUnit } = /** @type {any} */ (window).weiwenGrams;
  const { NOBODY } = /** @type {any} */ (window).weiwenLists;
  const { load } = /** @type {any} */ (window).weiwenScripts;
  const { Segment } = /** @type {any} */ (window).weiwenSegments;
  const { Index } = /** @type {any} */ (window).weiwenIndex;
  const { Planner } = /** @type {any} */ (window).weiwenPlanner;
  const { Engine, forget } = /** @type {any} */ (window).weiwenSearch;

  /** Milliseconds after which a host is not waited for any longer, and after which a shard is asked again. */
  const PATIENT = 20000;
  const AGAIN = 30000;
  /** Pairs of letters in a file, and how many of a text are looked up. */
  const PAIRS_IN_FILE = 256;
  const MOST_PAIRS = 12;
  const LETTER_BITS = 15;
  const ENGINES = 8;
  const CHOSEN = /** @type {const} */ (["place", "topic", "year", "month", "institution", "publication", "status"]);

  /** Return data of another host; nothing for an address of this one. @param {string} address */
  function fetchElsewhere(address) {
    const url = new URL(address, location.href);
    return url.protocol === location.protocol && url.host === location.host ? undefined : readElsewhere(url.href);
  }

  /** @param {string} address @returns {Promise<any>} */
  async function readElsewhere(address) {
    const asked = fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(PATIENT) });
    const response = await asked.catch(() => undefined);
    if (!response?.ok) throw new Error(`${address} could not be loaded`);
    const text = new TextDecoder("utf-16le").decode(await response.arrayBuffer());
    return JSON.parse(text.replace(/^weiwen\(/, "").replace(/\)$/, ""));
  }

  /** Return a list as it was packed; those of the first format were not. @param {any} data */
  function unpackList(data) {
    return typeof data === "string" ? unpackData(data) : data;
  }

  /** Make sure that a list is one: what it says becomes addresses and loops. @param {any} list @param {number} format */
  function checkList(list, format) {
    if (list.format !== format) throw new Error(`索引格式是第 ${Number(list.format) || "?"} 版，这里读第 ${format} 版`);
    for (const row of list.segments) {
      const [name, size, , days, [below, ...kinds], , phrases, gone] = row;
      const plain = [name, ...kinds, ...(phrases ? [phrases] : [])].every((part) => /^[\w-]+$/.test(part));
      const sound = plain && typeof below === "string" && gone.length <= size && days.length <= 3 * size;
      const runs = sound ? new Segment("", row).runs : [];
      if (runs.reduce((/** @type {number} */ sum, /** @type {Run} */ run) => sum + run.count, 0) !== size) throw new Error("索引的目录坏了");
    }
  }

  /** The index of some shards; when one of them fails, that is noted at the shard. */
  class JoinedIndex extends Index {
    /** @param {Portal} portal @param {Shard[]} shards */
    constructor(portal, shards) {
      const rows = shards.flatMap((shard) => shard.list.segments.map((/** @type {any} */ row) => ({ shard, row })));
      const articles = rows.reduce((sum, { row }) => sum + row[1] - row[7].length, 0);
      const segments = rows.map(({ shard, row }) => Object.assign(new Segment(`${shard.root}search/`, row), { shard }));
      super(portal.root, { articles, unchecked: 0, aliases: portal.aliases, segments: [] }, segments);
      this.portal = portal;
    }

    /** @template T @param {(segment: any) => Promise<T[]>} ask @returns {Promise<T[]>} */
    async askAll(ask) {
      const asked = this.segments.map((/** @type {any} */ segment) => note(segment.shard, ask(segment)));
      return (await Promise.all(asked)).flat();
    }

    /** @param {string} text @param {string} [head] */
    names(text, head) {
      return this.portal.names(text, head);
    }

    /** @param {number} rank @returns {Promise<Article>} */
    async article(rank) {
      /** @type {Shard} */
      const shard = this.runOf(rank).segment.shard;
      return note(shard, super.article(rank).then((/** @type {Article} */ article) => {
        if (!/^[\w-]+$/.test(article.id)) throw new Error("文章的编号坏了");
        return { ...article, path: shard.root + article.path, shard: shard.name };
      }));
    }
  }

  /** Note at a shard that it has failed. @template T @param {Shard} shard @param {Promise<T>} asked @returns {Promise<T>} */
  async function note(shard, asked) {
    try {
      return await asked;
    } catch (error) {
      fail(shard, error);
      throw error;
    }
  }

  /** @param {Shard} shard @param {any} error */
  function fail(shard, error) {
    const lost = /could not be loaded$/.test(error.message);
    shard.trouble = /^(?:索引|文章)/.test(error.message) ? error.message : lost ? "打不开" : "索引读不懂";
    shard.since = Date.now();
    shard.open = undefined;
  }

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

  /** Answers states of the search page from several shards. */
  class PortalEngine {
    /** @param {Portal} portal */
    constructor(portal) {
      this.index = portal;
      this.planner = new Planner(portal);
      /** Engines of the shards that were asked together. @type {Map<string, any>} */
      this.engines = new Map();
    }

    /** Have an engine of some shards do something; a shard that fails is left out. @template T @param {Shard[]} shards @param {(engine: any) => Promise<T>} work @returns {Promise<T>} */
    async using(shards, work) {
      for (;;) {
        await Promise.all(shards.map((shard) => this.index.open(shard)));
        const sound = shards.filter((shard) => !shard.trouble);
        try {
          return await work(this.engineOf(sound));
        } catch (error) {
          if (!sound.some((shard) => shard.trouble)) throw error;
        }
      }
    }

    /** @param {Shard[]} shards */
    engineOf(shards) {
      const key = shards.map(({ number, opened }) => `${number}/${opened}`).join();
      const engine = this.engines.get(key) ?? new Engine(new JoinedIndex(this.index, shards));
      this.engines.delete(key);
      this.engines.set(key, engine);
      if (this.engines.size > ENGINES) this.engines.delete(this.engines.keys().next().value ?? "");
      return engine;
    }

    /** @param {State} state @param {number} [limit] @param {(answer: any) => void} [early] */
    async search(state, limit = 10, early = () => {}) {
      const plan = await this.planner.plan(state.query, Boolean(state.exact));
      const { searched } = this.index;
      if (limit === 0 && isIdle(plan, state)) return { plan, list: NOBODY, total: this.index.articles, exact: true, results: [], searched };
      const tell = (/** @type {any} */ answer) => ({ ...answer, searched: this.index.searched });
      const ask = (/** @type {Shard[]} */ shards) => (
        this.using(shards, (engine) => engine.search(state, limit, (/** @type {any} */ first) => early(tell(first))))
      );
      const shards = await this.index.possible(plan, state);
      const answer = await ask(shards);
      // What was typed is nowhere: how else it may be meant is to be known of all shards.
      const again = answer.results.length === 0 && !state.exact && plan.words.length > 0 && shards.length < this.index.shards.length;
      return tell(again ? await ask(this.index.shards) : answer);
    }

    /** @param {{plan: Plan}} answer @param {Partial<State>} filters @param {number} [most] */
    async settle(answer, filters, most) {
      const all = this.index.articles;
      if (isIdle(answer.plan, filters)) return { total: all, least: all, exact: true, everywhere: true };
      return this.using(await this.index.possible(answer.plan, filters), (engine) => engine.settle(answer, filters, most));
    }

    /** @param {Plan} plan @param {State} state */
    near(plan, state) {
      return this.using(this.index.ofFilters(state), (engine) => engine.near(plan, state));
    }

    /** @param {string} group @param {State} state @param {Plan} plan @returns {Promise<Choice[]>} */
    async choices(group, state, plan) {
      const others = { ...state, [group.split("-")[0]]: "" };
      if (isIdle(plan, others) && group.startsWith("place")) {
        return (await this.index.facets(group)).map(({ value, name, count }) => ({ key: value, name, count }));
      }
      /** @type {Choice[]} */
      const choices = await this.using(await this.index.possible(plan, others), (engine) => engine.choices(group, state, plan));
      const chosen = state[/** @type {"place"} */ (group.split("-")[0])];
      // What is chosen is shown though nothing of it is left, also where no shard was asked.
      const name = chosen && choices.every(({ key }) => key !== chosen) ? await this.index.nameIn(group, chosen) : "";
      return name ? [...choices, { key: chosen, name, count: 0 }] : choices;
    }

    /** @param {State} state @param {"year" | "month"} unit @param {Plan} plan @returns {Promise<Choice[]>} */
    async times(state, unit, plan) {
      const others = unit === "year" ? { ...state, year: "", month: "" } : { ...state, month: "" };
      if (unit === "year" && isIdle(plan, others)) return this.index.years.map(([year, count]) => ({ key: String(year), name: String(year), count }));
      return this.using(await this.index.possible(plan, others), (engine) => engine.times(state, unit, plan));
    }
  }

  /** Tell whether everything is asked for. @param {Plan} plan @param {Partial<State>} filters */
  function isIdle(plan, filters) {
    return plan.words.length === 0 && !plan.place && CHOSEN.every((name) => !filters[name]);
  }

  /** @type {Promise<PortalEngine> | undefined} */
  let portalEngine;

  /**
   * Open the portal once and return what answers for it.
   * @param {string} root address of the site's top folder, with a slash at its end
   */
  function withPortal(root) {
    if (!portalEngine) {
      portalEngine = load(`${root}search/list.js`, unpackData).then((/** @type {PortalList} */ list) => new PortalEngine(new Portal(`${root}search/`, list)));
      portalEngine?.catch(() => {
        portalEngine = undefined; // another try may do better
      });
    }
    return /** @type {Promise<PortalEngine>} */ (portalEngine);
  }

  Object.assign(window, { weiwenElsewhere: fetchElsewhere });
  Object.assign(window, { weiwenSearch: { forget, withSite: withPortal } });
})();
