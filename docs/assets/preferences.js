// What readers set for themselves: light or dark, and the edition in large type. Kept in their own browser only.
(() => {
  const root = document.documentElement;
  root.classList.replace("no-js", "js");
  const keep = (key, value) => {
    try { localStorage.setItem(key, value); } catch { /* the choice lasts for this page */ }
  };
  const kept = key => {
    try { return localStorage.getItem(key); } catch { return null; } // storage may be closed to pages on disk
  };

  const scheme = kept("scheme");
  if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  if (kept("elder") === "1") root.dataset.elder = "";

  // A page that is asked for something special shows what it holds for everybody only if no answer comes.
  if (location.search) {
    root.dataset.asked = "";
    addEventListener("load", () => delete root.dataset.asked);
  }

  // In large type nothing is folded that is to be read; filters would push the results of a search out of sight.
  const unfold = () => {
    if (!("elder" in root.dataset)) return;
    for (const folded of document.querySelectorAll("details:not([open], .search-filters, .search-filters *)")) folded.open = true;
  };

  document.addEventListener("DOMContentLoaded", () => {
    unfold();
    const scheme = document.querySelector(".scheme-toggle");
    const elder = document.querySelector(".elder-toggle");
    const say = () => elder?.setAttribute("aria-pressed", String("elder" in root.dataset));
    say();
    scheme?.addEventListener("click", () => {
      const now = root.dataset.scheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      root.dataset.scheme = now === "dark" ? "light" : "dark";
      keep("scheme", root.dataset.scheme);
    });
    elder?.addEventListener("click", () => {
      root.toggleAttribute("data-elder");
      keep("elder", "elder" in root.dataset ? "1" : "0");
      say();
      unfold();
    });
  });
})();
