/* What Streamlit's widgets do not do by themselves. */
(function () {
  "use strict";

  // protobuf.js tries it for its 64-bit numbers and does without; the page's policy forbids it. Without
  // this line Firefox 153 logs an error on every page, Chromium nothing.
  window.WebAssembly = undefined;

  /* Enter applies the typed date. Streamlit takes it when the focus goes on to something else. */
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest ? event.target.closest('[data-testid="stDateInputField"]') : null;
    if (event.key !== "Enter" || !field) return;
    const around = field.closest('.st-key-day, [data-testid="stPopoverBody"]');
    if (!around) return;
    const others = Array.from(around.querySelectorAll("button:enabled"));
    const next = others.reverse().find((one) => !field.contains(one) && one.offsetParent);
    if (!next) around.tabIndex = -1; // a pop-up with nothing but the date takes the focus itself
    (next || around).focus({ preventScroll: true });
  }, true);

  /* What is typed into a filter and is no option is looked up: Streamlit offers to "Add" it. */
  new MutationObserver(() => {
    const offer = document.querySelector('[data-testid="stSelectboxVirtualDropdown"], [role="listbox"]');
    const texts = offer ? document.createTreeWalker(offer, NodeFilter.SHOW_TEXT) : null;
    while (texts && texts.nextNode()) {
      const typed = /^Add: (.*)$/s.exec(texts.currentNode.data);
      if (typed) texts.currentNode.data = (document.documentElement.lang === "uk" ? "Знайти: " : "Find: ") + typed[1];
    }
  }).observe(document.documentElement, { childList: true, characterData: true, subtree: true });
})();
