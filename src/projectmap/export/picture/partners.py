"""The picture of the partners' map, by the rules of ``map/partners.js``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely

from projectmap.export.picture import (
    drawing,
    europe,
    furniture,
    letters,
    lines,
    partners_words,
    places,
    sheet,
)
from projectmap.export.picture.frame import Form, Frame
from projectmap.export.picture.furniture import Furniture
from projectmap.export.picture.ground import EUROPE, Fit
from projectmap.export.picture.lines import Curve, Mark
from projectmap.export.picture.paper import Paper, area_path, circle
from projectmap.export.picture.partners_words import partners_alternative
from projectmap.export.picture.places import End, Name
from projectmap.export.picture.sheet import Line, Sheet, Style, Words
from projectmap.i18n import Translator
from projectmap.map import partners
from projectmap.map.theme import COLOURS
from projectmap.model.codes import PartnershipKind, PartnershipStatus
from projectmap.model.records import Partnership
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import View

LAND, COAST, HOME = (COLOURS[name] for name in ("land", "coast", "home"))
UNITS = 13
"""Units in the size of the map's names; as the pixels of partners.js."""
LEAST_RATIO, MOST_RATIO = 1.0, 2.8
"""Width by height of the map that the sheet makes room for; the ground fills what else there is."""
_SIGN_WIDTH = 3.4


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture as data; positions in points."""

    frame: Frame
    sheet: Sheet
    fit: Fit
    covered: shapely.Geometry
    land: tuple[shapely.Geometry, ...]
    home: shapely.Geometry
    curves: tuple[Curve, ...]
    marks: tuple[Mark, ...]
    ends: tuple[End, ...]
    names: tuple[Name, ...]
    nameless: int
    """Ends whose name has no room."""
    furniture: Furniture | None

    @property
    def unit(self) -> float:
        """Points a unit."""
        return self.frame.font_pt / UNITS

    def texts(self) -> Iterator[Line]:
        """Every line of text on the picture but numbers and names."""
        yield from self.sheet.lines
        if self.furniture is not None:
            yield from self.furniture.words


def partners_picture(
    register: Register, view: View, t: Translator, frame: Frame, form: Form
) -> bytes:
    """The partners' map of ``view`` as a file; equal arguments give equal bytes."""
    title = partners_alternative(register, view, t)
    return _draw(partners_layout(register, view, t, frame)).bytes(form, title)


def partners_layout(register: Register, view: View, t: Translator, frame: Frame) -> Layout:
    """Where everything on the picture of ``view`` stands."""
    drawn = [item for item in select(register, view).partnerships if partners.on_map(item)]
    land = europe.ground(register)
    bounds = europe.bounds_of(register, land, drawn)
    ratio = min(max(europe.ratio_of(bounds), LEAST_RATIO), MOST_RATIO)
    style = Style(
        frame, ratio, _SIGN_WIDTH, lambda box: Fit.into(bounds, europe.inside(box, frame)).scale
    )

    def words(nameless: int) -> Words:
        return partners_words.words(register, view, t, frame, nameless)

    def made(room: Sheet) -> Layout:
        return _made(land, drawn, bounds, t, frame, room)

    return sheet.settled(style, words, made, lambda layout: (layout.nameless,), (len(land.ends),))


def _made(
    land: europe.Ground,
    drawn: Sequence[Partnership],
    bounds: Sequence[float],
    t: Translator,
    frame: Frame,
    room: Sheet,
) -> Layout:
    """The map in the room that the words leave."""
    size = frame.font_pt
    unit = size / UNITS
    fit = europe.fit_into(land, bounds, room.map, europe.inside(room.map, frame))
    curves = lines.curves(europe.shown_lines(land, drawn), fit.points(land.ends))
    ends = places.ends(land.data["ends"], curves, fit.points(land.ends), unit)
    home = fit.shape(land.home)
    covered = shapely.union_all([home, lines.reach(curves, unit)])
    corner = furniture.furniture(room.map, covered, fit, EUROPE, size, t, bar=False)
    taken = [corner.box] if corner else []
    inner = room.map.grown(-0.4 * size)
    found = places.names(ends, land.data["ends"], home, curves, t, inner, taken, unit)
    here = room.map.grown(2)
    return Layout(
        frame=frame,
        sheet=room,
        fit=fit,
        covered=shapely.clip_by_rect(
            fit.shape(land.covered), here.left, here.bottom, here.right, here.top
        ),
        land=tuple(europe.clipped(fit.shapes(land.land), here)),
        home=shapely.simplify(home, 0.1),
        curves=tuple(curves),
        marks=tuple(lines.marks(curves, found.shelf, unit)),
        ends=tuple(ends),
        names=tuple(found.names),
        nameless=found.nameless,
        furniture=corner,
    )


