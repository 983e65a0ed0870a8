/* Numbers that travel as base64: bytes, and bits, the most significant first. */
(function (projectmap) {
  "use strict";

  function bytes(text) {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  }

  /* One byte a bit; up to seven more than were packed. */
  function unpack(text) {
    const packed = bytes(text), bits = new Uint8Array(packed.length * 8);
    for (let i = 0; i < bits.length; i += 1) bits[i] = (packed[i >> 3] >> (7 - (i & 7))) & 1;
    return bits;
  }

  function pack(bits) {
    const packed = new Uint8Array(Math.ceil(bits.length / 8));
    for (let i = 0; i < bits.length; i += 1) if (bits[i]) packed[i >> 3] |= 128 >> (i & 7);
    return btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
  }

  function count(bits) { return bits.reduce((sum, bit) => sum + bit, 0); }

  projectmap.bits = { bytes, unpack, pack, count };
})(globalThis.projectmap ??= {});
