"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
const { collisionIndex } = require("./load.js")("map/scripts/collisions.js");

const TAKEN = [10, 10, 50, 30];
const CASES = [
  ["itself", TAKEN, true],
  ["a part of it", [40, 20, 300, 300], true],
  ["around it", [-500, -500, 900, 900], true],
  ["beside it", [51, 10, 90, 30], false],
  ["edge to edge", [50, 10, 90, 30], false],
  ["below", [10, 30, 50, 60], false],
  ["in a far cell", [1000, 1000, 1001, 1001], false],
];

for (const [name, box, taken] of CASES) {
  test(`${name}: ${taken ? "taken" : "free"}`, () => {
    const boxes = collisionIndex();
    boxes.add(TAKEN);
    assert.equal(boxes.taken(box), taken);
    assert.equal(boxes.claim(box), !taken);
    assert.equal(boxes.taken(box), true);
  });
}

test("agrees with comparing every pair", () => {
  const boxes = collisionIndex(), kept = [];
  let seed = 7;
  const random = (n) => { seed = (seed * 16807) % 2147483647; return seed % n; };
  for (let i = 0; i < 600; i += 1) {
    const x = random(1400) - 200, y = random(900) - 200, box = [x, y, x + 1 + random(200), y + 1 + random(90)];
    const free = !kept.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
    assert.equal(boxes.claim(box), free);
    if (free) kept.push(box);
  }
  assert.ok(kept.length > 30);
});
