/* The map of communities and records. Plain Leaflet; no build step.
 *
 * Two things come in: start(map), once, and show(scene) at every change. A scene holds codes, bits
 * and ids (see map/layers.py); geometry, positions and words are loaded once (frame.js). Texts of
 * the data are only ever written with textContent or drawn on a canvas.
 */
(function () {
  "use strict";

  const STATUSES = [
    "temporarily_occupied", "partly_occupied", "active_hostilities",
    "active_hostilities_registers", "possible_hostilities", "not_listed",
  ];
  const BEFORE = 0, AFTER = 1, UNDATED = 2; // places in PERIODS of map/layers.py
  const { font: FONT, colours: COLOURS, symbols: SIZES } = window.projectmapTheme; // map/theme.json
  const ACCENT = COLOURS.accent, INK = COLOURS.ink, PAPER = COLOURS.paper, PARTNER = COLOURS.partner;
  const SMALLEST = SIZES.smallest; // px radius: a symbol is at least 24 px to hit
  const GAP = SIZES.gap; // px between symbols
  const CELL = SIZES.cell; // px of the grid that gathers points before near ones are joined
  const FEW = SIZES.most_places; // communities that each get a place in the tab order, and a symbol of their own
  const ROOM = SIZES.room; // px that a community must measure to have its own symbol where there are many
  const BOX = 64; // px of the grid in which boxes are looked for
  const WAYS = [[0, 0]]; // px from a label point, nearest first
  for (let reach = SIZES.step; reach <= SIZES.reach; reach += SIZES.step) {
    for (let turn = 0; turn < SIZES.turns; turn += 1) {
      const angle = turn * 2 * Math.PI / SIZES.turns;
      WAYS.push([reach * Math.cos(angle), reach * Math.sin(angle)]);
    }
  }
  const SATELLITE = "https://tiles.maps.eox.at/wmts/1.0.0/s2cloudless_3857/default/g/{z}/{y}/{x}.jpg";

  const frame = window.projectmapFrame;
  let map = null, canvas = null, hint = null, controls = null;
  let large = 1; // how many times the usual size signs and names have
  let scene = null, data = null, words = null;
  let paths = [], lines = [], tiles = null;
  let outlines = []; // rings of the communities, projected at zoom 0
  let points = null; // projected positions of the records at zoom 0, one pair a record
  let centres = []; // projected label points of the communities at zoom 0
  let order = new Map(); // KATOTTG code -> number of the community
  let rooms = []; // px that each community measures at zoom 0, the shorter way
  let visible = null; // one byte a record
  let shown = 0; // how many of them
  let counts = []; // shown records of each community that have no better place, by period
  let front = null; // the communities that were brought to the front last
  let symbols = []; // what is drawn, for hits
  let aim = []; // the communities that the view was last asked to fly to
  let room = 0; // px at the left that the view was asked to leave free
  let moved = false, fitting = false, queued = false, asked = 0;

  function start(leafletMap) {
    map = leafletMap;
    canvas = frame.addCanvas(map);
    hint = L.tooltip({ className: "hint", direction: "top", offset: [0, -8], opacity: 1 });
    controls = frame.addControls(map, function () { fit(); });
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    map.on("move zoomend viewreset resize", queue);
    map.on("click", function (event) { pick(event.containerPoint, event.originalEvent.target); });
    map.on("mousemove", function (event) { hover(event); });
    map.on("mouseout", function () { map.closeTooltip(hint); });
    new ResizeObserver(function () {
      map.invalidateSize({ pan: false });
      if (data && !moved) fit();
      queue();
    }).observe(map.getContainer());
    map.on("dragstart zoomstart", function () { moved = moved || !fitting; });
    document.fonts.load("600 13px Projectmap").then(queue);
  }

  /* Signs and names so many times their usual size. */
  function enlarge(times) {
    if (times === large) return;
    large = times;
    queue();
  }

  function show(next) {
    const mine = ++asked;
    scene = next;
    visible = frame.unpack(scene.visible);
    shown = visible.reduce(function (sum, bit) { return sum + bit; }, 0);
    Promise.all([
      frame.load("geometry", "json", { v: scene.content }),
      frame.load("positions", "arrayBuffer", { v: scene.content }),
      frame.load("texts", "json", { v: scene.content, lang: scene.lang }),
    ]).then(function (loaded) {
      if (mine !== asked) return; // a later scene has overtaken this one
      words = loaded[2];
      if (!data || data.content !== scene.content) take(scene.content, loaded[0], loaded[1]);
      restyle();
      draw();
    });
  }

  /* Keep geometry and positions and put the outlines on the map. */
  function take(content, geometry, buffer) {
    const head = new DataView(buffer);
    const n = head.getUint32(0, true), m = head.getUint32(4, true);
    data = {
      content: content,
      geometry: geometry,
      count: n,
      places: new Float32Array(buffer, 8, n * 2),
      pairRecord: new Uint32Array(buffer, 8 + n * 8, m),
      pairCommunity: new Uint32Array(buffer, 8 + n * 8 + m * 4, m),
      periods: new Uint8Array(buffer, 8 + n * 8 + m * 8, n),
    };
    points = new Float64Array(n * 2);
    for (let i = 0; i < n; i += 1) {
      const lon = data.places[2 * i];
      if (Number.isNaN(lon)) { points[2 * i] = NaN; continue; }
      const spot = map.project([data.places[2 * i + 1], lon], 0);
      points[2 * i] = spot.x;
      points[2 * i + 1] = spot.y;
    }
    outlines = geometry.communities.map(function (item) {
      const areas = item.geometry.type === "Polygon" ? [item.geometry.coordinates] : item.geometry.coordinates;
      return areas.flat().map(function (ring) {
        return ring.map(function (position) { return map.project([position[1], position[0]], 0); });
      });
    });
    rooms = outlines.map(function (found) {
      const box = L.bounds(found.flat()), size = box.getSize();
      return Math.min(size.x, size.y);
    });
    centres = geometry.communities.map(function (item) { return map.project([item.label[1], item.label[0]], 0); });
    order = new Map(geometry.communities.map(function (item, i) { return [item.id, i]; }));
    paths.concat(lines).forEach(function (layer) { map.removeLayer(layer); });
    paths = geometry.communities.map(function (item) {
      const path = L.polygon(rings(item.geometry), { className: "community", smoothFactor: 0.6 });
      path.addTo(map);
      const shape = path.getElement();
      shape.dataset.katottg = item.id;
      if (!many()) {
        shape.setAttribute("tabindex", "0");
        shape.setAttribute("role", "button");
        shape.addEventListener("keydown", function (event) {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          frame.send({ place: item.id }, scene.version);
        });
      }
      return path;
    });
    lines = geometry.raions.map(function (item) { return line(item, "raion"); });
    lines.push(line(geometry.oblast, "oblast"));
    addHatch();
    if (!moved) fit();
    const box = geometry.bounds;
    map.setMaxBounds(L.latLngBounds([box[1], box[0]], [box[3], box[2]]).pad(0.8));
    if (aim.length) focus(aim, room);
  }

  function rings(geometry) {
    return L.GeoJSON.coordsToLatLngs(geometry.coordinates, geometry.type === "Polygon" ? 1 : 2);
  }

  function line(geometry, name) {
    const level = geometry.type === "LineString" ? 0 : 1;
    return L.polyline(L.GeoJSON.coordsToLatLngs(geometry.coordinates, level), {
      className: name, interactive: false, smoothFactor: 0.6,
    }).addTo(map);
  }

  function addHatch() {
    const svg = map.getPanes().overlayPane.querySelector("svg");
    if (!svg || svg.querySelector("#projectmap-hatch")) return;
    const pattern = L.SVG.create("pattern");
    [["id", "projectmap-hatch"], ["width", "8"], ["height", "8"], ["patternUnits", "userSpaceOnUse"],
      ["patternTransform", "rotate(45)"]].forEach(function (pair) { pattern.setAttribute(pair[0], pair[1]); });
    const ground = L.SVG.create("rect"), stroke = L.SVG.create("line");
    ground.setAttribute("width", "8");
    ground.setAttribute("height", "8");
    ground.setAttribute("class", "hatch-ground");
    stroke.setAttribute("y2", "8");
    stroke.setAttribute("class", "hatch-line");
    pattern.append(ground, stroke);
    const defs = L.SVG.create("defs");
    defs.append(pattern);
    svg.prepend(defs);
  }

  function fit() {
    const box = data.geometry.bounds;
    fitting = true;
    map.fitBounds([[box[1], box[0]], [box[3], box[2]]], Object.assign({ animate: false }, margins(8)));
    fitting = false;
    moved = false;
  }

  function margins(px) { return { paddingTopLeft: [px + room, px], paddingBottomRight: [px, px] }; }

  /* Flies to communities, or to the whole; once the outlines are there. So many px at the left are
   * taken by something else. */
  function focus(codes, taken) {
    aim = codes;
    room = taken || 0;
    if (!data) return;
    const chosen = paths.filter(function (_, i) { return codes.indexOf(data.geometry.communities[i].id) !== -1; });
    const box = data.geometry.bounds, whole = L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
    const target = chosen.length ? chosen.reduce(function (sum, path) { return sum.extend(path.getBounds()); },
      L.latLngBounds(chosen[0].getBounds().getSouthWest(), chosen[0].getBounds().getNorthEast())) : whole;
    const how = Object.assign({ maxZoom: 11 }, margins(chosen.length ? 60 : 8));
    moved = chosen.length > 0;
    fitting = !moved;
    if (frame.still()) map.fitBounds(target, Object.assign({ animate: false }, how));
    else map.flyToBounds(target, Object.assign({ duration: 1.4 }, how));
    fitting = false;
  }

  function many() { return centres.length > FEW; }

  /* Whether a community has a symbol of its own: always where there are few; else where it is
   * large enough on the screen. The others are counted together with their neighbours. */
  function alone(community, scale) { return !many() || rooms[community] * scale >= ROOM; }

  function has(layer) { return scene.layers.indexOf(layer) !== -1; }

  /* Classes, words and layers of what is not a symbol. */
  function restyle() {
    counts = communityCounts();
    paths.forEach(function (path, i) {
      const item = data.geometry.communities[i];
      const status = has("status") ? "status-" + STATUSES[scene.statuses[i]] : "quiet";
      const chosen = scene.selected.indexOf(item.id) !== -1 ? " selected" : "";
      frame.set(path, "class", "leaflet-interactive community " + status + chosen);
      if (many()) return; // nobody reads out a country's communities from the map
      frame.set(path, "aria-label", item.name[scene.lang] + ": " + words.statuses[scene.statuses[i]]
        + "; " + words.records + ": " + total(counts[i]) + "; " + words.partnerships + ": " + scene.partnerships[i]);
    });
    const wanted = has("boundaries");
    lines.forEach(function (layer) { layer.getElement().style.display = wanted ? "" : "none"; });
    const chosen = scene.selected.join(" ");
    if (front !== chosen) {
      front = chosen;
      lines.forEach(function (layer) { layer.bringToFront(); });
      paths.forEach(function (path, i) {
        if (scene.selected.indexOf(data.geometry.communities[i].id) !== -1) path.bringToFront();
      });
    }
    const image = has("satellite");
    if (image && !tiles) {
      tiles = L.tileLayer(SATELLITE, { maxZoom: 14, referrerPolicy: "origin" }).addTo(map);
    } else if (!image && tiles) {
      map.removeLayer(tiles);
      tiles = null;
    }
    map.getContainer().classList.toggle("over-image", image);
    controls.tell(words, words.credit + (image ? " · " + words.satelliteCredit : ""), scene.lang);
  }

  /* The shown records of each community that have no better place, by period. */
  function communityCounts() {
    const found = centres.map(function () { return [0, 0, 0]; });
    data.pairRecord.forEach(function (record, i) {
      if (visible[record]) found[data.pairCommunity[i]][data.periods[record]] += 1;
    });
    return found;
  }

  function total(periods) { return periods[0] + periods[1] + periods[2]; }

  function queue() {
    if (queued || !data) return;
    queued = true;
    window.requestAnimationFrame(function () { queued = false; draw(); });
  }

  function radius(n) { return large * Math.max(SMALLEST, Math.min(SIZES.largest, 9 + 3.4 * Math.sqrt(n))); }

  /* Records of the view, gathered by a grid, near groups joined until none covers another. */
  function clusters(zoom, origin, size) {
    const scale = Math.pow(2, zoom), margin = 60, cells = new Map();
    const left = origin.x - margin, right = origin.x + size.x + margin;
    const top = origin.y - margin, bottom = origin.y + size.y + margin;

    function cell(x, y, first) {
      // The grid lies on the world, not on the view, so that panning regroups nothing.
      const side = CELL * large, key = Math.floor(x / side) * 1e6 + Math.floor(y / side);
      let found = cells.get(key);
      if (!found) {
        found = { x: 0, y: 0, n: 0, counts: [0, 0, 0], first: first, lon: data.places[2 * first], same: true };
        cells.set(key, found);
      }
      return found;
    }

    for (let i = 0; i < data.count; i += 1) {
      if (!visible[i]) continue;
      const x = points[2 * i] * scale, y = points[2 * i + 1] * scale;
      if (!(x > left && x < right && y > top && y < bottom)) continue; // no point at all, too
      const found = cell(x, y, i);
      found.x += x;
      found.y += y;
      found.n += 1;
      found.counts[data.periods[i]] += 1;
      found.same = found.same && found.lon === data.places[2 * i];
    }
    counts.forEach(function (periods, i) {
      const n = total(periods);
      if (!n || alone(i, scale)) return;
      const x = centres[i].x * scale, y = centres[i].y * scale;
      if (!(x > left && x < right && y > top && y < bottom)) return;
      const found = cell(x, y, 0);
      found.x += x * n;
      found.y += y * n;
      found.n += n;
      periods.forEach(function (count, period) { found.counts[period] += count; });
      found.same = false;
    });
    const groups = Array.from(cells.values());
    groups.forEach(function (group) {
      group.x = group.x / group.n - origin.x;
      group.y = group.y / group.n - origin.y;
      group.r = radius(group.n);
    });
    return joinNear(groups);
  }

  function joinNear(groups) {
    groups.sort(function (a, b) { return b.n - a.n || a.first - b.first; });
    const kept = new Map(), side = 72 * large; // px: no two symbols reach further
    groups.forEach(function (group) {
      const at = Math.floor(group.x / side) * 4096 + Math.floor(group.y / side);
      for (const step of [0, -4097, -4096, -4095, -1, 1, 4095, 4096, 4097]) {
        const near = (kept.get(at + step) || []).find(function (other) {
          return Math.hypot(other.x - group.x, other.y - group.y) < other.r + group.r + GAP;
        });
        if (near) {
          near.counts = near.counts.map(function (value, i) { return value + group.counts[i]; });
          near.n += group.n;
          near.same = near.same && group.same && near.lon === group.lon;
          near.r = radius(near.n);
          return;
        }
      }
      if (!kept.has(at)) kept.set(at, []);
      kept.get(at).push(group);
    });
    return Array.from(kept.values()).flat();
  }

  /* Taken boxes of the screen, in a grid: a new one is compared with its neighbours only. */
  function shelf() {
    const cells = new Map();
    function some(box, visit) {
      for (let x = Math.floor(box[0] / BOX); x <= Math.floor(box[2] / BOX); x += 1) {
        for (let y = Math.floor(box[1] / BOX); y <= Math.floor(box[3] / BOX); y += 1) {
          if (visit(x * 4096 + y)) return true;
        }
      }
      return false;
    }
    return {
      add: function (box) {
        some(box, function (key) {
          if (!cells.has(key)) cells.set(key, []);
          cells.get(key).push(box);
          return false;
        });
      },
      taken: function (box) {
        return some(box, function (key) {
          return (cells.get(key) || []).some(function (other) {
            return box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
          });
        });
      },
    };
  }

  function draw() {
    if (!data || !scene) return;
    const sheet = frame.lay(map, canvas), pen = sheet.pen, size = sheet.size, origin = sheet.origin;
    const zoom = map.getZoom();

    symbols = [];
    if (has("projects")) symbols = clusters(zoom, origin, size);
    symbols.forEach(function (item) { item.kind = "records"; });
    const boxes = shelf();
    symbols.forEach(function (item) { boxes.add(square(item.x, item.y, item.r)); });
    placeCommunities(size, origin, boxes);
    symbols.forEach(function (item) { drawLeader(pen, item); });
    symbols.forEach(function (item) { drawSymbol(pen, item); });
    if (has("names")) drawNames(pen, size, origin, boxes);

    Object.assign(map.getContainer().dataset, {
      shown: shown, symbols: symbols.length, layers: scene.layers.join(" "), version: scene.version,
    });
  }

  function square(x, y, r) { return [x - r - GAP, y - r - GAP, x + r + GAP, y + r + GAP]; }

  /* What belongs to a whole community stands inside it, at its label point or near; where there
   * is no room, outside with a line that leads to it. */
  function placeCommunities(size, origin, boxes) {
    const scale = Math.pow(2, map.getZoom()), partners = joinedPartners(size, origin, scale);
    centres.forEach(function (centre, i) {
      const spot = { x: centre.x * scale - origin.x, y: centre.y * scale - origin.y };
      if (spot.x < -50 || spot.y < -50 || spot.x > size.x + 50 || spot.y > size.y + 50) return;
      const own = alone(i, scale), n = has("projects") && own ? total(counts[i]) : 0;
      const parts = [];
      if (n) parts.push({ kind: "community", n: n, counts: counts[i], r: radius(n) - 1, community: i });
      if (own && has("partnerships") && scene.partnerships[i]) {
        parts.push({ kind: "partnership", n: scene.partnerships[i], r: SMALLEST * large, community: i });
      }
      if (parts.length) place(parts, spot, boxes, function (x, y) { return inside(i, (x + origin.x) / scale, (y + origin.y) / scale); });
    });
    const placed = [];
    partners.forEach(function (part) {
      if (place([part], { x: part.x, y: part.y }, boxes, function () { return true; }, placed.length)) {
        placed.push(part);
        return;
      }
      const away = function (other) { return Math.hypot(other.x - part.x, other.y - part.y); };
      placed.reduce(function (a, b) { return away(a) <= away(b) ? a : b; }).n += part.n;
    });
  }

  /* Partnerships of communities that are too small for symbols of their own, a sign a stretch. */
  function joinedPartners(size, origin, scale) {
    const cells = new Map(), side = 3 * CELL;
    if (!has("partnerships") || !many()) return [];
    scene.partnerships.forEach(function (n, i) {
      const x = centres[i].x * scale, y = centres[i].y * scale;
      const out = x < origin.x || y < origin.y || x > origin.x + size.x || y > origin.y + size.y;
      if (!n || out || alone(i, scale)) return;
      const key = Math.floor(x / side) * 1e6 + Math.floor(y / side);
      const found = cells.get(key) || { kind: "partnership", joined: true, x: 0, y: 0, n: 0, r: SMALLEST * large };
      found.x += (x - origin.x) * n;
      found.y += (y - origin.y) * n;
      found.n += n;
      cells.set(key, found);
    });
    return Array.from(cells.values()).map(function (part) {
      return Object.assign(part, { x: part.x / part.n, y: part.y / part.n });
    });
  }

  /* Puts parts side by side at the free place nearest to a spot, best where they are at home;
   * without any they stand on the spot, or, if they can do without, are not placed: false. */
  function place(parts, spot, boxes, athome, optional) {
    const half = parts.reduce(function (sum, part) { return sum + part.r; }, 0);
    const high = parts[0].r;
    let free = null, home = null;
    WAYS.some(function (way) {
      const x = spot.x + large * way[0], y = spot.y + large * way[1];
      if (boxes.taken([x - half - GAP, y - high - GAP, x + half + GAP, y + high + GAP])) return false;
      if (!free) free = [x, y];
      if (athome(x, y)) home = [x, y];
      return home !== null;
    });
    if (!free && optional) return false;
    const at = home || free || [spot.x, spot.y];
    let left = at[0] - half;
    parts.forEach(function (part) {
      part.x = left + part.r;
      part.y = at[1];
      left += 2 * part.r;
      if (!home && part === parts[0]) part.leader = spot;
      symbols.push(part);
    });
    boxes.add([at[0] - half - GAP, at[1] - high - GAP, at[0] + half + GAP, at[1] + high + GAP]);
    return true;
  }

  /* Whether a point of the projected world at zoom 0 lies in a community. */
  function inside(community, x, y) {
    let odd = false;
    outlines[community].forEach(function (ring) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const a = ring[i], b = ring[j];
        if ((a.y > y) !== (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) odd = !odd;
      }
    });
    return odd;
  }

  function drawLeader(pen, item) {
    if (!item.leader) return;
    pen.beginPath();
    pen.strokeStyle = INK;
    pen.fillStyle = INK;
    pen.lineWidth = 1;
    pen.moveTo(item.leader.x, item.leader.y);
    pen.lineTo(item.x, item.y);
    pen.stroke();
    pen.beginPath();
    pen.arc(item.leader.x, item.leader.y, 2.5, 0, 2 * Math.PI);
    pen.fill();
  }

  function outline(pen, item, r) {
    pen.beginPath();
    if (item.kind === "community") pen.roundRect(item.x - r, item.y - r, 2 * r, 2 * r, 5);
    else if (item.kind === "partnership") {
      pen.moveTo(item.x, item.y - r - 1);
      pen.lineTo(item.x + r + 1, item.y);
      pen.lineTo(item.x, item.y + r + 1);
      pen.lineTo(item.x - r - 1, item.y);
      pen.closePath();
    } else pen.arc(item.x, item.y, r, 0, 2 * Math.PI);
  }

  /* Filled: since 24.02.2022. Hollow: before. Dashed: undated. Mixed: a ring of their shares. */
  function drawSymbol(pen, item) {
    const single = item.counts ? item.counts.findIndex(function (n) { return n === item.n; }) : -1;
    pen.save();
    pen.lineWidth = 2;
    outline(pen, item, item.r + 1.5);
    pen.fillStyle = COLOURS.veil;
    pen.fill();
    outline(pen, item, item.r - 1);
    if (item.kind === "partnership") {
      pen.fillStyle = PARTNER;
      pen.fill();
    } else if (single === AFTER) {
      pen.fillStyle = ACCENT;
      pen.fill();
    } else {
      pen.fillStyle = PAPER;
      pen.strokeStyle = ACCENT;
      if (single === UNDATED) pen.setLineDash([3, 3]);
      pen.fill();
      pen.stroke();
      if (single === -1) drawShares(pen, item);
    }
    pen.setLineDash([]);
    const dark = item.kind === "partnership" || single === AFTER;
    pen.fillStyle = dark ? PAPER : INK;
    pen.font = "600 " + (item.r > 18 * large ? 16 : 13) * large + "px " + FONT;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(String(item.n), item.x, item.y + 0.5);
    pen.restore();
  }

  function drawShares(pen, item) {
    const width = 4;
    let from = 0;
    [AFTER, UNDATED, BEFORE].forEach(function (period) {
      const share = item.counts[period] / item.n;
      if (share && period !== BEFORE) {
        pen.beginPath();
        pen.lineWidth = width;
        pen.setLineDash(period === UNDATED ? [2, 2] : []);
        pen.strokeStyle = ACCENT;
        if (item.kind === "community") {
          const left = item.x - item.r + 2, wide = 2 * item.r - 4, y = item.y + item.r - 1 - width / 2;
          pen.moveTo(left + wide * from, y);
          pen.lineTo(left + wide * (from + share), y);
        } else {
          const top = -Math.PI / 2, turn = 2 * Math.PI;
          pen.arc(item.x, item.y, item.r - 1 - width / 2, top + turn * from, top + turn * (from + share));
        }
        pen.stroke();
      }
      from += share;
    });
  }

  /* Names with a halo; one that would touch another name or a symbol is left out. */
  function drawNames(pen, size, origin, boxes) {
    pen.save();
    pen.font = "600 " + 13 * large + "px " + FONT;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5 * large;
    const scale = Math.pow(2, map.getZoom());
    centres.forEach(function (centre, i) {
      if (!alone(i, scale)) return;
      const spot = { x: centre.x * scale - origin.x, y: centre.y * scale - origin.y };
      if (spot.x < 0 || spot.y < 0 || spot.x > size.x || spot.y > size.y) return;
      const text = data.geometry.communities[i].name[scene.lang];
      const half = pen.measureText(text).width / 2;
      const near = 24 * large, far = 36 * large, aside = half + 22 * large;
      const place = [[0, 0], [0, near], [0, -near], [0, far], [0, -far], [aside, 0], [-aside, 0]].find(function (way) {
        const x = spot.x + way[0], y = spot.y + way[1];
        const box = [x - half - 2, y - 9 * large, x + half + 2, y + 9 * large];
        if (box[0] < 0 || box[2] > size.x || boxes.taken(box)) return false;
        boxes.add(box);
        return true;
      });
      if (!place) return;
      pen.strokeStyle = COLOURS.veil;
      pen.strokeText(text, spot.x + place[0], spot.y + place[1]);
      pen.fillStyle = INK;
      pen.fillText(text, spot.x + place[0], spot.y + place[1]);
    });
    pen.restore();
  }

  function hit(spot) {
    return symbols.find(function (item) {
      const reach = Math.max(item.r, 12);
      return Math.abs(item.x - spot.x) <= reach && Math.abs(item.y - spot.y) <= reach;
    });
  }

  function pick(spot, target) {
    if (!data) return;
    const item = hit(spot);
    if (!item) {
      const katottg = target.dataset ? target.dataset.katottg : undefined;
      if (katottg) frame.send({ place: katottg }, scene.version);
    } else if (item.kind !== "records" && !item.joined) {
      frame.send({ place: data.geometry.communities[item.community].id }, scene.version);
    } else if (!item.joined && (item.same || map.getZoom() >= map.getMaxZoom())) {
      frame.send({ row: item.first, alone: item.n === 1 }, scene.version);
    } else {
      map.setView(map.containerPointToLatLng([item.x, item.y]), map.getZoom() + 2);
    }
  }

  function hover(event) {
    if (!data || !words) return;
    const item = hit(event.containerPoint);
    const target = event.originalEvent.target;
    const katottg = target.dataset ? target.dataset.katottg : undefined;
    map.getContainer().style.cursor = item ? "pointer" : "";
    const rows = [];
    let title = "";
    const place = item && !item.joined && item.kind !== "records" ? item.community
      : order.get(katottg);
    if (place !== undefined) title = data.geometry.communities[place].name[scene.lang];
    if (item && item.counts) {
      words.periods.forEach(function (name, i) { if (item.counts[i]) rows.push(name + ": " + item.counts[i]); });
    } else if (item) {
      rows.push(words.partnerships + ": " + item.n);
    } else if (place !== undefined) {
      rows.push(words.statuses[scene.statuses[place]]);
    }
    if (!rows.length) { map.closeTooltip(hint); return; }
    frame.tell(map, hint, event.latlng, [title].concat(rows));
  }

  window.projectmap = { start: start, show: show, focus: focus, enlarge: enlarge, statuses: STATUSES };
})();
