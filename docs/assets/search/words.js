// @ts-check
/*
 * Words and text as the search compares them: one width, one case, no idle spaces; and where words stand
 * in the original. The search engine uses it on every field, and an opened article to mark what was found.
 */
/**
 * @typedef {{printed: string, forms: string[], excluded: boolean, quoted: boolean}} Word
 *   What the reader typed, the folded forms of which any one will do, and whether it must not be there or be just so.
 */

(function () {
  "use strict";

  /** What NFKC leaves apart and readers do not: quotation marks, dashes, dots between names. */
  const SAME = new Map([
    ..."“”„‟«»〝〞＂".split("").map((mark) => /** @type {[string, string]} */ ([mark, '"'])),
    ..."‘’‚‛＇".split("").map((mark) => /** @type {[string, string]} */ ([mark, "'"])),
    ..."‐‑‒–—―−─".split("").map((mark) => /** @type {[string, string]} */ ([mark, "-"])),
    ..."•‧・∙⋅".split("").map((mark) => /** @type {[string, string]} */ ([mark, "·"])),
  ]);
  /** A character with the marks that belong to it; plain ideographs, which never change, go by in runs. */
  const CLUSTER = /[\u4e00-\u9fff]+(?!\p{M})|\s|[^]\p{M}*/gu;
  /** Controls, marks of direction and variants of glyphs: nobody types them. */
  const INVISIBLE = /(?!\s)[\p{Cf}\p{Cc}\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
  /** Letters and digits that a space parts into words; the same as in build_scripts/publishing/search/folding.py. */
  const LATIN = /^[0-9a-z\u00df-\u024f\u0370-\u052f]$/;

  const MOST_CLUSTERS = 5000;
  /** @type {Map<string, string>} */
  const foldedClusters = new Map();

  /** Return a cluster in one width, one case and with one kind of quotation mark. @param {string} cluster */
  function foldCluster(cluster) {
    let folded = foldedClusters.get(cluster);
    if (folded === undefined) {
      folded = "";
      for (const char of cluster.normalize("NFKC").toLowerCase()) folded += SAME.get(char) ?? char;
      folded = folded.replace(INVISIBLE, "");
      folded = /^\s+$/u.test(folded) ? " " : folded.replace(/\s/gu, "");
      if (foldedClusters.size > MOST_CLUSTERS) foldedClusters.clear();
      foldedClusters.set(cluster, folded);
    }
    return folded;
  }

  /**
   * Return the text as it is compared, with the place in the original of each of its characters.
   * Spaces stay only between two letters or digits; in Chinese they mean nothing to a search.
   * @param {string} text
   * @returns {{folded: string, starts: number[], ends: number[]}}
   */
  function foldWithPlaces(text) {
    let folded = "";
    /** @type {number[]} */
    const starts = [];
    /** @type {number[]} */
    const ends = [];
    let space = -1;
    for (const match of text.matchAll(CLUSTER)) {
      const pieces = match[0].length > 1 && isPlain(match[0]) ? match[0].split("") : [match[0]];
      let at = match.index ?? 0;
      for (const piece of pieces) {
        const now = foldCluster(piece);
        const end = at + piece.length;
        if (now === " ") {
          if (space < 0) space = at;
        } else if (now !== "") {
          if (space >= 0 && LATIN.test(lastChar(folded)) && LATIN.test(firstChar(now))) {
            folded += " ";
            starts.push(space);
            ends.push(at);
          }
          space = -1;
          folded += now;
          for (let i = 0; i < now.length; i += 1) {
            starts.push(at);
            ends.push(end);
          }
        }
        at = end;
      }
    }
    return { folded, starts, ends };
  }

  /** Tell whether a run holds only ideographs that folding leaves alone. @param {string} run */
  function isPlain(run) {
    return /^[\u4e00-\u9fff]+$/.test(run);
  }

  /** @param {string} text */
  function firstChar(text) {
    const code = text.codePointAt(0);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  /** @param {string} text */
  function lastChar(text) {
    return Array.from(text.slice(-2)).pop() ?? "";
  }

  /** Return the text as it is compared. @param {string} text */
  function foldText(text) {
    const folded = text.replace(CLUSTER, (cluster) => (isPlain(cluster) ? cluster : foldCluster(cluster))).trim();
    return folded.replace(/ +/g, (spaces, at) => {
      const before = lastChar(folded.slice(Math.max(0, at - 2), at));
      const after = firstChar(folded.slice(at + spaces.length, at + spaces.length + 2));
      return LATIN.test(before) && LATIN.test(after) ? " " : "";
    });
  }

  const TOKEN = /(?<=^|\s)([-－−]?)(?:["“”„＂]([^"“”„＂]+)["“”„＂](?=\s|$)|(\S+))/gu;

  /**
   * Turn what the reader typed into words that must all be found: in quotation marks just as they stand, after a
   * minus not at all.
   * @param {string} query
   * @returns {{words: Word[]}}
   */
  function planQuery(query) {
    /** @type {Word[]} */
    const words = [];
    for (const [whole, minus, phrase, token] of query.matchAll(TOKEN)) {
      const printed = phrase ?? token;
      const form = foldText(printed);
      if (form !== "" && !words.some((word) => word.forms.includes(form))) {
        words.push({ printed, forms: [form], excluded: minus !== "", quoted: phrase !== undefined });
      } else if (form === "" && foldText(whole) !== "" && words.length === 0) {
        words.push({ printed: whole, forms: [foldText(whole)], excluded: false, quoted: true });
      }
    }
    return { words };
  }

  /**
   * Return where the words of a plan stand in a text, in order and without overlap.
   * @param {string} text
   * @param {{words: Word[]}} plan
   * @returns {{start: number, end: number}[]}
   */
  function findSpans(text, plan) {
    const { folded, starts, ends } = foldWithPlaces(text);
    /** @type {{start: number, end: number}[]} */
    const spans = [];
    for (const word of plan.words) {
      for (const form of word.excluded ? [] : word.forms) {
        for (let at = folded.indexOf(form); at >= 0; at = folded.indexOf(form, at + form.length)) {
          spans.push({ start: starts[at], end: ends[at + form.length - 1] });
        }
      }
    }
    spans.sort((a, b) => a.start - b.start || b.end - a.end);
    /** @type {{start: number, end: number}[]} */
    const merged = [];
    for (const span of spans) {
      const last = merged[merged.length - 1];
      if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
      else merged.push({ ...span });
    }
    return merged;
  }

  Object.assign(window, { weiwenWords: { findSpans, foldText, foldWithPlaces, planQuery } });
})();
