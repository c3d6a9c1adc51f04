// The right side: the articles as they read now; every part of them can be set right where it stands.
import { button, el, form, hideNote, showNote } from "./elements.js";

const HUES = 6;
const HEADS = [["column", "栏目"], ["kicker", "引题"], ["title", "标题"], ["deck", "副题"], ["byline", "署名"], ["summary", "提要"]];
const NAMES = [["places", "地方"], ["institutions", "机构"], ["people", "人物"], ["topics", "主题"]];
const VERDICTS = { machine: "程序更正", accepted: "程序更正，编辑认可", editor: "编辑更正" };

const lined = (properties, lines, key, ...children) =>
  el(properties.tag ?? "div", { ...properties, tag: undefined, tabindex: "0", data: { lines: lines.join(" "), key, ...properties.data } }, ...children);

// A head of an article: shown as it reads, an input when it is chosen.
const headOf = (article, at, [field, word], act) => {
  const words = article[field];
  if (!words) return null;
  const edit = () => {
    const input = el("input", { value: words, class: "head-input", "aria-label": word });
    const line = el("form", { class: `head head-${field}`, onsubmit: event => { event.preventDefault(); save(); } }, input);
    let open = true;
    const save = () => {
      if (!open) return;
      open = false;
      if (input.value.trim() && input.value.trim() !== words) act({ do: "head", article: at, field, value: input.value.trim() });
      else line.replaceWith(shown);
    };
    input.addEventListener("blur", save);
    input.addEventListener("keydown", event => {
      if (event.key !== "Escape") return;
      open = false;
      event.stopPropagation();
      line.replaceWith(shown);
      shown.focus();
    });
    shown.replaceWith(line);
    input.focus();
    input.select();
  };
  const shown = el("button", {
    type: "button", class: `head head-${field}`, title: `改${word}`, onclick: edit, data: { key: `a${at}-${field}` },
  }, words, field === "title" && article.ours ? el("small", {}, "（本档案所拟）") : null);
  return shown;
};

const seamNote = (article, at, number, act) => {
  const seam = article.joins[number];
  const second = seam.second ? `；其次可接第${seam.second}行` : "";
  return [
    el("p", {}, `第${seam.from}行接第${seam.to}行：${seam.why}${seam.certain ? "" : "，拿不准"}${second}`),
    el("div", { class: "tool-row" },
      button("接得对", () => act({ do: "seam", article: at, line: seam.to, accept: true })),
      button("接错了，另起一段", () => act({ do: "seam", article: at, line: seam.to, accept: false }))),
  ];
};

const fixNote = (article, at, number, act) => {
  const fix = article.corrections[number];
  const say = verdict => () => act({ do: "judge", article: at, correction: number, verdict });
  const byEditor = fix.verdict === "editor";
  return [
    el("p", {}, `原文作“${fix.raw}”，${VERDICTS[fix.verdict] ?? ""}：${fix.reason}`),
    el("div", { class: "tool-row" },
      byEditor ? null : button("改得对", say("accept"), { "aria-pressed": String(fix.verdict === "accepted") }),
      byEditor ? null : button("改错了，照原文", say("refuse")),
      fix.verdict === "machine" ? null : button("收回这个决定", say("withdraw"))),
  ];
};

const refusedNote = (article, at, number, act) => [
  el("p", {}, `程序要改作“${article.refused[number].fixed}”，编辑不准`),
  el("div", { class: "tool-row" },
    button("收回这个决定", () => act({ do: "judge", article: at, refused: true, correction: number, verdict: "withdraw" }))),
];

const factNote = (article, at, number, act) => {
  const fact = article.facts[number];
  const send = said => act({ do: "fact", article: at, fact: number, ...said });
  return [
    form([
      { name: "indicator", label: "指标", value: fact.indicator },
      { name: "entity", label: "对象", value: fact.entity },
      { name: "time", label: "时间", value: fact.time },
    ], "记下", said => send(Object.fromEntries(Object.entries(said).filter(([key, value]) => value && value !== fact[key])))),
    el("div", { class: "tool-row" },
      button(fact.key ? "不放进数字框" : "放进数字框", () => send({ key: !fact.key })),
      button("这不是数字，删去", () => send({ strike: true }))),
  ];
};

const NOTES = { seam: seamNote, fix: fixNote, refused: refusedNote, fact: factNote };
const NOTE_WORDS = { seam: "接缝", fix: "更正", refused: "拒绝的更正", fact: "数字" };

