/* Small parts of the viewer's page. Texts of the data are only ever written with textContent. */
(function (projectmap) {
  "use strict";

  function find(id) { return document.getElementById(id); }

  /* A new element at the end of another one. */
  function add(parent, name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    parent.append(made);
    return made;
  }

  /* A text with its {names} filled in. */
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? values[name] : whole));
  }

  /* Numbers and days as a language writes them (i18n.py); days: those that the page has the text of. */
  function formats(language, days) {
    const locale = projectmap.locales[language];
    const dates = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    function day(iso) {
      if (days[iso]) return days[iso];
      const text = dates.format(new Date(iso + "T00:00:00Z"));
      return language === "uk" ? text.replace(/^(\d+) /, "$1\u00a0").replace(" р.", "\u00a0р.") : text;
    }
    return { number: (n) => new Intl.NumberFormat(locale).format(n), day };
  }

  /* A list of links to records or partnerships; viewer.js follows them. */
  function addLinks(parent, items, language) {
    const list = add(parent, "ul", undefined, "records");
    for (const item of items) {
      const kind = item.when ? "project" : "partnership", row = add(list, "li");
      const link = add(row, "a", item.title[language]);
      link.href = "#" + new URLSearchParams([[kind, item.id]]);
      link.dataset[kind] = item.id;
      if (item.when) add(row, "small", " " + item.when[language]);
    }
  }

  /* Puts what is shown behind the "#" of the address, so that it can be sent on. A preview
   * inside another page has no address, or one that cannot be sent. */
  function writeHash(parameters) {
    if (["about:", "blob:"].includes(window.location.protocol)) return;
    if (window.location.hash.slice(1) !== parameters.toString()) window.location.replace("#" + parameters);
  }

  projectmap.pageParts = { find, add, fill, formats, addLinks, writeHash };
})(globalThis.projectmap ??= {});
