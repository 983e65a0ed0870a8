/* Two dates on one map: the statuses of the earlier one left of a line, of the later one right of it.
 *
 * The communities themselves stay as they are, without a colour; the colours lie below them, twice,
 * each cut off at the line.
 */
(function (projectmap) {
  "use strict";

  const { shapes, page } = projectmap;
  const STEPS = { ArrowLeft: -0.02, ArrowRight: 0.02, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 }; // of the width
  const LEAST = 0.04; // of the width, at either side
  const FAR = 1e5; // px

  function createSplit(map) {
    let share = null, anchor = null, sides = [], line = null, handle = null, dates = [];

    function addSide(name) {
      const pane = map.createPane(name);
      pane.style.zIndex = 350; // below the communities
      return { pane, paths: [] };
    }

    function make() {
      sides = [addSide("earlier"), addSide("later")];
      line = L.DomUtil.create("div", "split", map.getContainer());
      dates = [L.DomUtil.create("span", "split-date earlier", line), L.DomUtil.create("span", "split-date later", line)];
      handle = L.DomUtil.create("div", "split-handle", line);
      handle.tabIndex = 0;
      Object.entries({ role: "slider", "aria-valuemin": 0, "aria-valuemax": 100, "aria-orientation": "horizontal" })
        .forEach(([name, value]) => handle.setAttribute(name, value));
      L.DomEvent.disableClickPropagation(line);
      handle.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        event.stopPropagation();
        handle.focus({ preventScroll: true });
        handle.setPointerCapture(event.pointerId);
      });
      handle.addEventListener("pointermove", (event) => {
        if (!handle.hasPointerCapture(event.pointerId)) return;
        const box = map.getContainer().getBoundingClientRect();
        moveTo((event.clientX - box.left) / box.width);
      });
      handle.addEventListener("keydown", (event) => {
        if (!(event.key in STEPS)) return;
        event.preventDefault();
        event.stopPropagation();
        moveTo((share === null ? middle() : share) + STEPS[event.key]);
      });
      map.on("move zoomend viewreset resize", cut);
    }

    function moveTo(to) {
      share = Math.min(1 - LEAST, Math.max(LEAST, to));
      cut();
    }

    function cut() {
      if (!line || line.hidden) return;
      const size = map.getSize(), corner = map.containerPointToLayerPoint([0, 0]);
      const x = Math.round((share === null ? middle() : share) * size.x);
      const at = corner.x + x, top = corner.y - FAR, bottom = corner.y + FAR;
      sides.forEach(({ pane }, i) => {
        const far = at + (i ? FAR : -FAR);
        pane.style.clipPath = `polygon(${at}px ${top}px, ${far}px ${top}px, ${far}px ${bottom}px, ${at}px ${bottom}px)`;
      });
      line.style.transform = `translateX(${x}px)`;
      handle.setAttribute("aria-valuenow", String(Math.round(x * 100 / size.x)));
    }

    /* Until somebody moves the line: through the middle of the whole, or else of what is seen. */
    function middle() {
      const { left, right } = page.covered(map), wide = map.getSize().x, x = map.latLngToContainerPoint(anchor).x;
      return (x > left && x < wide - right ? x : left + (wide - left - right) / 2) / wide;
    }

    /* Shows two dates: the middle of the whole, outlines of the communities, the class of each on either date, and how the
     * dates are written; null: one date only. */
    function show(centre, outlines, classes, days, label) {
      map.getContainer().classList.toggle("comparing", Boolean(outlines));
      if (!outlines && !line) return;
      if (!line) make();
      line.hidden = !outlines;
      sides.forEach((side, i) => {
        side.pane.hidden = !outlines;
        if (!outlines) return;
        if (side.drawn !== outlines) {
          side.paths.forEach((path) => map.removeLayer(path));
          side.paths = outlines.map((rings) => shapes.addColour(map, rings, i ? "later" : "earlier"));
          side.drawn = outlines;
        }
        side.paths.forEach((path, n) => page.setAttribute(path, "class", "compared " + classes[i][n]));
        dates[i].textContent = days[i];
      });
      if (!outlines) return;
      handle.setAttribute("aria-label", label);
      handle.setAttribute("aria-valuetext", days.join(" | "));
      anchor = centre;
      cut();
    }

    return { show };
  }

  projectmap.createSplit = createSplit;
})(globalThis.projectmap ??= {});
