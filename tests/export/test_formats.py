"""Every format holds exactly the shown records, under a safe name."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from export.making import export
from hypothesis import given
from hypothesis import strategies as st

from projectmap.export.csv_file import read_csv
from projectmap.export.formats import MAX_NAME, Format, file_name
from projectmap.i18n import Translator
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View

SAFE = re.compile(r"projects_\d{4}-\d{2}-\d{2}_[A-Za-z0-9_.-]+\.(csv|xlsx|geojson|gpkg)")


def ids_in(fmt: Format, content: bytes, folder: Path) -> list[object]:
    """The ids of the records in a file, in its order, read without our own help but for CSV."""
    if fmt is Format.CSV:
        return [row["id"] for row in read_csv(content)]
    if fmt is Format.XLSX:
        sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
        return [row[0] for row in sheet.iter_rows(min_row=2, max_col=1, values_only=True)]
    if fmt is Format.GEOJSON:
        return [item["properties"]["id"] for item in json.loads(content)["features"]]
    path = folder / "list.gpkg"
    path.write_bytes(content)
    file = sqlite3.connect(path)
    found = [row[0] for row in file.execute("SELECT id FROM projects ORDER BY fid")]
    file.close()
    return found


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(sector=("water", "energy")),
        View(period=("before_2022_02_24",), kind=("project",)),
        View(year_to=2019),
        View(q="no record says this"),
    ],
)
@pytest.mark.parametrize("fmt", list(Format))
def test_every_format_has_the_shown_records_in_order(
    register: Register, fmt: Format, view: View, t: Translator, day: date, tmp_path: Path
) -> None:
    shown = [register.projects[row].id for row in select(register, view).rows]
    assert ids_in(fmt, export(fmt, register, view, t, day, None), tmp_path) == shown


@pytest.mark.parametrize("fmt", list(Format))
def test_media_types(fmt: Format) -> None:
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+(; charset=utf-8)?", fmt.media_type)


@pytest.mark.parametrize(
    ("view", "name"),
    [
        (View(), "projects_2026-11-22_all.xlsx"),
        (View(lang="uk", project="P001"), "projects_2026-11-22_all.xlsx"),
        (View(sector=("water",), donor=("icrc",)), "projects_2026-11-22_water_icrc.xlsx"),
        (View(year_from=2018, year_to=2020), "projects_2026-11-22_from-2018_to-2020.xlsx"),
        (View(q="../../etc/passwd"), "projects_2026-11-22_search.xlsx"),
        (View(asof=date(2022, 2, 23)), "projects_2026-11-22_all_asof-2022-02-23.xlsx"),
        (View(sector=("../../x",)), "projects_2026-11-22_filtered.xlsx"),
    ],
)
def test_file_names(register: Register, view: View, name: str, day: date) -> None:
    assert file_name(Format.XLSX, register, view, day) == name


def test_a_long_filter_makes_no_long_name(register: Register, day: date) -> None:
    view = View(community=tuple(register.communities), sector=tuple(register.sectors))
    name = file_name(Format.GEOJSON, register, view, day)
    assert len(name) <= MAX_NAME
    assert re.search(r"_and-\d+-more\.geojson$", name)


@given(
    st.builds(
        View,
        sector=st.lists(st.text() | st.sampled_from(["water", "energy"]), max_size=4).map(tuple),
        donor=st.lists(st.text(), max_size=3).map(tuple),
        q=st.text(),
        year_from=st.none() | st.integers(1900, 2100),
        asof=st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    ),
    st.sampled_from(list(Format)),
)
def test_file_names_are_safe(register: Register, view: View, fmt: Format) -> None:
    name = file_name(fmt, register, view, date(2026, 11, 22))
    assert SAFE.fullmatch(name)
    assert len(name) <= MAX_NAME
