"""Drawings as SVG: shapes with a style, texts with a halo, and a drawing as an image of a page.

Positions are in the drawing's own units, y downwards. Equal drawings give equal text.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from math import cos, pi, sin

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.markup import Html, element, encode

Point = tuple[float, float]

_NOT_IN_XML = re.compile("[\ufffe\uffff]")
_RING = 3
"""Points of a line that can enclose something."""


def document(width: float, height: float, *parts: Html, **attributes: object) -> Html:
    """A drawing of its own, ``width`` by ``height`` units; ``attributes`` hold for all of it."""
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
    image = element("img", alt=encode(alternative), **attributes)
    data = b64encode(drawing.encode()).decode("ascii")
    return Html(f'{image[:-1]} src="data:image/svg+xml;base64,{data}">')


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
            "stroke": "#ffffff",
            "stroke_width": _number(halo),
            "stroke_linejoin": "round",
            "paint_order": "stroke",
        }
    shown = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", words)
    x, y = map(_number, at)
    return element("text", shown, x=x, y=y, text_anchor=anchor, **attributes)


def hatch(
    step: float, line: float, ground: str, colour: str, *, slant: int = 45
) -> tuple[Html, str]:
    """A pattern of slanted lines, ``step`` apart, and the fill that shows it.

    Its id carries its size, so that drawings with other sizes may stand on the same page.
    """
    key = f"hatch-{_number(step)}-{_number(line)}".replace(".", "_")
    size = _number(step)
    pattern = element(
        "pattern",
        element("rect", width=size, height=size, fill=ground),
        shape(f"M{_number(step / 2)} 0v{size}", stroke=colour, width=line),
        id=key,
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({slant})",
    )
    return element("defs", pattern), f"url(#{key})"


# --- Paths ------------------------------------------------------------------------------------


def line(points: npt.ArrayLike) -> str:
    """A line through ``points``, one a row; closed where it ends at its start."""
    places = np.asarray(points, dtype=float)
    is_ring = len(places) > _RING and bool((places[0] == places[-1]).all())
    way = "L".join(f"{x:g} {y:g}" for x, y in places.round(2).tolist()[: -1 if is_ring else None])
    return f"M{way}Z" if is_ring else f"M{way}"


def polygon(points: Iterable[Point]) -> str:
    """The closed line through ``points``."""
    return line(list(points)) + "Z"


def area(geometry: shapely.Geometry) -> str:
    """Polygons or lines."""
    return "".join(
        line(shapely.get_coordinates(ring))
        for part in shapely.get_parts(geometry)
        for ring in (shapely.get_rings(part) if part.geom_type == "Polygon" else (part,))
    )


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
