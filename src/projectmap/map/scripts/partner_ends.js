/* Lines of partnerships and the ends that they have in common. Independent of the map: numbers in and out. */
(function (projectmap) {
  "use strict";

  const { sizes: SIZES } = projectmapTheme.partnerships; // map/theme.json

  /* The control points of a line that bows to the north, whichever way it runs; bow: in chords. */
  function curve(a, b, bow) {
    const dx = b.x - a.x, dy = b.y - a.y, up = dx > 0 ? 1 : -1;
    return [a, { x: (a.x + b.x) / 2 + up * dy * bow, y: (a.y + b.y) / 2 - up * dx * bow }, b];
  }

  /* The point of a curve at a share of its length. */
  function along(part, t) {
    const s = 1 - t, at = (axis) => s * s * part[0][axis] + 2 * s * t * part[1][axis] + t * t * part[2][axis];
    return { x: at("x"), y: at("y") };
  }

  /* Ends of shown lines; those that would cover each other are one, at the place of the fullest,
   * or, so that the oblast is never hidden, of the one in it.
   *
   * ends: near (in the oblast) of each; spots: of each, projected at zoom 0; partnerships: lines,
   * each two ends. A group: lead and members (ends), records (partnerships), n, r in px. */
  function groupEnds(ends, spots, partnerships, visible, scale, large) {
    const records = ends.map(() => new Set());
    partnerships.forEach((item, i) => {
      if (visible[i]) item.lines.forEach((line) => [line[0], line[1]].forEach((end) => records[end].add(i)));
    });
    const order = Array.from(records.keys()).filter((i) => records[i].size);
    order.sort((a, b) => ends[b].near - ends[a].near || records[b].size - records[a].size || a - b);
    const groups = [];
    for (const i of order) {
      let group = groups.find(({ lead }) => {
        const least = large * (ends[lead].near === ends[i].near ? SIZES.same_side : SIZES.both_sides);
        return Math.hypot(spots[lead].x - spots[i].x, spots[lead].y - spots[i].y) * scale < least;
      });
      if (!group) {
        group = { lead: i, members: [], records: new Set() };
        groups.push(group);
      }
      group.members.push(i);
      records[i].forEach((record) => group.records.add(record));
    }
    for (const group of groups) {
      group.n = group.records.size;
      group.r = large * (group.n > 1 ? SIZES.several : SIZES.single);
    }
    return groups;
  }

  /* The names of a group's places: of many, the first ones and how many more. */
  function namesOf(group, ends, language, most) {
    const names = group.members.map((i) => ends[i].name && ends[i].name[language]).filter(Boolean);
    const more = group.members.length - most;
    return names.slice(0, most).join(", ") + (more > 0 ? " +" + more : "");
  }

  /* Whether a place of the map, at x and y, is an end of a group and has its name there already. */
  function isNamed({ x, y, name }, groups, ends, language, large) {
    return groups.some((group) => Math.hypot(group.x - x, group.y - y) < SIZES.same_side * large
      && group.members.some((i) => ends[i].name && ends[i].name[language] === name[language]));
  }

  /* The one of a group's partnerships to choose after another: the next each time. */
  function nextOf(ids, selected) { return ids[(ids.indexOf(selected) + 1) % ids.length]; }

  projectmap.partnerEnds = { curve, along, groupEnds, namesOf, isNamed, nextOf };
})(globalThis.projectmap ??= {});
