/* The ground of the map of partners: Europe, the oblast and, when zoomed in, the other map's ground. */
(function (projectmap) {
  "use strict";

  const { page, canvases, arcs, ground } = projectmap, { colours: COLOURS } = projectmapTheme; // map/theme.json
  const WORLD = [[34, -25], [72, 52]]; // what the outlines cover
  const ARCTIC = 4; // degrees north of that in which there is only sea
  const NEAR = 6; // zoom from which there is more around the oblast
  const AROUND = 96; // px drawn around what is seen
  const NAMED = 40; // px that a country must measure for its name

  /* changed(): more is there to be drawn. */
  function createPartnerGround(map, changed) {
    const below = canvases.addGround(map, AROUND);
    map.createPane("land").style.zIndex = 90; // below that canvas
    const europe = { pane: "land", renderer: L.svg({ pane: "land", padding: 0.5 }) };
    let data = null, areas = [], countries = [];
    let near = null, drawn = null; // as ground.build makes it, once loaded; where it was drawn
    map.on("zoomend", load);

    function addArea(rings, name, where) {
      return L.polygon(L.GeoJSON.coordsToLatLngs(rings, 2), {
        className: name, interactive: false, smoothFactor: 0.6, ...where,
      }).addTo(map);
    }

    /* Puts Europe and the oblast on the map; the bounds of the oblast. */
    function build(loaded) {
      const [[south, west], [north, east]] = WORLD, [own, others] = loaded.ground;
      data = loaded;
      [near, drawn] = [null, null];
      areas.forEach((layer) => map.removeLayer(layer));
      const top = north + ARCTIC, sea = [[[[west, south], [east, south], [east, top], [west, top]]]];
      areas = [addArea(sea, "sea", europe),
        addArea(others, "land", europe), addArea(own, "land own", europe), addArea(data.home.areas, "home")];
      countries = data.countries.map(([x, y, room, uk, en]) =>
        ({ at: arcs.project([x, y]), name: arcs.byLanguage(uk, en), room: room * 256 / 360 }));
      load();
      return areas.at(-1).getBounds();
    }

    function load() {
      if (!data || near || map.getZoom() < NEAR) return;
      const asked = data;
      Promise.all(["geometry", "ground"].map((name) => page.load(name, "json", { v: data.land }))).then(([geometry, light]) => {
        if (asked !== data || near || !geometry.ground) return;
        near = ground.build(light, arcs.unpack(geometry.outlines));
        changed();
      });
    }

    function isNear() { return Boolean(near) && map.getZoom() >= NEAR; }

    function draw() {
      map.getContainer().classList.toggle("near", isNear());
      below.style.display = isNear() ? "" : "none";
      const sea = COLOURS["ground-sea"]; // another one in the dark theme
      if (!isNear() || (drawn && drawn.sea === sea && !canvases.movedFar(map, drawn, AROUND))) return;
      const zoom = map.getZoom(), view = { ...canvases.clearCanvas(map, below, AROUND), scale: 2 ** zoom };
      ground.drawLand(view, near, null, zoom);
      drawn = { zoom, origin: view.origin, sea };
    }

    /* The places nearby, as dots. */
    function drawPlaces(view) {
      const found = isNear() ? ground.findPlaces(view, near, map.getZoom()) : [];
      ground.drawDots(view, found);
      return found;
    }

    /* Names of those places, of countries and of waters, where there is still room. */
    function drawNames(view, found, language) {
      const around = isNear() ? near : { waters: [], lands: [] };
      const lands = countries.filter(({ room }) => room * view.scale >= NAMED)
        .concat(around.lands.filter(({ rank }) => rank === "oblast"));
      ground.namePlaces(view, found, view.boxes, language);
      ground.drawPlaceNames(view, found, language);
      ground.drawAreaNames(view, { ...around, lands }, map.getZoom(), view.boxes, language);
    }

    return { WORLD, build, draw, drawPlaces, drawNames };
  }

  projectmap.createPartnerGround = createPartnerGround;
})(globalThis.projectmap ??= {});
