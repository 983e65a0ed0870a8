/* What stands where on the map of communities, and what a click means: without any map. */
"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
const projectmap = require("./load.js")(
  "map/scripts/bits.js", "map/scripts/collisions.js", "map/scripts/records.js",
  "map/scripts/clustering.js", "map/scripts/placement.js", "map/scripts/clicks.js");
const { records, clustering, placement, clicks } = projectmap;
const GAP = projectmapTheme.symbols.gap, MOST = placement.MAX_ALONE;
const VIEW = { scale: 1, origin: { x: 0, y: 0 }, size: { x: 1000, y: 700 }, large: 1 };

let seed = 11;
function random(n) { seed = (seed * 16807) % 2147483647; return seed % n; }

function recordsAt(spots, periods) {
  return {
    count: spots.length, points: Float64Array.from(spots.flat()),
    periods: Uint8Array.from(periods || spots.map(() => 1)), visible: Uint8Array.from(spots.map(() => 1)),
  };
}

function squares(n, side, step) {
  const across = Math.ceil(Math.sqrt(n)), corners = Array.from({ length: n }, (_, i) =>
    ({ x: (i % across) * step, y: Math.floor(i / across) * step }));
  return {
    centres: corners.map(({ x, y }) => ({ x: x + side / 2, y: y + side / 2 })),
    outlines: corners.map(({ x, y }) => [[{ x, y }, { x: x + side, y }, { x: x + side, y: y + side }, { x, y: y + side }]]),
    widths: corners.map(() => side),
  };
}

function overlapping(symbols) {
  return symbols.some((a, i) => symbols.some((b, j) => i < j && a.kind === "records" && b.kind === "records"
    && Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r));
}

test("positions are read as they are packed", () => {
  const buffer = new ArrayBuffer(8 + 2 * 8 + 2 * 8 + 2 * 4 + 2), view = new DataView(buffer);
  view.setUint32(0, 2, true);
  view.setUint32(4, 2, true);
  [39.5, 48.5, NaN, NaN].forEach((value, i) => view.setFloat32(8 + 4 * i, value, true));
  [1, 1, 0, 2].forEach((value, i) => view.setUint32(24 + 4 * i, value, true));
  [1, 0xffffffff].forEach((value, i) => view.setUint32(40 + 4 * i, value, true));
  new Uint8Array(buffer, 48).set([1, 2]);
  const found = records.readPositions(buffer);
  assert.equal(found.count, 2);
  assert.deepEqual(Array.from(found.degrees), [39.5, 48.5, NaN, NaN]);
  assert.deepEqual(Array.from(found.periods), [1, 2]);
  assert.deepEqual(Array.from(found.communities), [1, 0xffffffff]);
  assert.deepEqual(records.countByCommunity(found, [1, 1], 3), [[0, 0, 1], [0, 0, 0], [0, 0, 1]]);
  assert.deepEqual(records.countByCommunity(found, [1, 0], 3), [[0, 0, 0], [0, 0, 0], [0, 0, 0]]);
});

test("no record of the view is lost or counted twice, and no symbol covers another", () => {
  for (const n of [0, 1, 2, 83, 3000]) {
    for (const large of [1, 2.4]) {
      const spots = Array.from({ length: n }, () => [random(1000), random(700)]);
      const found = clustering.cluster(recordsAt(spots, spots.map(() => random(3))), [], { ...VIEW, large });
      assert.equal(found.reduce((sum, group) => sum + group.n, 0), n);
      for (const group of found) {
        assert.equal(records.total(group.counts), group.n);
        assert.ok(group.r * 2 >= 24 * large);
        assert.ok(group.r <= projectmapTheme.symbols.largest * large);
      }
    }
  }
  const lonely = clustering.cluster(recordsAt([[100, 100], [400, 400]]), [], VIEW);
  assert.ok(!overlapping(lonely) && lonely.length === 2);
});

test("what is filtered out, beyond the view or without a point is not drawn", () => {
  const some = recordsAt([[10, 10], [20, 20], [5000, 10], [NaN, NaN]]);
  some.visible[1] = 0;
  const found = clustering.cluster(some, [], VIEW);
  assert.deepEqual(found.map((group) => [group.n, group.first]), [[1, 0]]);
});

