/* Where the symbols and names of communities stand. Independent of the map: numbers in, symbols out.
 *
 * A symbol: kind ("records", "community", "partnership"), x, y, r in px of the view, n; counts by
 * period but for partnerships; the community (its number) unless several are joined in it.
 */
(function (projectmap) {
  "use strict";

  const { total } = projectmap.records, { cluster, radius } = projectmap.clustering;
  const SIZES = projectmapTheme.symbols; // map/theme.json
  const MAX_ALONE = 200; // communities, each of which has its own symbol at every zoom
  const ROOM = 44; // px that one of more communities must measure for that
  const STRETCH = 3 * SIZES.cell; // px in which partnerships are one sign, where communities are many
  const NEAR = 30; // px from its community's edge that a sign may stand outside
  const SMALL = 0.8; // times the usual size: signs of crowded communities
  const EVERYWHERE = [-Infinity, -Infinity, Infinity, Infinity];
  const ROUNDS = 4; // orders that are tried
  const MOST_MOVED = 8; // communities that another order may help
  const ASIDE = [[0, 0]]; // px from a label point, nearest first
  for (let reach = SIZES.step / 2; reach <= SIZES.reach; reach += SIZES.step / 2) {
    for (let direction = 0; direction < SIZES.directions; direction += 1) {
      const angle = direction * 2 * Math.PI / SIZES.directions;
      ASIDE.push([reach * Math.cos(angle), reach * Math.sin(angle)]);
    }
  }

  /* The communities as they are placed: outlines of each are rings in degrees. */
  function project(communities, rings, projected) {
    const outlines = rings.map((area) => area.map((ring) => ring.map(projected)));
    const widths = outlines.map(boxOf).map(([left, top, right, bottom]) => Math.min(right - left, bottom - top));
    return { outlines, widths, centres: communities.map((item) => projected(item.label)) };
  }

  function boxOf(rings) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of rings) for (const { x, y } of ring) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    return box;
  }

  /* Whether there are so many communities that the small ones are counted with their neighbours. */
  function many(land) { return land.centres.length > MAX_ALONE; }

  /* Whether a community shows its own symbols and name: always where there are few; else where
   * it is large enough on the screen. */
  function alone(land, community, scale) {
    return !many(land) || land.widths[community] * scale >= ROOM;
  }

  /* All symbols of a view, and the boxes that they take.
   *
   * land: of each community centres, outlines (rings) and widths, all projected at zoom 0.
   * shown: records (see clustering.js), counts of each community by period, partnerships of each;
   * either of them null where its layer is off.
   *
   * The smallest communities come first: the large ones have more room inside to give way. Those that
   * find no room come before them the next time, and at last are counted with their neighbours.
   */
  function placeSymbols(land, shown, view) {
    land.boxes ??= land.outlines.map(boxOf);
    land.order ??= land.centres.map((_, i) => i).sort((a, b) => land.widths[a] - land.widths[b]);
    const crowded = new Set();
    for (let round = 1; ; round += 1) {
      const last = round === ROUNDS;
      const made = placeInOrder(land, shown, view, new Set([...crowded, ...land.order]), last ? crowded : new Set());
      if (last) made.left.forEach((part) => joinLeft(part, land, view, made));
      if (last || !made.left.length) return made;
      made.left.forEach((part) => crowded.add(part.community));
      if (crowded.size > MOST_MOVED) round = ROUNDS - 1;
    }
  }

  /* left: what finds no room; joined: the communities whose records are counted with their neighbours. */
  function placeInOrder(land, shown, view, order, joined) {
    const boxes = projectmap.collisionIndex(), symbols = [], left = [];
    const isAlone = (i) => alone(land, i, view.scale);
    if (shown.records) {
      const others = shown.counts.map((counts, community) => Object.assign({ counts, community }, land.centres[community]))
        .filter((_, i) => joined.has(i) || !isAlone(i));
      for (const group of cluster(shown.records, others, view)) {
        symbols.push(Object.assign(group, { kind: "records" }));
        boxes.add(around(group.x, group.y, group.r, group.r));
      }
    }
    for (const i of order) {
      const spot = onScreen(land.centres[i], view);
      if (beyond(spot, view, 50) || !isAlone(i)) continue;
      const n = shown.records && !joined.has(i) ? total(shown.counts[i]) : 0, parts = [];
      if (n) parts.push({ kind: "community", n, counts: shown.counts[i], r: radius(n, view.large) - 1, community: i });
      if (shown.partnerships && shown.partnerships[i]) {
        parts.push({ kind: "partnership", n: shown.partnerships[i], r: SIZES.smallest * view.large, community: i });
      }
      left.push(...placeCommunity(parts, land.outlines[i], land.boxes[i], spot, view, boxes, symbols));
    }
    placeJoined(joinedPartnerships(land, shown, view), view, symbols, boxes);
    return { symbols, boxes, left };
  }

  /* What belongs to a whole community stands inside it, at its label point or near, if need be smaller
   * or apart; else beside its edge. What finds no room is returned. */
  function placeCommunity(parts, outline, box, spot, view, boxes, symbols) {
    const onLand = (x, y) => [(x + view.origin.x) / view.scale, (y + view.origin.y) / view.scale];
    const home = (x, y) => inside(outline, ...onLand(x, y));
    const near = (x, y) => toEdge(outline, ...onLand(x, y)).away * view.scale <= NEAR * view.large;
    const [[left, top], [right, bottom]] = [[box[0], box[1]], [box[2], box[3]]].map(([x, y]) => [x * view.scale - view.origin.x, y * view.scale - view.origin.y]);
    const small = parts.map((part) => ({ ...part, r: part.r * SMALL }));
    const put = (some, column, fits) => {
      const out = fits === near ? NEAR * view.large : 0;
      return place(some, column, spot, view, boxes, symbols, fits, [left - out, top - out, right + out, bottom + out]);
    };
    if (!parts.length || [parts, small].some((some) => put(some, false, home) || (some.length > 1 && put(some, true, home)))) return [];
    return small.filter((part, i) => {
      if (parts.length > 1 && (put([parts[i]], false, home) || put([part], false, home))) return false;
      if (!put([part], false, near)) return true;
      const edge = toEdge(outline, ...onLand(part.x, part.y));
      part.leader = onScreen(edge, view);
      return false;
    });
  }

  /* What is left is counted with the nearest of its kind, or else covers others. */
  function joinLeft(part, land, view, { symbols, boxes }) {
    const spot = onScreen(land.centres[part.community], view), away = (other) => Math.hypot(other.x - spot.x, other.y - spot.y);
    const [nearest] = symbols.filter((other) => part.kind === "partnership" && other.kind === part.kind).sort((a, b) => away(a) - away(b));
    if (!nearest || away(nearest) > STRETCH) {
      symbols.push(Object.assign(part, spot));
      boxes.add(around(part.x, part.y, part.r, part.r));
      return;
    }
    nearest.others ??= [{ community: nearest.community, n: nearest.n }];
    delete nearest.community;
    nearest.others.push({ community: part.community, n: part.n });
    nearest.n += part.n;
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
      if (place([part], false, part, view, boxes, symbols, () => true)) {
        placed.push(part);
        continue;
      }
      const away = (other) => Math.hypot(other.x - part.x, other.y - part.y);
      const nearest = placed.reduce((a, b) => (away(a) <= away(b) ? a : b));
      nearest.n += part.n;
      nearest.others.push(...part.others);
    }
  }

  /* Puts parts in a row or column at the free spot nearest to a spot that fits, in a box if one is
   * given: whether there is one. */
  function place(parts, column, spot, view, boxes, symbols, fits, [left, top, right, bottom] = EVERYWHERE) {
    const long = parts.reduce((sum, part) => sum + part.r, 0), high = Math.max(...parts.map((part) => part.r));
    const half = column ? [high, long] : [long, high];
    const step = ASIDE.find(([dx, dy]) => {
      const x = spot.x + view.large * dx, y = spot.y + view.large * dy;
      return x >= left && x <= right && y >= top && y <= bottom && !boxes.taken(around(x, y, half[0], half[1])) && fits(x, y);
    });
    if (!step) return false;
    const at = [spot.x + view.large * step[0], spot.y + view.large * step[1]];
    let way = -long;
    for (const part of parts) {
      way += part.r;
      Object.assign(part, column ? { x: at[0], y: at[1] + way } : { x: at[0] + way, y: at[1] });
      way += part.r;
      symbols.push(part);
    }
    boxes.add(around(...at, ...half));
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

  /* The point of an area's edge that is nearest to a point, and how far away it is. */
  function toEdge(rings, x, y) {
    let away = Infinity, nearX = 0, nearY = 0;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const a = ring[j], dx = ring[i].x - a.x, dy = ring[i].y - a.y, long = dx * dx + dy * dy || 1;
        const share = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / long));
        const toX = a.x + share * dx, toY = a.y + share * dy, square = (toX - x) ** 2 + (toY - y) ** 2;
        if (square < away) [away, nearX, nearY] = [square, toX, toY];
      }
    }
    return { x: nearX, y: nearY, away: Math.sqrt(away) };
  }

  projectmap.placement = { MAX_ALONE, project, many, placeSymbols, placeNames, inside, toEdge };
})(globalThis.projectmap ??= {});
