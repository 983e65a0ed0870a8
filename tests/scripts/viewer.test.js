/* What the viewer's page shows of a choice, its address, and the steps of the stage: no browser. */
"use strict";

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const test = require("node:test");
const projectmap = require("./load.js")(
  "viewer/scripts/model.js", "viewer/scripts/address.js", "viewer/scripts/steps.js");
const { createModel } = projectmap.viewerModel, { readChoice, writeChoice, isDay } = projectmap.viewerAddress;
const { createSteps, createNumber, actionOf } = projectmap.stageSteps;
const KEYS = JSON.parse(readFileSync(join(__dirname, "..", "..", "src", "projectmap", "viewer", "keys.json"), "utf-8"));

const DATA = {
  edition: "2025-04-30", act: "2025-02-28", asof: null, partners: false, words: { uk: {}, en: {} },
  geometry: { communities: [{ id: "UA1", name: {} }, { id: "UA2", name: {} }] },
  settlements: { UA11: { community: "UA1", name: {} } },
  records: [
    { id: "A", communities: ["UA1"], settlement: "UA11", placed: true },
    { id: "B", communities: ["UA1", "UA2"], settlement: null, placed: true },
    { id: "C", communities: [], settlement: null, placed: false, scope: { en: "whole oblast" } },
  ],
  facets: [
    { name: "sector", values: [{ code: "water", rows: [0, 1] }, { code: "health", rows: [1, 2] }] },
    { name: "period", values: [{ code: "after", rows: [0, 2] }, { code: "undated", rows: [1] }] },
  ],
  partnerships: [
    { id: "P", communities: ["UA1", "UA7"], sector: ["water"], period: "after" },
    { id: "Q", communities: ["UA2", "UA1"], sector: [], period: "undated" },
  ],
  status: {
    changes: ["2014-04-07", "2022-02-24", "2025-04-30"],
    periods: [
      [[null, 5, 0, 3, []], ["2014-04-07", 1, 1, 3, [0]], ["2022-02-24", 0, 3, 3, [0, 1]]],
      [[null, 5, 0, 2, []], ["2022-02-24", 2, 0, 2, [2]], ["2022-05-01", 2, 0, 2, []]],
    ],
    rows: [["first", 1, "2014-04-07"], ["second", 0, "2022-02-24"], ["third", 2, "2022-02-24"]],
  },
};
const model = createModel(DATA);

function choose(parameters, language = "uk") { return readChoice(new URLSearchParams(parameters), model, language); }

const SHOWN = [
  ["", [1, 1, 1], ["P", "Q"]],
  ["sector=water", [1, 1, 0], ["P"]],
  ["sector=water&sector=health", [1, 1, 1], ["P"]],
  ["sector=water&period=undated", [0, 1, 0], []],
  ["period=undated", [0, 1, 0], ["Q"]],
  ["sector=magic", [1, 1, 1], ["P", "Q"]],
];
for (const [parameters, records, partnerships] of SHOWN) {
  test(`what "${parameters}" shows`, () => {
    const choice = choose(parameters);
    assert.deepEqual(Array.from(model.visibleRecords(choice)), records);
    assert.deepEqual(model.visiblePartnerships(choice), partnerships);
  });
}

const COMPARED = [
  ["", []], ["compare=2022-03-01", ["2022-03-01", "2025-04-30"]], ["asof=2014-05-01&compare=2022-03-01", ["2014-05-01", "2022-03-01"]],
  ["compare=2025-04-30", []], ["compare=2022-02-31", []], ["compare=", []],
];
for (const [parameters, days] of COMPARED) {
  test(`the days that "${parameters}" compares`, () => {
    const choice = choose(parameters);
    assert.deepEqual(model.comparedDays(choice), days);
    assert.deepEqual(model.comparedDays(choose(writeChoice(choice, model).toString())), days);
  });
}

