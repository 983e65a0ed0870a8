"""The status of every community on a date as a file, read back."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from export.making import about, export, opened, plain
from openpyxl.workbook import Workbook

from projectmap.export.request import ExportRequest
from projectmap.export.tables import STATUS
from projectmap.i18n import Translator, translator
from projectmap.model.codes import TerritoryStatus
from projectmap.model.labels import label
from projectmap.model.register import Register
from projectmap.query.status import since, status_on
from projectmap.query.view import View

KEYS = [column.key for column in STATUS.columns]
DAYS = [date(2010, 1, 1), date(2022, 2, 23), date(2025, 4, 30), date(2026, 11, 22)]
LAST = date(2025, 4, 30)


def read_csv(register: Register, day: date, t: Translator) -> list[dict[str, str]]:
    content = export("status.csv", register, View(asof=day), t, day, None)
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def book(register: Register, day: date, t: Translator, made_on: date) -> Workbook:
    return opened(export("status.xlsx", register, View(asof=day), t, made_on, None))


def of(rows: list[dict[str, str]], name: str) -> dict[str, str]:
    return next(row for row in rows if row["name_en"] == name)


@pytest.mark.parametrize("asked", DAYS, ids=str)
def test_the_csv_tells_the_status(register: Register, t: Translator, asked: date) -> None:
    rows = read_csv(register, asked, t)
    found = status_on(register, asked)
    assert [row["katottg"] for row in rows] == list(register.communities)
    for row in rows:
        item, here = register.communities[row["katottg"]], found[row["katottg"]]
        began = since(register, item.katottg, asked)
        assert row["pcode"] == item.pcode
        assert (row["name_uk"], row["name_en"]) == (item.name_uk, item.name_en)
        assert (row["raion_name_uk"], row["raion_name_en"]) == (
            item.raion_name_uk, item.raion_name_en,
        )  # fmt: skip
        assert row["status"] == here.status.value
        assert row["status_label"] == label(t, here.status)
        assert row["derived"] == (t("yes") if here.status.derived else t("no"))
        assert row["since"] == (began.isoformat() if began else "")
        assert row["settlements_occupied"] == str(here.settlements_occupied)
        assert row["settlements_total"] == str(here.settlements_total)
        assert all(item.wording in row["wording"] for item in here.rows)
        assert bool(row["act"]) == bool(here.rows)
        assert (row["edition"], row["status_date"]) == ("2025-04-30", asked.isoformat())


def test_the_partly_occupied_name_the_fewer(register: Register, t: Translator) -> None:
    for row in read_csv(register, LAST, t):
        occupied, total = int(row["settlements_occupied"]), int(row["settlements_total"])
        head, _, names = row["settlements_named"].partition(": ")
        if row["status"] != "partly_occupied":
            assert not names
            continue
        fewer = min(occupied, total - occupied)
        assert len(names.split(", ")) == fewer
        assert head == (
            label(t, TerritoryStatus.TEMPORARILY_OCCUPIED)
            if fewer == occupied
            else t("not listed as temporarily occupied")
        )


def test_a_name_that_two_settlements_have_goes_with_the_code(register: Register) -> None:
    named = of(read_csv(register, LAST, translator("uk")), "Kolomyichyska")["settlements_named"]
    assert "Новоєгорівка (UA44100030120019876), Новоєгорівка (UA44100030130039655)" in named
    assert "Андріївка," in named


def test_a_part_of_a_settlement_is_told_in_the_words_of_the_order(register: Register) -> None:
    row = of(read_csv(register, date(2022, 2, 23), translator("en")), "Hirska")
    assert "Золоте – 5" in row["wording"]
    assert row["settlements_named"].count(",") == 2


@pytest.mark.parametrize("asked", DAYS, ids=str)
def test_notices(register: Register, t: Translator, asked: date) -> None:
    (text,) = {row["notices"] for row in read_csv(register, asked, t)}
    edition, made = t.day(register.edition), t.day(register.act_date)
    later = t("This date is later than the List version: the last listed status is shown.")
    earlier = t(
        "The order was issued on {made}; for earlier dates the status is as recorded in its "
        "version of {edition}.",
        made=made,
        edition=edition,
    )
    always = t(
        "Based on the List as amended to {edition}; later amendments are not included.",
        edition=edition,
    )
    assert text.startswith(always)
    assert (later in text) == (asked > register.edition)
    assert (earlier in text) == (asked < register.act_date)


def test_the_workbook_says_the_same(register: Register, t: Translator, day: date) -> None:
    for asked in DAYS:
        first = book(register, asked, t, day).worksheets[0]
        values = [[plain(cell) for cell in row] for row in first.iter_rows(values_only=True)]
        assert values[0] == [t(column.title) for column in STATUS.columns]
        request = ExportRequest("status.xlsx", View(asof=asked), t.language, day)
        found = [dict(zip(KEYS, row, strict=True)) for row in values[1:]]
        assert found == list(STATUS.rows(request.shown(register)))


def test_what_the_workbook_says_of_itself(register: Register, t: Translator, day: date) -> None:
    asked = date(2022, 2, 23)
    read = book(register, asked, t, day)
    assert read.sheetnames == [
        t("Communities (hromadas)"),
        t("About this list"),
        t("Columns explained"),
    ]
    stated = about(read)
    row = register.status_rows[0]
    assert stated[t("Territory status as of")] == [t.day(asked)]
    assert stated[t("List version")] == [t.day(register.edition)]
    assert stated[t("Legal act")] == [t.pick(row.act, row.act_en)]
    assert stated[t("Data version")] == [register.version]
    assert stated[t("File created")] == [t.day(day)]
    assert len(stated[t("Please note")]) == 2
    for status, count in (("temporarily_occupied", 11), ("not_listed", 25)):
        number = t.plural("{n} community", "{n} communities", count)
        assert stated[label(t, TerritoryStatus(status))] == [number]
    sheet = read.worksheets[1]
    assert sheet.cell(1, 1).value == t(
        "Territory status of the communities (hromadas) of Luhansk oblast"
    )
    last = [cell.value for cell in sheet[sheet.max_row]][:4]
    assert last == [None, t.pick(row.act, row.act_en), None, "2025-02-28"]
