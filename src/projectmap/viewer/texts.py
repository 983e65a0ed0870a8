"""The viewer's own texts: buttons, filters, the stage."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from projectmap.content.view import list_version
from projectmap.html.figures import SIGNS
from projectmap.i18n import LANGUAGE_NAMES
from projectmap.map.scripts import read
from projectmap.model.filters import FILTERS
from projectmap.model.labels import Labels
from projectmap.query.notices import edition_notice, hindsight_notice

FACETS = ("sector", "donor", "kind", "period")
"""The filters that the viewer has; their values are those of the page's filters."""


def texts(labels: Labels) -> dict[str, object]:
    """The texts of one language; ``{names}`` in them are filled by its scripts."""
    t = labels.t
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
        "facets": {name: t(FILTERS[name].label) for name in FACETS},
        "clear": t("Clear the filters"),
        "shown": t("Shown: {n} of {all}"),
        "shownPartnerships": t("Partnerships: {n} of {all}"),
        "nothing": t("No records match the filters."),
        "status": t("Status on {day}"),
        "edition": list_version(labels),
        "later": edition_notice(labels),
        "earlier": hindsight_notice(labels),
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
        "wholeCommunity": t("{name} community"),
        "close": t("Close"),
        "hint": t("Click a community or a circle on the map to see its records."),
        "partnersHint": t("Click a line or a place on the map to see the partnership."),
        "signs": [[sign, t(text)] for sign, text in SIGNS.items()],
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


@dataclass(frozen=True, slots=True)
class StageKey:
    """What one or more keys do."""

    action: str
    keys: tuple[str, ...]
    shown: str
    label: Mapping[str, str]
    """In Ukrainian (``uk``) and English (``en``)."""


KEYS = tuple(
    StageKey(**{**item, "keys": tuple(item["keys"])})
    for item in json.loads(read("viewer/keys.json"))
)
