// Small tools to make elements: words are always text, never mark-up.
export const el = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
};

export const button = (words, act, properties = {}) => el("button", { type: "button", onclick: act, ...properties }, words);

// A small form: labelled fields, and what is done with their words.
export const form = (fields, words, send) => {
  const inputs = fields.map(field => el("input", { name: field.name, value: field.value ?? "", placeholder: field.hint ?? "", size: field.size ?? 18 }));
  const rows = fields.map((field, at) => el("label", {}, el("span", {}, field.label), inputs[at]));
  return el("form", {
    class: "small-form",
    onsubmit: event => {
      event.preventDefault();
      send(Object.fromEntries(inputs.map(input => [input.name, input.value.trim()])));
    },
  }, rows, el("button", { class: "main" }, words));
};

const note = () => document.getElementById("note");

// Shows a note beside an element; the first thing in it that can be used has the focus.
export const showNote = (anchor, ...children) => {
  const box = note();
  box.replaceChildren(...children.flat());
  const place = anchor.getBoundingClientRect();
  box.showPopover();
  const { width, height } = box.getBoundingClientRect();
  const below = place.bottom + 6 + height < innerHeight;
  box.style.left = `${Math.max(8, Math.min(place.left, innerWidth - width - 8))}px`;
  box.style.top = `${Math.max(8, below ? place.bottom + 6 : place.top - height - 6)}px`;
  box.querySelector("button, input")?.focus();
};

export const hideNote = () => {
  if (note().matches(":popover-open")) note().hidePopover();
};
