// @ts-check
/*
 * What a reader may mean: other ways to write the same, put beside the words or in their place. Whatever is
 * rewritten is told, and quotation marks or `exact` keep it from being done. Needs words.js; tables come with the index.
 */
/** @typedef {{words: Word[], place: string, notes: string[]}} Plan */

(function () {
  "use strict";

  const { foldText, planQuery } = /** @type {any} */ (window).weiwenWords;
  const { nameHeads } = /** @type {any} */ (window).weiwenGrams;
  const { load } = /** @type {any} */ (window).weiwenScripts;

  const MOST_FORMS = 5;
  const HAN = /[\u3400-\u9fff]/;
  const NUMERALS = "零一二三四五六七八九";
  const UNITS = new Map([["十", 10], ["百", 100], ["千", 1000]]);
  const COUNTED = "[年月日个名例人次家所台张件项条岁天元倍万亿级层间辆户床类种批]";
  const NUMERAL = new RegExp(`百分之[${NUMERALS}十百]+|[〇${NUMERALS}两十百千万亿]{2,}|[${NUMERALS}两](?=${COUNTED})`, "gu");
  const FIGURE = new RegExp(`\\d{1,8}%|(?<![\\d.])\\d{1,8}(?![\\d.%])`, "g");

  /** Return the number that a Chinese numeral writes, or null. @param {string} text @returns {number | null} */
  function readNumeral(text) {
    const digits = Array.from(text, (char) => (char === "〇" ? 0 : char === "两" ? 2 : NUMERALS.indexOf(char)));
    if (text.length > 1 && digits.every((digit) => digit >= 0)) return text.includes("两") ? null : Number(digits.join(""));
    let total = 0;
    let section = 0;
    let digit = -1;
    for (const [i, char] of Array.from(text).entries()) {
      const unit = UNITS.get(char);
      if (unit) {
        if (digit < 0 && char !== "十") return null;
        section += (digit < 0 ? 1 : digit) * unit;
        digit = -1;
      } else if (char === "万" || char === "亿") {
        if (section + Math.max(digit, 0) === 0) return null;
        total = (total + section + Math.max(digit, 0)) * (char === "万" ? 1e4 : 1e8);
        section = 0;
        digit = -1;
      } else if (digits[i] === 0) digit = -1;
      else if (digit >= 0) return null;
      else digit = digits[i];
    }
    return total + section + Math.max(digit, 0);
  }

  /** Return a number below 10^8 as a Chinese numeral. @param {number} number @returns {string} */
  function writeNumeral(number) {
    if (number >= 10000) {
      const rest = number % 10000;
      const low = rest === 0 ? "" : (rest < 1000 ? "零" : "") + writeNumeral(rest).replace(/^十/, "一十");
      return `${writeNumeral(Math.floor(number / 10000))}万${low}`;
    }
    let text = "";
    for (const [unit, name] of /** @type {[number, string][]} */ ([[1000, "千"], [100, "百"], [10, "十"], [1, ""]])) {
      const digit = Math.floor(number / unit) % 10;
      if (digit > 0) text += NUMERALS[digit] + name;
      else if (text !== "" && !text.endsWith("零")) text += "零";
    }
    return text.replace(/零$/, "").replace(/^一十/, "十") || "零";
  }

  /** Return a form with its numbers written the other way. @param {string} form */
  function otherNumerals(form) {
    const arabic = form.replace(NUMERAL, (text) => {
      const percent = text.startsWith("百分之");
      const number = readNumeral(percent ? text.slice(3) : text);
      return number === null ? text : `${number}${percent ? "%" : ""}`;
    });
    const chinese = form.replace(FIGURE, (text, at) => {
      if (text.length === 1 && form.length === 1) return text;
      if (text.endsWith("%")) return `百分之${writeNumeral(Number(text.slice(0, -1)))}`;
      const year = text.length === 4 && form[at + 4] === "年";
      return year ? Array.from(text, (digit) => NUMERALS[Number(digit)]).join("").replaceAll("零", "〇") : writeNumeral(Number(text));
    });
    return [arabic, chinese].filter((other) => other !== form);
  }

  /** Tell whether two texts differ in one letter, one more or one less. @param {string} a @param {string} b */
  function isOneApart(a, b) {
    let at = 0;
    while (at < a.length && a[at] === b[at]) at += 1;
    const [left, right] = [a.slice(at + 1), b.slice(at + 1)];
    return a !== b && (left === right || left === b.slice(at) || right === a.slice(at));
  }

  /** Tell whether a form has a name in it; one of letters must be all of it. @param {string} form @param {string} alias */
  function hasAlias(form, alias) {
    return HAN.test(alias) ? form.includes(alias) : form === alias;
  }

  /** @type {Set<string> | undefined} */
  let common;

  /** Tell whether a character is outside the set of 1980, as traditional ones are. @param {string} char */
  function isUncommon(char) {
    if (!common) {
      const bytes = Uint8Array.from({ length: 72 * 94 * 2 }, (_, i) => (i % 2 ? 0xa1 + ((i >> 1) % 94) : 0xb0 + Math.floor((i >> 1) / 94)));
      common = new Set(new TextDecoder("gbk").decode(bytes));
    }
    return HAN.test(char) && !common.has(char);
  }

  class Planner {
    /** @param {any} index */
    constructor(index) {
      this.index = index;
    }

    /**
     * Return what to look for: the words as typed and what means the same.
     * @param {string} query
     * @param {boolean} [exact] true where nothing is to be put beside them
     * @returns {Promise<Plan>}
     */
    async plan(query, exact = false) {
      /** @type {Plan} */
      const plan = { words: planQuery(query).words, place: "", notes: [] };
      if (exact) return plan;
      for (const word of plan.words) {
        if (word.quoted) continue;
        const [form] = word.forms;
        const simple = await this.simplify(form);
        const forms = new Set([form, simple]);
        for (const one of [...forms]) for (const other of otherNumerals(one)) forms.add(other);
        for (const one of [...forms]) for (const other of this.aliasesOf(one)) forms.add(other);
        word.forms = [...forms].slice(0, MOST_FORMS);
        const others = word.forms.slice(1);
        if (others.length > 0) plan.notes.push(`“${word.printed}”也写作${others.map((other) => `“${other}”`).join("")}，一并查找`);
      }
      return plan;
    }

    /** Return a form in simplified characters. @param {string} form */
    async simplify(form) {
      if (!Array.from(form).some(isUncommon)) return form;
      const [traditional, simplified] = await load(`${this.index.root}traditional.js`).catch(() => ["", ""]);
      return form.replace(/[^]/g, (char) => (traditional.includes(char) ? simplified[traditional.indexOf(char)] : char));
    }

    /** Return a form with its names written out or short. @param {string} form */
    aliasesOf(form) {
      /** @type {string[]} */
      const found = [];
      /** @type {[string, string[]] | undefined} */
      let best;
      for (const group of this.index.aliases) {
        for (const alias of group) if (hasAlias(form, alias) && alias.length > (best?.[0].length ?? 0)) best = [alias, group];
      }
      if (best) for (const other of best[1]) if (other !== best[0]) found.push(form.replace(best[0], other));
      // What holds another form finds nothing more.
      return found.filter((other) => [form, ...found].every((one) => one === other || !other.includes(one)));
    }

    /**
     * Return other readings of a plan that found nothing, the likeliest first.
     * @param {Plan} plan
     * @returns {AsyncGenerator<Plan>}
     */
    async *rewrites(plan) {
      for (const rewrite of [this.byName, this.byPlace, this.byNearName]) {
        /** @type {Plan} */
        const other = { words: [], place: "", notes: [...plan.notes] };
        for (const word of plan.words) {
          const done = word.quoted || word.excluded ? null : await rewrite.call(this, word, other);
          other.words.push(...(done ?? [word]));
        }
        if (other.notes.length > plan.notes.length) yield other;
      }
    }

    /**
     * Take a word for the pinyin, the initials or a former form of a name.
     * @param {Word} word
     * @param {Plan} plan
     */
    async byName(word, plan) {
      const form = word.forms[0].replace(/[\s'-]/g, "");
      const rows = (await this.index.names(form)).filter((/** @type {NameRow} */ [key, , , name]) => key === form && !name.includes(form));
      if (rows.length === 0) return null;
      rows.sort((/** @type {NameRow} */ a, /** @type {NameRow} */ b) => b[4] - a[4]);
      const names = [...new Set(rows.map((/** @type {NameRow} */ [, , , name]) => name))].slice(0, MOST_FORMS);
      const forms = names.map((name) => foldText(this.shorten(String(name))));
      plan.notes.push(`没有“${word.printed}”，找的是${forms.map((other) => `“${other}”`).join("或")}`);
      return [{ ...word, forms }];
    }

    /** Return a name of a place as most write it. @param {string} name */
    shorten(name) {
      return name.length > 2 && /[市县区]$/.test(name) && !/(?:自治|新|高)./.test(name.slice(-3)) ? name.slice(0, -1) : name;
    }

    /**
     * Take a word for a place and something else written together.
     * @param {Word} word
     * @param {Plan} plan
     */
    async byPlace(word, plan) {
      const [form] = word.forms;
      const rows = (await this.index.names(form)).filter(
        (/** @type {NameRow} */ [key, kind]) => kind === "place" && form.startsWith(key) && form.length > key.length + 1,
      );
      rows.sort((/** @type {NameRow} */ a, /** @type {NameRow} */ b) => b[0].length - a[0].length || b[4] - a[4]);
      if (rows.length === 0 || plan.place) return null;
      const [key, , value, name] = rows[0];
      const rest = form.slice(key.length);
      plan.place = value;
      plan.notes.push(`没有连着写的“${word.printed}”，找的是${name}的文章里的“${rest}”`);
      const forms = [rest, ...this.aliasesOf(rest)];
      return [{ ...word, printed: rest, forms }];
    }

    /**
     * Take a word for a known name with one wrong letter.
     * @param {Word} word
     * @param {Plan} plan
     */
    async byNearName(word, plan) {
      const [form] = word.forms;
      if (form.length < 3) return null;
      const found = await Promise.all(nameHeads(form).map((/** @type {string} */ head) => this.index.names(form, head)));
      const rows = found.flat().filter((/** @type {NameRow} */ [key]) => isOneApart(key, form));
      rows.sort((/** @type {NameRow} */ a, /** @type {NameRow} */ b) => b[4] - a[4]);
      if (rows.length === 0) return null;
      const near = HAN.test(rows[0][0]) ? rows[0][0] : foldText(this.shorten(rows[0][3]));
      plan.notes.push(`没有“${word.printed}”，找的是最接近的名称“${near}”`);
      return [{ ...word, forms: [near] }];
    }
  }

  Object.assign(window, { weiwenPlanner: { Planner, isOneApart, otherNumerals, readNumeral, writeNumeral } });
})();
