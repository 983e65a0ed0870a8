/* The map of communities and records. Plain Leaflet; no build step.
 *
 * Two things come in: start(map), once, and show(scene) at every change. A scene holds codes, bits
 * and ids (see map/layers.py); geometry, positions and words are fetched from the server once. Texts of the data are only ever written with textContent or drawn on a canvas.
 */
(function () {
  "use strict";

  const STATUSES = [
    "temporarily_occupied", "partly_occupied", "active_hostilities",
    "active_hostilities_registers", "possible_hostilities", "not_listed",
  ];
  const BEFORE = 0, AFTER = 1, UNDATED = 2; // places in PERIODS of map/layers.py
  const ACCENT = "#1f5fa8", INK = "#16293c", PAPER = "#ffffff", PARTNER = "#0f6b5c";
  const FONT = "Projectmap, system-ui, sans-serif"; // see map.css
  const SMALLEST = 13; // px radius: a symbol is at least 24 px to hit
  const GAP = 3; // px between symbols
  const CELL = 44; // px of the grid that gathers points before near ones are joined
  const FEW = 200; // communities that each get a place in the tab order
  const WAYS = [[0, 0]]; // px from a label point, nearest first
  for (let reach = 14; reach <= 112; reach += 14) {
    for (let turn = 0; turn < 12; turn += 1) {
      WAYS.push([reach * Math.cos(turn * Math.PI / 6), reach * Math.sin(turn * Math.PI / 6)]);
    }
  }
  const SATELLITE = "https://tiles.maps.eox.at/wmts/1.0.0/s2cloudless_3857/default/g/{z}/{y}/{x}.jpg";

  const base = new URL("../../map/", window.location.href);
  const cache = new Map(); // address -> promise of what it holds
  let map = null, canvas = null, hint = null, credit = null, buttons = [];
  let scene = null, data = null, words = null;
  let paths = [], lines = [], tiles = null;
  let outlines = []; // rings of the communities, projected at zoom 0
  let points = null; // projected positions of the records at zoom 0, one pair a record
  let visible = null; // one byte a record
  let symbols = []; // what is drawn, for hits
  let moved = false, fitting = false, queued = false, asked = 0;

  function load(name, read, parameters) {
    const address = new URL(name, base);
    address.search = new URLSearchParams(parameters);
    if (!cache.has(address.href)) {
      const answer = fetch(address).then(function (response) {
        if (!response.ok) throw new Error(address.pathname + ": " + response.status);
        return response[read]();
      });
      answer.catch(function () { cache.delete(address.href); });
      cache.set(address.href, answer);
    }
    return cache.get(address.href);
  }

  function start(leafletMap) {
    map = leafletMap;
    canvas = L.DomUtil.create("canvas", "symbols", map.getPanes().overlayPane);
    canvas.setAttribute("aria-hidden", "true");
    hint = L.tooltip({ className: "hint", direction: "top", offset: [0, -8], opacity: 1 });
    addControls();
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
    followLinks();
    document.fonts.load("600 13px Projectmap").then(queue);
  }

  function addControls() {
    const zoom = L.control({ position: "topleft" });
    zoom.onAdd = function () {
      const bar = L.DomUtil.create("div", "leaflet-bar");
      L.DomEvent.disableClickPropagation(bar);
      buttons = [["+", function () { map.zoomIn(); }], ["−", function () { map.zoomOut(); }],
        ["⤢", fit]].map(function (entry) {
        const button = L.DomUtil.create("button", "", bar);
        button.type = "button";
        button.textContent = entry[0];
        button.addEventListener("click", entry[1]);
        return button;
      });
      return bar;
    };
    zoom.addTo(map);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    credit = L.control({ position: "bottomright" });
    credit.onAdd = function () { return L.DomUtil.create("div", "credit"); };
    credit.addTo(map);
  }

  function show(next) {
    const mine = ++asked;
    scene = next;
    visible = unpack(scene.visible);
    Promise.all([
      load("geometry", "json", { v: scene.content }),
      load("positions", "arrayBuffer", { v: scene.content }),
      load("texts", "json", { v: scene.content, lang: scene.lang }),
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
      labels: geometry.communities.map(function (item) { return L.latLng(item.label[1], item.label[0]); }),
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
    paths.concat(lines).forEach(function (layer) { map.removeLayer(layer); });
    paths = geometry.communities.map(function (item) {
      const path = L.polygon(rings(item.geometry), { className: "community", smoothFactor: 0.6 });
      path.addTo(map);
      const shape = path.getElement();
      shape.dataset.katottg = item.id;
      if (geometry.communities.length <= FEW) {
        shape.setAttribute("tabindex", "0");
        shape.setAttribute("role", "button");
        shape.addEventListener("keydown", function (event) {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          send({ place: item.id });
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
    map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { padding: [8, 8], animate: false });
    fitting = false;
    moved = false;
  }

  function has(layer) { return scene.layers.indexOf(layer) !== -1; }

  /* Classes, words and layers of what is not a symbol. */
  function restyle() {
    const counts = communityCounts();
    paths.forEach(function (path, i) {
      const shape = path.getElement(), item = data.geometry.communities[i];
      const status = has("status") ? "status-" + STATUSES[scene.statuses[i]] : "quiet";
      const chosen = scene.selected.indexOf(item.id) !== -1 ? " selected" : "";
      shape.setAttribute("class", "leaflet-interactive community " + status + chosen);
      shape.setAttribute("aria-label", item.name[scene.lang] + ": " + words.statuses[scene.statuses[i]]
        + "; " + words.records + ": " + counts[i] + "; " + words.partnerships + ": " + scene.partnerships[i]);
    });
    const wanted = has("boundaries");
    lines.forEach(function (layer) { layer.getElement().style.display = wanted ? "" : "none"; });
    lines.forEach(function (layer) { layer.bringToFront(); });
    paths.forEach(function (path, i) {
      if (scene.selected.indexOf(data.geometry.communities[i].id) !== -1) path.bringToFront();
    });
    const image = has("satellite");
    if (image && !tiles) {
      tiles = L.tileLayer(SATELLITE, { maxZoom: 14, referrerPolicy: "origin" }).addTo(map);
    } else if (!image && tiles) {
      map.removeLayer(tiles);
      tiles = null;
    }
    map.getContainer().classList.toggle("over-image", image);
    credit.getContainer().textContent = words.credit + (image ? " · " + words.satelliteCredit : "");
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", words.map);
    [words.zoomIn, words.zoomOut, words.whole].forEach(function (text, i) {
      buttons[i].title = text;
      buttons[i].setAttribute("aria-label", text);
    });
    document.documentElement.lang = scene.lang;
  }

  /* All shown records of each community that has no better place for them. */
  function communityCounts() {
    const counts = new Array(data.geometry.communities.length).fill(0);
    data.pairRecord.forEach(function (record, i) {
      if (visible[record]) counts[data.pairCommunity[i]] += 1;
    });
    return counts;
  }

  function unpack(text) {
    const packed = atob(text), bits = new Uint8Array(packed.length * 8);
    for (let i = 0; i < packed.length; i += 1) {
      const byte = packed.charCodeAt(i);
      for (let b = 0; b < 8; b += 1) bits[i * 8 + b] = (byte >> (7 - b)) & 1;
    }
    return bits;
  }

  function queue() {
    if (queued || !data) return;
    queued = true;
    window.requestAnimationFrame(function () { queued = false; draw(); });
  }

  function radius(n) { return Math.max(SMALLEST, Math.min(34, 9 + 3.4 * Math.sqrt(n))); }

  /* Points of the view, gathered by a grid, near groups joined until none covers another. */
  function clusters(zoom, origin, size) {
    const scale = Math.pow(2, zoom), margin = 60, cells = new Map();
    for (let i = 0; i < data.count; i += 1) {
      if (!visible[i] || Number.isNaN(points[2 * i])) continue;
      const x = points[2 * i] * scale - origin.x, y = points[2 * i + 1] * scale - origin.y;
      if (x < -margin || y < -margin || x > size.x + margin || y > size.y + margin) continue;
      // The grid lies on the world, not on the view, so that panning regroups nothing.
      const key = Math.floor((x + origin.x) / CELL) * 1e6 + Math.floor((y + origin.y) / CELL);
      let cell = cells.get(key);
      if (!cell) {
        cell = { x: 0, y: 0, n: 0, counts: [0, 0, 0], first: i, lon: data.places[2 * i], same: true };
        cells.set(key, cell);
      }
      cell.x += x;
      cell.y += y;
      cell.n += 1;
      cell.counts[data.periods[i]] += 1;
      cell.same = cell.same && cell.lon === data.places[2 * i];
    }
    const groups = Array.from(cells.values());
    groups.forEach(function (cell) { cell.x /= cell.n; cell.y /= cell.n; cell.r = radius(cell.n); });
    return joinNear(groups);
  }

  function joinNear(groups) {
    groups.sort(function (a, b) { return b.n - a.n || a.first - b.first; });
    const kept = new Map(), side = 72; // px: no two symbols reach further
    groups.forEach(function (group) {
      const cx = Math.floor(group.x / side), cy = Math.floor(group.y / side);
      for (let dx = -1; dx <= 1; dx += 1) {
        for (let dy = -1; dy <= 1; dy += 1) {
          const near = (kept.get((cx + dx) + ":" + (cy + dy)) || []).find(function (other) {
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
      }
      const key = cx + ":" + cy;
      if (!kept.has(key)) kept.set(key, []);
      kept.get(key).push(group);
    });
    return Array.from(kept.values()).flat();
  }

  function draw() {
    if (!data || !scene) return;
    const size = map.getSize(), zoom = map.getZoom();
    const topLeft = map.containerPointToLayerPoint([0, 0]);
    const origin = map.getPixelOrigin().add(topLeft);
    const ratio = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(canvas, topLeft);
    if (canvas.width !== size.x * ratio || canvas.height !== size.y * ratio) {
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, size.x, size.y);

    symbols = [];
    if (has("projects")) symbols = clusters(zoom, origin, size);
    symbols.forEach(function (item) { item.kind = "records"; });
    const boxes = symbols.map(function (item) { return square(item.x, item.y, item.r); });
    placeCommunities(size, origin, boxes);
    symbols.forEach(function (item) { drawLeader(pen, item); });
    symbols.forEach(function (item) { drawSymbol(pen, item); });
    if (has("names")) drawNames(pen, size, boxes);

    let shown = 0;
    for (let i = 0; i < data.count; i += 1) shown += visible[i];
    Object.assign(map.getContainer().dataset, {
      shown: shown, symbols: symbols.length, layers: scene.layers.join(" "), version: scene.version,
    });
  }

  function square(x, y, r) { return [x - r - GAP, y - r - GAP, x + r + GAP, y + r + GAP]; }

  function overlaps(box, boxes) {
    return boxes.some(function (other) {
      return box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
    });
  }

  /* Counts that belong to a whole community stand inside it, at its label point or near; where
   * there is no room, outside with a line that leads to it. */
  function placeCommunities(size, origin, boxes) {
    const counts = data.labels.map(function () { return [0, 0, 0]; });
    if (has("projects")) {
      data.pairRecord.forEach(function (record, i) {
        if (visible[record]) counts[data.pairCommunity[i]][data.periods[record]] += 1;
      });
    }
    const scale = Math.pow(2, map.getZoom());
    data.labels.forEach(function (label, i) {
      const n = counts[i][0] + counts[i][1] + counts[i][2];
      const partners = has("partnerships") ? scene.partnerships[i] : 0;
      const parts = [];
      if (n) parts.push({ kind: "community", n: n, counts: counts[i], r: radius(n) - 1, community: i });
      if (partners) parts.push({ kind: "partnership", n: partners, r: SMALLEST, community: i });
      if (!parts.length) return;
      const spot = map.latLngToContainerPoint(label);
      if (spot.x < -50 || spot.y < -50 || spot.x > size.x + 50 || spot.y > size.y + 50) return;
      const half = parts.reduce(function (sum, part) { return sum + part.r; }, 0), high = parts[0].r;
      let free = null, home = null;
      WAYS.some(function (way) {
        const x = spot.x + way[0], y = spot.y + way[1];
        if (overlaps([x - half - GAP, y - high - GAP, x + half + GAP, y + high + GAP], boxes)) return false;
        if (!free) free = [x, y];
        if (inside(i, (x + origin.x) / scale, (y + origin.y) / scale)) home = [x, y];
        return home !== null;
      });
      const at = home || free || [spot.x, spot.y];
      let left = at[0] - half;
      parts.forEach(function (part) {
        part.x = left + part.r;
        part.y = at[1];
        left += 2 * part.r;
        if (!home && part === parts[0]) part.leader = spot;
        symbols.push(part);
      });
      boxes.push([at[0] - half - GAP, at[1] - high - GAP, at[0] + half + GAP, at[1] + high + GAP]);
    });
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
    pen.fillStyle = "rgb(255 255 255 / 85%)";
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
    pen.font = "600 " + (item.r > 18 ? 16 : 13) + "px " + FONT;
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
  function drawNames(pen, size, boxes) {
    pen.save();
    pen.font = "600 13px " + FONT;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5;
    data.labels.forEach(function (label, i) {
      const spot = map.latLngToContainerPoint(label);
      if (spot.x < 0 || spot.y < 0 || spot.x > size.x || spot.y > size.y) return;
      const text = data.geometry.communities[i].name[scene.lang];
      const half = pen.measureText(text).width / 2;
      const place = [[0, 0], [0, 24], [0, -24], [0, 36], [0, -36], [half + 22, 0], [-half - 22, 0]].find(function (way) {
        const x = spot.x + way[0], y = spot.y + way[1];
        const box = [x - half - 2, y - 9, x + half + 2, y + 9];
        if (box[0] < 0 || box[2] > size.x || overlaps(box, boxes)) return false;
        boxes.push(box);
        return true;
      });
      if (!place) return;
      pen.strokeStyle = "rgb(255 255 255 / 88%)";
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
      if (katottg) send({ place: katottg });
    } else if (item.kind !== "records") {
      send({ place: data.geometry.communities[item.community].id });
    } else if (item.same || map.getZoom() >= map.getMaxZoom()) {
      send({ row: item.first, alone: item.n === 1 });
    } else {
      map.setView(map.containerPointToLatLng([item.x, item.y]), map.getZoom() + 2);
    }
  }

  /* One way back: an id. The component's own memory is set too, or its next move event would
   * report the older pick once more. */
  function send(picked) {
    const value = { last_active_drawing: Object.assign({ at: Date.now(), version: scene.version }, picked) };
    Object.assign(window.__GLOBAL_DATA__, value, { previous_data: value });
    window.Streamlit.setComponentValue(value);
  }

  function hover(event) {
    if (!data || !words) return;
    const item = hit(event.containerPoint);
    const target = event.originalEvent.target;
    const katottg = target.dataset ? target.dataset.katottg : undefined;
    map.getContainer().style.cursor = item ? "pointer" : "";
    const rows = [];
    let title = "";
    const place = item && item.kind !== "records" ? item.community
      : data.geometry.communities.findIndex(function (one) { return one.id === katottg; });
    if (place >= 0) title = data.geometry.communities[place].name[scene.lang];
    if (item && item.counts) {
      words.periods.forEach(function (name, i) { if (item.counts[i]) rows.push(name + ": " + item.counts[i]); });
    } else if (item) {
      rows.push(words.partnerships + ": " + item.n);
    } else if (place >= 0) {
      rows.push(words.statuses[scene.statuses[place]]);
    }
    if (!rows.length) { map.closeTooltip(hint); return; }
    const box = document.createElement("div"), head = document.createElement("strong");
    head.textContent = title;
    box.append(head);
    rows.forEach(function (text) {
      const row = document.createElement("span");
      row.textContent = text;
      box.append(row);
    });
    hint.setContent(box).setLatLng(event.latlng);
    if (!map.hasLayer(hint)) map.openTooltip(hint);
  }

  /* Links of the page that lead to a record or a place open it here, without loading the page
   * anew; without this script, or with a key held, they are ordinary links. */
  function followLinks() {
    const page = window.parent.document;
    function follow(event) {
      const link = event.target.closest ? event.target.closest("a[data-project], a[data-place]") : null;
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      send(link.dataset.project ? { project: link.dataset.project } : { place: link.dataset.place });
    }
    page.addEventListener("click", follow, true);
    window.addEventListener("pagehide", function () { page.removeEventListener("click", follow, true); });
  }

  window.projectmap = { start: start, show: show };
})();
