"""What pictures are drawn on: a sheet measured in points that becomes a PNG or an SVG.

Nothing here depends on the clock or on chance: equal drawings give equal bytes. Only objects of
the caller's own are changed, so that threads may draw at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from math import cos, pi, sin
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from projectmap.export.picture import letters
from projectmap.export.picture.frame import Box, Form, Frame, Point, corners

# Only these settings of matplotlib's cannot be given with what is drawn; only this package uses it.
mpl.rcParams["svg.hashsalt"] = "projectmap"
mpl.rcParams["svg.fonttype"] = "path"
mpl.rcParams["path.simplify"] = False

_DECIMALS = re.compile(r"(\.\d\d)\d+")
_PATH = re.compile(r' d="[^"]*"')
_EXTRAS = re.compile(r"<!DOCTYPE[^>]*>\s*|<metadata>.*?</metadata>\s*|<!--.*?-->\s*", re.DOTALL)
"""A reference to the W3C, and every text once more; texts cannot hold these marks."""
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))


class Paper:
    """A sheet to draw on; what is drawn later lies above."""

    def __init__(self, frame: Frame, ground: str) -> None:
        self._frame = frame
        # Whole pixels, with a hair more, as matplotlib rounds down.
        across, up = (round(length * frame.dpi / 72) for length in (frame.width, frame.height))
        size = ((across + 1e-6) / frame.dpi, (up + 1e-6) / frame.dpi)
        self._figure = Figure(figsize=size, dpi=frame.dpi, facecolor=ground)
        # Points from the lower left corner, whatever the resolution.
        self._points = Affine2D().scale(1 / 72) + self._figure.dpi_scale_trans
        self._order = 0
        self._texts: list[tuple[str, float, float, float, str, bool]] = []

    def shape(self, path: Path, **style: Any) -> None:
        """Draw a path; ``style`` as in :class:`matplotlib.patches.Patch`, widths in points."""
        style = {"facecolor": "none", "edgecolor": "none", "joinstyle": "round"} | style
        patch = PathPatch(path, transform=self._points, clip_on=False, **style)
        patch.set_zorder(self._next())
        self._figure.add_artist(patch)

    def box(self, box: Box, **style: Any) -> None:
        """Draw a rectangle."""
        self.shape(closed(corners(box)), **style)

    def line(self, start: Point, end: Point, colour: str, width: float) -> None:
        """Draw a straight line."""
        self.shape(Path([start, end]), edgecolor=colour, linewidth=width, capstyle="butt")

    def text(
        self,
        text: str,
        at: Point,
        size: float,
        colour: str,
        *,
        bold: bool = False,
        halo: float = 0,
    ) -> None:
        """Write a line that begins at ``at``, on its base line; ``halo`` is the halo's width."""
        if not text:
            return
        if halo:
            around = shapely.transform(
                letters.halo(text, size, halo / 2, bold=bold), lambda places: places + at
            )
            self.shape(area_path(around), facecolor="white", alpha=0.9)
        self._texts.append((text, *at, size, colour, bold))

    def bytes(self, form: Form, title: str) -> bytes:
        """The finished file; ``title`` is what programs call an SVG."""
        file = BytesIO()
        figure = self._figure
        for text, x, y, size, colour, bold in self._texts:
            self._write(form, text, (x, y), size, colour, bold=bold)
        if form == Form.PNG:
            agg: Any = FigureCanvasAgg(figure)
            agg.print_png(file, metadata={"Software": None})
            return file.getvalue()
        vector: Any = FigureCanvasSVG(figure)
        vector.print_svg(file, metadata=_NO_METADATA | {"Title": title})
        # A hundredth of a point is enough, and half of the file.
        svg = _PATH.sub(lambda found: _DECIMALS.sub(r"\1", found[0]), file.getvalue().decode())
        return _EXTRAS.sub("", svg).encode()

    def _write(
        self, form: Form, text: str, at: Point, size: float, colour: str, *, bold: bool
    ) -> None:
        if form == Form.SVG:
            # As text, each letter's outline is in the file once.
            self._figure.add_artist(Text(
                *at, text, fontproperties=letters.font(size, bold=bold), color=colour,
                transform=self._points, parse_math=False, va="baseline", ha="left", clip_on=False,
                zorder=self._next(),
            ))  # fmt: skip
        else:
            patch = PathPatch(
                letters.outline(text, size, bold=bold), facecolor=colour, edgecolor="none",
                transform=Affine2D().translate(*at) + self._points, clip_on=False,
                zorder=self._next(),
            )  # fmt: skip
            self._figure.add_artist(patch)

    def _next(self) -> int:
        self._order += 1
        return self._order


def closed(points: npt.ArrayLike) -> Path:
    """A polygon's path."""
    ring = np.asarray(points, dtype=float)
    return Path(np.vstack([ring, ring[:1]]), closed=True)


def circle(at: Point, radius: float) -> Path:
    """A circle's path."""
    return Path.circle(at, radius)


def arc(at: Point, radius: float, start: float, end: float) -> Path:
    """A part of a circle, clockwise from the top; ``start`` and ``end`` are parts of a turn."""
    steps = max(2, round(64 * (end - start)) + 1)
    turns = [2 * pi * (start + (end - start) * step / (steps - 1)) for step in range(steps)]
    return Path([(at[0] + radius * sin(turn), at[1] + radius * cos(turn)) for turn in turns])


def rounded(box: Box, radius: float) -> Path:
    """A rectangle with round corners."""
    r = min(radius, box.width / 2, box.height / 2)
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    way: list[tuple[Any, float, float]] = [(Path.MOVETO, left + r, bottom)]
    for edge, corner, end in (
        ((right - r, bottom), (right, bottom), (right, bottom + r)),
        ((right, top - r), (right, top), (right - r, top)),
        ((left + r, top), (left, top), (left, top - r)),
        ((left, bottom + r), (left, bottom), (left + r, bottom)),
    ):
        way += [(Path.LINETO, *edge), (Path.CURVE3, *corner), (Path.CURVE3, *end)]
    way.append((Path.CLOSEPOLY, left + r, bottom))
    return Path([(x, y) for _, x, y in way], [code for code, _, _ in way])


def area_path(area: shapely.Geometry) -> Path:
    """The path of polygons or lines that are in points already."""
    rings = [
        ring
        for part in shapely.get_parts(area)
        for ring in (shapely.get_rings(part) if part.geom_type == "Polygon" else (part,))
    ]
    paths = [_ring_path(shapely.get_coordinates(ring)) for ring in rings]
    return Path.make_compound_path(*paths) if paths else Path(np.empty((0, 2)))


def _ring_path(points: npt.NDArray[np.float64]) -> Path:
    is_ring = len(points) > 2 and bool((points[0] == points[-1]).all())  # noqa: PLR2004 - a ring encloses something
    return Path(points, closed=is_ring)


def dashes(pattern: Sequence[float], width: float) -> tuple[float, list[float]]:
    """A pattern in points; matplotlib takes it in parts of the line's width."""
    return 0, [step / width for step in pattern]
