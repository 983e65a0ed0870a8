"""The viewer's own texts: buttons, filters, the stage."""

from __future__ import annotations

from projectmap.i18n import LANGUAGE_NAMES, Translator
from projectmap.model.register import Register


def texts(register: Register, t: Translator) -> dict[str, object]:
    """The texts of one language; ``{names}`` in them are filled by its scripts."""
    edition = t.day(register.edition)
    return {
        "languageName": LANGUAGE_NAMES[t.language],
        "language": t("Language"),
        "pages": t("Parts of this file"),
        "map": t("Map"),
        "partners": t("Partnerships"),
        "list": t("List"),
        "about": t("About this file"),
        "present": t("Present"),
        "filters": t("Filters"),
        "facets": {
            "sector": t("Sector"),
            "donor": t("Donor"),
            "kind": t("Type"),
            "period": t("Period"),
        },
        "clear": t("Clear the filters"),
        "shown": t("Shown: {n} of {all}"),
        "shownPartnerships": t("Partnerships: {n} of {all}"),
        "nothing": t("No records match the filters."),
        "status": t("Status on {day}"),
        "edition": t("List version of {edition}", edition=edition),
        "later": t(
            "Based on the List as amended to {edition}; later amendments are not included.",
            edition=edition,
        ),
        "earlier": t(
            "The order was issued on {made}; for earlier dates the status is as recorded in "
            "its version of {edition}.",
            made=t.day(register.act_date),
            edition=edition,
        ),
        "date": t("Status on"),
        "statuses": t("Status on {before} and {after}"),
        "compare": t("Compare with the status on"),
        "statusAsOf": t("Territory status as of"),
        "communities": t("Communities"),
        "before": t("Previous change"),
        "after": t("Next change"),
        "on": t("on {day}"),
        "since": t("since {day}"),
        "settlements": t("{occupied} of {total} settlements"),
        "rows": t("List entries in force"),
        "here": t("Records here"),
        "nothingHere": t("No records here match the filters."),
        "partnershipsHere": t("Partnerships"),
        "beside": t("Not on the map:"),
        "settlementOf": t("settlement in the {name} community"),
        "close": t("Close"),
        "hint": t("Click a community or a circle on the map to see its records."),
        "partnersHint": t("Click a line or a place on the map to see the partnership."),
        "signs": [
            ["after", t("records since 24 Feb 2022")],
            ["before", t("before 24 Feb 2022; current situation unknown")],
            ["undated", t("undated")],
            ["square", t("location known to community level only")],
            ["diamond", t("partnerships")],
        ],
        "open": t("Open the full map"),
        "openRecord": t("Open on the full map"),
        "stage": t("Presentation"),
        "next": t("Next step"),
        "previous": t("Previous step"),
        "step": t("Step {n} of {all}"),
        "dark": t("Dark or light theme"),
        "fullScreen": t("Full screen"),
        "blank": t("Blank the screen"),
        "blanked": t("The screen is blank; any key brings it back."),
        "leave": t("End the presentation"),
        "scan": t("Open on your phone"),
    }
