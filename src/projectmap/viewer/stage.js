/* The stage: steps to present, full screen, by keyboard, clicker, mouse or touch.
 *
 * The viewer (viewer.js) draws; this decides which step is shown and says it in large type.
 */
(function () {
  "use strict";

  const PAUSE = 1200; // ms after which a typed number is gone to
  const NAMES = 36; // px beside the legend, for names that reach out of the oblast
  // Of the usual size: the smallest type of a full step's figures, and of its title and lines;
  // and, where even that is too large, of all.
  const FIGURES = 0.64, LINES = 0.78, LEAST = 0.3;

  window.projectmapStage = function (viewer) {
    const data = viewer.data, steps = data.steps, state = viewer.state;
    const asked = data.mode === "stage";
    let at = 0, turn = 0, showing = asked, dark = false, day = null, typed = "", waiting = null, flown = null;

    function find(id) { return document.getElementById(id); }
    function step() { return steps[at]; }
    function now() { return step().turns[turn]; }
    function date() { return day || now().asof; }

    function add(parent, name, text, kind) {
      const made = document.createElement(name);
      if (text !== undefined) made.textContent = text;
      if (kind) made.className = kind;
      parent.append(made);
      return made;
    }

    function read(given) {
      const wanted = Number.parseInt(given.get("step"), 10);
      if (wanted >= 1) at = Math.min(wanted, steps.length) - 1;
      dark = given.get("theme") === "dark";
      if (given.has("step") && data.story && data.mode === "explore") showing = true;
    }

    function write(said) {
      if (!showing) return;
      said.set("step", String(at + 1));
      if (dark) said.set("theme", "dark");
    }

    /* The address of a step can be sent on, and opened anew. */
    function tellAddress() {
      const said = new URLSearchParams([["lang", state.lang]]);
      write(said);
      if (window.location.hash.slice(1) !== said.toString()) window.location.replace("#" + said);
    }

    /* To a step, at one of its dates. */
    function go(to, which) {
      at = Math.max(0, Math.min(steps.length - 1, to));
      turn = which || 0;
      day = null;
      viewer.tell();
      viewer.draw();
      move();
      if (asked) tellAddress();
    }

    /* Forward or back: through the dates of a step first, then to the next or the former step. */
    function next() {
      if (turn < step().turns.length - 1) go(at, turn + 1);
      else if (at < steps.length - 1) go(at + 1);
    }

    function previous() {
      if (turn) go(at, turn - 1);
      else if (at) go(at - 1, steps[at - 1].turns.length - 1);
    }

    function move() {
      const shown = step();
      if (flown === at || shown.map !== "communities") return;
      const legend = find("stage-legend");
      viewer.resize();
      const beside = legend.offsetWidth < find("stage-map").offsetWidth / 2;
      viewer.page.map.focus(shown.focus, beside ? legend.offsetWidth + NAMES : 0);
      flown = at;
    }

    function tell() {
      const stage = find("stage");
      document.body.classList.toggle("on-stage", showing);
      document.body.classList.toggle("dark", showing && dark);
      stage.hidden = !showing;
      if (!showing) return;
      const words = viewer.words(), shown = step(), panel = find("stage-panel");
      find("map").hidden = shown.map !== "communities";
      find("partners-map").hidden = shown.map === "communities";
      panel.replaceChildren();
      if (data.story && at === 0) add(panel, "p", data.story[state.lang], "story-name");
      add(panel, "h2", shown.title[state.lang]);
      const lines = add(panel, "div", undefined, "lines");
      shown.lines[state.lang].forEach(function (text) { add(lines, "p", text); });
      now().figures[state.lang].forEach(function (group) {
        const facts = group[0] === "status" && day ? statusFacts(words) : group.slice(1);
        if (!facts.length) return;
        const list = add(panel, "dl");
        facts.forEach(function (fact) {
          const row = add(list, "div");
          add(row, "dd", fact[1]);
          const name = add(row, "dt", fact[0]);
          if (fact[2]) add(name, "small", fact[2]);
        });
      });
      if (at === steps.length - 1 && data.qr) tellCode(panel, words);
      viewer.legend(find("stage-legend"), shown.map !== "communities", date(), shown.partnerships, shown.layers);
      const about = [viewer.fill(words.status, { day: viewer.day(date()) }), words.edition];
      find("stage-foot").textContent = about.concat(day ? notes(words) : now().notices[state.lang]).join(" · ")
        + " · " + data.words[state.lang][shown.map === "communities" ? "map" : "partners"].credit;
      find("stage-count").textContent = at + 1 + " / " + steps.length;
      find("stage-count").setAttribute("aria-label",
        viewer.fill(words.step, { n: at + 1, all: steps.length }));
      find("stage-keys").textContent = words.keys;
      find("blank-text").textContent = words.blanked;
      find("stage-previous").disabled = at === 0 && turn === 0;
      find("stage-next").disabled = at === steps.length - 1 && turn === step().turns.length - 1;
      find("stage-leave").hidden = asked;
      size();
    }

    /* The figures of the status on a day that the presenter has turned to: of all communities,
     * whichever the step is about. */
    function statusFacts(words) {
      const found = viewer.statuses(day), names = data.words[state.lang].map.statuses;
      const facts = names.map(function (name, i) {
        return [name, viewer.number(found.filter(function (one) { return one === i; }).length), ""];
      });
      const all = [words.communities, viewer.number(found.length), ""];
      return [[words.statusAsOf, viewer.day(day), ""], all].concat(facts.filter(function (fact) { return fact[1] !== "0"; }));
    }

    function notes(words) {
      if (date() > data.edition) return [words.later];
      return date() < data.act ? [words.earlier] : [];
    }

    function tellCode(panel, words) {
      const box = add(panel, "figure"), picture = add(box, "img");
      picture.src = data.qr[state.lang];
      picture.alt = "";
      const text = add(box, "figcaption", words.scan);
      add(text, "span", data.link[state.lang].replace(/^https?:\/\//, ""));
    }

    /* Type as large as the step allows, its figures the first to give way; signs on the maps grow
     * with the screen. */
    function size() {
      const panel = find("stage-panel");
      let times = 1;
      do {
        const lines = times < FIGURES ? LINES * times / FIGURES : Math.max(times, LINES);
        panel.style.setProperty("--times", lines.toFixed(3));
        panel.style.setProperty("--figures", times.toFixed(3));
        times -= 0.02;
      } while (panel.scrollHeight > panel.clientHeight && times > LEAST);
      const grown = Math.max(1, Math.min(2.4, Math.min(window.innerHeight / 640, window.innerWidth / 1100)));
      viewer.page.map.enlarge(grown);
      viewer.page.partners.enlarge(grown);
    }

    function show(on) {
      showing = on;
      flown = null;
      viewer.tell();
      viewer.draw();
      if (on) {
        find("stage-map").append(find("map"), find("partners-map"));
        move();
        find("stage").focus();
      } else {
        find("counts").after(find("map"), find("partners-map"));
        viewer.page.map.enlarge(1);
        viewer.page.partners.enlarge(1);
        viewer.page.map.focus([], 0);
        if (document.fullscreenElement) document.exitFullscreen();
      }
      viewer.tell();
    }

    function fullScreen() {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
    }

    function blank() { find("blank").hidden = !find("blank").hidden; }

    function setDay(forward) {
      const kept = state.asof;
      state.asof = date();
      const to = viewer.step(forward);
      state.asof = kept;
      if (!to) return;
      day = to;
      viewer.tell();
      viewer.draw();
    }

    /* A number jumps: at once where one figure is enough, else after a pause or with Enter. */
    function type(figure) {
      typed += figure;
      window.clearTimeout(waiting);
      if (steps.length < 10 || typed.length === String(steps.length).length) jump();
      else waiting = window.setTimeout(jump, PAUSE);
    }

    function jump() {
      const to = Number.parseInt(typed, 10);
      typed = "";
      if (to >= 1) go(to - 1);
    }

    const KEYS = {
      ArrowRight: next,
      PageDown: next,
      ArrowLeft: previous,
      PageUp: previous,
      Backspace: previous,
      Home: function () { go(0); },
      End: function () { go(steps.length - 1); },
      ArrowUp: function () { setDay(true); },
      ArrowDown: function () { setDay(false); },
      Enter: function () { if (typed) jump(); else next(); },
      // What clickers send for "blank" and "start".
      ".": blank,
      F5: fullScreen,
      Escape: function () { if (!asked) show(false); },
    };
    const LETTERS = {
      KeyB: blank,
      KeyD: function () { theme(); },
      KeyF: fullScreen,
      KeyL: function () { viewer.setLanguage(state.lang === "uk" ? "en" : "uk"); if (asked) tellAddress(); },
      KeyH: function () { find("stage-keys").hidden = !find("stage-keys").hidden; },
    };

    function theme() {
      dark = !dark;
      viewer.tell();
      viewer.draw();
      if (asked) tellAddress();
    }

    function press(event) {
      if (!showing || event.ctrlKey || event.altKey || event.metaKey) return;
      const onButton = event.target.closest && event.target.closest("button");
      if (!find("blank").hidden) {
        find("blank").hidden = true;
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (onButton && (event.key === "Enter" || event.key === " ")) return;
      let act = KEYS[event.key] || LETTERS[event.code];
      if (event.key === " ") act = event.shiftKey ? previous : next;
      if (/^\d$/.test(event.key)) act = function () { type(event.key); };
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    }

    function start() {
      // Before the map: its own keys would pan it.
      document.addEventListener("keydown", press, true);
      const buttons = [["previous", previous], ["next", next],
        ["dark", theme], ["blank", blank], ["full", fullScreen], ["leave", function () { show(false); }]];
      buttons.forEach(function (pair) { find("stage-" + pair[0]).addEventListener("click", pair[1]); });
      find("blank").addEventListener("click", blank);
      window.addEventListener("resize", function () { if (showing) { size(); flown = null; move(); } });
      const open = find("present");
      if (open) open.addEventListener("click", function () { at = 0; turn = 0; show(true); });
      // Type is measured again when it is there.
      document.fonts.load("16px Projectmap").then(function () { if (showing) size(); });
      if (showing) show(true);
    }

    return {
      on: function () { return showing; }, step: step, date: date, read: read, write: write,
      tell: tell, start: start,
    };
  };
})();
