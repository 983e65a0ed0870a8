/* Draws the ends, signs and names of the map of partners on its canvas.
 *
 * screen: pen, size, boxes (collisions.js), large (times the usual size) and at (a projected point
 * in px of the view).
 */
(function (projectmap) {
  "use strict";

  const { along } = projectmap.partnerEnds, { ground } = projectmap;
  const { font: FONT, colours: COLOURS, partnerships: LOOK } = projectmapTheme; // map/theme.json
  const FADED = 0.45; // opacity of what is not chosen, where something is

  /* The outline of the sign of a kind; twinning: two circles. */
  function trace(pen, kind) {
    if (kind === "twinning") {
      pen.arc(-4, 0, 5.5, 0, 2 * Math.PI);
      pen.moveTo(9.5, 0);
      pen.arc(4, 0, 5.5, 0, 2 * Math.PI);
      return;
    }
    LOOK.corners[kind].forEach((corner, i) => pen[i ? "lineTo" : "moveTo"](...corner));
    pen.closePath();
  }

  /* Filled: a partner's place. Hollow: a community or the oblast. With a number: several.
   * spots: of all ends, projected. */
  function drawEnd(screen, group, near, spots, faded) {
    const pen = screen.pen;
    pen.save();
    pen.globalAlpha = faded ? FADED : 1;
    group.members.slice(1).forEach((end) => disc(pen, screen.at(spots[end]), 2.5, COLOURS.partner));
    disc(pen, group, group.r + 1.5, COLOURS.veil);
    disc(pen, group, group.r, COLOURS.partner);
    if (near) disc(pen, group, group.r - 2, COLOURS.paper);
    if (group.n > 1) {
      pen.fillStyle = near ? COLOURS.ink : COLOURS.paper;
      pen.font = "600 " + 13 * screen.large + "px " + FONT;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillText(String(group.n), group.x, group.y + 0.5);
    }
    pen.restore();
  }

  function disc(pen, at, r, colour) {
    pen.beginPath();
    pen.arc(at.x, at.y, r, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
  }

  /* On a line the sign of its kind, where there is room. */
  function drawSign(screen, curve, kind, status, faded) {
    const large = screen.large, from = screen.at(curve[0]), to = screen.at(curve[2]);
    if (Math.hypot(from.x - to.x, from.y - to.y) < LOOK.sizes.signed_line) return;
    const spot = LOOK.spots.map((t) => screen.at(along(curve, t))).find((at) =>
      screen.boxes.claim([at.x - 11 * large, at.y - 10 * large, at.x + 11 * large, at.y + 10 * large]));
    if (!spot) return;
    screen.pen.save();
    screen.pen.globalAlpha = faded ? FADED : 1;
    screen.pen.translate(spot.x, spot.y);
    screen.pen.scale(large, large);
    drawShape(screen.pen, kind, LOOK.solid.includes(status));
    screen.pen.restore();
  }

  function drawShape(pen, kind, solid) {
    pen.beginPath();
    trace(pen, kind);
    pen.lineJoin = "round";
    pen.lineWidth = 5.5;
    pen.strokeStyle = COLOURS.paper;
    pen.stroke();
    pen.lineWidth = 2;
    pen.strokeStyle = COLOURS.partner;
    pen.fillStyle = solid ? COLOURS.partner : COLOURS.paper;
    pen.fill();
    pen.stroke();
    if (kind !== "twinning" || !solid) return;
    // The edge of the front one, so that two circles stay two.
    pen.beginPath();
    pen.arc(4, 0, 5.5, 0, 2 * Math.PI);
    pen.lineWidth = 1.25;
    pen.strokeStyle = COLOURS.paper;
    pen.stroke();
  }

  /* The first of some names for a group that finds room beside it. */
  function drawName(screen, group, names, px) {
    const gap = group.r + 6, half = px / 2 + 2;
    const spots = (wide) => [
      [gap, -half], [-gap - wide, -half], [-wide / 2, gap - 2], [-wide / 2, -gap - 2 * half + 2],
      [gap - 4, gap - 6], [-gap + 4 - wide, gap - 6], [gap - 4, 2 - gap - half], [-gap + 4 - wide, 2 - gap - half],
    ];
    names.some((name) => drawText(screen, name, px, group, spots));
  }

  /* A text with a halo at the first spot where it covers nothing; without any: false.
   * spots(width): px from a point to the left end of the text, at its top. */
  function drawText(screen, text, px, at, spots) {
    const { pen, size } = screen;
    pen.save();
    pen.font = "600 " + px + "px " + FONT;
    ground.setLetters(pen, "left", 4 * screen.large);
    const wide = pen.measureText(text).width, high = px + 4;
    const free = spots(wide).find((spot) => {
      const x = at.x + spot[0], y = at.y + spot[1];
      const within = x >= 2 && y >= 2 && x + wide <= size.x - 2 && y + high <= size.y - 2;
      return within && screen.boxes.claim([x - 2, y, x + wide + 2, y + high]);
    });
    if (free) ground.write(pen, text, at.x + free[0], at.y + free[1] + high / 2, "ink");
    pen.restore();
    return Boolean(free);
  }

  projectmap.partnerSymbols = { drawEnd, drawSign, drawName, drawText };
})(globalThis.projectmap ??= {});
