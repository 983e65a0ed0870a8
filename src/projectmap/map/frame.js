/* What the two maps share: where their data comes from, where a pick goes, controls, the canvas.
 *
 * On the pages data is fetched from the server and a pick goes to Streamlit; the viewer, one page
 * for itself, puts its own load and send in their place (viewer/viewer.js).
 */
(function () {
  "use strict";

  const base = new URL("../../map/", window.location.href);
  const cache = new Map(); // address -> promise of what it holds

  function load(name, read, parameters) {
    const address = new URL(name, base);
    address.search = new URLSearchParams(parameters);
    if (!cache.has(address.href)) {
      const answer = fetch(address).then(function (response) {
        if (!response.ok) throw new Error(address.pathname + ": " + response.status);
        return response[read]();
      });
      answer.catch(function () { cache.delete(address.href); });
      cache.set(address.href, answer);
    }
    return cache.get(address.href);
  }

  /* One way back: an id. The component's own memory is set too, or its next move event would
   * report the older pick once more. */
  function send(picked, version) {
    const value = { last_active_drawing: Object.assign({ at: Date.now(), version: version }, picked) };
    Object.assign(window.__GLOBAL_DATA__, value, { previous_data: value });
    window.Streamlit.setComponentValue(value);
  }

  /* Buttons to zoom in, out and to the whole, and the credit; words come with tell. */
  function addControls(map, whole) {
    let buttons = [];
    const zoom = L.control({ position: "topleft" }), credit = L.control({ position: "bottomright" });
    zoom.onAdd = function () {
      const bar = L.DomUtil.create("div", "leaflet-bar");
      L.DomEvent.disableClickPropagation(bar);
      buttons = [["+", function () { map.zoomIn(); }], ["−", function () { map.zoomOut(); }],
        ["⤢", whole]].map(function (entry) {
        const button = L.DomUtil.create("button", "", bar);
        button.type = "button";
        button.textContent = entry[0];
        button.addEventListener("click", entry[1]);
        return button;
      });
      return bar;
    };
    zoom.addTo(map);
    credit.onAdd = function () { return L.DomUtil.create("div", "credit"); };
    credit.addTo(map);
    return {
      tell: function (words, creditText, language) {
        credit.getContainer().textContent = creditText;
        map.getContainer().setAttribute("role", "region");
        map.getContainer().setAttribute("aria-label", words.map);
        [words.zoomIn, words.zoomOut, words.whole].forEach(function (text, i) {
          buttons[i].title = text;
          buttons[i].setAttribute("aria-label", text);
        });
        document.documentElement.lang = language;
      },
    };
  }

  /* A canvas above the shapes; a click goes through it. */
  function addCanvas(map) {
    const canvas = L.DomUtil.create("canvas", "symbols", map.getPanes().overlayPane);
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  }

  /* The empty canvas laid over what is seen: its pen, the size in px, and the projected place of
   * its corner. */
  function lay(map, canvas) {
    const size = map.getSize(), ratio = window.devicePixelRatio || 1;
    const topLeft = map.containerPointToLayerPoint([0, 0]);
    L.DomUtil.setPosition(canvas, topLeft);
    if (canvas.width !== size.x * ratio || canvas.height !== size.y * ratio) {
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, size.x, size.y);
    return { pen: pen, size: size, origin: map.getPixelOrigin().add(topLeft) };
  }

  /* One byte a bit, from base64, the most significant bit first. */
  function unpack(text) {
    const packed = atob(text), bits = new Uint8Array(packed.length * 8);
    for (let i = 0; i < packed.length; i += 1) {
      const byte = packed.charCodeAt(i);
      for (let b = 0; b < 8; b += 1) bits[i * 8 + b] = (byte >> (7 - b)) & 1;
    }
    return bits;
  }

  /* A hint of rows whose first is its title; texts of the data only ever as textContent. */
  function tell(map, hint, latlng, rows) {
    const box = document.createElement("div");
    rows.forEach(function (text, i) {
      const row = document.createElement(i ? "span" : "strong");
      row.textContent = text;
      box.append(row);
    });
    hint.setContent(box).setLatLng(latlng);
    if (!map.hasLayer(hint)) map.openTooltip(hint);
  }

  /* An attribute of a path, touched only when it changes. */
  function set(layer, name, value) {
    const shape = layer.getElement();
    if (shape.getAttribute(name) !== value) shape.setAttribute(name, value);
  }

  /* Whether to move at once instead of flying. */
  function still() { return window.matchMedia("(prefers-reduced-motion: reduce)").matches; }

  window.projectmapFrame = {
    load: load, send: send, addControls: addControls, addCanvas: addCanvas, lay: lay,
    unpack: unpack, tell: tell, set: set, still: still,
  };
})();
