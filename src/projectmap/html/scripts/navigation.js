/* What Streamlit lacks: the page's language, and links from page to page. */
(function (projectmap) {
  "use strict";

  // Every page lies right below the site's base. Without this Streamlit guesses it: on every page but
  // the first two more requests before it connects, one of which fails (Streamlit 1.67).
  window.__streamlit = { BACKEND_BASE_URL: new URL("./", window.location.href).href };

  const served = document.documentElement.lang;
  const pages = () => Array.from(document.querySelectorAll(".st-key-nav a"));

  /* Keeps the document's language, and which of the links is the shown page, in step with the address,
   * which Streamlit changes without loading the page again. It says so to nobody; but then the links,
   * which carry the view, change too. Its link to the first page is empty but for the query: opened
   * in a new tab it would lead to this page. */
  function follow() {
    const asked = new URLSearchParams(window.location.search).get("lang");
    document.documentElement.lang = Object.hasOwn(projectmap.widgetTexts, asked) ? asked : served;
    for (const link of pages()) {
      const target = link.getAttribute("href");
      if (target === "" || target.startsWith("?")) link.setAttribute("href", "./" + target);
      if (link.pathname === window.location.pathname) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }
  new MutationObserver(follow).observe(document.getElementById("root"), {
    attributeFilter: ["href"], childList: true, subtree: true,
  });
  window.addEventListener("popstate", follow);

  /* Links to this site's pages open without loading everything again: Streamlit takes a changed
   * address as it takes "back". Without this script, or with a key held, they are plain links. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest ? event.target.closest("a[href]") : null;
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey
      || event.altKey || link.target === "_blank" || link.hasAttribute("download")) return;
    const known = pages().some((page) => page.origin === link.origin && page.pathname === link.pathname);
    if (link.closest(".st-key-nav") || !known || link.hash) return;
    event.preventDefault();
    const moved = link.pathname !== window.location.pathname;
    window.history.pushState(null, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
    if (moved) window.scrollTo(0, 0);
  });
})(globalThis.projectmap ??= {});
