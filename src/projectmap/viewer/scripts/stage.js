/* The stage: steps to present, full screen, by keyboard, clicker, mouse or touch.
 *
 * The viewer (viewer.js) draws; which step is shown, and what a key does, is decided in steps.js,
 * what is said of it in stage_texts.js.
 */
(function (projectmap) {
  "use strict";

  const { find, add, fill, writeHash } = projectmap.pageParts, { showTexts } = projectmap.stageTexts, { createSteps, createNumber, actionOf } = projectmap.stageSteps;
  const PAUSE = 1200; // ms after which a typed number is gone to
  const NAMES = 36; // px beside the legend, for names that reach out of the oblast
  // Of the usual size: the smallest type of a full step's figures, and of its title and lines;
  // and, where even that is too large, of all.
  const FIGURES = 0.52, LINES = 0.78, LEAST = 0.3;
  const SWIPE = 60; // px

  /* viewer: model, fill, refresh, resizeMaps, language, setLanguage, context; see viewer.js. */
  projectmap.createStage = function (viewer) {
    const { model } = viewer, { data } = model;
    const alone = data.mode === "stage"; // a page that is nothing but a stage
    const at = createSteps(data.steps.map((step) => step.dates.length)), typed = createNumber(data.steps.length);
    let showing = alone, dark = false, chosenDay = null, waiting = null, flownTo = null;
    let opened = null; // kind and id of what was clicked

    function step() { return data.steps[at.step]; }
    function shownDate() { return step().dates[at.date]; }
    function day() { return chosenDay || shownDate().asof; }
    function subject() { return opened || step().about; }
    /* The communities that the map brings out, and the partnership. */
    function selected() { return opened ? model.where(opened.kind, opened.id).focus : step().focus; }
    function partnership() { return subject() && subject().kind === "partnership" ? subject().id : null; }
    /* The two days that are compared, if any. */
    function days() { return model.comparedDays({ asof: day(), compare: step().compare }); }

    function read(parameters) {
      const wanted = Number.parseInt(parameters.get("step"), 10);
      // A step that is shown already stays at its date.
      if (wanted >= 1 && Math.min(wanted, at.count) - 1 !== at.step) at.go(wanted - 1);
      dark = parameters.get("theme") === "dark";
      if (parameters.has("step") && data.story && data.mode === "explore") showing = true;
    }

    function write(parameters) {
      if (!showing) return;
      parameters.set("step", String(at.step + 1));
      if (dark) parameters.set("theme", "dark");
    }

    /* The address of a step can be sent on, and opened again. */
    function writeAddress() {
      const parameters = new URLSearchParams([["lang", viewer.language()]]);
      write(parameters);
      writeHash(parameters);
    }

    function changed() {
      viewer.refresh();
      if (alone) writeAddress();
    }

    /* After another step or date, if there was one. */
    function moved(done) {
      if (!done && !opened) return;
      chosenDay = opened = null;
      changed();
      fly();
    }

    /* What was clicked: the step about it, or what is known of it in place of the step's words. */
    function turnTo(kind, id) {
      const to = data.steps.findIndex(({ about }) => about && about.kind === kind && about.id === id);
      if (to >= 0) return moved(at.go(to));
      opened = kind ? { kind, id } : null;
      viewer.refresh();
      if (opened) find("stage-panel").querySelector("button").focus({ preventScroll: true });
    }

    function fly() {
      const shown = step(), legend = find("stage-legend");
      if (flownTo === at.step || shown.map !== "communities") return;
      viewer.resizeMaps();
      const beside = legend.offsetWidth < find("stage-map").offsetWidth / 2;
      projectmap.communities.focus(shown.focus, beside ? legend.offsetWidth + NAMES : 0);
      flownTo = at.step;
    }

    /* --- What is shown ------------------------------------------------------------------------- */

    function show() {
      document.body.classList.toggle("on-stage", showing);
      document.body.classList.toggle("dark", showing && dark);
      projectmap.canvases.setDark(showing && dark);
      find("stage").hidden = !showing;
      if (!showing) return;
      const now = viewer.context(), partners = step().map !== "communities";
      find("map").hidden = partners;
      find("partners-map").hidden = !partners;
      showTexts(find("stage-panel"), now, {
        step: step(), date: shownDate(), at, subject: subject(), opened, chosenDay,
        days: days().length ? days() : [day()], close: () => turnTo(null),
      });
      projectmap.viewerLegend.showLegend(find("stage-legend"),
        { partners, days: days().length ? days() : [day()], partnerships: step().partnerships, layers: step().layers }, now);
      showFoot(now, data.words[now.language][partners ? "partners" : "map"].credit);
      find("stage-previous").disabled = at.atStart;
      find("stage-next").disabled = at.atEnd;
      find("stage-leave").hidden = alone;
      fitType();
    }

    function showFoot({ texts, language, day: written }, credit) {
      const notes = chosenDay || days().length
        ? model.notesOn(days().length ? days() : [day()]).map((note) => texts[note]) : shownDate().notices[language];
      const both = days().map(written);
      const stated = both.length ? fill(texts.statuses, { before: both[0], after: both[1] }) : fill(texts.status, { day: written(day()) });
      find("stage-foot").textContent = [stated, texts.edition, ...notes].join(" · ")
        + " · " + credit;
      find("stage-count").textContent = at.step + 1 + " / " + at.count;
      find("stage-count").setAttribute("aria-label", fill(texts.step, { n: at.step + 1, all: at.count }));
      find("blank-text").textContent = texts.blanked;
      const keys = find("stage-keys");
      keys.replaceChildren();
      data.keys.forEach((item) => {
        add(keys, "dt", item.shown);
        add(keys, "dd", item.label[language]);
      });
    }

    /* Type as large as the step allows, its figures the first to give way; signs on the maps grow
     * with the screen. */
    function fitType() {
      const panel = find("stage-panel"), rest = panel.querySelector(".rest"), over = (box) => box.scrollHeight > box.clientHeight;
      let times = 1;
      do {
        const lines = times < FIGURES ? LINES * times / FIGURES : Math.max(times, LINES);
        panel.style.setProperty("--times", lines.toFixed(3));
        panel.style.setProperty("--figures", times.toFixed(3));
        times -= 0.02;
      } while ((over(panel) && times > LEAST) || (rest && over(rest) && times > LINES));
      enlargeMaps(Math.max(1, Math.min(2.4, Math.min(window.innerHeight / 640, window.innerWidth / 1100))));
    }

    function enlargeMaps(times) {
      projectmap.communities.enlarge(times);
      projectmap.partners.enlarge(times);
    }

    /* Opens or leaves the stage, which the maps go to and come back from. */
    function open(on) {
      showing = on;
      flownTo = opened = null;
      if (on) find("stage-map").append(find("map"), find("partners-map"));
      else find("counts").after(find("map"), find("partners-map"));
      viewer.refresh();
      if (on) {
        fly();
        find("stage").focus();
      } else {
        enlargeMaps(1);
        projectmap.communities.focus([], 0);
        if (document.fullscreenElement) document.exitFullscreen();
      }
    }

    /* --- What can be done ---------------------------------------------------------------------- */

    const ACTIONS = {
      next(event) {
        if (typed.waiting && event && event.key === "Enter") jump();
        else moved(at.next());
      },
      previous() { moved(at.previous()); },
      first() { moved(at.go(0)); },
      last() { moved(at.go(at.count - 1)); },
      laterDay() { turnDay(true); },
      earlierDay() { turnDay(false); },
      blank() { find("blank").hidden = !find("blank").hidden; },
      dark() {
        dark = !dark;
        changed();
      },
      fullScreen() {
        if (document.fullscreenElement) document.exitFullscreen();
        else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
      },
      language() {
        const all = Object.keys(data.words);
        viewer.setLanguage(all[(all.indexOf(viewer.language()) + 1) % all.length]);
        if (alone) writeAddress();
      },
      help() { find("stage-keys").hidden = !find("stage-keys").hidden; },
      leave() {
        if (opened) turnTo(null);
        else if (!alone) open(false);
      },
      number(event) {
        window.clearTimeout(waiting);
        // Where figures are written with Shift, the key alone counts too.
        if (typed.type(/\d$/.exec(event.key) ? event.key : event.code.slice(-1))) jump();
        else waiting = window.setTimeout(jump, PAUSE);
      },
    };

    function jump() {
      const to = typed.take();
      if (to !== null) moved(at.go(to));
    }

    function turnDay(forward) {
      const to = model.nextChange(day(), forward);
      if (!to) return;
      chosenDay = to;
      viewer.refresh();
    }

    function press(event) {
      if (!showing || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target.closest && event.target.closest('[role="slider"]') && event.key.startsWith("Arrow")) return;
      const onButton = event.target.closest && event.target.closest("button");
      const action = actionOf(data.keys, event), awake = find("blank").hidden;
      if (awake && (!action || (onButton && (event.key === "Enter" || event.key === " ")))) return;
      event.preventDefault();
      event.stopPropagation();
      if (awake) ACTIONS[action](event);
      else ACTIONS.blank();
    }

    /* A swipe over the words goes on or back. */
    function listenToTouch(panel) {
      let from = null;
      panel.addEventListener("touchstart", ({ touches }) => { from = touches.length === 1 ? touches[0] : null; }, { passive: true });
      panel.addEventListener("touchend", ({ changedTouches: [to] }) => {
        const x = from ? to.clientX - from.clientX : 0, y = from ? to.clientY - from.clientY : 0;
        if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) ACTIONS[x < 0 ? "next" : "previous"]();
      }, { passive: true });
    }

    function start() {
      // Before the map: its own keys would pan it.
      document.addEventListener("keydown", press, true);
      document.querySelectorAll("#stage-tools [data-action]").forEach((button) =>
        button.addEventListener("click", () => ACTIONS[button.dataset.action]()));
      find("blank").addEventListener("click", ACTIONS.blank);
      listenToTouch(find("stage-panel"));
      window.addEventListener("resize", () => {
        if (!showing) return;
        fitType();
        flownTo = null;
        fly();
      });
      if (find("present")) find("present").addEventListener("click", () => {
        at.go(0);
        open(true);
      });
      // Type is measured again when it is there.
      document.fonts.load("16px Projectmap").then(() => { if (showing) fitType(); });
      if (showing) open(true);
    }

    return { showing: () => showing, step, day, days, selected, partnership, turnTo, read, write, show, start };
  };
})(globalThis.projectmap ??= {});
