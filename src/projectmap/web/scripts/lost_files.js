/* On a bad network a file of the page may be lost, and neither Streamlit nor the map's frame asks for
 * it again: a part of the page, or the map, would stay blank. Here the page, or the frame, is loaded
 * again once the site answers. Its address says what it shows.
 */
(function () {
  "use strict";

  const MAX_RELOADS = 4, COUNT_KEY = "projectmap-reloads", CALM_MS = 60000;
  const FIRST_WAIT_MS = 4000, LONGEST_WAIT_MS = 20000;

  /* How often the page was loaded again of late; without a store nothing would end that. */
  function reloads() {
    try { return Number(window.sessionStorage.getItem(COUNT_KEY)); } catch { return MAX_RELOADS; }
  }
  window.setTimeout(() => {
    try { window.sessionStorage.removeItem(COUNT_KEY); } catch { /* then nothing is kept */ }
  }, CALM_MS);

  let noticed = false;
  function lost() {
    if (noticed || reloads() >= MAX_RELOADS) return;
    noticed = true;
    window.setTimeout(reload, 1000 * 3 ** reloads());
  }
  async function reload() {
    const answer = await fetch("_stcore/health", { cache: "no-store" }).catch(() => null);
    if (!answer || !answer.ok) {
      window.setTimeout(reload, FIRST_WAIT_MS);
      return;
    }
    window.sessionStorage.setItem(COUNT_KEY, reloads() + 1);
    window.location.reload();
  }

  const unread = (sheet) => !sheet.sheet;
  const sheets = (page) => Array.from(page.querySelectorAll('link[rel="stylesheet"]'));

  window.addEventListener("error", (event) => { if (event.target instanceof HTMLScriptElement) lost(); }, true);
  window.addEventListener("vite:preloadError", lost);
  window.addEventListener("load", () => { if (sheets(document).some(unread)) lost(); });

  function drawn(frame) {
    try {
      return Boolean(frame.contentWindow.map) && !sheets(frame.contentDocument).some(unread);
    } catch {
      return false; // the browser's own page, which says that there is no connection
    }
  }

  const watched = new WeakSet();
  function watch(frame) {
    let wait = FIRST_WAIT_MS;
    watched.add(frame);
    frame.addEventListener("load", () => window.setTimeout(() => {
      if (!frame.isConnected || drawn(frame)) return;
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
      frame.src = frame.src;
    }, wait));
  }
  new MutationObserver(() => {
    for (const frame of document.querySelectorAll(".st-key-map iframe")) if (!watched.has(frame)) watch(frame);
  }).observe(document.getElementById("root"), { childList: true, subtree: true });
})();
