/* Outlines of communities and lines as shapes of Leaflet. */
(function (projectmap) {
  "use strict";

  function latLngs(lines) { return L.GeoJSON.coordsToLatLngs(lines, 1); }

  /* The outline of a community; press(id), if any: what the keyboard does there. */
  function addCommunity(map, id, rings, press) {
    const path = L.polygon(latLngs(rings), { className: "community", smoothFactor: 0.6 }).addTo(map);
    path.getElement().dataset.katottg = id;
    if (press) projectmap.page.makeButton(path, () => press(id));
    return path;
  }

  /* The colour of a community below its outline, in its own pane. */
  function addColour(map, rings, pane) {
    return L.polygon(latLngs(rings), { className: "compared", interactive: false, pane, smoothFactor: 0.6 }).addTo(map);
  }

  function addLines(map, lines, name) {
    return L.polyline(latLngs(lines), { className: name, interactive: false, smoothFactor: 0.6 }).addTo(map);
  }

  /* Other rings or lines for a shape that is on the map. */
  function reshape(layer, lines) { layer.setLatLngs(latLngs(lines)); }

  function addHatch(map) {
    const svg = map.getPanes().overlayPane.querySelector("svg");
    if (!svg || svg.querySelector("#projectmap-hatch")) return;
    const make = (name, attributes) => {
      const made = L.SVG.create(name);
      Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
      return made;
    };
    const pattern = make("pattern", {
      id: "projectmap-hatch", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
    });
    pattern.append(make("rect", { width: 8, height: 8, class: "hatch-ground" }), make("line", { y2: 8, class: "hatch-line" }));
    const defs = make("defs", {});
    defs.append(pattern);
    svg.prepend(defs);
  }

  projectmap.shapes = { addCommunity, addColour, addLines, reshape, addHatch };
})(globalThis.projectmap ??= {});
