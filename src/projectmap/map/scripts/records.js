/* The records as the map counts them: at their positions, or on their communities. */
(function (projectmap) {
  "use strict";

  const NOWHERE = 0xffffffff; // see map/layers.py

  /* What map/layers.py packs (positions_of). */
  function readPositions(buffer) {
    const head = new DataView(buffer), n = head.getUint32(0, true), m = head.getUint32(4, true);
    return {
      count: n,
      degrees: new Float32Array(buffer, 8, n * 2),
      pairRecord: new Uint32Array(buffer, 8 + n * 8, m),
      pairCommunity: new Uint32Array(buffer, 8 + n * 8 + m * 4, m),
      communities: new Uint32Array(buffer, 8 + n * 8 + m * 8, n),
      periods: new Uint8Array(buffer, 8 + n * 12 + m * 8, n),
    };
  }

  /* The shown records of each community that have no better position, by period. */
  function countByCommunity(positions, visible, communities) {
    const found = Array.from({ length: communities }, () => [0, 0, 0]);
    positions.pairRecord.forEach((record, i) => {
      if (visible[record]) found[positions.pairCommunity[i]][positions.periods[record]] += 1;
    });
    return found;
  }

  /* The communities whose records or partnerships a symbol counts, and how many of each: most first.
   * A record that lies in none that is known is left out. */
  function shares(item, positions) {
    if (item.community !== undefined) return [[item.community, item.n]];
    const found = new Map(), add = (community, n) => found.set(community, (found.get(community) || 0) + n);
    (item.rows || []).forEach((row) => add(positions.communities[row], 1));
    item.others.forEach((other) => add(other.community, other.n));
    return Array.from(found).filter((share) => share[0] !== NOWHERE).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  }

  /* Where the records lie, in pairs, as project(degrees) has it; NaN for those without a point. */
  function project({ count, degrees }, projected) {
    const found = new Float64Array(count * 2).fill(NaN);
    for (let i = 0; i < count; i += 1) {
      if (Number.isNaN(degrees[2 * i])) continue;
      const { x, y } = projected([degrees[2 * i], degrees[2 * i + 1]]);
      found[2 * i] = x;
      found[2 * i + 1] = y;
    }
    return found;
  }

  function total(periods) { return periods[0] + periods[1] + periods[2]; }

  projectmap.records = { readPositions, countByCommunity, shares, project, total };
})(globalThis.projectmap ??= {});
