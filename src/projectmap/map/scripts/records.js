/* The records as the map counts them: at their positions, or on their communities. */
(function (projectmap) {
  "use strict";

  /* What map/layers.py packs (positions_of). */
  function readPositions(buffer) {
    const head = new DataView(buffer), n = head.getUint32(0, true), m = head.getUint32(4, true);
    return {
      count: n,
      degrees: new Float32Array(buffer, 8, n * 2),
      pairRecord: new Uint32Array(buffer, 8 + n * 8, m),
      pairCommunity: new Uint32Array(buffer, 8 + n * 8 + m * 4, m),
      periods: new Uint8Array(buffer, 8 + n * 8 + m * 8, n),
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

  function total(periods) { return periods[0] + periods[1] + periods[2]; }

  projectmap.records = { readPositions, countByCommunity, total };
})(globalThis.projectmap ??= {});
