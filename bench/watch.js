/* Runs in a measured page before the page's own scripts. At each animation frame it reads what the
 * page shows; a change is noted at the next one, when it has been painted. The map's frame is read
 * from here too: it is of the same origin, so both are painted together, by one clock. */
(() => {
  "use strict";

  if (window !== window.top) return;
  const place = window.benchPlace; // selector of the map's frame; none: this page
  let deck = null, points = null;

  const inside = () => place ? document.querySelector(place)?.contentDocument : document;
  const all = (selector) => [...(inside()?.querySelectorAll(selector) ?? [])];

  /* What there is to see, as text; null while there is nothing. */
  const signs = {
    answer: () => inside()?.querySelector("#answer")?.textContent ?? null,
    shown: () => inside()?.querySelector("#map_div")?.dataset.shown ?? null,
    statuses: () => all("path.community").map((path) => path.className.baseVal).join() || null,
    // The numbers on the clusters in view and the markers that stand alone.
    markers: () => {
      const icons = all(".leaflet-marker-icon");
      return icons.length ? String(icons.reduce((sum, icon) =>
        sum + (icon.classList.contains("marker-cluster") ? Number(icon.textContent) : 1), 0)) : null;
    },
    points: () => points,
  };

  const bench = window.bench = {
    sign: window.benchSign, // null: look no more
    seen: [],
    pressed: 0, // when Enter or the pointer was pressed last
    longest: 0, // ms
    /* When `value` (null: anything) was first painted after `since`. */
    first: (value, since) => bench.seen.find((one) => one.at > since
      && one.sign === bench.sign && (value === null || one.value === value))?.at ?? null,
    /* When the last change after `since` was painted. */
    last: (since) => bench.seen.filter((one) => one.at > since && one.sign === bench.sign).at(-1).at,
    watchTasks: () => {
      bench.longest = 0;
      new (inside().defaultView.PerformanceObserver)((list) => {
        bench.longest = Math.max(bench.longest, ...list.getEntries().map((task) => task.duration));
      }).observe({ type: "longtask" });
    },
  };

  let lastSign = null, lastValue = null;
  function look() {
    if (!bench.sign) return;
    const sign = bench.sign, value = signs[sign]();
    if (value !== null && (sign !== lastSign || value !== lastValue)) {
      window.requestAnimationFrame(() => {
        if (deck) deck.readPixels(0, 0, 1, 1, deck.RGBA, deck.UNSIGNED_BYTE, new Uint8Array(4));
        bench.seen.push({ sign, value, at: performance.now() });
      });
      lastSign = sign;
      lastValue = value;
    }
    window.requestAnimationFrame(look);
  }
  window.requestAnimationFrame(look);

  const press = (event) => { bench.pressed = event.timeStamp; };
  window.addEventListener("pointerdown", press, true);
  window.addEventListener("keydown", (event) => { if (event.key === "Enter") press(event); }, true);

  /* deck.gl draws all points of a layer by one call: four corners, as many times as there are
   * points. Reading a pixel afterwards (above) waits until the call has been carried out. */
  if (bench.sign === "points") {
    const gl = WebGL2RenderingContext.prototype, draw = gl.drawArraysInstanced;
    gl.drawArraysInstanced = function (mode, first, count, instances) {
      draw.call(this, mode, first, count, instances);
      if (mode !== this.TRIANGLE_STRIP || count !== 4) return;
      deck = this;
      points = String(instances);
    };
  }
})();
