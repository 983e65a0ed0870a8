"""A small map that shows where a community lies, as an image of the page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from math import cos, radians

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.map import svg
from projectmap.map.theme import COLOURS, STATUS_FILLS
from projectmap.markup import Html
from projectmap.memory import kept
from projectmap.model.codes import BasemapKind, TerritoryStatus
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.status import status_on

SIZE = 1000
"""Length of the longer side, in units of the drawing."""
MARGIN = 24
TOLERANCE = 1.5
"""Units by which a line may be off; some 400 m of the oblast."""
LETTERS = 46
"""Height of the letters, in units; less for a name that is wider than the map."""
ADVANCE = 0.76
"""How wide a letter of a name is at most on average, in heights: each browser has its own font."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the maps of all communities share; paths as in SVG, whole units."""

    width: int
    height: int
    around: str
    """The rest of the country; empty without a basemap."""
    abroad: str
    communities: Mapping[str, str]
    raions: Mapping[str, str]
    boxes: Mapping[str, tuple[int, ...]]
    """Left, top, right and bottom of each community."""


def locator(labels: Labels, code: str) -> Html:
    """All communities with this one filled, its raion outlined and its name; an ``img``."""
    return svg.as_image(drawing(labels, code), alternative(labels, code), class_="locator")


def alternative(labels: Labels, code: str) -> str:
    """What the map shows, in words."""
    return labels.t(
        "Map of the communities of Luhansk oblast; the {name} community is marked, {raion} is "
        "outlined.",
        name=labels.community(code, former=False),
        raion=labels.raion(labels.register.communities[code].raion),
    )


def drawing(labels: Labels, code: str, font: str = "system-ui, sans-serif") -> Html:
    """The map as SVG; ``font`` is the family of its letters."""
    ground, raion = _ground(labels.register), labels.register.communities[code].raion
    return svg.document(
        ground.width,
        ground.height,
        svg.shape(ground.around, fill=COLOURS["ground-around"], stroke=COLOURS["coast"], width=2),
        svg.shape(ground.abroad, fill=COLOURS["ground-abroad"], stroke=COLOURS["coast"], width=2),
        svg.shape(
            "".join(ground.communities.values()),
            fill=COLOURS["land"],
            stroke=COLOURS["locator-edge"],
            width=2,
        ),
        svg.shape(ground.communities[code], fill=COLOURS["accent"]),
        svg.shape(ground.raions[raion], stroke=COLOURS["raion"], width=7),
        _name(ground, code, labels.community(code, former=False), font),
        stroke_linejoin="round",
    )


def statuses(labels: Labels, day: date, marked: Collection[str]) -> Html:
    """All communities by their status on ``day``, with those ``marked`` outlined; an ``img``."""
    ground, found = _ground(labels.register), status_on(labels.register, day)
    by_fill: dict[TerritoryStatus, str] = {}
    for code, path in ground.communities.items():
        status = found[code].status
        by_fill[status] = by_fill.get(status, "") + path
    hatch, partly = svg.hatch(3)
    fills = {**STATUS_FILLS, TerritoryStatus.PARTLY_OCCUPIED: partly}
    picture = svg.document(
        ground.width,
        ground.height,
        hatch,
        *(svg.shape(path, fill=fills[status], stroke=COLOURS["locator-edge"], width=2)
          for status, path in by_fill.items()),
        svg.shape("".join(ground.communities[code] for code in marked),
                  stroke=COLOURS["accent"], width=8),
        stroke_linejoin="round",
    )  # fmt: skip
    alt = labels.t("Territory status of the communities on {day}", day=labels.t.day(day))
    return svg.as_image(picture, alt, class_="locator")


def _name(ground: _Ground, code: str, name: str, font: str) -> Html:
    """The name under its community, or above it at the lower edge; towards the middle."""
    left, top, right, bottom = ground.boxes[code]
    middle = (left + right) / 2
    below = bottom + LETTERS * 1.1
    first, last = MARGIN, ground.width - MARGIN
    size = min(LETTERS, int((last - first) / (ADVANCE * max(len(name), 1))))
    wide = len(name) * size * ADVANCE
    if middle < ground.width / 3:
        anchor, x = "start", max(min(left, last - wide), first)
    elif middle > ground.width * 2 / 3:
        anchor, x = "end", min(max(right, first + wide), last)
    else:
        anchor, x = "middle", max(min(middle, last - wide / 2), first + wide / 2)
    return svg.text(
        (round(x), round(below if below < ground.height - MARGIN / 2 else top - LETTERS / 3)),
        name,
        anchor=anchor,
        halo=10,
        font_family=font,
        font_size=size,
        font_weight=700,
        fill=COLOURS["ink"],
    )


@kept(2)
def _ground(register: Register) -> _Ground:
    codes = list(register.communities)
    outlines = [item.outline for item in register.communities.values()]
    west, south, east, north = shapely.total_bounds(outlines)
    squeeze = cos(radians((south + north) / 2))
    scale = (SIZE - 2 * MARGIN) / max((east - west) * squeeze, north - south)

    def flat(positions: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        lon, lat = positions.T
        return np.column_stack(
            [MARGIN + (lon - west) * squeeze * scale, MARGIN + (north - lat) * scale]
        )

    areas = shapely.coverage_simplify(shapely.transform(outlines, flat), TOLERANCE)
    # Some way out of the frame, so that no edge of what is cut off is seen.
    frame = (-MARGIN, -MARGIN, SIZE + MARGIN, SIZE + MARGIN)

    def drawn(*, abroad: bool) -> str:
        land = register.basemap.land if register.basemap else ()
        parts = (item.geometry for item in land if (item.kind == BasemapKind.ABROAD) == abroad)
        seen = (shapely.clip_by_rect(shapely.transform(part, flat), *frame) for part in parts)
        return "".join(svg.area(shapely.simplify(part, TOLERANCE), 0) for part in seen)

    area_of = dict(zip(codes, areas, strict=True))
    return _Ground(
        width=round((east - west) * squeeze * scale) + 2 * MARGIN,
        height=round((north - south) * scale) + 2 * MARGIN,
        around=drawn(abroad=False),
        abroad=drawn(abroad=True),
        communities={code: svg.area(area, 0) for code, area in area_of.items()},
        raions={
            raion: svg.area(shapely.coverage_union_all([area_of[code] for code in inside]), 0)
            for raion, inside in register.raions.items()
        },
        boxes={code: tuple(map(round, area.bounds)) for code, area in area_of.items()},
    )
