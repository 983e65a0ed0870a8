"""Places and partnerships as HTML."""

from __future__ import annotations

import pytest

from projectmap.html.places import partnership_count
from projectmap.i18n import translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.shown import Shown
from projectmap.query.view import View


@pytest.mark.parametrize(
    ("view", "named"),
    [
        (View(), None),
        (View(sector=("water",), q="вода", kind=("memorandum",)), None),
        (View(donor=("eu",)), "Not filtered by: Donor"),
        (View(donor=("eu",), year_from=2020, year_to=2021), "Not filtered by: Donor, Years"),
        (View(year_to=2021, sector=("water",)), "Not filtered by: Years"),
    ],
)
def test_filters_that_partnerships_do_not_have_are_named(
    register: Register, view: View, named: str | None
) -> None:
    said = partnership_count(Shown(Labels(register, translator("en")), view))
    assert ("Not filtered" in said) is (named is not None)
    assert named is None or f"{named}<" in said
