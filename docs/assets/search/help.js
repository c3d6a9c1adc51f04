// @ts-check
/*
 * What the reader can do next, in plain words: before a search, after a wide one, after one without hits.
 * Needs address.js and results.js.
 */
(function () {
  "use strict";

  const { isAsked, make, withoutFilters } = /** @type {any} */ (window).weiwenAddress;
  const { showResult } = /** @type {any} */ (window).weiwenResults;

  const MOST_PLACES = 3;

  function browseLinks() {
    const links = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (document.querySelector(".search-browse")).cloneNode(true));
    links.hidden = false;
    return links;
  }

  /**
   * Return what to say below the count.
   * @param {any} engine
   * @param {Answer} answer
   * @param {Desk} desk
   * @returns {Promise<HTMLElement[]>}
   */
  async function findHelp(engine, answer, desk) {
    if (!isAsked(desk.state())) return emptyHelp();
    return [...(await wideHelp(engine, answer, desk)), ...(answer.total === 0 ? await noHitHelp(engine, answer, desk) : [])];
  }

  function emptyHelp() {
    return [
      make("p", {}, "输入文章里的任何两个字以上都能找到：医院名、地名、数字、半句话都行。"),
      make("p", {}, "用空格隔开几个词，就只找同时写有这些词的文章，例如“急诊 夜间”。"),
      browseLinks(),
    ];
  }

  /** Return a word as it is typed: with its minus and its quotation marks. @param {Word} word */
  function writeWord({ printed, excluded, quoted }) {
    return `${excluded ? "-" : ""}${quoted ? `“${printed}”` : printed}`;
  }

  /** Count the articles that answer a query as it is typed. @param {any} engine @param {string} query @returns {Promise<number>} */
  async function countAll(engine, query) {
    return (await engine.settle({ plan: await engine.planner.plan(query) }, {})).total;
  }

  /** Return the places that the words of a query name, so that the reader can filter by them. @param {any} engine @param {Plan} plan */
  async function placesNamed(engine, plan) {
    const forms = plan.words.flatMap((word) => (word.excluded ? [] : word.forms));
    /** @type {NameRow[]} */
    const rows = (await Promise.all(forms.map((form) => engine.index.names(form)))).flat();
    const named = rows.filter(([key, kind]) => kind === "place" && forms.includes(key));
    return [...new Map(named.map(([, , value, name, count]) => [value, { key: value, name, count }])).values()];
  }

  /** @param {any} engine @param {Answer} answer @param {Desk} desk */
  async function wideHelp(engine, { plan, total }, desk) {
    const { words } = plan;
    const help = [];
    if (total > 0 && words.length > 0 && words.every((word) => Array.from(word.forms[0]).length === 1)) {
      help.push(make("p", {}, "只输入了一个字，结果会很宽；再加一个字会更准。"));
    }
    if (desk.state().place !== "") return help;
    for (const place of (await placesNamed(engine, plan)).slice(0, MOST_PLACES)) {
      const others = words.filter((word) => !word.forms.some((form) => place.name.startsWith(form)));
      const query = others.map(writeWord).join(" ");
      const plain = others.every((word) => !word.excluded && !word.quoted);
      const text = query ? `只在${place.name}的文章里找${plain ? `“${query}”` : `：${query}`}` : `看${place.name}的全部 ${place.count} 篇文章`;
      help.push(make("p", {}, desk.link({ query, place: place.key }, {}, text)));
    }
    return help;
  }

  /** @param {any} engine @param {Answer} answer @param {Desk} desk */
  async function noHitHelp(engine, { plan }, desk) {
    const { words } = plan;
    const state = desk.state();
    const unfiltered = await countAll(engine, state.query);
    if (unfiltered > 0 && words.length > 0) {
      const link = desk.link(withoutFilters(state), {}, `去掉筛选，有 ${unfiltered} 篇`);
      return [make("p", {}, "所选的筛选条件下没有；", link, "。")];
    }
    const help = words.length > 1 ? await apartHelp(engine, plan, desk) : [];
    if (words.length === 1) {
      help.push(
        make("p", {}, `没有一篇文章写有“${words[0].printed}”。可以换一种说法，少写几个字（写“中心医院”而不是全名），或者检查有没有错字。`),
      );
    }
    help.push(make("p", {}, "也可以从这里看起："), browseLinks());
    return help;
  }

  /** Offer each word by itself, and articles that have some of them. @param {any} engine @param {Plan} plan @param {Desk} desk */
  async function apartHelp(engine, plan, desk) {
    const found = plan.words.filter((word) => !word.excluded).map(async (word) => {
      const [query, { printed }] = [writeWord(word), word];
      const count = await countAll(engine, query);
      return make("li", {}, count > 0 ? desk.link({ query }, {}, `“${printed}”有 ${count} 篇`) : `“${printed}”没有`);
    });
    const help = [make("p", {}, "没有一篇文章同时写有这些词。分开找："), make("ul", {}, ...(await Promise.all(found)))];
    /** @type {Result[]} */
    const near = await engine.near(plan, desk.state());
    if (near.length > 0) {
      const list = near.map((result) => showResult(result, plan, desk.root));
      help.push(make("h2", { class: "search-near" }, "只写有其中一部分的文章"), make("ol", { class: "search-results" }, ...list));
    }
    return help;
  }

  Object.assign(window, { weiwenHelp: { browseLinks, findHelp } });
})();
