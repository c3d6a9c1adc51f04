// @ts-check
/*
 * The search page: the address says what is asked, the engine answers, this file has it shown.
 * Needs engine.js, address.js, results.js, filters.js, help.js and share.js.
 */
(function () {
  "use strict";

  const { withSite } = /** @type {any} */ (window).weiwenSearch;
  const { STEP, isAsked, make, readAddress, readTyped, writeAddress } = /** @type {any} */ (window).weiwenAddress;
  const { showResult } = /** @type {any} */ (window).weiwenResults;
  const { Filters, STATUSES, nameOfPlace } = /** @type {any} */ (window).weiwenFilters;
  const { showShare } = /** @type {any} */ (window).weiwenShare;
  const { browseLinks, findHelp } = /** @type {any} */ (window).weiwenHelp;

  const TYPING_PAUSE = 20;
  /** What an article takes to be read. */
  const TEXT_BYTES = 800;

  const page = /** @type {HTMLElement} */ (document.querySelector("[data-search-page]"));
  const root = new URL("../../", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (page.querySelector(selector));
  const form = /** @type {HTMLFormElement} */ (find("form"));
  const input = /** @type {HTMLInputElement} */ (find("input[type=search]"));
  const parts = {
    status: find(".search-status"),
    searched: find(".search-searched"),
    rewritten: find(".search-rewritten"),
    chosen: find(".search-chosen"),
    filters: /** @type {HTMLDetailsElement} */ (find(".search-filters")),
    results: find(".search-results"),
    help: find(".search-help"),
    more: /** @type {HTMLButtonElement} */ (find(".search-more")),
  };
  const siteTitle = document.title;
  /** @type {PageState} */
  let state = readAddress();
  let turn = 0;
  let typing = false;
  let timer = 0;
  /** @type {Desk} */
  const desk = { root, state: () => state, link: stateLink };
  const filters = new Filters(find(".search-choices"), desk);
  /** Shows the filters of the last answer. */
  let showFilters = async () => {};

  /**
   * Show another state.
   * @param {Partial<PageState>} change
   * @param {{push: boolean}} how whether the back button returns to the present state
   */
  function go(change, how) {
    state = { ...state, limit: STEP, ...change };
    const address = writeAddress(state);
    if (address !== location.pathname + location.search) {
      if (how.push) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    }
    return show();
  }

  /** Ask the engine and show its answer, unless something else was asked meanwhile. */
  async function show() {
    turn += 1;
    const mine = turn;
    const wanted = () => mine === turn;
    if (input.value !== state.query && document.activeElement !== input) input.value = state.query;
    document.title = state.query ? `${state.query} · ${siteTitle}` : siteTitle;
    filters.outdate();
    try {
      const engine = await withSite(root);
      const answer = await engine.search(state, isAsked(state) ? state.limit : 0, (/** @type {any} */ first) => wanted() && showAnswer(first));
      if (!wanted()) return;
      showAnswer(answer);
      page.dataset.answered = state.query;
      await Promise.all([showHelp(engine, answer, wanted), showChosen(engine, answer, wanted), settle(engine, answer, wanted)]);
    } catch (error) {
      if (wanted()) showFailure();
      console.error(error);
    }
  }

  /** Have what is in doubt checked, and show counts that say so. @param {any} engine @param {any} answer @param {() => boolean} wanted @param {number} [most] articles that may be read for it */
  async function settle(engine, answer, wanted, most) {
    const settled = await engine.settle(answer, state, most);
    if (!wanted()) return;
    if (!answer.exact) showCount({ ...answer, ...settled, again: () => settle(engine, answer, wanted, Infinity) });
    const idle = settled.total === 0 && !isAsked({ ...state, query: "" }); // there is nothing to choose from
    showFilters = async () => {
      if (parts.filters.open && !idle) await filters.show(engine, answer.plan, settled.everywhere, wanted);
      parts.filters.hidden = idle || (find(".search-choices").childElementCount === 0 && parts.filters.open);
    };
    await showFilters();
  }

  /** @param {any} answer */
  function showAnswer(answer) {
    const asked = isAsked(state);
    page.dataset.state = !asked ? "empty" : answer.total === 0 ? "none" : "found";
    parts.searched.textContent = describeSearched(answer);
    parts.rewritten.replaceChildren(...describeRewriting(answer));
    parts.results.replaceChildren(...(asked ? answer.results.map((/** @type {Result} */ result) => showResult(result, answer.plan, root)) : []));
    showCount(answer);
  }

  /** @param {any} answer */
  function showCount(answer) {
    const asked = isAsked(state);
    const left = asked ? answer.total - answer.results.length : 0;
    parts.status.replaceChildren(...(asked ? [...describeCount(answer), answer.searched.missing ?? ""] : [""]));
    parts.more.hidden = left <= 0;
    parts.more.textContent = answer.exact ? `再显示 ${Math.min(STEP, left)} 篇（还有 ${left} 篇）` : "再显示一些";
  }

  function showFailure() {
    page.dataset.state = "failed";
    parts.status.textContent = "文章没有载入，暂时不能搜索。";
    parts.results.replaceChildren();
    parts.help.replaceChildren(make("p", {}, "请检查网络后刷新本页；也可以先按地方、主题或年份浏览。"), browseLinks());
  }

  /** Say how many articles there are, and whether that is known to the last. @param {any} answer */
  function describeCount({ total, least, exact, again, results }) {
    if (total === 0) return ["没有找到"];
    const shown = results.length < total ? `，先列出 ${results.length} 篇` : "";
    if (exact) return ["找到 ", make("strong", {}, String(total)), ` 篇${shown}`];
    if (!again) return [`先列出 ${results.length} 篇，正在数一共有多少……`];
    const button = make("button", { type: "button" }, `逐篇核对，要再取约 ${Math.ceil(((total - least) * TEXT_BYTES) / 1000)} kB`);
    button.addEventListener("click", () => {
      button.replaceWith("正在逐篇核对……");
      again().catch((/** @type {any} */ error) => console.error(error));
    });
    return ["找到 ", make("strong", {}, `${Math.max(least, results.length)} 到 ${total}`), ` 篇（这些字太常见，没有逐篇核对）${shown}。`, button];
  }

  /** Say what was looked for beside or instead of what was typed. @param {any} answer */
  function describeRewriting({ plan }) {
    if (state.exact) return [stateLink({ exact: "" }, {}, "也找别的写法")];
    if (plan.notes.length === 0) return [];
    return [`${plan.notes.join("；")}。`, stateLink({ exact: "1" }, {}, "只按原样找")];
  }

  /** @param {any} answer */
  function describeSearched({ searched }) {
    if (searched.articles === 0) return "档案里还没有文章。";
    const unchecked =
      searched.unchecked > 0 ? `，其中 ${searched.unchecked} 篇由机器读取、未经编辑核对` : "，都已经人工核对";
    return `查的是${searched.whose ?? "档案"}里的 ${searched.articles} 篇文章${unchecked}。没有查到，不等于没有发生。`;
  }

  /**
   * Return a link to another state of this page; it also works in a new tab.
   * @param {Partial<PageState>} change
   * @param {Record<string, string>} attributes
   * @param {...(Node | string)} children
   * @returns {HTMLElement}
   */
  function stateLink(change, attributes, ...children) {
    const link = make("a", { ...attributes, href: writeAddress({ ...state, limit: STEP, ...change }) }, ...children);
    link.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      const key = link.dataset.key;
      typing = false;
      if (change.query !== undefined) input.value = change.query;
      void go(change, { push: true }).then(() => {
        if (key) filters.focus(key);
      });
    });
    return link;
  }

  /** Show the chosen filters, each of which a click takes away. @param {any} engine @param {any} answer @param {() => boolean} wanted */
  async function showChosen(engine, answer, wanted) {
    const place = state.place ? await nameOfPlace(engine.index, state.place) : "";
    if (!wanted()) return;
    void showShare(find(".search-share"), { asked: isAsked(state), found: answer.total > 0, root, state, placeName: place });
    /** @type {[Partial<PageState>, string][]} */
    const chosen = [];
    if (state.place) chosen.push([{ place: "" }, `地方：${place}`]);
    if (state.topic) chosen.push([{ topic: "" }, `主题：${state.topic}`]);
    if (state.institution) chosen.push([{ institution: "" }, `机构：${state.institution}`]);
    if (state.publication) chosen.push([{ publication: "" }, `报纸：${state.publication}`]);
    if (state.status) chosen.push([{ status: "" }, STATUSES[state.status] ?? state.status]);
    if (state.year) chosen.push([{ year: "", month: "" }, `年份：${state.year}`]);
    if (state.month) chosen.push([{ month: "" }, `${state.month}月`]);
    const chips = chosen.map(([change, text]) =>
      stateLink(change, { class: "chip", "aria-label": `去掉${text}` }, text, make("span", { "aria-hidden": "true" }, " ✕")),
    );
    const sorts = [["", "按相关"], ["date", "按日期"]].map(([sort, text]) => stateLink({ sort }, sort === state.sort ? { "aria-current": "true" } : {}, text));
    const sortable = answer.total > 1 && answer.plan.words.length > 0;
    parts.chosen.replaceChildren(...chips, ...(sortable ? [make("span", { class: "search-sorts" }, ...sorts)] : []));
    parts.chosen.hidden = parts.chosen.childElementCount === 0;
    find(".search-filters > summary").textContent =
      chips.length > 0 ? `筛选（已选 ${chips.length} 项）` : "筛选：地方、时间、主题、机构";
  }

  /** Say in plain words what the reader can do next. @param {any} engine @param {any} answer @param {() => boolean} wanted */
  async function showHelp(engine, answer, wanted) {
    const help = await findHelp(engine, answer, desk);
    if (wanted()) parts.help.replaceChildren(...help);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const push = !typing;
    typing = false;
    void go({ query: readTyped(input), exact: "" }, { push });
  });

  input.addEventListener("input", (event) => {
    if (/** @type {InputEvent} */ (event).isComposing) return;
    readTyped(input); // at once: before it is drawn
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      const push = !typing;
      typing = true;
      void go({ query: readTyped(input), exact: "" }, { push });
    }, TYPING_PAUSE);
  });
  input.addEventListener("compositionend", () => input.dispatchEvent(new InputEvent("input")));

  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    clearTimeout(timer);
    input.value = "";
    void go({ query: "" }, { push: true });
  });

  parts.more.addEventListener("click", () => {
    const seen = parts.results.childElementCount;
    void go({ limit: state.limit + STEP }, { push: false }).then(() => {
      /** @type {HTMLElement | null} */ (parts.results.children[seen]?.querySelector("a"))?.focus();
    });
  });

  window.addEventListener("popstate", () => {
    clearTimeout(timer);
    typing = false;
    state = readAddress();
    input.value = state.query;
    void show();
  });

  const wide = window.matchMedia("(min-width: 60em)");
  const foldFilters = () => {
    parts.filters.open = wide.matches;
  };
  parts.filters.addEventListener("toggle", () => {
    if (parts.filters.open) showFilters().catch((error) => console.error(error));
  });
  wide.addEventListener("change", foldFilters);
  foldFilters();

  page.hidden = false;
  input.value = state.query;
  parts.status.textContent = "正在载入文章……";
  void show();
  if (location.search === "" && window.matchMedia("(pointer: fine)").matches) input.focus({ preventScroll: true });
})();
