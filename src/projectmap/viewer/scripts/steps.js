/* Which step of the stage is shown, at which of its dates, and what a key does. Independent of the browser. */
(function (projectmap) {
  "use strict";

  /* dates: how many dates each step has. */
  function createSteps(dates) {
    let step = 0, date = 0;
    const last = dates.length - 1;

    function go(to, which) {
      step = Math.max(0, Math.min(last, to));
      date = which || 0;
      return true;
    }

    /* Forward or back: through the dates of a step first, then to the next or the step before. */
    function next() {
      if (date < dates[step] - 1) return go(step, date + 1);
      return step < last && go(step + 1);
    }

    function previous() {
      if (date) return go(step, date - 1);
      return step > 0 && go(step - 1, dates[step - 1] - 1);
    }

    return {
      go, next, previous,
      get step() { return step; },
      get date() { return date; },
      get count() { return dates.length; },
      get atStart() { return step === 0 && date === 0; },
      get atEnd() { return step === last && date === dates[last] - 1; },
    };
  }

  /* A number that is typed: it is complete where no further figure could make it a step, else after
   * a pause or with Enter. */
  function createNumber(count) {
    let typed = "";
    return {
      get waiting() { return typed !== ""; },
      /* Adds a figure: whether the number is complete. */
      type(figure) {
        typed += figure;
        return count < 10 || typed.length === String(count).length;
      },
      /* The step that was typed (from 0), or null; the next figure begins again. */
      take() {
        const found = Number.parseInt(typed, 10);
        typed = "";
        return found >= 1 ? found - 1 : null;
      },
    };
  }

  /* The action of a key, by viewer/keys.json: by what it writes, else by where it lies, which is the
   * same in every alphabet. */
  function actionOf(keys, event) {
    const name = (event.shiftKey && event.key === " " ? "Shift+" : "") + event.key;
    const found = keys.find((item) => item.keys.includes(name)) || keys.find((item) => item.keys.includes(event.code));
    return found ? found.action : null;
  }

  projectmap.stageSteps = { createSteps, createNumber, actionOf };
})(globalThis.projectmap ??= {});
