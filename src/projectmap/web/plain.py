"""The filtered list as a plain page: no scripts, no websocket, prints well."""

from __future__ import annotations

from dataclasses import replace

from projectmap.content.nodes import and_more
from projectmap.content.view import data_version, filters
from projectmap.data.store import Served
from projectmap.html import common, figures, places, records
from projectmap.i18n import LANGUAGE_NAMES, LANGUAGES, Translator
from projectmap.markup import Html, element, join
from projectmap.model.filters import FILTERS
from projectmap.model.labels import describe_all
from projectmap.query.shown import Shown
from projectmap.query.view import Ignored
from projectmap.web.pages import plain_page
from projectmap.web.responses import MAX_PROBLEMS
from projectmap.web.share import table_links

MAX_RECORDS = 1000
"""Records on the plain page; with more, browsers and printers would give up."""


def plain_list(shown: Shown, ignored: list[Ignored], older: Html | None) -> str:
    """The page as text; ``older`` is what :func:`older_state` says."""
    register, view, t, selection = shown.register, shown.view, shown.t, shown.selection
    record = register.project(view.project)
    title = t("Projects and partnerships of the communities (hromadas) of Luhansk oblast")
    links = [
        element("a", LANGUAGE_NAMES[code], href=common.address(replace(view, lang=code)), lang=code,
                aria_current="true" if code == t.language else None)
        for code in LANGUAGES
    ]  # fmt: skip
    links.append(element("a", t("Map"), href=common.address(view, "./")))
    body = [
        element("h1", title),
        element("p", join(links, " · ")),
        notices(ignored, t),
        older,
        figures.count_line(shown),
        figures.status_line(shown),
        common.bullets(f"{fact.label}: {fact.text}" for fact in filters(shown.labels, view)),
        element("p", t("Download:"), " ", join(table_links("projects", view), " ")),
        records.record_details(shown, record) if record else None,
        places.place_details(shown, view.place)
        if view.place and not record
        else None,
        records.record_table(shown, selection.rows[:MAX_RECORDS].tolist())
        if selection.count
        else element("p", t("No records match the filters."), " ",
                     element("a", t("Clear the filters"), href=common.address(view.cleared()))),
        element("p", t.plural("Only the first {n} record is listed here: the downloads have all.",
                              "Only the first {n} records are listed here: the downloads have all.",
                              MAX_RECORDS))
        if selection.count > MAX_RECORDS
        else None,
        element("h2", t("Partnerships")) if selection.partnerships else None,
        places.partnership_list(shown, selection.partnerships)
        if selection.partnerships
        else None,
        element("p", data_version(shown.labels), class_="muted"),
    ]  # fmt: skip
    return plain_page(title, t, *body)


def notices(ignored: list[Ignored], t: Translator) -> Html | None:
    """What of the link, or of what was typed into a filter, was not understood, named."""
    if not ignored:
        return None
    typed = [
        element("p", t("Nothing in the filter “{filter}” matches “{words}”.",
                       filter=t(FILTERS[item.parameter].label), words=item.value[:60]))
        for item in ignored if item.typed
    ]  # fmt: skip
    linked = [item for item in ignored if not item.typed]
    named = [element("code", f"{item.parameter}={item.value[:60]}") for item in linked[:5]]
    more = len(linked) - len(named)
    return common.notice(
        *typed[:5],
        element("p", t("The link contains unknown values, which were ignored:")) if named else None,
        common.bullets(named) if named else None,
        element("p", and_more(t, more)) if more else None,
    )


def older_state(served: Served, t: Translator) -> Html | None:
    """That the data is not the newest, since when and why."""
    if served.since is None:
        return None
    lines = describe_all(t, served.problems, MAX_PROBLEMS)
    return common.notice(
        element("p", t("The data files have changed and cannot be read. Data from "
                       "before {day} is shown.", day=t.day(served.since.date()))),
        common.bullets(lines),
    )  # fmt: skip
