/* Records near each other are drawn as one symbol. Independent of the map: numbers in, groups out. */
(function (projectmap) {
  "use strict";

  const { total } = projectmap.records;
  const { symbols: SIZES, symbol_radius: RADIUS } = projectmapTheme; // map/theme.json
  const MARGIN = 60; // px around the view in which groups still reach into it
  const REACH = 72; // px: no two symbols touch from further away
  const NEIGHBOURS = [-4097, -4096, -4095, -1, 0, 1, 4095, 4096, 4097]; // cells of that width

  /* The radius of a symbol of n records, which is at least 24 px to hit. */
  function radius(n, large) {
    return large * Math.max(SIZES.smallest, Math.min(SIZES.largest, RADIUS.base + RADIUS.growth * Math.sqrt(n)));
  }

  /* The records of a view, gathered by a grid, near groups joined until none covers another.
   *
   * records: count, points (projected at zoom 0, in pairs; NaN without one), periods, visible.
   * others: communities that are counted with their neighbours, each x, y (at zoom 0), its number
   * (community) and counts by period.
   * view: scale (px at zoom 0 to px), origin and size in px, large (times the usual size).
   * Each group: x, y in px of the view, n, counts by period, r, first (a record of it), rows (all
   * of them), others (community and n of each), and same: whether all its records lie at one spot.
   */
  function cluster(records, others, view) {
    const { scale, origin, size, large } = view, points = records.points, cells = new Map();
    const left = origin.x - MARGIN, right = origin.x + size.x + MARGIN;
    const top = origin.y - MARGIN, bottom = origin.y + size.y + MARGIN;

    /* The group of a spot; none out of the view, and none for what has no spot. */
    function groupAt(x, y, first, same) {
      if (!(x > left && x < right && y > top && y < bottom)) return null;
      // The grid lies on the world, not on the view, so that panning regroups nothing.
      const side = SIZES.cell * large, key = Math.floor(x / side) * 1e6 + Math.floor(y / side);
      if (!cells.has(key)) cells.set(key, { x: 0, y: 0, n: 0, counts: [0, 0, 0], first, same, rows: [], others: [] });
      return cells.get(key);
    }

    for (let i = 0; i < records.count; i += 1) {
      if (!records.visible[i]) continue;
      const x = points[2 * i] * scale, y = points[2 * i + 1] * scale, group = groupAt(x, y, i, true);
      if (!group) continue;
      group.x += x;
      group.y += y;
      group.n += 1;
      group.counts[records.periods[i]] += 1;
      group.rows.push(i);
      group.same = group.same && atOneSpot(points, group.first, i);
    }
    for (const other of others) {
      const n = total(other.counts), x = other.x * scale, y = other.y * scale;
      const group = n ? groupAt(x, y, 0, false) : null;
      if (!group) continue;
      group.x += x * n;
      group.y += y * n;
      group.n += n;
      group.counts = group.counts.map((value, period) => value + other.counts[period]);
      group.others.push({ community: other.community, n });
      group.same = false;
    }
    const groups = Array.from(cells.values());
    for (const group of groups) {
      group.x = group.x / group.n - origin.x;
      group.y = group.y / group.n - origin.y;
      group.r = radius(group.n, large);
    }
    return joinNear(groups, points, large);
  }

  function atOneSpot(points, i, j) {
    return points[2 * i] === points[2 * j] && points[2 * i + 1] === points[2 * j + 1];
  }

  /* Largest first, each group is counted with the nearest of those that it would touch. */
  function joinNear(groups, points, large) {
    const kept = new Map(), side = REACH * large;
    groups.sort((a, b) => b.n - a.n || a.first - b.first);
    for (const group of groups) {
      const cell = Math.floor(group.x / side) * 4096 + Math.floor(group.y / side);
      const near = nearest(group, NEIGHBOURS.flatMap((step) => kept.get(cell + step) || []));
      if (near) {
        near.counts = near.counts.map((value, period) => value + group.counts[period]);
        near.n += group.n;
        near.rows.push(...group.rows);
        near.others.push(...group.others);
        near.same = near.same && group.same && atOneSpot(points, near.first, group.first);
        near.r = radius(near.n, large);
      } else {
        kept.set(cell, (kept.get(cell) || []).concat([group]));
      }
    }
    return Array.from(kept.values()).flat();
  }

  function nearest(group, others) {
    let found = null, least = Infinity;
    for (const other of others) {
      const away = Math.hypot(other.x - group.x, other.y - group.y);
      if (away < other.r + group.r + SIZES.gap && away < least) [found, least] = [other, away];
    }
    return found;
  }

  projectmap.clustering = { radius, cluster };
})(globalThis.projectmap ??= {});
