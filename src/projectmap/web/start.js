/* What the index does before and beside Streamlit. */
(function () {
  "use strict";
  window.prerenderReady = false;
  // Every page lies right below the site's base. Told so, Streamlit need not guess it, which
  // costs it requests that fail.
  window.__streamlit = { BACKEND_BASE_URL: new URL("./", window.location.href).href };

  /* Keep the document's language in step with the page's: it is in the address, which Streamlit
   * changes without loading the page anew. The links of the navigation change with it. */
  const served = document.documentElement.lang;
  function tellLanguage() {
    const asked = new URLSearchParams(window.location.search).get("lang");
    document.documentElement.lang = asked === "uk" || asked === "en" ? asked : served;
  }

  /* Which of the links is the page that is shown, for those who do not see it. Streamlit's link to
   * the first page is empty but for the query: opened in a new tab it would lead to this page. */
  function tellPage() {
    document.querySelectorAll(".st-key-nav a").forEach(function (link) {
      const target = link.getAttribute("href");
      if (target === "" || target.startsWith("?")) link.setAttribute("href", "./" + target);
      if (link.pathname === window.location.pathname) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  }
  new MutationObserver(function () { tellLanguage(); tellPage(); }).observe(document.getElementById("root"), {
    attributeFilter: ["href"], childList: true, subtree: true,
  });

  /* Links to this site's pages open without loading everything anew: Streamlit takes a changed
   * address as it takes "back". Without this script, or with a key held, they are plain links. */
  function isPage(link) {
    return Array.from(document.querySelectorAll(".st-key-nav a")).some(function (known) {
      return known.origin === link.origin && known.pathname === link.pathname;
    });
  }
  document.addEventListener("click", function (event) {
    const link = event.target.closest ? event.target.closest("a[href]") : null;
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey
      || event.altKey || link.target === "_blank" || link.hasAttribute("download")) return;
    if (link.closest(".st-key-nav") || !isPage(link) || link.hash) return;
    event.preventDefault();
    const moved = link.pathname !== window.location.pathname;
    window.history.pushState(null, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
    if (moved) window.scrollTo(0, 0);
  });

  /* Documents take seconds to make: the page says how long already, and what has gone wrong. Without
   * this script, or with a key held, their links are plain downloads. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest ? event.target.closest("a[data-document]") : null;
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") !== "true") make(link);
  });

  function make(link) {
    const line = link.closest(".share").querySelector(".making"), words = line.dataset;
    const began = Date.now();
    function tell(text, live) {
      line.setAttribute("aria-live", live);
      line.textContent = text;
    }
    function tellTime(live) {
      tell(words.making.replace("{seconds}", Math.round((Date.now() - began) / 1000)), live);
    }
    // Read out when it begins and when it ends, not every second.
    const clock = window.setInterval(function () { tellTime("off"); }, 1000);
    link.setAttribute("aria-busy", "true");
    tellTime("polite");
    fetch(link.href).then(function (answer) {
      if (answer.ok) return answer.blob().then(function (content) { keep(content, nameOf(answer)); });
      // Our own answers say why; what stands between answers with pages of its own.
      const plain = /^text\/plain/.test(answer.headers.get("Content-Type") || "");
      return answer.text().then(function (text) {
        throw new Error(plain && text ? text : String(answer.status));
      });
    }).catch(function (error) {
      tell(words.failed.replace("{reason}", error.message), "polite");
    }).finally(function () {
      window.clearInterval(clock);
      link.removeAttribute("aria-busy");
    });

    function keep(content, name) {
      const address = URL.createObjectURL(content), copy = document.createElement("a");
      copy.href = address;
      copy.download = name;
      copy.click();
      window.setTimeout(function () { URL.revokeObjectURL(address); }, 60000);
      tell(words.ready.replace("{name}", name), "polite");
    }
  }

  function nameOf(answer) {
    const said = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
    return said ? said[1] : "";
  }

  /* Where the page cannot reach its server by websocket (some proxies block it), it would stay
   * empty for ever: after a while, point to the plain list. */
  const WAIT = 8000; // ms
  function started() {
    // Before anything comes Streamlit shows a skeleton, an element like any other.
    return document.querySelector(
      '[data-testid="stMain"] [data-testid="stElementContainer"]:not(:has([data-testid="stAppSkeleton"]))');
  }
  window.setTimeout(function () {
    if (started()) return;
    const hint = document.getElementById("no-connection");
    hint.hidden = false;
    hint.querySelector("a").search = window.location.search;
    const watch = window.setInterval(function () {
      if (!started()) return;
      hint.hidden = true;
      window.clearInterval(watch);
    }, 500);
  }, WAIT);
})();
