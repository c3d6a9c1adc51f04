// @ts-check
/*
 * The filters beside the results, each choice with how many articles it would leave. Needs address.js.
 */
(function () {
  "use strict";

  const { make } = /** @type {any} */ (window).weiwenAddress;

  const CHOICES = 10;
  /** Articles from which lists are fetched only when the reader opens them. */
  const LARGE = 500;
  /** @type {[Filter, string][]} */
  const GROUPS = [
    ["year", "年份"],
    ["place", "地方"],
    ["topic", "主题"],
    ["institution", "机构"],
    ["publication", "报纸"],
    ["status", "核对"],
  ];
  /** @type {Record<string, string>} */
  const STATUSES = { checked: "编辑核对过", machine: "机器读取，未经核对" };

  /** Tell whether a place lies in another one. @param {string} code @param {string} above */
  function isWithin(code, above) {
    return code !== "" && code.startsWith(above.replace(/(?:00)+$/, ""));
  }

  /** Return the name of a place of the archive, or its code. @param {any} index @param {string} code @returns {Promise<string>} */
  async function nameOfPlace(index, code) {
    for (const group of [`place-${code.slice(0, 4)}00`, `place-${code.slice(0, 2)}0000`, "place"]) {
      const found = (await index.facets(group)).find((/** @type {FacetList} */ { value }) => value === code);
      if (found) return found.name;
    }
    return code;
  }

  /** Draw a bar below a choice. @param {HTMLElement} link @param {Choice} choice @param {Choice[]} among */
  function withBar(link, choice, among) {
    link.style.setProperty("--part", String(choice.count / Math.max(1, ...among.map((one) => one.count))));
    return link;
  }

  class Filters {
    /** @param {HTMLElement} list where the choices are shown @param {Desk} desk */
    constructor(list, desk) {
      this.list = list;
      this.desk = desk;
      /** Groups that the reader has folded or unfolded. @type {Map<string, boolean>} */
      this.folds = new Map();
      /** How the query was last understood. @type {Plan} */
      this.plan = { words: [], place: "", notes: [] };
    }

    /** The numbers are of another query: they must not be read any more. */
    outdate() {
      this.list.setAttribute("aria-busy", "true");
    }

    /**
     * Show the filters with their counts; what is folded is fetched when it is opened.
     * @param {any} engine
     * @param {Plan} plan
     * @param {boolean} exact whether every article of the counts is proven
     * @param {() => boolean} wanted tells whether nothing else has been asked meanwhile
     */
    async show(engine, plan, exact, wanted) {
      this.plan = plan;
      const groups = await Promise.all(GROUPS.map(([filter, title]) => this.makeGroup(engine, filter, title, () => this.show(engine, plan, exact, wanted))));
      if (!wanted()) return;
      const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.key;
      const note = exact ? [] : [make("p", { class: "search-bound" }, "这些词太常见，没有逐篇核对：下面的篇数是上限。")];
      this.list.replaceChildren(...note, ...groups.flat());
      this.list.removeAttribute("aria-busy");
      if (focused) this.focus(focused);
    }

    /** @param {any} engine @param {Filter} filter @param {string} title @param {() => void} again */
    async makeGroup(engine, filter, title, again) {
      const usual = engine.index.articles < LARGE ? !["institution", "status"].includes(filter) : filter === "year";
      const chosen = this.desk.state()[filter] !== "";
      // What a portal knows without the other choices, it does not ask of the shards that have them.
      const open = engine.index.apart ? this.folds.get(filter) ?? (usual && !chosen) : (this.folds.get(filter) ?? usual) || chosen;
      const shown = open ? await this.choicesOf(engine, filter) : undefined;
      if (shown === null) return [];
      const group = /** @type {HTMLDetailsElement} */ (make("details", { class: "search-group" }, make("summary", {}, title)));
      if (shown) group.append(shown);
      group.open = open;
      group.addEventListener("toggle", () => {
        if (group.open === (this.folds.get(filter) ?? open)) return;
        this.folds.set(filter, group.open);
        if (group.open && !shown) again();
      });
      return [group];
    }

    /** Return the choices of a filter as a list, or null where there is nothing to choose. @param {any} engine @param {Filter} filter */
    async choicesOf(engine, filter) {
      if (filter === "place") return this.placeLevel(engine, "place");
      if (filter === "year") return this.yearList(engine);
      /** @type {Choice[]} */
      const choices = await engine.choices(filter, this.desk.state(), this.plan);
      if (filter === "status") for (const choice of choices) choice.name = STATUSES[choice.key] ?? choice.name;
      return choices.length > 0 ? this.choiceList(filter, choices) : null;
    }

    /** @param {Filter} filter @param {Choice} choice */
    choiceLink(filter, choice) {
      const chosen = this.desk.state()[filter] === choice.key;
      const attributes = { "data-key": `${filter}:${choice.key}`, ...(chosen ? { "aria-current": "true" } : {}) };
      const count = make("span", { class: "search-number" }, String(choice.count));
      const change = { [filter]: chosen ? "" : choice.key, ...(filter === "year" ? { month: "" } : {}) };
      return this.desk.link(change, attributes, make("span", {}, choice.name), " ", count);
    }

    /** Show the choices of a filter, the most frequent in sight, the others a click away. @param {Filter} filter @param {Choice[]} choices */
    choiceList(filter, choices) {
      const cut = choices.length > CHOICES + 2 ? CHOICES : choices.length;
      const items = choices.map((choice) => make("li", {}, this.choiceLink(filter, choice)));
      const list = make("ul", {}, ...items.slice(0, cut));
      if (cut === choices.length) return list;
      /** @type {Record<string, string>} */
      const open = choices.slice(cut).some((choice) => choice.key === this.desk.state()[filter]) ? { open: "" } : {};
      const rest = make("details", open, make("summary", {}, `其余 ${choices.length - cut} 项`), make("ul", {}, ...items.slice(cut)));
      return make("div", {}, list, rest);
    }

    /** Show the years as a small chart, and the months of the chosen one. @param {any} engine */
    async yearList(engine) {
      const state = this.desk.state();
      /** @type {Choice[]} */
      const years = await engine.times(state, "year", this.plan);
      if (years.length === 0 && !state.year) return null;
      if (state.year && !years.some((year) => year.key === state.year)) years.push({ key: state.year, name: state.year, count: 0 });
      /** @type {Choice[]} */
      const months = state.year ? await engine.times(state, "month", this.plan) : [];
      const items = years.map((year) => {
        const link = withBar(this.choiceLink("year", { ...year, name: `${year.name}年` }), year, years);
        if (year.key !== state.year || months.length === 0) return make("li", {}, link);
        const links = months.map((month) => make("li", {}, withBar(this.choiceLink("month", { ...month, name: `${month.name}月` }), month, months)));
        return make("li", {}, link, make("ul", {}, ...links));
      });
      return make("ul", { class: "search-years" }, ...items);
    }

    /**
     * Show one level of the tree of places; a branch is fetched when it is opened.
     * @param {any} engine
     * @param {string} group
     * @returns {Promise<HTMLElement | null>}
     */
    async placeLevel(engine, group) {
      /** @type {Choice[]} */
      const choices = await engine.choices(group, this.desk.state(), this.plan);
      if (choices.length === 0) return null;
      const few = choices.length <= 2 && engine.index.articles < LARGE;
      return make("ul", {}, ...(await Promise.all(choices.map((choice) => this.placeBranch(engine, choice, few)))));
    }

    /** @param {any} engine @param {Choice} choice @param {boolean} few whether the branch is open from the start */
    async placeBranch(engine, choice, few) {
      const link = this.choiceLink("place", choice);
      const hasBelow = engine.index.segments.some((/** @type {any} */ { groups }) => groups.has(`place-${choice.key}`));
      if (!hasBelow) return make("li", {}, link);
      const fold = /** @type {HTMLDetailsElement} */ (make("details", {}, make("summary", { "aria-label": `${choice.name}以下` })));
      const key = `place-${choice.key}`;
      const unfold = async () => {
        const below = await this.placeLevel(engine, key);
        if (below && fold.childElementCount === 1) fold.append(below);
      };
      fold.open = this.folds.get(key) ?? (isWithin(this.desk.state().place, choice.key) || few);
      if (fold.open) await unfold();
      fold.addEventListener("toggle", () => {
        this.folds.set(key, fold.open);
        if (fold.open) void unfold();
      });
      return make("li", { class: "search-branch" }, link, fold);
    }

    /** @param {string} key */
    focus(key) {
      /** @type {HTMLElement | null} */ (this.list.querySelector(`a[data-key="${CSS.escape(key)}"]`))?.focus();
    }
  }

  Object.assign(window, { weiwenFilters: { Filters, STATUSES, nameOfPlace } });
})();
