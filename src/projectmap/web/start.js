/* Where the page cannot reach its server by websocket (some proxies block it), it would stay empty
 * for ever: after a while, point to the plain list. */
(function () {
  "use strict";
  window.prerenderReady = false;
  var WAIT = 8000; // ms
  function started() { return document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]'); }
  window.setTimeout(function () {
    if (started()) return;
    var hint = document.getElementById("no-connection");
    hint.hidden = false;
    var link = hint.querySelector("a");
    link.search = window.location.search;
    var watch = window.setInterval(function () {
      if (!started()) return;
      hint.hidden = true;
      window.clearInterval(watch);
    }, 500);
  }, WAIT);
})();
