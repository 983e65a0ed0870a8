/* Documents take seconds to make: the page says how many so far, or what went wrong. Without
 * this script, or with a key held, their links are plain downloads. */
(function () {
  "use strict";

  const KEEP_MS = 60000; // for which a finished file stays in memory, to be saved by the browser

  document.addEventListener("click", (event) => {
    const link = event.target.closest ? event.target.closest("a[data-document]") : null;
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") !== "true") fetchDocument(link);
  });

  function fetchDocument(link) {
    const line = link.closest(".share").querySelector(".making"), texts = line.dataset, began = Date.now();
    function say(text, live) {
      line.setAttribute("aria-live", live);
      line.textContent = text;
    }
    function sayTime(live) {
      say(texts.making.replace("{seconds}", Math.round((Date.now() - began) / 1000)), live);
    }
    // Read out when it begins and when it ends, not every second.
    const clock = window.setInterval(() => sayTime("off"), 1000);
    link.setAttribute("aria-busy", "true");
    sayTime("polite");
    fetch(link.href).then((response) => (response.ok ? response.blob() : refuse(response)).then((content) => {
      const name = nameOf(response);
      save(content, name);
      say(texts.ready.replace("{name}", name), "polite");
    })).catch((error) => say(texts.failed.replace("{reason}", error.message), "polite")).finally(() => {
      window.clearInterval(clock);
      link.removeAttribute("aria-busy");
    });
  }

  /* Our own answers say why; what is between answers with its own pages. */
  function refuse(response) {
    const plain = /^text\/plain/.test(response.headers.get("Content-Type") || "");
    return response.text().then((text) => {
      throw new Error(plain && text ? text : String(response.status));
    });
  }

  function save(content, name) {
    const address = URL.createObjectURL(content), copy = document.createElement("a");
    copy.href = address;
    copy.download = name;
    copy.click();
    window.setTimeout(() => URL.revokeObjectURL(address), KEEP_MS);
  }

  function nameOf(response) {
    const found = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") || "");
    return found ? found[1] : "";
  }
})();
