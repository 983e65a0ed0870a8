/* What both maps share: loading data, sending a choice, controls, hints.
 *
 * On the pages data is fetched from the server and a choice goes to Streamlit; the viewer, one page
 * for itself, puts its own load and send in their place (viewer/scripts/viewer.js).
 */
(function (projectmap) {
  "use strict";

  const cache = new Map(); // address -> promise of what it holds

  const ATTEMPTS = 6;
  const PASSING = [502, 503, 504];

  /* Acts once the page has its server. */
  function whenConnected(act) { window.parent.projectmap.whenConnected(act); }

  /* While new data spreads, the process that is asked may have another version than the page; while
   * one is restarted, the proxy may have none to ask; without a connection there is no proxy. */
  function ask(address, left) {
    function again(seconds) {
      return new Promise((resolve) => setTimeout(() => whenConnected(resolve), 1000 * seconds))
        .then(() => ask(address, left - 1));
    }
    return fetch(address).then((response) => {
      if (!PASSING.includes(response.status) || left === 1) return response;
      return again(Number(response.headers.get("Retry-After")) || 1);
    }, (error) => {
      if (left === 1) throw error;
      return again(1);
    });
  }

  /* Not found out at the start: a page that is opened out of a mail or a chat has no address. */
  function addressOf(name) { return new URL("../../map/" + name, window.location.href); }

  function load(name, read, parameters) {
    const address = addressOf(name);
    address.search = new URLSearchParams(parameters);
    if (!cache.has(address.href)) {
      const answer = ask(address, ATTEMPTS).then((response) => {
        if (!response.ok) throw new Error(address.pathname + ": " + response.status);
        return response[read]();
      });
      answer.catch(() => cache.delete(address.href));
      cache.set(address.href, answer);
    }
    return cache.get(address.href);
  }

  /* The one message back: what was chosen, a "project", "place" or "partnership" by its id; the time tells
   * two equal clicks apart. The component's own memory is set too, or its next move event would
   * report the older click once more. Without a connection it waits for one: Streamlit would drop it. */
  function send(kind, id) {
    const at = Date.now();
    setValue({ at, kind, id });
    // What the session before has answered would be a choice of the new one.
    window.parent.projectmap.onNewSession = (answered) => {
      if (at < answered && window.parent) setValue(null);
    };
  }

  function setValue(drawing) {
    const value = { last_active_drawing: drawing };
    Object.assign(window.__GLOBAL_DATA__, value, { previous_data: value });
    whenConnected(() => window.Streamlit.setComponentValue(value));
  }

  /* What a text may mean, as the server finds it (map/search.py). */
  let search = null;
  function find(text, language) {
    if (search) search.abort();
    search = new AbortController();
    const address = addressOf("find");
    address.search = new URLSearchParams({ q: text, lang: language });
    return fetch(address, { signal: search.signal }).then((response) => {
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    });
  }

  /* Where this tab's map looked last, for when the page is come back to or loaded again. */
  const VIEW_KEY = "projectmap-look";
  function remember(look) {
    try { window.sessionStorage.setItem(VIEW_KEY, JSON.stringify(look)); } catch { /* then it is not kept */ }
  }
  function recall() {
    try { return JSON.parse(window.sessionStorage.getItem(VIEW_KEY)); } catch { return null; }
  }

  /* Has the map take the focus where it stands: the page must not move under the pointer. */
  function holdStill(map) {
    const container = map.getContainer();
    container.focus = (options) => HTMLElement.prototype.focus.call(container, { ...options, preventScroll: true });
  }

  /* Has the page around an embedded map scroll over it: the wheel zooms with Ctrl only, and a finger
   * alone moves the page. */
  function letScroll(map) {
    map.scrollWheelZoom.disable();
    map.getContainer().addEventListener("wheel", (event) => {
      map.scrollWheelZoom[event.ctrlKey || event.metaKey ? "enable" : "disable"]();
    }, { capture: true, passive: true });
    map.getContainer().addEventListener("pointerdown", (event) => {
      map.dragging[event.pointerType === "touch" ? "disable" : "enable"]();
    }, true);
    if (window.matchMedia("(pointer: coarse)").matches) map.dragging.disable();
  }

  const FROM_EDGE = 10; // px from the edge of a map to its controls, as Leaflet has it

  /* So many px of a map that its page lays something over (map_frame.css): at the left and right, and
   * at the bottom once something is open; and always, by the credit at the bottom and by the search
   * field in the corner at the left and top. */
  function covered(map) {
    const container = map.getContainer(), style = getComputedStyle(container);
    const px = (name) => parseFloat(style.getPropertyValue(name)) || 0;
    const field = container.querySelector(".finder"), shown = field && field.offsetWidth;
    return {
      left: px("--covered-left"), right: px("--covered-right"), bottom: px("--covered-below") * map.getSize().y,
      // Sizes only; the place of either is not asked for, as styles may come later.
      credit: container.querySelector(".credit").offsetHeight,
      corner: shown ? { x: FROM_EDGE + field.offsetWidth, y: FROM_EDGE + field.offsetHeight } : { x: 0, y: 0 },
    };
  }

  /* What the controls of a map cover: left, top, right and bottom in px. */
  function boxes(map) {
    const at = map.getContainer().getBoundingClientRect();
    return Array.from(map.getContainer().querySelectorAll(".leaflet-control"), (one) => one.getBoundingClientRect())
      .filter((box) => box.width).map((box) => [box.left - at.left, box.top - at.top, box.right - at.left, box.bottom - at.top]);
  }

  /* A control of a map, of the element that make() makes. */
  function addControl(map, position, make) {
    const control = L.control({ position });
    control.onAdd = make;
    return control.addTo(map);
  }

  /* Buttons to zoom in, out and to the whole, and the credit; their texts come with setTexts. */
  function addControls(map, showWhole) {
    let buttons = [];
    addControl(map, "topleft", () => {
      const bar = L.DomUtil.create("div", "leaflet-bar");
      const actions = [["+", () => map.zoomIn()], ["−", () => map.zoomOut()], ["⤢", showWhole]];
      L.DomEvent.disableClickPropagation(bar);
      buttons = actions.map(([sign, act]) => {
        const button = L.DomUtil.create("button", "", bar);
        button.type = "button";
        button.textContent = sign;
        button.addEventListener("click", () => act());
        return button;
      });
      return bar;
    });
    const credit = addControl(map, "bottomright", () => L.DomUtil.create("div", "credit"));
    const notice = addControl(map, "topleft", () => {
      const box = L.DomUtil.create("div", "map-notice");
      box.setAttribute("role", "status");
      return box;
    });
    function setNotice(text) { notice.getContainer().textContent = text; }
    function setTexts(texts, creditText, language) {
      credit.getContainer().textContent = creditText;
      map.getContainer().setAttribute("role", "region");
      map.getContainer().setAttribute("aria-label", texts.map);
      [texts.zoomIn, texts.zoomOut, texts.whole].forEach((text, i) => {
        buttons[i].title = text;
        buttons[i].setAttribute("aria-label", text);
      });
      document.documentElement.lang = language;
    }
    return { setTexts, setNotice };
  }

  /* Acts once the maps' font is there. */
  function whenFont(act) {
    document.fonts.addEventListener("loadingdone", act);
    document.fonts.load("600 14px Projectmap").then(act);
  }

  /* A function that does something at the next frame, once however often it is called. */
  function oncePerFrame(act) {
    let queued = false;
    return () => {
      if (queued) return;
      queued = true;
      window.requestAnimationFrame(() => {
        queued = false;
        act();
      });
    };
  }

  /* Calls back when the map's container has got another size, which Leaflet then knows. */
  function onResize(map, act) {
    // Paper shows the map as large as it is here, made smaller as a picture: its page is narrower.
    const held = (window.Streamlit ? window.parent : window).document.documentElement;
    new ResizeObserver(([{ contentRect }]) => {
      if (window.matchMedia("print").matches) return;
      if (contentRect.width) {
        held.style.setProperty("--map-width", contentRect.width + "px");
        held.style.setProperty("--map-height", contentRect.height + "px");
      }
      map.invalidateSize({ pan: false });
      act();
    }).observe(map.getContainer());
  }

  /* A hint of rows whose first is its title; texts of the data only ever as textContent. */
  function showHint(map, hint, latlng, rows) {
    const box = document.createElement("div");
    rows.forEach((text, i) => {
      const row = document.createElement(i ? "span" : "strong");
      row.textContent = text;
      box.append(row);
    });
    hint.setContent(box).setLatLng(latlng);
    if (!map.hasLayer(hint)) map.openTooltip(hint);
  }

  /* Makes the shape of a layer a button for the keyboard. */
  function makeButton(layer, press) {
    const shape = layer.getElement();
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "button");
    shape.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      press();
    });
    return shape;
  }

  /* An attribute of a layer's shape, touched only when it changes. */
  function setAttribute(layer, name, value) {
    const shape = layer.getElement();
    if (shape.getAttribute(name) !== value) shape.setAttribute(name, value);
  }

  /* A day as a language writes it. */
  function written(day, language) {
    return new Date(day + "T00:00:00Z").toLocaleDateString(projectmap.locales[language],
      { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }

  /* Whether to move at once instead of flying. */
  function reducedMotion() { return window.matchMedia("(prefers-reduced-motion: reduce)").matches; }

  projectmap.page = {
    load, send, boxes, find, remember, recall, holdStill, letScroll, covered, addControl, addControls, oncePerFrame, onResize, showHint, makeButton, whenFont,
    setAttribute, written, reducedMotion,
  };
})(globalThis.projectmap ??= {});
