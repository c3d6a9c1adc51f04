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

  /** @param {string} selector */
  const part = (selector) => /** @type {HTMLElement} */ (box.querySelector(selector));
  const [status, form, list, chips, download, table] = [".figures-count", "form", "datalist", ".compare-chosen", ".figures-bar button", ".compare-tables"].map(part);
  const input = /** @type {HTMLInputElement} */ (part("input"));
  const invitation = [...status.childNodes];

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

  // Lines are told apart by mark, dash and name as well as by colour.
  const MARKS = ["●", "■", "▲", "◆", "▼", "○"];
  const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [520, 240, 52, 92, 14, 28];
  /** Return a round step for an axis. @param {number} rough */
  const roundStep = (rough) => {
    const size = 10 ** Math.floor(Math.log10(rough));
    return [1, 2, 5, 10].map((n) => n * size).find((step) => step >= rough) ?? rough;
  };
  /** Write a number of an axis. @param {number} value */
  const short = (value) => {
    const [size, word] = Math.abs(value) >= 1e8 ? [1e8, "亿"] : Math.abs(value) >= 1e4 ? [1e4, "万"] : [1, ""];
    return `${Number((value / size).toFixed(2))}${word}`;
  };

  /** Draw the years of several places, each line named at its end. @param {string} title @param {[number, Point[]][]} lines number of the place and its years, the earliest first */
  const drawLines = (title, lines) => {
    const all = lines.flatMap(([, points]) => points);
    const [first, last] = [Math.min(...all.map((p) => p[0])), Math.max(...all.map((p) => p[0]))];
    let [low, high] = [Math.min(...all.map((p) => p[1])), Math.max(...all.map((p) => p[1]))];
    if (low >= 0 && (low < high / 2 || low === high)) low = 0;
    const step = roundStep((high - low || Math.abs(high) || 1) / 4);
    low = Math.floor(low / step + 1e-9) * step;
    high = Math.max(low + step, Math.ceil(high / step - 1e-9) * step);
    const across = (/** @type {number} */ year) => LEFT + 10 + ((WIDTH - LEFT - RIGHT - 20) * (year - first)) / (last - first || 1);
    const up = (/** @type {number} */ value) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * (value - low)) / (high - low);
    const write = (/** @type {string} */ kind, /** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ text) => {
      const element = draw("text", { class: kind, x: x.toFixed(1), y: y.toFixed(1) });
      element.textContent = text;
      return element;
    };
    /** @type {Node[]} */
    const parts = [];
    for (let n = 0; n <= Math.round((high - low) / step); n += 1) {
      const y = up(low + n * step);
      parts.push(draw("path", { class: "chart-grid", d: `M${LEFT} ${y.toFixed(1)}H${WIDTH - RIGHT}` }), write("chart-axis", LEFT - 6, y + 4, short(low + n * step)));
    }
    const gap = Math.max(1, Math.ceil((last - first) / 8));
    for (let year = first; year <= last; year += gap) parts.push(write("chart-year", across(year), HEIGHT - 8, String(year)));
    for (const [number, points] of lines) {
      parts.push(draw("path", { class: `chart-line chart-line--${number}`, d: `M${points.map((p) => `${across(p[0]).toFixed(1)} ${up(p[1]).toFixed(1)}`).join("L")}` }));
      for (const [year, value, written, , href] of points) {
        const label = `${known.get(chosen[number])?.name} ${year}年 ${written}`;
        const title = draw("title", {});
        title.textContent = label;
        parts.push(draw("a", { href, "aria-label": label }, title, draw("circle", { class: "chart-hit", cx: across(year).toFixed(1), cy: up(value).toFixed(1), r: "13" }),
          write(`chart-mark chart-mark--${number}`, across(year), up(value) + 4.5, MARKS[number])));
      }
    }
    // Names at the ends of the lines are pushed apart where they would overlap.
    const ends = lines.map(([number, points]) => ({ number, y: up(points[points.length - 1][1]) })).sort((a, b) => a.y - b.y);
    ends.forEach((end, at) => { if (at) end.y = Math.max(end.y, ends[at - 1].y + 14); });
    const over = Math.max(0, (ends[ends.length - 1]?.y ?? 0) - (HEIGHT - BOTTOM));
    for (const { number, y } of ends) {
      const name = known.get(chosen[number])?.name ?? "";
      parts.push(write(`chart-name chart-mark--${number}`, WIDTH - RIGHT + 8, y - over + 4, `${MARKS[number]} ${name.length > 6 ? `${name.slice(0, 5)}…` : name}`));
    }
    return draw("svg", { class: "chart chart--lines", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": title }, ...parts);
  };

  /** Set years against places. @param {Measure} measure @param {[number, Point[]][]} lines */
  const yearsTable = (measure, lines) => {
    const years = [...new Set(lines.flatMap(([, points]) => points.map((p) => p[0])))].sort((a, b) => b - a);
    const head = lines.map(([number]) => make("th", { scope: "col" }, make("span", { class: `chart-mark--${number}`, "aria-hidden": "true" }, MARKS[number]), ` ${known.get(chosen[number])?.name}`));
    const rows = years.map((year) => make("tr", {}, make("th", { scope: "row" }, `${year}年`), ...lines.map(([, points]) => {
      const point = points.find((p) => p[0] === year);
      return make("td", {}, ...(point ? [make("a", { href: point[4], title: `${point[5]}：印作${point[3]}` }, point[2])] : ["—"]));
    })));
    const table = make("table", { class: "data-table years-table" }, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "年份"), ...head)), make("tbody", {}, ...rows));
    return make("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": `${measure.name}，历年` }, table);
  };

  /** Return one indicator: the latest year of each place as bars and, where there is more than that, its course. @param {{measure: Measure, of: Map<string, Measure>}} entry */
  const section = ({ measure, of }) => {
    const series = chosen.map((code) => [...(of.get(code)?.points ?? [])].sort(NEWEST_FIRST));
    const latest = series.flatMap((points) => points.slice(0, 1));
    const whole = Math.max(...latest.map((point) => point[1]));
    const rows = chosen.map((code, number) => {
      const name = make("th", { scope: "row" }, make("a", { href: `places/${code.slice(0, 2)}/${code}.html` }, known.get(code)?.name ?? code));
      if (!series[number].length) return make("tr", { class: "compare-none" }, name, make("td", { class: "bar-cell" }), make("td", { class: "value" }, "档案里没有"));
      const [year, value, written, printed, href, article] = series[number][0];
      return make("tr", {}, name, make("td", { class: "bar-cell" }, bar(value, whole, number === 0)),
        make("td", { class: "value" }, make("a", { href, title: `${article}：印作${printed}` }, written), " ", make("small", {}, `${year}年`)));
    });
    const caution = new Set(latest.map(([year]) => year)).size > 1 ? [make("p", { class: "chart-note" }, "年份不同，比较时请留意。")] : [];
    const bars = make("table", { class: "bars" }, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "地方"), make("td"), make("th", { scope: "col" }, measure.name))), make("tbody", {}, ...rows));
    const lines = /** @type {[number, Point[]][]} */ (series.map((points, number) => [number, [...points].reverse()])).filter(([, points]) => points.length);
    const long = lines.some(([, points]) => points.length > 1);
    const course = long ? [make("figure", { class: "chart-figure" }, make("figcaption", {}, make("small", {}, `历年，单位：${measure.unit}`)), drawLines(`${measure.name}，历年`, lines)), yearsTable(measure, lines)] : [];
    return make("section", {}, make("h2", {}, make("a", { href: measure.href }, measure.name)), bars, ...caution, ...course);
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
    chips.hidden = !chosen.length;
    const said = unknown.length ? "网址里有的地方，档案里没有能比较的数字。"
      : chosen.length === 1 ? `${known.get(chosen[0])?.name}有${shared.length}个可比的指标；再加一个地方就能比较。`
      : `${chosen.length}个地方，${shared.length}个指标，${several ? `其中${several}个不止一处报告` : "没有一个是两处都报告的"}。`;
    status.replaceChildren(...(chosen.length || unknown.length ? [said] : invitation));
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
