"""Drawings as SVG: shapes with a style, texts with a halo, and a drawing as an image of a page.

Positions are in the drawing's own units, y downwards. Equal drawings give equal text.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from math import cos, pi, sin

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.map.theme import COLOURS, STATUS_FILLS, STROKES
from projectmap.markup import Html, element, one_line
from projectmap.model.codes import TerritoryStatus

Point = tuple[float, float]

_SMALLEST_RING = 3
"""Fewest steps of a ring that encloses an area."""


def document(width: float, height: float, *parts: Html, **attributes: object) -> Html:
    """A complete drawing, ``width`` by ``height`` units; ``attributes`` hold for all of it."""
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        width=_number(width),
        height=_number(height),
        **attributes,
    )


def as_image(drawing: Html, alternative: str, **attributes: object) -> Html:
    """The drawing as an ``img`` with its alternative text.

    Streamlit drops inline SVG and lets images through: the drawing stands in a ``data:`` address,
    needs no request, and nothing in it can run.
    """
    # element() lets no data: address through; this one is made here, of base64 alone.
    data = b64encode(drawing.encode()).decode("ascii")
    image = element("img", alt=alternative, **attributes)
    return Html(f'<img src="data:image/svg+xml;base64,{data}"{image.removeprefix("<img")}')


def shape(
    path: str,
    *,
    fill: str = "none",
    stroke: str | None = None,
    width: float | None = None,
    dashes: Sequence[float] = (),
    opacity: float | None = None,
    **attributes: object,
) -> Html:
    """A path; ``dashes`` are lengths of lines and gaps in turn."""
    return element(
        "path",
        d=path,
        fill=fill,
        stroke=stroke,
        stroke_width=None if width is None else _number(width),
        stroke_dasharray=" ".join(map(_number, dashes)) or None,
        opacity=opacity,
        **attributes,
    )


def text(
    at: Point, words: str, *, anchor: str | None = None, halo: float = 0, **attributes: object
) -> Html:
    """A line of text whose base line begins, ends or has its middle ``at``, as ``anchor`` says."""
    if halo:
        attributes |= {
            "stroke": COLOURS["paper"],
            "stroke_width": _number(halo),
            "stroke_linejoin": "round",
            "paint_order": "stroke",
        }
    x, y = map(_number, at)
    return element("text", one_line(words), x=x, y=y, text_anchor=anchor, **attributes)


def hatch(unit: float = 1) -> tuple[Html, str]:
    """The pattern of what is partly occupied, and the fill that shows it.

    ``unit`` is the length of a pixel of the map on the screen. The pattern's id carries it, so
    that drawings of different size can share a page.
    """
    step, key = _number(8 * unit), f"hatch-{_number(unit)}".replace(".", "_")
    pattern = element(
        "pattern",
        element(
            "rect", width=step, height=step, fill=STATUS_FILLS[TerritoryStatus.PARTLY_OCCUPIED]
        ),
        shape(
            f"M{_number(4 * unit)} 0v{step}",
            stroke=COLOURS["hatch"],
            width=STROKES["hatch"] * unit,
        ),
        id=key,
        width=step,
        height=step,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern), f"url(#{key})"


# --- Paths ------------------------------------------------------------------------------------


def line(points: npt.ArrayLike) -> str:
    """The straight lines from each of ``points`` to the next."""
    places = np.asarray(points, dtype=float).round(2)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in places.tolist())


def polygon(points: npt.ArrayLike) -> str:
    """The closed line through ``points``."""
    return line(points) + "Z"


def area(geometry: shapely.Geometry, decimals: int = 2) -> str:
    """Polygons or lines; what ``decimals`` make nothing of is left out."""
    return "".join(
        _way(shapely.get_coordinates(ring).round(decimals))
        for part in shapely.get_parts(geometry)
        for ring in (shapely.get_rings(part) if part.geom_type == "Polygon" else (part,))
    )


def _way(places: npt.NDArray[np.float64]) -> str:
    """A line or ring, given by its steps, which are shorter than positions."""
    steps = np.diff(places, axis=0).round(2)
    steps = steps[steps.any(axis=1)]
    is_ring = bool((places[0] == places[-1]).all())
    if len(steps) < (_SMALLEST_RING if is_ring else 1):
        return ""
    way = " ".join(f"{x:g} {y:g}" for x, y in steps[: -1 if is_ring else None].tolist())
    x, y = places[0].tolist()
    return f"M{x:g} {y:g}l{way}{'z' if is_ring else ''}"


def circle(at: Point, radius: float) -> str:
    """A circle around ``at``."""
    r, across = _number(radius), _number(2 * radius)
    start = f"M{_number(at[0] - radius)} {_number(at[1])}"
    return f"{start}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0Z"


def arc(at: Point, radius: float, start: float, end: float) -> str:
    """A part of a circle, clockwise from the top; ``start`` and ``end`` are shares of it."""
    steps = max(2, round(64 * (end - start)) + 1)
    angles = [2 * pi * (start + (end - start) * step / (steps - 1)) for step in range(steps)]
    return line([(at[0] + radius * sin(angle), at[1] - radius * cos(angle)) for angle in angles])


def rectangle(left: float, top: float, right: float, bottom: float, radius: float = 0) -> str:
    """An upright rectangle, with round corners if ``radius`` is given."""
    if not radius:
        return polygon([(left, top), (right, top), (right, bottom), (left, bottom)])
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    across, down, corner = right - left - 2 * r, bottom - top - 2 * r, _number(r)
    return (
        f"M{_number(left + r)} {_number(top)}h{_number(across)}"
        f"q{corner} 0 {corner} {corner}v{_number(down)}q0 {corner} -{corner} {corner}"
        f"h{_number(-across)}q-{corner} 0 -{corner} -{corner}v{_number(-down)}"
        f"q0 -{corner} {corner} -{corner}Z"
    )


def curve(start: Point, control: Point, end: Point) -> str:
    """A quadratic curve."""
    x, y, control_x, control_y, end_x, end_y = map(_number, (*start, *control, *end))
    return f"M{x} {y}Q{control_x} {control_y} {end_x} {end_y}"


def _number(value: float) -> str:
    return f"{round(float(value), 2):g}"
