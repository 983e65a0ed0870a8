/* Which places and waters of the ground are shown and where their names stand. Independent of the map. */
(function (projectmap) {
  "use strict";

  const FROM_ZOOM = [0, 6, 6.5, 7, 8.5, 10, 11]; // by class of a place: 1 large city to 6 village
  const DETAIL_ZOOM = 9.5; // from which the ground is asked for in detail
  const SIZES = [0, 14, 13.5, 13, 12, 12, 11.5], DOTS = [0, 4, 3.6, 3.2, 2.8, 2.2, 1.8]; // px
  const FIRST = 3; // places of this class or larger are named before the communities
  const ASIDE = [24, 40]; // px from a dot that a symbol covers to its name
  const APART = 180; // px between two names of one river
  const WATERS_FROM = { stream: 11, lake: 12, reservoir: 10 }; // zoom; rivers and the sea at any
  const UP_AND_DOWN = [0, -2.5, 2.5, -5, 5]; // in sizes of its letters, where the name of a land may go
  const REACH = 9; // px from a dot that still hit it

  /* The places of a view, the largest first: x, y, rank and the place itself. */
  function placesIn(places, view, zoom) {
    const found = [];
    for (const place of places) {
      if (zoom < FROM_ZOOM[place.rank]) continue;
      const x = place.at.x * view.scale - view.origin.x, y = place.at.y * view.scale - view.origin.y;
      if (x < 0 || y < 0 || x > view.size.x || y > view.size.y) continue;
      found.push({ x, y, rank: place.rank, place });
    }
    return found;
  }

  /* Gives each a name where it finds room beside its dot: left and top of its box. */
  function nameThem(spots, view, boxes, width) {
    const large = view.large, within = (left, wide) => left >= 0 && left + wide <= view.size.x;
    for (const spot of spots) {
      const size = SIZES[spot.rank] * large, wide = width(spot, size), half = size * 0.62;
      for (const away of [DOTS[spot.rank] + 4, ...ASIDE].map((px) => px * large)) {
        const ways = [[away, -half], [-away - wide, -half], [-wide / 2, -away - 2 * half], [-wide / 2, away]];
        const way = ways.find(([dx, dy]) => within(spot.x + dx, wide) && boxes.claim(
          [spot.x + dx - 2, spot.y + dy - 1, spot.x + dx + wide + 2, spot.y + dy + 2 * half + 1]));
        if (!way) continue;
        spot.box = [spot.x + way[0], spot.y + way[1], spot.x + way[0] + wide, spot.y + way[1] + 2 * half];
        boxes.add([spot.x - DOTS[spot.rank] * large, spot.y - DOTS[spot.rank] * large, spot.x + DOTS[spot.rank] * large, spot.y + DOTS[spot.rank] * large]);
        break;
      }
    }
  }

  /* Names that stand over their spot, or up to its reach (px) above or below; one name not too often. */
  function nameAreas(spots, view, boxes, size, width) {
    const named = [];
    for (const spot of spots) {
      const half = width(spot) / 2, near = (other) => other.text === spot.text
        && Math.hypot(other.x - spot.x, other.y - spot.y) < APART;
      if (named.some(near) || spot.x < half || spot.x + half > view.size.x) continue;
      const y = UP_AND_DOWN.map((step) => step * size).filter((step) => Math.abs(step) <= (spot.reach || 0)).map((step) => spot.y + step)
        .find((middle) => boxes.claim([spot.x - half - 2, middle - size, spot.x + half + 2, middle + size]));
      if (y !== undefined) named.push({ ...spot, y });
    }
    return named;
  }

  /* Whether the name of a water is of use at a zoom. */
  function waterShown(kind, zoom) { return zoom >= (WATERS_FROM[kind] || 0); }

  /* The place whose dot, or else whose name, is at a spot of the view. */
  function hit(spots, at) {
    const away = (spot) => Math.hypot(spot.x - at.x, spot.y - at.y);
    const near = spots.filter((spot) => away(spot) <= REACH).sort((a, b) => away(a) - away(b))[0];
    return near || spots.find(({ box }) => box && at.x >= box[0] && at.y >= box[1] && at.x <= box[2] && at.y <= box[3]);
  }

  projectmap.places = { DETAIL_ZOOM, SIZES, DOTS, FIRST, placesIn, nameThem, nameAreas, waterShown, hit };
})(globalThis.projectmap ??= {});
