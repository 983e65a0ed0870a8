/* The canvases of a map: above its shapes and below them, and the colours that they are drawn in. */
(function (projectmap) {
  "use strict";

  /* A canvas above the shapes; a click goes through it. */
  function addCanvas(map) {
    const canvas = L.DomUtil.create("canvas", "symbols", map.getPanes().overlayPane);
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  }

  /* A canvas below the shapes, in its own pane, that goes along when the map zooms; it reaches
   * so many px out of what is seen. Leaflet moves its own images during a zoom by the same private
   * function; there is no public one. */
  function addGround(map, around) {
    const pane = map.createPane("ground");
    pane.style.zIndex = 100; // below images
    const canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated", pane);
    canvas.setAttribute("aria-hidden", "true");
    map.on("zoomanim", ({ zoom, center }) => {
      const corner = map.containerPointToLatLng([-around, -around]);
      L.DomUtil.setTransform(canvas, map._latLngToNewLayerPoint(corner, zoom, center), map.getZoomScale(zoom));
    });
    return canvas;
  }

  /* The empty canvas laid over what is seen, and so many px around it: its pen, the size of what is
   * seen in px, and the projected position of its corner. */
  function clearCanvas(map, canvas, around = 0) {
    const size = map.getSize(), ratio = window.devicePixelRatio || 1;
    const topLeft = map.containerPointToLayerPoint([0, 0]);
    const wide = size.x + 2 * around, high = size.y + 2 * around;
    L.DomUtil.setPosition(canvas, topLeft.subtract([around, around]));
    if (canvas.width !== Math.floor(wide * ratio) || canvas.height !== Math.floor(high * ratio)) {
      canvas.width = wide * ratio;
      canvas.height = high * ratio;
      canvas.style.width = wide + "px";
      canvas.style.height = high + "px";
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, around * ratio, around * ratio);
    pen.clearRect(-around, -around, wide, high);
    return { pen, size, around, origin: map.getPixelOrigin().add(topLeft) };
  }

  /* Whether a canvas that was drawn at a zoom and origin, so many px around what is seen, shows too little
   * of what has come into sight. */
  function movedFar(map, drawn, around) {
    if (drawn.zoom !== map.getZoom()) return true;
    const { x, y } = map.getPixelOrigin().add(map.containerPointToLayerPoint([0, 0])).subtract(drawn.origin);
    return Math.max(Math.abs(x), Math.abs(y)) > around * 0.8;
  }

  /* Has canvases drawn in the colours of the dark theme, or of the light one again; style sheets have
   * them by the class "dark". All scripts hold the one object of colours. */
  const { colours: COLOURS, dark: DARK } = projectmapTheme, LIGHT = { ...COLOURS }; // map/theme.json
  function setDark(on) { Object.assign(COLOURS, LIGHT, on ? DARK.colours : {}); }

  projectmap.canvases = { addCanvas, addGround, clearCanvas, movedFar, setDark };
})(globalThis.projectmap ??= {});
