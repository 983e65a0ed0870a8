"""Folders that say who may read them, and records that not everybody may read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import partnership, project, write_folder

from projectmap.data.load import load
from projectmap.data.snapshot import MARK
from projectmap.errors import DataInvalidError, ProblemCode
from projectmap.model.codes import Release

PUBLIC, PARTNER, INTERNAL = Release


def marked(folder: Path, **changes: Any) -> Path:
    mark = {"level": "public", "version": "test", "made_at": "2026-11-29T00:00:00+00:00"}
    (folder / MARK).write_text(json.dumps(mark | changes))
    return folder


@pytest.mark.parametrize("level", [PARTNER, INTERNAL])
def test_a_folder_that_says_it_is_not_public_is_refused(folder: Path, level: Release) -> None:
    with pytest.raises(DataInvalidError) as refused:
        load(marked(folder, level=level))
    (problem,) = refused.value.problems
    assert (problem.code, problem.file, problem.value) == (ProblemCode.NOT_PUBLIC, MARK, level)
    assert load(folder, level).problems == ()


@pytest.mark.parametrize("changes", [{"level": "secret"}, {"level": None}, {"version": 1}, None])
def test_a_mark_that_cannot_be_relied_on_is_refused(
    folder: Path, changes: dict[str, Any] | None
) -> None:
    marked(folder, **(changes or {}))
    if changes is None:
        (folder / MARK).write_text('{"level": "publ')
    with pytest.raises(DataInvalidError):
        load(folder, INTERNAL)


def test_a_folder_has_no_record_above_its_level(tmp_path: Path) -> None:
    """The mark of the folder decides, not who reads it."""
    projects = [project(f"TEST-{release}", release=release) for release in Release]
    partnerships = [partnership(f"TEST-R-{release}", release=release) for release in Release]
    folder = write_folder(tmp_path / "data", projects=projects, partnerships=partnerships)
    for level, kept in ((PUBLIC, 1), (PARTNER, 2), (INTERNAL, 3)):
        register = load(marked(folder, level=level), INTERNAL)
        assert (len(register.projects), len(register.partnerships)) == (kept, kept)
        assert {problem.field for problem in register.problems} <= {"release"}
