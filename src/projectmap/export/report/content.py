"""The report as plain data: texts in one language and numbers, for the template to set."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import TypeAlias

from projectmap.content.about import (
    CREDITS,
    TITLE,
    about,
    filter_lines,
    link,
    notices,
    printable,
)
from projectmap.content.facts import facts
from projectmap.export import qr
from projectmap.export.charts import Figure, figure
from projectmap.export.picture import (
    Form,
    Frame,
    alternative,
    map_picture,
    partners_alternative,
    partners_picture,
)
from projectmap.export.report.entries import MOST, Sources, left_out, partnerships, records
from projectmap.i18n import N_, Translator
from projectmap.map import partners
from projectmap.model.codes import FactGroup
from projectmap.model.register import Register
from projectmap.query.figures import PERIODS, needs_by_sector
from projectmap.query.select import Selection, select
from projectmap.query.view import View, write_view

Content: TypeAlias = dict[str, object]
MAP = Frame(width_mm=174, height_mm=222, dpi=300, with_marginalia=False, font_pt=7.5)
"""The page between the margins, less the heading and what stands below the map."""
PARTNERS_MAP = Frame(width_mm=174, height_mm=118, dpi=300, with_marginalia=False, font_pt=7)
BARS = ("period", "sector", "donor", "year")
"""The figures that are set as tables with bars."""
FEW = 3
"""Records up to which the list itself says what figures would."""
MOST_ROWS = 40
"""Rows of such a table; it says how many others there are."""
_GROUPS = {
    # The heading of the first has the date.
    FactGroup.STATUS: "",
    FactGroup.PARTNERSHIPS: N_("Partnerships"),
    FactGroup.MONEY: N_("Amounts"),
    FactGroup.NEEDS: N_("Needs"),
    FactGroup.DONORS: N_("Donors"),
    FactGroup.SECTORS: N_("Sectors"),
}
_WORDS = {
    "short": N_("In short"),
    "contents": N_("Contents"),
    "map": N_("Map"),
    "figures": N_("Figures"),
    "records": N_("Records"),
    "partnerships": N_("Partnerships"),
    "sources": N_("Sources"),
    "about": N_("About this report"),
    "credit": N_("Credit lines"),
    "view": N_("This view as a link"),
    "scan": N_("Scan or click to open this view"),
    "page": N_("page {n} of {m}"),
    "not_stated": N_("not stated"),
    "amount_not_stated": N_("amount not stated"),
    "date_not_stated": N_("date not stated"),
    "in_sources": N_("sources: "),
    "open": N_("Open to partners"),
    "told": N_("Told by the record, too"),
}
_HEADS = {
    "records": ("№", N_("Record"), N_("Where and sector"), N_("Donor"),
                N_("When, state as reported, amount")),
    "partnerships": ("№", N_("Partnership"), N_("Communities"), N_("Partner"),
                     N_("When, state as reported")),
}  # fmt: skip
_LONG_WORD = re.compile(r"\S{34,}")
_BLANKS = re.compile("[\\s\u2028\u2029]+")
# Letters that turn the reading order of what follows, beyond the text they stand in.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_AS_THEY_ARE = {"svg", "url", "link", "qr"}
"""Pictures and addresses; all else is text to be read."""


def report_content(
    register: Register, view: View, t: Translator, day: date, base_url: str | None
) -> Content:
    """All that the template sets; ``day`` is the day of making."""
    selection = select(register, view)
    sources = Sources()
    found: Content = {
        **_head(register, selection, view, t, day, base_url),
        "words": {key: t(text) for key, text in _WORDS.items()},
        "heads": {key: [t(text) for text in texts] for key, texts in _HEADS.items()},
        "short": _short(register, view, t),
        "way_out": None if selection.count else _way_out(register, view, t, base_url),
        "map": _map(register, view, t) if selection.count else None,
        "figures": _figures(register, selection, view, t) if selection.count > FEW else [],
        "needs": _needs(register, selection, view, t) if selection.count else None,
        "records": records(register, selection, t, sources),
        "more_records": left_out(selection, t),
        "partnerships": _partnerships(register, selection, view, t, sources),
        "sources": sources.entries(t),
        "about": _about(register, selection, view, t, day),
        "credits": [t(text) for text in CREDITS],
    }
    return {key: _readable(key, value) for key, value in found.items()}


# --- Cover ------------------------------------------------------------------------------------


def _head(
    register: Register,
    selection: Selection,
    view: View,
    t: Translator,
    day: date,
    base_url: str | None,
) -> Content:
    asked = filter_lines(register, view, t, codes=False)
    status_day, edition = t.day(view.asof or register.edition), t.day(register.edition)
    shown = t.plural(
        "{shown} of {n} record",
        "{shown} of {n} records",
        len(register.projects),
        shown=t.number(selection.count),
    )
    lines = [
        (t("Records in this report"), shown),
        (t("Status of territories as of"), status_day),
        (t("Edition of the List"), edition),
        (t("Made on"), t.day(day)),
        (t("Data version"), register.version),
    ]
    address = link(view, base_url) if base_url else None
    return {
        "language": t.language,
        "region": "UA" if t.language == "uk" else "GB",
        "title": t(TITLE),
        "date": [day.year, day.month, day.day],
        "filter_title": t("Filter"),
        "filter": [asdict(line) for line in asked],
        "no_filter": t("none: all records"),
        "lines": _lines(lines),
        "status_line": ", ".join(
            [
                t("Status on {day}", day=status_day),
                t("the List in the edition of {edition}", edition=edition),
            ]
        ),
        "foot": " · ".join(
            [f"{t('Made on')}: {t.day(day)}", t("Data version {version}", version=register.version)]
        ),
        "notices": notices(register, view, t),
        "link": address,
        "qr": qr.svg(address).decode() if address and qr.useful(base_url) else None,
    }


def _short(register: Register, view: View, t: Translator) -> Content:
    dated = t("Status on {day}", day=t.day(view.asof or register.edition))
    groups = []
    for group, title in _GROUPS.items():
        found = facts(register, view, t, group)
        # The first fact of the status is its date, which stands in the heading and above.
        shown = found[1:] if group is FactGroup.STATUS else found
        if shown:
            heading = dated if group is FactGroup.STATUS else t(title)
            groups.append({"title": heading, "facts": [asdict(fact) for fact in shown]})
    return {
        "big": [asdict(fact) for fact in facts(register, view, t, FactGroup.RECORDS)],
        "groups": groups,
    }


def _way_out(register: Register, view: View, t: Translator, base_url: str | None) -> Content:
    """What to do where no record is shown: how many there are without each of the filters."""
    if not view.filtered:
        return {"said": t("The register has no records."), "hint": "", "lines": []}
    lines = []
    for name, line in zip(
        write_view(view.records_only()), filter_lines(register, view, t, codes=False), strict=True
    ):
        wider = replace(view, **{name: getattr(View(), name)})
        count = select(register, wider).count
        lines.append(
            {
                "label": t("without “{filter}”", filter=f"{line.label}: {line.value}"),
                "value": t.plural("{n} record", "{n} records", count),
                "url": link(wider, base_url) if base_url else None,
            }
        )
    return {
        "said": t("No record answers to the chosen filters."),
        "hint": t("Take one off, or clear them all."),
        "lines": lines,
    }


# --- Pictures and figures ---------------------------------------------------------------------


def _map(register: Register, view: View, t: Translator) -> Content:
    return {
        "svg": map_picture(register, view, t, MAP, Form.SVG).decode(),
        "alt": alternative(register, view, t),
    }


def _figures(register: Register, selection: Selection, view: View, t: Translator) -> list[Content]:
    return [_bars(figure(key, register, selection, view, t), t) for key in BARS]


def _bars(found: Figure, t: Translator) -> Content:
    """A table whose rows end in numbers: all records, then those of each period."""
    numbers = 1 + len(PERIODS)
    rows = [
        {
            "name": str(row[-numbers - 1]),
            "counts": list(row[-numbers:]),
            "texts": [t.number(int(number)) for number in row[-numbers:]],
        }
        for row in found.rows[:MOST_ROWS]
    ]
    left = len(found.rows) - len(rows)
    return {
        "title": found.title,
        "note": found.rule,
        "heads": list(found.heads[-numbers - 1 :]),
        "rows": rows,
        "more": t.plural("and {n} more", "and {n} more", left) if left else "",
    }


def _needs(register: Register, selection: Selection, view: View, t: Translator) -> Content | None:
    """The cells of the figure of needs that have any; None where there is none."""
    found = figure("needs", register, selection, view, t)
    # Names of community and sector, records, needs, needs without a project or event.
    places = (1, 3, 4, 5, 6)
    rows = [[row[place] for place in places] for row in found.rows if row[5]]
    if not rows:
        return None
    outside = needs_by_sector(register, selection).outside
    notes = [
        t("Only communities and sectors with a stated need stand here."),
        t.plural(
            "{n} record names no community or no sector and is in no row.",
            "{n} records name no community or no sector and are in no row.",
            outside,
        )
        if outside
        else "",
    ]
    left = len(rows) - MOST_ROWS
    return {
        "title": found.title,
        "heads": [found.heads[place] for place in places],
        "rows": [
            [t.number(cell) if isinstance(cell, int) else cell for cell in row]
            for row in rows[:MOST_ROWS]
        ],
        "note": " ".join(note for note in notes if note),
        "more": t.plural("and {n} more", "and {n} more", left) if left > 0 else "",
    }


# --- Partnerships -----------------------------------------------------------------------------


def _partnerships(
    register: Register, selection: Selection, view: View, t: Translator, sources: Sources
) -> Content | None:
    shown = selection.partnerships
    if not shown:
        return None
    twice = sum(item.counted_with_project for item in shown)
    told_twice = t.plural(
        "{n} of them tells the same facts as a record of the register: count it once.",
        "{n} of them tell the same facts as records of the register: count each once.",
        twice,
    )
    left = len(shown) - MOST
    return {
        "count": t.plural(
            "{shown} of {n} partnership",
            "{shown} of {n} partnerships",
            len(register.partnerships),
            shown=t.number(len(shown)),
        ),
        "note": told_twice if twice else "",
        "svg": partners_picture(register, view, t, PARTNERS_MAP, Form.SVG).decode()
        if any(item.places for item in shown)
        else None,
        "alt": partners_alternative(register, view, t),
        "credit": partners.texts(t)["credit"],
        "groups": partnerships(register, shown, t, sources),
        "more": t.plural("and {n} more", "and {n} more", left) if left > 0 else "",
    }


# --- What must be known of all this -----------------------------------------------------------


def _about(
    register: Register, selection: Selection, view: View, t: Translator, day: date
) -> list[Content]:
    """The rules behind the numbers: those lines of the workbook that have no place above."""
    wanted = {t("Act"), t("Undated records hidden by the years")}
    wanted |= {t("How it is added up")} if selection.count else set()
    told = about(register, selection, view, t, day, None)
    lines = [(line.label, line.value) for line in told if line.label in wanted]
    lines = [*((line.label, line.value) for line in filter_lines(register, view, t)), *lines]
    lines += [
        (
            t("What is not stated"),
            t(
                "A date, amount, donor or state that no source gives is “not stated”; nothing is "
                "guessed."
            ),
        ),
        (
            t("Territories"),
            t(
                "“Partly occupied” and “not in the List” are our calculation, not words of the "
                "order."
            ),
        ),
    ]
    return _lines(lines)


def _lines(lines: Iterable[tuple[str, str]]) -> list[Content]:
    return [{"label": name, "value": value} for name, value in lines]


# --- Texts that may be anything ---------------------------------------------------------------


def _readable(key: str, value: object) -> object:
    """``value`` with all its texts as :func:`readable` makes them."""
    if isinstance(value, dict):
        return {name: _readable(name, part) for name, part in value.items()}
    if isinstance(value, list):
        return [_readable(key, part) for part in value]
    return readable(value) if isinstance(value, str) and key not in _AS_THEY_ARE else value


def readable(text: str) -> str:
    """``text`` on one line, without letters that turn its order, its longest words divisible."""
    plain = printable(_BLANKS.sub(" ", _DIRECTION.sub("", text)))
    return _LONG_WORD.sub(lambda word: "\u200b".join(_pieces(word[0])), plain)


def _pieces(word: str) -> Iterable[str]:
    return (word[place : place + 12] for place in range(0, len(word), 12))
