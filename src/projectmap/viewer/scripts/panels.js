/* The panels around the viewer's maps: counts, filters, list, details, and the card of the
 * embedded map.
 *
 * context: model, choice, language, texts (of the page), number and day (as the language writes
 * them), update (takes a changed choice).
 */
(function (projectmap) {
  "use strict";

  const { find, add, fill, addLinks } = projectmap.pageParts;

  function showCounts(context) {
    const { model, choice, texts, number } = context, { data } = model;
    const visible = model.visibleRecords(choice), n = projectmap.bits.count(visible), line = find("count");
    line.replaceChildren();
    if (choice.part === "partners") {
      const ids = model.visiblePartnerships(choice);
      add(line, "span", fill(texts.shownPartnerships, { n: number(ids.length), all: number(data.partnerships.length) }));
      return;
    }
    add(line, "strong", fill(texts.shown, { n: number(n), all: number(data.records.length) }));
    for (const value of data.facets.find((facet) => facet.name === "period").values) {
      add(line, "span", value.name[context.language] + ": " + number(model.countOf(value, visible)),
        "period period-" + value.code.replace("_2022_02_24", ""));
    }
    if (data.records.length && !n) add(line, "span", texts.nothing, "note");
  }

  function showDay(context) {
    const { model, choice, texts } = context, day = model.dayOf(choice);
    const line = find("status-line");
    line.replaceChildren();
    const both = model.comparedDays(choice), [before, after] = both.map(context.day);
    add(line, "span", (both.length ? fill(texts.statuses, { before, after }) : fill(texts.status, { day: context.day(day) }))
      + ", " + texts.edition);
    model.notesOn(both.length ? both : [day]).forEach((note) => add(line, "span", texts[note], "note"));
    // Setting it again would end a year that is being typed; when it is left, it is set.
    if (document.activeElement !== find("asof")) find("asof").value = day;
    if (document.activeElement !== find("compare")) find("compare").value = choice.compare || "";
    find("day-before").disabled = model.nextChange(day, false) === null;
    find("day-after").disabled = model.nextChange(day, true) === null;
  }

  /* Records that have no position on the map are counted, never lost. */
  function showUnmapped(context) {
    const box = find("beside"), groups = context.model.unmapped(context.choice, context.language);
    box.replaceChildren();
    if (!groups.size) return;
    add(box, "span", context.texts.beside, "beside-title");
    groups.forEach((items, name) => {
      const fold = add(box, "details", undefined, "beside");
      add(fold, "summary", name + ": " + context.number(items.length));
      addLinks(fold, items, context.language);
    });
  }

  function makeFilters(model, toggle, clear) {
    const box = find("filters");
    for (const facet of model.data.facets) {
      const group = add(box, "details");
      add(group, "summary");
      group.dataset.facet = facet.name;
      group.open = window.matchMedia("(min-width: 801px)").matches && facet.name !== "donor";
      for (const value of facet.values) {
        const row = add(group, "label"), tick = add(row, "input");
        tick.type = "checkbox";
        tick.value = value.code;
        add(row, "span", undefined, "name");
        add(row, "b");
        tick.addEventListener("change", () => toggle(facet.name, value.code, tick.checked));
      }
    }
    const button = add(box, "button");
    button.type = "button";
    button.id = "clear";
    button.addEventListener("click", clear);
  }

  function showFilters(context) {
    const { model, choice, language, texts, number } = context;
    for (const facet of model.data.facets) {
      const group = document.querySelector('[data-facet="' + facet.name + '"]');
      const codes = choice.chosen.get(facet.name), others = model.visibleRecords(choice, facet.name);
      const rows = new Map(Array.from(group.querySelectorAll("label"), (row) => [row.querySelector("input").value, row]));
      group.querySelector("summary").textContent = texts.facets[facet.name] + (codes.size ? " · " + codes.size : "");
      for (const value of facet.values) {
        const row = rows.get(value.code), left = model.countOf(value, others);
        row.querySelector("input").checked = codes.has(value.code);
        row.querySelector(".name").textContent = value.name[language];
        row.querySelector("b").textContent = number(left);
        row.classList.toggle("none", !left && !codes.has(value.code));
      }
      sortRows(group, facet.values, rows, language);
    }
    find("clear").textContent = texts.clear;
    find("clear").hidden = !anyFilter(choice);
  }

  /* In the order of the language's alphabet: rows move only when the language changes. */
  function sortRows(group, values, rows, language) {
    if (group.dataset.order === language) return;
    const alphabet = new Intl.Collator(language);
    group.dataset.order = language;
    values.slice().sort((a, b) => alphabet.compare(a.name[language], b.name[language]))
      .forEach((value) => group.append(rows.get(value.code)));
  }

  function anyFilter(choice) { return Array.from(choice.chosen.values()).some((codes) => codes.size); }

  function showList(context) {
    const { model, choice } = context, { data } = model;
    const visible = model.visibleRecords(choice), ids = new Set(model.visiblePartnerships(choice));
    for (const part of find("list").querySelectorAll(".language")) {
      const tables = part.querySelectorAll("tbody"), last = tables[tables.length - 1];
      if (data.records.length) Array.from(tables[0].rows).forEach((row, i) => { row.hidden = !visible[i]; });
      if (data.partnerships.length) Array.from(last.rows).forEach((row, i) => { row.hidden = !ids.has(data.partnerships[i].id); });
    }
  }

  /* The details of what is chosen, which stand in the page; else the key figures. */
  function showDetails(context) {
    const { model, choice, texts } = context, kind = model.kindOf(choice), settlement = isSettlement(model, choice);
    const sheet = !kind ? (anyFilter(choice) ? "" : "figures") : settlement ? "" : kind + "-" + choice[kind];
    find("close").hidden = !kind;
    document.querySelectorAll("[data-sheet]").forEach((item) => { item.hidden = item.dataset.sheet !== sheet; });
    find("hint").hidden = Boolean(kind);
    find("hint").textContent = choice.part === "partners" ? texts.partnersHint : texts.hint;
    find("chosen").replaceChildren();
    find("here").replaceChildren();
    if (kind === "place") showPlace(context, settlement);
  }

  function isSettlement(model, choice) {
    return model.kindOf(choice) === "place" && model.communityOf(choice.place) !== choice.place;
  }

  function showPlace(context, settlement) {
    const { model, choice, texts, language } = context, box = find("here"), days = model.comparedDays(choice);
    if (settlement) {
      add(find("chosen"), "p", fill(texts.settlementOf, { name: model.find("place", model.communityOf(choice.place)).name[language] }), "kicker");
      add(find("chosen"), "h2", model.find("place", choice.place).name[language]);
    }
    showHere(box, choice.place, context, days.length ? days : [model.dayOf(choice)], model.here(choice));
  }

  /* The status of a place on some days, and what is shown there. */
  function showHere(box, place, context, days, { records, partnerships }) {
    const { model, texts, language, number } = context;
    sayWhose(box, place, "h3", context);
    days.forEach((day) => showStatus(box, model.communityOf(place), context, day));
    if (partnerships.length) {
      add(box, "h3", texts.partnershipsHere + ": " + number(partnerships.length));
      addLinks(box, partnerships, language);
    }
    add(box, "h3", texts.here + ": " + number(records.length));
    if (records.length) addLinks(box, records, language);
    else add(box, "p", texts.nothingHere, "muted");
  }

  /* Of a settlement: that what follows is the status of the whole community, which it need not share. */
  function sayWhose(box, place, tag, { model, texts, language }) {
    const community = model.communityOf(place);
    if (community !== place) add(box, tag, fill(texts.wholeCommunity, { name: model.find("place", community).name[language] }));
  }

  function showStatus(parent, code, context, on) {
    const { model, texts, number, day } = context, map = model.data.words[context.language].map;
    const status = model.statusOn(code, on);
    const box = add(parent, "div", undefined, "status-box"), line = add(box, "p");
    add(line, "span", undefined, "swatch status-" + map.statusCodes[status.index]).setAttribute("aria-hidden", "true");
    add(line, "b", map.statuses[status.index]);
    const parts = [fill(texts.on, { day: day(on) })];
    if (status.since) parts.push(fill(texts.since, { day: day(status.since) }));
    if (map.statusCodes[status.index] === "partly_occupied") {
      parts.push(fill(texts.settlements, { occupied: number(status.occupied), total: number(status.total) }));
    }
    line.append(" " + parts.join(", "));
    if (!status.entries.length) return;
    const fold = add(box, "details");
    add(fold, "summary", texts.rows + ": " + number(status.entries.length));
    const list = add(fold, "ul");
    for (const [wording, index, from] of status.entries) {
      const item = add(list, "li");
      add(item, "span", wording).lang = "uk";
      item.append(" – " + map.statuses[index] + ", " + fill(texts.since, { day: day(from) }));
    }
  }

  /* Inside another site's page: what was chosen, and the way to the whole map. */
  function showCard(context) {
    const { model, choice, texts, language } = context, kind = model.kindOf(choice), box = find("chosen");
    const base = model.data.link ? model.data.link[language] : null;
    let target = base;
    find("close").hidden = !kind;
    document.body.classList.toggle("card", Boolean(kind));
    box.replaceChildren();
    if (kind) {
      const item = model.find(kind, choice[kind]);
      add(box, "h2", (item.title || item.name)[language]);
      if (kind === "project") add(box, "p", item.when[language]);
      if (kind === "place") {
        sayWhose(box, choice.place, "p", context);
        showStatus(box, model.communityOf(choice.place), context, model.dayOf(choice));
      }
      if (base) {
        const address = new URL(base);
        address.searchParams.set(kind, choice[kind]);
        target = address.href;
      }
    }
    if (!target) return;
    const link = add(box, "a", kind ? texts.openRecord : texts.open);
    link.href = target;
    link.target = "_blank";
    link.rel = "noopener";
  }

  projectmap.viewerPanels = { showCounts, showDay, showUnmapped, makeFilters, showFilters, showList, showDetails, showHere, showCard };
})(globalThis.projectmap ??= {});
