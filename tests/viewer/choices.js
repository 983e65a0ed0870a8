/* Says what the viewer's page would show of some choices: data and addresses in, JSON out. */
"use strict";

const { readFileSync } = require("node:fs");
const projectmap = require("../scripts/load.js")("viewer/scripts/model.js", "viewer/scripts/address.js");
const { readChoice, writeChoice } = projectmap.viewerAddress;

const { data, addresses, days } = JSON.parse(readFileSync(0, "utf-8"));
const model = projectmap.viewerModel.createModel(data);
const ids = (visible) => data.records.filter((_, i) => visible[i]).map((item) => item.id);
const codes = data.geometry.communities.map((item) => item.id);

const choices = addresses.map((address) => {
  const choice = readChoice(new URLSearchParams(address), model, data.language);
  return {
    address: Object.fromEntries(data.facets.map((facet) => [facet.name, writeChoice(choice, model).getAll(facet.name)])),
    records: ids(model.visibleRecords(choice)),
    partnerships: model.visiblePartnerships(choice),
    counts: Object.fromEntries(data.facets.map((facet) => {
      const others = model.visibleRecords(choice, facet.name);
      return [facet.name, Object.fromEntries(facet.values.map((value) => [value.code, model.countOf(value, others)]))];
    })),
  };
});
const statuses = days.map((day) => ({
  day, note: model.noteOn(day), before: model.nextChange(day, false), after: model.nextChange(day, true),
  communities: codes.map((code) => model.statusOn(code, day)),
}));
process.stdout.write(JSON.stringify({ choices, statuses }));
