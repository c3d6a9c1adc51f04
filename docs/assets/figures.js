// @ts-check
/*
 * The table of figures: filters, sorting, how the values are spread, and a download of exactly what is listed.
 * The page itself holds the newest figures as plain HTML and is complete without this file. The data comes in files
 * of one year each (figures/2025/433f35f0-9c1e2a.js), the newest first, up to a number that a browser carries with ease; choosing
 * a year loads the rest of that year.
 */
(() => {
  "use strict";

  /**
   * @typedef {{
   *   indicator: string, value: string, full: string, number: number, unit: string, time: string, entity: string,
   *   lineage: [string, string][], title: string, href: string, key: boolean, kind: string, canonical: string,
   *   year: string, text: string,
   * }} Row
   * @typedef {{articles: [string, string][], places: [string, string][][], rows: any[][]}} Shelf
   * @typedef {{query: string, place: string, indicator: string, unit: string, year: string, kind: string, key: string, sort: string, order: string}} State
   */

  const PARAMETERS = /** @type {const} */ ([
    ["query", "q"], ["place", "place"], ["indicator", "indicator"], ["unit", "unit"], ["year", "year"], ["kind", "kind"],
    ["key", "key"], ["sort", "sort"], ["order", "order"],
  ]);
  const SELECTS = /** @type {const} */ (["place", "indicator", "unit", "year", "kind"]);
  const TYPING_PAUSE = 120;
  const AT_ONCE = 20000;
  const ROWS_SHOWN = 200;
  const CHOICES = 300;
  const BINS = 12;
  const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });

  const table = /** @type {HTMLTableElement | null} */ (document.getElementById("figures-table"));
  const tools = document.getElementById("figures-tools");
  if (!table || !tools) return;

  /** Compare what readers write and what is printed in one width and case, without spaces. @param {string} text */
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/gu, "");

  /** @param {string} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** @param {string} tag @param {Record<string, string | number>} attributes @param {...(Node | string)} children */
  function draw(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    element.append(...children);
    return element;
  }

  /** Load a file of the site; a script and not fetch, which pages on disk may not use. @param {string} name */
  const load = (name) => new Promise((resolve) => {
    const script = make("script", { src: `figures/${name}.js` });
    script.addEventListener("load", () => resolve(true));
    script.addEventListener("error", () => resolve(false));
    document.head.append(script);
  });

  /** @returns {State} */
  function readAddress() {
    const asked = new URLSearchParams(location.search);
    const state = /** @type {State} */ (Object.fromEntries(PARAMETERS.map(([name, short]) => [name, asked.get(short) ?? ""])));
    return { ...state, order: state.order === "down" ? "down" : "" };
  }

  /** @param {State} state */
  function writeAddress(state) {
    const parameters = new URLSearchParams();
    for (const [name, short] of PARAMETERS) if (state[name]) parameters.set(short, state[name]);
    const text = parameters.toString();
    return location.pathname + (text ? `?${text}` : "");
  }

  /** @param {Row} row @param {State} state @param {string[]} words @param {string} [but] a filter that does not count */
  function isShown(row, state, words, but) {
    return (
      words.every((word) => row.text.includes(word)) &&
      (but === "place" || !state.place || row.lineage.some(([code]) => code === state.place)) &&
      (but === "indicator" || !state.indicator || row.canonical === state.indicator) &&
      (but === "unit" || !state.unit || row.unit === state.unit) &&
      (but === "year" || !state.year || row.year === state.year) &&
      (but === "kind" || !state.kind || row.kind === state.kind) &&
      (!state.key || row.key)
    );
  }

  /** What a column of the table holds. @type {Record<string, (row: Row) => string>} */
  const CELLS = {
    指标: (row) => row.indicator, 数值: (row) => row.value, 时间: (row) => row.time, 对象: (row) => row.entity,
    地方: (row) => row.lineage.at(-1)?.[1] ?? "", 出处: (row) => row.title,
  };

  /** Return rows in the order that a state asks for; what is empty comes last either way. @param {Row[]} rows @param {State} state */
  function sortRows(rows, state) {
    const cell = CELLS[state.sort];
    if (!cell) return rows;
    const sign = state.order === "down" ? -1 : 1;
    if (state.sort === "数值") return [...rows].sort((a, b) => sign * (a.number - b.number));
    return [...rows].sort((a, b) => {
      const [one, other] = [cell(a), cell(b)];
      if (!one !== !other) return one ? -1 : 1;
      return sign * collator.compare(one, other);
    });
  }

  /** Return a cell that a spreadsheet takes as text, whatever it begins with. @param {string} text */
  function csvCell(text) {
    const harmless = /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
  }

  /** @param {Row[]} rows */
  function writeCsv(rows) {
    const titles = Object.keys(CELLS);
    const lines = [[...titles, "数", "单位", "可比指标", "网址"]];
    for (const row of rows) {
      lines.push([...titles.map((title) => CELLS[title](row)), String(row.number), row.unit, row.canonical, new URL(row.href, document.baseURI).href]);
    }
    return `\ufeff${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
  }

  /** @param {Row} row */
  function writeRow(row) {
    const place = row.lineage.at(-1);
    const value = make("td", { class: "value", "data-sort": String(row.number) }, make("a", { href: row.href }, row.value));
    if (row.full) value.append(make("br"), make("small", {}, row.full));
    return make("tr", {}, make("td", {}, row.indicator), value, make("td", {}, row.time), make("td", {}, row.entity),
      make("td", {}, ...(place ? [make("a", { href: `places/${place[0]}.html` }, place[1])] : [])),
      make("td", { class: "source" }, make("a", { href: row.href }, row.title)));
  }

  /** How values of one unit are spread, in words and as columns; nothing where there are few or several units. @param {Row[]} rows */
  function spread(rows) {
    const values = rows.map((row) => row.number).sort((a, b) => a - b);
    const unit = rows[0]?.unit ?? "";
    if (values.length < 5 || rows.some((row) => row.unit !== unit)) return [];
    const [low, high] = [values[0], values[values.length - 1]];
    const middle = values.length % 2 ? values[(values.length - 1) / 2] : (values[values.length / 2 - 1] + values[values.length / 2]) / 2;
    const write = (/** @type {number} */ n) => `${n.toLocaleString("zh-CN", { maximumFractionDigits: 2 })}${unit}`;
    const words = make("p", { class: "chart-note" }, `最小${write(low)}，中位${write(middle)}，最大${write(high)}。`);
    // Sizes that differ a hundredfold are set out by powers, so that one giant does not press all others into a corner.
    const wide = low > 0 && high / low > 100;
    const at = wide ? Math.log10 : (/** @type {number} */ n) => n;
    const [from, to] = [at(low), at(high)];
    if (from === to) return [words];
    const bins = Array.from({ length: BINS }, () => 0);
    for (const value of values) bins[Math.min(BINS - 1, Math.floor((BINS * (at(value) - from)) / (to - from)))] += 1;
    const most = Math.max(...bins);
    const edge = (/** @type {number} */ n) => { const p = from + ((to - from) * n) / BINS; return wide ? 10 ** p : p; };
    const columns = bins.map((count, n) => {
      const height = (60 * count) / most;
      const column = draw("rect", { class: "bar-length", x: n * 30 + 2, y: 74 - height, width: 26, height });
      column.append(draw("title", {}, `${write(edge(n))}—${write(edge(n + 1))}：${count}个`));
      const label = draw("text", { class: "chart-year", x: n * 30 + 15, y: 70 - height }, count ? String(count) : "");
      return [column, label];
    });
    const drawing = draw("svg", { class: "chart chart--spread", viewBox: "0 0 360 92", role: "img", "aria-label": `${values.length}个数值的分布` },
      ...columns.flat(), draw("path", { class: "chart-grid", d: "M0 74.5H360" }),
      draw("text", { class: "chart-axis chart-axis--first", x: 2, y: 88 }, write(low)), draw("text", { class: "chart-axis", x: 358, y: 88 }, write(high)));
    return [make("figure", { class: "figures-spread" }, drawing, words)];
  }

  /** @param {Shelf} shelf @param {string} name @returns {Row[]} */
  function readShelf(shelf, name) {
    const year = name.split("-")[0];
    return shelf.rows.map(([indicator, value, full, number, unit, time, entity, place, article, anchor, key, kind, canonical]) => {
      const lineage = shelf.places[place];
      const [id, title] = shelf.articles[article];
      const text = fold([indicator, canonical, value, time, entity, title, ...lineage.map(([, own]) => own)].join(" "));
      return { indicator, value, full, number, unit, time, entity, lineage, title, key: key === 1, kind, canonical, text,
        href: `articles/${id.slice(0, 2)}/${id}.html#${anchor}`, year: year === "0" ? "" : year };
    });
  }

  const body = table.tBodies[0];
  const heads = Array.from(table.tHead?.rows[0].cells ?? []);
  const titles = heads.map((head) => head.textContent?.trim() ?? "");
  /** @type {Map<string, Row[]>} */
  const loaded = new Map();
  /** @type {[string, number, number][]} */
  let shelves = [];
  /** @type {Row[]} */
  let rows = [];
  /** @type {Row[]} */
  let found = [];
  let state = readAddress();
  let shownCount = ROWS_SHOWN;
  let timer = 0;

  const scope = /** @type {any} */ (window);
  scope.weiwenFigures = {
    /** @param {[string, number, number][]} list */
    shelves: (list) => { shelves = list; },
    /** @param {string} name @param {Shelf} shelf */
    receive: (name, shelf) => { loaded.set(name, readShelf(shelf, name)); },
  };

  // The form stands on the page as it comes, so that nothing jumps; here it is brought to life.
  /** @param {string} selector */
  const find = (selector) => /** @type {HTMLElement} */ (tools.querySelector(selector));
  const form = /** @type {HTMLFormElement} */ (find(".figures-form"));
  const input = /** @type {HTMLInputElement} */ (find("[name=query]"));
  const keyBox = /** @type {HTMLInputElement} */ (find("[name=key]"));
  const selects = Object.fromEntries(SELECTS.map((name) => [name, /** @type {HTMLSelectElement} */ (find(`[name=${name}]`))]));
  const ALL = Object.fromEntries(SELECTS.map((name) => [name, selects[name].options[0].text]));
  const [count, compare, clear, download, spreadBox, none] = [".figures-count", "a.figures-button", ".figures-clear", ".figures-download", ".figures-spreads", ".notice"].map(find);
  const more = /** @type {HTMLButtonElement} */ (make("button", { type: "button", class: "figures-button figures-more", hidden: "" }, "再列一些"));

  /** Offer what the other filters leave, with counts. @param {typeof SELECTS[number]} name @param {string[]} words */
  function fillSelect(name, words) {
    /** @type {Map<string, [string, number]>} */
    const counts = new Map();
    const add = (/** @type {string} */ value, /** @type {string} */ text) => {
      if (!value) return;
      const entry = counts.get(value);
      if (entry) entry[1] += 1;
      else counts.set(value, [text, 1]);
    };
    for (const row of rows) {
      if (!isShown(row, state, words, name)) continue;
      if (name === "place") row.lineage.forEach(([code, own], depth) => add(code, "　".repeat(depth) + own));
      else if (name === "year") add(row.year, `${row.year}年`);
      else { const value = name === "indicator" ? row.canonical : row[name]; add(value, value); }
    }
    if (name === "year") for (const [, year, size] of shelves) if (year && !counts.has(String(year))) counts.set(String(year), [`${year}年`, size]);
    let choices = [...counts];
    if (name === "place") choices.sort((a, b) => (a[0] < b[0] ? -1 : 1));
    else if (name === "year") choices.sort((a, b) => Number(b[0]) - Number(a[0]));
    else choices.sort((a, b) => b[1][1] - a[1][1]);
    if (choices.length > CHOICES) {
      const kept = new Set([...choices].sort((a, b) => b[1][1] - a[1][1]).slice(0, CHOICES).map(([value]) => value));
      choices = choices.filter(([value]) => kept.has(value));
    }
    const chosen = state[name];
    if (chosen && !counts.has(chosen)) choices.unshift([chosen, [chosen, 0]]);
    selects[name].replaceChildren(make("option", { value: "" }, ALL[name]),
      ...choices.map(([value, [text, size]]) => make("option", { value }, `${text}（${size}）`)));
    selects[name].value = chosen;
  }

  /** @param {Partial<State>} change @param {boolean} push */
  function go(change, push) {
    state = { ...state, ...change };
    const address = writeAddress(state);
    if (address !== location.pathname + location.search) {
      if (push) history.pushState(null, "", address);
      else history.replaceState(null, "", address);
    }
    shownCount = ROWS_SHOWN;
    void fetchAndShow();
  }

  /** Load what the state asks for: all of its year, else the newest of all years. */
  async function fetchAndShow() {
    let room = AT_ONCE;
    const wanted = shelves.filter(([, year, size]) => {
      if (state.year) return String(year) === state.year;
      room -= size;
      return room + size > 0;
    });
    const missing = wanted.filter(([name]) => !loaded.has(name));
    if (missing.length) await Promise.all(missing.map(([name]) => load(name)));
    rows = shelves.flatMap(([name]) => loaded.get(name) ?? []);
    show();
  }

  function show() {
    const words = state.query.split(/\s+/u).map(fold).filter(Boolean);
    if (document.activeElement !== input) input.value = state.query;
    keyBox.checked = state.key !== "";
    for (const name of SELECTS) fillSelect(name, words);
    found = sortRows(rows.filter((row) => isShown(row, state, words)), state);
    body.replaceChildren(...found.slice(0, shownCount).map(writeRow));
    heads.forEach((head, column) => {
      if (state.sort !== titles[column]) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", state.order === "down" ? "descending" : "ascending");
    });
    const total = shelves.reduce((sum, [, , size]) => sum + size, 0);
    const mixed = state.sort === "数值" && new Set(found.map((row) => row.unit)).size > 1;
    const filtered = Boolean(state.query || SELECTS.some((name) => state[name]) || state.key);
    const inAll = state.year ? shelves.reduce((sum, [, year, size]) => sum + (String(year) === state.year ? size : 0), 0) : total;
    const searched = state.year ? rows.filter((row) => row.year === state.year).length : rows.length;
    count.textContent =
      (filtered ? `${total} 个数字中的 ${found.length} 个` : `共 ${total} 个数字`) +
      (searched < inAll ? `；只在最新的 ${searched} 个里找，选一个年份可以找全那一年` : "") +
      (found.length > shownCount ? `；先列 ${shownCount} 个` : "") +
      (mixed ? "；单位不同的数不能直接比大小，请先选一个单位" : "");
    spreadBox.replaceChildren(...(filtered ? spread(found) : []));
    clear.hidden = !filtered && !state.sort;
    download.hidden = found.length === 0;
    compare.hidden = !state.indicator;
    none.hidden = found.length > 0;
    table.hidden = found.length === 0;
    more.hidden = found.length <= shownCount;
  }

  function begin() {
    table.parentElement?.after(more);
    document.querySelector(".figures-rest")?.remove();
    heads.forEach((head, column) => {
      const button = make("button", { type: "button", class: "figures-sort" }, titles[column]);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const first = titles[column] === "数值" ? "down" : "";
        const second = first === "down" ? "" : "down";
        const again = state.sort === titles[column];
        if (again && state.order === second) go({ sort: "", order: "" }, true);
        else go({ sort: titles[column], order: again ? second : first }, true);
      });
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      if (event.target === keyBox) go({ key: keyBox.checked ? "1" : "" }, true);
      else if (event.target instanceof HTMLSelectElement) go({ [event.target.name]: event.target.value }, true);
    });
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => go({ query: input.value.trim() }, false), TYPING_PAUSE);
    });
    clear.addEventListener("click", () => {
      input.value = "";
      go(/** @type {State} */ (Object.fromEntries(PARAMETERS.map(([name]) => [name, ""]))), true);
      input.focus();
    });
    more.addEventListener("click", () => {
      const next = shownCount;
      shownCount += ROWS_SHOWN;
      show();
      body.rows[next]?.querySelector("a")?.focus();
    });
    download.addEventListener("click", () => {
      const address = URL.createObjectURL(new Blob([writeCsv(found)], { type: "text/csv;charset=utf-8" }));
      make("a", { href: address, download: "数字.csv" }).click();
      window.setTimeout(() => URL.revokeObjectURL(address), 1000);
    });
    window.addEventListener("popstate", () => {
      state = readAddress();
      input.value = state.query;
      void fetchAndShow();
    });
    table.classList.add("figures-table--live");
    void fetchAndShow();
  }

  void load("index").then((came) => { if (came) begin(); });
})();
