/* Tile layers of other hosts, below the communities (map/tiles.json). */
(function (projectmap) {
  "use strict";

  /* Shows the images of a source, or of none, in place of those shown before; what is shown then.
   * missing: none of them comes. well: one has come, or none is asked for. */
  function show(map, before, source, missing, well) {
    if (before && source && before.layer === source.layer) return before;
    if (before) map.removeLayer(before.onMap);
    if (!source) {
      if (before) well();
      return null;
    }
    const onMap = L.tileLayer(source.address, { maxZoom: source.max_zoom, referrerPolicy: "origin" });
    let came = false;
    onMap.on("tileload", () => {
      came = true;
      well();
    });
    onMap.on("tileerror", () => { if (!came && map.hasLayer(onMap)) missing(); });
    onMap.addTo(map);
    return { layer: source.layer, onMap };
  }

  projectmap.images = { show };
})(globalThis.projectmap ??= {});
