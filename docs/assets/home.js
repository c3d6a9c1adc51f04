// @ts-check
// The front page by the calendar: each day has its figure, the same for everybody, and what was printed on this day.
(() => {
  "use strict";
  const box = document.querySelector("[data-today]");
  if (!box) return;
  const today = new Date();
  const DAY = 86_400_000;
  const number = Math.floor(Date.UTC(today.getFullYear(), today.getMonth(), today.getDate()) / DAY);

  /** @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children */
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /** @type {any} */ (window).weiwenToday = {
    /** @param {string[][]} rows */
    figures: (rows) => {
      const place = box.querySelector(".today-figure p");
      if (!place || !rows.length) return;
      const [value, what, whose, time, title, href] = rows[number % rows.length];
      place.replaceChildren(make("a", { class: "today-value", href }, value), make("span", { class: "today-what" }, what),
        make("span", { class: "today-whose" }, time ? `${whose}，${time}` : whose), make("a", { class: "today-source", href }, title));
    },
    /** @param {Record<string, [number, string, string][]>} days */
    days: (days) => {
      const rows = (days[String(today.getDate())] ?? []).filter(([year]) => year < today.getFullYear());
      if (!rows.length) return;
      box.append(make("section", { class: "today-then" }, make("h2", { class: "section-head" }, `往年${today.getMonth() + 1}月${today.getDate()}日`),
        make("ul", {}, ...rows.map(([year, title, href]) => make("li", {}, make("span", {}, `${year}年`), make("a", { href }, title))))));
    },
  };
  for (const name of ["figures", `days-${today.getMonth() + 1}`]) document.head.append(make("script", { src: `home/${name}.js` }));
})();
