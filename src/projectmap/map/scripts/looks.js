/* The map's view: of the whole oblast, of what was chosen off the map, or where somebody moved it. */
(function (projectmap) {
  "use strict";

  const { page } = projectmap;
  const NEAR = 11; // zoom to which a place is flown to
  const EDGE = 8; // px around the whole
  const OWN = 15000; // ms in which a choice on the map itself comes back as a scene

  /* outlines: of(code) -> bounds of a community, or undefined; whole() -> bounds of all. */
  function createLooks(map, outlines) {
    let target = [], taken = 0; // what the stage asked for: communities, px at the left
    let moved = false, fitting = false; // moved: it no longer shows the whole
    let later = null; // what was asked for while the map was hidden
    // shown: what was looked at last; asked: what the scenes ask for; before: where it looked before
    let shown, asked, before = null, chosenAt = 0;

    map.on("dragstart zoomstart", () => {
      if (fitting) return;
      moved = true;
      before = null;
    });
    map.on("moveend", () => { if (shown !== undefined) remember(); });

    function margins(px, atBottom) {
      const { left, right, bottom, credit } = page.covered(map), low = atBottom ? Math.max(bottom, credit) : credit;
      return { paddingTopLeft: [px + Math.max(taken, left), px], paddingBottomRight: [px + right, px + low] };
    }

    /* Looks somewhere once the map is seen: without a size Leaflet flies to nowhere, and stays there. */
    function whenSeen(look) {
      later = map.getSize().x ? null : look;
      if (!later) look();
    }

    function go(bounds, options, still) {
      fitting = true;
      if (still || page.reducedMotion()) map.fitBounds(bounds, { animate: false, ...options });
      else map.flyToBounds(bounds, { duration: 1.4, ...options });
      fitting = false;
    }

    /* The whole beside the search field or below it, where it is larger. */
    function margin() {
      const { corner } = page.covered(map), { paddingTopLeft: [left, top], paddingBottomRight } = margins(EDGE);
      const beside = [Math.max(left, EDGE + corner.x), top], below = [left, EDGE + corner.y];
      const taken = (corner) => L.point(corner).add(paddingBottomRight);
      const zoom = (corner) => map.getBoundsZoom(outlines.whole(), false, taken(corner));
      // Where there is no room at all Leaflet would look as near as it can.
      const [best] = [beside, below].filter((corner) => {
        const room = map.getSize().subtract(taken(corner));
        return room.x > 0 && room.y > 0;
      }).sort((one, other) => zoom(other) - zoom(one));
      return { paddingTopLeft: best || [left, top], paddingBottomRight };
    }

    function fit(flying) {
      whenSeen(() => {
        go(outlines.whole(), margin(), !flying);
        moved = false;
      });
    }

    function boundsOf(codes, spot) {
      if (spot.length) return L.latLngBounds([[spot[1], spot[0]], [spot[1], spot[0]]]);
      const found = codes.map(outlines.of).filter(Boolean);
      return found.length ? found.reduce((all, one) => all.extend(one), L.latLngBounds([])) : null;
    }

    function near(codes, spot, still) {
      const bounds = boundsOf(codes, spot);
      if (!bounds) return;
      if (!before) before = moved ? { center: map.getCenter(), zoom: map.getZoom() } : "whole";
      whenSeen(() => {
        const px = Math.min(60, map.getSize().x / 8);
        go(bounds, { maxZoom: spot.length ? Math.max(NEAR, map.getZoom()) : NEAR, ...margins(px, true) }, still);
        moved = true;
      });
    }

    function keyOf(codes, spot) { return JSON.stringify([codes, spot]); }

    /* Follows a scene. A choice made on the map itself does not move it. */
    function follow({ focus, spot }) {
      if (!focus) return; // the stage says where to look
      const key = keyOf(focus, spot), first = shown === undefined, own = Date.now() - chosenAt < OWN;
      const known = key === shown || key === asked; // it was flown to, or something else since
      const there = shown === asked; // else somebody has flown elsewhere since, and stays
      asked = key;
      if (known) return;
      const kept = first ? page.recall() : null;
      shown = key;
      if (kept && kept.key === key) {
        back(kept, true);
        before = kept.before;
      } else if (focus.length || spot.length) {
        if (!own) near(focus, spot, first);
      } else if (before && there) back(before, false);
      chosenAt = 0;
      remember();
    }

    function back(to, still) {
      before = null;
      if (to === "whole" || !to.zoom) return fit(!still);
      [later, fitting] = [null, true];
      map.setView(to.center, to.zoom, { animate: !still && !page.reducedMotion() });
      fitting = false;
      moved = true;
    }

    function remember() {
      const { lat, lng } = map.getCenter();
      page.remember(moved ? { key: shown, center: [lat, lng], zoom: map.getZoom(), before } : { key: shown });
    }

    /* Flies to communities, or to the whole. So many px at the left are taken by something else. */
    function focus(codes, takenAtLeft) {
      [target, taken] = [codes, takenAtLeft || 0];
      const bounds = outlines.ready() ? boundsOf(codes, []) || outlines.whole() : null;
      if (!bounds) return;
      const chosen = codes.some((code) => outlines.of(code));
      whenSeen(() => {
        go(bounds, { maxZoom: NEAR, ...(chosen ? margins(60) : margin()) });
        moved = chosen;
      });
    }

    return {
      follow, fit, focus,
      /* Once the outlines are there. */
      start() {
        if (!moved) fit();
        if (target.length) focus(target, taken);
      },
      resized() {
        if (later) whenSeen(later);
        else if (!moved) fit();
      },
      /* Flies to something that is opened, or not, right after. */
      flyTo(codes, spot) {
        near(codes, spot);
        shown = keyOf(codes, spot);
      },
      /* What is chosen next was chosen on the map. */
      chosenHere() { chosenAt = Date.now(); },
    };
  }

  projectmap.createLooks = createLooks;
})(globalThis.projectmap ??= {});
