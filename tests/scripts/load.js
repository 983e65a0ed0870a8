/* Loads scripts of the package as a page would, but without a browser. */
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const SOURCE = join(__dirname, "..", "..", "src", "projectmap");

globalThis.projectmap = { locales: { uk: "uk-UA", en: "en-GB" } };
globalThis.projectmapTheme = JSON.parse(readFileSync(join(SOURCE, "map", "theme.json"), "utf-8"));

/* The global that they add to; paths below src/projectmap, in the order of loading. */
module.exports = function load(...paths) {
  paths.forEach((path) => require(join(SOURCE, path)));
  return globalThis.projectmap;
};
