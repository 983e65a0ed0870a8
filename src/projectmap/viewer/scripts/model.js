/* What the viewer's page holds, and what of it a choice shows. Independent of the browser: its data stands in
 * the page (viewer/content.py), and every number here is one that query counts too.
 *
 * A choice: asof (a day, null for the List's own), chosen (a set of codes for each filter), and the
 * one of project, place and partnership whose details are shown.
 */
(function (projectmap) {
  "use strict";

  const KINDS = ["project", "place", "partnership"];

  const MOST_PLACES = 10, MOST_RECORDS = 5, MOST_PARTNERSHIPS = 3; // that a search finds

  /* Letters without case, accents and apostrophes. */
  function fold(text) { return text.toLocaleLowerCase("uk").normalize("NFC").replace(/['’ʼ`]/g, ""); }

  function createModel(data) {
    const { records, facets, partnerships, status } = data;
    const communities = new Map(data.geometry.communities.map((item, i) => [item.id, i]));
    const rows = new Map(records.map((item, i) => [item.id, i]));

    /* What an id leads to, or undefined. */
    function find(kind, id) {
      if (kind === "project") return records[rows.get(id)];
      if (kind === "partnership") return partnerships.find((item) => item.id === id);
      if (Object.hasOwn(data.settlements, id)) return data.settlements[id];
      return data.geometry.communities[communities.get(id)];
    }

    /* The kind of the thing whose details are shown. */
    function kindOf(choice) { return KINDS.find((kind) => choice[kind]); }

    /* The community (KATOTTG code) that a place is, or lies in. */
    function communityOf(place) {
      return Object.hasOwn(data.settlements, place) ? data.settlements[place].community : place;
    }

    /* The communities that what is chosen belongs to. */
    function selectedCommunities(choice) {
      if (choice.project) return find("project", choice.project).communities;
      return choice.place ? [communityOf(choice.place)] : [];
    }

    function noFilters() { return new Map(facets.map((facet) => [facet.name, new Set()])); }

    /* One byte a record: whether the chosen values of every filter, but one, let it through. */
    function visibleRecords(choice, without) {
      const found = new Uint8Array(records.length).fill(1);
      for (const facet of facets) {
        const codes = choice.chosen.get(facet.name);
        if (!codes.size || facet.name === without) continue;
        const having = new Uint8Array(records.length);
        for (const value of facet.values) if (codes.has(value.code)) value.rows.forEach((row) => { having[row] = 1; });
        found.forEach((_, i) => { found[i] &= having[i]; });
      }
      return found;
    }

    /* How many of some records have a value of a filter. */
    function countOf(value, visible) { return value.rows.reduce((sum, row) => sum + visible[row], 0); }

    /* Partnerships have no donor, and kinds of their own. */
    function visiblePartnerships(choice) {
      const sectors = choice.chosen.get("sector"), periods = choice.chosen.get("period");
      return partnerships.filter((item) => (!sectors.size || item.sector.some((code) => sectors.has(code)))
        && (!periods.size || periods.has(item.period))).map((item) => item.id);
    }

    /* How many of some partnerships each community has. */
    function countPartnerships(ids) {
      const counts = data.geometry.communities.map(() => 0), shown = new Set(ids);
      for (const item of partnerships) {
        if (shown.has(item.id)) item.communities.forEach((code) => { if (communities.has(code)) counts[communities.get(code)] += 1; });
      }
      return counts;
    }

    /* The shown records and partnerships of a place; a settlement has its own records. */
    function here(choice) { return at(choice.place, visibleRecords(choice), visiblePartnerships(choice)); }

    function at(place, visible, shown) {
      const code = communityOf(place), settlement = Object.hasOwn(data.settlements, place), ids = new Set(shown);
      return {
        records: records.filter((item, i) => visible[i]
          && (settlement ? item.settlement === place : item.communities.includes(code))),
        partnerships: partnerships.filter((item) => ids.has(item.id) && item.communities.includes(code)),
      };
    }

    /* Shown records that have no position on the map, by what is known of it. */
    function unmapped(choice, language) {
      const visible = visibleRecords(choice), groups = new Map();
      records.forEach((item, i) => {
        if (!visible[i] || item.placed) return;
        const name = item.scope[language];
        groups.set(name, (groups.get(name) || []).concat([item]));
      });
      return groups;
    }

    const spots = new Map();
    Object.values(data.ground || {}).forEach((level) => (level.settlements || []).forEach(([x, y, , , , code]) =>
      spots.set(code, [x * level.unit, y * level.unit])));

    /* Where something lies: its communities, and its spot where that is known; what scenes have. */
    function where(kind, id) {
      const item = find(kind, id), focus = kind === "place" ? [communityOf(id)] : item.communities;
      return { focus: focus.filter((code) => communities.has(code)), spot: (kind === "place" ? spots.get(id) : item.spot) || [] };
    }

    /* What a text may mean, by the names and titles of either language; as map/search.py. */
    function search(text, language) {
      const words = fold(text).split(/\s+/).filter(Boolean), found = [];
      const look = (kind, id, names, name, note) => {
        const folded = names.map(fold), at = folded.findIndex((one) => words.every((word) => one.includes(word)));
        if (at >= 0) found.push({ kind, id, name, note, first: folded[at].startsWith(words[0]) ? 0 : 1, ...where(kind, id) });
      };
      const named = (item) => Object.values(item.name);
      data.geometry.communities.forEach((item) => look("place", item.id, named(item), item.name[language], ""));
      Object.entries(data.settlements).forEach(([id, item]) =>
        look("place", id, named(item), item.name[language], find("place", item.community).name[language]));
      found.sort((a, b) => a.first - b.first);
      found.splice(MOST_PLACES);
      const places = found.length;
      records.forEach((item) => look("project", item.id, [...Object.values(item.title), item.id], item.title[language], item.when[language]));
      found.splice(places + MOST_RECORDS);
      const before = found.length;
      partnerships.forEach((item) => look("partnership", item.id, [...Object.values(item.title), item.id], item.title[language], ""));
      found.splice(before + MOST_PARTNERSHIPS);
      return found;
    }

    /* The two days whose status is compared, the earlier first; none where it is one day. */
    function comparedDays(choice) {
      return choice.compare && choice.compare !== dayOf(choice) ? [choice.compare, dayOf(choice)].sort() : [];
    }

    function dayOf(choice) { return choice.asof || data.edition; }

    /* The index, in the periods of a community's status, of the one on a day. */
    function periodOn(community, day) {
      let found = 0;
      status.periods[community].forEach((period, i) => { if (period[0] !== null && period[0] <= day) found = i; });
      return found;
    }

    /* Index of the status of each community on a day. */
    function statusesOn(day) { return status.periods.map((periods, i) => periods[periodOn(i, day)][1]); }

    /* The status of a community on a day; since: without a break, null for ever. */
    function statusOn(code, day) {
      const community = communities.get(code), periods = status.periods[community];
      const at = periodOn(community, day), [, index, occupied, total, entries] = periods[at];
      let first = at;
      while (first > 0 && periods[first - 1][1] === index) first -= 1;
      return { index, occupied, total, since: periods[first][0], entries: entries.map((i) => status.rows[i]) };
    }

    /* The next day on which any status changes, forward or back, the List's own the last; null where
     * there is none. */
    function nextChange(day, forward) {
      const days = status.changes.filter((one) => (forward ? one > day : one < day));
      return days.length ? days[forward ? 0 : days.length - 1] : null;
    }

    /* The note that a day asks for: it is later than what the List knows, or earlier than the order. */
    function notesOn(days) { return Array.from(new Set(days.map(noteOn).filter(Boolean))); }

    function noteOn(day) { return day > data.edition ? "later" : day < data.act ? "earlier" : null; }

    return {
      data, find, kindOf, communityOf, selectedCommunities, noFilters, visibleRecords, countOf,
      visiblePartnerships, countPartnerships, where, search, comparedDays, here, at, unmapped, dayOf, statusesOn, statusOn, nextChange, noteOn, notesOn,
    };
  }

  projectmap.viewerModel = { createModel, KINDS };
})(globalThis.projectmap ??= {});
