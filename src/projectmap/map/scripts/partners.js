/* The map of partners, on Leaflet: lines from communities, or from the oblast, to partners' places.
 *
 * As in communities.js: start(map), once, and show(scene) at every change. A scene holds codes, bits
 * and an id (see map/partners.py); outlines, ends, lines and texts are loaded once (page.js). Texts
 * of the data are only ever written with textContent or drawn on a canvas.
 */
(function (projectmap) {
  "use strict";

  const { page, canvases, bits, partnerEnds, partnerSymbols, createPartnerGround } = projectmap;
  const MAX_TAB_STOPS = 200; // partnerships, each of which gets a place in the tab order
  const STEPS = 16; // parts of a curve that stand for it where bounds are taken
  const REACH = 12; // px radius that can be hit
  const { sizes: SIZES } = projectmapTheme.partnerships; // map/theme.json
  const OPTIONS = { zoomSnap: 0.25, zoomDelta: 0.75, maxBoundsViscosity: 1 };
  const LEAST = 160; // px: a map without this much room is not being looked at
  const CLOSE = 7; // the zoom that a view of all lines never exceeds
  const ROWS = 6; // titles that a hint shows

  let map = null, canvas = null, ground = null, hint = null, controls = null;
  let large = 1; // how many times the usual size signs and names have
  let scene = null, data = null, texts = null;
  let lines = [], reaches = [], ends = [];
  let curves = []; // of each partnership: control points, projected at zoom 0
  let spots = []; // of each end, projected at zoom 0
  let visible = null; // one byte a partnership
  let groups = []; // ends that are drawn as one
  let home = null; // bounds of the oblast
  let fitted = "", moved = false, fitting = false, latest = 0;
  const queue = page.oncePerFrame(() => { if (data && visible) render(); });

  function start(leafletMap) {
    map = leafletMap;
    Object.assign(map.options, OPTIONS);
    page.holdStill(map);
    ground = createPartnerGround(map, queue);
    canvas = canvases.addCanvas(map);
    hint = L.tooltip({ className: "hint partner-hint", direction: "auto", offset: [0, 0], opacity: 1 });
    controls = page.addControls(map, fit);
    map.on("move zoomend viewreset resize", queue);
    map.on("zoomend", regroup);
    map.on("mouseout", closeHint);
    map.on("dragstart zoomstart", () => { moved = moved || !fitting; });
    page.onResize(map, () => {
      if (data && !moved) fit();
      queue();
    });
    page.whenFont(queue);
  }

  /* Signs and names so many times their usual size. */
  function enlarge(times) {
    if (times === large) return;
    large = times;
    regroup();
    queue();
  }

  function show(next) {
    const mine = ++latest;
    scene = next;
    Promise.all([
      page.load("partners", "json", { v: scene.content }),
      page.load("partner-texts", "json", { v: scene.content, lang: scene.lang }),
    ]).then((loaded) => {
      if (mine !== latest) return; // a later scene has overtaken this one
      texts = loaded[1];
      if (!data || data.content !== scene.content) build(loaded[0]);
      visible = bits.unpack(scene.visible);
      restyle();
      const seen = scene.content + scene.visible;
      if (fitted !== seen && !moved) fit();
      fitted = seen;
      regroup();
      render();
    });
  }

  /* Keeps ends and lines and puts them on the map, the ground first. */
  function build(loaded) {
    data = { content: scene.content, ...loaded };
    reaches.concat(lines, ends).forEach((layer) => map.removeLayer(layer));
    home = ground.build(data);
    spots = data.ends.map((end) => map.project([end.at[1], end.at[0]], 0));
    curves = data.partnerships.map((item) =>
      item.lines.map((line) => partnerEnds.curve(spots[line[0]], spots[line[1]], line[2])));
    const ways = curves.map((parts) => parts.map((part) => Array.from({ length: STEPS + 1 }, (_, i) =>
      map.unproject(L.point(partnerEnds.along(part, i / STEPS)), 0))));
    // A wide unseen line under each one, so that it can be hit.
    reaches = ways.map((way, i) => addLine(way, "reach", i));
    lines = ways.map((way, i) => addLine(way, "partnership", i));
    lines.forEach((line, i) => {
      line.getElement().dataset.partnership = data.partnerships[i].id;
      makeButton(line, () => choosePartnership(i), () => showHint(line.getBounds().getCenter(), partnershipRows(i)));
    });
    ends = data.ends.map((end, i) => {
      const marker = L.circleMarker([end.at[1], end.at[0]], { className: "end", radius: REACH }).addTo(map);
      const tell = () => showHint(marker.getLatLng(), endRows(i));
      marker.on({ click: () => chooseEnd(i), mouseover: tell, mouseout: closeHint });
      makeButton(marker, () => chooseEnd(i), tell);
      return marker;
    });
  }

  /* Curves of one partnership. Leaflet would lead them over whole pixels, and they would shiver. */
  function addLine(way, name, i) {
    const line = L.polyline(way, { className: name, noClip: true });
    line._updatePath = () => {
      const scale = 2 ** map.getZoom(), origin = map.getPixelOrigin();
      line.getElement().setAttribute("d", curves[i].map((part) => {
        const [from, control, to] = part.map((spot) =>
          (spot.x * scale - origin.x).toFixed(1) + " " + (spot.y * scale - origin.y).toFixed(1));
        return "M" + from + "Q" + control + " " + to;
      }).join(""));
    };
    line.addTo(map);
    line.on("click", () => choosePartnership(i));
    line.on("mouseover mousemove", (event) => {
      lines[i].getElement().classList.add("raised");
      showHint(event.latlng, partnershipRows(i));
    });
    line.on("mouseout", () => {
      lines[i].getElement().classList.remove("raised");
      closeHint();
    });
    return line;
  }

  /* Of a whole country's partnerships nobody wants to go through each by the keyboard. */
  function makeButton(layer, press, focus) {
    if (data.partnerships.length > MAX_TAB_STOPS) {
      layer.getElement().setAttribute("role", "img");
      return;
    }
    const shape = page.makeButton(layer, press);
    shape.addEventListener("focus", () => { if (shape.matches(":focus-visible")) focus(); });
    shape.addEventListener("blur", closeHint);
  }

  /* The view of all that is shown, or, with nothing shown, of all that there is. */
  function fit() {
    const shown = lines.filter((_, i) => visible[i]);
    const size = map.getSize(), narrow = size.x < 600, { right } = page.covered(map);
    if (Math.min(size.x, size.y) < LEAST) return;
    fitting = true;
    // The limits go first, as options: their setters would start movements of their own. Out to
    // where the outlines fill the map, or to where all lines are in it.
    // What covers the right side may lie on what is beyond the outlines.
    const { WORLD } = ground, [[south, west], [, east]] = WORLD, beyond = (east - west) * right / (size.x - right);
    const limits = around(lines).extend(WORLD).extend([south, east + beyond]);
    map.setMaxBounds(null);
    map.options.maxBounds = limits;
    map.options.minZoom = 0;
    map.options.minZoom = Math.min(map.getBoundsZoom(WORLD, true),
      map.getBoundsZoom(around(lines), false, L.point(narrow ? [32, 68] : [104 + right, 88])));
    map.fitBounds(around(shown.length ? shown : lines), {
      paddingTopLeft: narrow ? [16, 28] : [64, 40],
      paddingBottomRight: narrow ? [16, 40] : [40 + right, 48],
      maxZoom: CLOSE,
      animate: false,
    });
    map.setMaxBounds(limits);
    fitting = false;
    moved = false;
  }

  function around(some) {
    const box = L.latLngBounds(home.getSouthWest(), home.getNorthEast());
    some.forEach((line) => box.extend(line.getBounds()));
    return box;
  }

  /* Classes and texts of lines, and the texts around them. */
  function restyle() {
    let chosen = false;
    data.partnerships.forEach((item, i) => {
      const mine = item.id === scene.selected && Boolean(visible[i]);
      chosen = chosen || mine;
      page.setAttribute(lines[i], "class", "leaflet-interactive partnership kind-" + item.kind
        + " status-" + item.status + (mine ? " selected" : ""));
      page.setAttribute(lines[i], "aria-label", [item.title[scene.lang], item.partner[scene.lang],
        texts.kinds[item.kind], texts.statuses[item.status]].join("; "));
      [lines[i], reaches[i]].forEach((line) => { line.getElement().style.display = visible[i] ? "" : "none"; });
    });
    map.getContainer().classList.toggle("chosen", chosen);
    controls.setTexts(texts, texts.credit, scene.lang);
  }

  /* Which ends are one depends on the zoom: an end that another stands for is hidden. */
  function regroup() {
    if (!data || !visible) return;
    groups = partnerEnds.groupEnds(data.ends, spots, data.partnerships, visible, 2 ** map.getZoom(), large);
    ends.forEach((marker) => { marker.getElement().style.display = "none"; });
    groups.forEach((group) => {
      const marker = ends[group.lead];
      marker.getElement().style.display = "";
      page.setAttribute(marker, "aria-label", namesOf(group, 3) + "; " + texts.partnerships + ": " + group.n);
    });
  }

  function namesOf(group, most) { return partnerEnds.namesOf(group, data.ends, scene.lang, most); }

  function groupOf(end) { return groups.find((group) => group.lead === end); }

  function choosePartnership(i) { page.send("partnership", data.partnerships[i].id); }

  /* An end chooses its partnership; one with several chooses the next each time. */
  function chooseEnd(end) {
    const ids = Array.from(groupOf(end).records, (i) => data.partnerships[i].id);
    page.send("partnership", partnerEnds.nextOf(ids, scene.selected));
  }

  function partnershipRows(i) {
    const item = data.partnerships[i];
    return [item.title[scene.lang], item.partner[scene.lang],
      texts.kinds[item.kind] + " · " + texts.statuses[item.status]];
  }

  function endRows(end) {
    const group = groupOf(end);
    const titles = Array.from(group.records, (i) => data.partnerships[i].title[scene.lang]);
    const rows = [namesOf(group, 3), ...titles.slice(0, ROWS)];
    if (titles.length > ROWS) rows.push("+" + (titles.length - ROWS));
    if (titles.length > 1) rows.push(texts.next);
    return rows;
  }

  function showHint(latlng, rows) { page.showHint(map, hint, latlng, rows); }

  function closeHint() { map.closeTooltip(hint); }

  /* Draws ends, signs and names again. */
  function render() {
    const scale = 2 ** map.getZoom(), boxes = projectmap.collisionIndex();
    ground.draw();
    const view = { ...canvases.clearCanvas(map, canvas), scale, large, boxes };
    const at = (spot) => ({ x: spot.x * scale - view.origin.x, y: spot.y * scale - view.origin.y });
    const screen = { pen: view.pen, size: view.size, boxes, large, at };
    const isNear = (group) => data.ends[group.lead].near;
    groups.forEach((group) => {
      Object.assign(group, at(spots[group.lead]));
      boxes.add([group.x - group.r, group.y - group.r, group.x + group.r, group.y + group.r]);
    });
    page.boxes(map).forEach((box) => boxes.add(box));
    const places = ground.drawPlaces(view);
    groups.forEach((group) => partnerSymbols.drawEnd(screen, group, isNear(group), spots, faded(group.records)));
    const nameGroup = (group, px) => partnerSymbols.drawName(screen, group, [namesOf(group, 2), namesOf(group, 1)], px);
    groups.filter((group) => !isNear(group)).forEach((group) => nameGroup(group, SIZES.far_name * large));
    const wide = (map.project(home.getNorthEast(), 0).x - map.project(home.getSouthWest(), 0).x) * scale;
    if (wide < SIZES.named_oblast && groups.length) nameOblast(screen);
    drawSigns(screen);
    if (wide >= SIZES.named_oblast) groups.filter(isNear).forEach((group) => nameGroup(group, SIZES.near_name * large));
    const said = groups.filter((group) => wide >= SIZES.named_oblast || !isNear(group));
    const isNamed = ({ x, y, place }) => partnerEnds.isNamed({ x, y, name: place.name }, said, data.ends, scene.lang, large);
    ground.drawNames(view, places.filter((spot) => !isNamed(spot)), scene.lang);
    Object.assign(map.getContainer().dataset, {
      shown: bits.count(visible), ends: groups.length, selected: scene.selected || "", version: scene.version,
    });
  }

  /* Whether something else is chosen. */
  function faded(records) {
    if (!map.getContainer().classList.contains("chosen")) return false;
    return !Array.from(records).some((i) => data.partnerships[i].id === scene.selected);
  }

  /* The chosen one's sign first. */
  function drawSigns(screen) {
    const order = Array.from(curves.keys()).filter((i) => visible[i]);
    order.sort((a, b) => faded([a]) - faded([b]) || a - b);
    order.forEach((i) => curves[i].forEach((part) =>
      partnerSymbols.drawSign(screen, part, data.partnerships[i].kind, data.partnerships[i].status, faded([i]))));
  }

  function nameOblast(screen) {
    const corner = map.latLngToContainerPoint(home.getSouthEast());
    const middle = map.latLngToContainerPoint(L.latLng(home.getSouth(), home.getCenter().lng));
    partnerSymbols.drawText(screen, texts.oblast, SIZES.far_name * large, middle, (wide) =>
      [[-wide / 2, 4], [corner.x - middle.x - 10, -8], [-wide - 10, 4], [-wide / 2, 22]]);
  }

  projectmap.partners = { start, show, enlarge };
})(globalThis.projectmap ??= {});
