/* Where the maps' data comes from: another process may have another version, or be away. */
"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
globalThis.window = {
  location: { href: "https://map.example.org/base/component/x/index.html" },
  parent: { projectmap: { whenConnected: (act) => act() } },
};
const { page } = require("./load.js")("map/scripts/page.js");

/* Answers in this order; the addresses asked, and the milliseconds waited between. */
function server(...answers) {
  const asked = [], waited = [];
  globalThis.fetch = (address) => {
    asked.push(address.href);
    const [status, retry] = answers.length > 1 ? answers.shift() : answers[0];
    if (!status) return Promise.reject(new TypeError("no network"));
    return Promise.resolve({
      status, ok: status === 200, headers: { get: () => retry ?? null }, json: () => Promise.resolve({ status }),
    });
  };
  globalThis.setTimeout = (act, ms) => { waited.push(ms); queueMicrotask(act); };
  return { asked, waited };
}

const CASES = [
  ["at once", [[200]], [], true],
  ["another version, then the right one", [[503, "1"], [503, "2"], [200]], [1000, 2000], true],
  ["a process is away, then back", [[502], [504], [200]], [1000, 1000], true],
  ["a wait that is no number", [[503, "soon"], [200]], [1000], true],
  ["never the right one", [[503, "1"]], [1000, 1000, 1000, 1000, 1000], false],
  ["not there", [[404]], [], false],
  ["an error", [[500]], [], false],
  ["no network, then one", [[0], [200]], [1000], true],
  ["no network", [[0]], [1000, 1000, 1000, 1000, 1000], false],
];

CASES.forEach(([name, answers, waits, comes], number) => test(name, async () => {
  const { asked, waited } = server(...answers);
  const parameters = { v: String(number) };
  const address = `https://map.example.org/base/map/geometry?v=${number}`;
  const both = await Promise.allSettled([1, 2].map(() => page.load("geometry", "json", parameters)));
  assert.deepEqual(both.map((one) => one.status), Array(2).fill(comes ? "fulfilled" : "rejected"));
  assert.deepEqual(waited, waits);
  assert.deepEqual(asked, Array(waits.length + 1).fill(address), "asked for once, however many wait");
  const later = server([200]);
  assert.deepEqual(await page.load("geometry", "json", parameters), { status: 200 });
  assert.equal(later.asked.length, comes ? 0 : 1, "kept if it came, else asked for again");
}));