test("panning regroups nothing", () => {
  const some = recordsAt(Array.from({ length: 200 }, () => [random(600) + 200, random(400) + 150]));
  const at = (dx) => clustering.cluster(some, [], { ...VIEW, origin: { x: dx, y: dx } })
    .map((group) => [group.n, Math.round(group.x + dx), Math.round(group.y + dx)]).sort();
  assert.deepEqual(at(0), at(37));
});

test("small communities are counted with their neighbours", () => {
  const found = clustering.cluster(recordsAt([[100, 100]]), [{ x: 104, y: 100, community: 7, counts: [0, 2, 1] }, { x: 500, y: 500, community: 8, counts: [0, 0, 0] }], VIEW);
  assert.deepEqual(records.shares(found[0], { communities: [2] }), [[7, 3], [2, 1]]);
  assert.deepEqual(found.map((group) => [group.n, group.counts, group.same]), [[4, [0, 3, 1], false]]);
});

test("each community's symbols stand inside it, side by side, and no two boxes overlap", () => {
  const land = squares(16, 150, 170), shown = {
    records: recordsAt([[75, 75], [75, 75]]), counts: land.centres.map((_, i) => [0, i % 3, 0]),
    partnerships: land.centres.map((_, i) => i % 2),
  };
  const { symbols } = placement.placeSymbols(land, shown, VIEW);
  assert.equal(symbols.filter((item) => item.kind === "community").length, 10);
  assert.equal(symbols.filter((item) => item.kind === "partnership").length, 8);
  for (const item of symbols.filter((one) => one.community !== undefined)) {
    assert.ok(item.leader || placement.inside(land.outlines[item.community], item.x, item.y));
  }
  symbols.forEach((a, i) => symbols.slice(i + 1).forEach((b) => {
    assert.ok(Math.abs(a.x - b.x) >= a.r + b.r - 0.01 || Math.abs(a.y - b.y) >= Math.max(a.r, b.r) - 0.01);
  }));
});

test("where there is no room inside, a line leads from beside the edge", () => {
  const land = squares(1, 10, 10);
  const everywhere = recordsAt([[5, 5]]);
  const { symbols } = placement.placeSymbols(land, { records: everywhere, counts: [[0, 1, 0]], partnerships: null },
    { ...VIEW, origin: { x: -300, y: -300 } });
  const { leader } = symbols.find((item) => item.kind === "community");
  assert.ok(placement.toEdge(land.outlines[0], leader.x - 300, leader.y - 300).away < 0.01);
});

test("however crowded, signs are on or right beside their community, and nothing is lost", () => {
  for (const side of [16, 26, 40, 60, 150]) for (const large of [0.84, 1, 2.4]) {
    const land = squares(36, side, side), within = 6 * side, view = { ...VIEW, large, origin: { x: -100, y: -100 }, size: { x: 1200, y: 1200 } };
    const counts = land.centres.map(() => [random(3), random(9), 0]), partnerships = land.centres.map(() => random(3) && random(9));
    const spots = Array.from({ length: 40 }, () => [random(within), random(within)]);
    const { symbols } = placement.placeSymbols(land, { records: recordsAt(spots), counts, partnerships }, view);
    const sum = (wanted) => symbols.filter((item) => (item.kind === "partnership") === wanted).reduce((all, item) => all + item.n, 0);
    assert.equal(sum(true), partnerships.reduce((all, n) => all + n));
    assert.equal(sum(false), counts.reduce((all, some) => all + records.total(some), spots.length));
    for (const item of symbols.filter((one) => one.community !== undefined)) {
      const at = [item.x - 100, item.y - 100], outline = land.outlines[item.community];
      const away = placement.inside(outline, ...at) ? 0 : placement.toEdge(outline, ...at).away;
      assert.ok(away <= 40 * large, `${item.kind} of ${side} px, ${away} px away`);
    }
  }
});

