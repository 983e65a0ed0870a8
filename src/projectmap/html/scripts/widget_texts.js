/* What Streamlit's widgets say, in the page's language and without its name (html/widget_texts.py). */
(function (projectmap) {
  "use strict";

  const ATTRIBUTES = ["aria-label", "aria-valuetext", "title", "placeholder", "alt"];
  // What we write ourselves, and what is no text.
  const OURS = '[data-testid="stHtml"], [data-testid="stCode"], style, script, svg, canvas';
  const seen = new WeakMap(); // node -> by attribute ("" for text): what Streamlit said, what is shown

  const patterns = {};
  for (const [language, words] of Object.entries(projectmap.widgetTexts)) {
    patterns[language] = Object.entries(words).filter(([theirs]) => theirs.includes("*"))
      .map(([theirs, ours]) => [new RegExp(
        "^" + theirs.split("*").map((part) => part.replace(/[.?]/g, "\\$&")).join("(.*)") + "$"), ours]);
  }

  const language = () => (Object.hasOwn(projectmap.widgetTexts, document.documentElement.lang) ? document.documentElement.lang : "en");

  function said(text) {
    const known = projectmap.widgetTexts[language()], bare = text.trim().replace(/^Error: /, "");
    if (Object.hasOwn(known, bare)) return known[bare];
    for (const [pattern, ours] of patterns[language()]) {
      const found = pattern.exec(bare);
      if (found) {
        const values = found.slice(1);
        return ours.replace(/\{\w+\}/g, () => values.shift());
      }
    }
    return null;
  }

  function put(node, name, text, set) {
    if (!text || !text.trim()) return;
    if (!seen.has(node)) seen.set(node, {});
    const known = seen.get(node), before = known[name];
    const source = before && before.shown === text ? before.source : text;
    const shown = said(source) ?? source;
    if (source === shown && !before) return;
    known[name] = { source, shown };
    if (shown !== text) set(shown);
  }

  function look(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      put(node, "", node.nodeValue, (text) => { node.nodeValue = text; });
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(OURS)) return;
    for (const name of ATTRIBUTES) {
      if (node.hasAttribute(name)) put(node, name, node.getAttribute(name), (text) => node.setAttribute(name, text));
    }
    node.childNodes.forEach(look);
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      const at = change.target.nodeType === Node.TEXT_NODE ? change.target.parentElement : change.target;
      if (!at || at.closest(OURS)) continue;
      if (change.type === "childList") change.addedNodes.forEach(look);
      else look(change.type === "characterData" ? change.target : at);
    }
  }).observe(document, { attributeFilter: ATTRIBUTES, characterData: true, childList: true, subtree: true });

  /* The calendar asks the browser for its language; it follows the page's. Measured in a Dutch Chromium:
   * without this a Ukrainian page has "april 2025", "januari", "februari". The second is for the numbers
   * in the editor's table. */
  Object.defineProperty(navigator, "language", { configurable: true, get: () => projectmap.locales[language()] });
  Object.defineProperty(navigator, "languages", { configurable: true, get: () => [navigator.language] });
  new MutationObserver(() => {
    window.dispatchEvent(new Event("languagechange"));
    look(document.body);
  }).observe(document.documentElement, { attributeFilter: ["lang"] });
})(globalThis.projectmap ??= {});
