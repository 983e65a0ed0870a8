/* The viewer: puts data, choice, maps and panels together. All of it stands in the page itself. */
(function (projectmap) {
  "use strict";

  const { find, fill, formats, writeHash } = projectmap.pageParts, panels = projectmap.viewerPanels;
  const { createModel, KINDS } = projectmap.viewerModel, { readChoice, writeChoice } = projectmap.viewerAddress;
  const LINKS = KINDS.map((kind) => `a[data-${kind}]`).join(", ");

  const data = JSON.parse(document.getElementById("data").textContent);
  const model = createModel(data);
  const exploring = data.mode === "explore", embedded = data.mode === "embed";
  const maps = [];
  let choice = readChoice(parameters(), model, data.language);

  const stage = projectmap.createStage({ model, fill, refresh, resizeMaps, language: () => choice.lang, setLanguage, context });
  stage.read(parameters());

  /* What is chosen stands after the "#" of the address, or, where that is empty, after its "?". */
  function parameters() { return new URLSearchParams(window.location.hash.slice(1) || window.location.search); }

  function context() {
    const texts = data.words[choice.lang].page;
    return { model, choice, texts, language: choice.lang, ...formats(choice.lang, data.status.days[choice.lang]) };
  }

  /* --- Where the maps get their data, and where a click goes ----------------------------------- */

  const CONTENT = {
    "geometry": () => data.geometry,
    "ground": () => data.ground.light,
    "ground-detail": () => data.ground.detail,
    "positions": () => projectmap.bits.bytes(data.positions).buffer,
    "ids": () => ({ project: data.records.map((item) => item.id), place: data.records.map((item) => item.settlement) }),
    "texts": (language) => data.words[language].map,
    "partners": () => data.ends,
    "partner-texts": (language) => data.words[language].partners,
  };
  projectmap.page.load = (name, _, asked) => Promise.resolve(CONTENT[name](asked.lang));
  projectmap.page.find = (text, language) => Promise.resolve(model.search(text, language));
  projectmap.page.remember = () => {};
  projectmap.page.recall = () => null;
  projectmap.page.send = choose;

  /* --- What is chosen -------------------------------------------------------------------------- */

  function update(change) {
    Object.assign(choice, change);
    refresh();
  }

  function choose(kind, id) {
    if (stage.showing()) {
      stage.turnTo(kind, id);
      return;
    }
    const nothing = Object.fromEntries(KINDS.map((name) => [name, null]));
    update(kind ? { ...nothing, [kind]: id } : nothing);
    if (exploring) find("side").scrollTo(0, 0);
    if (exploring && window.matchMedia("(max-width: 800px)").matches) find("side").scrollIntoView();
  }

  function setDay(day) { update({ asof: day === data.edition ? null : day }); }

  function compareWith(day) { update({ compare: day || null }); }

  function setLanguage(language) { update({ lang: language }); }

  function setPart(part) {
    update({ part });
    resizeMaps();
  }

  function toggle(facet, code, on) {
    choice.chosen.get(facet)[on ? "add" : "delete"](code);
    refresh();
  }

  function writeAddress() {
    const written = writeChoice(choice, model);
    stage.write(written);
    writeHash(written);
  }

  /* --- What is shown --------------------------------------------------------------------------- */

  function refresh() {
    showTexts();
    stage.show();
    if (data.mode !== "stage") showPanels();
    drawMaps();
    if (data.mode !== "stage") writeAddress();
  }

  function showTexts() {
    const { texts } = context();
    document.documentElement.lang = choice.lang;
    document.querySelectorAll("[data-word]").forEach((item) => { item.textContent = texts[item.dataset.word]; });
    document.querySelectorAll("[data-label]").forEach((item) => {
      item.setAttribute("aria-label", texts[item.dataset.label]);
      item.title = item.tagName === "BUTTON" || item.tagName === "INPUT" ? texts[item.dataset.label] : "";
    });
    document.querySelectorAll("[data-language]").forEach((item) => {
      item.textContent = data.words[item.dataset.language].page.languageName;
      item.setAttribute("aria-pressed", String(item.dataset.language === choice.lang));
    });
    document.querySelectorAll("[data-part]").forEach((item) => {
      if (item.dataset.part === choice.part) item.setAttribute("aria-current", "page");
      else item.removeAttribute("aria-current");
    });
    document.querySelectorAll("[data-show]").forEach((item) => {
      item.hidden = !item.dataset.show.split(" ").includes(choice.part);
    });
  }

  function showPanels() {
    const now = context(), partnerships = model.visiblePartnerships(choice);
    panels.showCounts(now);
    panels.showDay(now);
    projectmap.viewerLegend.showLegend(find("legend"),
      { partners: choice.part === "partners", days: daysShown(), partnerships, layers: data.layers }, now);
    panels.showUnmapped(now);
    if (embedded) {
      panels.showCard(now);
      return;
    }
    panels.showFilters(now);
    panels.showList(now);
    panels.showDetails(now);
  }

  function daysShown() {
    const both = model.comparedDays(choice);
    return both.length ? both : [model.dayOf(choice)];
  }

  function drawMaps() {
    const step = stage.showing() ? stage.step() : null, { pack } = projectmap.bits;
    const ids = step ? step.partnerships : model.visiblePartnerships(choice), shown = new Set(ids);
    const common = { version: data.version, content: data.version, lang: choice.lang };
    const days = step ? stage.days() : model.comparedDays(choice), chosen = model.kindOf(choice);
    const day = days.length ? days[1] : step ? stage.day() : model.dayOf(choice);
    projectmap.communities.show({
      ...common,
      statuses: model.statusesOn(day).join(""),
      earlier: days.length ? model.statusesOn(days[0]).join("") : "",
      days,
      ...(step ? {} : chosen ? model.where(chosen, choice[chosen]) : { focus: [], spot: [] }),
      visible: step ? step.visible : pack(model.visibleRecords(choice)),
      partnerships: model.countPartnerships(ids),
      layers: step ? step.layers : data.layers,
      selected: step ? stage.selected() : model.selectedCommunities(choice),
    });
    projectmap.partners.show({
      ...common,
      visible: pack(data.placed.map((id) => shown.has(id))),
      selected: step ? stage.partnership() : choice.partnership,
    });
  }

  /* Tells the maps their new size. */
  function resizeMaps() { maps.forEach((map) => map.invalidateSize({ pan: false })); }

  /* --- Start ----------------------------------------------------------------------------------- */

  function makeMap(id, [minZoom, zoom, maxZoom]) {
    const map = L.map(id, {
      center: [48.95, 39], zoom, minZoom, maxZoom, zoomControl: false, attributionControl: false, zoomSnap: 0.25,
    });
    maps.push(map);
    return map;
  }

  function kindOf(link) { return KINDS.find((kind) => link.dataset[kind]); }

  function follow(event) {
    const row = event.target.closest("[data-locate]");
    if (row) {
      setPart("map");
      const locate = () => projectmap.communities.locate("project", row.dataset.locate);
      // Once the map knows its size again.
      window.requestAnimationFrame(() => window.requestAnimationFrame(locate));
      window.scrollTo(0, 0);
      return;
    }
    const link = event.target.closest(LINKS);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(kindOf(link), link.dataset[kindOf(link)]);
  }

  function listen() {
    document.addEventListener("click", follow);
    document.querySelectorAll("[data-language]").forEach((item) =>
      item.addEventListener("click", () => setLanguage(item.dataset.language)));
    document.querySelectorAll("[data-part]").forEach((item) =>
      item.addEventListener("click", () => setPart(item.dataset.part)));
    // While a year is typed, the field goes through years such as 0002: those are beyond its limits.
    find("asof").addEventListener("change", ({ target }) => { if (target.value && target.validity.valid) setDay(target.value); });
    find("compare").addEventListener("change", ({ target }) => { if (target.validity.valid) compareWith(target.value); });
    find("asof").addEventListener("blur", ({ target }) => { target.value = model.dayOf(choice); });
    find("day-before").addEventListener("click", () => setDay(model.nextChange(model.dayOf(choice), false)));
    find("day-after").addEventListener("click", () => setDay(model.nextChange(model.dayOf(choice), true)));
    if (find("close")) find("close").addEventListener("click", () => choose(null));
    window.addEventListener("hashchange", () => {
      choice = readChoice(parameters(), model, choice.lang);
      stage.read(parameters());
      refresh();
    });
  }

  function start() {
    if (exploring) {
      panels.makeFilters(model, toggle, () => update({ chosen: model.noFilters() }));
    }
    // A record that is not in this file, as the whole that a part belongs to, is only named.
    document.querySelectorAll(LINKS).forEach((link) => {
      if (!model.find(kindOf(link), link.dataset[kindOf(link)])) link.replaceWith(...link.childNodes);
    });
    showTexts();
    projectmap.communities.start(makeMap("map", [5, 8, 14]));
    projectmap.partners.start(makeMap("partners-map", [3, 4, 9]));
    if (embedded) maps.forEach(projectmap.page.letScroll);
    listen();
    stage.start();
    if (!stage.showing()) refresh();
  }

  start();
})(globalThis.projectmap);
