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
  const loaded = new Map();

  /**
   * Load the data of a script, once.
   * @param {string} address
   * @param {(data: any) => any} [read] makes something of it, once
   * @returns {Promise<any>}
   */
  function load(address, read = (data) => data) {
    let promise = loaded.get(address);
    if (!promise) {
      /** @type {Promise<any> | undefined} */
      const elsewhere = /** @type {any} */ (window).weiwenElsewhere?.(address);
      promise = /** @type {Promise<any>} */ (elsewhere ?? new Promise((resolve, reject) => {
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
      })).then(read);
      promise.catch(() => loaded.delete(address)); // another try may do better
      loaded.set(address, promise);
    }
    return promise;
  }

  /** Let everything be loaded again: for measuring. */
  function forget() {
    loaded.clear();
  }

  /** Called by every file of the index. @param {any} data */
  function receive(data) {
    expected.get(/** @type {HTMLScriptElement} */ (document.currentScript).src)?.(data);
  }

  Object.assign(window, { weiwen: receive });
  Object.assign(window, { weiwenScripts: { forget, load } });
})();
