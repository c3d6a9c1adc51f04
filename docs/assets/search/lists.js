// @ts-check
/*
 * Lists of articles, in order of rank (0 is the newest), and what becomes of several.
 *
 * With each article goes a number: where the words stand (0 headline, 1 another head, 2 elsewhere, of several words
 * the sum), and DOUBT where the index does not prove that they stand there. Needs coding.js.
 */

/** @typedef {{ranks: Uint32Array, places: Uint8Array}} List */

(function () {
  "use strict";

  const BODY = 2;
  const DOUBT = 128;
  /** Bits of a place that hint at what follows a term, while one list is read. */
  const HINT_SHIFT = 2;
  const HINT_BITS = 3;
  /** @type {List} */
  const NOBODY = { ranks: new Uint32Array(0), places: new Uint8Array(0) };

  /**
   * Return all of two lists, or what they share.
   * @param {List} a
   * @param {List} b
   * @param {(a: number, b: number) => number} join makes one place of two
   * @param {number} [missing] place of what a list has not; without it only what they share is returned
   * @returns {List}
   */
  function merge(a, b, join, missing) {
    const all = missing !== undefined;
    const size = all ? a.ranks.length + b.ranks.length : Math.min(a.ranks.length, b.ranks.length);
    const [ranks, places] = [new Uint32Array(size), new Uint8Array(size)];
    let kept = 0;
    for (let i = 0, j = 0; ; ) {
      const left = a.ranks[i] ?? Infinity;
      const right = b.ranks[j] ?? Infinity;
      if ((all ? Math.min(left, right) : Math.max(left, right)) === Infinity) break;
      if (all || left === right) {
        ranks[kept] = Math.min(left, right);
        places[kept] = join(left <= right ? a.places[i] : (missing ?? 0), right <= left ? b.places[j] : (missing ?? 0));
        kept += 1;
      }
      if (left <= right) i += 1;
      if (right <= left) j += 1;
    }
    return { ranks: ranks.subarray(0, kept), places: places.subarray(0, kept) };
  }

  /** Return what has both terms of one word: at the worse of both places. @param {List} a @param {List} b */
  function intersect(a, b) {
    return merge(a, b, (p, q) => Math.max(p & ~DOUBT, q & ~DOUBT) | ((p | q) & DOUBT));
  }

  /** Return what has two words. @param {List} a @param {List} b */
  function addUp(a, b) {
    return merge(a, b, (p, q) => Math.min(DOUBT - 1, (p & ~DOUBT) + (q & ~DOUBT)) | ((p | q) & DOUBT));
  }

  /** Return what has either form of a word, or is in either segment: at the better place. @param {List} a @param {List} b */
  function unite(a, b) {
    if (a.ranks.length === 0) return b;
    return b.ranks.length === 0 ? a : merge(a, b, (p, q) => Math.min(p & ~DOUBT, q & ~DOUBT) | (p & q & DOUBT), BODY | DOUBT);
  }

  /** Return what a list shares with another, whose places mean nothing. @param {List} a @param {List} b */
  function narrow(a, b) {
    return merge(a, b, (p) => p);
  }

  /**
   * Return some of a list, or all of it, with other places.
   * @param {List} list
   * @param {(rank: number, place: number) => number | null} change a place, or null for what is left out
   * @returns {List}
   */
  function change({ ranks, places }, change) {
    const made = { ranks: new Uint32Array(ranks.length), places: new Uint8Array(ranks.length) };
    let kept = 0;
    ranks.forEach((rank, i) => {
      const place = change(rank, places[i]);
      if (place === null) return;
      made.ranks[kept] = rank;
      made.places[kept] = place;
      kept += 1;
    });
    return { ranks: made.ranks.subarray(0, kept), places: made.places.subarray(0, kept) };
  }

  /** Return a list without what another hint than that of a query rules out, and without hints. @param {List} list @param {number} several @param {number} [wanted] */
  function heed(list, several, wanted) {
    const mask = ((1 << HINT_BITS) - 1) << HINT_SHIFT;
    return change(list, (_, place) => {
      const hint = (place & mask) >> HINT_SHIFT;
      return wanted && hint > several && hint !== wanted ? null : place & ~mask;
    });
  }

  /** Return a list of which all is proven, or nothing. @param {List} list @param {boolean} proven */
  function setDoubt({ ranks, places }, proven) {
    return { ranks, places: places.map((place) => (proven ? place & ~DOUBT : place | DOUBT)) };
  }

  /** Return what a list has and another has not; what the other may have is in doubt. @param {List} a @param {List} b */
  function subtract(a, b) {
    const gone = new Map(Array.from(b.ranks, (rank, i) => [rank, b.places[i]]));
    return change(a, (rank, place) => {
      const other = gone.get(rank);
      return other === undefined ? place : other & DOUBT ? place | DOUBT : null;
    });
  }

  /** Return the ranks that are in doubt. @param {List} list */
  function doubtful({ ranks, places }) {
    return ranks.filter((_, i) => places[i] & DOUBT);
  }

  Object.assign(window, {
    weiwenLists: { BODY, DOUBT, HINT_BITS, HINT_SHIFT, NOBODY, heed, addUp, change, doubtful, intersect, narrow, setDoubt, subtract, unite },
  });
})();
