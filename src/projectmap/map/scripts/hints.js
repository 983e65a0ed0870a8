/* What a symbol on the map of communities counts, in words. Independent of the map: a symbol in, rows out. */
(function (projectmap) {
  "use strict";

  const { shares } = projectmap.records;
  const MOST_NAMED = 8; // communities that a hint names

  /* Of which communities, how many of each, and of which periods; the first row is the title.
   * name(community): the name of a community by its number. */
  function rows(item, positions, texts, name) {
    const what = item.kind === "partnership" ? texts.partnerships : texts.records;
    const found = shares(item, positions), said = found.length === 1 ? [name(found[0][0])] : [what + ": " + item.n];
    if (found.length > 1) {
      found.slice(0, MOST_NAMED).forEach(([community, n]) => said.push(name(community) + ": " + n));
      const rest = found.slice(MOST_NAMED).reduce((sum, share) => sum + share[1], 0);
      if (rest) said.push("…: " + rest);
    } else if (item.kind === "partnership") said.push(what + ": " + item.n);
    else if (item.kind === "community") said.push(texts.communityOnly + ": " + item.n);
    (item.counts || []).forEach((n, i) => { if (n) said.push(texts.periods[i] + ": " + n); });
    return said;
  }

  /* The status of a community in words; on both dates, where two are compared. */
  function statuses(community, scene, texts) {
    const words = (digits) => texts.statuses[digits[community]];
    if (!scene.earlier) return [words(scene.statuses)];
    return [scene.earlier, scene.statuses].map((digits, i) => projectmap.page.written(scene.days[i], scene.lang) + ": " + words(digits));
  }

  projectmap.hints = { rows, statuses };
})(globalThis.projectmap ??= {});
