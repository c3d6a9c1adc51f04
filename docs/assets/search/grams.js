// @ts-check
/*
 * Terms of the index: what a run of letters, a filter or a name is filed under.
 * Twin of build_scripts/publishing/search/grams.py.
 */
(function () {
  "use strict";

  const TERM_BITS = 49;
  const KEY_BITS = 48;
  const LEAD = 20n;
  const SHORTEST = 3;
  const LONG = [4, 5, 6];
  const HINTS = 6;
  const SEVERAL = 1;
  const MARK = "/";
  const COMMON = ',。、:;"%.';
  const MARKS = /[ -/:-`{-\xbf\u2000-\u2bff\u3000-\u3004\u3008-\u3020\u3030\ufe10-\ufe6f\uff00-\uff65]/;

  /** Return a unit as terms have it: all marks but the commonest are one. @param {string} unit */
  function termUnit(unit) {
    return !COMMON.includes(unit) && MARKS.test(unit) ? MARK : unit;
  }

  /** Tell whether terms have a text just as it stands. @param {string} text */
  function isExact(text) {
    return !text.split("").some((unit) => unit === MARK || termUnit(unit) !== unit);
  }

  /** Return a key in another order: a permutation of the numbers below 2^48. @param {bigint} key */
  function scramble(key) {
    key = BigInt.asUintN(KEY_BITS, key * 0x9e3779b97f4bn);
    key ^= key >> 23n;
    key = BigInt.asUintN(KEY_BITS, key * 0xc2b2ae3d27d5n);
    return key ^ (key >> 25n);
  }

  /** Return the term of folded text of one to six units. @param {string} gram */
  function textTerm(gram) {
    const units = Array.from({ length: Math.max(gram.length, SHORTEST) }, (_, i) => (i < gram.length ? termUnit(gram[i]).charCodeAt(0) : 0));
    const [first, second, third] = units.map(BigInt);
    const term = scramble((first << 32n) | (second << 16n) | third);
    if (gram.length <= SHORTEST) return term << 1n;
    let mixed = units.reduce(mix, 0x811c9dc5);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x2c1b3c6d) >>> 4;
    const below = BigInt(KEY_BITS) - LEAD;
    return ((((term >> below) << below) | BigInt(mixed)) << 1n) | 1n;
  }

  /** Return what a list says of an article where some letter follows a loose term. @param {string} letter */
  function hintOf(letter) {
    return SEVERAL + 1 + (termUnit(letter).charCodeAt(0) % HINTS);
  }

  /** Return the term of a facet, whose three units no text has. @param {string} kind @param {string} value */
  function facetTerm(kind, value) {
    const name = `${kind}:${value}`;
    let mixed = 0xcbf29ce484222325n;
    for (let i = 0; i < name.length; i += 1) mixed = BigInt.asUintN(64, (mixed ^ BigInt(name.charCodeAt(i))) * 0x100000001b3n);
    mixed = BigInt.asUintN(41, mixed ^ (mixed >> 41n));
    return scramble(((0xd800n + (mixed >> 31n)) << 32n) | BigInt.asUintN(31, mixed)) << 1n;
  }

  /** Take another unit into 32 bits. @param {number} mixed @param {number} unit */
  function mix(mixed, unit) {
    return Math.imul(mixed ^ unit, 0x01000193) >>> 0;
  }

  /** Return 32 bits of a name. @param {string} name */
  function mixName(name) {
    return name.split("").reduce((mixed, unit) => mix(mixed, unit.charCodeAt(0)), 0x811c9dc5);
  }

  /**
   * Return the heads under which a name is filed: one wrong letter spoils not all of them.
   * @param {string} key
   */
  function nameHeads(key) {
    const heads = [key.slice(0, 2)];
    if (/^[a-z0-9]/.test(key)) return heads;
    if (key.length === 3) heads.push(`~${key.slice(1)}`, `~${key[0]}${key[2]}`);
    if (key.length > 3) heads.push(`~${key.slice(2, 4)}`);
    return heads;
  }

  Object.assign(window, { weiwenGrams: { LONG, SEVERAL, SHORTEST, TERM_BITS, facetTerm, hintOf, isExact, mixName, nameHeads, termUnit, textTerm } });
})();
