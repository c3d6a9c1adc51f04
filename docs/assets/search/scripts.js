// @ts-check
/*
 * Files of the index are loaded as scripts, so that they also come from a folder on disk.
 * Twin of build_scripts/publishing/search/scripts.py.
 */
(function () {
  "use strict";

  /** @type {Map<string, (data: any) => void>} */
  const expected = new Map();
  /** @type {Map<string, Promise<any>>} */
  const underWay = new Map();
  /** What was asked for last, the latest at the end. @type {Map<string, Promise<any>>} */
  const kept = new Map();
  /** Files that are kept, about 10 kB each when they are read: some twenty queries, little enough for a telephone. */
  const MOST_KEPT = 400;

  /**
   * Load the data of a script, unless it is at hand.
   * @param {string} address
   * @param {(data: any) => any} [read] makes something of it, once
   * @returns {Promise<any>}
   */
  function load(address, read = (data) => data) {
    const known = underWay.get(address) ?? kept.get(address);
    if (known) {
      if (kept.delete(address)) kept.set(address, known);
      return known;
    }
    /** @type {Promise<any> | undefined} */
    const elsewhere = /** @type {any} */ (window).weiwenElsewhere?.(address);
    const promise = /** @type {Promise<any>} */ (elsewhere ?? fetchScript(address)).then(read);
    underWay.set(address, promise);
    promise.then(
      () => {
        if (underWay.delete(address)) kept.set(address, promise);
        if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? "");
      },
      () => underWay.delete(address), // another try may do better
    );
    return promise;
  }

  /** Have a script run that hands over its data. @param {string} address @returns {Promise<any>} */
  function fetchScript(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      expected.set(script.src, resolve);
      // After a script that has handed over its data this changes nothing.
      script.onload = script.onerror = () => {
        expected.delete(script.src);
        script.remove();
        reject(new Error(`${address} could not be loaded`));
      };
      document.head.append(script);
    });
  }

  /** Let everything be loaded again: for measuring. */
  function forget() {
    underWay.clear();
    kept.clear();
  }

  /** Called by every file of the index. @param {any} data */
  function receive(data) {
    expected.get(/** @type {HTMLScriptElement} */ (document.currentScript).src)?.(data);
  }

  Object.assign(window, { weiwen: receive });
  Object.assign(window, { weiwenScripts: { forget, load } });
})();
