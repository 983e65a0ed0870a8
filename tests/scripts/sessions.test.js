"use strict";

const assert = require("node:assert/strict");
const test = require("node:test");

const RERUN = Uint8Array.of(0x5a, 2, 8, 1), HEARTBEAT = Uint8Array.of(0x8a, 1, 0);
const DELTA = Uint8Array.of(0x2a, 200, 1, ...Array(200).fill(0x32)); // a field 5 of 200 bytes
const FINISHED = Uint8Array.of(0x0a, 1, 65, ...DELTA, 0x30, 0); // a field 6 after others
const OLD = ["streamlit", "token", "session"], NEW = ["streamlit", "token"];

/* The script with its own page: sent is what has reached the server. */
function page() {
  const sent = [], timers = [];
  class Target {
    constructor() { this.heard = {}; }
    addEventListener(kind, act) { (this.heard[kind] ??= []).push(act); }
    tell(kind, event = {}) { (this.heard[kind] ?? []).forEach((act) => act(event)); }
  }
  const window = Object.assign(new Target(), {
    WebSocket: class extends Target { send(message) { sent.push(message); } },
    setTimeout(act, time) { timers.push({ act, time }); return timers.length; },
    clearTimeout() {},
    dispatchEvent() { window.now.send(Uint8Array.of(0x5a, 0)); },
  });
  Object.assign(globalThis, { window, document: { querySelector: () => ({}) }, PopStateEvent: class {} });
  const loaded = Object.keys(require.cache).filter((path) => path.endsWith("sessions.js"));
  loaded.forEach((path) => delete require.cache[path]);
  require("./load.js")("web/scripts/sessions.js");
  function connect(protocols) {
    const socket = window.now = new window.WebSocket("ws://127.0.0.1/", protocols);
    socket.tell("open");
    timers.splice(0).filter((timer) => !timer.time).forEach((timer) => timer.act());
    return socket;
  }
  return { sent, connect };
}

test("the first session gets everything at once", () => {
  const { sent, connect } = page();
  connect(NEW).send(RERUN);
  assert.deepEqual(sent, [RERUN]);
});

test("another session first runs for the address; what is done meanwhile comes after that", () => {
  const { sent, connect } = page();
  const socket = connect(OLD);
  assert.equal(sent.length, 1);
  socket.send(HEARTBEAT);
  socket.send(RERUN);
  socket.tell("message", { data: DELTA.buffer });
  assert.deepEqual(sent.slice(1), [HEARTBEAT]);
  socket.tell("message", { data: FINISHED.buffer });
  assert.deepEqual(sent.slice(2), [RERUN]);
  socket.send(RERUN);
  assert.equal(sent.length, 4);
});

for (const answered of [false, true]) {
  test(`what was sent into a dead connection is sent again${answered ? ", but not if it was answered" : ""}`, () => {
    const { sent, connect } = page();
    const dead = connect(NEW);
    dead.send(RERUN);
    if (answered) dead.tell("message", { data: DELTA.buffer });
    dead.tell("close");
    const socket = connect(OLD);
    socket.tell("message", { data: FINISHED.buffer });
    assert.deepEqual(sent.slice(2), answered ? [] : [RERUN]);
  });
}