# --- Drawing ----------------------------------------------------------------------------------


def _draw(made: Layout) -> Paper:
    paper = Paper(made.frame, drawing.PAPER)
    _draw_ground(paper, made)
    for curve in made.curves:
        lines.draw_curve(paper, curve, made.unit)
    for name in made.names:
        if name.leader is not None:
            drawing.leader(paper, *name.leader, made.unit)
    for mark in made.marks:
        lines.draw_mark(
            paper, mark.at, mark.of.kind, made.unit, solid=mark.of.status in lines.SOLID
        )
    for end in made.ends:
        _draw_end(paper, end.at, end.radius, made.unit, near=end.near)
    drawing.outside(paper, made.frame, made.sheet.map)
    for line in (end_number(end) for end in made.ends if end.n > 1):
        drawing.line(paper, line)
    for name in made.names:
        drawing.line(paper, name_line(name), halo=0.28 * name.size)
    drawing.around(paper, made.sheet, made.furniture, made.frame, _draw_sign)
    return paper


def _draw_ground(paper: Paper, made: Layout) -> None:
    paper.shape(area_path(made.covered), facecolor=drawing.GROUND)
    for area in made.land:
        paper.shape(area_path(area), facecolor=LAND, edgecolor=COAST, linewidth=0.8 * made.unit)
    home = area_path(made.home)
    paper.shape(home, facecolor=HOME, edgecolor=lines.PARTNER, linewidth=1.4 * made.unit)


def end_number(end: End) -> Line:
    """The number of partnerships in the middle of an end."""
    text, size = str(end.n), 12 * end.unit
    size = min(size, size * 1.5 * end.radius / letters.width(text, size, bold=True))
    wide = letters.width(text, size, bold=True)
    x, y = end.at
    colour = sheet.INK if end.near else drawing.PAPER
    return Line(text, (x - wide / 2, y - 0.325 * size), size, bold=True, colour=colour)


def name_line(name: Name) -> Line:
    """The letters of a name in the middle of its box."""
    x, y = name.box.middle
    wide = letters.width(name.line_text, name.size, bold=True)
    base = y - (letters.ASCENT - letters.DESCENT) / 2 * name.size
    return Line(name.line_text, (x - wide / 2, base), name.size, bold=True, colour=sheet.INK)


def _draw_end(paper: Paper, at: tuple[float, float], radius: float, unit: float, *, near: bool
              ) -> None:  # fmt: skip
    """Filled: a partner's place. Hollow: a community or the oblast."""
    paper.shape(circle(at, radius + 1.5 * unit), facecolor=drawing.PAPER, alpha=0.9)
    paper.shape(circle(at, radius), facecolor=lines.PARTNER)
    if near:
        paper.shape(circle(at, radius - 2 * unit), facecolor=drawing.PAPER)


def _draw_sign(paper: Paper, sign: sheet.Sign) -> None:
    kind, _, code = sign.name.partition("-")
    unit = sign.box.height / 20
    if kind == "kind":
        lines.draw_mark(paper, sign.box.middle, PartnershipKind(code), unit, solid=True)
    elif kind == "line":
        lines.draw_line_sign(paper, sign.box, PartnershipStatus(code))
    else:
        _draw_end(paper, sign.box.middle, 6 * unit, unit, near=kind == "near")
