"""Our texts for what Streamlit's widgets say in English.

The scripts of a page put these in their place: ``html/scripts/widget_texts.js``.
"""

from __future__ import annotations

import json
from typing import Final

from babel.dates import get_month_names

from projectmap.i18n import LANGUAGES, LOCALES, N_, translator

_AS_THEY_ARE = (
    *(N_("Skip to main content"), N_("Clear all"), N_("dd"), N_("mm"), N_("yyyy")),
    *(N_("Close"), N_("Select all"), N_("Error"), N_("Previous month"), N_("Next month")),
    *(N_("Previous"), N_("Next"), N_("Connecting"), N_("Stop"), N_("Download as PNG")),
    *(N_("Download as CSV"), N_("Search"), N_("Type to search"), N_("Sort ascending")),
    *(N_("Sort descending"), N_("Copied")),
)
WIDGET_TEXTS: Final = {
    **{text: text for text in _AS_THEY_ARE},
    "Sidebar": N_("Filters"),
    "Collapse sidebar": N_("Hide the filters"),
    "Expand sidebar": N_("Show the filters"),
    "Open": N_("Open the list"),
    "Choose an option": N_("Choose"),
    "No options to select": N_("Nothing to choose"),
    "Clear value": N_("Clear"),
    "Clear date": N_("Clear the date"),
    "Choose date": N_("Choose a date"),
    "Choose date, *": N_("Choose a date, {month}"),
    "day, *": N_("day, {field}"),
    "month, *": N_("month, {field}"),
    "year, *": N_("year, {field}"),
    "Selected values": N_("Chosen values"),
    "Dismiss": N_("Close"),
    "No results": N_("Nothing found"),
    "Press Enter to *": N_("Press Enter to apply"),
    "Number is outside the allowed range. Please enter a value between * and *.": N_(
        "Enter a year from {first} to {last}."
    ),
    ": Date set outside allowed range. Please select a date between * and *.": N_(
        ": choose a date from {first} to {last}."
    ),
    "* option* available.": N_("Options: {count}"),
    "Selected Date: *": N_("Chosen date"),
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": N_(
        "Arrow keys move between dates, Enter chooses, Escape closes."
    ),
    "Connection error": N_("No connection"),
    "Connecting to Streamlit server": N_("Connecting"),
    "Unable to connect to Streamlit server": N_("No connection"),
    "Running": N_("Loading"),
    "Running...": N_("Loading"),
    "Rerun": N_("Load again"),
    "Streamlit server is not responding. Are you connected to the internet?": N_(
        "The site does not answer. It tries again by itself; what is on the page stays."
    ),
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your "
    "terminal:": N_(
        "The site does not answer. It tries again by itself; what is on the page stays."
    ),
    "Show data": N_("Show the data"),
    "Copy Vega-Lite spec": N_("Copy the chart’s description"),
    "Fullscreen": N_("Full screen"),
    "Close fullscreen": N_("Leave full screen"),
    "Show/hide columns": N_("Choose columns"),
    "Autosize": N_("Fit the width"),
    "Pin column": N_("Keep in view"),
    "Unpin column": N_("Release"),
    "Hide column": N_("Hide the column"),
    "Copy to clipboard": N_("Copy"),
}
"""Streamlit's text, with ``*`` for what varies, and ours, with names for it in the same order."""


_FRAME = "streamlit_folium.st_folium"
"""What the map's frame is called."""


def _months(language: str) -> dict[str, str]:
    """The names of months that the field of a date reads out."""
    theirs, ours = (
        get_month_names("wide", "stand-alone", locale) for locale in ("en_US", language)
    )
    return {f"* – {theirs[month]}": f"{{number}} – {ours[month]}" for month in theirs}


def script() -> str:
    """What the script reads: by language, Streamlit's text and ours; and the locales."""
    table = {
        code: {theirs: translator(code)(ours) for theirs, ours in WIDGET_TEXTS.items()}
        | {_FRAME: translator(code)("Map")}
        | _months(code)
        for code in LANGUAGES
    }
    found = json.dumps({"widgetTexts": table, "locales": LOCALES}, ensure_ascii=False)
    return f"Object.assign(globalThis.projectmap ??= {{}}, {found});\n"
