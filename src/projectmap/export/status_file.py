"""The status of every community on a date as a file: CSV, and a workbook that explains itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from projectmap.content.about import Line, acts, notices
from projectmap.content.statuses import group_name, settlement_names
from projectmap.export.csv_file import write_csv
from projectmap.export.xlsx_file import Book, write_xlsx
from projectmap.i18n import LANGUAGE_NAMES, N_, Translator
from projectmap.model.codes import TerritoryStatus
from projectmap.model.labels import label
from projectmap.model.records import Source
from projectmap.model.register import Register
from projectmap.query.history import exceptions
from projectmap.query.rows import JOINER, Column
from projectmap.query.status import since, status_on
from projectmap.query.view import View

_BOTH = N_("The same in this language, whatever the language of the file.")
COLUMNS: tuple[Column, ...] = (
    Column("katottg", N_("KATOTTG"), N_("The code of the community."), width=22),
    Column("pcode", N_("P-code"), N_("The code of OCHA."), width=12),
    Column("name_uk", N_("Name in Ukrainian"), _BOTH, width=22),
    Column("name_en", N_("Name in English"), _BOTH, width=22),
    Column("raion_name_uk", N_("Raion in Ukrainian"), _BOTH, width=20),
    Column("raion_name_en", N_("Raion in English"), _BOTH, width=20),
    Column(
        "status",
        N_("Status (code)"),
        N_("A stable code, the same in every language; the words stand in the next column."),
        width=20,
    ),
    Column(
        "status_label",
        N_("Status"),
        N_("The words of the order, but for our own calculations."),
        width=34,
    ),
    Column(
        "derived",
        N_("Derived"),
        N_("“Yes”: the status is our calculation, not words of the order."),
        width=10,
    ),
    Column(
        "since",
        N_("Status since"),
        N_("The day from which it has lasted; empty where it began before the first date of the "
           "List."),
        "date",
        12,
    ),
    Column(
        "settlements_occupied",
        N_("Settlements occupied"),
        N_("How many settlements the List has as temporarily occupied on the date."),
        "number",
        13,
    ),
    Column(
        "settlements_total",
        N_("Settlements in all"),
        N_("How many settlements the community has."),
        "number",
        13,
    ),
    Column(
        "settlements_named",
        N_("Settlements that differ"),
        N_("Of partly occupied communities the settlements that are listed as occupied or the "
           "others, whichever are fewer; of other communities the settlements that the List has by "
           "themselves and that have another status."),
        width=44,
    ),
    Column(
        "wording",
        N_("In the words of the order"),
        N_("The rows of the List that are in force on the date."),
        width=44,
    ),
    Column("act", N_("Act"), N_("The act that these rows belong to."), width=44),
    Column(
        "edition",
        N_("Edition of the List"),
        N_("The last date up to which the List is known here."),
        "date",
        12,
    ),
    Column("status_date", N_("Status on the date"), N_("The date that was asked for."), "date", 12),
    Column(
        "notices",
        N_("Please note"),
        N_("What must be known about the status on this date."),
        width=60,
    ),
)  # fmt: skip
BOOK = Book(
    title=N_("Status of the communities of Luhansk oblast"),
    sheet=N_("Communities"),
    columns=COLUMNS,
    wrapped=frozenset({"status_label", "settlements_named", "wording", "act", "notices"}),
)


def write_status_csv(register: Register, day: date, t: Translator, path: Path) -> None:
    """Write the status of every community on ``day`` to ``path``, with the keys as header."""
    write_csv(status_rows(register, day, t), path, COLUMNS)


def write_status_xlsx(
    register: Register, day: date, t: Translator, made_on: date, path: Path
) -> None:
    """Write the status on ``day`` as a workbook; ``made_on`` is the day that it tells."""
    write_xlsx(
        status_rows(register, day, t),
        _about(register, day, t, made_on),
        _sources(register),
        t,
        made_on,
        path,
        BOOK,
    )


def status_rows(register: Register, day: date, t: Translator) -> Iterator[dict[str, object]]:
    """One row a community with the keys of :data:`COLUMNS`; numbers are ``float``.

    Dates are ISO texts, values that nothing states None.
    """
    told = " ".join(_notices(register, day, t))
    for code, found in status_on(register, day).items():
        item = register.communities[code]
        began = since(register, code, day)
        named = exceptions(register, code, day)
        yield {
            "katottg": code,
            "pcode": item.pcode,
            "name_uk": item.name_uk,
            "name_en": item.name_en,
            "raion_name_uk": item.raion_name_uk,
            "raion_name_en": item.raion_name_en,
            "status": found.status.value,
            "status_label": label(t, found.status),
            "derived": t("yes") if found.status.derived else t("no"),
            "since": began.isoformat() if began else None,
            "settlements_occupied": float(found.settlements_occupied),
            "settlements_total": float(found.settlements_total),
            "settlements_named": _joined(
                f"{group_name(group, t)}: {', '.join(settlement_names(register, group, t))}"
                for group in named
            ),
            "wording": _joined(
                f"{row.wording} – {label(t, TerritoryStatus(row.status))}" for row in found.rows
            ),
            "act": _joined(t.pick(row.act, row.act_en) or "" for row in found.rows),
            "edition": register.edition.isoformat(),
            "status_date": day.isoformat(),
            "notices": told,
        }


def _joined(texts: Iterable[str]) -> str | None:
    return JOINER.join(dict.fromkeys(texts)) or None


def _notices(register: Register, day: date, t: Translator) -> list[str]:
    return notices(register, View(asof=day), t)


def _about(register: Register, day: date, t: Translator, made_on: date) -> tuple[Line, ...]:
    counts = Counter(item.status for item in status_on(register, day).values())
    edition = t.day(register.edition)
    rules = (
        t("“Partly occupied” and “not in the List” are our calculation, not words of the order."),
        t("Where the order names a part of a settlement, the whole settlement counts here, and the "
          "order’s words are shown."),
    )  # fmt: skip
    return (
        Line(t("Communities in this list"), t.number(len(register.communities))),
        Line(t("Status of territories as of"), t.day(day)),
        *(
            Line(label(t, status), t.plural("{n} community", "{n} communities", counts[status]))
            for status in TerritoryStatus
            if counts[status]
        ),
        *(Line(t("How it is found"), rule) for rule in rules),
        Line(t("Edition of the List"), edition),
        Line(t("Act"), acts(register, t)),
        *(Line(t("Please note"), text) for text in _notices(register, day, t)),
        Line(t("Data version"), register.version),
        Line(t("Made on"), t.day(made_on)),
        Line(t("Language of this file"), LANGUAGE_NAMES[t.language]),
        Line(
            t("Occupation status"),
            t("The List of order No. 376 of 28.02.2025 as amended up to {edition}; later "
              "amendments exist and are not in it", edition=edition),
        ),
        Line(
            t("Names and codes"),
            t("KATOTTG codifier, edition of July 2026; English names by Cabinet resolution "
              "No. 55 of 2010"),
        ),
    )  # fmt: skip


def _sources(register: Register) -> list[Source]:
    """The acts of the List."""
    rows = {row.act: row for row in register.status_rows}
    return [
        Source(
            title=row.act,
            title_en=row.act_en,
            publisher=None,
            url=None,
            document=None,
            date=row.act_date.isoformat(),
            accessed=None,
            locator=None,
        )
        for row in rows.values()
    ]
