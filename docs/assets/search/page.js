// @ts-check
/*
 * The search page: the address says what is asked, the engine answers, this file shows it.
 * Text of the archive is only ever put in as text, never as markup.
 */
(function () {
  "use strict";

  /** @typedef {{query: string, place: string, topic: string, year: string, sort: string, limit: number}} State */
  /** @typedef {{key: string, name: string, parent: string | null, count: number}} Choice */

  const STEP = 20;
  const CHOICES = 10;
  const TYPING_PAUSE = 120;
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
  };
  const PARAMETERS = /** @type {const} */ ([
    ["query", "q"],
    ["place", "place"],
    ["topic", "topic"],
    ["year", "year"],
    ["sort", "sort"],
  ]);

  const { weiwenSearch } = /** @type {any} */ (window);
  const page = /** @type {HTMLElement} */ (document.querySelector("[data-search-page]"));
  const root = new URL("../../", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (page.querySelector(selector));
  const form = /** @type {HTMLFormElement} */ (find("form"));
  const input = /** @type {HTMLInputElement} */ (find("input[type=search]"));
  const parts = {
    status: find(".search-status"),
    searched: find(".search-searched"),
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
    const [query, place, topic, year, sort] = PARAMETERS.map(([, short]) => asked.get(short) ?? "");
    return { query, place, topic, year, sort: sort === "date" ? "date" : "", limit };
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
      const answer = await engine.search(state, state.limit);
      if (mine === turn) showAnswer(answer);
    } catch (error) {
      if (mine === turn) showFailure();
      console.error(error);
    }
  }

  /** @param {any} answer */
  function showAnswer(answer) {
    const asked = answer.plan.words.length > 0 || Boolean(state.place || state.topic || state.year);
    page.dataset.state = !asked ? "empty" : answer.total === 0 ? "none" : "found";
    page.dataset.answered = state.query;
    parts.status.replaceChildren(...(asked ? describeCount(answer) : [""]));
    parts.searched.textContent = describeSearched(answer);
    showChosen(answer);
    showChoices(answer);
    parts.results.replaceChildren(...(asked ? answer.results.map((/** @type {any} */ r) => showResult(r, answer)) : []));
    parts.help.replaceChildren(...showHelp(answer, asked));
    const left = asked ? answer.total - answer.results.length : 0;
    parts.more.hidden = left <= 0;
    parts.more.textContent = `再显示 ${Math.min(STEP, left)} 篇（还有 ${left} 篇）`;
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
    return ["找到 ", make("strong", {}, String(answer.total)), ` 篇${shown}`];
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
        if (key) /** @type {HTMLElement | null} */ (page.querySelector(`a[data-key="${CSS.escape(key)}"]`))?.focus();
      });
    });
    return link;
  }

  /** Show the chosen filters, each of which a click takes away. @param {any} answer */
  function showChosen(answer) {
    const place = answer.facets.places.find((/** @type {Choice} */ choice) => choice.key === state.place);
    /** @type {[Partial<State>, string][]} */
    const chosen = [];
    if (state.place) chosen.push([{ place: "" }, `地方：${place?.name ?? state.place}`]);
    if (state.topic) chosen.push([{ topic: "" }, `主题：${state.topic}`]);
    if (state.year) chosen.push([{ year: "" }, `年份：${state.year}`]);
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
  }

  /** @param {any} answer */
  function showChoices(answer) {
    const { places, topics, years } = answer.facets;
    parts.choices.replaceChildren(
      ...choiceGroup("地方", places.length > 0 ? placeTree(places) : null),
      ...choiceGroup("年份", years.length > 0 ? choiceList("year", years) : null),
      ...choiceGroup("主题", topics.length > 0 ? choiceList("topic", topics) : null),
    );
    parts.filters.hidden = parts.choices.childElementCount === 0;
    const count = [state.place, state.topic, state.year].filter(Boolean).length;
    find(".search-filters > summary").textContent = count > 0 ? `筛选（已选 ${count} 项）` : "筛选：地方、年份、主题";
  }

  /** @param {string} title @param {HTMLElement | null} list */
  function choiceGroup(title, list) {
    return list ? [make("section", { "aria-label": title }, make("h2", {}, title), list)] : [];
  }

  /**
   * @param {"place" | "topic" | "year"} filter
   * @param {Choice} choice
   */
  function choiceLink(filter, choice) {
    const chosen = state[filter] === choice.key;
    const attributes = { "data-key": `${filter}:${choice.key}`, ...(chosen ? { "aria-current": "true" } : {}) };
    const count = make("span", { class: "search-number" }, String(choice.count));
    return stateLink({ [filter]: chosen ? "" : choice.key }, attributes, make("span", {}, choice.name), " ", count);
  }

  /**
   * Show the choices of a filter, the most frequent in sight, the others a click away.
   * @param {"topic" | "year"} filter
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

  /**
   * Show places as a tree; branches are open where the reader is, or where there is little to open.
   * @param {Choice[]} places
   */
  function placeTree(places) {
    /** @type {Set<string>} */
    const path = new Set();
    for (let key = /** @type {string | null} */ (state.place); key; ) {
      path.add(key);
      key = places.find((choice) => choice.key === key)?.parent ?? null;
    }
    const known = new Set(places.map((choice) => choice.key));
    /** @param {string | null} parent @returns {HTMLElement} */
    const level = (parent) => {
      const here = places.filter((choice) => (choice.parent !== null && known.has(choice.parent) ? choice.parent : null) === parent);
      return make(
        "ul",
        {},
        ...here.map((choice) => {
          const below = places.some((other) => other.parent === choice.key);
          if (!below) return make("li", {}, choiceLink("place", choice));
          /** @type {Record<string, string>} */
          const open = path.has(choice.key) || here.length <= 2 ? { open: "" } : {};
          const fold = make("details", open, make("summary", { "aria-label": `${choice.name}以下` }), level(choice.key));
          return make("li", { class: "search-branch" }, choiceLink("place", choice), fold);
        }),
      );
    };
    return level(null);
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

  /** @param {any} result @param {any} answer */
  function showResult({ article, title, excerpts, anchor, hits }, answer) {
    const words = answer.plan.words.map((/** @type {any} */ word) => word.printed).join(" ");
    const href = `${root}${article.path}${words ? `?h=${encodeURIComponent(words)}` : ""}${anchor ? `#${anchor}` : ""}`;
    const names = new Map(answer.facets.places.map((/** @type {Choice} */ choice) => [choice.key, choice.name]));
    const facts = [
      article.dated,
      article.publication,
      article.places.map((/** @type {string} */ code) => names.get(code) ?? "").filter(Boolean).join("、"),
      article.topics.slice(0, 3).join("、"),
      words && hits > 1 ? `${hits} 处` : "",
    ].filter(Boolean);
    const heading = make("h2", { class: "result-title" }, appendMarked(make("a", { href }), article.title, title));
    const meta = make("p", { class: "result-meta" }, ...facts.map((fact) => make("span", {}, fact)));
    return make("li", { class: "result" }, heading, meta, ...excerpts.map(showExcerpt));
  }

  /** @param {any} excerpt */
  function showExcerpt({ field, text, spans, cutBefore, cutAfter }) {
    const element = make("p", { class: "result-excerpt" });
    if (spans.length > 0 && WHERE[field.kind]) element.append(make("span", { class: "search-where" }, WHERE[field.kind]), " ");
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

  /** Say in plain words what the reader can do next. @param {any} answer @param {boolean} asked */
  function showHelp(answer, asked) {
    const words = answer.plan.words;
    /** @type {Node[]} */
    const help = [];
    if (!asked) {
      help.push(
        make("p", {}, "输入文章里的任何两个字以上都能找到：医院名、地名、数字、半句话都行。"),
        make("p", {}, "用空格隔开几个词，就只找同时写有这些词的文章，例如“急诊 夜间”。"),
        browseLinks(),
      );
      return help;
    }
    if (answer.total > 0 && words.length > 0 && words.every((/** @type {any} */ word) => Array.from(word.forms[0]).length === 1)) {
      help.push(make("p", {}, "只输入了一个字，结果会很宽；再加一个字会更准。"));
    }
    if (state.place === "" && words.length > 0) {
      for (const place of answer.placesNamed.slice(0, 3)) {
        const others = words.filter((/** @type {any} */ word) => !namesPlace(word, place.name));
        const query = others.map((/** @type {any} */ word) => word.printed).join(" ");
        const text = query ? `只在${place.name}的文章里找“${query}”` : `看${place.name}的全部 ${place.count} 篇文章`;
        help.push(make("p", {}, stateLink({ query, place: place.key }, {}, text)));
      }
    }
    return answer.total === 0 ? [...help, ...noHitHelp(answer)] : help;
  }

  /** @param {any} word @param {string} name */
  function namesPlace(word, name) {
    return word.forms.some((/** @type {string} */ form) => name.startsWith(form));
  }

  /** @param {any} answer */
  function noHitHelp(answer) {
    const words = answer.plan.words;
    /** @type {Node[]} */
    const help = [];
    if (answer.unfiltered > 0 && words.length > 0) {
      const everywhere = { place: "", topic: "", year: "" };
      help.push(make("p", {}, "所选的筛选条件下没有；", stateLink(everywhere, {}, `去掉筛选，有 ${answer.unfiltered} 篇`), "。"));
      return help;
    }
    if (words.length > 1) {
      help.push(make("p", {}, "没有一篇文章同时写有这些词。分开找："));
      const found = answer.separately.map((/** @type {any} */ { printed, count }) =>
        make("li", {}, count > 0 ? stateLink({ query: printed }, {}, `“${printed}”有 ${count} 篇`) : `“${printed}”没有`),
      );
      help.push(make("ul", {}, ...found));
    } else if (answer.apart) {
      const { place, query } = answer.apart;
      const link = stateLink({ query, place: place.key, topic: "", year: "" }, {}, `在${place.name}的文章里找“${query}”`);
      help.push(make("p", {}, `没有一篇文章连着写“${words[0].printed}”，可以分开：`, link, `，有 ${place.count} 篇。`));
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
    void go({ query: input.value.trim() }, { push });
  });

  input.addEventListener("input", (event) => {
    if (/** @type {InputEvent} */ (event).isComposing) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      const push = !typing;
      typing = true;
      void go({ query: input.value.trim() }, { push });
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
  wide.addEventListener("change", foldFilters);
  foldFilters();

  page.hidden = false;
  input.value = state.query;
  parts.status.textContent = "正在载入文章……";
  void show();
  if (location.search === "" && window.matchMedia("(pointer: fine)").matches) input.focus({ preventScroll: true });
})();
