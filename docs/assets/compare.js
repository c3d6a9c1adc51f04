// @ts-check
/*
 * Places side by side. The address says which (?places=210800,211000) and so can be shared; each place is a small
 * file that is loaded when it is chosen. What is shown can be downloaded. Without this the indicators lead to tables.
 */
(() => {
  "use strict";

  /**
   * @typedef {[number, number, string, string, string, string]} Point  year, value, for readers, as printed, address, article
   * @typedef {{name: string, unit: string, href: string, points: Point[]}} Measure
   * @typedef {{name: string, full: string, measures: Measure[]}} Place
   */

  const MOST = 6;
  const NEWEST_FIRST = /** @type {(a: Point, b: Point) => number} */ ((a, b) => b[0] - a[0]);
  const box = document.querySelector("[data-compare]");
  if (!box) return;

  /** @type {Map<string, Place>} */
  const known = new Map();
  /** @type {[string, string][]} */
  let names = [];
  /** @type {string[]} */
  let chosen = [];

  /** @param {string} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children */
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  /** @param {string} tag @param {Record<string, string>} attributes @param {...Node} children */
  const draw = (tag, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  /** Load a file of the site; a script and not fetch, which pages on disk may not use. @param {string} path */
  const load = (path) => new Promise((resolve) => {
    const script = make("script", { src: path });
    script.addEventListener("load", () => resolve(true));
    script.addEventListener("error", () => resolve(false));
    document.head.append(script);
  });

  const scope = /** @type {any} */ (window);
  scope.weiwenCompare = {
    /** @param {[string, string][]} list */
    places: (list) => { names = list; },
    /** @param {string} code @param {Place} place */
    receive: (code, place) => { known.set(code, place); },
  };

  const status = make("p", { class: "figures-count", role: "status", "aria-live": "polite" });
  const input = /** @type {HTMLInputElement} */ (make("input", { id: "compare-place", list: "compare-names", autocomplete: "off", placeholder: "写地名，如：某某市", enterkeyhint: "done" }));
  const list = make("datalist", { id: "compare-names" });
  const form = make("form", { class: "compare-form", "aria-label": "选择地方" },
    make("label", { for: "compare-place" }, `选两到${MOST}个地方`), make("span", { class: "compare-entry" }, input, make("button", { type: "submit", class: "figures-button" }, "加上")), list);
  const chips = make("ul", { class: "chips compare-chosen" });
  const download = make("button", { type: "button", class: "figures-button" }, "下载所列数字（CSV）");
  const table = make("div", { class: "compare-tables" });
  box.append(form, chips, make("div", { class: "figures-bar" }, status, download), table);

  const readAddress = () => (new URLSearchParams(location.search).get("places") ?? "").split(",").filter((code) => /^\d{6}$/.test(code)).slice(0, MOST);
  /** @param {string[]} codes */
  const go = (codes) => {
    history.pushState(null, "", codes.length ? `?places=${codes.join(",")}` : location.pathname);
    void show();
  };

  /** Find a place by what a reader writes: its name in full, or the only one that ends so. @param {string} text */
  const find = (text) => {
    const wanted = text.replace(/\s+/gu, "");
    if (!wanted) return undefined;
    const exact = names.filter(([, full]) => full === wanted);
    const like = exact.length ? exact : names.filter(([, full]) => full.endsWith(wanted));
    const loose = like.length ? like : names.filter(([, full]) => full.includes(wanted));
    return loose.sort((a, b) => a[1].length - b[1].length)[0]?.[0];
  };

  /** Return the indicators that at least one of the places reports, those that more of them report first. */
  const together = () => {
    /** @type {Map<string, {measure: Measure, of: Map<string, Measure>}>} */
    const found = new Map();
    for (const code of chosen) {
      for (const measure of known.get(code)?.measures ?? []) {
        const entry = found.get(measure.name) ?? { measure, of: new Map() };
        entry.of.set(code, measure);
        found.set(measure.name, entry);
      }
    }
    return [...found.values()].sort((a, b) => b.of.size - a.of.size);
  };

  /** @param {number} value @param {number} whole @param {boolean} first */
  const bar = (value, whole, first) => draw("svg", { class: "bar", viewBox: "0 0 100 1", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    draw("rect", { class: "bar-ground", width: "100", height: "1" }),
    draw("rect", { class: first ? "bar-length bar-length--first" : "bar-length", width: String(whole > 0 ? Math.max(0, (100 * value) / whole) : 0), height: "1" }));

  /** @param {{measure: Measure, of: Map<string, Measure>}} entry */
  const section = ({ measure, of }) => {
    const points = [...of.values()].map((m) => [...m.points].sort(NEWEST_FIRST));
    const whole = Math.max(...points.map(([latest]) => latest[1]));
    const years = new Set(points.map(([latest]) => latest[0]));
    const rows = chosen.map((code, number) => {
      const place = known.get(code);
      const name = make("th", { scope: "row" }, make("a", { href: `places/${code}.html` }, place?.name ?? code));
      const mine = [...(of.get(code)?.points ?? [])].sort(NEWEST_FIRST);
      if (!mine.length) return make("tr", { class: "compare-none" }, name, make("td", { class: "bar-cell" }), make("td", { class: "value" }, "档案里没有"));
      const [year, value, written, printed, href, article] = mine[0];
      const earlier = mine.slice(1).flatMap((p) => ["；", make("a", { href: p[4], title: p[5] }, `${p[0]}年 ${p[2]}`)]);
      return make("tr", {}, name, make("td", { class: "bar-cell" }, bar(value, whole, number === 0)),
        make("td", { class: "value" }, make("a", { href, title: `${article}：印作${printed}` }, written), " ", make("small", {}, `${year}年`, ...earlier)));
    });
    const caution = years.size > 1 ? [make("p", { class: "chart-note" }, "年份不同，比较时请留意。")] : [];
    return make("section", {}, make("h2", {}, make("a", { href: measure.href }, measure.name)),
      make("table", { class: "bars" }, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "地方"), make("td"), make("th", { scope: "col" }, measure.name))), make("tbody", {}, ...rows)), ...caution);
  };

  async function show() {
    chosen = readAddress();
    const missing = chosen.filter((code) => !known.has(code) && names.some(([other]) => other === code));
    await Promise.all(missing.map((code) => load(`compare/${code}.js`)));
    const unknown = chosen.filter((code) => !known.has(code));
    chosen = chosen.filter((code) => known.has(code));
    chips.replaceChildren(...chosen.map((code) => {
      const drop = make("button", { type: "button", class: "chip compare-drop", "aria-label": `去掉${known.get(code)?.full}` }, known.get(code)?.full ?? code, make("span", { "aria-hidden": "true" }, "×"));
      drop.addEventListener("click", () => { go(chosen.filter((other) => other !== code)); input.focus(); });
      return make("li", {}, drop);
    }));
    const shared = together();
    const several = shared.filter((entry) => entry.of.size > 1).length;
    table.replaceChildren(...(chosen.length ? shared.map(section) : []));
    download.hidden = !shared.length;
    status.textContent = unknown.length ? "网址里有的地方，档案里没有能比较的数字。"
      : chosen.length === 0 ? "写一个地名，按“加上”。"
      : chosen.length === 1 ? `${known.get(chosen[0])?.name}有${shared.length}个可比的指标；再加一个地方就能比较。`
      : `${chosen.length}个地方，${shared.length}个指标，${several ? `其中${several}个不止一处报告` : "没有一个是两处都报告的"}。`;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = find(input.value);
    if (!code) status.textContent = `没有找到“${input.value}”：可能还没有能比较的数字，换一个地方试试。`;
    else if (chosen.length >= MOST) status.textContent = `一次最多比较${MOST}个地方，先去掉一个。`;
    else {
      input.value = "";
      if (!chosen.includes(code)) go([...chosen, code]);
    }
  });
  download.addEventListener("click", () => {
    /** @param {string | number} cell */
    const quote = (cell) => {
      const text = String(cell);
      const safe = typeof cell === "string" && /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
      return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    const lines = [["指标", "地方", "年份", "数值", "单位", "报上所印", "文章", "网址"]].concat(together().flatMap(({ of }) =>
      [...of].flatMap(([code, m]) => m.points.map((p) => /** @type {any[]} */ ([m.name, known.get(code)?.full, p[0], p[1], m.unit, p[3], p[5], new URL(p[4], document.baseURI).href])))));
    const text = `\ufeff${lines.map((line) => line.map(quote).join(",")).join("\r\n")}\r\n`;
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    make("a", { href: address, download: "比较.csv" }).click();
    window.setTimeout(() => URL.revokeObjectURL(address), 1000);
  });
  window.addEventListener("popstate", () => void show());

  void load("compare/places.js").then(() => {
    list.replaceChildren(...names.map(([, full]) => make("option", { value: full })));
    return show();
  });
})();
