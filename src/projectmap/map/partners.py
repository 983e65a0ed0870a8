"""What the map of partners draws, as plain data: ends and lines once, then bits and an id.

A line goes from a community (its centre), or from the oblast, to the place of a partner. What has
no such two ends is listed next to the map (:func:`on_map`).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely

from projectmap.i18n import Translator, both_texts, in_all_languages, translator
from projectmap.map import ground, layers
from projectmap.markup import Html, element
from projectmap.memory import kept
from projectmap.model.codes import OBLAST, PartnershipKind, PartnershipStatus
from projectmap.model.labels import Labels, label
from projectmap.model.records import Partnership, Position
from projectmap.model.register import Register
from projectmap.query.rows import JOINER
from projectmap.query.shown import Shown

KINDS = (
    PartnershipKind.TWINNING,
    PartnershipKind.MEMORANDUM,
    PartnershipKind.REGIONAL_AGREEMENT,
    PartnershipKind.INTER_MUNICIPAL,
)
"""Kinds that link two ends. A programme has many members, an association is not a place."""
STATUSES = tuple(item for item in PartnershipStatus if item != PartnershipStatus.SOUGHT)
"""States that a line may have; a partnership that is sought has no far end yet."""
BOW = 0.2
"""How far a line bows out: the control point's distance from its chord, in chords."""
BOW_STEP, BOW_SPREAD = 0.07, 0.28
"""Between two lines to one place; between the flattest and the roundest of them, at most."""
OUTLINE_TOLERANCE = 0.002
"""Degrees; the oblast's outline is seen from afar."""
_DECIMALS = 4

Ring = list[list[float]]
Areas = list[list[Ring]]
Names = Mapping[str, str | None]
"""A name by language."""


@dataclass(frozen=True, slots=True)
class Scene(layers.MapScene):
    """The scene of the map of partners."""

    visible: str
    """One bit a record in the order of :func:`placed`, most significant first, base64."""
    selected: str | None
    """Id of the partnership whose details are shown."""


def scene(shown: Shown) -> Scene:
    """The scene of the shown partnerships that have a line, and of the chosen one."""
    register = shown.register
    ids = {item.id for item in shown.selection.partnerships}
    mask = np.array([item.id in ids for item in placed(register)], dtype=bool)
    return Scene(
        version=register.version,
        content=content_tag(register),
        lang=shown.t.language,
        visible=base64.b64encode(np.packbits(mask).tobytes()).decode(),
        selected=shown.view.partnership,
    )


def on_map(item: Partnership) -> bool:
    """Whether a partnership is drawn: it links two ends, and the far one's place is known."""
    return bool(item.places) and item.kind in KINDS and item.status in STATUSES


@kept(2)
def placed(register: Register) -> tuple[Partnership, ...]:
    """The partnerships with a line, in the register's order."""
    return tuple(item for item in register.partnerships if on_map(item))


@kept(2)
def data(register: Register) -> bytes:
    """What is drawn of the whole register: :func:`data_of` all that have a line."""
    return data_of(register, placed(register))


def data_of(register: Register, items: Sequence[Partnership]) -> bytes:
    """Outlines, ends and lines as JSON; WGS84, longitude first. Each of ``items`` has a line.

    ``land``: the tag of the ground nearby (``geometry`` and ``ground`` of the other map).
    ``ground``: the areas of the oblast's country, and of all others. ``countries``: longitude,
    latitude, room (degrees) and names of each. ``home``: the oblast's areas and its label point.
    ``ends``: at, name by language (null where none is stated), whether it is a near one.
    ``partnerships``, in the order of ``items``: id, kind, status, title and partner by
    language, and ``lines``: near end, far end (their places in ``ends``) and how far the line
    bows out.
    """
    own = ground.areas_of(register, ground.Level.LIGHT)[: len(register.communities)]
    home = shapely.coverage_union_all(own)
    east, north = ground.inner_point(home, 0.01)
    centre = (round(east, _DECIMALS), round(north, _DECIMALS))
    near = {
        code: centre if code == OBLAST else register.communities[code].centre_point
        for item in items
        for code in item.communities
    }
    far: dict[Position, Names | None] = {}
    for item in items:
        for place, name in zip(item.places, _place_names(item), strict=True):
            far.setdefault(place, name)
    near_order = {code: number for number, code in enumerate(near)}
    far_order = {place: number for number, place in enumerate(far, len(near))}
    bows = _bows(items, near)
    found = {
        "land": layers.content_tag(register),
        "ground": [
            [ring for area in some for ring in _areas(area)]
            for some in ground.europe_areas(register, ground.EVERYWHERE)
        ],
        "countries": [*_countries(register)],
        "home": {"areas": _areas(shapely.simplify(home, OUTLINE_TOLERANCE)), "at": centre},
        "ends": [
            *(
                {"at": place, "name": _near_name(register, code), "near": True}
                for code, place in near.items()
            ),
            *({"at": place, "name": name, "near": False} for place, name in far.items()),
        ],
        "partnerships": [
            {
                "id": item.id,
                "kind": item.kind,
                "status": item.status,
                "title": both_texts(item.title_uk, item.title_en),
                "partner": in_all_languages(partial(_partners, register, item)),
                "lines": [
                    [near_order[code], far_order[place], bows[item.id, code, place]]
                    for code in item.communities
                    for place in item.places
                ],
            }
            for item in items
        ],
    }
    return _as_json(found)


