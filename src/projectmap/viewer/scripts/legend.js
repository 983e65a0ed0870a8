/* The legend of either map: its signs and, of statuses and kinds, how many there are; only what
 * occurs. */
(function (projectmap) {
  "use strict";

  const { add } = projectmap.pageParts;

  /* shown: partners (which map), days (one, or two that are compared), partnerships (ids), layers. context: see panels.js. */
  function showLegend(list, shown, context) {
    const { model, language, number } = context, texts = model.data.words[language];
    list.replaceChildren();
    const overGround = model.data.geometry.ground && shown.layers.includes("basemap"); // as pale as on the map
    list.className = "legend" + (shown.partners ? " partner-legend" : overGround ? " over-ground" : "");
    function entry(sign, text, n) {
      if (n === 0 || n === "0 → 0") return;
      const row = add(list, "li");
      add(row, "span", undefined, sign).setAttribute("aria-hidden", "true");
      row.append(text);
      if (n === undefined) return;
      row.append("\u00a0"); // no number alone on a line
      add(row, "b", typeof n === "number" ? number(n) : n);
    }
    if (shown.partners) {
      const ids = new Set(shown.partnerships);
      const drawn = model.data.ends.partnerships.filter((item) => ids.has(item.id));
      const count = (name, code) => drawn.filter((item) => item[name] === code).length;
      Object.entries(texts.partners.kinds).forEach(([code, text]) => entry("partner-sign kind-" + code, text, count("kind", code)));
      Object.entries(texts.partners.statuses).forEach(([code, text]) => entry("partner-line status-" + code, text, count("status", code)));
      return;
    }
    const counts = shown.days.map((day) => model.statusesOn(day));
    const count = (i) => counts.map((statuses) => statuses.filter((one) => one === i).length);
    if (shown.layers.includes("status")) texts.map.statuses.forEach((name, i) =>
      entry("swatch status-" + texts.map.statusCodes[i], name, counts.length === 1 ? count(i)[0] : count(i).map(number).join(" → ")));
    texts.page.signs.forEach(([sign, text]) => {
      if (shown.layers.includes(sign === "diamond" ? "partnerships" : "projects")) entry("sign sign-" + sign, text);
    });
  }

  projectmap.viewerLegend = { showLegend };
})(globalThis.projectmap ??= {});
