"""One status has one colour, wherever it is drawn."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from projectmap.map.colours import HATCH, OFFICE_STATUS_FILLS, STATUS_FILLS
from projectmap.model.codes import TerritoryStatus

PARTLY = TerritoryStatus.PARTLY_OCCUPIED
# How each file writes the colour of a status.
FILES = {
    ("projectmap.map", "map.css"): r"\.status-{status} {{ fill: (#\w{{6}})",
    ("projectmap.export", "records.css"): r"\.swatch\.status-{status} {{ background: (#\w{{6}})",
    ("projectmap.export", "document/dossier.typ"): r'\b{status}: rgb\("(#\w{{6}})"\)',
}


def test_every_status_has_a_colour_of_its_own() -> None:
    assert set(STATUS_FILLS) == set(OFFICE_STATUS_FILLS) == set(TerritoryStatus)
    assert len(set(STATUS_FILLS.values())) == len(TerritoryStatus)
    assert OFFICE_STATUS_FILLS[PARTLY] == "ECE5F2"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file[1])
def test_files_agree(file: tuple[str, str]) -> None:
    package, path = file
    text = resources.files(package).joinpath(path).read_text("utf-8")
    for status, fill in STATUS_FILLS.items():
        if status != PARTLY:
            assert set(re.findall(FILES[file].format(status=status), text)) == {fill}, status
    assert STATUS_FILLS[PARTLY] in text
    assert HATCH in text
