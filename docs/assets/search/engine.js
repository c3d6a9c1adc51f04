// @ts-check
/*
 * The search engine of the archive: a state of the search page goes in, exact results come out.
 *
 * Words are looked up in the index; every article that is shown has been checked against its own text, and so are,
 * afterwards, those that the index leaves in doubt. Needs index.js, planner.js, checking.js and excerpts.js.
 */

/**
 * @typedef {{
 *   query: string, place: string, topic: string, year: string, month: string, institution: string,
 *   publication: string, status: string, exact: string, sort: string,
 * }} State
 * @typedef {{key: string, name: string, count: number}} Choice
 * @typedef {{plan: Plan, list: List, total: number, exact: boolean, results: Result[]}} Answer
 * @typedef {{plan: Plan, found: Found, taken: Taken}} Tried
 */

(function () {
  "use strict";

  const { Planner } = /** @type {any} */ (window).weiwenPlanner;
  const { DOUBT, addUp, change, doubtful, narrow, subtract, unite } = /** @type {any} */ (window).weiwenLists;
  const { openIndex } = /** @type {any} */ (window).weiwenIndex;
  const { forget } = /** @type {any} */ (window).weiwenScripts;
  const { check, partWords, take } = /** @type {any} */ (window).weiwenChecking;
  const { presentMatch } = /** @type {any} */ (window).weiwenExcerpts;

  const KNOWN = 12;
  /** Articles in doubt that are read for an exact count, after the first results are shown. */
  const MOST_SETTLED = 60;
  const NEAR = 5;
  /** Bytes of a text; and what it is usually worth to find none in vain. */
  const TEXT_BYTES = 800;
  const USUAL_WORTH = 4000;
  /** Articles that are read in vain before it is thought over which lists to read. */
  const PATIENCE = [1, 6, 20];
  const FILTERS = /** @type {const} */ (["place", "topic", "institution", "publication", "status"]);

  /** Answers states of the search page from an index. */
  class Engine {
    /** @param {any} index */
    constructor(index) {
      this.index = index;
      this.planner = new Planner(index);
      /** What was found for the last words. @type {Map<string, Promise<Found>>} */
      this.known = new Map();
    }

    /** Return the articles that may hold any form of a word. @param {Word} word @param {number} worth @returns {Promise<Found>} */
    async findWord(word, worth) {
      /** @type {Found[]} */
      const found = await Promise.all(word.forms.map((form) => this.index.findText(form, worth)));
      return { list: found.map(({ list }) => list).reduce(unite), partly: found.some(({ partly }) => partly) };
    }

    /** Return the articles that may hold the words of a plan. @param {Plan} plan @param {number} worth @returns {Promise<Found>} */
    async findWords(plan, worth) {
      const [wanted, unwanted] = partWords(plan);
      const [found, without] = await Promise.all([
        Promise.all(wanted.map((/** @type {Word} */ word) => this.findWord(word, worth))),
        Promise.all(unwanted.map((/** @type {Word} */ word) => this.findWord(word, Infinity))),
      ]);
      const shared = found.length > 0 ? found.map(({ list }) => list).reduce(addUp) : this.index.all();
      return { list: without.map(({ list }) => list).reduce(subtract, shared), partly: found.some(({ partly }) => partly) };
    }

    /**
     * Return the articles that may hold the words of a plan, as far as known without asking again.
     * @param {Plan} plan
     * @param {number} worth bytes that it would save to find none that is not true
     * @param {Promise<Found>} [better] what is known now
     * @returns {Promise<Found>}
     */
    match(plan, worth, better) {
      const key = JSON.stringify([worth, plan.words]);
      const match = better ?? this.known.get(key) ?? this.findWords(plan, worth);
      this.known.delete(key);
      this.known.set(key, match);
      if (this.known.size > KNOWN) this.known.delete(this.known.keys().next().value ?? "");
      match.catch(() => this.known.delete(key));
      return match;
    }

    /**
     * Return the articles that may answer a plan with filters.
     * @param {Plan} plan
     * @param {Partial<State>} filters
     * @param {number} [worth]
     * @returns {Promise<Found>}
     */
    async find(plan, filters, worth = Infinity) {
      const chosen = { ...filters, ...(plan.place ? { place: plan.place } : {}) };
      const [{ list, partly }, ...left] = await Promise.all([
        this.match(plan, worth),
        ...FILTERS.filter((kind) => chosen[kind]).map((kind) => this.index.findFacet(kind, chosen[kind])),
      ]);
      const here = left.reduce(narrow, list);
      return { list: filters.year ? this.index.ofTime(here, filters.year, filters.month) : here, partly };
    }

    /**
     * Answer a state of the search page.
     * @param {State} state
     * @param {number} [limit] how many results are presented; all are counted
     * @param {(answer: any) => void} [early] is called with the first results, while others are still read
     */
    async search(state, limit = 10, early = () => {}) {
      const present = (/** @type {Tried} */ { plan, found, taken }) => ({
        plan,
        list: found.list,
        total: found.list.ranks.length - taken.dropped,
        exact: taken.all || (!found.partly && doubtful(found.list).length === 0),
        results: taken.matches.map((match) => presentMatch(match, plan)),
        searched: this.index,
      });
      return present(await this.answer(state, limit, (tried) => early(present(tried))));
    }

    /** Return the first reading of a state that finds something, or what was typed. @param {State} state @param {number} limit @param {(tried: Tried) => void} early */
    async answer(state, limit, early) {
      const typed = await this.planner.plan(state.query, Boolean(state.exact));
      const first = await this.tryPlan(typed, state, limit, early);
      if (first.taken.matches.length > 0 || state.exact || typed.words.length === 0) return first;
      const everywhere = await this.settle({ plan: typed }, {});
      if (everywhere.least > 0) return first;
      for await (const plan of this.planner.rewrites(typed)) {
        if (plan.place && state.place) continue;
        const other = await this.tryPlan(plan, state, limit, early);
        if (other.taken.matches.length > 0) return other;
      }
      return first;
    }

    /** @param {Plan} plan @param {State} state @param {number} limit @param {(tried: Tried) => void} early @returns {Promise<Tried>} */
    async tryPlan(plan, state, limit, early) {
      const byDate = state.sort === "date" || plan.words.every((word) => word.excluded);
      let worth = USUAL_WORTH;
      for (let round = 0; ; round += 1) {
        const found = await this.find(plan, state, worth);
        const how = { limit, byDate, patience: (found.partly && PATIENCE[round]) || Infinity };
        const taken = await take(this.index, found.list, plan, how, (/** @type {Taken} */ taken) => early({ plan, found, taken }));
        if (taken.dropped < how.patience) return { plan, found, taken };
        // What would be read in vain if it went on like this is worth lists that were left out.
        worth = Math.max(worth, (TEXT_BYTES * Math.max(1, limit - taken.matches.length) * taken.dropped) / (taken.matches.length + 1));
      }
    }

    /**
     * Read all lists, check what they leave in doubt, where that is little, and return how many articles there are.
     * @param {{plan: Plan}} answer
     * @param {Partial<State>} filters
     * @param {number} [most] articles that may be read for it
     */
    async settle({ plan }, filters, most = MOST_SETTLED) {
      let { list } = await this.match(plan, Infinity);
      let open = doubtful(list);
      if (open.length > most) open = doubtful((await this.find(plan, filters)).list);
      if (open.length > 0 && open.length <= most) {
        /** @type {Map<number, boolean>} */
        const truth = new Map();
        for (let at = 0; at < open.length; at += MOST_SETTLED) {
          await Promise.all(Array.from(open.subarray(at, at + MOST_SETTLED), async (rank) => truth.set(rank, (await check(this.index, rank, plan)) !== null)));
        }
        list = change(list, (/** @type {number} */ rank, /** @type {number} */ place) => {
          const known = truth.get(rank);
          return known === undefined ? place : known ? place & ~DOUBT : null;
        });
        void this.match(plan, Infinity, Promise.resolve({ list, partly: false }));
      }
      const here = (await this.find(plan, filters)).list;
      const least = here.ranks.length - doubtful(here).length;
      return { total: here.ranks.length, least, exact: least === here.ranks.length, everywhere: doubtful(list).length === 0 };
    }

    /**
     * Return a few articles that have some of the words, where none has all.
     * @param {Plan} plan
     * @param {State} state
     */
    async near(plan, state) {
      const [wanted, unwanted] = partWords(plan);
      /** @type {Map<number, number>} */
      const have = new Map();
      for (const word of wanted) {
        const { list } = await this.find({ words: [word, ...unwanted], place: "", notes: [] }, state);
        for (const rank of list.ranks) have.set(rank, (have.get(rank) ?? 0) + 1);
      }
      const best = [...have].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, NEAR);
      const any = { ...plan, words: [{ ...wanted[0], forms: wanted.flatMap((/** @type {Word} */ word) => word.forms) }, ...unwanted] };
      const checked = await Promise.all(best.map(([rank]) => check(this.index, rank, any)));
      return checked.flatMap((match) => (match ? presentMatch(match, any) : []));
    }

    /**
     * Return the choices of a group of facets with how many articles of a state each has, beside the other filters.
     * @param {string} group
     * @param {State} state
     * @param {Plan} plan
     * @returns {Promise<Choice[]>}
     */
    async choices(group, state, plan) {
      const kind = group.split("-")[0];
      const { list } = await this.find(plan, { ...state, [kind]: "" });
      const here = new Uint8Array(this.index.size);
      for (const rank of list.ranks) here[rank] = 1;
      /** @type {FacetList[]} */
      const facets = await this.index.facets(group);
      return facets
        .map(({ value, name, list }) => ({ key: value, name, count: list.ranks.reduce((sum, rank) => sum + here[rank], 0) }))
        .filter(({ key, count }) => count > 0 || key === state[/** @type {"place"} */ (kind)])
        .sort((a, b) => b.count - a.count);
    }

    /**
     * Return how many articles of a state are of each year, or of each month of its year.
     * @param {State} state
     * @param {"year" | "month"} unit
     * @param {Plan} plan
     */
    async times(state, unit, plan) {
      const { list } = await this.find(plan, unit === "year" ? { ...state, year: "", month: "" } : { ...state, month: "" });
      /** @type {Map<number, number>} */
      const counts = new Map();
      for (const rank of list.ranks) {
        const when = this.index.timeOf(rank)[unit];
        if (when > 0) counts.set(when, (counts.get(when) ?? 0) + 1);
      }
      return [...counts].sort((a, b) => b[0] - a[0]).map(([when, count]) => ({ key: String(when), name: String(when), count }));
    }
  }

  /** @type {Promise<Engine> | undefined} */
  let engine;

  /**
   * Open the index of the site once and return its engine.
   * @param {string} root address of the site's top folder, with a slash at its end
   */
  function withSite(root) {
    if (!engine) {
      engine = openIndex(`${root}search/`).then((/** @type {any} */ index) => new Engine(index));
      engine?.catch(() => {
        engine = undefined; // another try may do better
      });
    }
    return /** @type {Promise<Engine>} */ (engine);
  }

  Object.assign(window, { weiwenSearch: { Engine, forget, withSite } });
})();
