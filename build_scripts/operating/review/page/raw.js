// The left side: every printed line with what it was taken for; one is chosen, and can be told otherwise.
import { button, el } from "./elements.js";

const HUES = 6;

const startsAt = (state, n) => state.articles.findIndex(article => article.line === n);

const label = piece => (piece.article === null ? piece.word : `${piece.article + 1} · ${piece.word}`);

const lineOf = (state, line) => {
  const first = line.pieces.find(piece => !piece.markup);
  const item = el("li", {
    id: `L${line.n}`,
    value: line.n,
    tabindex: "-1",
    class: [line.blank ? "blank" : "", line.head ? "head" : "", first && startsAt(state, line.n) >= 0 ? "starts" : ""].join(" "),
    data: { line: line.n, key: `L${line.n}` },
  });
  if (!line.pieces.length) {
    item.append(el("span", { class: "words" }, line.text));
    if (line.head) item.append(el("span", { class: "role-word" }, "说明"));
    return item;
  }
  const words = el("span", { class: "words" });
  for (const piece of line.pieces) {
    words.append(el("span", { class: `piece role-${piece.tone}${piece.article === null ? "" : ` hue-${piece.article % HUES}`}` }, piece.text));
  }
  item.append(words, el("span", { class: "role-word" }, [...new Set(line.pieces.filter(piece => !piece.markup).map(label))].join("；")));
  return item;
};

// What a line prints first; mark-up is nothing that could be decided on.
export const printed = line => line.pieces.find(piece => !piece.markup);

export const drawRaw = (state, list) => {
  list.replaceChildren(...state.lines.map(line => lineOf(state, line)));
};

// What can be said of a line: where articles begin, and what it is.
export const lineTools = (state, line, act) => {
  const piece = printed(line);
  const here = startsAt(state, line.n);
  const tools = el("div", { class: "line-tools", role: "toolbar", "aria-label": `第${line.n}行` });
  const starts = el("div", { class: "tool-row" });
  if (here < 0) starts.append(button("文章从这里开始", () => act({ do: "start", line: line.n, start: piece.start }), { title: "快捷键 S" }));
  if (here > 0) starts.append(button("不另起一篇，接上一篇", () => act({ do: "join", article: here }), { title: "快捷键 J" }));
  for (const at of [piece.article, (piece.article ?? -2) + 1]) {
    const article = state.articles[at];
    if (here < 0 && at > 0 && article) {
      starts.append(button(`把第${at + 1}篇的开头移到这里`, () => act({ do: "move_start", article: at, line: line.n, start: piece.start })));
    }
  }
  const roles = el("div", { class: "tool-row", role: "group", "aria-label": "这一行是" });
  state.roles.forEach(([role, word], at) => {
    roles.append(button(word, () => act({ do: "role", line: line.n, start: piece.start, role }), {
      "aria-pressed": String(piece.role === role),
      title: `快捷键 ${(at + 1) % 10}`,
    }));
  });
  tools.append(starts, roles);
  return tools;
};
