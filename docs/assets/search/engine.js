// @ts-check
/*
 * The search engine of the archive: a state of the search page goes in, exact results come out.
 *
 * Terms of one to three characters are looked up in the index; what is longer is found by the terms that
 * cover it, and every article that is shown has been checked against its own text. Needs words.js and index.js.
 * All scripts are classic ones, not modules, so that they also run from a folder on disk.
 */
(function () {
  "use strict";

  /**
   * @typedef {{printed: string, forms: string[], excluded: boolean, quoted: boolean}} Word
   * @typedef {{words: Word[], place: string, notes: string[], thorough?: boolean}} Plan
   * @typedef {{ranks: Uint32Array, places: Uint8Array}} List
   * @typedef {{count: number, read: () => Promise<List>, far: boolean}} Entry
   * @typedef {[kind: string, anchor: string, text: string]} Field
   * @typedef {{
   *   id: string, path: string, title: string, dated: string, year: number, publication: string,
   *   places: [string, string][], topics: string[], checked: boolean, fields: Field[], more: boolean,
   * }} Article
   * @typedef {{
   *   query: string, place: string, topic: string, year: string, month: string, institution: string,
   *   publication: string, status: string, exact: string, sort: string,
   * }} State
   * @typedef {{start: number, end: number}} Span
   * @typedef {{field: Field, text: string, spans: Span[], cutBefore: boolean, cutAfter: boolean}} Excerpt
   * @typedef {{rank: number, weight: number}} Match
   * @typedef {Match & {article: Article, where: number[][]}} Checked
   * @typedef {{rank: number, article: Article, weight: number, anchor: string, title: Span[], excerpts: Excerpt[]}} Result
   * @typedef {{key: string, name: string, count: number}} Choice
   */

  const { findSpans, foldText } = /** @type {any} */ (window).weiwenWords;
  const { Planner } = /** @type {any} */ (window).weiwenPlanner;
  const { Index, facetTerm, openIndex, termUnit, textTerm } = /** @type {any} */ (window).weiwenIndex;

  /** @type {List} */
  const NOBODY = { ranks: new Uint32Array(0), places: new Uint8Array(0) };
  const GRAM = 3;
  /** Terms by which a long text is looked up; the rest of it is only checked. */
  const MOST_GRAMS = 8;
  /** Articles that are checked at most before the engine says that it has not seen all. */
  const MOST_CHECKED = 400;
  /** When so few articles are left, reading them costs less than a long list. */
  const FEW = 10;
  const KNOWN = 12;
  /** Articles that are read to the last for an exact count, after the first results are shown. */
  const MOST_SETTLED = 120;
  const NEAR = 5;
  const BODY = 2;
  /** Where a word is found decides what comes first. @type {Record<string, number>} */
  const WEIGHTS = { headline: 0, kicker: 1, deck: 1, summary: 1 };
  const EXCERPT_BEFORE = 28;
  const EXCERPT_LENGTH = 96;
  const EXCERPTS = 3;
  const FILTERS = /** @type {const} */ (["place", "topic", "institution", "publication", "status"]);

  /**
   * Return the terms that cover a folded text, from end to end; figures are alike, so theirs overlap.
   * @param {string} form
   * @param {boolean} [thorough] whether all terms are to overlap
   */
  function coverText(form, thorough = false) {
    if (form.length <= GRAM) return [form];
    const starts = new Set([form.length - GRAM]);
    const step = (thorough || /\d/.test(form)) && form.length <= MOST_GRAMS + 2 ? 1 : GRAM;
    for (let at = 0; at < form.length - GRAM; at += step) starts.add(at);
    const all = [...starts].sort((a, b) => a - b);
    const stride = Math.max(1, all.length / MOST_GRAMS);
    /** @type {Set<string>} */
    const grams = new Set();
    for (let i = 0; i < all.length; i += stride) grams.add(form.slice(all[Math.floor(i)], all[Math.floor(i)] + GRAM));
    return [...grams];
  }

  /** Tell whether the index alone knows where a text stands. @param {string} form */
  function isTerm(form) {
    return form.length <= GRAM && form.split("").every((char) => termUnit(char.charCodeAt(0)) === char.charCodeAt(0) && char !== "/");
  }

  /** Return what two lists share, with the worse of both places. @param {List} a @param {List} b @returns {List} */
  function intersect(a, b) {
    const size = Math.min(a.ranks.length, b.ranks.length);
    const [ranks, places] = [new Uint32Array(size), new Uint8Array(size)];
    let kept = 0;
    for (let i = 0, j = 0; i < a.ranks.length && j < b.ranks.length; ) {
      const difference = a.ranks[i] - b.ranks[j];
      if (difference === 0) {
        ranks[kept] = a.ranks[i];
        places[kept] = Math.max(a.places[i], b.places[j]);
        kept += 1;
      }
      if (difference <= 0) i += 1;
      if (difference >= 0) j += 1;
    }
    return { ranks: ranks.subarray(0, kept), places: places.subarray(0, kept) };
  }

  /** Return all of two lists, with the better of both places. @param {List} a @param {List} b @returns {List} */
  function unite(a, b) {
    const size = a.ranks.length + b.ranks.length;
    const [ranks, places] = [new Uint32Array(size), new Uint8Array(size)];
    let kept = 0;
    for (let i = 0, j = 0; i < a.ranks.length || j < b.ranks.length; kept += 1) {
      const left = i < a.ranks.length ? a.ranks[i] : Infinity;
      const right = j < b.ranks.length ? b.ranks[j] : Infinity;
      ranks[kept] = Math.min(left, right);
      places[kept] = Math.min(left <= right ? a.places[i] : BODY, right <= left ? b.places[j] : BODY);
      if (left <= right) i += 1;
      if (right <= left) j += 1;
    }
    return { ranks: ranks.subarray(0, kept), places: places.subarray(0, kept) };
  }

  /** Return what a list has and another has not. @param {List} a @param {Uint32Array} without @returns {List} */
  function subtract(a, without) {
    const gone = new Set(without);
    const kept = Array.from(a.ranks.keys()).filter((i) => !gone.has(a.ranks[i]));
    return { ranks: Uint32Array.from(kept, (i) => a.ranks[i]), places: Uint8Array.from(kept, (i) => a.places[i]) };
  }

  /** Count what two ascending lists of ranks share. @param {Uint32Array} a @param {Uint32Array} b */
  function countShared(a, b) {
    let count = 0;
    for (let i = 0, j = 0; i < a.length && j < b.length; ) {
      const difference = a[i] - b[j];
      if (difference === 0) count += 1;
      if (difference <= 0) i += 1;
      if (difference >= 0) j += 1;
    }
    return count;
  }

  /**
   * Return the piece of a field around its first hit, with every hit inside it.
   * @param {Field} field
   * @param {Plan} plan
   * @returns {Excerpt}
   */
  function makeExcerpt(field, plan) {
    const whole = field[2];
    const spans = findSpans(whole, plan);
    const first = spans[0] ?? { start: 0, end: 0 };
    let start = Math.max(0, first.start - EXCERPT_BEFORE);
    const lead = whole.slice(start, first.start);
    const pause = Math.max(...Array.from("。！？；", (mark) => lead.lastIndexOf(mark)));
    if (pause >= 0) start += pause + 1;
    else if (start < 12 && first.start < EXCERPT_BEFORE + 12) start = 0;
    let end = Math.min(whole.length, Math.max(start + EXCERPT_LENGTH, first.end));
    if (whole.length - end < 12) end = whole.length;
    while (end < whole.length && /[\w.%]{2}/.test(whole.slice(end - 1, end + 1))) end += 1;
    if (/[\udc00-\udfff]/.test(whole[start] ?? "")) start -= 1;
    if (/[\udc00-\udfff]/.test(whole[end] ?? "")) end += 1;
    return {
      field,
      text: whole.slice(start, end),
      spans: spans
        .filter((/** @type {Span} */ span) => span.start < end && span.end > start)
        .map((/** @type {Span} */ span) => ({ start: Math.max(0, span.start - start), end: Math.min(end, span.end) - start })),
      cutBefore: start > 0,
      cutAfter: end < whole.length,
    };
  }

  /**
   * Choose the fields to quote: text first, one for each word that no quoted field has yet.
   * @param {Article} article
   * @param {number[][]} where
   */
  function chooseFields(article, where) {
    const kindOf = (/** @type {number} */ number) => article.fields[number][0];
    const titled = where.map((found) => found.filter((number) => kindOf(number) !== "headline"));
    const lasting = titled.map((found) => {
      const current = found.filter((number) => kindOf(number) !== "printed" && kindOf(number) !== "figure");
      return current.length > 0 ? current : found;
    });
    const covered = where.map((found, word) => lasting[word].length === 0);
    /** @type {number[]} */
    const chosen = [];
    while (chosen.length < EXCERPTS && covered.includes(false)) {
      /** @type {Map<number, number>} */
      const gains = new Map();
      lasting.forEach((found, word) => {
        if (!covered[word]) for (const number of found) gains.set(number, (gains.get(number) ?? 0) + 1);
      });
      const best = [...gains].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0][0];
      chosen.push(best);
      lasting.forEach((found, word) => {
        if (found.includes(best)) covered[word] = true;
      });
    }
    if (chosen.length === 0) {
      const opening = article.fields.findIndex(([kind]) => kind === "summary" || kind === "paragraph");
      if (opening >= 0) chosen.push(opening);
    }
    return chosen;
  }

  /**
   * Return a match as it is shown.
   * @param {Checked} match
   * @param {Plan} plan
   * @returns {Result}
   */
  function presentMatch({ rank, article, weight, where }, plan) {
    const excerpts = chooseFields(article, where).map((number) => makeExcerpt(article.fields[number], plan));
    const title = findSpans(article.title, plan);
    // What is shown is marked on arrival; a printed form is not shown, so its paragraph is named instead.
    const quoted = excerpts.filter((excerpt) => excerpt.spans.length > 0);
    const unseen = title.length === 0 && quoted.every((excerpt) => excerpt.field[0] === "printed");
    return { rank, article, weight, anchor: unseen ? (quoted[0]?.field[1] ?? "") : "", title, excerpts };
  }

  /** Tell which of two matches comes first. @param {Match} a @param {Match} b */
  function compareMatches(a, b) {
    return a.weight - b.weight || a.rank - b.rank;
  }

  /** Answers states of the search page from an index. */
  class Engine {
    /** @param {any} index */
    constructor(index) {
      this.index = index;
      this.planner = new Planner(index);
      /** Matches of the last states, which facets ask for again. @type {Map<string, Promise<{list: List, sure: boolean, thrifty: boolean}>>} */
      this.known = new Map();
    }

    /**
     * Return the articles that may hold a form, and whether they surely do.
     * @param {string} form
     * @param {boolean} thrifty whether long lists that hardly narrow may be left out, for checking to make up for it
     * @param {boolean} thorough
     */
    async findForm(form, thrifty, thorough) {
      /** @type {Entry[]} */
      const entries = await Promise.all(coverText(form, thorough).map((gram) => this.index.find(textTerm(gram))));
      const sure = isTerm(form);
      entries.sort((a, b) => Number(a.far) - Number(b.far) || a.count - b.count);
      if (entries.some((entry) => entry.count === 0)) return { list: NOBODY, sure: true, thrifty: false };
      let list = await entries[0].read();
      let left = false;
      for (const entry of entries.slice(1)) {
        if (list.ranks.length === 0) break;
        if (entry.far && (list.ranks.length <= FEW || thrifty)) left = true;
        else list = intersect(list, await entry.read());
      }
      return { list, sure, thrifty: left && thrifty };
    }

    /** Return the articles that may hold a word in any form. @param {Word} word @param {boolean} thrifty @param {boolean} [thorough] */
    async findWord(word, thrifty, thorough = false) {
      const found = await Promise.all(word.forms.map((form) => this.findForm(form, thrifty, thorough)));
      return {
        list: found.map(({ list }) => list).reduce(unite),
        sure: found.every(({ sure }) => sure),
        thrifty: found.some((one) => one.thrifty),
      };
    }

    /**
     * Return the articles that may answer a plan with filters, and whether they surely do.
     * @param {Plan} plan
     * @param {Partial<State>} filters
     * @param {boolean} [thrifty] whether long lists may be left out
     */
    match(plan, filters, thrifty = false) {
      if (plan.place) filters = { ...filters, place: plan.place };
      const key = JSON.stringify([thrifty, plan.thorough ?? false, plan.words, FILTERS.map((name) => filters[name]), filters.year, filters.month]);
      const match = this.known.get(key) ?? this.findMatch(plan, filters, thrifty);
      this.known.delete(key);
      this.known.set(key, match);
      if (this.known.size > KNOWN) this.known.delete(this.known.keys().next().value ?? "");
      match.catch(() => this.known.delete(key));
      return match;
    }

    /** @param {Plan} plan @param {Partial<State>} filters @param {boolean} thrifty */
    async findMatch(plan, filters, thrifty) {
      const wanted = plan.words.filter((word) => !word.excluded);
      const unwanted = plan.words.filter((word) => word.excluded);
      const chosen = FILTERS.filter((kind) => filters[kind]);
      const [found, without, narrow] = await Promise.all([
        Promise.all(wanted.map((word) => this.findWord(word, thrifty, plan.thorough))),
        Promise.all(unwanted.map((word) => this.findWord(word, thrifty, plan.thorough))),
        Promise.all(chosen.map(async (kind) => (await this.index.find(facetTerm(kind, filters[kind]))).read())),
      ]);
      /** @type {List} */
      let list = { ranks: new Uint32Array(0), places: new Uint8Array(0) };
      if (found.length > 0) list = found[0].list;
      else {
        const ranks = this.index.all();
        list = { ranks, places: new Uint8Array(ranks.length) };
      }
      let weights = Uint8Array.from(list.places);
      for (const other of found.slice(1)) {
        const sums = new Map(Array.from(list.ranks, (rank, i) => [rank, weights[i]]));
        const shared = intersect({ ranks: list.ranks, places: new Uint8Array(list.ranks.length) }, other.list);
        weights = Uint8Array.from(shared.ranks, (rank, i) => Math.min(255, (sums.get(rank) ?? 0) + shared.places[i]));
        list = { ranks: shared.ranks, places: weights };
      }
      list = { ranks: list.ranks, places: weights };
      for (const { list: other } of narrow.map((one) => ({ list: one }))) {
        list = intersect(list, { ranks: other.ranks, places: new Uint8Array(other.ranks.length) });
      }
      for (const { list: other, sure } of without) if (sure) list = subtract(list, other.ranks);
      list = this.narrowToTime(list, filters);
      const sure = [...found, ...without].every((word) => word.sure);
      return { list, sure, thrifty: found.some((word) => word.thrifty) };
    }

    /** @param {List} list @param {Partial<State>} filters @returns {List} */
    narrowToTime(list, { year, month }) {
      if (!year) return list;
      const kept = Array.from(list.ranks.keys()).filter((i) => {
        const when = Index.month(this.index.runOf(list.ranks[i]));
        return String(when.year) === year && (!month || String(when.month) === month);
      });
      return { ranks: Uint32Array.from(kept, (i) => list.ranks[i]), places: Uint8Array.from(kept, (i) => list.places[i]) };
    }

    /**
     * Check a match against the article's text; null where a word is missing after all.
     * @param {Match} match
     * @param {Plan} plan
     * @param {boolean} byDate
     * @returns {Promise<Checked | null>}
     */
    async check({ rank }, plan, byDate) {
      /** @type {Article} */
      const article = { ...(await this.index.article(rank)) };
      const wanted = plan.words.filter((word) => !word.excluded);
      const unwanted = plan.words.filter((word) => word.excluded);
      let where = wanted.map((word) => fieldsWith(article, word));
      if (article.more && (unwanted.length > 0 || where.some((found) => found.length === 0))) {
        article.fields = [...article.fields, ...(await this.index.rest(rank))];
        article.more = false;
        where = wanted.map((word) => fieldsWith(article, word));
      }
      if (where.some((found) => found.length === 0)) return null;
      if (unwanted.some((word) => fieldsWith(article, word).length > 0)) return null;
      const weights = where.map((found) => Math.min(...found.map((number) => WEIGHTS[article.fields[number][0]] ?? BODY)));
      return { rank, weight: byDate ? 0 : weights.reduce((sum, weight) => sum + weight, 0), article, where };
    }

    /**
     * Return the first matches in order, each checked; a match may turn out weaker than the index thought.
     * @param {List} list
     * @param {Plan} plan
     * @param {{limit: number, byDate: boolean, strict?: boolean}} how `strict` stops at the first that is not true
     */
    async take(list, plan, { limit, byDate, strict = false }) {
      /** @type {Match[]} */
      const order = Array.from(list.ranks, (rank, i) => ({ rank, weight: byDate ? 0 : list.places[i] }));
      if (!byDate) order.sort(compareMatches);
      /** @type {Checked[]} */
      const ready = [];
      let seen = 0;
      let dropped = 0;
      for (;;) {
        ready.sort(compareMatches);
        const next = order[seen];
        const sure = next ? ready.filter((match) => compareMatches(match, next) < 0).length : ready.length;
        if (!next || sure >= limit || seen >= Math.max(MOST_CHECKED, 2 * limit)) break;
        const batch = order.slice(seen, seen + Math.max(1, limit - sure));
        seen += batch.length;
        for (const checked of await Promise.all(batch.map((match) => this.check(match, plan, byDate)))) {
          if (checked) ready.push(checked);
          else dropped += 1;
        }
        if (strict && dropped > 0) break;
      }
      return { matches: ready.slice(0, limit), dropped, all: seen >= order.length };
    }

    /**
     * Answer a state of the search page.
     * @param {State} state
     * @param {number} [limit] how many results are presented; all are counted
     */
    async search(state, limit = 10) {
      const { plan, list, sure, taken } = await this.answer(state, limit);
      return {
        plan,
        list,
        total: list.ranks.length - taken.dropped,
        exact: sure || taken.all,
        results: taken.matches.map((match) => presentMatch(match, plan)),
        searched: { articles: this.index.articles, unchecked: this.index.unchecked },
      };
    }

    /** Return the first reading of a state that finds something, or what was typed. @param {State} state @param {number} limit */
    async answer(state, limit) {
      const typed = await this.planner.plan(state.query, Boolean(state.exact));
      const first = await this.tryPlan(typed, state, limit);
      if (first.taken.matches.length > 0 || state.exact || typed.words.length === 0) return first;
      const everywhere = await this.match(typed, {});
      if (everywhere.sure && everywhere.list.ranks.length > 0) return first;
      for await (const plan of this.planner.rewrites(typed)) {
        if (plan.place && state.place) continue;
        const other = await this.tryPlan(plan, state, limit);
        if (other.taken.matches.length > 0) return other;
      }
      return first;
    }

    /** @param {Plan} plan @param {State} state @param {number} limit */
    async tryPlan(plan, state, limit) {
      const byDate = state.sort === "date" || plan.words.every((word) => word.excluded);
      const first = await this.match(plan, state, true);
      const taken = await this.take(first.list, plan, { limit, byDate, strict: !first.sure });
      if (first.sure || taken.dropped === 0) return { plan, list: first.list, sure: first.sure, taken };
      plan.thorough = true; // what was found by the fewest terms was not all true
      const { list, sure } = await this.match(plan, state);
      return { plan, list, sure, taken: await this.take(list, plan, { limit, byDate }) };
    }

    /**
     * Check what an answer has not checked yet, where that is little, and return how many articles there truly are.
     * @param {{plan: Plan, list: List, exact: boolean, total: number}} answer
     */
    async settle({ plan, list, exact, total }) {
      if (exact || list.ranks.length > MOST_SETTLED) return { total, exact };
      const { matches } = await this.take(list, plan, { limit: list.ranks.length, byDate: true });
      return { total: matches.length, exact: true };
    }

    /** Count the articles that answer a query as it is typed. @param {string} query @param {Partial<State>} [filters] */
    async count(query, filters = {}) {
      const plan = await this.planner.plan(query);
      const { list, sure } = await this.match(plan, filters);
      if (sure) return list.ranks.length;
      const { matches, dropped } = await this.take(list, plan, { limit: FEW, byDate: true });
      return matches.length === 0 ? 0 : list.ranks.length - dropped;
    }

    /** Return the places that the words of a query name, so that the reader can filter by them. @param {Plan} plan */
    async placesNamed(plan) {
      const forms = plan.words.filter((word) => !word.excluded).flatMap((word) => word.forms);
      const rows = (await Promise.all(forms.map((form) => this.index.names(form)))).flat();
      /** @type {Map<string, Choice>} */
      const places = new Map();
      for (const [key, kind, value, name, count] of rows) {
        if (kind === "place" && forms.includes(key)) places.set(value, { key: value, name, count });
      }
      return [...places.values()];
    }

    /**
     * Return a few articles that have some of the words, where none has all.
     * @param {Plan} plan
     * @param {State} state
     */
    async near(plan, state) {
      const wanted = plan.words.filter((word) => !word.excluded);
      /** @type {Map<number, number>} */
      const have = new Map();
      for (const word of wanted) {
        const { list } = await this.match({ words: [word], place: "", notes: [] }, state);
        for (const rank of list.ranks) have.set(rank, (have.get(rank) ?? 0) + 1);
      }
      const best = [...have].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, NEAR);
      const any = { ...plan, words: [{ ...wanted[0], forms: wanted.flatMap((word) => word.forms) }] };
      const checked = await Promise.all(best.map(([rank]) => this.check({ rank, weight: 0 }, any, true)));
      return checked.flatMap((match) => (match ? presentMatch(match, any) : []));
    }

    /** Return the name of a place of the archive. @param {string} code */
    async placeName(code) {
      const groups = [`place-${code.slice(0, 4)}00`, `place-${code.slice(0, 2)}0000`, "place"];
      for (const group of groups) {
        const found = (await this.index.choices(group)).find((/** @type {any} */ choice) => choice.value === code);
        if (found) return found.name;
      }
      return code;
    }

    /** Tell whether a place has others below it. @param {string} code */
    hasBelow(code) {
      return this.index.segments.some((/** @type {any} */ segment) => segment.groups.has(`place-${code}`));
    }

    /**
     * Return the choices of a group of facets with how many articles of a state each has, beside the other filters.
     * @param {string} group
     * @param {State} state
     * @param {Plan} plan
     * @returns {Promise<Choice[]>}
     */
    async choices(group, state, plan) {
      const kind = group.split("-")[0];
      const { list } = await this.match(plan, { ...state, [kind]: "" });
      const known = await this.index.choices(group);
      return known
        .map((/** @type {any} */ { value, name, ranks }) => ({ key: value, name, count: countShared(list.ranks, ranks) }))
        .filter((/** @type {Choice} */ { key, count }) => count > 0 || key === state[/** @type {"place"} */ (kind)])
        .sort((/** @type {Choice} */ a, /** @type {Choice} */ b) => b.count - a.count);
    }

    /**
     * Return how many articles of a state are of each year, or of each month of its year.
     * @param {State} state
     * @param {"year" | "month"} unit
     * @param {Plan} plan
     */
    async times(state, unit, plan) {
      const { list } = await this.match(plan, unit === "year" ? { ...state, year: "", month: "" } : { ...state, month: "" });
      /** @type {Map<number, number>} */
      const counts = new Map();
      for (const rank of list.ranks) {
        const when = Index.month(this.index.runOf(rank))[unit];
        if (when > 0) counts.set(when, (counts.get(when) ?? 0) + 1);
      }
      return [...counts].sort((a, b) => b[0] - a[0]).map(([when, count]) => ({ key: String(when), name: String(when), count }));
    }
  }

  /**
   * Return the numbers of the fields of an article that hold a word.
   * @param {Article} article
   * @param {Word} word
   */
  function fieldsWith(article, word) {
    /** @type {number[]} */
    const found = [];
    article.fields.forEach(([, , text], number) => {
      const folded = foldText(text);
      if (word.forms.some((form) => folded.includes(form))) found.push(number);
    });
    return found;
  }

  /** @type {Promise<Engine> | undefined} */
  let engine;

  /**
   * Open the index of the site once and return its engine.
   * @param {string} root address of the site's top folder, with a slash at its end
   */
  function withSite(root) {
    if (!engine) {
      engine = openIndex(`${root}search/`).then((/** @type {any} */ index) => new Engine(index));
      engine?.catch(() => {
        engine = undefined; // another try may do better
      });
    }
    return /** @type {Promise<Engine>} */ (engine);
  }

  Object.assign(window, { weiwenSearch: { Engine, coverText, withSite } });
})();
