/* The ground of the map: packed lines, and which places and names are shown. */
"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
const projectmap = require("./load.js")("map/scripts/collisions.js", "map/scripts/arcs.js", "map/scripts/places.js");
const { arcs, places } = projectmap;
const VIEW = { scale: 1, origin: { x: 0, y: 0 }, size: { x: 1000, y: 700 }, large: 1 };

function place(x, y, rank, code) { return { at: { x, y }, rank, code, name: { uk: "Тест", en: "Test" } }; }

test("lines are read as they are packed", () => {
  assert.deepEqual(arcs.positions([152, 192, 2, 1, -4, 0], 0.25), [[38, 48], [38.5, 48.25], [37.5, 48.25]]);
  assert.deepEqual(arcs.positions([], 1), []);
});

test("areas that share a border have the same positions along it", () => {
  const found = arcs.unpack({
    unit: 1, arcs: [[1, 1, 0, -1], [1, 0, -1, 0, 0, 1, 1, 0], [1, 0, 1, 0, 0, 1, -1, 0]],
    communities: [[[0, 1]]], land: [[[2, 0]]], abroad: [0], raions: [0], oblast: [0],
    oblasts: [], border: [0],
  });
  assert.deepEqual(found.communities[0][0], [[1, 1], [1, 0], [0, 0], [0, 1], [1, 1]]);
  assert.deepEqual(found.land[0][0], [[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]);
  assert.deepEqual(found.border, [[[1, 1], [1, 0]]]);
});

test("a position is projected as Leaflet does it", () => {
  assert.deepEqual(arcs.project([0, 0]), { x: 128, y: 128 });
  const found = arcs.project([39, 48.95]);
  assert.ok(Math.abs(found.x - 155.7333) < 1e-3 && Math.abs(found.y - 87.8) < 0.2);
});

test("the nearer the view, the smaller the places that it has", () => {
  const all = [1, 2, 3, 4, 5, 6].map((rank) => place(100 * rank, 100, rank));
  const shown = (zoom) => places.placesIn(all, VIEW, zoom).map((spot) => spot.rank);
  assert.deepEqual(shown(6), [1]);
  assert.deepEqual(shown(8), [1, 2, 3]);
  assert.deepEqual(shown(9), [1, 2, 3, 4]);
  assert.deepEqual(shown(12), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(places.placesIn([place(-5, 100, 1)], VIEW, 12), []);
});

test("names are next to their dots, stay on the map and give way to each other", () => {
  const spots = places.placesIn(Array.from({ length: 60 }, (_, i) => place(990 - 17 * i, 300 + 9 * (i % 5), 1)), VIEW, 12);
  places.nameThem(spots, VIEW, projectmap.collisionIndex(), () => 60);
  const named = spots.filter((spot) => spot.box);
  assert.ok(named.length > 5 && named.length < spots.length);
  named.forEach(({ box }, i) => {
    assert.ok(box[0] >= 0 && box[2] <= VIEW.size.x);
    named.slice(i + 1).forEach(({ box: other }) =>
      assert.ok(box[2] <= other[0] || other[2] <= box[0] || box[3] <= other[1] || other[3] <= box[1]));
  });
});

test("a place under a symbol is named beside the symbol", () => {
  const boxes = projectmap.collisionIndex(), [spot] = places.placesIn([place(500, 300, 3)], VIEW, 12);
  boxes.add([480, 280, 520, 320]);
  places.nameThem([spot], VIEW, boxes, () => 60);
  assert.ok(spot.box[0] >= 520 || spot.box[2] <= 480 || spot.box[1] >= 320 || spot.box[3] <= 280);
});

test("one river is not named twice in one place", () => {
  const spots = [[100, 100], [150, 120], [600, 100]].map(([x, y]) => ({ x, y, text: "Aidar" }));
  const named = places.nameAreas(spots, VIEW, projectmap.collisionIndex(), 8, () => 40);
  assert.deepEqual(named.map((spot) => spot.x), [100, 600]);
});

test("a dot is hit from near by, else a name", () => {
  const spots = places.placesIn([place(100, 100, 4, "A"), place(112, 100, 4, "B")], VIEW, 12);
  spots[0].box = [108, 140, 160, 155];
  assert.equal(places.hit(spots, { x: 108, y: 100 }).place.code, "B");
  assert.equal(places.hit(spots, { x: 95, y: 102 }).place.code, "A");
  assert.equal(places.hit(spots, { x: 130, y: 150 }).place.code, "A");
  assert.equal(places.hit(spots, { x: 300, y: 300 }), undefined);
});
