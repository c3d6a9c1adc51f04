// @ts-check
/*
 * Several archives, each with an index of its own, asked as if they were one: an engine for the shards that may have
 * an answer. Only portals have this script and the three before it. Needs engine.js, which it stands for, and portal.js.
 */

(function () {
  "use strict";

  const { unpackData } = /** @type {any} */ (window).weiwenCoding;
  const { NOBODY } = /** @type {any} */ (window).weiwenLists;
  const { load } = /** @type {any} */ (window).weiwenScripts;
  const { Planner } = /** @type {any} */ (window).weiwenPlanner;
  const { Engine, forget } = /** @type {any} */ (window).weiwenSearch;
  const { JoinedIndex } = /** @type {any} */ (window).weiwenJoined;
  const { Portal } = /** @type {any} */ (window).weiwenPortal;

  const ENGINES = 8;
  const CHOSEN = /** @type {const} */ (["place", "topic", "year", "month", "institution", "publication", "status"]);

  /** Answers states of the search page from several shards. */
  class PortalEngine {
    /** @param {any} portal */
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
        return (await this.index.facets(group)).map((/** @type {any} */ { value, name, count }) => ({ key: value, name, count }));
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
      if (unit === "year" && isIdle(plan, others)) return this.index.years.map((/** @type {[number, number]} */ [year, count]) => ({ key: String(year), name: String(year), count }));
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

  Object.assign(window, { weiwenSearch: { forget, withSite: withPortal } });
})();
