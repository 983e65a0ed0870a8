"""The table of downloads: each row is whole, and its files have safe names."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest
from each import each
from hypothesis import given, strategies as st
from territory import NORTH

from projectmap.export.file_names import MAX_LENGTH
from projectmap.export.registry import (
    EXPORTS,
    Export,
    NoCommunityError,
    checked,
    file_name,
    write_export,
)
from projectmap.export.request import ExportRequest, Size
from projectmap.i18n import LANGUAGES
from projectmap.model.codes import StoryMap
from projectmap.model.register import Register
from projectmap.query.view import View

DAY = date(2026, 11, 22)
DOCUMENTS = [name for name, row in EXPORTS.items() if row.document]


@each(EXPORTS.values())
def test_a_row_is_whole(export: Export) -> None:
    module, _, name = export.writer.partition(":")
    assert callable(attrgetter(name)(import_module(f"projectmap.{module}")))
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+(; charset=utf-8)?", export.media_type)
    assert export.name == f"{export.stem}.{export.ending}"


# --- Requests ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [row.name for row in EXPORTS.values() if row.about_community])
def test_a_file_about_one_community_needs_one(small: Register, tmp_path: Path, name: str) -> None:
    request = ExportRequest(name, View(), "en", DAY)
    for call in (
        lambda: write_export(small, request, tmp_path / "x"),
        lambda: file_name(small, request),
    ):
        with pytest.raises(NoCommunityError):
            call()
    assert list(tmp_path.iterdir()) == []


@each(EXPORTS.values())
def test_what_a_download_does_not_depend_on_is_left_out(small: Register, export: Export) -> None:
    request = ExportRequest(
        export.name, View(community=(NORTH,)), "en", DAY, size=Size.PRINT, story="test-story",
        map=StoryMap.PARTNERS,
    )  # fmt: skip
    found = checked(small, request)
    assert checked(small, found) == found
    assert found.view.lang == "en"
    assert (found.size is Size.PRINT) is (export.ending == "png")
    assert (found.story, found.map) == (
        ("test-story", StoryMap.PARTNERS)
        if export.name == "viewer.html"
        else (None, StoryMap.COMMUNITIES)
    )


# --- File names -------------------------------------------------------------------------------

WATER = View(sector=("water",), donor=("icrc",))
ASOF = View(asof=date(2022, 2, 23))


@pytest.mark.parametrize(
    ("export", "view", "name"),
    [
        ("projects.xlsx", View(), "projects_2026-11-22_all.xlsx"),
        ("projects.xlsx", View(lang="uk", project="P001"), "projects_2026-11-22_all.xlsx"),
        ("projects.xlsx", WATER, "projects_2026-11-22_water_icrc.xlsx"),
        (
            "projects.xlsx",
            View(year_from=2018, year_to=2020),
            "projects_2026-11-22_from-2018_to-2020.xlsx",
        ),
        ("projects.xlsx", View(q="../../etc/passwd"), "projects_2026-11-22_search.xlsx"),
        ("projects.xlsx", ASOF, "projects_2026-11-22_all_asof-2022-02-23.xlsx"),
        ("projects.xlsx", View(sector=("../../x",)), "projects_2026-11-22_filtered.xlsx"),
        ("partnerships.csv", WATER, "partnerships_2026-11-22.csv"),
        ("status.csv", View(), "status_2025-04-30.csv"),
        ("status.xlsx", ASOF, "status_2022-02-23.xlsx"),
        ("figures/sector.csv", WATER, "figure_sector.csv"),
        ("slides.pptx", WATER, "slides_2026-11-22_water_icrc_en.pptx"),
        ("map.svg", ASOF, "map_2026-11-22_all_asof-2022-02-23_en.svg"),
        ("viewer.html", View(), "map_2026-11-22_all_en.html"),
        (
            "dossier.pdf",
            View(community=("UA44140090000072167",)),
            "dossier_2026-11-22_Aidarska_en.pdf",
        ),
    ],
)
def test_file_names(register: Register, export: str, view: View, name: str) -> None:
    assert file_name(register, ExportRequest(export, view, "en", DAY)) == name


def test_a_long_filter_makes_no_long_name(register: Register) -> None:
    view = View(community=tuple(register.communities), sector=tuple(register.sectors))
    name = file_name(register, ExportRequest("projects.geojson", view, "en", DAY))
    assert len(name) <= MAX_LENGTH
    assert re.search(r"_and-\d+-more\.geojson$", name)


@given(
    st.builds(
        View,
        sector=st.lists(st.text() | st.sampled_from(["water", "energy"]), max_size=4).map(tuple),
        donor=st.lists(st.text(), max_size=3).map(tuple),
        q=st.text(),
        year_from=st.none() | st.integers(1900, 2100),
        asof=st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31)),
        place=st.just("UA44140090000072167"),
    ),
    st.sampled_from([*EXPORTS]),
    st.sampled_from(LANGUAGES),
)
def test_file_names_are_safe(register: Register, view: View, export: str, language: str) -> None:
    name = file_name(register, ExportRequest(export, view, language, DAY))
    assert re.fullmatch(r"[a-z]+_[A-Za-z0-9_.-]+\.[a-z]+", name)
    assert name.endswith(f".{EXPORTS[export].ending}")
    assert ".." not in name
    assert len(name) <= MAX_LENGTH


def test_documents_have_names_of_their_own(register: Register) -> None:
    everything = View(
        community=tuple(register.communities), sector=tuple(register.sectors),
        donor=tuple(register.organisations), q="x" * 1000, asof=date(2022, 2, 24),
    )  # fmt: skip
    plain = [
        ExportRequest(name, view, language, DAY, size=size)
        for name in DOCUMENTS
        if not EXPORTS[name].about_community
        for view in (View(), everything, View(community=(next(iter(register.communities)),)))
        for language in LANGUAGES
        for size in (Size if EXPORTS[name].has_size else [Size.SCREEN])
    ]
    offline = [request for request in plain if EXPORTS[request.name].has_story]
    stories = [replace(offline[0], story=story) for story in register.stories]
    partners = [replace(request, map=StoryMap.PARTNERS) for request in offline]
    names = [file_name(register, request) for request in (*plain, *stories, *partners)]
    assert len(set(names)) == len(names)