test("switched off layers draw nothing", () => {
  const land = squares(4, 150, 170), counts = land.centres.map(() => [1, 0, 0]);
  const of = (some) => placement.placeSymbols(land, { records: null, counts, partnerships: null, ...some }, VIEW).symbols;
  assert.deepEqual(of({}), []);
  assert.deepEqual(of({ partnerships: [1, 0, 0, 0] }).map((item) => item.kind), ["partnership"]);
});

test("of a whole country small communities have joined signs, none of them lost", () => {
  const land = squares(MOST + 25, 10, 12), partnerships = land.centres.map(() => 1);
  const shown = { records: recordsAt([]), counts: land.centres.map(() => [0, 1, 0]), partnerships };
  const { symbols } = placement.placeSymbols(land, shown, VIEW);
  const sum = (kind) => symbols.filter((item) => item.kind === kind).reduce((all, item) => all + item.n, 0);
  assert.equal(sum("records"), MOST + 25);
  assert.equal(sum("partnership"), MOST + 25);
  assert.ok(symbols.every((item) => item.community === undefined));
  assert.deepEqual(placement.placeNames(land, VIEW, projectmap.collisionIndex(), () => 20), []);
});

test("names give way to symbols and to each other, and stay on the map", () => {
  const land = squares(30, 60, 62), boxes = projectmap.collisionIndex();
  boxes.add([0, 0, 62, 62]);
  const names = placement.placeNames(land, VIEW, boxes, (i) => 20 + i);
  assert.ok(names.length > 10 && names.length <= 30);
  const box = ({ community, x, y }) => [x - 20 - community, y - 9, x + 20 + community, y + 9];
  names.forEach((a, i) => names.slice(i + 1).forEach((b) => {
    const [p, q] = [box(a), box(b)];
    assert.ok(!(p[0] < q[2] && q[0] < p[2] && p[1] < q[3] && q[1] < p[3]));
  }));
  assert.ok(names.every((item) => box(item)[0] >= 0 && box(item)[2] <= VIEW.size.x));
});

test("a point is inside an area but not in its hole", () => {
  const ring = (a, b) => [{ x: a, y: a }, { x: b, y: a }, { x: b, y: b }, { x: a, y: b }];
  const rings = [ring(0, 10), ring(4, 6)];
  for (const [x, y, wanted] of [[2, 2, true], [5, 5, false], [11, 5, false], [-1, 5, false], [9.9, 9.9, true]]) {
    assert.equal(placement.inside(rings, x, y), wanted, `${x} ${y}`);
  }
});

test("what a pointer hits is at least 24 px wide", () => {
  const symbols = [{ x: 100, y: 100, r: 5 }, { x: 140, y: 100, r: 20 }];
  for (const [x, found] of [[100, 0], [111, 0], [113, undefined], [121, 1], [159, 1], [161, undefined]]) {
    assert.equal(clicks.hit(symbols, { x, y: 100 }), symbols[found], String(x));
  }
});

const MEANINGS = [
  ["open ground", [undefined, undefined, false], null],
  ["a community's ground", [undefined, "UA1", false], { kind: "place", id: "UA1" }],
  ["a community's symbol", [{ kind: "community", community: 3 }, "UA1", false], { kind: "place", community: 3 }],
  ["the first community's symbol", [{ kind: "community", community: 0 }, "UA1", false], { kind: "place", community: 0 }],
  ["its partnerships", [{ kind: "partnership", community: 3 }, "UA1", true], { kind: "place", community: 3 }],
  ["partnerships of several", [{ kind: "partnership", n: 4 }, "UA1", true], null],
  ["one record", [{ kind: "records", n: 1, first: 7, same: true }, "UA1", false], { kind: "project", row: 7 }],
  ["several at one spot", [{ kind: "records", n: 3, first: 7, same: true }, "UA1", false], { kind: "place", row: 7 }],
  ["several apart", [{ kind: "records", n: 3, first: 7, same: false }, "UA1", false], null],
  ["several apart, no nearer look", [{ kind: "records", n: 3, first: 7, same: false }, "UA1", true], { kind: "place", row: 7 }],
];
for (const [name, given, wanted] of MEANINGS) {
  test(`a click on ${name}`, () => assert.deepEqual(clicks.meaning(...given), wanted));
}
