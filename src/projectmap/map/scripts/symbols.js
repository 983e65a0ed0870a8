/* Draws the symbols and names of the map of communities on its canvas. */
(function (projectmap) {
  "use strict";

  const { ground } = projectmap;
  const BEFORE = 0, AFTER = 1, UNDATED = 2; // indices in PERIODS of map/layers.py
  const { font: FONT, colours: COLOURS } = projectmapTheme; // map/theme.json
  const BAND = 4; // px: the width of a ring of shares

  function drawSymbols(pen, symbols, large) {
    symbols.forEach((item) => drawLeader(pen, item));
    symbols.forEach((item) => drawSymbol(pen, item, large));
  }

  function drawLeader(pen, item) {
    if (!item.leader) return;
    pen.beginPath();
    pen.strokeStyle = COLOURS.ink;
    pen.fillStyle = COLOURS.ink;
    pen.lineWidth = 1;
    pen.moveTo(item.leader.x, item.leader.y);
    pen.lineTo(item.x, item.y);
    pen.stroke();
    pen.beginPath();
    pen.arc(item.leader.x, item.leader.y, 2.5, 0, 2 * Math.PI);
    pen.fill();
  }

  function outline(pen, item, r) {
    pen.beginPath();
    if (item.kind === "community") pen.roundRect(item.x - r, item.y - r, 2 * r, 2 * r, 5);
    else if (item.kind === "partnership") {
      pen.moveTo(item.x, item.y - r - 1);
      pen.lineTo(item.x + r + 1, item.y);
      pen.lineTo(item.x, item.y + r + 1);
      pen.lineTo(item.x - r - 1, item.y);
      pen.closePath();
    } else pen.arc(item.x, item.y, r, 0, 2 * Math.PI);
  }

  /* Filled: since 24.02.2022. Hollow: before. Dashed: undated. Mixed: a ring of their shares. */
  function drawSymbol(pen, item, large) {
    const single = item.counts ? item.counts.indexOf(item.n) : -1;
    const filled = item.kind === "partnership" || single === AFTER;
    pen.save();
    pen.lineWidth = 2;
    outline(pen, item, item.r + 1.5);
    pen.fillStyle = COLOURS.veil;
    pen.fill();
    outline(pen, item, item.r - 1);
    pen.fillStyle = !filled ? COLOURS.paper : item.kind === "partnership" ? COLOURS.partner : COLOURS.accent;
    pen.fill();
    if (!filled) {
      pen.strokeStyle = COLOURS.accent;
      pen.setLineDash(single === UNDATED ? [3, 3] : []);
      pen.stroke();
      if (single === -1) drawShares(pen, item);
    }
    pen.setLineDash([]);
    pen.fillStyle = filled ? COLOURS.paper : COLOURS.ink;
    pen.font = "600 " + (item.r > 18 * large ? 16 : item.r < 11 * large ? 11 : 13) * large + "px " + FONT;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(String(item.n), item.x, item.y + 0.5);
    pen.restore();
  }

  function drawShares(pen, item) {
    let from = 0;
    pen.lineWidth = BAND;
    for (const period of [AFTER, UNDATED, BEFORE]) {
      const share = item.counts[period] / item.n;
      if (share && period !== BEFORE) {
        pen.beginPath();
        pen.setLineDash(period === UNDATED ? [2, 2] : []);
        if (item.kind === "community") {
          const left = item.x - item.r + 2, wide = 2 * item.r - 4, y = item.y + item.r - 1 - BAND / 2;
          pen.moveTo(left + wide * from, y);
          pen.lineTo(left + wide * (from + share), y);
        } else {
          const top = -Math.PI / 2, whole = 2 * Math.PI;
          pen.arc(item.x, item.y, item.r - 1 - BAND / 2, top + whole * from, top + whole * (from + share));
        }
        pen.stroke();
      }
      from += share;
    }
  }

  /* Names with a halo, where placeNames finds room. name(community): its text. */
  function drawNames(pen, land, view, boxes, name) {
    pen.save();
    pen.font = "600 " + 13 * view.large + "px " + FONT;
    ground.setLetters(pen, "center", 3.5 * view.large);
    const half = (community) => pen.measureText(name(community)).width / 2;
    for (const item of projectmap.placement.placeNames(land, view, boxes, half)) {
      ground.write(pen, name(item.community), item.x, item.y, "ink");
    }
    pen.restore();
  }

  projectmap.symbols = { drawSymbols, drawNames };
})(globalThis.projectmap ??= {});
