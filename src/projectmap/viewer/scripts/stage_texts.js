/* The words of the stage: a step's title, lines and figures, or one thing's.
 *
 * context: see panels.js. shown: step and date, as the page holds them; at (see steps.js); subject,
 * kind and id of the one thing that is shown, and whether it was opened by a click; chosenDay, where
 * the presenter has turned to another; days; close().
 */
(function (projectmap) {
  "use strict";

  const { add, addLinks, fill } = projectmap.pageParts, { unpack } = projectmap.bits;

  function showTexts(panel, context, shown) {
    const { model: { data }, language } = context, { step, at } = shown;
    panel.replaceChildren();
    if (shown.subject) {
      showThing(panel, context, shown);
      return;
    }
    if (data.story && at.step === 0) add(panel, "p", data.story[language], "story-name");
    add(panel, "h2", step.title[language]);
    const lines = add(panel, "div", undefined, "lines");
    step.lines[language].forEach((text) => add(lines, "p", text));
    for (const [group, ...stated] of shown.date.figures[language]) {
      const facts = group === "status" && (shown.chosenDay || shown.days.length > 1) ? statusFacts(context, shown.days) : stated;
      if (facts.length) showFacts(panel, facts);
    }
    if (step.listed) {
      const visible = unpack(step.visible), ids = new Set(step.partnerships);
      addLinks(add(panel, "div", undefined, "rest"), step.map === "partners"
        ? data.partnerships.filter((item) => ids.has(item.id)) : data.records.filter((_, i) => visible[i]), language);
    }
    if (at.step === (data.story ? at.count - 1 : 0) && data.qr) showCode(panel, context);
  }

  /* A record, a partnership or a place; what has no room can be scrolled. */
  function showThing(panel, context, { subject: { kind, id }, opened, step, days, close }) {
    const { model, language, texts } = context, item = model.find(kind, id), brief = item.brief && item.brief[language];
    if (opened) {
      const back = add(panel, "button", texts.close, "back");
      back.type = "button";
      back.addEventListener("click", close);
    }
    const community = brief ? id : model.communityOf(id);
    const above = brief ? brief.tags.join(" · ") : fill(texts.settlementOf, { name: model.find("place", community).name[language] });
    if (brief || community !== id) add(panel, "p", above, "story-name");
    add(panel, "h2", (item.title || item.name)[language]);
    const rest = add(panel, "div", undefined, "rest");
    if (!brief) {
      projectmap.viewerPanels.showHere(rest, id, context, days, model.at(id, unpack(step.visible), step.partnerships));
      return;
    }
    brief.said.forEach((text) => add(rest, "p", text));
    showFacts(rest, brief.facts, "stated");
    brief.sources.forEach((text) => add(rest, "small", text));
  }

  function showFacts(panel, facts, kind) {
    const list = add(panel, "dl", undefined, kind);
    for (const [name, value, note] of facts) {
      const row = add(list, "div");
      add(row, "dd", value);
      const term = add(row, "dt", name);
      if (note) add(term, "small", note);
    }
  }

  /* The figures of the status on another day, or on two: of all communities, whichever the step is about. */
  function statusFacts({ model, texts, language, number, day: written }, days) {
    const statuses = days.map(model.statusesOn), both = (values) => values.join(" → ");
    const counts = model.data.words[language].map.statuses.map((name, i) =>
      [name, statuses.map((some) => some.filter((one) => one === i).length)]).filter((fact) => fact[1].some(Boolean));
    return [[texts.statusAsOf, both(days.map(written)), ""], [texts.communities, number(statuses[0].length), ""],
      ...counts.map(([name, some]) => [name, both(some.map(number)), ""])];
  }

  function showCode(panel, { model: { data }, texts, language }) {
    const box = add(panel, "figure"), picture = add(box, "img");
    picture.src = data.qr[language];
    picture.alt = "";
    add(add(box, "figcaption", texts.scan), "span", data.link[language].replace(/^https?:\/\//, ""));
  }

  projectmap.stageTexts = { showTexts };
})(globalThis.projectmap ??= {});
