/* The search box of the map: a combobox whose options the page (page.find) gives. Texts of the data
 * only ever as textContent. */
(function (projectmap) {
  "use strict";

  const { page } = projectmap;
  const PAUSE = 180; // ms without a key after which it is looked for
  const LONGEST = 200; // letters

  /* choose(hit): what is done with the option that is taken. */
  function addFinder(map, choose) {
    let box, input, list, status, texts = {}, hits = [], active = -1, waiting = null, asked = 0;

    page.addControl(map, "topleft", () => {
      box = L.DomUtil.create("div", "finder");
      box.setAttribute("role", "search");
      input = L.DomUtil.create("input", "", box);
      list = L.DomUtil.create("ul", "", box);
      status = L.DomUtil.create("p", "", box);
      Object.entries({
        type: "text", role: "combobox", maxlength: LONGEST, autocomplete: "off", spellcheck: "false",
        "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "finder-hits",
      }).forEach(([name, value]) => input.setAttribute(name, value));
      list.id = "finder-hits";
      list.hidden = true;
      list.setAttribute("role", "listbox");
      status.setAttribute("role", "status");
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      input.addEventListener("input", typed);
      input.addEventListener("keydown", press);
      input.addEventListener("focus", () => { if (hits.length) open(true); });
      input.addEventListener("blur", () => open(false));
      // Before the field loses the focus.
      list.addEventListener("pointerdown", (event) => event.preventDefault());
      list.addEventListener("click", (event) => {
        const option = event.target.closest("li");
        if (option) take(Array.from(list.children).indexOf(option));
      });
      return box;
    });

    function typed() {
      window.clearTimeout(waiting);
      const text = input.value.trim(), mine = ++asked;
      if (!text) {
        show([], "");
        return;
      }
      waiting = window.setTimeout(() => page.find(text, document.documentElement.lang).then((found) => {
        if (mine === asked) show(found, found.length ? "" : texts.findNothing);
      }, () => { if (mine === asked) show([], ""); }), PAUSE);
    }

    function show(found, said) {
      hits = found;
      active = -1;
      status.textContent = said;
      list.replaceChildren(...hits.map((hit, i) => {
        const option = document.createElement("li"), note = document.createElement("small");
        option.id = "finder-hit-" + i;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.className = "hit-" + hit.kind;
        note.textContent = hit.note;
        option.append(hit.name, note);
        return option;
      }));
      open(hits.length > 0);
    }

    function open(on) {
      list.hidden = !on;
      input.setAttribute("aria-expanded", String(on));
      if (!on) point(-1);
    }

    function point(to) {
      active = to;
      Array.from(list.children).forEach((option, i) => option.setAttribute("aria-selected", String(i === to)));
      if (to < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", "finder-hit-" + to);
        list.children[to].scrollIntoView({ block: "nearest" });
      }
    }

    function take(i) {
      const hit = hits[i];
      input.value = "";
      show([], "");
      input.blur();
      choose(hit);
    }

    const KEYS = {
      ArrowDown() { move(1); },
      ArrowUp() { move(-1); },
      Enter() { if (!list.hidden && hits.length) take(Math.max(active, 0)); },
      Escape() {
        if (list.hidden) input.value = "";
        open(false);
      },
    };

    function move(step) {
      if (!hits.length) return;
      if (list.hidden) open(true);
      point((active + step + hits.length + (active < 0 && step < 0 ? 1 : 0)) % hits.length);
    }

    function press(event) {
      event.stopPropagation(); // the map's own keys
      if (!KEYS[event.key] || event.isComposing) return;
      event.preventDefault();
      KEYS[event.key]();
    }

    return {
      setTexts(next) {
        texts = next;
        input.setAttribute("aria-label", texts.find);
        input.placeholder = texts.findHint;
        list.setAttribute("aria-label", texts.find);
      },
    };
  }

  projectmap.addFinder = addFinder;
})(globalThis.projectmap ??= {});
