/* What a list points at: its place is marked on the map, which can fly there. */
(function (projectmap) {
  "use strict";

  const { page } = projectmap;
  const RING = 20; // px

  /* loaded(): geometry, positions, order and content of the map; changed(): has it drawn again. */
  function createPointing(map, looks, loaded, changed) {
    let ring = null, marked = [], latest = 0;

    /* Where a record ("project") or a community ("place") lies: numbers of communities, or the spot of
     * a record that has one. A promise. */
    function find(kind, id) {
      const { geometry, positions, order, content } = loaded();
      if (!geometry || !kind) return Promise.resolve(null);
      if (kind === "place") return Promise.resolve(order.has(id) ? { communities: [order.get(id)], spot: [] } : null);
      return page.load("ids", "json", { v: content }).then((ids) => {
        const row = ids.project.indexOf(id);
        if (row < 0) return null;
        const spot = Array.from(positions.degrees.slice(2 * row, 2 * row + 2));
        if (!Number.isNaN(spot[0])) return { communities: [], spot };
        const pairs = Array.from(positions.pairRecord, (record, i) => (record === row ? positions.pairCommunity[i] : -1));
        return { communities: pairs.filter((n) => n >= 0), spot: [] };
      });
    }

    return {
      /* Numbers of the communities that are marked. */
      get marked() { return marked; },
      /* Marks what a list points at; no kind: nothing any more. */
      mark(kind, id) {
        const mine = ++latest;
        find(kind, id).then((found) => {
          if (mine !== latest || (!found && !ring && !marked.length)) return;
          if (ring) map.removeLayer(ring);
          ring = found && found.spot.length ? L.circleMarker([found.spot[1], found.spot[0]], {
            className: "pointed-spot", interactive: false, radius: RING,
          }).addTo(map) : null;
          marked = found ? found.communities : [];
          changed();
        });
      },
      /* Flies to what a list names. */
      locate(kind, id) {
        find(kind, id).then((found) => {
          if (found) looks.flyTo(found.communities.map((n) => loaded().geometry.communities[n].id), found.spot);
        });
      },
    };
  }

  projectmap.createPointing = createPointing;
})(globalThis.projectmap ??= {});
