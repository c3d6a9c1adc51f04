// On the page of an article: ways to cite it are copied with one click, and a quotation carries its source.
(() => {
  const tools = document.querySelector(".cite");
  const article = document.querySelector(".article");
  if (!tools || !article) return;
  const online = location.protocol.startsWith("http");
  const address = document.querySelector("link[rel=canonical]")?.href || location.href.replace(/[?#].*$/, "");
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(n => String(n).padStart(2, "0")).join("-");

  // What was read on the web is cited with its address and the day of reading; from a folder, as it was printed.
  const finish = {
    "GB/T 7714—2025": words => words.replace(/\[N\](?=\. )/, "[N/OL]").replace(/\.$/, `[${today}]. ${address}.`),
    "文字": words => words.replace(/。$/, `，${address}。`),
    "BibTeX": words => words.replace(/\n\}$/, `\n  url = {${address}},\n  urldate = {${today}},\n}`),
    "RIS": words => words.replace(/\nER {2}- ?$/, `\nUR  - ${address}\nY2  - ${today.replaceAll("-", "/")}\nER  - `),
  };
  const ways = new Map();
  for (const place of tools.querySelectorAll("[data-cite]")) {
    const words = place.textContent;
    ways.set(place.dataset.cite, words);
    if (online) place.textContent = finish[place.dataset.cite](words);
  }

  /** Copy words, also where a page may not write to the clipboard by itself. */
  const copy = async place => {
    try {
      await navigator.clipboard.writeText(place.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(place);
      return document.execCommand("copy");
    }
  };
  const said = tools.querySelector(".cite-said");
  for (const button of tools.querySelectorAll(".cite-copy")) {
    const place = button.closest("dt").nextElementSibling.querySelector("[data-cite]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      said.textContent = await copy(place) ? `已复制：${place.dataset.cite}` : "没有复制成功，文字已经选中，请按 Ctrl+C";
    });
  }

  // A few characters are no quotation: names and figures are copied as they are.
  const QUOTATION = 12;
  article.addEventListener("copy", event => {
    const selection = getSelection();
    const words = selection.toString();
    if (!event.clipboardData || selection.rangeCount === 0 || words.trim().length < QUOTATION) return;
    const node = selection.getRangeAt(0).startContainer;
    const anchor = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[id^=p]")?.id;
    const where = online ? `，${address}${anchor ? `#${anchor}` : ""}` : "";
    const source = `——${ways.get("文字").replace(/。$/, `${where}。`)}`;
    const rich = document.createElement("div");
    rich.append(selection.getRangeAt(0).cloneContents());
    rich.append(Object.assign(document.createElement("p"), { textContent: source }));
    event.clipboardData.setData("text/plain", `${words.trimEnd()}\n${source}`);
    event.clipboardData.setData("text/html", rich.innerHTML);
    event.preventDefault();
  });
})();
