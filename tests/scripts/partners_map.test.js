"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
const { partnerEnds } = require("./load.js")("map/scripts/partner_ends.js");

const ENDS = [
  { near: true, name: { uk: "Північ", en: "North" } }, { near: true, name: { uk: "Південь", en: "South" } },
  { near: false, name: { uk: "Місто", en: "Town" } }, { near: false, name: null },
];
const SPOTS = [{ x: 10, y: 10 }, { x: 11, y: 10 }, { x: 1, y: 1 }, { x: 5, y: 1 }];
const PARTNERSHIPS = [{ lines: [[0, 2]] }, { lines: [[1, 2]] }, { lines: [[0, 3], [1, 3]] }];

const CASES = [
  ["from afar the near ends are one, the fullest leads", 4, [1, 1, 1], [[0, [0, 1], 3], [2, [2, 3], 3]]],
  ["from close by each stands alone", 40, [1, 1, 1], [[0, [0], 2], [1, [1], 2], [2, [2], 2], [3, [3], 1]]],
  ["what is hidden has no end", 40, [1, 0, 0], [[0, [0], 1], [2, [2], 1]]],
  ["nothing shown", 40, [0, 0, 0], []],
];
for (const [name, scale, visible, wanted] of CASES) {
  test(name, () => {
    const found = partnerEnds.groupEnds(ENDS, SPOTS, PARTNERSHIPS, visible, scale, 1);
    assert.deepEqual(found.map((group) => [group.lead, group.members, group.n]), wanted);
  });
}

test("larger signs join from further away", () => {
  const count = (large) => partnerEnds.groupEnds(ENDS, SPOTS, PARTNERSHIPS, [1, 1, 1], 30, large).length;
  assert.ok(count(2.4) < count(1));
});

test("a line bows to the north, whichever way it runs, and keeps its ends", () => {
  const a = { x: 0, y: 0 }, b = { x: 100, y: 0 };
  for (const [from, to] of [[a, b], [b, a]]) {
    const part = partnerEnds.curve(from, to, 0.2);
    assert.deepEqual(partnerEnds.along(part, 0), from);
    assert.deepEqual(partnerEnds.along(part, 1), to);
    assert.ok(partnerEnds.along(part, 0.5).y < 0);
  }
});

test("names of a group, the first ones and how many more", () => {
  const group = { members: [0, 1, 2, 3] };
  assert.equal(partnerEnds.namesOf(group, ENDS, "en", 3), "North, South, Town +1");
  assert.equal(partnerEnds.namesOf(group, ENDS, "uk", 1), "Північ +3");
  assert.equal(partnerEnds.namesOf({ members: [3] }, ENDS, "en", 2), "");
});

test("a place that is an end is named once", () => {
  const groups = [{ x: 100, y: 100, members: [0, 2] }];
  const named = (x, en) => partnerEnds.isNamed({ x, y: 100, name: { en } }, groups, ENDS, "en", 1);
  assert.ok(named(110, "Town"));
  assert.ok(!named(110, "Village"));
  assert.ok(!named(150, "Town"));
});

test("an end with several chooses the next each time", () => {
  const ids = ["a", "b", "c"];
  for (const [selected, wanted] of [[null, "a"], ["a", "b"], ["c", "a"], ["other", "a"]]) {
    assert.equal(partnerEnds.nextOf(ids, selected), wanted);
  }
});
