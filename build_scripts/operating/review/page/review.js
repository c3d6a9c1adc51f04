// The page: what the server says is drawn, what the editor does is sent; every step is on disk when it is shown.
import { button, el, form, hideNote, showNote } from "./elements.js";
import { drawRaw, lineTools, printed } from "./raw.js";
import { drawReading } from "./reading.js";

const at = id => document.getElementById(id);
const META = [["publication", "报纸"], ["issue_date", "日期"], ["page_no", "版次"], ["page_name", "版名"], ["url", "链接"]];
const KEYS = [
  ["↑ ↓", "在原文里换一行"], ["Enter", "说这一行是什么"], ["S", "文章从这一行开始"], ["J", "这一行不另起一篇"],
  ["1 … 9、0", "归类：正文、小标题、标题……"], ["Alt+↑ ↓", "把所选的一段往前、往后移"], ["Ctrl+Z", "撤销；加 Shift 是重做"],
  ["V", "在原文和读成的文章之间来回"], ["P", "打开附表；再按 P 或 Esc 收起"],
];
let state = null;
let chosen = 0; // the line that is chosen
let busy = false;

const say = (words, kind = "") => {
  at("said").className = `said ${kind}`;
  at("said").textContent = words;
};

const ask = async (name, body) => {
  const options = body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {};
  const answer = await fetch(name, { cache: "no-store", ...options });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

const act = async action => {
  if (busy) return;
  busy = true;
  document.body.classList.add("busy");
  try {
    const after = await ask("act", { ...action, version: state.version });
    const before = state.text;
    if (!after.fatal) draw(after);
    if (after.fatal || after.error) say(after.fatal || after.error, "wrong");
    else if (before !== after.text) say(after.text ? `已写入 ${after.sidecar}` : "附表空了，已经删去", "done");
  } catch {
    say("核对程序已经结束；做过的决定都在附表里。要接着核对，请再运行一次。", "wrong");
  } finally {
    busy = false;
    document.body.classList.remove("busy");
  }
};

const draw = next => {
  const focus = document.activeElement?.dataset?.key;
  const scrolls = ["raw", "reading", "panel"].map(id => [at(id).closest("section, aside"), at(id).closest("section, aside").scrollTop]);
  const page = scrollY;
  state = next;
  document.title = `${state.file} · 核对`;
  at("file").textContent = state.file;
  const meta = META.slice(0, 3).map(([key]) => state.meta[key]).filter(Boolean);
  at("meta").textContent = meta.length ? meta.join("　") : "不知道是哪份报纸、哪天";
  at("undo").disabled = !state.undo;
  at("redo").disabled = !state.redo;
  drawRaw(state, at("raw"));
  drawReading(state, at("reading"), act);
  drawPanel();
  for (const [box, top] of scrolls) box.scrollTop = top;
  scrollTo(0, page);
  choose(chosen, false);
  if (focus) document.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  if (state.broken) say("附表里有读不懂的地方，下面是没有附表时的读法；请先用文本编辑器改好附表", "wrong");
};

const drawPanel = () => {
  const stale = state.decisions.filter(decision => decision.problems.length);
  at("panel-toggle").textContent = `附表 ${state.decisions.length || ""}`.trim();
  at("panel-toggle").classList.toggle("alarm", stale.length > 0 || state.broken);
  const decisions = state.decisions.map(decision => el("li", { class: decision.problems.length ? "stale" : "" },
    el("div", { class: "decision" }, decision.section ? el("b", {}, decision.section) : null, el("pre", {}, decision.text),
      button("收回", () => act({ do: "drop", decision: decision.n }), { "aria-label": `收回${decision.section}：${decision.text}` })),
    decision.problems.map(words => el("p", {}, words))));
  const others = state.problems.filter(problem => !problem.of_sidecar || state.broken);
  at("panel").replaceChildren(
    el("h2", {}, "附表里的决定"), el("p", { class: "path" }, state.sidecar),
    decisions.length ? el("ul", { class: "decisions" }, decisions) : el("p", {}, "还没有决定。"),
    others.length ? el("h2", {}, "要看一看") : "",
    others.length ? el("ul", { class: "problems" }, others.map(problem => el("li", {},
      problem.line && !problem.of_sidecar ? button(`第${problem.line}行`, () => choose(problem.line, true)) : null,
      `${problem.grade}　${problem.found}；${problem.remedy}`))) : "",
    el("details", {}, el("summary", {}, "附表全文"), el("pre", { class: "sidecar" }, state.text || "（空）")));
};

// Choosing a line lights up the part of the reading that it went into, and the other way round.
const light = lines => {
  const wanted = new Set(lines.map(String));
  for (const item of at("raw").children) item.classList.toggle("lit", wanted.has(item.dataset.line));
  let first = null;
  for (const part of at("reading").querySelectorAll("[data-lines]")) {
    const lit = part.dataset.lines.split(" ").some(line => wanted.has(line));
    part.classList.toggle("lit", lit);
    first = lit && !first ? part : first;
  }
  return first;
};

const choose = (line, show, tools = false) => {
  at("raw").querySelector(".line-tools")?.remove();
  const item = at(`L${line}`) ?? at("raw").querySelector("li:not(.blank)");
  if (!item) return;
  chosen = Number(item.dataset.line);
  for (const other of at("raw").querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
  item.tabIndex = 0;
  const data = state.lines[chosen - 1];
  if ((tools || item.dataset.open) && printed(data) && !state.broken) item.append(lineTools(state, data, act));
  if (!show) return;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  light([chosen])?.scrollIntoView({ block: "nearest" });
};

const step = way => {
  let item = at(`L${chosen}`);
  do item = way > 0 ? item.nextElementSibling : item.previousElementSibling;
  while (item && item.classList.contains("blank"));
  if (item) choose(Number(item.dataset.line), true);
};

const showSide = side => {
  at("desk").dataset.side = side;
  for (const tab of document.querySelectorAll("[data-side][aria-pressed]")) tab.setAttribute("aria-pressed", String(tab.dataset.side === side));
};

const showPanel = open => {
  at("panel").hidden = !open;
  at("panel-toggle").setAttribute("aria-expanded", String(open));
};

// Puts away what was opened last: the tools of a line before the panel; the focus goes where it was opened from.
const putAway = from => {
  const tools = at("raw").querySelector(".line-tools");
  const inPanel = at("panel").contains(from);
  if (!tools && !at("panel").hidden) showPanel(false);
  tools?.remove();
  if (inPanel) at("panel-toggle").focus();
  else if (tools) at(`L${chosen}`)?.focus();
};

at("raw").addEventListener("click", event => {
  const item = event.target.closest("li");
  if (!item || event.target.closest(".line-tools") || getSelection().toString()) return;
  choose(Number(item.dataset.line), true, true);
});
at("raw").addEventListener("focusin", event => {
  const line = Number(event.target.closest("li")?.dataset.line);
  if (line && line !== chosen) choose(line, true);
});
at("raw").addEventListener("keydown", event => {
  if (event.target.closest(".line-tools") || event.ctrlKey || event.metaKey || event.altKey) return;
  const data = state.lines[chosen - 1];
  const piece = data && printed(data);
  const here = state.articles.findIndex(article => article.line === chosen);
  const number = "1234567890".indexOf(event.key);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter" && piece) {
    choose(chosen, true, true);
    at("raw").querySelector(".line-tools button")?.focus();
  } else if (event.key.toLowerCase() === "s" && piece && here < 0) act({ do: "start", line: chosen, start: piece.start });
  else if (event.key.toLowerCase() === "j" && here > 0) act({ do: "join", article: here });
  else if (number >= 0 && piece) act({ do: "role", line: chosen, start: piece.start, role: state.roles[number][0] });
  else return;
  event.preventDefault();
});
at("reading").addEventListener("focusin", event => {
  const part = event.target.closest("[data-lines]");
  if (!part) return;
  light(part.dataset.lines.split(" "));
  at(`L${part.dataset.lines.split(" ")[0]}`)?.scrollIntoView({ block: "nearest" });
});
at("reading").addEventListener("keydown", event => {
  const part = event.target.closest(".part");
  if (!part || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  part.querySelector(`[data-move="${event.key === "ArrowUp" ? -1 : 1}"]`)?.click();
});
addEventListener("keydown", event => {
  const typing = event.target.closest?.("input, textarea");
  if (typing) return;
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && key === "z") act({ do: event.shiftKey ? "redo" : "undo" });
  else if (event.ctrlKey || event.metaKey || event.altKey) return;
  else if (key === "escape") putAway(event.target);
  else if (key === "v") {
    const toReading = Boolean(event.target.closest("#raw")) || at("desk").dataset.side === "raw";
    showSide(toReading ? "reading" : "raw");
    (toReading ? at("reading").querySelector(".lit, .part") : at(`L${chosen}`))?.focus();
  } else if (key === "p") at("panel-toggle").click();
  else if (key === "?") at("help").click();
  else return;
  event.preventDefault();
});
for (const tab of document.querySelectorAll(".bar-tabs button")) tab.addEventListener("click", () => showSide(tab.dataset.side));
at("undo").addEventListener("click", () => act({ do: "undo" }));
at("redo").addEventListener("click", () => act({ do: "redo" }));
at("panel-toggle").addEventListener("click", () => showPanel(at("panel").hidden));
at("help").addEventListener("click", () => showNote(at("help"), [el("dl", { class: "keys" }, KEYS.flatMap(([key, words]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)]))]));
at("meta").addEventListener("click", () => showNote(at("meta"), META.map(([field, word]) =>
  form([{ name: "value", label: word, value: state.meta[field], size: 24 }], "记下", said => { hideNote(); act({ do: "meta", field, ...said }); }))));
at("close").addEventListener("click", async () => {
  line.close();
  try { await ask("close", {}); } catch { /* it is closed already */ }
  document.body.replaceChildren(el("p", { class: "over" }, "核对结束，决定都在附表里。可以关掉这个标签页了；运行 make site 更新网站。"));
});

// As long as this line is open, the server knows that somebody is here.
const line = new EventSource("open");
line.addEventListener("error", () => { if (line.readyState === EventSource.CLOSED) say("核对程序已经结束；做过的决定都在附表里。", "wrong"); });

const first = await ask("state");
if (first.fatal) say(first.fatal, "wrong");
else {
  draw(first);
  say("点原文的一行，或读成的文章里的任何一处，就能改；按 ? 看键盘怎样用。");
}
document.body.dataset.ready = "yes";