const runOf = (article, at, part, run, act) => {
  const kind = ["fix", "refused", "seam", "fact"].find(name => run[name] !== undefined);
  if (run.gap !== undefined) return el("span", { class: "gap" }, "〔缺文〕");
  if (!kind) return el("span", { data: { at: String(run.at) } }, run.text);
  const number = run[kind];
  const certain = kind === "seam" && article.joins[number].certain;
  const mark = el("span", {
    class: `mark mark-${kind}${certain ? " certain" : ""}`,
    role: "button",
    tabindex: "0",
    "aria-label": run.text ? `${NOTE_WORDS[kind]}：${run.text}` : NOTE_WORDS[kind],
    data: { at: String(run.at), key: `a${at}-p${part.n}-${kind}${number}` },
  }, run.text || (kind === "seam" ? "⁞" : "※"));
  const open = event => {
    if (getSelection().toString()) return; // words are being marked
    event.stopPropagation();
    showNote(mark, NOTES[kind](article, at, number, act));
  };
  mark.addEventListener("click", open);
  mark.addEventListener("keydown", event => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open(event);
  });
  return mark;
};

const movers = (article, at, part, act) => {
  const move = step => {
    const firsts = article.blocks.map(block => [...block]);
    const here = firsts.findIndex(block => block.includes(part.lines[0]));
    const to = here + step;
    if (here < 0 || to < 0 || to >= firsts.length) return;
    [firsts[here], firsts[to]] = [firsts[to], firsts[here]];
    act({ do: "order", article: at, order: firsts.flat() });
  };
  return el("span", { class: "movers" },
    button("↑", () => move(-1), { "aria-label": "这一段往前移", title: "往前移（Alt+↑）", data: { move: "-1" } }),
    button("↓", () => move(1), { "aria-label": "这一段往后移", title: "往后移（Alt+↓）", data: { move: "1" } }));
};

// Words that are marked in a paragraph can be changed, or their number filed.
const selectionIn = paragraph => {
  const selection = getSelection();
  if (selection.isCollapsed || !paragraph.contains(selection.anchorNode) || !paragraph.contains(selection.focusNode)) return null;
  const range = selection.getRangeAt(0);
  const offset = (node, at) => {
    const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
    return run && node.nodeType === Node.TEXT_NODE ? Number(run.dataset.at) + at : null;
  };
  const start = offset(range.startContainer, range.startOffset);
  const end = offset(range.endContainer, range.endOffset);
  return start === null || end === null || start >= end ? null : { start, end, words: selection.toString().replaceAll("⁞", ""), range };
};

const offerChange = (paragraph, at, field, n, act) => {
  const chosen = selectionIn(paragraph);
  if (!chosen || chosen.words.length > 120) return;
  const span = { article: at, field, n, start: chosen.start, end: chosen.end };
  const asFact = field === "paragraphs" && /[\d〇零一二三四五六七八九十百千万亿]/.test(chosen.words)
    ? form([{ name: "indicator", label: "它量的是", hint: "如：病床数" }], "收作数字", said => act({ do: "add_fact", ...span, ...said }))
    : null;
  showNote(chosen.range, [
    form([{ name: "fixed", label: "改为", value: chosen.words, size: 22 }, { name: "reason", label: "理由", hint: "可以不写", size: 22 }],
      "改字", said => act({ do: "fix", ...span, ...said })),
    asFact,
  ].filter(Boolean));
};

const bodyOf = (article, at, part, act) => {
  const words = el("p", { class: "words" }, part.runs.map(run => runOf(article, at, part, run, act)));
  words.addEventListener("pointerup", () => setTimeout(() => offerChange(words, at, "paragraphs", part.n, act)));
  return lined({ class: "part paragraph" }, part.lines, `a${at}-p${part.n}`, words, movers(article, at, part, act));
};

const plainOf = (article, at, part, act) => {
  const field = part.kind === "crosshead" ? "crossheads" : "captions";
  const words = el("p", { class: "words" }, el("span", { data: { at: "0" } }, part.text));
  words.addEventListener("pointerup", () => setTimeout(() => offerChange(words, at, field, part.n, act)));
  return lined({ class: `part ${part.kind}` }, part.lines, `a${at}-${part.kind}${part.n}`, words,
    part.kind === "crosshead" ? movers(article, at, part, act) : null);
};

// An institution is filed under its full name; what the machine took it for can be set right.
const renamer = (thing, at, section, act) => {
  const open = button(thing.name, () => showNote(open, [form([{ name: "fixed", label: "归在", value: thing.canonical, size: 24 }], "改定",
    said => said.fixed && said.fixed !== thing.canonical && act({ do: "name", article: at, section, was: thing.name, ...said }))]), { class: "cell", title: "改它归在哪个名字下面" });
  return open;
};

