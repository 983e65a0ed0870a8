/* The viewer's choice in its address, after the "#", so that it can be sent on. Independent of the browser.
 *
 * What the address leaves out is as the page was made.
 */
(function (projectmap) {
  "use strict";

  const { KINDS } = projectmap.viewerModel;
  const PARTS = ["map", "partners", "list", "about"];

  function firstPart(data) { return data.partners ? "partners" : "map"; }

  /* The choice that an address asks for; what is not known in it is as the page was made. */
  function readChoice(parameters, model, language) {
    const { data } = model, asked = (name) => parameters.get(name), chosen = model.noFilters();
    for (const facet of data.facets) {
      const codes = new Set(facet.values.map((value) => value.code));
      parameters.getAll(facet.name).filter((code) => codes.has(code)).forEach((code) => chosen.get(facet.name).add(code));
    }
    const choice = {
      lang: Object.hasOwn(data.words, asked("lang")) ? asked("lang") : language,
      asof: isDay(asked("asof")) ? asked("asof") : data.asof,
      compare: isDay(asked("compare")) ? asked("compare") : asked("compare") === "" ? null : data.compare,
      part: PARTS.includes(asked("part")) ? asked("part") : firstPart(data),
      chosen,
    };
    for (const kind of KINDS) choice[kind] = model.find(kind, asked(kind)) ? asked(kind) : null;
    return choice;
  }

  function writeChoice(choice, model) {
    const { data } = model, parameters = new URLSearchParams([["lang", choice.lang]]);
    if (choice.asof !== data.asof) parameters.set("asof", model.dayOf(choice));
    if (choice.compare !== data.compare) parameters.set("compare", choice.compare || "");
    if (choice.part !== firstPart(data)) parameters.set("part", choice.part);
    for (const kind of KINDS) if (choice[kind]) parameters.set(kind, choice[kind]);
    choice.chosen.forEach((codes, name) => codes.forEach((code) => parameters.append(name, code)));
    return parameters;
  }

  /* Whether a text is a day of the calendar: Date would make 3 March of 31 February. */
  function isDay(text) {
    const found = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? text + "T00:00:00Z" : NaN);
    return !Number.isNaN(found.getTime()) && found.toISOString().slice(0, 10) === text;
  }

  projectmap.viewerAddress = { readChoice, writeChoice, isDay };
})(globalThis.projectmap ??= {});
