"""The table of records that lists and downloads share."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from itertools import chain

import builders
import pytest
from each import each

from projectmap.content.charts import DIMENSIONS
from projectmap.export.tables import PROJECTS
from projectmap.i18n import Translator, translator
from projectmap.model.codes import ActivityStatus, Scope, TerritoryStatus
from projectmap.model.labels import Labels, label
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.columns import COLUMNS, PARTNERSHIP_COLUMNS
from projectmap.query.rows import JOINER, Column, source_text
from projectmap.query.shown import Shown
from projectmap.query.status import status_on
from projectmap.query.view import View

SAID_OTHERWISE = {
    "summary_uk", "summary_en", "same_as", "implementers", "channels", "partners", "programme",
    "status_text_en", "date_text_en", "amount_note_en", "beneficiaries_en", "release", "point",
}  # fmt: skip
"""Fields without a column of their name: in the file's language, by name only, or always alike."""


def rows_of(register: Register, view: View, t: Translator) -> dict[object, dict[str, object]]:
    return {row["id"]: row for row in PROJECTS.rows(Shown(Labels(register, t), view))}


def test_rows_have_the_columns_and_plain_values(register: Register, t: Translator) -> None:
    keys = [column.key for column in COLUMNS]
    numbers = {column.key for column in COLUMNS if column.kind == "number"}
    assert len(set(keys)) == len(keys)
    for row in rows_of(register, View(), t).values():
        assert list(row) == keys
        for key, value in row.items():
            assert type(value) in ({float, type(None)} if key in numbers else {str, type(None)})
            assert value != ""


def test_every_field_of_a_record_is_told() -> None:
    keys = {column.key for column in COLUMNS}
    assert {field.name for field in fields(Project)} - keys - {"title"} == SAID_OTHERWISE


@each(COLUMNS)
def test_columns_explain_themselves(column: Column[Project]) -> None:
    assert column.key.isascii()
    assert column.title
    assert column.note
    assert 5 < column.width < 80


def test_a_full_record(mixed: Register) -> None:
    row = rows_of(mixed, View(), translator("en"))["TEST-FULL"]
    status = status_on(mixed, mixed.edition)
    en = translator("en")
    noted = {
        "title": "Test record TEST-FULL",
        "title_uk": "Тестовий запис TEST-FULL",
        "communities": f"{builders.NORTH}; {builders.SOUTH}",
        "communities_names": "; ".join(
            [
                en("{name} (formerly {older})", name="Testova North", older="Formerly Testova"),
                "Testova South",
            ]
        ),
        "lon": 38.05,
        "lat": 48.05,
        "location_exactness": "approximate",
        "settlement_name": "Testove 111",
        "sectors": "water; health",
        "sectors_names": "test sector water; test sector health",
        "sectors_dac": "140",
        "donors": "test-donor; test-other",
        "donors_names": "Test organisation test-donor; Test organisation test-other",
        "programme_name": "Test organisation test-programme",
        "status_asof": "2021",
        "start": "2020-12",
        "end": "2020-12-31",
        "amount": 1234567.5,
        "amount_note": "almost",
        "finance": "loan",
        "beneficiaries": "500 people",
        "open_to_partners": en("no"),
        "confirmed_on": "2026-10-01",
        "joined_ids": "OLD-1; OLD-2",
        "territory_status_label": (
            f"Testova North: {label(en, status[builders.NORTH].status)}; "
            f"Testova South: {label(en, status[builders.SOUTH].status)}"
        ),
        "territory_status_asof": builders.EDITION,
        "sources": (
            "Test source (example.org, 2021-03-02); "
            f"Second source (example.net, {en('date not stated')})"
        ),
        "sources_urls": "https://example.org/test",
    }
    assert {key: row[key] for key in noted} == noted


def test_what_is_not_stated_is_none(mixed: Register, t: Translator) -> None:
    row = rows_of(mixed, View(), t)["TEST-BARE"]
    empty = {key for key, value in row.items() if value is None}
    assert empty >= {
        *("communities", "communities_names", "raions_names", "settlement", "settlement_name"),
        *("lon", "lat", "location_exactness", "sectors", "sectors_names", "sectors_dac"),
        *("donors", "donors_names", "implementers_names", "channels_names", "partners_names"),
        *("programme_name", "status_asof", "status_text", "start", "end", "date_text", "amount"),
        *("currency", "amount_scope", "amount_scope_label", "amount_note", "finance"),
        *("finance_label", "beneficiaries", "confirmed_on", "parent_id", "joined_ids"),
        *("territory_status_label", "territory_status_asof"),
    }
    assert row["status_label"] == label(t, ActivityStatus.UNKNOWN)
    assert row["scope_label"] == label(t, Scope.OBLAST)
    assert row["open_to_partners"] == t("yes")


@pytest.mark.parametrize(
    ("asof", "status"),
    [
        (date(2022, 2, 23), TerritoryStatus.NOT_LISTED),
        (date(2022, 2, 24), TerritoryStatus.POSSIBLE_HOSTILITIES),
        (date(2022, 5, 1), TerritoryStatus.PARTLY_OCCUPIED),
        (None, TerritoryStatus.PARTLY_OCCUPIED),
    ],
)
def test_status_of_the_territory_follows_the_date(
    mixed: Register, asof: date | None, status: TerritoryStatus, t: Translator
) -> None:
    row = rows_of(mixed, View(asof=asof), t)["TEST-MONEY"]
    assert row["territory_status_label"] == label(t, status)
    assert row["territory_status_asof"] == (asof.isoformat() if asof else builders.EDITION)


def test_names_stand_beside_codes_in_the_language(register: Register, t: Translator) -> None:
    rows = rows_of(register, View(), t)
    for item in register.projects:
        names = [Labels(register, t).organisation(slug) for slug in item.donors]
        assert rows[item.id]["donors"] == (JOINER.join(item.donors) or None)
        assert rows[item.id]["donors_names"] == (JOINER.join(names) or None)
        assert rows[item.id]["title"] == (item.title_uk if t.language == "uk" else item.title_en)
        for source in item.sources:
            assert source_text(t, source) in str(rows[item.id]["sources"])


def test_the_first_head_about_communities_says_what_they_are() -> None:
    figures = [[item.code_head, item.head] for item in DIMENSIONS.values()]
    lists = [[column.title for column in columns] for columns in (COLUMNS, PARTNERSHIP_COLUMNS)]
    first = [next((head for head in heads if head.startswith("Communit")), "")
             for heads in chain(figures, lists)]  # fmt: skip
    found = [head for head in first if head]
    assert len(found) == 3
    assert all("(hromada" in head for head in found), found
