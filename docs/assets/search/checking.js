// @ts-check
/*
 * Articles that may have what was asked for are read, and those that have it put in order. Needs words.js and lists.js.
 */

/** @typedef {{matches: Checked[], dropped: number, all: boolean}} Taken */

(function () {
  "use strict";

  const { foldText } = /** @type {any} */ (window).weiwenWords;
  const { BODY, DOUBT } = /** @type {any} */ (window).weiwenLists;

  /** Articles that are checked at most before the engine says that it has not seen all. */
  const MOST_CHECKED = 400;
  /** Where a word is found decides what comes first. @type {Record<string, number>} */
  const WEIGHTS = { headline: 0, kicker: 1, deck: 1, summary: 1 };

  /** Return the words of a plan that must be there, and those that must not. @param {Plan} plan */
  function partWords(plan) {
    return [plan.words.filter((word) => !word.excluded), plan.words.filter((word) => word.excluded)];
  }

  /** Return the numbers of the fields of an article that hold a word. @param {string[]} texts folded @param {Word} word */
  function fieldsWith(texts, word) {
    return texts.flatMap((text, number) => (word.forms.some((form) => text.includes(form)) ? number : []));
  }

  /**
   * Check an article's text; null where a word is missing after all.
   * @param {any} index
   * @param {number} rank
   * @param {Plan} plan
   * @returns {Promise<Checked | null>}
   */
  async function check(index, rank, plan) {
    /** @type {Article} */
    const article = await index.article(rank);
    const texts = article.fields.map(([, , text]) => foldText(text));
    const [wanted, unwanted] = partWords(plan);
    const where = wanted.map((word) => fieldsWith(texts, word));
    if (where.some((found) => found.length === 0) || unwanted.some((word) => fieldsWith(texts, word).length > 0)) return null;
    const weights = where.map((found) => Math.min(...found.map((number) => WEIGHTS[article.fields[number][0]] ?? BODY)));
    return { rank, weight: weights.reduce((sum, weight) => sum + weight, 0), article, where };
  }

  /**
   * Return the first matches in order, each checked; a match may turn out weaker than the index thought.
   * @param {any} index
   * @param {List} list
   * @param {Plan} plan
   * @param {{limit: number, byDate: boolean, patience: number}} how `patience`: how many that are not true may be read
   * @param {(taken: Taken) => void} early is called with the first ones, while others are still read
   * @returns {Promise<Taken>}
   */
  async function take(index, list, plan, { limit, byDate, patience }, early) {
    /** @type {Match[]} */
    const order = Array.from(list.ranks, (rank, i) => ({ rank, weight: list.places[i] & ~DOUBT }));
    const compareMatches = (/** @type {Match} */ a, /** @type {Match} */ b) => (byDate ? 0 : a.weight - b.weight) || a.rank - b.rank;
    order.sort(compareMatches);
    /** @type {Checked[]} */
    const ready = [];
    let seen = 0;
    let dropped = 0;
    for (;;) {
      ready.sort(compareMatches);
      const next = order[seen];
      const sure = next ? ready.filter((match) => compareMatches(match, next) < 0).length : ready.length;
      if (!next || sure >= limit || seen >= Math.max(MOST_CHECKED, 2 * limit) || dropped >= patience) break;
      if (sure > 0) early({ matches: ready.slice(0, sure), dropped, all: false });
      // Where some were not true, others may not be either: trips cost more than texts.
      const batch = order.slice(seen, seen + Math.max(1, limit - sure) + Math.min(dropped, limit));
      seen += batch.length;
      for (const checked of await Promise.all(batch.map(({ rank }) => check(index, rank, plan)))) {
        if (checked) ready.push(checked);
        else dropped += 1;
      }
    }
    return { matches: ready.slice(0, limit), dropped, all: seen >= order.length };
  }

  Object.assign(window, { weiwenChecking: { check, partWords, take } });
})();
