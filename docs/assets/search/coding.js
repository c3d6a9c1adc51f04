// @ts-check
/*
 * Numbers as bits, and bits as letters that a script can carry. Twin of build_scripts/publishing/search/coding.py.
 * All scripts of the search are classic ones, not modules, so that they also run from a folder on disk.
 */
(function () {
  "use strict";

  const FIRST_LETTER = 0x3400;
  const UNIT = 15;
  const LONGEST_RUN = 12;
  const RAW = 22;

  /** Reads numbers from letters of fifteen bits. */
  class Bits {
    /** @param {string} text @param {number} [at] */
    constructor(text, at = 0) {
      this.text = text;
      this.at = at;
    }

    /** Return the letter that is read, without the bits before. @param {number} left bits that are not read yet */
    rest(left) {
      const letter = this.text.charCodeAt((this.at / UNIT) | 0);
      if (!(letter >= FIRST_LETTER)) throw RangeError();
      return (letter - FIRST_LETTER) & ((1 << left) - 1);
    }

    /** Return the next bits as a number. @param {number} size at most 52 */
    read(size) {
      let value = 0;
      while (size > 0) {
        const left = UNIT - (this.at % UNIT);
        const take = size < left ? size : left;
        value = value * (1 << take) + (this.rest(left) >> (left - take));
        this.at += take;
        size -= take;
      }
      return value;
    }

    /** Count ones up to a zero, which is read too, or up to a limit. @param {number} limit */
    ones(limit) {
      let count = 0;
      for (;;) {
        const left = UNIT - (this.at % UNIT);
        const zeros = ~this.rest(left) & ((1 << left) - 1);
        const run = left - 32 + Math.clz32(zeros);
        if (count + run >= limit) {
          this.at += limit - count;
          return limit;
        }
        count += run;
        this.at += run;
        if (zeros) {
          this.at += 1;
          return count;
        }
      }
    }

    gamma() {
      const size = this.ones(52);
      return 2 ** size + this.read(size);
    }

    /** @param {number} k */
    rice(k) {
      const ones = this.ones(LONGEST_RUN);
      return ones === LONGEST_RUN ? this.read(RAW) : ones * 2 ** k + this.read(k);
    }

    /** Return ascending numbers. @param {number} count @param {number} size what they are below */
    numbers(count, size) {
      const numbers = new Uint32Array(count);
      const k = riceParameter(count, size);
      for (let i = 0, number = -1; i < count; i += 1) numbers[i] = number += this.rice(k) + 1;
      return numbers;
    }
  }

  /** Return the parameter of a list. @param {number} count @param {number} size */
  function riceParameter(count, size) {
    const mean = Math.floor(((size * 177) >> 8) / Math.max(count, 1));
    return Math.max(31 - Math.clz32(mean), 0);
  }

  /** Return the bytes that letters hold. @param {string} text */
  function unpackBytes(text) {
    const bits = new Bits(text);
    const padding = bits.read(UNIT);
    const bytes = new Uint8Array(((text.length - 1) * UNIT - padding) / 8);
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = bits.read(8);
    return bytes;
  }

  /**
   * Return the bytes that were deflated after some others, which go before as a block that is stored as it is.
   * @param {string} text
   * @param {Uint8Array} [before]
   */
  async function inflate(text, before = new Uint8Array()) {
    const size = [before.length & 255, before.length >> 8];
    const parts = [Uint8Array.of(0, ...size, ...size.map((byte) => ~byte)), before, unpackBytes(text)];
    const stream = new Blob(/** @type {BlobPart[]} */ (parts)).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer()).subarray(before.length);
  }

  /** Return the data that letters hold. @param {string} text @returns {Promise<any>} */
  async function unpackData(text) {
    return JSON.parse(new TextDecoder().decode(await inflate(text)));
  }

  Object.assign(window, { weiwenCoding: { Bits, FIRST_LETTER, inflate, riceParameter, unpackData } });
})();
