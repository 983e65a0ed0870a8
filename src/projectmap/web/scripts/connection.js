/* Where the page cannot reach its server by websocket (some proxies block it), it would stay empty
 * for ever: after a while, it says why and points to the plain list. */
(function (projectmap) {
  "use strict";

  const WAIT = 8000; // ms
  const LOOK = 500; // ms between looks whether it has come after all

  function started() {
    // Before anything comes Streamlit shows a skeleton, an element like any other.
    return document.querySelector(
      '[data-testid="stMain"] [data-testid="stElementContainer"]:not(:has([data-testid="stAppSkeleton"]))');
  }

  function reason(hint) {
    if (!projectmap.refused()) return "slow";
    return hint.dataset.host === window.location.host ? "blocked" : "misnamed";
  }

  window.setTimeout(() => {
    const hint = document.getElementById("no-connection");
    const watch = window.setInterval(look, LOOK);
    function look() {
      hint.hidden = Boolean(started());
      if (hint.hidden) {
        window.clearInterval(watch);
        return;
      }
      hint.querySelector("a").search = window.location.search;
      const why = reason(hint);
      hint.querySelectorAll("span").forEach((span) => { span.hidden = span.className !== why; });
    }
    look();
  }, WAIT);
})(globalThis.projectmap ??= {});
