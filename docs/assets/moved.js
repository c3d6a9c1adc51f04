// @ts-check
/*
 * The page at a former address (build_scripts/publishing/exports/former.py): goes on to where things are now, to the
 * very sentence that a link names. Without scripts the page does the same, but for the sentence.
 */
(() => {
  "use strict";
  const to = /** @type {HTMLAnchorElement} */ (document.getElementById("now"));
  location.replace(to.href + location.hash);
})();
