// Raw text and reading light up each other: a line its paragraph, a paragraph its lines. Without this, a click does.
(() => {
  const sheet = document.querySelector(".facsimile");
  if (!sheet) return;
  const raw = new Map(); // id of a part of the reading -> the printed pieces that went into it
  for (const link of sheet.querySelectorAll(".raw-lines a")) {
    const id = decodeURIComponent(link.hash.slice(1));
    if (!raw.has(id)) raw.set(id, []);
    raw.get(id).push(link);
  }
  const lit = new Set();
  const asked = { pointer: [], focus: [], address: [] }; // each keeps its own, so that none puts out another's light

  const show = (by, ids) => {
    asked[by] = ids;
    for (const element of lit) element.classList.remove("lit");
    lit.clear();
    for (const id of Object.values(asked).flat()) {
      const part = document.getElementById(id);
      for (const element of [part, ...(raw.get(id) || [])]) if (element) lit.add(element);
    }
    for (const element of lit) element.classList.add("lit");
  };

  // The parts that an element belongs to: a piece of raw text knows its own, a raw line those of all its pieces.
  const partsOf = element => {
    const link = element.closest(".raw-lines a");
    if (link) return [decodeURIComponent(link.hash.slice(1))];
    const line = element.closest(".raw-lines li");
    if (line) return [...line.querySelectorAll("a")].map(a => decodeURIComponent(a.hash.slice(1)));
    const part = element.closest(".facsimile-reading [id]");
    return part && raw.has(part.id) ? [part.id] : [];
  };

  sheet.addEventListener("pointerover", event => show("pointer", partsOf(event.target)));
  sheet.addEventListener("pointerleave", () => show("pointer", []));
  sheet.addEventListener("focusin", event => show("focus", partsOf(event.target)));
  sheet.addEventListener("focusout", () => show("focus", []));

  const arrive = () => {
    const target = sheet.querySelector(":target");
    show("address", target ? partsOf(target) : []);
  };
  addEventListener("hashchange", arrive);
  arrive();
})();