const namesOf = (article, at, [section, word], act) => {
  const chips = article[section].map(thing => el("li", { class: `chip${thing.main ? " chip--primary" : ""}${thing.by_hand ? " by-hand" : ""}` },
    section === "places"
      ? button(thing.main ? "★" : "☆", () => act({ do: "name", article: at, section, add: thing.name, main: true }),
        { class: "icon", disabled: thing.main, title: thing.main ? "文章写的就是这里" : "文章写的就是这里吗？", "aria-label": `${thing.name}：文章写的就是这里` })
      : null,
    section === "institutions" ? renamer(thing, at, section, act) : thing.name, thing.title ? el("small", {}, thing.title) : null,
    button("×", () => act({ do: "name", article: at, section, strike: thing.name }), { class: "icon", title: "删去", "aria-label": `删去${thing.name}` })));
  const add = button("＋", () => showNote(add, [form([
    { name: "add", label: word, hint: section === "places" ? "省市县全称或六位代码" : "" },
    ...(section === "people" ? [{ name: "title", label: "职务" }] : []),
  ], "增加", said => act({ do: "name", article: at, section, ...said }))]), { class: "icon", "aria-label": `增加${word}`, data: { key: `a${at}-add-${section}` } });
  return el("div", { class: "names" }, el("h3", {}, word), el("ul", { class: "chips" }, chips, el("li", {}, add)));
};

const factsOf = (article, at, act) => {
  if (!article.facts.length) return null;
  const rows = article.facts.map((fact, number) => el("tr", { class: fact.by_hand ? "by-hand" : "" },
    el("td", {}, button(fact.key ? "★" : "☆", () => act({ do: "fact", article: at, fact: number, key: !fact.key }),
      { class: "icon", "aria-pressed": String(fact.key), "aria-label": `${fact.printed}放进数字框`, title: "放不放进文章开头的数字框" })),
    el("td", { class: "value" }, fact.printed),
    el("td", {}, button(fact.indicator || "——", event => showNote(event.currentTarget, factNote(article, at, number, act)),
      { class: "cell", title: "改指标、对象、时间", data: { key: `a${at}-f${number}` } })),
    el("td", {}, fact.entity), el("td", {}, fact.time),
    el("td", {}, button("×", () => act({ do: "fact", article: at, fact: number, strike: true }), { class: "icon", "aria-label": `删去${fact.printed}`, title: "这不是数字，删去" }))));
  return el("details", { class: "figures", data: { key: `a${at}-figures` } }, el("summary", {}, `数字${article.facts.length}个，★ 的放进数字框`),
    el("table", { class: "data-table" }, el("tbody", {}, rows)));
};

const articleOf = (state, article, at, act) => {
  const missing = HEADS.filter(([field]) => !article[field]);
  const adders = missing.map(head => {
    const [field, word] = head;
    const open = button(`＋${word}`, () => showNote(open, [form([{ name: "value", label: word, size: 26 }], "写上",
      said => said.value && act({ do: "head", article: at, field, value: said.value }))]), { class: "quiet", data: { key: `a${at}-${field}` } });
    return open;
  });
  const check = el("input", { type: "checkbox", checked: article.checked, data: { key: `a${at}-checked` },
    onchange: event => act({ do: "head", article: at, field: "checked", value: event.target.checked }) });
  const withdraw = button("撤下…", () => showNote(withdraw, [form([{ name: "value", label: "理由", hint: "读者看得到", size: 24 }], "撤下这一篇",
    said => said.value && act({ do: "head", article: at, field: "withdrawn", value: said.value }))]), { class: "quiet", data: { key: `a${at}-withdraw` } });
  const restore = button("恢复", () => act({ do: "head", article: at, field: "withdrawn", value: "" }), { class: "quiet" });
  return el("article", { class: `sheet hue-${at % HUES}${article.checked ? " checked" : ""}`, id: `A${at}`, data: { article: String(at) } },
    el("div", { class: "sheet-top" }, el("span", { class: "number" }, `第${at + 1}篇`),
      article.health ? null : el("span", { class: "number" }, "看来与卫生无关"),
      article.withdrawn === null ? withdraw : el("span", { class: "gone" }, `已撤下：${article.withdrawn || "不说理由"}`, restore),
      el("label", { class: "check" }, check, "已核对")),
    HEADS.slice(0, 5).map(head => headOf(article, at, head, act)),
    el("div", { class: "adders" }, adders),
    headOf(article, at, HEADS[5], act),
    article.parts.map(part => (part.kind === "body" ? bodyOf : plainOf)(article, at, part, act)),
    NAMES.map(kind => namesOf(article, at, kind, act)),
    factsOf(article, at, act));
};

export const drawReading = (state, box, act) => {
  const then = action => { hideNote(); act(action); };
  const open = new Set([...box.querySelectorAll("details[open]")].map(details => details.dataset.key));
  box.replaceChildren(...state.articles.map((article, at) => articleOf(state, article, at, then)));
  if (!state.articles.length) box.append(el("p", {}, "这一版没有读出文章。"));
  for (const details of box.querySelectorAll("details")) details.open = open.has(details.dataset.key);
};