@kept(2)
def content_tag(register: Register) -> str:
    """A hash over what the browser keeps: it changes with the data and with the program."""
    words = in_all_languages(lambda t: _as_json(texts(Labels(register, t))))
    parts = [data(register), *words.values()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def texts(labels: Labels) -> dict[str, object]:
    """What ``partners.js`` shows and reads out."""
    t = labels.t
    return {
        "kinds": {kind: label(t, kind) for kind in KINDS},
        "statuses": {status: status_name(t, status) for status in STATUSES},
        "partnerships": t("partnerships"),
        "next": t("Click again for the next one."),
        "oblast": t("Luhansk oblast"),
        "zoomIn": t("Zoom in"),
        "zoomOut": t("Zoom out"),
        "whole": t("All the partners shown"),
        "map": t("Map of the partners of Luhansk oblast and its communities (hromadas)"),
        "credit": layers.credit(labels),
    }


def signs(drawn: Iterable[Partnership], t: Translator) -> Iterator[tuple[str, str, str, int]]:
    """The signs of the lines ``drawn``: ``kind`` or ``line``, code, name, and how many have it."""
    counts = Counter[str | None](code for item in drawn for code in (item.kind, item.status))
    names: list[tuple[str, str, str]] = [("kind", kind, label(t, kind)) for kind in KINDS]
    names += [("line", status, status_name(t, status)) for status in STATUSES]
    yield from ((group, code, name, counts[code]) for group, code, name in names if counts[code])


def legend(shown: Shown) -> Html:
    """The signs of kinds and states of the shown partnerships that have a line, with counts."""
    t, items = shown.t, shown.selection.partnerships
    classes = {"kind": "partner-sign kind", "line": "partner-line status"}
    entries = (
        element(
            "li",
            element("span", class_=f"{classes[group]}-{code}", aria_hidden="true"),
            f"{name} ",
            element("b", t.number(count)),
        )
        for group, code, name, count in signs(filter(on_map, items), t)
    )
    return element("ul", *entries, class_="legend partner-legend")


def status_name(t: Translator, status: PartnershipStatus) -> str:
    """A status's name; beside the kinds, "unknown" alone would not say what is unknown."""
    return t("status unknown") if status == PartnershipStatus.UNKNOWN else label(t, status)


def _near_name(register: Register, code: str) -> Names:
    return in_all_languages(lambda t: Labels(register, t).community(code, former=False))


def _place_names(item: Partnership) -> Sequence[Names | None]:
    """The name of each of the partners' places; nothing where it is unclear which is whose."""
    names = dict.fromkeys(
        (partner.place_uk, partner.place_en)
        for partner in item.partners
        if partner.place_uk or partner.place_en
    )
    if len(names) != len(item.places):
        return [None for _ in item.places]
    return [both_texts(*name) for name in names]


def _partners(register: Register, item: Partnership, t: Translator) -> str:
    labels = Labels(register, t)
    return JOINER.join(labels.partner(partner, with_place=False) for partner in item.partners)


def _bows(
    items: Iterable[Partnership], near: Mapping[str, Position]
) -> dict[tuple[str, str, Position], float]:
    """How far each line bows out: lines to one place fan out, the northernmost the farthest."""
    lines: defaultdict[Position, list[tuple[float, str, str]]] = defaultdict(list)
    for item in items:
        for place in item.places:
            lines[place] += [(near[code][1], item.id, code) for code in item.communities]
    found = {}
    for place, ends in lines.items():
        step = min(BOW_STEP, BOW_SPREAD / len(ends))
        for number, (_, record, code) in enumerate(sorted(ends)):
            bow = BOW + step * (number - (len(ends) - 1) / 2)
            found[record, code, place] = round(bow, _DECIMALS)
    return found


def _countries(register: Register) -> Iterator[tuple[float, float, float, str, str]]:
    """Where the name of each country goes, and how much room it has; the roomiest first."""
    uk, en = (translator(language).country for language in ("uk", "en"))
    found = []
    for code, area in register.europe.items():
        names = uk(code), en(code)
        if names[0] and names[1]:
            at = ground.inner_point(area, 0.1)
            room = 2 * shapely.distance(shapely.boundary(area), shapely.Point(at))
            found.append((*(round(value, 2) for value in at), round(room, 1), *names))
    yield from sorted(found, key=lambda item: -item[2])


def _areas(area: shapely.Geometry) -> Areas:
    """The polygons of an area, each as its rings, the outer one first."""
    return [
        [
            np.round(shapely.get_coordinates(ring), _DECIMALS).tolist()
            for ring in (part.exterior, *part.interiors)
        ]
        for part in shapely.get_parts(area)
    ]


def _as_json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()
