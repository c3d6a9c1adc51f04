// @ts-check
/*
 * The index of several shards as if it were one: the engine sees one archive, with one order of all articles, newest
 * first. Needs index.js and hosts.js.
 */

(function () {
  "use strict";

  const { Segment } = /** @type {any} */ (window).weiwenSegments;
  const { Index } = /** @type {any} */ (window).weiwenIndex;
  const { note } = /** @type {any} */ (window).weiwenHosts;

  /** The index of some shards; when one of them fails, that is noted at the shard. */
  class JoinedIndex extends Index {
    /** @param {any} portal @param {Shard[]} shards */
    constructor(portal, shards) {
      const rows = shards.flatMap((shard) => shard.list.segments.map((/** @type {any} */ row) => ({ shard, row })));
      const articles = rows.reduce((sum, { row }) => sum + row[1] - row[7].length, 0);
      const segments = rows.map(({ shard, row }) => Object.assign(new Segment(`${shard.root}search/`, row), { shard }));
      super(portal.root, { articles, unchecked: 0, aliases: portal.aliases, segments: [] }, segments);
      this.portal = portal;
    }

    /** @template T @param {(segment: any) => Promise<T[]>} ask @returns {Promise<T[]>} */
    async askAll(ask) {
      const asked = this.segments.map((/** @type {any} */ segment) => note(segment.shard, ask(segment)));
      return (await Promise.all(asked)).flat();
    }

    /** @param {string} text @param {string} [head] */
    names(text, head) {
      return this.portal.names(text, head);
    }

    /** @param {number} rank @returns {Promise<Article>} */
    async article(rank) {
      /** @type {Shard} */
      const shard = this.runOf(rank).segment.shard;
      return note(shard, super.article(rank).then((/** @type {Article} */ article) => {
        if (!/^[\w-]+$/.test(article.id)) throw new Error("文章的编号坏了");
        return { ...article, path: shard.root + article.path, shard: shard.name };
      }));
    }
  }

  Object.assign(window, { weiwenJoined: { JoinedIndex } });
})();
