// @ts-check
/*
 * The table of figures: filters, sorting and a download of exactly what is shown.
 * The table itself is plain HTML and complete without this file; its rows say in data attributes what they are.
 */
(function () {
  "use strict";

  /**
   * @typedef {{
   *   element: HTMLTableRowElement, cells: string[], text: string, number: number, unit: string, year: string,
   *   places: string[], names: string[], key: boolean, href: string,
   * }} Row
   * @typedef {{query: string, place: string, unit: string, year: string, key: string, sort: string, order: string}} State
   */

  const PARAMETERS = /** @type {const} */ ([
    ["query", "q"],
    ["place", "place"],
    ["unit", "unit"],
    ["year", "year"],
    ["key", "key"],
    ["sort", "sort"],
    ["order", "order"],
  ]);
  const TYPING_PAUSE = 120;
  const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });

  /** Compare what readers write and what is printed in one width and case, without spaces. @param {string} text */
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/gu, "");

  /**
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

  /** @param {HTMLTableRowElement} element @returns {Row} */
  function readRow(element) {
    const cells = Array.from(element.cells, (cell) => (cell.querySelector("a") ?? cell).textContent?.trim() ?? "");
    const { unit = "", year = "", places = "", placeNames = "" } = element.dataset;
    const number = element.querySelector("[data-sort]")?.getAttribute("data-sort") ?? "";
    return {
      element,
      cells,
      text: fold(element.textContent ?? ""),
      number: number === "" ? Number.NaN : Number(number),
      unit,
      year,
      places: places.split(" ").filter(Boolean),
      names: placeNames.split(" ").filter(Boolean),
      key: "key" in element.dataset,
      href: element.querySelector("td.source a, td a")?.getAttribute("href") ?? "",
    };
  }

  /** @returns {State} */
  function readAddress() {
    const asked = new URLSearchParams(location.search);
    const [query, place, unit, year, key, sort, order] = PARAMETERS.map(([, short]) => asked.get(short) ?? "");
    return { query, place, unit, year, key, sort, order: order === "down" ? "down" : "" };
  }

  /** @param {State} state */
  function writeAddress(state) {
    const parameters = new URLSearchParams();
    for (const [name, short] of PARAMETERS) if (state[name]) parameters.set(short, state[name]);
    const text = parameters.toString();
    return location.pathname + (text ? `?${text}` : "");
  }

  /** @param {Row} row @param {State} state */
  function isShown(row, state) {
    const words = state.query.split(/\s+/u).map(fold);
    return (
      words.every((word) => row.text.includes(word)) &&
      (!state.place || row.places.includes(state.place)) &&
      (!state.unit || row.unit === state.unit) &&
      (!state.year || row.year === state.year) &&
      (!state.key || row.key)
    );
  }

  /**
   * Return rows in the order that a state asks for; what has no value comes last either way.
   * @param {Row[]} rows
   * @param {State} state
   * @param {string[]} titles
   */
  function sortRows(rows, state, titles) {
    const column = titles.indexOf(state.sort);
    if (column < 0) return rows;
    const sign = state.order === "down" ? -1 : 1;
    const empty = (/** @type {Row} */ row) => (state.sort === "数值" ? Number.isNaN(row.number) : /^—?$/.test(row.cells[column]));
    return [...rows].sort((a, b) => {
      if (empty(a) !== empty(b)) return empty(a) ? 1 : -1;
      if (state.sort === "数值") return empty(a) ? 0 : sign * (a.number - b.number);
      return sign * collator.compare(a.cells[column], b.cells[column]);
    });
  }

  /** Return a cell that a spreadsheet takes as text, whatever it begins with. @param {string} text */
  function csvCell(text) {
    const harmless = /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
  }

  /** @param {Row[]} rows @param {string[]} titles */
  function writeCsv(rows, titles) {
    const lines = [[...titles, "数", "单位", "网址"]];
    for (const row of rows) {
      const number = Number.isNaN(row.number) ? "" : String(row.number);
      lines.push([...row.cells.map((cell) => (cell === "—" ? "" : cell)), number, row.unit, new URL(row.href, document.baseURI).href]);
    }
    return `\ufeff${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
  }

  /**
   * Return a select whose choices carry the number of figures behind them.
   * @param {string} label
   * @param {string} name
   * @param {[string, string, number][]} choices
   */
  function makeSelect(label, name, choices) {
    const options = choices.map(([value, text, count]) => make("option", { value }, `${text}（${count}）`));
    const select = make("select", { name }, make("option", { value: "" }, `全部${label}`), ...options);
    return make("label", { class: "figures-filter" }, make("span", {}, label), select);
  }

  /** Count what each row has of something. @param {Row[]} rows @param {(row: Row) => string[]} keys */
  function countBy(rows, keys) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const row of rows) for (const key of keys(row)) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  }

  /** @param {Row[]} rows @returns {[string, string, number][]} */
  function placeChoices(rows) {
    /** @type {Map<string, string>} */
    const names = new Map();
    for (const row of rows) row.places.forEach((code, depth) => names.set(code, "　".repeat(depth) + (row.names[depth] ?? code)));
    return [...countBy(rows, (row) => row.places)]
      .sort((a, b) => (a[0] < b[0] ? -1 : 1))
      .map(([code, count]) => [code, names.get(code) ?? code, count]);
  }

  /** Make a table live. @param {HTMLTableElement} table @param {HTMLElement} tools */
  function enhance(table, tools) {
    const body = table.tBodies[0];
    const heads = Array.from(table.tHead?.rows[0].cells ?? []);
    const titles = heads.map((head) => head.textContent?.trim() ?? "");
    const rows = Array.from(body.rows, readRow);
    let state = readAddress();
    let shown = rows;
    let timer = 0;

    const units = [...countBy(rows, (row) => (row.unit ? [row.unit] : []))].sort((a, b) => b[1] - a[1]);
    const years = [...countBy(rows, (row) => (row.year ? [row.year] : []))].sort((a, b) => (a[0] < b[0] ? 1 : -1));
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "search", name: "query", placeholder: "指标、对象、文章里的字", autocomplete: "off" }));
    const keyBox = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", name: "key" }));
    const count = make("p", { class: "figures-count", role: "status", "aria-live": "polite" });
    const clear = /** @type {HTMLButtonElement} */ (make("button", { type: "button", class: "figures-button" }, "清除筛选"));
    const download = make("button", { type: "button", class: "figures-button" }, "下载所列数字（CSV）");
    const form = /** @type {HTMLFormElement} */ (
      make(
        "form",
        { class: "figures-form", role: "search", "aria-label": "筛选数字" },
        make("label", { class: "figures-filter figures-filter--wide" }, make("span", {}, "文字"), input),
        makeSelect("地方", "place", placeChoices(rows)),
        makeSelect("单位", "unit", units.map(([unit, number]) => [unit, unit, number])),
        makeSelect("年份", "year", years.map(([year, number]) => [year, `${year}年`, number])),
        make("label", { class: "figures-check" }, keyBox, make("span", {}, "只看主要数字")),
      )
    );
    const selects = /** @type {HTMLSelectElement[]} */ (Array.from(form.querySelectorAll("select")));
    const bar = make("div", { class: "figures-bar" }, count, clear, download);
    const none = make("p", { class: "notice", hidden: "" }, "没有合乎这些条件的数字。可以少写几个字，或者清除筛选。");
    tools.replaceChildren(form, bar, none);

    const buttons = heads.map((head, column) => {
      const button = make("button", { type: "button", class: "figures-sort" }, titles[column]);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const first = titles[column] === "数值" ? "down" : "";
        const second = first === "down" ? "" : "down";
        const again = state.sort === titles[column];
        if (again && state.order === second) go({ sort: "", order: "" }, true);
        else go({ sort: titles[column], order: again ? second : first }, true);
      });
      return button;
    });

    /** @param {Partial<State>} change @param {boolean} push */
    function go(change, push) {
      state = { ...state, ...change };
      const address = writeAddress(state);
      if (address !== location.pathname + location.search) {
        if (push) history.pushState(null, "", address);
        else history.replaceState(null, "", address);
      }
      show();
    }

    function fillForm() {
      if (document.activeElement !== input) input.value = state.query;
      keyBox.checked = state.key !== "";
      for (const select of selects) select.value = state[/** @type {"place" | "unit" | "year"} */ (select.name)];
    }

    function show() {
      fillForm();
      shown = sortRows(rows.filter((row) => isShown(row, state)), state, titles);
      body.replaceChildren(...shown.map((row) => row.element));
      heads.forEach((head, column) => {
        if (state.sort !== titles[column]) head.removeAttribute("aria-sort");
        else head.setAttribute("aria-sort", state.order === "down" ? "descending" : "ascending");
      });
      const mixed = state.sort === "数值" && new Set(shown.map((row) => row.unit)).size > 1;
      const filtered = Boolean(state.query || state.place || state.unit || state.year || state.key);
      count.textContent =
        (filtered ? `${rows.length} 个数字中的 ${shown.length} 个` : `共 ${rows.length} 个数字`) +
        (mixed ? "；单位不同的数不能直接比大小，请先选一个单位" : "");
      clear.hidden = !filtered && !state.sort;
      download.hidden = shown.length === 0;
      none.hidden = shown.length > 0;
      table.hidden = shown.length === 0;
    }

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      if (event.target === input) return;
      if (event.target === keyBox) go({ key: keyBox.checked ? "1" : "" }, true);
      else if (event.target instanceof HTMLSelectElement) go({ [event.target.name]: event.target.value }, true);
    });
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => go({ query: input.value.trim() }, false), TYPING_PAUSE);
    });
    clear.addEventListener("click", () => {
      input.value = "";
      go({ query: "", place: "", unit: "", year: "", key: "", sort: "", order: "" }, true);
      input.focus();
    });
    download.addEventListener("click", () => {
      const address = URL.createObjectURL(new Blob([writeCsv(shown, titles)], { type: "text/csv;charset=utf-8" }));
      make("a", { href: address, download: "数字.csv" }).click();
      window.setTimeout(() => URL.revokeObjectURL(address), 1000);
    });
    window.addEventListener("popstate", () => {
      state = readAddress();
      input.value = state.query;
      show();
    });
    table.classList.add("figures-table--live");
    show();
    return buttons;
  }

  const table = /** @type {HTMLTableElement | null} */ (document.getElementById("figures-table"));
  const tools = document.getElementById("figures-tools");
  if (table && tools) enhance(table, tools);
})();
