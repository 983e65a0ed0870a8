"""What the map draws, as plain data: geometry and positions once, then codes and bits.

Geometry and positions go to the browser by routes of their own and are kept there by data
version. A change of filter, date or language sends a :class:`Scene`: status codes, one bit a
record, and ids. No text of the data is in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
import shapely

from projectmap.i18n import LANGUAGES, Translator, both_texts, translator
from projectmap.map import ground, tiles
from projectmap.memory import kept
from projectmap.model.codes import Layer, Period, TerritoryStatus
from projectmap.model.labels import Labels
from projectmap.model.records import Position, Project
from projectmap.model.register import Register
from projectmap.query.shown import Shown
from projectmap.query.status import status_on
from projectmap.query.view import View, compared_days

PERIODS = tuple(Period)
STATUSES = tuple(TerritoryStatus)
NOWHERE = 0xFFFFFFFF
"""In place of a community's number, where there is none."""
LABEL_TOLERANCE = 0.01
"""Degrees; how near to the best place a label must stand."""


@dataclass(frozen=True, slots=True)
class MapScene:
    """What a map shows now. Every value is a code, a number or bits."""

    version: str
    """Data version."""
    content: str
    """Tag of all that the browser keeps; what has another tag is fetched again."""
    lang: str

    def as_json(self) -> str:
        """The scene for the map's script; one flat object."""
        return json.dumps(asdict(self), separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Scene(MapScene):
    """The scene of the map of communities."""

    statuses: str
    """One digit per community, in the order of ``Register.communities``: its place in STATUSES."""
    visible: str
    """One bit a record in the order of ``Register.projects``, most significant first, base64."""
    partnerships: tuple[int, ...]
    """Shown partnerships of each community, in the order of ``Register.communities``."""
    layers: tuple[str, ...]
    selected: tuple[str, ...]
    """KATOTTG codes of the communities whose details, or whose record's, are shown."""
    focus: tuple[str, ...] = ()
    """Communities to look at: the selected ones, else the one community or raion filtered by."""
    spot: tuple[float, ...] = ()
    """Longitude and latitude of what is chosen, where they are known."""
    earlier: str = ""
    """Statuses on the other date of a comparison, as ``statuses``; empty without one."""
    days: tuple[str, ...] = ()
    """The two dates that are compared, the earlier first."""


def scene(shown: Shown) -> Scene:
    """The scene of what is shown, with the status on its date, or on the dates that it compares."""
    register, selection, view = shown.register, shown.selection, shown.view
    selected, spot = where(register, view)
    days, asked = compared_days(register, view), view.community
    only = register.raions.get(asked[0], asked) if len(asked) == 1 else ()
    counts = Counter(code for item in selection.partnerships for code in item.communities)
    return Scene(
        version=register.version,
        content=content_tag(register),
        lang=shown.t.language,
        statuses=_statuses(register, days[1] if days else shown.day),
        visible=base64.b64encode(np.packbits(selection.mask).tobytes()).decode(),
        partnerships=tuple(counts[code] for code in register.communities),
        layers=view.layer,
        selected=selected,
        focus=selected or only,
        spot=spot or (),
        earlier=_statuses(register, days[0]) if days else "",
        days=tuple(one.isoformat() for one in days),
    )


def _statuses(register: Register, day: date) -> str:
    return "".join(str(STATUSES.index(one.status)) for one in status_on(register, day).values())


def where(register: Register, view: View) -> tuple[tuple[str, ...], Position | None]:
    """Where what ``view`` has chosen lies: its communities, and its point if that is known."""
    record = register.project(view.project)
    if record is not None:
        return record.communities, record.point
    if view.place is not None:
        settlement = register.settlements.get(view.place)
        if settlement is None:
            return (view.place,), None
        return (settlement.community,), settlement.point
    item = register.partnership(view.partnership)
    codes = () if item is None else item.communities
    return tuple(code for code in codes if code in register.communities), None


@kept(2)
def geometry(register: Register) -> bytes:
    """Outlines, label points and names as JSON; WGS84, longitude first.

    ``bounds``; ``ground``: whether there is a basemap; ``communities``: id, name by language and
    label point of each; ``outlines``: see :func:`projectmap.map.ground.outlines`.
    """
    areas = ground.areas_of(register, ground.Level.LIGHT)[: len(register.communities)]
    found = {
        "bounds": [float(value) for value in shapely.total_bounds(areas)],
        "ground": register.basemap is not None,
        "communities": [
            {
                "id": item.katottg,
                "name": both_texts(item.name_uk, item.name_en),
                "label": [round(at, 4) for at in ground.inner_point(area, LABEL_TOLERANCE)],
            }
            for item, area in zip(register.communities.values(), areas, strict=True)
        ],
        "outlines": ground.outlines(register, ground.Level.LIGHT),
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


@kept(2)
def positions(register: Register) -> bytes:
    """Where each record of the register belongs: :func:`positions_of` all of them."""
    return positions_of(register, register.projects)


def positions_of(register: Register, projects: Sequence[Project]) -> bytes:
    """Where each of ``projects`` belongs, little-endian, in their order.

    uint32 n, uint32 m; float32 longitude and latitude of n records (NaN without a point);
    uint32 record and uint32 community of m pairs, for records that only name communities;
    uint32 community of n records (of the one that their point lies in; NOWHERE without);
    uint8 period of n records (its place in PERIODS).
    """
    places = np.array([item.point or (np.nan, np.nan) for item in projects], dtype="<f4").reshape(
        -1, 2
    )
    order = {code: number for number, code in enumerate(register.communities)}
    pairs = np.array(
        [
            (row, order[code])
            for row, item in enumerate(projects)
            if on_communities(item)
            for code in item.communities
        ],
        dtype="<u4",
    ).reshape(-1, 2)
    homes = np.array([order.get(_home(register, item), NOWHERE) for item in projects], dtype="<u4")
    periods = np.array([PERIODS.index(item.period) for item in projects], dtype="u1")
    return b"".join(
        [
            struct.pack("<II", len(projects), len(pairs)),
            places.tobytes(),
            pairs.T.tobytes(),
            homes.tobytes(),
            periods.tobytes(),
        ]
    )


def _home(register: Register, item: Project) -> str:
    """The community that a record's point lies in: its settlement's, else the first it names."""
    settlement = register.settlements.get(item.settlement or "")
    if settlement is not None:
        return settlement.community
    return item.communities[0] if item.communities else ""


@kept(2)
def ids(register: Register) -> bytes:
    """What a click on a symbol of records chooses, as JSON: ids in the order of the records.

    ``project``: of the record itself. ``place``: of its settlement, null where it has none. Asked
    for at the first such click only.
    """
    found = {
        "project": [item.id for item in register.projects],
        "place": [item.settlement for item in register.projects],
    }
    return json.dumps(found, separators=(",", ":")).encode()


@kept(2)
def content_tag(register: Register) -> str:
    """A hash over all that the browser keeps: it changes with the data and with the program."""
    named = (Labels(register, translator(language)) for language in LANGUAGES)
    words = [json.dumps(texts(labels)).encode() for labels in named]
    levels = [ground.ground(register, level) for level in ground.Level]
    parts = [geometry(register), positions(register), *levels, *words]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def layer_names(t: Translator) -> dict[Layer, str]:
    """The name of every layer's switch, in the order of the switches."""
    own = {layer: t(layer.label) for layer in Layer if layer.label}
    return own | {source.layer: t.pick(**source.label) or "" for source in tiles.SOURCES}


def on_communities(item: Project) -> bool:
    """Whether the map counts a record on its communities, as it has no point."""
    return item.point is None and item.scope.mapped


def texts(labels: Labels) -> dict[str, object]:
    """What ``communities.js`` shows and reads out."""
    t = labels.t
    return {
        "statuses": [labels.code(status) for status in STATUSES],
        "statusCodes": [*STATUSES],
        "periods": [labels.code(period) for period in PERIODS],
        "records": t("records"),
        "partnerships": t("partnerships"),
        "communityOnly": t("location known to community level only"),
        "zoomIn": t("Zoom in"),
        "zoomOut": t("Zoom out"),
        "whole": t("Whole oblast"),
        "map": t("Map of the communities (hromadas) of Luhansk oblast"),
        "credit": credit(labels),
        "inset": t("Where the oblast is in Europe"),
        "find": t("Find a place or a record"),
        "findHint": t("Community, settlement or record"),
        "findNothing": t("Nothing has this name."),
        "divide": t("Line between the two dates"),
        "imageFails": t("The satellite image cannot be loaded now."),
        "tiles": [source.texts(t) for source in tiles.SOURCES],
    }


def credit(labels: Labels) -> str:
    """The credit for what the maps are drawn on."""
    t = labels.t
    outlines = t("Boundaries: OPORA / F. Hontsa, CC BY 4.0")
    if labels.register.basemap is not None:
        outlines = t("© OpenStreetMap contributors (ODbL)")
    places = t("places: GeoNames, CC BY 4.0")
    return " · ".join([outlines, places, t("made with Natural Earth")])