const SOUGHT = [["первом", "uk", ["place UA11"]], ["First", "uk", ["place UA1"]], ["одна річ", "en", ["project A"]], ["b", "en", ["project B"]], ["x", "uk", []]];
test("what a text may mean, in either language", () => {
  const named = (uk, en) => ({ uk, en }), titled = (item, title) => ({ ...item, title, when: named("", "") });
  const searched = createModel({
    ...DATA, geometry: { communities: [{ id: "UA1", name: named("Перша", "First") }, { id: "UA2", name: named("Друга", "Other") }] },
    settlements: { UA11: { community: "UA1", name: named("Первомайськ", "Pervomaisk") } },
    records: [titled(DATA.records[0], named("Одна річ", "Some")), titled(DATA.records[1], named("Ще", "More")), titled(DATA.records[2], named("Ні", "No"))],
    partnerships: [],
  });
  for (const [text, language, found] of SOUGHT) {
    assert.deepEqual(searched.search(text, language).map((hit) => hit.kind + " " + hit.id), found, text);
  }
  assert.deepEqual(searched.where("project", "B"), { focus: ["UA1", "UA2"], spot: [] });
  assert.deepEqual(searched.where("place", "UA11"), { focus: ["UA1"], spot: [] });
});

test("a filter counts what its other values would show", () => {
  const choice = choose("sector=water&period=undated"), [water, health] = DATA.facets[0].values;
  const others = model.visibleRecords(choice, "sector");
  assert.deepEqual([model.countOf(water, others), model.countOf(health, others)], [1, 1]);
});

test("partnerships are counted on the communities of the map", () => {
  assert.deepEqual(model.countPartnerships(["P", "Q"]), [2, 1]);
  assert.deepEqual(model.countPartnerships([]), [0, 0]);
});

test("the records and partnerships of a place", () => {
  const ids = (found) => [found.records.map((item) => item.id), found.partnerships.map((item) => item.id)];
  assert.deepEqual(ids(model.here(choose("place=UA1"))), [["A", "B"], ["P", "Q"]]);
  assert.deepEqual(ids(model.here(choose("place=UA11"))), [["A"], ["P", "Q"]]);
  assert.deepEqual(ids(model.here(choose("place=UA2&sector=health"))), [["B"], []]);
  assert.deepEqual(Array.from(model.unmapped(choose(""), "en").keys()), ["whole oblast"]);
  assert.equal(model.unmapped(choose("sector=water"), "en").size, 0);
});

const SELECTED = [["place=UA2", ["UA2"]], ["place=UA11", ["UA1"]], ["project=B", ["UA1", "UA2"]], ["partnership=P", []], ["", []]];
for (const [parameters, communities] of SELECTED) {
  test(`"${parameters}" selects ${communities.join(", ") || "no community"}`, () =>
    assert.deepEqual(model.selectedCommunities(choose(parameters)), communities));
}

const STATUSES = [
  ["2014-04-06", [5, 5], [null, null]], ["2014-04-07", [1, 5], ["2014-04-07", null]],
  ["2022-02-24", [0, 2], ["2022-02-24", "2022-02-24"]], ["2030-01-01", [0, 2], ["2022-02-24", "2022-02-24"]],
];
for (const [day, statuses, since] of STATUSES) {
  test(`the status on ${day}, and since when`, () => {
    assert.deepEqual(model.statusesOn(day), statuses);
    assert.deepEqual(["UA1", "UA2"].map((code) => model.statusOn(code, day).since), since);
  });
}

test("the entries in force", () =>
  assert.deepEqual(model.statusOn("UA1", "2023-01-01").entries.map((row) => row[0]), ["first", "second"]));

const CHANGES = [
  ["2025-04-30", "2022-02-24", null], ["2022-02-24", "2014-04-07", "2025-04-30"],
  ["2014-04-07", null, "2022-02-24"], ["2010-01-01", null, "2014-04-07"], ["2030-01-01", "2025-04-30", null],
];
for (const [day, before, after] of CHANGES) {
  test(`the changes around ${day}`, () =>
    assert.deepEqual([model.nextChange(day, false), model.nextChange(day, true)], [before, after]));
}

