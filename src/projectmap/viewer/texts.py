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
            "kind": t("Kind"),
            "period": t("Period"),
        },
        "clear": t("Clear the filters"),
        "shown": t("Shown: {n} of {all}"),
        "shownPartnerships": t("Partnerships: {n} of {all}"),
        "nothing": t("No record answers to the chosen filters."),
        "status": t("Status on {day}"),
        "edition": t("the List in the edition of {edition}", edition=edition),
        "later": t(
            "As of the edition of {edition}; later amendments are not included.", edition=edition
        ),
        "earlier": t(
            "The order was made on {made}: for earlier dates this is as the edition of {edition} "
            "records it.",
            made=t.day(register.act_date),
            edition=edition,
        ),
        "date": t("Status on"),
        "statusAsOf": t("Status of territories as of"),
        "communities": t("Communities"),
        "before": t("To the change before"),
        "after": t("To the next change"),
        "on": t("on {day}"),
        "since": t("since {day}"),
        "settlements": t("{occupied} of {total} settlements"),
        "rows": t("Rows of the List in force"),
        "here": t("Records here"),
        "nothingHere": t("No record here answers to the chosen filters."),
        "partnershipsHere": t("Partnerships"),
        "beside": t("Not on the map:"),
        "settlementOf": t("settlement of the {name} community"),
        "close": t("Close"),
        "hint": t("Choose a community or a circle on the map to see the records there."),
        "partnersHint": t("Choose a line or a place on the map to see the partnership."),
        "signs": [
            ["after", t("records since 24.02.2022")],
            ["before", t("before 24.02.2022; present state not known")],
            ["undated", t("undated")],
            ["square", t("only the community is known")],
            ["diamond", t("partnerships")],
        ],
        "open": t("Open the whole map"),
        "openRecord": t("Open on the whole map"),
        "stage": t("Presentation"),
        "next": t("Next step"),
        "previous": t("Previous step"),
        "step": t("Step {n} of {all}"),
        "dark": t("Dark or light"),
        "fullScreen": t("Full screen"),
        "blank": t("Blank the screen"),
        "blanked": t("The screen is blank; any key brings it back."),
        "leave": t("Leave the presentation"),
        "scan": t("Open this on your telephone"),
    }
