/* List and map are one: a row marks its place on the map, its magnifier flies there, and what is
 * chosen on the map is brought into view in the list, which scrolls by itself. A click anywhere in a
 * row follows its first link. */
(function () {
  "use strict";

  const ROWS = ".record-table tr, .records li, .beside-map li", NAMED = "[data-project], [data-place]";
  let pointed = "", brought = "";

  /* The map of communities on this page, if it has come. */
  function map() {
    const frame = document.querySelector(".st-key-map iframe");
    const inside = frame && frame.contentWindow && frame.contentWindow.projectmap;
    return inside && inside.communities && inside.communities.mark ? inside.communities : null;
  }

  function point(event) {
    const row = event.target.closest ? event.target.closest(ROWS) : null, link = row ? row.querySelector(NAMED) : null;
    const kind = link && link.dataset.project ? "project" : "place", id = link ? link.dataset[kind] : "";
    if (id === pointed) return;
    pointed = id;
    const shown = map();
    if (shown) shown.mark(id ? kind : null, id);
  }
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);

  /* Closing the details by keyboard leads back to what opened them: a link of a list, or the map. */
  const LISTS = ".st-key-list, .st-key-partners, .beside-map";
  let opener = null;
  window.addEventListener("message", ({ data }) => {
    if (data && data.type === "streamlit:setComponentValue") opener = null;
  });

  function subject(link) {
    return link.dataset.project || link.dataset.place || new URL(link.href).searchParams.get("partnership");
  }

  function alike(about) {
    const lists = Array.from(document.querySelectorAll(LISTS));
    return lists.flatMap((list) => Array.from(list.querySelectorAll("a[href]"))).filter((link) => subject(link) === about);
  }

  function remember(link) {
    const about = link && link.closest(LISTS) ? subject(link) : "";
    if (about) opener = { about, number: alike(about).indexOf(link) };
  }

  function wayBack(place) {
    const link = opener ? alike(opener.about)[opener.number] : null, frame = document.querySelector(".st-key-map iframe");
    if (link || !frame) return link;
    const inside = frame.contentDocument, at = inside.activeElement;
    return at && at !== inside.body ? at
      : inside.querySelector('[data-katottg="' + CSS.escape(place) + '"]') || inside.querySelector(".leaflet-container");
  }

  function goBack(place, frames) {
    const busy = document.querySelector('.st-key-close-details, [data-testid="stApp"]:not([data-test-script-state="notRunning"])');
    if (busy && frames) window.requestAnimationFrame(() => goBack(place, frames - 1));
    else if (document.activeElement === document.body) {
      const target = wayBack(place);
      if (!target) return;
      target.ownerDocument.defaultView.focus();
      target.focus();
    }
  }

  function toTop() { document.querySelector('[data-testid="stMain"]').scrollTo({ top: 0 }); }

  document.addEventListener("click", (event) => {
    const at = (selector) => (event.target.closest ? event.target.closest(selector) : null), button = at("[data-locate]");
    remember(at("a[href]"));
    // The keyboard's presses have no number.
    if (at(".st-key-close-details") && !event.detail) goBack(new URLSearchParams(window.location.search).get("place") || "", 600);
    if (button && map()) {
      map().locate("project", button.dataset.locate);
      toTop();
      return;
    }
    const row = at(".st-key-list tbody tr, .st-key-partners tbody tr"), opening = row ? row.querySelector("th a") : null;
    // People who mark words in a row to copy them do not mean to open it.
    if (opening && !at("a, button, summary") && window.getSelection().isCollapsed) opening.click();
    else if (at(".st-key-list a[data-project], .st-key-list a[data-place]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) toTop();
  });

  /* The list scrolls to the row of what was chosen; the page stays where it is. */
  function bring() {
    const row = document.querySelector(".st-key-list tr.chosen, .st-key-list tr.here"), link = row ? row.querySelector(NAMED) : null;
    const id = link ? link.dataset.project || link.dataset.place : "";
    if (id === brought) return;
    brought = id;
    const frame = row ? row.closest(".table-frame") : null;
    if (frame) frame.scrollTop += row.getBoundingClientRect().top - frame.getBoundingClientRect().top - 60;
  }
  let queued = false;
  new MutationObserver(() => {
    if (queued) return;
    queued = true;
    window.requestAnimationFrame(() => {
      queued = false;
      bring();
    });
  }).observe(document.getElementById("root"), { childList: true, subtree: true });
})();
