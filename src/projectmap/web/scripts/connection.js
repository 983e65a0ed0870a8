/* Where the page cannot reach its server by websocket (some proxies block it), it would stay empty
 * for ever: after a while, it points to the plain list. */
(function () {
  "use strict";

  const WAIT = 8000; // ms
  const LOOK = 500; // ms between looks whether it has come after all

  function started() {
    // Before anything comes Streamlit shows a skeleton, an element like any other.
    return document.querySelector(
      '[data-testid="stMain"] [data-testid="stElementContainer"]:not(:has([data-testid="stAppSkeleton"]))');
  }

  window.setTimeout(() => {
    if (started()) return;
    const hint = document.getElementById("no-connection");
    hint.hidden = false;
    hint.querySelector("a").search = window.location.search;
    const watch = window.setInterval(() => {
      if (!started()) return;
      hint.hidden = true;
      window.clearInterval(watch);
    }, LOOK);
  }, WAIT);
})();
