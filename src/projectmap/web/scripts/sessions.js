/* Keeps what a reader does first after a lost connection.
 *
 * Streamlit's page connects again by itself, as a rule to a session that knows nothing: the computer
 * has slept, the process has been restarted or another one answers. It runs nothing then, so what the
 * reader did first would be that session's first run, which shows what the address says and drops the
 * rest: without this script eight of eight first clicks (a date's button, the language) were lost, with
 * it none of eight. Here the new session first runs once for the address; what the reader does meanwhile,
 * and what got no answer before, is sent after that.
 */
(function (projectmap) {
  "use strict";

  const RERUN = 11 << 3 | 2; // first byte of a message that asks for a run (BackMsg.rerun_script)
  const FINISHED = 6; // number of the field that ends a run (ForwardMsg.script_finished)
  const MAX_HOLD_MS = 15000; // for which messages are held at most
  const MAX_HELD = 20; // messages

  let held = [], unanswered = [], answered = 0, opened = false, refused = false;

  const connected = () => document.querySelector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]');

  /* Acts once the page has its server. */
  function whenConnected(act) {
    if (connected()) act();
    else window.setTimeout(() => whenConnected(act), 200);
  }

  /* Whether a protocol buffer has a field of this number at its top level. */
  function hasField(buffer, number) {
    const bytes = new Uint8Array(buffer);
    let at = 0;
    function varint() {
      let value = 0, factor = 1, byte;
      do {
        byte = bytes[at];
        at += 1;
        value += (byte & 127) * factor;
        factor *= 128;
      } while (byte > 127);
      return value;
    }
    function skip(length) { at += length; }
    while (at < bytes.length) {
      const tag = varint(), kind = tag & 7;
      if (tag >> 3 === number) return true;
      if (kind === 0) varint();
      else if (kind === 1) skip(8);
      else if (kind === 2) skip(varint());
      else if (kind === 5) skip(4);
      else return false;
    }
    return false;
  }

  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(address, protocols) {
      super(address, protocols);
      // The third protocol is the session that the page had.
      this.holding = Array.isArray(protocols) && protocols.length > 2;
      if (this.holding) {
        // Streamlit's own listener comes after this one.
        this.addEventListener("open", () => window.setTimeout(() => this.#begin()));
      }
      this.addEventListener("open", () => { opened = true; });
      this.addEventListener("message", (event) => {
        unanswered = [];
        answered = Date.now();
        if (this.holding && this.begun && hasField(event.data, FINISHED)) this.#release();
      });
      this.addEventListener("close", () => {
        refused = !opened;
        window.clearTimeout(this.longest);
        held = [...unanswered, ...held].slice(-MAX_HELD);
        unanswered = [];
      });
    }

    /* One run for what the address says: Streamlit takes it as it takes "back". */
    #begin() {
      this.holding = false;
      window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
      this.holding = this.begun = unanswered.length > 0;
      unanswered = [];
      this.longest = window.setTimeout(() => this.#release(), MAX_HOLD_MS);
      if (projectmap.onNewSession) projectmap.onNewSession(answered);
    }

    #release() {
      window.clearTimeout(this.longest);
      this.holding = false;
      held.splice(0).forEach((message) => this.send(message));
    }

    send(message) {
      // Streamlit sends the bytes of a protocol buffer.
      if (message[0] !== RERUN) super.send(message);
      else if (this.holding) held = [...held, message].slice(-MAX_HELD);
      else {
        unanswered.push(message);
        super.send(message);
      }
    }
  };

  /* "Back" without a server: the address has changed, the page follows when there is one again. */
  window.addEventListener("popstate", (event) => {
    if (!connected()) event.stopImmediatePropagation();
  }, true);

  /* Whether the server, or what stands before it, has taken no connection. */
  projectmap.refused = () => refused;
  projectmap.whenConnected = whenConnected;
})(globalThis.projectmap ??= {});
