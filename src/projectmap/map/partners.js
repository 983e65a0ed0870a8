/* The map of partners: lines from communities, or from the oblast, to the places of partners.
 * Plain Leaflet; no build step.
 *
 * As in map.js: start(map), once, and show(scene) at every change. A scene holds codes, bits and an
 * id (see map/partners.py); outlines, ends, lines and words are loaded once (frame.js). Texts
 * of the data are only ever written with textContent or drawn on a canvas.
 */
(function () {
  "use strict";

  const SOLID = ["signed", "active"]; // statuses whose sign is filled
  const { font: FONT, colours: COLOURS, partnerships: LOOK } = window.projectmapTheme; // map/theme.json
  const INK = COLOURS.ink, PAPER = COLOURS.paper, PARTNER = COLOURS.partner;
  const FEW = 200; // partnerships that each get a place in the tab order
  const STEPS = 16; // parts of a curve, to tell its bounds
  const NEAR = 24, TOUCH = 18; // px: ends nearer than this are one; a far one and a near one
  const REACH = 12; // px radius that can be hit
  const ROOM = 240; // px that the oblast must measure for the names of its communities
  const SPOTS = LOOK.spots; // places on a curve for its sign
  const WORLD = [[34, -25], [72, 52]]; // what the outlines cover
  const OPTIONS = { zoomSnap: 0.25, zoomDelta: 0.75, maxBoundsViscosity: 1 };
  const LEAST = 160; // px: a frame without this much room is not being looked at
  const CLOSE = 7; // the zoom that a view of all lines never exceeds
  const ROWS = 6; // titles that a hint shows

  const frame = window.projectmapFrame;
  let map = null, canvas = null, hint = null, controls = null;
  let large = 1; // how many times the usual size signs and names have
  let scene = null, data = null, words = null;
  let grounds = [], lines = [], reaches = [], ends = [];
  let curves = []; // of each partnership: control points, projected at zoom 0
  let spots = []; // of each end, projected at zoom 0
  let visible = null; // one byte a partnership
  let groups = []; // ends that are drawn as one
  let home = null; // bounds of the oblast
  let framed = "", moved = false, fitting = false, queued = false, asked = 0;

  function start(leafletMap) {
    map = leafletMap;
    Object.assign(map.options, OPTIONS);
    canvas = frame.addCanvas(map);
    hint = L.tooltip({ className: "hint partner-hint", direction: "auto", offset: [0, 0], opacity: 1 });
    controls = frame.addControls(map, function () { fit(); });
    map.on("move zoomend viewreset resize", queue);
    map.on("zoomend", gather);
    map.on("mouseout", function () { map.closeTooltip(hint); });
    map.on("dragstart zoomstart", function () { moved = moved || !fitting; });
    new ResizeObserver(function () {
      map.invalidateSize({ pan: false });
      if (data && !moved) fit();
      queue();
    }).observe(map.getContainer());
    document.fonts.load("600 14px Projectmap").then(queue);
  }

  /* Signs and names so many times their usual size. */
  function enlarge(times) {
    if (times === large) return;
    large = times;
    gather();
    queue();
  }

  function show(next) {
    const mine = ++asked;
    scene = next;
    Promise.all([
      frame.load("partners", "json", { v: scene.content }),
      frame.load("partner-texts", "json", { v: scene.content, lang: scene.lang }),
    ]).then(function (loaded) {
      if (mine !== asked) return; // a later scene has overtaken this one
      words = loaded[1];
      if (!data || data.content !== scene.content) take(loaded[0]);
      visible = frame.unpack(scene.visible);
      restyle();
      const seen = scene.content + scene.visible;
      if (framed !== seen && !moved) fit();
      framed = seen;
      gather();
      draw();
    });
  }

  /* Keep ends and lines and put them on the map, the ground first. */
  function take(found) {
    data = Object.assign({ content: scene.content }, found);
    grounds.concat(reaches, lines, ends).forEach(function (layer) { map.removeLayer(layer); });
    grounds = data.ground.map(function (areas) { return area(areas, "land"); });
    const own = area(data.home.areas, "home");
    grounds.push(own);
    home = own.getBounds();
    spots = data.ends.map(function (end) { return map.project([end.at[1], end.at[0]], 0); });
    curves = data.partnerships.map(function (item) {
      return item.lines.map(function (line) { return curve(spots[line[0]], spots[line[1]], line[2]); });
    });
    const ways = curves.map(function (parts) {
      return parts.map(function (part) {
        const way = [];
        for (let i = 0; i <= STEPS; i += 1) way.push(map.unproject(along(part, i / STEPS), 0));
        return way;
      });
    });
    // A wide unseen line under each one, so that it can be hit.
    reaches = ways.map(function (way, i) { return stroke(way, "reach", i); });
    lines = ways.map(function (way, i) { return stroke(way, "partnership", i); });
    lines.forEach(function (line, i) {
      line.getElement().dataset.partnership = data.partnerships[i].id;
      button(line, function () { frame.send({ partnership: data.partnerships[i].id }, scene.version); },
        function () { tell(line.getBounds().getCenter(), partnershipRows(i)); });
    });
    ends = data.ends.map(function (end, i) {
      const marker = L.circleMarker([end.at[1], end.at[0]], { className: "end", radius: REACH }).addTo(map);
      marker.on("click", function () { choose(i); });
      marker.on("mouseover", function () { tell(marker.getLatLng(), endRows(i)); });
      marker.on("mouseout", function () { map.closeTooltip(hint); });
      button(marker, function () { choose(i); },
        function () { tell(marker.getLatLng(), endRows(i)); });
      return marker;
    });
  }

  function area(areas, name) {
    return L.polygon(L.GeoJSON.coordsToLatLngs(areas, 2), {
      className: name, interactive: false, smoothFactor: 0.6,
    }).addTo(map);
  }

  /* Curves of one partnership. Leaflet would lead them over whole pixels, and they would shiver. */
  function stroke(way, name, i) {
    const line = L.polyline(way, { className: name, noClip: true });
    line._updatePath = function () {
      const scale = Math.pow(2, map.getZoom()), origin = map.getPixelOrigin();
      line.getElement().setAttribute("d", curves[i].map(function (part) {
        const at = part.map(function (spot) {
          return (spot.x * scale - origin.x).toFixed(1) + " " + (spot.y * scale - origin.y).toFixed(1);
        });
        return "M" + at[0] + "Q" + at[1] + " " + at[2];
      }).join(""));
    };
    line.addTo(map);
    line.on("click", function () { frame.send({ partnership: data.partnerships[i].id }, scene.version); });
    line.on("mouseover mousemove", function (event) {
      lines[i].getElement().classList.add("raised");
      tell(event.latlng, partnershipRows(i));
    });
    line.on("mouseout", function () {
      lines[i].getElement().classList.remove("raised");
      map.closeTooltip(hint);
    });
    return line;
  }

  /* Makes a shape a button for the keyboard. */
  function button(layer, press, focus) {
    const shape = layer.getElement();
    shape.setAttribute("role", data.partnerships.length > FEW ? "img" : "button");
    if (data.partnerships.length > FEW) return;
    shape.setAttribute("tabindex", "0");
    shape.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      press();
    });
    shape.addEventListener("focus", function () { if (shape.matches(":focus-visible")) focus(); });
    shape.addEventListener("blur", function () { map.closeTooltip(hint); });
  }

  /* The control points of a line that bows to the north, whichever way it runs. */
  function curve(a, b, bow) {
    const dx = b.x - a.x, dy = b.y - a.y, up = dx > 0 ? 1 : -1;
    return [a, L.point((a.x + b.x) / 2 + up * dy * bow, (a.y + b.y) / 2 - up * dx * bow), b];
  }

  function along(part, t) {
    const s = 1 - t;
    return L.point(
      s * s * part[0].x + 2 * s * t * part[1].x + t * t * part[2].x,
      s * s * part[0].y + 2 * s * t * part[1].y + t * t * part[2].y
    );
  }

  /* The view of all that is shown, or, with nothing shown, of all that there is. */
  function fit() {
    const shown = lines.filter(function (_, i) { return visible[i]; });
    const size = map.getSize(), narrow = size.x < 600;
    if (Math.min(size.x, size.y) < LEAST) return;
    fitting = true;
    // The limits go first, as options: their setters would start movements of their own. Out to
    // where the outlines fill the frame, or to where all lines are in it.
    const limits = around(lines).extend(WORLD);
    map.setMaxBounds(null);
    map.options.maxBounds = limits;
    map.options.minZoom = 0;
    map.options.minZoom = Math.min(map.getBoundsZoom(WORLD, true),
      map.getBoundsZoom(around(lines), false, L.point(narrow ? [32, 68] : [104, 88])));
    map.fitBounds(around(shown.length ? shown : lines), {
      paddingTopLeft: narrow ? [16, 28] : [64, 40],
      paddingBottomRight: narrow ? [16, 40] : [40, 48],
      maxZoom: CLOSE,
      animate: false,
    });
    map.setMaxBounds(limits);
    fitting = false;
    moved = false;
  }

  function around(some) {
    const box = L.latLngBounds(home.getSouthWest(), home.getNorthEast());
    some.forEach(function (line) { box.extend(line.getBounds()); });
    return box;
  }

  /* Classes and words of lines, and the words around them. */
  function restyle() {
    let chosen = false;
    data.partnerships.forEach(function (item, i) {
      const mine = item.id === scene.selected && Boolean(visible[i]);
      chosen = chosen || mine;
      frame.set(lines[i], "class", "leaflet-interactive partnership kind-" + item.kind
        + " status-" + item.status + (mine ? " selected" : ""));
      frame.set(lines[i], "aria-label", [item.title[scene.lang], item.partner[scene.lang],
        words.kinds[item.kind], words.statuses[item.status]].join("; "));
      [lines[i], reaches[i]].forEach(function (line) {
        line.getElement().style.display = visible[i] ? "" : "none";
      });
    });
    map.getContainer().classList.toggle("chosen", chosen);
    controls.tell(words, words.credit, scene.lang);
  }

  /* Ends of shown lines; those that would cover each other are one, at the place of the fullest,
   * or, so that the oblast is never hidden, of the one in it. */
  function gather() {
    if (!data || !visible) return;
    const scale = Math.pow(2, map.getZoom());
    const records = data.ends.map(function () { return new Set(); });
    data.partnerships.forEach(function (item, i) {
      if (!visible[i]) return;
      item.lines.forEach(function (line) {
        records[line[0]].add(i);
        records[line[1]].add(i);
      });
    });
    const order = Array.from(records.keys()).filter(function (i) { return records[i].size; });
    order.sort(function (a, b) {
      return data.ends[b].near - data.ends[a].near || records[b].size - records[a].size || a - b;
    });
    groups = [];
    order.forEach(function (i) {
      const near = groups.find(function (group) {
        const least = large * (data.ends[group.lead].near === data.ends[i].near ? NEAR : TOUCH);
        return spots[group.lead].distanceTo(spots[i]) * scale < least;
      });
      const group = near || { lead: i, members: [], records: new Set() };
      group.members.push(i);
      records[i].forEach(function (record) { group.records.add(record); });
      if (!near) groups.push(group);
    });
    ends.forEach(function (marker) { marker.getElement().style.display = "none"; });
    groups.forEach(function (group) {
      const marker = ends[group.lead];
      group.n = group.records.size;
      group.r = large * (group.n > 1 ? 11 : 6);
      marker.getElement().style.display = "";
      frame.set(marker, "aria-label", names(group, 3) + "; " + words.partnerships + ": " + group.n);
    });
  }

  /* The names of a group's places: of many, the first ones and how many more. */
  function names(group, most) {
    const found = group.members.map(function (i) {
      return data.ends[i].name ? data.ends[i].name[scene.lang] : null;
    }).filter(Boolean);
    const more = group.members.length - most;
    return found.slice(0, most).join(", ") + (more > 0 ? " +" + more : "");
  }

  function groupOf(end) {
    return groups.find(function (group) { return group.lead === end; });
  }

  /* An end chooses its partnership; one with several chooses the next each time. */
  function choose(end) {
    const ids = Array.from(groupOf(end).records, function (i) { return data.partnerships[i].id; });
    frame.send({ partnership: ids[(ids.indexOf(scene.selected) + 1) % ids.length] }, scene.version);
  }

  function partnershipRows(i) {
    const item = data.partnerships[i];
    return [item.title[scene.lang], item.partner[scene.lang],
      words.kinds[item.kind] + " · " + words.statuses[item.status]];
  }

  function endRows(end) {
    const group = groupOf(end);
    const titles = Array.from(group.records, function (i) { return data.partnerships[i].title[scene.lang]; });
    const rows = [names(group, 3)].concat(titles.slice(0, ROWS));
    if (titles.length > ROWS) rows.push("+" + (titles.length - ROWS));
    if (titles.length > 1) rows.push(words.next);
    return rows;
  }

  function tell(latlng, rows) { frame.tell(map, hint, latlng, rows); }

  function queue() {
    if (queued || !data) return;
    queued = true;
    window.requestAnimationFrame(function () { queued = false; draw(); });
  }

  function draw() {
    if (!data || !visible) return;
    const sheet = frame.lay(map, canvas), pen = sheet.pen, size = sheet.size, origin = sheet.origin;
    const scale = Math.pow(2, map.getZoom()), boxes = [];
    const screen = { pen: pen, size: size, boxes: boxes, at: function (spot) {
      return { x: spot.x * scale - origin.x, y: spot.y * scale - origin.y };
    } };
    groups.forEach(function (group) {
      Object.assign(group, screen.at(spots[group.lead]));
      boxes.push([group.x - group.r, group.y - group.r, group.x + group.r, group.y + group.r]);
    });
    groups.forEach(function (group) { drawEnd(screen, group); });
    const far = groups.filter(function (group) { return !data.ends[group.lead].near; });
    const near = groups.filter(function (group) { return data.ends[group.lead].near; });
    far.forEach(function (group) { drawName(screen, group, 14 * large); });
    const wide = map.project(home.getNorthEast(), 0).x - map.project(home.getSouthWest(), 0).x;
    if (wide * scale < ROOM) drawOblast(screen);
    drawSigns(screen);
    if (wide * scale >= ROOM) near.forEach(function (group) { drawName(screen, group, 13 * large); });
    Object.assign(map.getContainer().dataset, {
      shown: visible.reduce(function (sum, bit) { return sum + bit; }, 0), ends: groups.length,
      selected: scene.selected || "", version: scene.version,
    });
  }

  /* Filled: a partner's place. Hollow: a community or the oblast. With a number: several. */
  function drawEnd(screen, group) {
    const pen = screen.pen, near = data.ends[group.lead].near;
    pen.save();
    pen.globalAlpha = faded(group.records) ? 0.45 : 1;
    group.members.slice(1).forEach(function (end) { disc(pen, screen.at(spots[end]), 2.5, PARTNER); });
    disc(pen, group, group.r + 1.5, COLOURS.veil);
    disc(pen, group, group.r, PARTNER);
    if (near) disc(pen, group, group.r - 2, PAPER);
    if (group.n > 1) {
      pen.fillStyle = near ? INK : PAPER;
      pen.font = "600 " + 13 * large + "px " + FONT;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillText(String(group.n), group.x, group.y + 0.5);
    }
    pen.restore();
  }

  function disc(pen, at, r, colour) {
    pen.beginPath();
    pen.arc(at.x, at.y, r, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
  }

  /* Whether something else is chosen. */
  function faded(records) {
    if (!map.getContainer().classList.contains("chosen")) return false;
    return !Array.from(records).some(function (i) { return data.partnerships[i].id === scene.selected; });
  }

  /* On each line the sign of its kind, where there is room; the chosen one's first. */
  function drawSigns(screen) {
    const order = Array.from(curves.keys()).filter(function (i) { return visible[i]; });
    order.sort(function (a, b) { return faded([a]) - faded([b]) || a - b; });
    order.forEach(function (i) {
      const item = data.partnerships[i];
      curves[i].forEach(function (part) {
        const ends = [screen.at(part[0]), screen.at(part[2])];
        if (Math.hypot(ends[0].x - ends[1].x, ends[0].y - ends[1].y) < 4 * REACH) return;
        const spot = SPOTS.map(function (t) { return screen.at(along(part, t)); }).find(function (at) {
          return add(screen, [at.x - 11 * large, at.y - 10 * large, at.x + 11 * large, at.y + 10 * large]);
        });
        if (!spot) return;
        screen.pen.save();
        screen.pen.globalAlpha = faded([i]) ? 0.45 : 1;
        drawSign(screen.pen, spot, item.kind, SOLID.indexOf(item.status) !== -1);
        screen.pen.restore();
      });
    });
  }

  function drawSign(pen, at, kind, solid) {
    pen.translate(at.x, at.y);
    pen.scale(large, large);
    const shapes = {
      twinning: function () {
        pen.arc(-4, 0, 5.5, 0, 2 * Math.PI);
        pen.moveTo(9.5, 0);
        pen.arc(4, 0, 5.5, 0, 2 * Math.PI);
      },
      memorandum: function () { pen.rect(-6, -6, 12, 12); },
      regional_agreement: function () { polygon(pen, [[0, -9], [9, 0], [0, 9], [-9, 0]]); },
      inter_municipal: function () { polygon(pen, [[0, -8], [8.5, 6.5], [-8.5, 6.5]]); },
    };
    pen.beginPath();
    shapes[kind]();
    pen.lineJoin = "round";
    pen.lineWidth = 5.5;
    pen.strokeStyle = PAPER;
    pen.stroke();
    pen.lineWidth = 2;
    pen.strokeStyle = PARTNER;
    pen.fillStyle = solid ? PARTNER : PAPER;
    pen.fill();
    pen.stroke();
    if (kind !== "twinning" || !solid) return;
    // The edge of the front one, so that two circles stay two.
    pen.beginPath();
    pen.arc(4, 0, 5.5, 0, 2 * Math.PI);
    pen.lineWidth = 1.25;
    pen.strokeStyle = PAPER;
    pen.stroke();
  }

  function polygon(pen, corners) {
    corners.forEach(function (corner, i) {
      pen[i ? "lineTo" : "moveTo"](corner[0], corner[1]);
    });
    pen.closePath();
  }

  /* The names of a group, or at least the first one. */
  function drawName(screen, group, px) {
    const gap = group.r + 6, half = px / 2 + 2;
    function places(wide) {
      return [[gap, -half], [-gap - wide, -half], [-wide / 2, gap - 2], [-wide / 2, -gap - 2 * half + 2],
        [gap - 4, gap - 6], [-gap + 4 - wide, gap - 6], [gap - 4, 2 - gap - half], [-gap + 4 - wide, 2 - gap - half]];
    }
    [2, 1].some(function (most) { return write(screen, names(group, most), px, group, places); });
  }

  function drawOblast(screen) {
    if (!groups.length) return;
    const corner = map.latLngToContainerPoint(home.getSouthEast());
    const middle = map.latLngToContainerPoint(L.latLng(home.getSouth(), home.getCenter().lng));
    write(screen, words.oblast, 14 * large, middle, function (wide) {
      return [[-wide / 2, 4], [corner.x - middle.x - 10, -8], [-wide - 10, 4], [-wide / 2, 22]];
    });
  }

  /* A text with a halo at the first place where it covers nothing; without any: false. */
  function write(screen, text, px, at, places) {
    const pen = screen.pen;
    pen.save();
    pen.font = "600 " + px + "px " + FONT;
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 4 * large;
    const wide = pen.measureText(text).width, high = px + 4;
    const free = places(wide).find(function (place) {
      const x = at.x + place[0], y = at.y + place[1];
      const within = x >= 2 && y >= 2 && x + wide <= screen.size.x - 2 && y + high <= screen.size.y - 2;
      return within && add(screen, [x - 2, y, x + wide + 2, y + high]);
    });
    if (free) {
      const x = at.x + free[0], y = at.y + free[1] + high / 2;
      pen.strokeStyle = COLOURS.veil;
      pen.strokeText(text, x, y);
      pen.fillStyle = INK;
      pen.fillText(text, x, y);
    }
    pen.restore();
    return Boolean(free);
  }

  /* Takes a box of the screen unless another one has a part of it. */
  function add(screen, box) {
    const taken = screen.boxes.some(function (other) {
      return box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
    });
    if (!taken) screen.boxes.push(box);
    return !taken;
  }

  window.projectmapPartners = { start: start, show: show, enlarge: enlarge };
})();
