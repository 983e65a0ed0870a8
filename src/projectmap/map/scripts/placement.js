/* Where the symbols and names of communities stand. Knows no map: numbers in, symbols out.
 *
 * A symbol: kind ("records", "community", "partnership"), x, y, r in px of the view, n; counts by
 * period but for partnerships; the community (its number) unless several are joined in it.
 */
(function (projectmap) {
  "use strict";

  const { total } = projectmap.records, { cluster, radius } = projectmap.clustering;
  const SIZES = projectmapTheme.symbols; // map/theme.json
  const STRETCH = 3 * SIZES.cell; // px in which partnerships are one sign, where communities are many
  const FARTHEST = 1.6; // times the usual reach: further, but on the land
  const ASIDE = [[0, 0]]; // px from a label point, nearest first
  for (let reach = SIZES.step; reach <= FARTHEST * SIZES.reach; reach += SIZES.step) {
    for (let turn = 0; turn < SIZES.turns; turn += 1) {
      const angle = turn * 2 * Math.PI / SIZES.turns;
      ASIDE.push([reach * Math.cos(angle), reach * Math.sin(angle)]);
    }
  }

  /* The communities as they are placed: outlines of each are rings in degrees. */
  function project(communities, rings, projected) {
    const outlines = rings.map((area) => area.map((ring) => ring.map(projected)));
    const widths = outlines.map((area) => {
      const side = (of) => area.flat().reduce(([least, most], spot) => [Math.min(least, of(spot)), Math.max(most, of(spot))], [Infinity, -Infinity]);
      return Math.min(...[(spot) => spot.x, (spot) => spot.y].map(side).map(([least, most]) => most - least));
    });
    return { outlines, widths, centres: communities.map((item) => projected(item.label)) };
  }

  /* Whether there are so many communities that the small ones are counted with their neighbours. */
  function many(land) { return land.centres.length > SIZES.most_places; }

  /* Whether a community shows its own symbols and name: always where there are few; else where
   * it is large enough on the screen. */
  function alone(land, community, scale) {
    return !many(land) || land.widths[community] * scale >= SIZES.room;
  }

  /* All symbols of a view, and the boxes that they take.
   *
   * land: of each community centres, outlines (rings) and widths, all projected at zoom 0.
   * shown: records (see clustering.js), counts of each community by period, partnerships of each;
   * either of them null where its layer is off.
   */
  function placeSymbols(land, shown, view) {
    const boxes = projectmap.collisionIndex(), symbols = [];
    if (shown.records) {
      const others = shown.counts.map((counts, community) => Object.assign({ counts, community }, land.centres[community]))
        .filter((_, i) => !alone(land, i, view.scale));
      for (const group of cluster(shown.records, others, view)) {
        symbols.push(Object.assign(group, { kind: "records" }));
        boxes.add(around(group.x, group.y, group.r, group.r));
      }
    }
    // The smallest first: the large ones have more room inside to give way.
    land.order ??= land.centres.map((_, i) => i).sort((a, b) => land.widths[a] - land.widths[b]);
    land.order.forEach((i) => placeCommunity(land, shown, view, i, symbols, boxes));
    placeJoined(joinedPartnerships(land, shown, view), view, symbols, boxes);
    return { symbols, boxes };
  }

  /* What belongs to a whole community stands inside it, at its label point or near; where there
   * is no room, outside with a line that leads to it. */
  function placeCommunity(land, shown, view, i, symbols, boxes) {
    const spot = onScreen(land.centres[i], view);
    if (beyond(spot, view, 50) || !alone(land, i, view.scale)) return;
    const n = shown.records ? total(shown.counts[i]) : 0, parts = [];
    if (n) parts.push({ kind: "community", n, counts: shown.counts[i], r: radius(n, view.large) - 1, community: i });
    if (shown.partnerships && shown.partnerships[i]) {
      parts.push({ kind: "partnership", n: shown.partnerships[i], r: SIZES.smallest * view.large, community: i });
    }
    const { origin, scale } = view;
    const at = (x, y) => [(x + origin.x) / scale, (y + origin.y) / scale];
    if (parts.length) place(parts, spot, view, boxes, symbols,
      (x, y) => inside(land.outlines[i], ...at(x, y)), (x, y) => onLand(land, ...at(x, y)));
  }

  /* Whether a point lies in any of the communities; where they are many nobody would wait for it. */
  function onLand(land, x, y) {
    if (many(land)) return false;
    land.boxes ??= land.outlines.map((rings) => {
      const xs = rings.flatMap((ring) => ring.map((p) => p.x)), ys = rings.flatMap((ring) => ring.map((p) => p.y));
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    });
    return land.boxes.some((box, i) =>
      x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3] && inside(land.outlines[i], x, y));
  }

  /* Partnerships of communities that are too small for symbols of their own, a sign a stretch. */
  function joinedPartnerships(land, shown, view) {
    const cells = new Map(), { scale, origin } = view;
    if (!shown.partnerships || !many(land)) return [];
    shown.partnerships.forEach((n, i) => {
      const x = land.centres[i].x * scale, y = land.centres[i].y * scale;
      if (!n || beyond(onScreen(land.centres[i], view), view, 0) || alone(land, i, scale)) return;
      const key = Math.floor(x / STRETCH) * 1e6 + Math.floor(y / STRETCH);
      const found = cells.get(key) || { kind: "partnership", x: 0, y: 0, n: 0, r: SIZES.smallest * view.large, others: [] };
      found.x += (x - origin.x) * n;
      found.y += (y - origin.y) * n;
      found.n += n;
      found.others.push({ community: i, n });
      cells.set(key, found);
    });
    return Array.from(cells.values(), (part) => Object.assign(part, { x: part.x / part.n, y: part.y / part.n }));
  }

  /* One that finds no room is counted with the nearest that did. */
  function placeJoined(parts, view, symbols, boxes) {
    const placed = [];
    for (const part of parts) {
      if (place([part], { x: part.x, y: part.y }, view, boxes, symbols, () => true, () => true, placed.length > 0)) {
        placed.push(part);
        continue;
      }
      const away = (other) => Math.hypot(other.x - part.x, other.y - part.y);
      const nearest = placed.reduce((a, b) => (away(a) <= away(b) ? a : b));
      nearest.n += part.n;
      nearest.others.push(...part.others);
    }
  }

  /* Puts parts side by side at the free spot nearest to a spot, best where they are at home, else
   * where they are near it; without any free spot they stand on the spot, or, if they can do
   * without, are not placed: false. */
  function place(parts, spot, view, boxes, symbols, atHome, nearHome, optional) {
    const half = parts.reduce((sum, part) => sum + part.r, 0), high = parts[0].r;
    let free = null, near = null, home = null;
    ASIDE.some((step) => {
      const x = spot.x + view.large * step[0], y = spot.y + view.large * step[1];
      if (boxes.taken(around(x, y, half, high))) return false;
      if (!free) free = [x, y];
      if (atHome(x, y)) home = [x, y];
      else if (!near && nearHome(x, y)) near = [x, y];
      return home !== null;
    });
    if (!free && optional) return false;
    const at = home || near || free || [spot.x, spot.y];
    let left = at[0] - half;
    for (const part of parts) {
      part.x = left + part.r;
      part.y = at[1];
      left += 2 * part.r;
      if (!home && part === parts[0]) part.leader = spot;
      symbols.push(part);
    }
    boxes.add(around(at[0], at[1], half, high));
    return true;
  }

  /* Where names stand, each once: community, x and y. One that would touch another name or a symbol is left out.
   * halfWidth(community): half the width of its name in px. view.edge: the px at which something covers
   * the view, if anything does. */
  function placeNames(land, view, boxes, halfWidth) {
    const large = view.large, near = 24 * large, far = 36 * large, names = [];
    land.centres.forEach((centre, i) => {
      const spot = onScreen(centre, view);
      if (beyond(spot, view, 0) || !alone(land, i, view.scale)) return;
      const half = halfWidth(i), aside = half + 22 * large;
      const step = [[0, 0], [0, near], [0, -near], [0, far], [0, -far], [aside, 0], [-aside, 0]].find((way) => {
        const x = spot.x + way[0], y = spot.y + way[1];
        const box = [x - half - 2, y - 9 * large, x + half + 2, y + 9 * large];
        const cut = view.edge > box[0] && view.edge < box[2];
        return box[0] >= 0 && box[2] <= view.size.x && !cut && boxes.claim(box);
      });
      if (step) names.push({ community: i, x: spot.x + step[0], y: spot.y + step[1] });
    });
    return names;
  }

  function onScreen(point, view) {
    return { x: point.x * view.scale - view.origin.x, y: point.y * view.scale - view.origin.y };
  }

  function beyond(spot, view, margin) {
    return spot.x < -margin || spot.y < -margin || spot.x > view.size.x + margin || spot.y > view.size.y + margin;
  }

  function around(x, y, half, high) {
    return [x - half - SIZES.gap, y - high - SIZES.gap, x + half + SIZES.gap, y + high + SIZES.gap];
  }

  /* Whether a point lies in an area of rings. */
  function inside(rings, x, y) {
    let odd = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const a = ring[i], b = ring[j];
        if ((a.y > y) !== (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) odd = !odd;
      }
    }
    return odd;
  }

  projectmap.placement = { project, many, placeSymbols, placeNames, inside };
})(globalThis.projectmap ??= {});
