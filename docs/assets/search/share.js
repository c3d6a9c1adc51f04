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

  /** Return the key of a name in addresses, as the site makes it; nothing where a browser does not compute it. @param {string} name */
  async function nameKey(name) {
    const digest = await crypto.subtle?.digest("SHA-256", new TextEncoder().encode(name));
    return digest && Array.from(new Uint8Array(digest, 0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /**
   * Return address and name of the feed that comes nearest to what is asked: that of its place, of its topic, or of everything.
   * @param {PageState} state
   * @param {string} root
   * @param {string} placeName
   */
  async function nearestFeed({ place, topic }, root, placeName) {
    if (place && placeName !== place) return [`${root}places/${place.slice(0, 2)}/${place}.xml`, placeName];
    const key = topic && (await nameKey(topic));
    return key ? [`${root}topics/${key}.xml`, `主题“${topic}”`] : [everything, ""];
  }

  /**
   * Offer the link of what is asked, and a feed.
   * @param {HTMLElement} line
   * @param {{asked: boolean, found: boolean, root: string, state: PageState, placeName: string}} page
   */
  async function showShare(line, { asked, found, root, state, placeName }) {
    const [href, name] = found ? await nearestFeed(state, root, placeName) : [everything, ""];
    const feed = line.querySelector("a");
    line.hidden = !asked;
    /** @type {HTMLElement} */ (line.querySelector(".search-copied")).textContent = "";
    if (feed) {
      feed.href = href;
      feed.textContent = name ? `${name}的新文章` : "全部新文章";
    }
    const button = /** @type {HTMLButtonElement} */ (line.querySelector("button"));
    button.onclick = () => void copyLink(/** @type {HTMLElement} */ (line.querySelector(".search-copied")));
  }

  Object.assign(window, { weiwenShare: { showShare } });
})();
