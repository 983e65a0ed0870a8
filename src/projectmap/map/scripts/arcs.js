/* Lines and areas as the server packs them (map/topology.py): flat whole numbers of a unit, the
 * first position, then the steps; areas as rings of arcs that neighbours share. Independent of the browser. */
(function (projectmap) {
  "use strict";

  /* Longitudes and latitudes of a line. */
  function positions(line, unit) {
    const found = [];
    let x = 0, y = 0;
    for (let i = 0; i < line.length; i += 2) {
      x += line[i];
      y += line[i + 1];
      found.push([x * unit, y * unit]);
    }
    return found;
  }

  /* Arcs and areas of outlines, in degrees: communities and land (rings of each), and lines. */
  function unpack(outlines) {
    const arcs = outlines.arcs.map((line) => positions(line, outlines.unit));
    const ring = (numbers) => numbers.flatMap((n, i) => {
      const arc = n < 0 ? arcs[~n].slice().reverse() : arcs[n];
      return i ? arc.slice(1) : arc; // the first position is the last of the arc before
    });
    const area = (rings) => rings.map(ring), lines = (numbers) => numbers.map((n) => arcs[n]);
    return {
      communities: outlines.communities.map(area), land: outlines.land.map(area), abroad: outlines.abroad,
      raions: lines(outlines.raions), oblast: lines(outlines.oblast), oblasts: lines(outlines.oblasts),
      border: lines(outlines.border),
    };
  }

  /* A position in the px of zoom 0 (Web Mercator), as Leaflet has it. */
  function project([lon, lat]) {
    const sine = Math.sin(lat * Math.PI / 180);
    return { x: (lon + 180) * 256 / 360, y: 128 - Math.log((1 + sine) / (1 - sine)) * 64 / Math.PI };
  }

  /* A name of the data by language; where it has none in a language, the English one. */
  function byLanguage(uk, en) {
    return Object.fromEntries(Object.keys(projectmap.locales).map((language) => [language, language === "uk" ? uk : en]));
  }

  projectmap.arcs = { positions, unpack, project, byLanguage };
})(globalThis.projectmap ??= {});
