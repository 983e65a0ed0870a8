/* What a click on the map of communities means: a project, a place, or a nearer look.
 *
 * This is decided here and nowhere else: what comes out is a kind and an id, which the pages and
 * the viewer take as they are.
 */
(function (projectmap) {
  "use strict";

  const REACH = 12; // px: the least that can be hit

  /* The symbol at a spot of the view; of several the one that the spot lies deepest in. */
  function hit(symbols, spot) {
    const beyond = (item) => Math.max(Math.abs(item.x - spot.x), Math.abs(item.y - spot.y)) - item.r;
    return symbols.filter((item) => beyond(item) <= Math.max(0, REACH - item.r)).sort((a, b) => beyond(a) - beyond(b))[0];
  }

  /* What a click chooses: kind ("project" or "place") and how to find its id (row, community or id).
   * null: nothing, but the symbol asks for a nearer look.
   * item: the symbol, if any. area: the KATOTTG code under the pointer. nearest: no nearer look. */
  function meaning(item, area, nearest) {
    if (!item) return area ? { kind: "place", id: area } : null;
    if (item.community !== undefined) return { kind: "place", community: item.community };
    if (item.kind !== "records" || !(item.same || nearest)) return null;
    return { kind: item.n === 1 ? "project" : "place", row: item.first };
  }

  /* Has a click do act with what the button went down on, whatever has moved or come since; under(spot
   * of the view, event) finds it. */
  function listen(map, under, act) {
    let pressed = null;
    map.getContainer().addEventListener("pointerdown", (event) => {
      pressed = under(map.mouseEventToContainerPoint(event), event);
    }, true);
    map.on("dragstart", () => { pressed = null; });
    map.on("click", (event) => {
      act(pressed || under(event.containerPoint, event.originalEvent));
      pressed = null;
    });
  }

  projectmap.clicks = { hit, meaning, listen };
})(globalThis.projectmap ??= {});
