// Light or dark: follows the reader's system until the switch in the masthead says otherwise.
(() => {
  const root = document.documentElement;
  const key = "scheme";
  root.classList.replace("no-js", "js");
  try {
    const kept = localStorage.getItem(key);
    if (kept === "light" || kept === "dark") root.dataset.scheme = kept;
  } catch { /* storage may be closed to pages on disk */ }

  document.addEventListener("DOMContentLoaded", () => {
    const toggle = document.querySelector(".scheme-toggle");
    if (!toggle) return;
    toggle.addEventListener("click", () => {
      const now = root.dataset.scheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      const next = now === "dark" ? "light" : "dark";
      root.dataset.scheme = next;
      try { localStorage.setItem(key, next); } catch { /* the choice lasts for this page */ }
    });
  });
})();
