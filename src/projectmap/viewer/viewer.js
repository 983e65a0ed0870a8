/* The viewer: filters, status date, details, list and both languages, all out of the page itself.
 *
 * Its data stands in the page (viewer/content.py). What is chosen stands after the "#" of
 * the address, where that is empty after its "?", and so can be sent on. Texts of the data are only
 * ever written with textContent.
 */
(function () {
  "use strict";

  const data = JSON.parse(document.getElementById("data").textContent);
  const frame = projectmap.page;
  const page = { map: projectmap.communities, partners: projectmap.partners };
  const order = new Map(data.geometry.communities.map(function (item, i) { return [item.id, i]; }));
  const numbers = new Map(data.records.map(function (item, i) { return [item.id, i]; }));
  const SIZE = data.records.length;
  const EXPLORE = data.mode === "explore", STAGE = data.mode === "stage";
  const KINDS = ["project", "place", "partnership"];
  const LINKS = "a[data-project], a[data-place], a[data-partnership]";
  const LINE_STATES = ["signed", "active", "suspended", "ended", "renewal_planned", "unknown"];
  const PARTS = ["map", "partners", "list", "about"], FIRST = data.partners ? "partners" : "map";
  const state = {
    lang: data.language, asof: data.asof, part: FIRST,
    project: null, place: null, partnership: null,
    chosen: new Map(data.facets.map(function (facet) { return [facet.name, new Set()]; })),
  };
  const stage = window.projectmapStage({
    data: data, page: page, state: state, words: words, fill: fill, day: day, date: date,
    number: number, statuses: statuses, legend: legend, step: stepDay, draw: draw, tell: tell, resize: resize,
    setLanguage: setLanguage,
  });
  let ordered = null; // the language whose alphabet the filters follow
  const maps = [];

  function find(id) { return document.getElementById(id); }
  function words() { return data.words[state.lang].page; }
  function fill(text, values) {
    return Object.keys(values).reduce(function (done, name) {
      return done.split("{" + name + "}").join(values[name]);
    }, text);
  }

  /* --- Where the maps get their data, and where a pick goes ----------------------------------- */

  function bytes(text) {
    const packed = atob(text), found = new Uint8Array(packed.length);
    for (let i = 0; i < packed.length; i += 1) found[i] = packed.charCodeAt(i);
    return found;
  }

  const held = {
    "geometry": function () { return data.geometry; },
    "positions": function () { return bytes(data.positions).buffer; },
    "ids": function () {
      return {
        project: data.records.map(function (item) { return item.id; }),
        place: data.records.map(function (item) { return item.settlement; }),
      };
    },
    "texts": function (language) { return data.words[language].map; },
    "partners": function () { return data.ends; },
    "partner-texts": function (language) { return data.words[language].partners; },
  };
  frame.load = function (name, _, parameters) { return Promise.resolve(held[name](parameters.lang)); };
  frame.send = function (kind, id) { if (!stage.on()) choose({ [kind]: id }); };

  /* --- What is chosen -------------------------------------------------------------------------- */

  function choose(some) {
    state.project = some.project || null;
    state.place = some.place || null;
    state.partnership = some.partnership || null;
    tell();
    draw();
    if (EXPLORE) find("side").scrollTo(0, 0);
    if (EXPLORE && window.matchMedia("(max-width: 800px)").matches) find("side").scrollIntoView();
  }

  /* The address says all that is chosen: what it leaves out is as the page was made. */
  function read() {
    const given = new URLSearchParams(window.location.hash.slice(1) || window.location.search);
    if (data.words[given.get("lang")]) state.lang = given.get("lang");
    state.asof = isDay(given.get("asof")) ? given.get("asof") : data.asof;
    state.part = PARTS.indexOf(given.get("part")) === -1 ? FIRST : given.get("part");
    KINDS.forEach(function (name) {
      state[name] = holds(name, given.get(name)) ? given.get(name) : null;
    });
    data.facets.forEach(function (facet) {
      const codes = facet.values.map(function (value) { return value.code; });
      state.chosen.set(facet.name, new Set(given.getAll(facet.name).filter(function (code) {
        return codes.indexOf(code) !== -1;
      })));
    });
    stage.read(given);
  }

  /* What a link leads to. */
  function kindOf(link) { return KINDS.find(function (name) { return link.dataset[name]; }); }

  /* Whether a text is a day of the calendar: Date would make 3 March of 31 February. */
  function isDay(text) {
    const found = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? text + "T00:00:00Z" : NaN);
    return !Number.isNaN(found.getTime()) && found.toISOString().slice(0, 10) === text;
  }

  /* Whether this page knows such a thing. */
  function holds(name, id) {
    if (name === "project") return numbers.has(id);
    if (name === "place") return order.has(id) || Object.hasOwn(data.settlements, id);
    return data.partnerships.some(function (item) { return item.id === id; });
  }

  function tellAddress() {
    const said = new URLSearchParams();
    said.set("lang", state.lang);
    if (state.asof !== data.asof) said.set("asof", date());
    if (state.part !== FIRST) said.set("part", state.part);
    KINDS.forEach(function (name) {
      if (state[name]) said.set(name, state[name]);
    });
    state.chosen.forEach(function (codes, name) {
      codes.forEach(function (code) { said.append(name, code); });
    });
    stage.write(said);
    if (window.location.hash.slice(1) !== said.toString()) window.location.replace("#" + said);
  }

  /* --- Filters --------------------------------------------------------------------------------- */

  /* One byte a record: whether the chosen values of every filter, but one, let it through. */
  function shown(without) {
    const found = new Uint8Array(SIZE).fill(1);
    data.facets.forEach(function (facet) {
      const codes = state.chosen.get(facet.name);
      if (!codes.size || facet.name === without) return;
      const having = new Uint8Array(SIZE);
      facet.values.forEach(function (value) {
        if (codes.has(value.code)) value.rows.forEach(function (row) { having[row] = 1; });
      });
      found.forEach(function (_, i) { found[i] &= having[i]; });
    });
    return found;
  }

  /* Partnerships have no donor, and kinds of their own. */
  function shownPartnerships() {
    const sectors = state.chosen.get("sector"), periods = state.chosen.get("period");
    return data.partnerships.filter(function (item) {
      return (!sectors.size || item.sector.some(function (code) { return sectors.has(code); }))
        && (!periods.size || periods.has(item.period));
    }).map(function (item) { return item.id; });
  }

  function makeFilters() {
    const box = find("filters");
    data.facets.forEach(function (facet) {
      const group = add(box, "details"), head = add(group, "summary");
      group.dataset.facet = facet.name;
      group.open = window.matchMedia("(min-width: 801px)").matches && facet.name !== "donor";
      head.dataset.facetWord = facet.name;
      facet.values.forEach(function (value) {
        const row = add(group, "label"), tick = add(row, "input");
        tick.type = "checkbox";
        tick.value = value.code;
        add(row, "span").className = "name";
        add(row, "b");
        tick.addEventListener("change", function () {
          state.chosen.get(facet.name)[tick.checked ? "add" : "delete"](value.code);
          refresh();
        });
      });
    });
    const clear = add(box, "button");
    clear.type = "button";
    clear.id = "clear";
    clear.addEventListener("click", function () {
      state.chosen.forEach(function (codes) { codes.clear(); });
      refresh();
    });
  }

  function tellFilters() {
    let any = false;
    data.facets.forEach(function (facet) {
      const group = document.querySelector('[data-facet="' + facet.name + '"]');
      const codes = state.chosen.get(facet.name), others = shown(facet.name);
      const rows = new Map(Array.from(group.querySelectorAll("label"), function (row) {
        return [row.querySelector("input").value, row];
      }));
      const alphabet = new Intl.Collator(state.lang);
      any = any || codes.size > 0;
      group.querySelector("summary").textContent = words().facets[facet.name]
        + (codes.size ? " · " + codes.size : "");
      facet.values.slice().sort(function (a, b) {
        return alphabet.compare(a.name[state.lang], b.name[state.lang]);
      }).forEach(function (value) {
        const row = rows.get(value.code);
        const left = value.rows.reduce(function (sum, row) { return sum + others[row]; }, 0);
        row.querySelector("input").checked = codes.has(value.code);
        row.querySelector(".name").textContent = value.name[state.lang];
        row.querySelector("b").textContent = number(left);
        row.classList.toggle("none", !left && !codes.has(value.code));
        if (ordered !== state.lang) group.append(row);
      });
    });
    ordered = state.lang;
    const clear = find("clear");
    clear.textContent = words().clear;
    clear.hidden = !any;
  }

  /* --- Status on a date ------------------------------------------------------------------------ */

  function date() { return state.asof || data.edition; }

  /* The place, in the spells of a community, of the one on a day. */
  function spellOn(community, on) {
    const spells = data.status.spells[community];
    let found = 0;
    spells.forEach(function (spell, i) { if (spell[0] !== null && spell[0] <= on) found = i; });
    return found;
  }

  function statuses(on) {
    return data.status.spells.map(function (spells, i) { return spells[spellOn(i, on)][1]; });
  }

  /* Since when a community has had its status without a break; null: since ever. */
  function since(community, on) {
    const spells = data.status.spells[community];
    let place = spellOn(community, on);
    while (place > 0 && spells[place - 1][1] === spells[place][1]) place -= 1;
    return spells[place][0];
  }

  function stepDay(forward) {
    const days = data.status.changes.filter(function (one) { return forward ? one > date() : one < date(); });
    if (forward && date() < data.edition) days.push(data.edition);
    return days.length ? days[forward ? 0 : days.length - 1] : null;
  }

  function setDay(on) {
    state.asof = on === data.edition ? null : on;
    refresh();
  }

  function day(iso) {
    const kept = data.status.days[state.lang][iso];
    if (kept) return kept;
    const tongue = state.lang === "uk" ? "uk-UA" : "en-GB";
    return new Intl.DateTimeFormat(tongue, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
      .format(new Date(iso + "T00:00:00Z"));
  }

  function number(n) { return new Intl.NumberFormat(state.lang === "uk" ? "uk-UA" : "en-GB").format(n); }

  /* --- What is drawn --------------------------------------------------------------------------- */

  function pack(bits) {
    let text = "";
    for (let i = 0; i < bits.length; i += 8) {
      let byte = 0;
      for (let b = 0; b < 8; b += 1) byte = byte * 2 + (bits[i + b] ? 1 : 0);
      text += String.fromCharCode(byte);
    }
    return btoa(text);
  }

  function draw() {
    const step = stage.on() ? stage.step() : null;
    const ids = new Set(step ? step.partnerships : shownPartnerships());
    const counts = data.geometry.communities.map(function () { return 0; });
    data.partnerships.forEach(function (item) {
      if (!ids.has(item.id)) return;
      item.communities.forEach(function (code) { if (order.has(code)) counts[order.get(code)] += 1; });
    });
    page.map.show({
      version: data.version, content: data.version, lang: state.lang,
      statuses: statuses(step ? stage.date() : date()).join(""),
      visible: step ? step.visible : pack(shown()),
      partnerships: counts, layers: step ? step.layers : data.layers,
      selected: step ? step.focus : selected(),
    });
    page.partners.show({
      version: data.version, content: data.version, lang: state.lang,
      visible: pack(data.placed.map(function (id) { return ids.has(id); })),
      selected: step ? null : state.partnership,
    });
    if (!STAGE) tellAddress();
  }

  function selected() {
    if (state.project) return data.records[numbers.get(state.project)].communities;
    if (!state.place) return [];
    return [order.has(state.place) ? state.place : data.settlements[state.place].community];
  }

  function refresh() {
    tell();
    draw();
  }

  /* --- What is told ---------------------------------------------------------------------------- */

  function add(parent, name, text) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  }

  function tell() {
    document.documentElement.lang = state.lang;
    document.querySelectorAll("[data-word]").forEach(function (item) { item.textContent = words()[item.dataset.word]; });
    document.querySelectorAll("[data-label]").forEach(function (item) {
      item.setAttribute("aria-label", words()[item.dataset.label]);
      item.title = item.tagName === "BUTTON" ? words()[item.dataset.label] : "";
    });
    document.querySelectorAll("[data-language]").forEach(function (item) {
      item.textContent = data.words[item.dataset.language].page.languageName;
      item.setAttribute("aria-pressed", String(item.dataset.language === state.lang));
    });
    document.querySelectorAll("[data-part]").forEach(function (item) {
      if (item.dataset.part === state.part) item.setAttribute("aria-current", "page");
      else item.removeAttribute("aria-current");
    });
    document.querySelectorAll("[data-show]").forEach(function (item) {
      item.hidden = item.dataset.show.split(" ").indexOf(state.part) === -1;
    });
    stage.tell();
    if (STAGE) return;
    tellCounts();
    tellLegend();
    tellBeside();
    if (EXPLORE) {
      tellFilters();
      tellList();
    }
    tellSide();
  }

  function tellCounts() {
    const found = shown(), n = found.reduce(function (sum, bit) { return sum + bit; }, 0);
    const ids = shownPartnerships();
    const line = find("count");
    line.replaceChildren();
    if (state.part === "partners") {
      add(line, "span", fill(words().shownPartnerships, { n: number(ids.length), all: number(data.partnerships.length) }));
    } else {
      add(line, "strong", fill(words().shown, { n: number(n), all: number(SIZE) }));
      data.facets.find(function (facet) { return facet.name === "period"; }).values.forEach(function (value) {
        const here = value.rows.reduce(function (sum, row) { return sum + found[row]; }, 0);
        add(line, "span", value.name[state.lang] + ": " + number(here)).className = "period period-"
          + value.code.replace("_2022_02_24", "");
      });
      if (SIZE && !n) add(line, "span", words().nothing).className = "note";
    }
    const note = date() > data.edition ? words().later : date() < data.act ? words().earlier : "";
    const status = find("status-line");
    status.replaceChildren();
    add(status, "span", fill(words().status, { day: day(date()) }) + ", " + words().edition);
    if (note) add(status, "span", note).className = "note";
    // Setting it anew would end a year that is being typed; when it is left, it is set.
    if (document.activeElement !== find("asof")) find("asof").value = date();
    [["day-before", false], ["day-after", true]].forEach(function (pair) {
      const to = stepDay(pair[1]);
      find(pair[0]).disabled = to === null;
    });
  }

  function tellLegend() {
    legend(find("legend"), state.part === "partners", date(), shownPartnerships(), data.layers);
  }

  /* The signs of a map and, of states and kinds, how many there are: only what occurs. */
  function legend(list, partners, on, partnerships, layers) {
    list.replaceChildren();
    list.className = "legend" + (partners ? " partner-legend" : "");
    function entry(sign, text, n) {
      if (n === 0) return;
      const row = add(list, "li"), mark = add(row, "span");
      mark.className = sign;
      mark.setAttribute("aria-hidden", "true");
      row.append(text + " ");
      if (n !== undefined) add(row, "b", number(n));
    }
    function count(items, test) { return items.filter(test).length; }
    if (partners) {
      const ids = new Set(partnerships), texts = data.words[state.lang].partners;
      const drawn = data.ends.partnerships.filter(function (item) { return ids.has(item.id); });
      Object.keys(texts.kinds).forEach(function (kind) {
        entry("partner-sign kind-" + kind, texts.kinds[kind], count(drawn, function (item) { return item.kind === kind; }));
      });
      LINE_STATES.forEach(function (code) {
        entry("partner-line status-" + code, texts.statuses[code], count(drawn, function (item) { return item.status === code; }));
      });
      return;
    }
    const now = statuses(on);
    if (layers.indexOf("status") !== -1) data.words[state.lang].map.statuses.forEach(function (name, i) {
      entry("swatch status-" + data.words[state.lang].map.statusCodes[i], name, count(now, function (one) { return one === i; }));
    });
    words().signs.forEach(function (sign) {
      const layer = sign[0] === "diamond" ? "partnerships" : "projects";
      if (layers.indexOf(layer) !== -1) entry("sign sign-" + sign[0], sign[1]);
    });
  }

  /* Records that have no place on the map are counted, never lost. */
  function tellBeside() {
    const box = find("beside"), found = shown(), groups = new Map();
    box.replaceChildren();
    data.records.forEach(function (item, i) {
      if (!found[i] || item.placed) return;
      const name = item.scope[state.lang];
      groups.set(name, (groups.get(name) || []).concat([item]));
    });
    if (!groups.size) return;
    add(box, "span", words().beside).className = "beside-title";
    groups.forEach(function (items, name) {
      const fold = add(box, "details");
      fold.className = "beside";
      add(fold, "summary", name + ": " + number(items.length));
      links(fold, items);
    });
  }

  function links(box, items) {
    const list = add(box, "ul");
    list.className = "records";
    items.forEach(function (item) {
      const row = add(list, "li"), link = add(row, "a", item.title[state.lang]);
      link.href = "#" + new URLSearchParams([[item.when ? "project" : "partnership", item.id]]);
      link.dataset[item.when ? "project" : "partnership"] = item.id;
      if (item.when) add(row, "small", " " + item.when[state.lang]);
    });
  }

  function tellList() {
    const found = shown(), ids = new Set(shownPartnerships());
    find("list").querySelectorAll(".tongue").forEach(function (tongue) {
      const tables = tongue.querySelectorAll("tbody");
      if (SIZE) Array.from(tables[0].rows).forEach(function (row, i) { row.hidden = !found[i]; });
      if (data.partnerships.length) Array.from(tables[tables.length - 1].rows).forEach(function (row, i) {
        row.hidden = !ids.has(data.partnerships[i].id);
      });
    });
  }

  function tellSide() {
    const name = KINDS.find(function (one) { return state[one]; });
    const told = find("told");
    told.replaceChildren();
    find("close").hidden = !name;
    if (!EXPLORE) { tellCard(told, name); return; }
    const filtered = Array.from(state.chosen.values()).some(function (codes) { return codes.size; });
    const settlement = name === "place" ? data.settlements[state.place] : undefined;
    const sheet = !name ? (filtered ? "" : "figures")
      : name === "place" && settlement ? "" : name + "-" + state[name];
    document.querySelectorAll("[data-sheet]").forEach(function (item) { item.hidden = item.dataset.sheet !== sheet; });
    find("hint").hidden = Boolean(name);
    find("hint").textContent = state.part === "partners" ? words().partnersHint : words().hint;
    find("here").replaceChildren();
    if (name === "place") tellPlace(told, find("here"), settlement);
  }

  function tellPlace(told, here, settlement) {
    const community = order.get(settlement ? settlement.community : state.place);
    const item = data.geometry.communities[community];
    if (settlement) {
      add(told, "p", fill(words().settlementOf, { name: item.name[state.lang] })).className = "kicker";
      add(told, "h2", settlement.name[state.lang]);
    }
    tellStatus(here, community);
    const found = shown(), ids = new Set(shownPartnerships());
    const records = data.records.filter(function (one, i) {
      return found[i] && (settlement ? one.settlement === state.place : one.communities.indexOf(item.id) !== -1);
    });
    add(here, "h3", words().here + ": " + number(records.length));
    if (records.length) links(here, records);
    else add(here, "p", words().nothingHere).className = "muted";
    const partnerships = data.partnerships.filter(function (one) {
      return ids.has(one.id) && one.communities.indexOf(item.id) !== -1;
    });
    if (!partnerships.length) return;
    add(here, "h3", words().partnershipsHere + ": " + number(partnerships.length));
    links(here, partnerships);
  }

  function tellStatus(box, community) {
    const spell = data.status.spells[community][spellOn(community, date())];
    const names = data.words[state.lang].map.statuses, began = since(community, date());
    const frameBox = add(box, "div"), line = add(frameBox, "p");
    frameBox.className = "status-box";
    const mark = add(line, "span");
    mark.className = "swatch status-" + data.words[state.lang].map.statusCodes[spell[1]];
    mark.setAttribute("aria-hidden", "true");
    add(line, "b", names[spell[1]]);
    const parts = [fill(words().on, { day: day(date()) })];
    if (began) parts.push(fill(words().since, { day: day(began) }));
    if (data.words[state.lang].map.statusCodes[spell[1]] === "partly_occupied") {
      parts.push(fill(words().settlements, { occupied: number(spell[2]), total: number(spell[3]) }));
    }
    line.append(" " + parts.join(", "));
    if (!spell[4].length) return;
    const fold = add(frameBox, "details"), list = document.createElement("ul");
    add(fold, "summary", words().rows + ": " + number(spell[4].length));
    fold.append(list);
    spell[4].forEach(function (i) {
      const row = data.status.rows[i];
      add(list, "li", row[0] + " – " + names[row[1]] + ", " + fill(words().since, { day: day(row[2]) }));
    });
  }

  /* Inside another site's page: what was chosen, and the way to the whole map. */
  function tellCard(box, name) {
    const base = data.link ? data.link[state.lang] : null;
    let target = base;
    document.body.classList.toggle("picked", Boolean(name));
    if (name) {
      const record = name === "project" ? data.records[numbers.get(state.project)] : null;
      const settlement = name === "place" ? data.settlements[state.place] : undefined;
      const item = record || settlement || (name === "place" ? data.geometry.communities[order.get(state.place)]
        : data.partnerships.find(function (one) { return one.id === state.partnership; }));
      add(box, "h2", (item.title || item.name)[state.lang]);
      if (record) add(box, "p", record.when[state.lang]);
      if (name === "place") tellStatus(box, order.get(settlement ? settlement.community : state.place));
      if (base) {
        const address = new URL(base);
        address.searchParams.set(name, state[name]);
        target = address.href;
      }
    }
    if (!target) return;
    const link = add(box, "a", name ? words().openRecord : words().open);
    link.href = target;
    link.target = "_blank";
    link.rel = "noopener";
  }

  /* --- Start ----------------------------------------------------------------------------------- */

  function setLanguage(language) {
    state.lang = language;
    refresh();
  }

  function setPart(part) {
    state.part = part;
    refresh();
    resize();
  }

  /* The maps learn at once what room they have. */
  function resize() { maps.forEach(function (map) { map.invalidateSize({ pan: false }); }); }

  function makeMap(id, zoom) {
    const map = L.map(id, {
      center: [48.95, 39], zoom: zoom[1], minZoom: zoom[0], maxZoom: zoom[2], zoomControl: false,
      attributionControl: false, zoomSnap: 0.25,
    });
    maps.push(map);
    return map;
  }

  function start() {
    read();
    if (EXPLORE) makeFilters();
    tell();
    page.map.start(makeMap("map", [5, 8, 14]));
    page.partners.start(makeMap("partners-map", [3, 4, 9]));
    document.querySelectorAll(LINKS).forEach(function (link) {
      const name = kindOf(link);
      // A record that is not in this file, as the whole that a part belongs to, is only named.
      if (!holds(name, link.dataset[name])) link.replaceWith(...link.childNodes);
    });
    document.addEventListener("click", function (event) {
      const link = event.target.closest(LINKS);
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const name = kindOf(link);
      event.preventDefault();
      choose({ [name]: link.dataset[name] });
    });
    document.querySelectorAll("[data-language]").forEach(function (item) {
      item.addEventListener("click", function () { setLanguage(item.dataset.language); });
    });
    document.querySelectorAll("[data-part]").forEach(function (item) {
      item.addEventListener("click", function () { setPart(item.dataset.part); });
    });
    // While a year is typed, the field goes through years such as 0002: those are beyond its limits.
    find("asof").addEventListener("change", function (event) {
      if (event.target.value && event.target.validity.valid) setDay(event.target.value);
    });
    find("asof").addEventListener("blur", function (event) { event.target.value = date(); });
    find("day-before").addEventListener("click", function () { setDay(stepDay(false)); });
    find("day-after").addEventListener("click", function () { setDay(stepDay(true)); });
    if (!STAGE) find("close").addEventListener("click", function () { choose({}); });
    window.addEventListener("hashchange", function () { read(); refresh(); });
    stage.start();
    draw();
  }

  start();
})();
