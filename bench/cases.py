"""What is measured: the pages, the sizes of data, and what a person chooses there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
from peers import places
from wire import ROOT

HERE = Path(__file__).resolve().parent
FILTERS = 3
"""Choices in each visit, one after the other; each adds a sector to those before."""
STRIDE = 5
"""Sectors from one visit's first to the next one's: large and small ones take turns."""
BLANK_OPTIONS = ("one", "two", "three")
MOST_MARKERS = 10_000
"""Records up to which folium's markers are tried."""
WORDS = (
    *("school", "hospital", "road", "bridge", "generator", "water", "bus", "fire"),
    *("centre", "housing", "repair", "equipment", "training", "library"),
)
"""Free texts; in the made-up data each is in some records only, and so in the real."""
MAP_FRAME = ".st-key-map iframe"


@dataclass(frozen=True)
class Case:
    """A page. ``sign`` names what ``watch.js`` looks at, ``frame`` where it looks."""

    name: str
    title: str
    script: Path
    sign: str
    drawn: str
    """In words, for the report: when the page counts as drawn."""
    query: str = ""
    frame: str | None = None
    """Selector of the frame that the map is in; none: the page itself."""
    unplaced: bool = True
    """Whether what is counted as shown includes records that have no place."""
    most: int | None = None
    """Records up to which the case is tried; none: any number."""
    has_filter: bool = True
    has_inputs: bool = False
    """Whether it has a free text and a date."""
    has_map: bool = False
    """Whether dragging and zooming is watched."""


BLANK = Case("blank", "blank page", HERE / "blank.py", "answer", "its line has the new number")
INPUTS = Case(
    "inputs",
    "blank page with a text and a date",
    HERE / "blank_inputs.py",
    "answer",
    "its line has the new text",
    has_filter=False,
    has_inputs=True,
)
EMPTY = Case(
    "empty",
    "an empty streamlit-folium map",
    HERE / "peers" / "empty.py",
    "shown",
    "a script in the map's frame has written the new number",
    frame=MAP_FRAME,
)
APP = Case(
    "app",
    "this app",
    ROOT / "dashboard.py",
    "shown",
    "the map says, after drawing, that it shows as many records as the choice has",
    query="?lang=en",
    frame=MAP_FRAME,
    has_inputs=True,
    has_map=True,
)
MARKERS = Case(
    "markers",
    "folium markers",
    HERE / "peers" / "markers.py",
    "markers",
    "the numbers on the clusters in the map, with the single markers, add up to the records that "
    "have a place",
    frame=MAP_FRAME,
    unplaced=False,
    most=MOST_MARKERS,
)
POINTS = Case(
    "points",
    "pydeck",
    HERE / "peers" / "points.py",
    "points",
    "deck.gl has drawn just as many points as there are records with a place, and a pixel of the "
    "canvas could be read after that",
    unplaced=False,
)
CASES = (BLANK, INPUTS, EMPTY, APP, MARKERS, POINTS)


@dataclass(frozen=True)
class Step:
    """One choice: the option's text, and the number that the page then shows."""

    option: str
    shown: int


@dataclass(frozen=True)
class Size:
    """A data folder to measure with."""

    name: str
    folder: Path

    @cached_property
    def records(self) -> pd.DataFrame:
        """The records as the other tools' pages have them."""
        return places.read_records(self.folder)

    @cached_property
    def communities(self) -> int:
        """How many communities there are."""
        return len(places.read_outlines(self.folder)["features"])

    def shown(self, case: Case, sectors: list[str]) -> int:
        """What ``case`` shows when ``sectors`` are chosen."""
        found = places.chosen(self.records, sectors)
        return len(found if case.unplaced else places.on_map(found))

    def start(self, case: Case) -> int | None:
        """What ``case`` shows at first; none where that is no number."""
        if case is INPUTS:
            return None
        return 0 if case in {BLANK, EMPTY} else self.shown(case, [])

    def steps(self, case: Case, turn: int) -> Iterator[Step]:
        """The choices of a visit.

        They begin at another sector each turn, so that no combination comes twice and no server
        answers from what it has kept. A sector that would change no map is passed over.
        """
        if case in {BLANK, EMPTY}:
            yield from (Step(option, n) for n, option in enumerate(BLANK_OPTIONS, 1))
            return
        labels = places.read_sectors(self.folder)
        codes = sorted(labels)
        at = turn * STRIDE % len(codes)
        picked: list[str] = []
        before = self.shown(MARKERS, [])
        for code in codes[at:] + codes[:at]:
            after = self.shown(MARKERS, [*picked, code])
            if after in (0, before):
                continue
            picked.append(code)
            before = after
            yield Step(f"{labels[code]} (", self.shown(case, picked))
            if len(picked) == FILTERS:
                return
