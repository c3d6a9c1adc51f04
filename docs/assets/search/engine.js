// @ts-check
/*
 * The search engine of the archive: a query goes in, exact results come out.
 *
 * This first engine reads the text of every article once (search/data.js) and looks for the words
 * themselves, so its answers are those of plain string search. The pages know only `withSite`
 * and `search`; an engine that loads an index in pieces can take its place. Needs words.js.
 * It is a classic script, not a module, so that it also runs from a folder on disk.
 */
(function () {
  "use strict";

  /**
   * @typedef {"headline" | "kicker" | "deck" | "column" | "summary" | "crosshead" | "byline" | "paragraph" | "caption" | "printed"
   * } FieldKind
   * @typedef {{kind: FieldKind, anchor: string, text: string}} Field
   *   One piece of an article; `anchor` is the id of its paragraph on the page, or empty.
   * @typedef {{
   *   id: string, path: string, title: string, issued: string, dated: string, year: number | null,
   *   publication: string, places: string[], topics: string[], checked: boolean, fields: Field[],
   * }} Article
   * @typedef {{code: string, name: string, short: string, parent: string | null}} Place
   * @typedef {{articles: Article[], places: Place[], topics: string[], unchecked: number}} Data
   * @typedef {{printed: string, forms: string[]}} Word
   * @typedef {{words: Word[]}} Plan
   * @typedef {{query: string, place: string, topic: string, year: string, sort: string}} State
   * @typedef {{start: number, end: number}} Span
   * @typedef {{field: Field, text: string, spans: Span[], cutBefore: boolean, cutAfter: boolean}} Excerpt
   * @typedef {{article: Article, weight: number, hits: number, anchor: string, title: Span[], excerpts: Excerpt[]}} Result
   * @typedef {{key: string, name: string, parent: string | null, count: number}} Choice
   * @typedef {{
   *   plan: Plan, total: number, results: Result[],
   *   facets: {places: Choice[], topics: Choice[], years: Choice[]},
   *   searched: {articles: number, unchecked: number},
   *   separately: {printed: string, count: number}[],
   *   unfiltered: number,
   *   placesNamed: Choice[],
   *   apart: {place: Choice, query: string} | null,
   * }} Answer
   * @typedef {{
   *   findSpans: (text: string, plan: Plan) => Span[], foldText: (text: string) => string, planQuery: (query: string) => Plan,
   * }} Words
   */

  const { findSpans, foldText, planQuery } = /** @type {{weiwenWords: Words}} */ (/** @type {any} */ (window)).weiwenWords;

  /** Where a word is found decides what comes first. @type {Record<FieldKind, number>} */
  const WEIGHTS = {
    headline: 0,
    kicker: 1,
    deck: 1,
    summary: 2,
    column: 3,
    crosshead: 3,
    byline: 3,
    paragraph: 4,
    caption: 5,
    printed: 6,
  };
  const EXCERPT_BEFORE = 28;
  const EXCERPT_LENGTH = 96;
  const EXCERPTS = 3;

  /** @type {WeakMap<Article, string[]>} */
  const foldedFields = new WeakMap();

  /** Return the folded fields of an article, made once. @param {Article} article */
  function foldFields(article) {
    let folded = foldedFields.get(article);
    if (!folded) {
      folded = article.fields.map((field) => foldText(field.text));
      foldedFields.set(article, folded);
    }
    return folded;
  }

  /**
   * Return the numbers of the fields that hold a word; none means the article does not.
   * @param {string[]} folded
   * @param {Word} word
   */
  function fieldsWith(folded, word) {
    /** @type {number[]} */
    const found = [];
    folded.forEach((text, number) => {
      if (word.forms.some((form) => text.includes(form))) found.push(number);
    });
    return found;
  }

  /**
   * Return how an article answers a plan, or null where a word is missing: the smaller the weight, the better.
   * @param {Article} article
   * @param {Plan} plan
   * @returns {{article: Article, weight: number, where: number[][]} | null}
   */
  function matchArticle(article, plan) {
    const folded = foldFields(article);
    /** @type {number[][]} */
    const where = [];
    let weight = 0;
    for (const word of plan.words) {
      const found = fieldsWith(folded, word);
      if (found.length === 0) return null;
      weight += Math.min(...found.map((number) => WEIGHTS[article.fields[number].kind]));
      where.push(found);
    }
    return { article, weight, where };
  }

  /**
   * Return the piece of a field around its first hit, with every hit inside it.
   * @param {Field} field
   * @param {Plan} plan
   * @returns {Excerpt}
   */
  function makeExcerpt(field, plan) {
    const spans = findSpans(field.text, plan);
    const first = spans[0] ?? { start: 0, end: 0 };
    let start = Math.max(0, first.start - EXCERPT_BEFORE);
    const lead = field.text.slice(start, first.start);
    const pause = Math.max(...Array.from("。！？；", (mark) => lead.lastIndexOf(mark)));
    if (pause >= 0) start += pause + 1;
    else if (start < 12 && first.start < EXCERPT_BEFORE + 12) start = 0;
    let end = Math.min(field.text.length, Math.max(start + EXCERPT_LENGTH, first.end));
    if (field.text.length - end < 12) end = field.text.length;
    while (end < field.text.length && /[\w.%]{2}/.test(field.text.slice(end - 1, end + 1))) end += 1;
    if (/[\udc00-\udfff]/.test(field.text[start] ?? "")) start -= 1;
    if (/[\udc00-\udfff]/.test(field.text[end] ?? "")) end += 1;
    return {
      field,
      text: field.text.slice(start, end),
      spans: spans
        .filter((span) => span.start < end && span.end > start)
        .map((span) => ({ start: Math.max(0, span.start - start), end: Math.min(end, span.end) - start })),
      cutBefore: start > 0,
      cutAfter: end < field.text.length,
    };
  }

  /**
   * Choose the fields to quote: text first, one for each word that no quoted field has yet.
   * @param {Article} article
   * @param {number[][]} where
   */
  function chooseFields(article, where) {
    const titled = where.map((found) => found.filter((number) => article.fields[number].kind !== "headline"));
    const lasting = titled.map((found) => {
      const current = found.filter((number) => article.fields[number].kind !== "printed");
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
      const opening = article.fields.findIndex((field) => field.kind === "summary" || field.kind === "paragraph");
      if (opening >= 0) chosen.push(opening);
    }
    return chosen;
  }

  /**
   * Return a match as it is shown.
   * @param {{article: Article, weight: number, where: number[][]}} match
   * @param {Plan} plan
   * @returns {Result}
   */
  function presentMatch({ article, weight, where }, plan) {
    const excerpts = chooseFields(article, where).map((number) => makeExcerpt(article.fields[number], plan));
    const title = findSpans(article.title, plan);
    const current = article.fields.filter((field) => field.kind !== "printed");
    const hits = current.reduce((sum, field) => sum + findSpans(field.text, plan).length, 0);
    // What is shown is marked on arrival; a printed form is not shown, so its paragraph is named instead.
    const quoted = excerpts.filter((excerpt) => excerpt.spans.length > 0);
    const unseen = title.length === 0 && quoted.every((excerpt) => excerpt.field.kind === "printed");
    const anchor = unseen ? (quoted[0]?.field.anchor ?? "") : "";
    return { article, weight, hits, anchor, title, excerpts };
  }

  /** Return a place and all above it, from the smallest. @param {Map<string, Place>} places @param {string} code */
  function withAncestors(places, code) {
    /** @type {string[]} */
    const codes = [];
    for (let place = places.get(code); place && !codes.includes(place.code); ) {
      codes.push(place.code);
      place = place.parent === null ? undefined : places.get(place.parent);
    }
    return codes;
  }

  /** @param {Map<string, number>} counts @param {string} key */
  function addOne(counts, key) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }

  /**
   * Make the engine for the data of a site.
   * @param {Data} data articles with the newest first
   */
  function createEngine(data) {
    const places = new Map(data.places.map((place) => [place.code, place]));
    const gathered = new Map(
      data.articles.map((article) => [article, new Set(article.places.flatMap((code) => withAncestors(places, code)))]),
    );
    const yearOf = (/** @type {Article} */ article) => (article.year === null ? "" : String(article.year));

    /**
     * Return which filters of a state an article passes.
     * @param {Article} article
     * @param {State} state
     */
    function passes(article, state) {
      return {
        place: !state.place || gathered.get(article)?.has(state.place) === true,
        topic: !state.topic || article.topics.includes(state.topic),
        year: !state.year || yearOf(article) === state.year,
      };
    }

    /**
     * Count, for every choice of a filter, the articles that it would show beside the other filters.
     * @param {Article[]} articles
     * @param {State} state
     */
    function countChoices(articles, state) {
      const counts = { places: new Map(), topics: new Map(), years: new Map() };
      for (const article of articles) {
        const { place, topic, year } = passes(article, state);
        if (topic && year) for (const code of gathered.get(article) ?? []) addOne(counts.places, code);
        if (place && year) for (const label of article.topics) addOne(counts.topics, label);
        if (place && topic && article.year !== null) addOne(counts.years, yearOf(article));
      }
      /** @type {(key: string, name: string, parent: string | null, count: number) => Choice} */
      const choice = (key, name, parent, count) => ({ key, name, parent, count });
      return {
        places: data.places
          .filter((place) => counts.places.has(place.code) || place.code === state.place)
          .map((place) => choice(place.code, place.name, place.parent, counts.places.get(place.code) ?? 0)),
        topics: data.topics
          .filter((label) => counts.topics.has(label) || label === state.topic)
          .map((label) => choice(label, label, null, counts.topics.get(label) ?? 0))
          .sort((a, b) => b.count - a.count),
        years: [...new Set([...counts.years.keys(), ...(state.year ? [state.year] : [])])]
          .sort()
          .reverse()
          .map((year) => choice(year, year, null, counts.years.get(year) ?? 0)),
      };
    }

    /**
     * Return the places that a word of the query names, so that the reader can filter by them.
     * @param {Plan} plan
     */
    function findPlaces(plan) {
      return data.places.filter((place) =>
        plan.words.some((word) =>
          word.forms.some((form) => form === place.name || form === place.short),
        ),
      );
    }

    /**
     * Return place and rest of a word in which both are written together, where that finds something: 营口急诊.
     * @param {Plan} plan
     * @returns {{place: Choice, query: string} | null}
     */
    function takeApart(plan) {
      if (plan.words.length !== 1) return null;
      const form = plan.words[0].forms[0];
      /** @type {{place: Choice, query: string, known: number}[]} */
      const ways = [];
      for (const place of data.places) {
        for (const known of [place.name, place.short]) {
          const query = form.startsWith(known) ? form.slice(known.length) : "";
          if (known.length < 2 || query.length < 2) continue;
          const rest = planQuery(query);
          const count = data.articles.filter((a) => gathered.get(a)?.has(place.code) && matchArticle(a, rest)).length;
          const choice = { key: place.code, name: place.name, parent: place.parent, count };
          if (count > 0) ways.push({ place: choice, query, known: known.length });
        }
      }
      ways.sort((a, b) => b.known - a.known);
      return ways[0] ?? null;
    }

    /**
     * Answer a state of the search page.
     * @param {State} state
     * @param {number} [limit] how many results are presented; all are counted
     * @returns {Promise<Answer>}
     */
    async function search(state, limit = 20) {
      const plan = planQuery(state.query);
      const matches = data.articles.flatMap((article) => matchArticle(article, plan) ?? []);
      const kept = matches.filter(({ article }) => {
        const { place, topic, year } = passes(article, state);
        return place && topic && year;
      });
      if (state.sort !== "date") kept.sort((a, b) => a.weight - b.weight);
      const named = findPlaces(plan).filter((place) => place.code !== state.place);
      return {
        plan,
        total: kept.length,
        results: kept.slice(0, limit).map((match) => presentMatch(match, plan)),
        facets: countChoices(
          matches.map((match) => match.article),
          state,
        ),
        searched: { articles: data.articles.length, unchecked: data.unchecked },
        separately: kept.length > 0 || plan.words.length < 2 ? [] : plan.words.map((word) => countWord(word)),
        unfiltered: matches.length,
        apart: matches.length > 0 ? null : takeApart(plan),
        placesNamed: named.map((place) => ({
          key: place.code,
          name: place.name,
          parent: place.parent,
          count: data.articles.filter((article) => gathered.get(article)?.has(place.code)).length,
        })),
      };
    }

    /** @param {Word} word */
    function countWord(word) {
      const plan = { words: [word] };
      return { printed: word.printed, count: data.articles.filter((article) => matchArticle(article, plan)).length };
    }

    return { search, data };
  }

  /** @type {Promise<ReturnType<typeof createEngine>> | undefined} */
  let engine;

  /**
   * Load the data of the site once and return its engine.
   * @param {string} root address of the site's top folder, with a slash at its end
   */
  function withSite(root) {
    engine ??= new Promise((resolve, reject) => {
      weiwenSearch.receive = (data) => resolve(createEngine(data));
      const script = document.createElement("script");
      script.src = `${root}search/data.js`;
      // After a script that has handed over its data this changes nothing.
      script.onload = script.onerror = () => {
        reject(new Error(`${script.src} could not be loaded`));
      };
      document.head.append(script);
    });
    engine.catch(() => {
      engine = undefined; // another try may do better
    });
    return engine;
  }

  const weiwenSearch = {
    createEngine,
    withSite,
    /** Called by search/data.js. @type {(data: Data) => void} */
    receive: () => {},
  };
  Object.assign(window, { weiwenSearch });
})();
