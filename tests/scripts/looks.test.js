/* Where the map of communities looks: without any map. */
"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");
const projectmap = require("./load.js")();

globalThis.L = {
  point: ([x, y]) => ({ x, y, add: ([a, b]) => L.point([x + a, y + b]), subtract: (by) => L.point([x - by.x, y - by.y]) }),
  latLngBounds: (corners) => ({ corners, extend(other) { corners.push(...other.corners); return this; } }),
};
let corner = { x: 0, y: 0 }; // taken by the search field
projectmap.page = {
  covered: () => ({ left: 0, right: 0, bottom: 0, credit: 0, corner }), reducedMotion: () => false, remember() {}, recall: () => null,
};
require("./load.js")("map/scripts/looks.js");

const WHOLE = L.latLngBounds([[48, 38], [50, 40]]), OWN = L.latLngBounds([[49, 39], [49.2, 39.2]]);

/* A map of a width in px, and where it was told to look: the bounds, and whether at once. */
function watched(width) {
  const looked = [], map = {
    width, on() {}, getSize: () => L.point([map.width, map.width]), getCenter: () => ({ lat: 49, lng: 39 }), getZoom: () => 8,
    // As Leaflet: as near as can be where there is no room.
    getBoundsZoom: (bounds, inside, taken) => {
      const { x, y } = map.getSize().subtract(taken);
      return Math.min(x, y) > 0 ? Math.log2(Math.min(x, y)) : 18;
    },
    fitBounds: (bounds) => looked.push([bounds.corners, "at once"]),
    flyToBounds: (bounds) => looked.push([bounds.corners, "flying"]),
  };
  const looks = projectmap.createLooks(map, {
    of: (code) => (code === "own" ? L.latLngBounds([...OWN.corners]) : undefined), whole: () => WHOLE, ready: () => true,
  });
  return { map, looks, looked };
}

/* Each way to have it look somewhere, and the bounds that it then shows. */
const WAYS = {
  "a chosen place": [(looks) => looks.follow({ focus: ["own"], spot: [] }), OWN.corners],
  "a row of the list": [(looks) => looks.flyTo(["own"], []), OWN.corners],
  "the whole": [(looks) => looks.fit(true), WHOLE.corners],
  "a step of the stage": [(looks) => looks.focus(["own"], 0), OWN.corners],
  "back to the whole": [(looks) => {
    looks.follow({ focus: ["own"], spot: [] });
    looks.follow({ focus: [], spot: [] });
  }, WHOLE.corners],
};

for (const [name, [ask, corners]] of Object.entries(WAYS)) {
  test("a hidden map looks at it once it is seen: " + name, () => {
    const { map, looks, looked } = watched(800);
    looks.follow({ focus: [], spot: [] });
    looks.start();
    looked.length = 0;
    map.width = 0;
    looks.resized();
    ask(looks);
    looks.resized();
    assert.deepEqual(looked, []);
    map.width = 800;
    looks.resized();
    assert.deepEqual(looked.map(([bounds]) => bounds), [corners]);
    if (corners !== WHOLE.corners) {
      looks.resized(); // it stays there
      assert.equal(looked.length, 1);
    }
  });
}

/* The width of the map, what the search field takes of it, and where the whole begins. */
const FIELDS = {
  "none": [800, { x: 0, y: 0 }, [8, 8]],
  "below a field that takes more of the width than of the height": [800, { x: 242, y: 46 }, [8, 54]],
  "beside a narrow one": [800, { x: 40, y: 46 }, [48, 8]],
  "below one that is as wide as the map": [300, { x: 288, y: 46 }, [8, 54]],
  "in a map as small as the field": [50, { x: 40, y: 46 }, [8, 8]],
};
for (const [name, [width, field, from]] of Object.entries(FIELDS)) {
  test("the whole is clear of the search field: " + name, () => {
    corner = field;
    const { map, looks } = watched(width), begins = [];
    map.fitBounds = (bounds, { paddingTopLeft }) => begins.push(paddingTopLeft);
    looks.start();
    corner = { x: 0, y: 0 };
    assert.deepEqual(begins, [from]);
  });
}

const ELSEWHERE = [49.1, 39.1];
const PLACE = { focus: ["own"], spot: [] }, NOTHING = { focus: [], spot: [] };
for (const [name, open] of [["that close late", PLACE], ["none", NOTHING]]) {
  test("the map stays where a row of the list has sent it; details before: " + name, () => {
    const { looks, looked } = watched(800);
    looks.follow(NOTHING);
    looks.start();
    looks.follow(open);
    looks.flyTo([], ELSEWHERE);
    const flown = looked.length;
    looks.follow(NOTHING);
    assert.equal(looked.length, flown);
  });
}

test("what was flown to and opened goes back when it is closed", () => {
  const { looks, looked } = watched(800);
  looks.follow(NOTHING);
  looks.start();
  looks.flyTo(["own"], []);
  looks.follow(PLACE);
  looks.follow(NOTHING);
  assert.deepEqual(looked.at(-1), [WHOLE.corners, "flying"]);
});