test("what a day asks to be noted", () => {
  const notes = [["2025-05-01", "later"], ["2025-04-30", null], ["2025-02-28", null], ["2025-02-27", "earlier"]];
  for (const [day, note] of notes) assert.equal(model.noteOn(day), note);
});

const ADDRESSES = [
  "lang=uk", "lang=en&asof=2022-02-24", "lang=uk&part=list", "lang=en&project=A", "lang=uk&place=UA11",
  "lang=uk&partnership=Q&sector=water&sector=health&period=undated",
];
for (const address of ADDRESSES) {
  test(`"${address}" is read as it is written`, () =>
    assert.equal(writeChoice(choose(address), model).toString(), address));
}

const NONSENSE = ["lang=xx", "lang=constructor", "asof=2022-02-31", "asof=soon", "part=secret", "project=Z", "place=UA9",
  "place=__proto__", "partnership=", "sector=%3Cscript%3E", "other=1"];
for (const address of NONSENSE) {
  test(`"${address}" is as the page was made`, () =>
    assert.equal(writeChoice(choose(address), model).toString(), "lang=uk"));
}

test("days of the calendar", () => {
  for (const [text, day] of [["2024-02-29", true], ["2023-02-29", false], ["2022-3-3", false], ["0002-01-01", true], [null, false]]) {
    assert.equal(isDay(text), day, String(text));
  }
});

test("forward through every date of every step, and back", () => {
  const at = createSteps([1, 3, 2]), stated = [], back = [];
  do stated.push([at.step, at.date]); while (at.next());
  assert.deepEqual(stated, [[0, 0], [1, 0], [1, 1], [1, 2], [2, 0], [2, 1]]);
  assert.ok(at.atEnd && !at.atStart);
  do back.push([at.step, at.date]); while (at.previous());
  assert.deepEqual(back, stated.reverse());
  assert.ok(at.atStart && !at.atEnd);
});

test("a step that is not there is the first or the last", () => {
  const at = createSteps([1, 3, 2]);
  for (const [to, step] of [[7, 2], [-1, 0], [1, 1]]) {
    at.go(to);
    assert.deepEqual([at.step, at.date], [step, 0]);
  }
});

const TYPED = [
  [5, "3", [true], 2], [12, "3", [false], 2], [12, "11", [false, true], 10], [5, "0", [true], null], [123, "045", [false, false, true], 44],
];
for (const [count, figures, complete, step] of TYPED) {
  test(`${figures} typed where there are ${count} steps`, () => {
    const typed = createNumber(count);
    assert.deepEqual(Array.from(figures, (figure) => typed.type(figure)), complete);
    assert.ok(typed.waiting);
    assert.equal(typed.take(), step);
    assert.ok(!typed.waiting);
  });
}

const PRESSED = [
  [{ key: "ArrowRight", code: "ArrowRight" }, "next"], [{ key: " ", code: "Space" }, "next"],
  [{ key: " ", code: "Space", shiftKey: true }, "previous"], [{ key: "Backspace", code: "Backspace" }, "previous"],
  [{ key: "b", code: "KeyB" }, "blank"], [{ key: "и", code: "KeyB" }, "blank"], [{ key: ".", code: "Period" }, "blank"],
  [{ key: "ю", code: "Period" }, "blank"], [{ key: "д", code: "KeyL" }, "language"], [{ key: "&", code: "Digit1" }, "number"],
  [{ key: "B", code: "KeyB", shiftKey: true }, "blank"], [{ key: "7", code: "Digit7" }, "number"],
  [{ key: "7", code: "Numpad7" }, "number"], [{ key: "F5", code: "F5" }, "fullScreen"], [{ key: "Escape", code: "Escape" }, "leave"],
  [{ key: "q", code: "KeyQ" }, null], [{ key: "Shift", code: "ShiftLeft", shiftKey: true }, null],
];
for (const [event, action] of PRESSED) {
  test(`${event.shiftKey ? "Shift " : ""}"${event.key}" (${event.code}): ${action}`, () =>
    assert.equal(actionOf(KEYS, event), action));
}
