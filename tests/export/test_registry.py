"""The table of downloads: every row names a writer, and the same request gives the same bytes."""

from __future__ import annotations

import re
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from builders import NORTH, make_register, placed, project, story

from projectmap.export import charts
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
SITE = "https://projects.example.org/luhansk/"


@pytest.fixture(scope="module")
def small() -> Register:
    """Few records and a story, so that all files of them are written quickly."""
    return make_register(
        projects=[placed("TEST-001"), project("TEST-002", sectors=["health"])], stories=[story()]
    )


def request_of(export: Export, language: str = "en") -> ExportRequest:
    return ExportRequest(export.name, View(community=(NORTH,)), language, DAY, SITE)


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS)
def test_a_row_is_whole(export: Export) -> None:
    module, _, function = export.writer.partition(":")
    assert callable(getattr(import_module(f"projectmap.{module}"), function))
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+(; charset=utf-8)?", export.media_type)
    assert export.name == f"{export.stem}.{export.ending}"


def test_each_figure_is_a_download() -> None:
    figures = [name for name in EXPORTS if name.startswith("figures/")]
    assert figures == [f"figures/{key}.csv" for key in charts.KEYS]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS)
def test_equal_requests_give_equal_bytes(
    small: Register, tmp_path: Path, export: Export, language: str
) -> None:
    contents = []
    for name in ("first", "second"):
        write_export(small, request_of(export, language), tmp_path / name)
        contents.append((tmp_path / name).read_bytes())
    assert contents[0]
    assert contents[0] == contents[1]


@pytest.mark.parametrize("name", [row.name for row in EXPORTS.values() if row.about_community])
def test_a_file_about_one_community_needs_one(small: Register, tmp_path: Path, name: str) -> None:
    request = ExportRequest(name, View(), "en", DAY)
    for call in (lambda: write_export(small, request, tmp_path / "x"),
                 lambda: file_name(small, request)):  # fmt: skip
        with pytest.raises(NoCommunityError):
            call()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS)
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
