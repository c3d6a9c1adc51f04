// @ts-check
/*
 * What other hosts send to a portal: it is data and never run, and whether it can be read is looked at first.
 * Needs scripts.js and segments.js.
 */

(function () {
  "use strict";

  const { unpackData } = /** @type {any} */ (window).weiwenCoding;
  const { Segment } = /** @type {any} */ (window).weiwenSegments;

  /** Milliseconds after which a host is not waited for any longer. */
  const PATIENT = 20000;

  /** Return data of another host; nothing for an address of this one. @param {string} address */
  function fetchElsewhere(address) {
    const url = new URL(address, location.href);
    return url.protocol === location.protocol && url.host === location.host ? undefined : readElsewhere(url.href);
  }

  /** @param {string} address @returns {Promise<any>} */
  async function readElsewhere(address) {
    const asked = fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(PATIENT) });
    const response = await asked.catch(() => undefined);
    if (!response?.ok) throw new Error(`${address} could not be loaded`);
    const text = new TextDecoder("utf-16le").decode(await response.arrayBuffer());
    return JSON.parse(text.replace(/^weiwen\(/, "").replace(/\)$/, ""));
  }

  /** Return a list as it was packed; those of the first format were not. @param {any} data */
  function unpackList(data) {
    return typeof data === "string" ? unpackData(data) : data;
  }

  /** Make sure that a list is one: what it says becomes addresses and loops. @param {any} list @param {number} format */
  function checkList(list, format) {
    if (list.format !== format) throw new Error(`索引格式是第 ${Number(list.format) || "?"} 版，这里读第 ${format} 版`);
    for (const row of list.segments) {
      const [name, size, , days, [below, ...kinds], , phrases, gone] = row;
      const plain = [name, ...kinds, ...(phrases ? [phrases] : [])].every((part) => /^[\w-]+$/.test(part));
      const sound = plain && typeof below === "string" && gone.length <= size && days.length <= 3 * size;
      const runs = sound ? new Segment("", row).runs : [];
      if (runs.reduce((/** @type {number} */ sum, /** @type {Run} */ run) => sum + run.count, 0) !== size) throw new Error("索引的目录坏了");
    }
  }

  /** Note at a shard that it has failed. @template T @param {Shard} shard @param {Promise<T>} asked @returns {Promise<T>} */
  async function note(shard, asked) {
    try {
      return await asked;
    } catch (error) {
      fail(shard, error);
      throw error;
    }
  }

  /** @param {Shard} shard @param {any} error */
  function fail(shard, error) {
    const lost = /could not be loaded$/.test(error.message);
    shard.trouble = /^(?:索引|文章)/.test(error.message) ? error.message : lost ? "打不开" : "索引读不懂";
    shard.since = Date.now();
    shard.open = undefined;
  }

  Object.assign(window, { weiwenElsewhere: fetchElsewhere });
  Object.assign(window, { weiwenHosts: { checkList, fail, note, unpackList } });
})();
