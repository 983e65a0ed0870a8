/* Draws what the communities lie on: land, border, sea, rivers, roads, places and names, on a
 * canvas below them, and the small map of Europe. */
(function (projectmap) {
  "use strict";

  const { arcs, page, places } = projectmap;
  const { font: FONT, colours: COLOURS } = projectmapTheme; // map/theme.json
  const INSET = { wide: 112, high: 96, west: -11, north: 62, east: 45, south: 35 }; // px and degrees
  const RIVERS_TO = 12; // zoom from which rivers would be seen to lie some 0.4 km off
  const FADES = 5, FADE_STEP = 0.08; // parts in which lines fade, and degrees of each
  const LANDS_TO = 9.5; // zoom to which oblasts and countries are named

  function path(lines, closed) {
    const made = new Path2D();
    for (const line of lines) {
      line.forEach((position, i) => {
        const { x, y } = arcs.project(position);
        if (i) made.lineTo(x, y);
        else made.moveTo(x, y);
      });
      if (closed) made.closePath();
    }
    return made;
  }

  /* Lines end where the data does; towards there they fade, as they go on in truth. The lines in
   * parts, the faintest first; box: west, south, east, north of all there is, degrees. */
  function fade(lines, [west, south, east, north]) {
    const parts = Array.from({ length: FADES }, () => []);
    for (const line of lines) {
      let last = -1;
      line.forEach(([x, y], i) => {
        const inwards = Math.min(x - west, east - x, y - south, north - y);
        const part = Math.max(0, Math.min(FADES - 1, Math.floor(inwards / FADE_STEP)));
        if (part !== last && i) parts[last].at(-1).push(line[i]);
        if (part !== last) parts[part].push([]);
        parts[part].at(-1).push(line[i]);
        last = part;
      });
    }
    return parts;
  }

  function extent(lines) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const line of lines) for (const [x, y] of line) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    return box;
  }

  /* A level of the ground (map/ground.py) with its outlines (arcs.unpack), ready to be drawn. */
  function build(level, outlines) {
    const of = (lines) => (lines || []).map((line) => arcs.positions(line, level.unit));
    const [home, others] = level.around || [[], []];
    const spot = ([x, y, rank, uk, en, code]) => ({
      at: arcs.project([x * level.unit, y * level.unit]), rank, name: arcs.byLanguage(uk, en), code,
    });
    const lines = { rivers: of(level.rivers), international: of(level.international), national: of(level.national) };
    const box = extent(Object.values(lines).flat());
    const parts = Object.fromEntries(Object.entries(lines).map(([name, some]) => [name, fade(some, box).map((part) => path(part))]));
    return {
      fading: Array.from({ length: FADES }, (_, i) => Object.fromEntries(Object.keys(parts).map((name) => [name, parts[name][i]]))),
      home: path(of(home), true), others: path(of(others), true), sea: path(of(level.sea), true),
      abroad: path(outlines.abroad.flatMap((n) => outlines.land[n]), true),
      land: path(outlines.land.filter((_, n) => !outlines.abroad.includes(n)).flat(), true),
      own: path(outlines.communities.flat(), true),
      oblasts: path(outlines.oblasts), border: path(outlines.border),
      places: level.settlements.concat(level.towns).map(spot).sort((a, b) => a.rank - b.rank),
      waters: level.waters.map(spot), lands: level.land.map(spot),
    };
  }

  /* Land, waters and roads; view: pen, size, origin and scale. far: the level that has the land
   * farther away; null: something else draws that. */
  function drawLand(view, built, far, zoom) {
    const { pen, scale, origin } = view, before = pen.getTransform();
    const fill = (shape, colour) => { pen.fillStyle = COLOURS[colour]; pen.fill(shape, "evenodd"); };
    const stroke = (shape, colour, px, dash) => {
      pen.strokeStyle = COLOURS[colour];
      pen.lineWidth = px / scale;
      pen.setLineDash((dash || []).map((part) => part / scale));
      pen.stroke(shape);
    };
    pen.save();
    if (far) {
      pen.fillStyle = COLOURS["ground-sea"];
      pen.fillRect(-view.around, -view.around, view.size.x + 2 * view.around, view.size.y + 2 * view.around);
    }
    pen.setTransform(before.a * scale, 0, 0, before.d * scale, before.e - origin.x * before.a, before.f - origin.y * before.d);
    pen.lineJoin = "round";
    if (far) {
      fill(far.others, "ground-abroad");
      fill(far.home, "ground-around");
    }
    fill(built.abroad, "ground-abroad");
    fill(built.land, "ground-around");
    fill(built.sea, "ground-sea");
    fill(built.own, "ground-own");
    const wide = Math.max(0.7, Math.min(2.4, 0.8 + (zoom - 8) * 0.45));
    built.fading.forEach((lines, i) => {
      pen.globalAlpha = (i + 1) / FADES;
      if (zoom < RIVERS_TO) stroke(lines.rivers, "river", wide * 1.3);
      stroke(lines.national, "road", wide);
      stroke(lines.international, "road", wide * 1.9);
      if (zoom >= 9) stroke(lines.international, "road-inner", wide);
    });
    stroke(built.oblasts, "oblast-around", 1.2, [6, 4]);
    stroke(built.border, "state-border", Math.max(1.6, wide * 1.5));
    pen.restore();
  }

  const widths = new Map(); // font and text -> px
  if (globalThis.document) document.fonts.addEventListener("loadingdone", () => widths.clear());

  function measure(pen, text) {
    const key = pen.font + text;
    if (!widths.has(key)) widths.set(key, pen.measureText(text).width);
    return widths.get(key);
  }

  function write(pen, text, x, y, colour) {
    pen.strokeStyle = COLOURS.veil;
    pen.strokeText(text, x, y);
    pen.fillStyle = COLOURS[colour];
    pen.fillText(text, x, y);
  }

  /* Letters around the middle of their line, with a halo so many px wide. */
  function setLetters(pen, align, halo) {
    pen.textAlign = align;
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = halo;
  }

  function placeFont(rank, size) { return (rank <= 3 ? "600 " : "400 ") + size + "px " + FONT; }

  /* Finds the places of the view and, for the largest or the others, room for their names. */
  function findPlaces(view, built, zoom) { return places.placesIn(built.places, view, zoom); }

  function namePlaces(view, spots, boxes, language) {
    places.nameThem(spots, view, boxes, (spot, size) => {
      view.pen.font = placeFont(spot.rank, size);
      return measure(view.pen, spot.place.name[language]);
    });
  }

  function drawDots(view, spots) {
    const { pen, large } = view;
    pen.save();
    for (const spot of spots) {
      pen.beginPath();
      pen.arc(spot.x, spot.y, places.DOTS[spot.rank] * large, 0, 2 * Math.PI);
      pen.fillStyle = COLOURS.paper;
      pen.fill();
      pen.lineWidth = 1.3 * large;
      pen.strokeStyle = COLOURS["place-name"];
      pen.stroke();
    }
    pen.restore();
  }

  function drawPlaceNames(view, spots, language) {
    const { pen, large } = view;
    pen.save();
    setLetters(pen, "left", 3 * large);
    for (const spot of spots) {
      if (!spot.box) continue;
      pen.font = placeFont(spot.rank, places.SIZES[spot.rank] * large);
      write(pen, spot.place.name[language], spot.box[0], (spot.box[1] + spot.box[3]) / 2, "place-name");
    }
    pen.restore();
  }

  /* Names of waters and, from afar, of the lands around, where there is still room. */
  function drawAreaNames(view, built, zoom, boxes, language) {
    const { pen, large, scale, origin, size } = view;
    const shown = (items) => items.map((item) => ({
      x: item.at.x * scale - origin.x, y: item.at.y * scale - origin.y, text: item.name[language], kind: item.rank, reach: (item.room || 0) * scale / 3,
    })).filter(({ x, y }) => x > 0 && y > 0 && x < size.x && y < size.y);
    const draw = (items, font, px, colour) => {
      pen.font = font;
      for (const item of places.nameAreas(items, view, boxes, px * 0.7, (spot) => measure(pen, spot.text))) {
        write(pen, item.text, item.x, item.y, colour);
      }
    };
    pen.save();
    setLetters(pen, "center", 3 * large);
    const lands = zoom <= LANDS_TO ? shown(built.lands) : [];
    draw(lands.map((item) => ({ ...item, text: item.text.toUpperCase() })), "600 " + 11 * large + "px " + FONT, 11 * large, "land-name");
    draw(shown(built.waters.filter((item) => places.waterShown(item.rank, zoom))), "italic " + 12 * large + "px " + FONT, 12 * large, "water-name");
    pen.restore();
  }

  /* Where in Europe the oblast is, as a control of the map; draw() draws it in the colours of now. */
  function addInset(map, europe, bounds, label) {
    const ratio = window.devicePixelRatio || 1;
    const control = page.addControl(map, "topleft", () => {
      const canvas = L.DomUtil.create("canvas", "inset");
      canvas.width = INSET.wide * ratio;
      canvas.height = INSET.high * ratio;
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", label);
      return canvas;
    });
    const lands = europe.map((lines) => path(lines.map((line) => arcs.positions(line, 0.01)), true));
    control.draw = () => drawInset(control.getContainer().getContext("2d"), lands, bounds, ratio);
    return control;
  }

  function drawInset(pen, [home, others], [west, south, east, north], ratio) {
    const from = arcs.project([INSET.west, INSET.north]), to = arcs.project([INSET.east, INSET.south]);
    const scale = Math.max(INSET.wide / (to.x - from.x), INSET.high / (to.y - from.y)) * ratio;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = COLOURS["ground-sea"];
    pen.fillRect(0, 0, pen.canvas.width, pen.canvas.height);
    pen.setTransform(scale, 0, 0, scale, pen.canvas.width - to.x * scale, -from.y * scale);
    pen.fillStyle = COLOURS["ground-abroad"];
    pen.fill(others);
    pen.lineWidth = 0.6 * ratio / scale;
    pen.strokeStyle = COLOURS.paper;
    pen.stroke(others);
    pen.fillStyle = COLOURS["inset-home"];
    pen.fill(home);
    const a = arcs.project([west, north]), b = arcs.project([east, south]);
    pen.fillStyle = COLOURS.accent;
    pen.fillRect(a.x, a.y, b.x - a.x, b.y - a.y);
  }

  projectmap.ground = {
    write, setLetters, build, drawLand, findPlaces, namePlaces, drawDots, drawPlaceNames, drawAreaNames, addInset,
  };
})(globalThis.projectmap ??= {});
