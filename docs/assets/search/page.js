// @ts-check
/*
 * The search page: the address says what is asked, the engine answers, this file shows it.
 * Text of the archive is only ever put in as text, never as markup.
 */
(function () {
  "use strict";

  /**
   * @typedef {{
   *   query: string, place: string, topic: string, institution: string, publication: string, status: string,
   *   year: string, month: string, exact: string, sort: string, limit: number,
   * }} State
   * @typedef {"place" | "topic" | "institution" | "publication" | "status" | "year" | "month"} Filter
   * @typedef {{key: string, name: string, count: number}} Choice
   */

  const STEP = 10;
  const CHOICES = 10;
  const TYPING_PAUSE = 40;
  /** Said where a hit does not stand in the running text. @type {Record<string, string>} */
  const WHERE = {
    column: "栏目",
    kicker: "引题",
    deck: "副题",
    byline: "署名",
    summary: "提要",
    crosshead: "小标题",
    caption: "图片说明",
    printed: "原文字形",
    figure: "文中数字",
  };
  /** @type {[Exclude<keyof State, "limit">, string][]} */
  const PARAMETERS = [
    ["query", "q"],
    ["place", "place"],
    ["topic", "topic"],
    ["institution", "institution"],
    ["publication", "paper"],
    ["status", "status"],
    ["year", "year"],
    ["month", "month"],
    ["exact", "exact"],
    ["sort", "sort"],
  ];
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
  /** Articles from which lists are fetched only when the reader opens them. */
  const LARGE = 500;

  const { weiwenSearch, weiwenShare } = /** @type {any} */ (window);
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
    choices: find(".search-choices"),
    results: find(".search-results"),
    help: find(".search-help"),
    more: /** @type {HTMLButtonElement} */ (find(".search-more")),
  };
  const siteTitle = document.title;
  /** @type {State} */
  let state = readAddress();
  let turn = 0;
  let typing = false;
  let timer = 0;
  /** Groups that the reader has folded or unfolded. @type {Map<string, boolean>} */
  const folds = new Map();
  /** How the query was last understood. @type {any} */
  let planned = { words: [], place: "", notes: [] };

  /**
   * Make an element; strings among the children become text.
   * @param {string} tag
   * @param {Record<string, string>} [attributes]
   * @param {...(Node | string)} children
   */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** Return what the address asks for. @returns {State} */
  function readAddress() {
    const asked = new URLSearchParams(location.search);
    const limit = Math.min(1000, Math.max(STEP, Number.parseInt(asked.get("n") ?? "", 10) || STEP));
    const read = Object.fromEntries(PARAMETERS.map(([name, short]) => [name, asked.get(short) ?? ""]));
    return /** @type {State} */ ({ ...read, sort: read.sort === "date" ? "date" : "", limit });
  }

  /** Return the address of a state. @param {State} asked */
  function writeAddress(asked) {
    const parameters = new URLSearchParams();
    for (const [name, short] of PARAMETERS) if (asked[name]) parameters.set(short, asked[name]);
    if (asked.limit > STEP) parameters.set("n", String(asked.limit));
    const text = parameters.toString();
    return location.pathname + (text ? `?${text}` : "");
  }

  /**
   * Show another state.
   * @param {Partial<State>} change
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
    if (input.value !== state.query && document.activeElement !== input) input.value = state.query;
    document.title = state.query ? `${state.query} · ${siteTitle}` : siteTitle;
    try {
      const engine = await weiwenSearch.withSite(root);
      const answer = await engine.search(state, isAsked() ? state.limit : 0);
      if (mine !== turn) return;
      showAnswer(answer);
      await Promise.all([showHelp(engine, answer, mine), showChosen(engine, answer, mine), showGroups(engine, mine, answer.plan)]);
      if (!answer.exact && mine === turn) {
        const settled = await engine.settle(answer);
        if (settled.exact && mine === turn) parts.status.replaceChildren(...describeCount({ ...answer, ...settled }));
      }
    } catch (error) {
      if (mine === turn) showFailure();
      console.error(error);
    }
  }

  function isAsked() {
    return PARAMETERS.some(([name]) => name !== "sort" && name !== "exact" && state[name] !== "");
  }

  /** @param {any} answer */
  function showAnswer(answer) {
    const asked = isAsked();
    page.dataset.state = !asked ? "empty" : answer.total === 0 ? "none" : "found";
    page.dataset.answered = state.query;
    parts.status.replaceChildren(...(asked ? describeCount(answer) : [""]));
    parts.searched.textContent = describeSearched(answer);
    parts.rewritten.replaceChildren(...describeRewriting(answer));
    parts.results.replaceChildren(...(asked ? answer.results.map((/** @type {any} */ r) => showResult(r, answer)) : []));
    const left = asked ? answer.total - answer.results.length : 0;
    parts.more.hidden = left <= 0;
    parts.more.textContent = `再显示 ${Math.min(STEP, left)} 篇（还有${answer.exact ? "" : "约"} ${left} 篇）`;
  }

  function showFailure() {
    page.dataset.state = "failed";
    parts.status.textContent = "文章没有载入，暂时不能搜索。";
    parts.results.replaceChildren();
    parts.help.replaceChildren(make("p", {}, "请检查网络后刷新本页；也可以先按地方、主题或年份浏览。"), browseLinks());
  }

  /** @param {any} answer */
  function describeCount(answer) {
    if (answer.total === 0) return ["没有找到"];
    const shown = answer.results.length < answer.total ? `，先列出 ${answer.results.length} 篇` : "";
    return [answer.exact ? "找到 " : "找到约 ", make("strong", {}, String(answer.total)), ` 篇${shown}`];
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
    return `查的是档案里的 ${searched.articles} 篇文章${unchecked}。没有查到，不等于没有发生。`;
  }

  /**
   * Return a link to another state of this page; it also works in a new tab.
   * @param {Partial<State>} change
   * @param {Record<string, string>} attributes
   * @param {...(Node | string)} children
   */
  function stateLink(change, attributes, ...children) {
    const link = make("a", { ...attributes, href: writeAddress({ ...state, limit: STEP, ...change }) }, ...children);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      const key = link.dataset.key;
      typing = false;
      if (change.query !== undefined) input.value = change.query;
      void go(change, { push: true }).then(() => {
        if (key) focusKey(key);
      });
    });
    return link;
  }

  /** Show the chosen filters, each of which a click takes away. @param {any} engine @param {any} answer @param {number} mine */
  async function showChosen(engine, answer, mine) {
    const place = state.place ? await engine.placeName(state.place) : "";
    if (mine !== turn) return;
    weiwenShare.showShare(find(".search-share"), { asked: isAsked(), root, place: state.place, name: place });
    /** @type {[Partial<State>, string][]} */
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
    const sorts = make(
      "span",
      { class: "search-sorts" },
      ...[
        ["", "按相关"],
        ["date", "按日期"],
      ].map(([sort, text]) => stateLink({ sort }, sort === state.sort ? { "aria-current": "true" } : {}, text)),
    );
    parts.chosen.replaceChildren(...chips, ...(answer.total > 1 && answer.plan.words.length > 0 ? [sorts] : []));
    parts.chosen.hidden = parts.chosen.childElementCount === 0;
    find(".search-filters > summary").textContent =
      chips.length > 0 ? `筛选（已选 ${chips.length} 项）` : "筛选：地方、时间、主题、机构";
  }

  /** Show the filters with their counts; what is folded is fetched when it is opened. @param {any} engine @param {number} mine @param {any} plan */
  async function showGroups(engine, mine, plan) {
    planned = plan;
    if (!parts.filters.open) return;
    const groups = await Promise.all(
      GROUPS.map(async ([filter, title]) => {
        const open = folds.get(filter) ?? (engine.index.articles < LARGE ? !["institution", "status"].includes(filter) : filter === "year");
        const shown = open || state[filter] !== "" ? await choicesOf(engine, filter) : undefined;
        return shown === null ? [] : [foldedGroup(filter, title, open || state[filter] !== "", shown)];
      }),
    );
    if (mine !== turn) return;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.key;
    parts.choices.replaceChildren(...groups.flat());
    if (focused) focusKey(focused);
    parts.filters.hidden = parts.choices.childElementCount === 0;
  }

  /** @param {string} filter @param {string} title @param {boolean} open @param {HTMLElement} [shown] */
  function foldedGroup(filter, title, open, shown) {
    const group = /** @type {HTMLDetailsElement} */ (make("details", { class: "search-group" }, make("summary", {}, title)));
    if (shown) group.append(shown);
    group.open = open;
    group.addEventListener("toggle", () => {
      if (group.open === (folds.get(filter) ?? open)) return;
      folds.set(filter, group.open);
      if (group.open && !shown) void weiwenSearch.withSite(root).then((/** @type {any} */ engine) => showGroups(engine, turn, planned));
    });
    return group;
  }

  /** Return the choices of a filter as a list, or null where there is nothing to choose. @param {any} engine @param {Filter} filter */
  async function choicesOf(engine, filter) {
    if (filter === "place") return placeLevel(engine, "place");
    if (filter === "year") return yearList(engine);
    /** @type {Choice[]} */
    const choices = await engine.choices(filter, state, planned);
    if (filter === "status") for (const choice of choices) choice.name = STATUSES[choice.key] ?? choice.name;
    return choices.length > 0 ? choiceList(filter, choices) : null;
  }

  /**
   * @param {Filter} filter
   * @param {Choice} choice
   */
  function choiceLink(filter, choice) {
    const chosen = state[filter] === choice.key;
    const attributes = { "data-key": `${filter}:${choice.key}`, ...(chosen ? { "aria-current": "true" } : {}) };
    const count = make("span", { class: "search-number" }, String(choice.count));
    const change = { [filter]: chosen ? "" : choice.key, ...(filter === "year" ? { month: "" } : {}) };
    return stateLink(change, attributes, make("span", {}, choice.name), " ", count);
  }

  /**
   * Show the choices of a filter, the most frequent in sight, the others a click away.
   * @param {Filter} filter
   * @param {Choice[]} choices
   */
  function choiceList(filter, choices) {
    const cut = choices.length > CHOICES + 2 ? CHOICES : choices.length;
    const items = choices.map((choice) => make("li", {}, choiceLink(filter, choice)));
    const list = make("ul", {}, ...items.slice(0, cut));
    if (cut === choices.length) return list;
    /** @type {Record<string, string>} */
    const open = choices.slice(cut).some((choice) => choice.key === state[filter]) ? { open: "" } : {};
    const rest = make("details", open, make("summary", {}, `其余 ${choices.length - cut} 项`), make("ul", {}, ...items.slice(cut)));
    return make("div", {}, list, rest);
  }

  /** Show the years as a small chart, and the months of the chosen one. @param {any} engine */
  async function yearList(engine) {
    /** @type {Choice[]} */
    const years = await engine.times(state, "year", planned);
    if (years.length === 0 && !state.year) return null;
    if (state.year && !years.some((year) => year.key === state.year)) years.push({ key: state.year, name: state.year, count: 0 });
    /** @type {Choice[]} */
    const months = state.year ? await engine.times(state, "month", planned) : [];
    const items = years.map((year) => {
      const link = withBar(choiceLink("year", { ...year, name: `${year.name}年` }), year, years);
      if (year.key !== state.year || months.length === 0) return make("li", {}, link);
      const links = months.map((month) => make("li", {}, withBar(choiceLink("month", { ...month, name: `${month.name}月` }), month, months)));
      return make("li", {}, link, make("ul", {}, ...links));
    });
    return make("ul", { class: "search-years" }, ...items);
  }

  /** @param {HTMLElement} link @param {Choice} choice @param {Choice[]} among */
  function withBar(link, choice, among) {
    link.style.setProperty("--part", String(choice.count / Math.max(1, ...among.map((one) => one.count))));
    return link;
  }

  /**
   * Show one level of the tree of places; a branch is fetched when it is opened.
   * @param {any} engine
   * @param {string} group
   * @returns {Promise<HTMLElement | null>}
   */
  async function placeLevel(engine, group) {
    /** @type {Choice[]} */
    const choices = await engine.choices(group, state, planned);
    if (choices.length === 0) return null;
    const items = await Promise.all(
      choices.map(async (choice) => {
        const link = choiceLink("place", choice);
        if (!engine.hasBelow(choice.key)) return make("li", {}, link);
        const fold = /** @type {HTMLDetailsElement} */ (make("details", {}, make("summary", { "aria-label": `${choice.name}以下` })));
        const key = `place-${choice.key}`;
        const unfold = async () => {
          const below = await placeLevel(engine, key);
          if (below && fold.childElementCount === 1) fold.append(below);
        };
        fold.open = folds.get(key) ?? (isWithin(state.place, choice.key) || (choices.length <= 2 && engine.index.articles < LARGE));
        if (fold.open) await unfold();
        fold.addEventListener("toggle", () => {
          folds.set(key, fold.open);
          if (fold.open) void unfold();
        });
        return make("li", { class: "search-branch" }, link, fold);
      }),
    );
    return make("ul", {}, ...items);
  }

  /** Tell whether a place lies in another one. @param {string} code @param {string} above */
  function isWithin(code, above) {
    return code !== "" && code.startsWith(above.replace(/(?:00)+$/, ""));
  }

  /** @param {string} key */
  function focusKey(key) {
    /** @type {HTMLElement | null} */ (page.querySelector(`a[data-key="${CSS.escape(key)}"]`))?.focus();
  }

  /** Put text with its hits marked into an element. @param {HTMLElement} element @param {string} text @param {any[]} spans */
  function appendMarked(element, text, spans) {
    let at = 0;
    for (const { start, end } of spans) {
      element.append(text.slice(at, start), make("mark", {}, text.slice(start, end)));
      at = end;
    }
    element.append(text.slice(at));
    return element;
  }

  /** Return what to mark in an article, as a query. @param {any} plan */
  function markedWords(plan) {
    const forms = plan.words.flatMap((/** @type {any} */ word) => (word.excluded ? [] : word.forms));
    return forms.map((/** @type {string} */ form) => (/[\s"-]/.test(form) ? `"${form.replaceAll('"', " ")}"` : form)).join(" ");
  }

  /** @param {any} result @param {any} answer */
  function showResult({ article, title, excerpts, anchor }, answer) {
    const words = markedWords(answer.plan);
    const href = `${root}${article.path}${words ? `?h=${encodeURIComponent(words.replace(/\p{Surrogate}/gu, ""))}` : ""}${anchor ? `#${anchor}` : ""}`;
    const facts = [
      article.dated,
      article.publication,
      article.places.map((/** @type {[string, string]} */ [, name]) => name).join("、"),
      article.topics.slice(0, 3).join("、"),
    ].filter(Boolean);
    const heading = make("h2", { class: "result-title" }, appendMarked(make("a", { href }), article.title, title));
    const meta = make("p", { class: "result-meta" }, ...facts.map((fact) => make("span", {}, fact)));
    return make("li", { class: "result" }, heading, meta, ...excerpts.map(showExcerpt));
  }

  /** @param {any} excerpt */
  function showExcerpt({ field, text, spans, cutBefore, cutAfter }) {
    const element = make("p", { class: "result-excerpt" });
    if (spans.length > 0 && WHERE[field[0]]) element.append(make("span", { class: "search-where" }, WHERE[field[0]]), " ");
    if (cutBefore) element.append("……");
    appendMarked(element, text, spans);
    if (cutAfter) element.append("……");
    return element;
  }

  function browseLinks() {
    const links = /** @type {HTMLElement} */ (find(".search-browse").cloneNode(true));
    links.hidden = false;
    return links;
  }

  /** Say in plain words what the reader can do next. @param {any} engine @param {any} answer @param {number} mine */
  async function showHelp(engine, answer, mine) {
    const help = !isAsked() ? emptyHelp() : [...(await wideHelp(engine, answer)), ...(answer.total === 0 ? await noHitHelp(engine, answer) : [])];
    if (mine === turn) parts.help.replaceChildren(...help);
  }

  function emptyHelp() {
    return [
      make("p", {}, "输入文章里的任何两个字以上都能找到：医院名、地名、数字、半句话都行。"),
      make("p", {}, "用空格隔开几个词，就只找同时写有这些词的文章，例如“急诊 夜间”。"),
      browseLinks(),
    ];
  }

  /** @param {any} engine @param {any} answer */
  async function wideHelp(engine, answer) {
    const words = answer.plan.words;
    const help = [];
    if (answer.total > 0 && words.length > 0 && words.every((/** @type {any} */ word) => Array.from(word.forms[0]).length === 1)) {
      help.push(make("p", {}, "只输入了一个字，结果会很宽；再加一个字会更准。"));
    }
    if (state.place !== "") return help;
    for (const place of (await engine.placesNamed(answer.plan)).slice(0, 3)) {
      const others = words.filter((/** @type {any} */ word) => !namesPlace(word, place.name));
      const query = others.map((/** @type {any} */ word) => word.printed).join(" ");
      const text = query ? `只在${place.name}的文章里找“${query}”` : `看${place.name}的全部 ${place.count} 篇文章`;
      help.push(make("p", {}, stateLink({ query, place: place.key }, {}, text)));
    }
    return help;
  }

  /** @param {any} word @param {string} name */
  function namesPlace(word, name) {
    return word.forms.some((/** @type {string} */ form) => name.startsWith(form));
  }

  /** @param {any} engine @param {any} answer */
  async function noHitHelp(engine, answer) {
    const words = answer.plan.words;
    /** @type {Node[]} */
    const help = [];
    const everywhere = Object.fromEntries(PARAMETERS.map(([name]) => [name, name === "query" ? state.query : ""]));
    const unfiltered = await engine.count(state.query);
    if (unfiltered > 0 && words.length > 0) {
      help.push(make("p", {}, "所选的筛选条件下没有；", stateLink(everywhere, {}, `去掉筛选，有 ${unfiltered} 篇`), "。"));
      return help;
    }
    if (words.length > 1) {
      help.push(make("p", {}, "没有一篇文章同时写有这些词。分开找："));
      const found = words.map(async (/** @type {any} */ { printed }) => {
        const count = await engine.count(printed);
        return make("li", {}, count > 0 ? stateLink({ query: printed }, {}, `“${printed}”有 ${count} 篇`) : `“${printed}”没有`);
      });
      help.push(make("ul", {}, ...(await Promise.all(found))));
      const near = await engine.near(answer.plan, state);
      if (near.length > 0) {
        const list = near.map((/** @type {any} */ result) => showResult(result, answer));
        help.push(make("h2", { class: "search-near" }, "只写有其中一部分的文章"), make("ol", { class: "search-results" }, ...list));
      }
    } else if (words.length === 1) {
      help.push(
        make("p", {}, `没有一篇文章写有“${words[0].printed}”。可以换一种说法，少写几个字（写“中心医院”而不是全名），或者检查有没有错字。`),
      );
    }
    help.push(make("p", {}, "也可以从这里看起："), browseLinks());
    return help;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const push = !typing;
    typing = false;
    void go({ query: input.value.trim(), exact: "" }, { push });
  });

  input.addEventListener("input", (event) => {
    if (/** @type {InputEvent} */ (event).isComposing) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      const push = !typing;
      typing = true;
      void go({ query: input.value.trim(), exact: "" }, { push });
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
    if (parts.filters.open) void weiwenSearch.withSite(root).then((/** @type {any} */ engine) => showGroups(engine, turn, planned), () => {});
  });
  wide.addEventListener("change", foldFilters);
  foldFilters();

  page.hidden = false;
  input.value = state.query;
  parts.status.textContent = "正在载入文章……";
  void show();
  if (location.search === "" && window.matchMedia("(pointer: fine)").matches) input.focus({ preventScroll: true });
})();
