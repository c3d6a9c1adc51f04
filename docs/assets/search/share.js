// @ts-check
/*
 * Below the results: the link of this very query to copy, and the feed that comes nearest to it.
 */
(function () {
  "use strict";

  const everything = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".search-share a"))?.href ?? "";

  /** Copy the link, also where a page may not write to the clipboard by itself. @param {HTMLElement} said */
  async function copyLink(said) {
    try {
      await navigator.clipboard.writeText(location.href);
      said.textContent = "链接已复制，打开就是同样的结果。";
    } catch {
      said.textContent = location.href;
      getSelection()?.selectAllChildren(said);
      if (!document.execCommand("copy")) return;
      said.textContent = "链接已复制，打开就是同样的结果。";
    }
  }

  /**
   * Offer the link of what is asked, and the feed of its place or of everything.
   * @param {HTMLElement} line
   * @param {{asked: boolean, root: string, place: string, name: string}} state
   */
  function showShare(line, { asked, root, place, name }) {
    const said = /** @type {HTMLElement} */ (line.querySelector(".search-copied"));
    const feed = /** @type {HTMLAnchorElement} */ (line.querySelector("a"));
    line.hidden = !asked;
    said.textContent = "";
    feed.href = place && name !== place ? `${root}places/${place}.xml` : everything;
    feed.textContent = place && name !== place ? `${name}的新文章` : "全部新文章";
    const button = /** @type {HTMLButtonElement} */ (line.querySelector("button"));
    button.onclick = () => void copyLink(said);
  }

  Object.assign(window, { weiwenShare: { showShare } });
})();
