"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
const { bits } = require("./load.js")("map/scripts/bits.js");

const CASES = [
  { packed: "", bits: [] },
  { packed: "gA==", bits: [1, 0, 0, 0, 0, 0, 0, 0] },
  { packed: "AQ==", bits: [0, 0, 0, 0, 0, 0, 0, 1] },
  { packed: "gIA=", bits: [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0] },
  { packed: "//8=", bits: Array(16).fill(1) },
];

for (const item of CASES) {
  test(`"${item.packed}" both ways`, () => {
    assert.deepEqual(Array.from(bits.unpack(item.packed)), item.bits);
    assert.equal(bits.pack(item.bits), item.packed);
    assert.equal(bits.count(bits.unpack(item.packed)), item.bits.filter(Boolean).length);
  });
}

test("what fills no byte is filled up with zeros, true and false are bits too", () => {
  assert.equal(bits.pack([true, false, true]), "oA==");
  assert.deepEqual(Array.from(bits.unpack("oA==")), [1, 0, 1, 0, 0, 0, 0, 0]);
});
