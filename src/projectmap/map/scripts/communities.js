/* The map of communities and records, on Leaflet.
 *
 * Two things come in: start(map), once, and show(scene) at every change. A scene holds codes, bits
 * and ids (see map/layers.py); geometry, positions and texts are loaded once (page.js). Texts of
 * the data are only ever written with textContent or drawn on a canvas.
 */
(function (projectmap) {
  "use strict";

  const { page, canvases, bits, records, placement, symbols: draw, clicks, hints, arcs, places, ground, images, shapes, createLooks, createSplit, createPointing, addFinder } = projectmap;

  const GROUND_AROUND = 96, SIGNS_AROUND = 60; // px drawn around what is seen, which a move then brings into sight
  const SNAP = 0.1; // zoom levels: the whole fills the view that it has

  const NARROW = 480, NARROW_SIZE = 0.84; // px of a phone's map, and the size of its symbols

  let map = null, canvas = null, below = null, hint = null, controls = null;
  let large = 1; // how many times the usual size symbols and names have
  let scene = null, texts = null;
  let content = null; // the tag of what is loaded
  let geometry = null, positions = null, points = null; // points: projected at zoom 0, one pair a record
  let land = null; // the communities as placement.js takes them
  let order = new Map(); // KATOTTG code -> number of the community
  let paths = [], lines = [], tiles = null;
  let levels = {}, shownLevel = null; // light and detail: outlines and what ground.build made of the rest, once loaded
  let inset = null, spots = []; // spots: the places that are drawn, for hits
  let visible = null; // one byte a record
  let counts = []; // see records.js
  let front = null; // the communities that were brought to the front last
  let symbols = []; // what is drawn, for hits
  let looks = null, finder = null, split = null, pointing = null, scale = null;
  let latest = 0;
  let drawn = { zoom: -1, origin: null }; // where the canvases were drawn
  const queueSigns = page.oncePerFrame(drawSigns);
  // A frame is short: ground and signs are drawn in two, unless they would not agree.
  const queue = page.oncePerFrame(() => {
    if (!geometry) return;
    drawGround();
    if (drawn.zoom === map.getZoom()) queueSigns();
    else drawSigns();
  });

  function start(leafletMap) {
    map = leafletMap;
    map.options.zoomSnap = SNAP;
    page.holdStill(map);
    below = canvases.addGround(map, GROUND_AROUND);
    canvas = canvases.addCanvas(map);
    hint = L.tooltip({ className: "hint", direction: "top", offset: [0, -8], opacity: 1 });
    looks = createLooks(map, { of: boundsOf, whole, ready: () => Boolean(geometry) });
    finder = addFinder(map, (hit) => { looks.flyTo(hit.focus, hit.spot); page.send(hit.kind, hit.id); });
    controls = page.addControls(map, () => looks.fit());
    split = createSplit(map);
    pointing = createPointing(map, looks, () => ({ geometry, positions, order, content }), restyle);
    scale = L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    const write = scale._updateScale.bind(scale);
    // Leaflet writes "km" in every language.
    scale._updateScale = (line, text, share) =>
      write(line, document.documentElement.lang === "uk" ? text.replace("k", "к").replace("m", "м") : text, share);
    map.on("move", () => { if (canvases.movedFar(map, drawn, SIGNS_AROUND)) queue(); });
    map.on("moveend zoomend viewreset resize", queue);
    map.on("zoomend", () => { if (geometry) chooseLevel(); });
    clicks.listen(map, under, click);
    map.on("mousemove", hover);
    map.on("mouseout", () => map.closeTooltip(hint));
    page.onResize(map, () => {
      if (geometry) looks.resized();
      queue();
    });
    page.whenFont(queue);
  }

  /* How many times the usual size symbols and names have: on a narrow map less. */
  function sizes() { return map.getSize().x < NARROW ? NARROW_SIZE * large : large; }

  /* Symbols and names so many times their usual size. */
  function enlarge(times) {
    if (times === large) return;
    large = times;
    queue();
  }

  function show(next) {
    const mine = ++latest;
    scene = next;
    visible = bits.unpack(scene.visible);
    Promise.all([
      page.load("geometry", "json", { v: scene.content }),
      page.load("positions", "arrayBuffer", { v: scene.content }),
      page.load("texts", "json", { v: scene.content, lang: scene.lang }),
    ]).then((loaded) => {
      if (mine !== latest) return; // a later scene has overtaken this one
      texts = loaded[2];
      writeTexts(); // the credit covers a part of the map, which the first view leaves free
      if (content !== scene.content) build(loaded[0], loaded[1]);
      looks.follow(scene);
      restyle();
      render();
      loadGround();
    });
  }

  /* The ground comes after the communities, its details only when a zoom asks for them. */
  function loadGround() {
    const asked = content;
    if (!geometry.ground || !has("basemap") || levels.light.built) return;
    page.load("ground", "json", { v: content }).then((loaded) => {
      if (asked !== content) return;
      levels.light.built = ground.build(loaded, levels.light.outlines);
      if (inset) inset.remove();
      inset = ground.addInset(map, loaded.europe, geometry.bounds, texts.inset);
      chooseLevel();
      restyle();
      render();
    });
  }

  function chooseLevel() {
    const near = geometry.ground && map.getZoom() >= places.DETAIL_ZOOM;
    showLevel(near && levels.detail ? "detail" : "light");
    if (!near || levels.detail) return;
    const asked = content;
    page.load("ground-detail", "json", { v: content }).then((loaded) => {
      if (asked !== content || levels.detail || !loaded) return;
      const outlines = arcs.unpack(loaded.outlines);
      levels.detail = { outlines, built: ground.build(loaded, outlines) };
      chooseLevel();
      queue();
    });
  }

  /* The outlines of a level in place of those of the other; both come from one coverage. */
  function showLevel(name) {
    if (shownLevel === name) return;
    shownLevel = name;
    const { outlines } = levels[name];
    paths.forEach((path, i) => shapes.reshape(path, outlines.communities[i]));
    shapes.reshape(lines[0], outlines.raions);
    shapes.reshape(lines[1], outlines.oblast);
    compare();
  }

  /* Keeps geometry and positions and puts the outlines on the map. */
  function build(newGeometry, buffer) {
    content = scene.content;
    geometry = newGeometry;
    positions = records.readPositions(buffer);
    points = records.project(positions, arcs.project);
    const outlines = arcs.unpack(geometry.outlines);
    levels = { light: { outlines, built: null }, detail: null };
    shownLevel = "light";
    land = placement.project(geometry.communities, outlines.communities, arcs.project);
    order = new Map(geometry.communities.map((item, i) => [item.id, i]));
    paths.concat(lines).forEach((layer) => map.removeLayer(layer));
    // Of a whole country's communities nobody wants to go through each by the keyboard.
    const press = placement.many(land) ? null : (id) => page.send("place", id);
    paths = geometry.communities.map((item, i) => shapes.addCommunity(map, item.id, outlines.communities[i], press));
    lines = [shapes.addLines(map, outlines.raions, "raion"), shapes.addLines(map, outlines.oblast, "oblast")];
    shapes.addHatch(map);
    looks.start();
    map.setMaxBounds(whole().pad(1.6)); // what covers a side pushes the whole aside
  }

  function whole() {
    const box = geometry.bounds;
    return L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
  }

  function boundsOf(code) { return order.has(code) ? L.latLngBounds(paths[order.get(code)].getBounds()) : undefined; }

  function statusClass(statuses, i) { return has("status") ? "status-" + texts.statusCodes[statuses[i]] : "quiet"; }

  /* Two dates side by side, where the scene has them. */
  function compare() {
    const both = scene.earlier ? [scene.earlier, scene.statuses] : [], classes = both.map((one) => paths.map((_, i) => statusClass(one, i)));
    split.show(whole().getCenter(), both.length ? levels[shownLevel].outlines.communities : null, classes, (scene.days || []).map((day) => page.written(day, scene.lang)), texts.divide);
  }

  function has(layer) { return scene.layers.includes(layer); }

  /* Classes, texts and layers of what is not a symbol. */
  function restyle() {
    counts = records.countByCommunity(positions, visible, land.centres.length);
    paths.forEach((path, i) => {
      const item = geometry.communities[i];
      const chosen = scene.selected.includes(item.id) ? " selected" : "", hinted = pointing.marked.includes(i) ? " pointed" : "";
      page.setAttribute(path, "class", "leaflet-interactive community " + statusClass(scene.statuses, i) + chosen + hinted);
      if (placement.many(land)) return;
      page.setAttribute(path, "aria-label", item.name[scene.lang] + ": " + texts.statuses[scene.statuses[i]]
        + "; " + texts.records + ": " + records.total(counts[i]) + "; " + texts.partnerships + ": " + scene.partnerships[i]);
    });
    lines.forEach((layer) => { layer.getElement().style.display = has("boundaries") ? "" : "none"; });
    const chosen = scene.selected.join(" ");
    if (front !== chosen) {
      front = chosen;
      lines.forEach((layer) => layer.bringToFront());
      paths.forEach((path, i) => { if (scene.selected.includes(geometry.communities[i].id)) path.bringToFront(); });
    }
    compare();
    const source = imageSource();
    tiles = images.show(map, tiles, source, () => controls.setNotice(texts.imageFails), () => controls.setNotice(""));
    map.getContainer().classList.toggle("over-image", Boolean(source));
    map.getContainer().classList.toggle("over-ground", hasGround());
    if (inset) {
      inset.getContainer().hidden = !hasGround();
      inset.draw();
    }
    scale._update();
  }

  function imageSource() { return texts.tiles.find((item) => has(item.layer)) || null; }

  function writeTexts() {
    const source = imageSource();
    finder.setTexts(texts);
    controls.setTexts(texts, texts.credit + (source ? " · " + source.credit : ""), scene.lang);
  }

  function hasGround() { return has("basemap") && Boolean(levels.light.built); }

  function drawGround() {
    const view = { ...canvases.clearCanvas(map, below, GROUND_AROUND), scale: 2 ** map.getZoom() };
    if (hasGround()) ground.drawLand(view, levels[shownLevel].built || levels.light.built, levels.light.built, map.getZoom());
  }

  /* Places all symbols and names again and draws them. */
  function render() {
    drawGround();
    drawSigns();
  }

  function drawSigns() {
    const cleared = canvases.clearCanvas(map, canvas, SIGNS_AROUND), { right } = page.covered(map);
    const view = { ...cleared, scale: 2 ** map.getZoom(), large: sizes(), edge: right ? cleared.size.x - right : NaN };
    const layout = placement.placeSymbols(land, {
      records: has("projects") ? { count: positions.count, points, periods: positions.periods, visible } : null,
      counts,
      partnerships: has("partnerships") ? scene.partnerships : null,
    }, view);
    symbols = layout.symbols;
    drawn = { zoom: map.getZoom(), origin: cleared.origin };
    const zoom = map.getZoom(), lang = scene.lang, built = hasGround() ? levels[shownLevel].built || levels.light.built : null;
    spots = built ? ground.findPlaces(view, built, zoom) : [];
    page.boxes(map).forEach((box) => layout.boxes.add(box));
    if (right) layout.boxes.add([view.edge, 0, view.size.x, view.size.y]);
    ground.drawDots(view, spots);
    draw.drawSymbols(view.pen, symbols, view.large);
    ground.namePlaces(view, spots.filter((spot) => spot.rank <= places.FIRST), layout.boxes, lang);
    if (has("names")) {
      draw.drawNames(view.pen, land, view, layout.boxes, (i) => geometry.communities[i].name[lang]);
    }
    ground.namePlaces(view, spots.filter((spot) => spot.rank > places.FIRST), layout.boxes, lang);
    ground.drawPlaceNames(view, spots, lang);
    if (built) ground.drawAreaNames(view, built, zoom, layout.boxes, lang);
    Object.assign(map.getContainer().dataset, {
      shown: bits.count(visible), symbols: symbols.length, places: spots.length, level: shownLevel, layers: scene.layers.join(" "), version: scene.version,
    });
  }

  /* The settlement of the oblast at a spot of the view. */
  function settlementAt(spot) { return places.hit(spots.filter((item) => item.place.code), spot); }

  /* What is at a spot of the view: a symbol, else a settlement; and the area (KATOTTG code). */
  function under(spot, event) {
    const item = clicks.hit(symbols, spot), area = event.target.dataset ? event.target.dataset.katottg : undefined;
    return { item, settlement: item ? null : settlementAt(spot), area };
  }

  function click({ item, settlement, area }) {
    if (!geometry) return;
    looks.chosenHere();
    const meant = clicks.meaning(item, settlement ? settlement.place.code : area, map.getZoom() >= map.getMaxZoom());
    if (!meant) {
      if (item) map.setView(map.containerPointToLatLng([item.x, item.y]), map.getZoom() + 2);
    } else if (meant.row === undefined) {
      page.send(meant.kind, meant.id || geometry.communities[meant.community].id);
    } else {
      page.load("ids", "json", { v: scene.content }).then((ids) => page.send(meant.kind, ids[meant.kind][meant.row]));
    }
  }

  function hover(event) {
    if (!geometry) return;
    const { item, settlement, area } = under(event.containerPoint, event.originalEvent);
    map.getContainer().style.cursor = item || settlement ? "pointer" : "";
    const community = order.get(area);
    const rows = item ? hints.rows(item, positions, texts, nameOf)
      : community === undefined ? [] : [nameOf(community), ...hints.statuses(community, scene, texts)];
    if (settlement) rows.unshift(settlement.place.name[scene.lang]);
    if (rows.length) page.showHint(map, hint, event.latlng, rows);
    else map.closeTooltip(hint);
  }

  function nameOf(community) { return geometry.communities[community].name[scene.lang]; }

  projectmap.communities = {
    start, show, enlarge, focus: (...asked) => looks.focus(...asked),
    mark: (...named) => pointing.mark(...named), locate: (...named) => pointing.locate(...named),
  };
})(globalThis.projectmap ??= {});
