"""The picture of the communities' map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from projectmap.export.picture import (
    communities_words,
    drawing,
    furniture,
    gathering,
    letters,
    names,
    sheet,
    symbols,
)
from projectmap.export.picture.communities_words import alternative, occurring
from projectmap.export.picture.drawing import GROUND, PAPER
from projectmap.export.picture.frame import Box, Form, Frame, Shelf
from projectmap.export.picture.furniture import Furniture
from projectmap.export.picture.ground import Fit, Ground, ground, simplified
from projectmap.export.picture.names import Name
from projectmap.export.picture.paper import Paper, area_path
from projectmap.export.picture.sheet import Line, Sheet, Style, Words
from projectmap.export.picture.symbols import Sign, Symbols
from projectmap.i18n import Translator
from projectmap.map import layers
from projectmap.map.theme import COLOURS, STROKES
from projectmap.model.codes import TerritoryStatus
from projectmap.model.register import Register
from projectmap.query.select import Selection, select
from projectmap.query.view import Layer, View

_PADDING = 1.0
"""Between the outlines and the map's edge, in sizes of the letters."""
_TOLERANCE = 0.1
"""Points by which a border may be off."""
_SIGN_WIDTH = 1.7
_SINGLE = {
    "after": (0, 1, 0),
    "before": (1, 0, 0),
    "undated": (0, 0, 1),
    "mixed": (2, 1, 0),
}
"""Records by period (as in PERIODS) of the legend's signs."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture as data; positions in points."""

    frame: Frame
    sheet: Sheet
    ground: Ground
    fit: Fit
    statuses: tuple[TerritoryStatus | None, ...]
    """In the order of ``Register.communities``; None where the layer is off."""
    symbols: Symbols
    names: tuple[Name, ...]
    nameless: int
    """Names that have no room."""
    furniture: Furniture | None
    selected: tuple[int, ...]
    borders: bool
    """Whether raions and the oblast are outlined."""

    def texts(self) -> Iterator[Line]:
        """Every line of text on the picture but the symbols' numbers and the names."""
        yield from self.sheet.lines
        if self.furniture is not None:
            yield from self.furniture.words


def map_picture(register: Register, view: View, t: Translator, frame: Frame, form: Form) -> bytes:
    """The communities' map of ``view`` as a file; equal arguments give equal bytes."""
    return _draw(layout(register, view, t, frame)).bytes(form, alternative(register, view, t))


def layout(register: Register, view: View, t: Translator, frame: Frame) -> Layout:
    """Where everything on the picture of ``view`` stands."""
    selection = select(register, view)
    scene = layers.scene(register, selection, view, view.asof or register.edition, t.language)
    land = ground(register)

    def words(nameless: int, signs: frozenset[str] | None) -> Words:
        return communities_words.words(register, selection, view, t, frame, nameless, signs)

    def made(room: Sheet) -> Layout:
        return _made(register, selection, view, t, frame, land, scene, room)

    def found(layout: Layout) -> tuple[int, frozenset[str]]:
        return layout.nameless, occurring(layout.symbols)

    every = (len(register.communities), None)
    style = Style(frame, _ratio(land), _SIGN_WIDTH, lambda box: _fit(land, frame, box).scale)
    return sheet.settled(style, words, made, found, every)


def _made(
    register: Register,
    selection: Selection,
    view: View,
    t: Translator,
    frame: Frame,
    land: Ground,
    scene: layers.Scene,
    room: Sheet,
) -> Layout:
    """The map in the room that the words leave."""
    size = frame.font_pt
    fit = _fit(land, frame, room.map)
    inner = room.map.grown(-0.4 * size)
    oblast = fit.shape(land.oblast)
    corner = furniture.furniture(room.map, oblast, fit, land.crs, size, t, bar=True)
    taken = [corner.box] if corner else []
    task = symbols.Task(
        register, selection, view, scene.partnerships, land, fit, inner, tuple(taken)
    )
    signs = gathering.symbols(task, size / symbols.UNITS)
    found, nameless = _names(register, view, t, land, fit, Shelf(inner, taken), signs)
    order = list(register.communities)
    shown = Layer.STATUS in view.layer
    return Layout(
        frame=frame,
        sheet=room,
        ground=land,
        fit=fit,
        statuses=tuple(layers.STATUSES[int(code)] if shown else None for code in scene.statuses),
        symbols=signs,
        names=tuple(found),
        nameless=nameless,
        furniture=corner,
        selected=tuple(order.index(code) for code in scene.selected if code in order),
        borders=Layer.BOUNDARIES in view.layer,
    )


# --- Names ------------------------------------------------------------------------------------


def _names(
    register: Register,
    view: View,
    t: Translator,
    land: Ground,
    fit: Fit,
    shelf: Shelf,
    signs: Symbols,
) -> tuple[list[Name], int]:
    if Layer.NAMES not in view.layer:
        return [], 0
    own: list[list[Box]] = [[] for _ in register.communities]
    for item in signs.items:
        box = item.box.grown(symbols.GAP * signs.unit)
        shelf.add(box)
        for number in item.communities:
            own[number].append(box)
        if item.leader is not None:
            shelf.add_line(*item.leader)
    texts = [
        item.name_uk if t.language == "uk" else item.name_en
        for item in register.communities.values()
    ]
    few = len(texts) <= symbols.FEW
    sizes = land.rooms * fit.scale
    which = [
        number for number in range(len(texts)) if few or sizes[number] >= symbols.ROOM * signs.unit
    ]
    found, nameless = names.names(texts, which, land, fit, shelf, own, signs.unit * symbols.UNITS)
    return found, nameless + len(texts) - len(which)


# --- Drawing ----------------------------------------------------------------------------------


def _fit(land: Ground, frame: Frame, box: Box) -> Fit:
    padding = min(_PADDING * frame.font_pt, box.width / 6, box.height / 6)
    return Fit.into(land.oblast.bounds, box.grown(-padding))


def _ratio(land: Ground) -> float:
    west, south, east, north = land.oblast.bounds
    return float((east - west) / max(north - south, 1))


def _draw(made: Layout) -> Paper:
    paper = Paper(made.frame, PAPER)
    unit = made.frame.font_pt / symbols.UNITS
    paper.box(made.sheet.map, facecolor=GROUND)
    _draw_ground(paper, made, unit)
    for item in made.symbols.items:
        if item.leader is not None:
            drawing.leader(paper, *item.leader, unit)
    for name in made.names:
        if name.leader is not None:
            drawing.leader(paper, *name.leader, unit)
    for item in made.symbols.items:
        drawing.symbol(paper, item, made.symbols.unit)
    size = made.symbols.unit * symbols.UNITS
    for name in made.names:
        drawing.line(paper, name_line(name, size), halo=0.28 * size)
    drawing.around(paper, made.sheet, made.furniture, made.frame, _draw_sign)
    return paper


def name_line(name: Name, size: float) -> Line:
    """The letters of a name in the middle of its box."""
    x, y = name.box.middle
    wide = letters.width(name.text, size, bold=True)
    base = y - (letters.ASCENT - letters.DESCENT) / 2 * size
    return Line(name.text, (x - wide / 2, base), size, bold=True, colour=sheet.INK)


def _draw_ground(paper: Paper, made: Layout, unit: float) -> None:
    land, fit = made.ground, made.fit
    areas: npt.NDArray[np.object_] = simplified(fit.shapes(land.communities), _TOLERANCE)
    for area, status in zip(areas, made.statuses, strict=True):
        drawing.territory(paper, area, status, PAPER, unit)
    if made.borders:
        for members in land.raions:
            raion = shapely.boundary(shapely.coverage_union_all(areas[list(members)]))
            _edge(paper, raion, "raion", "raion", unit)
        whole = shapely.boundary(shapely.coverage_union_all(areas))
        _edge(paper, whole, "oblast", "oblast", unit)
    for number in made.selected:
        _edge(paper, areas[number], "accent-dark", "selected", unit)


def _draw_sign(paper: Paper, sign: sheet.Sign) -> None:
    kind, _, status = sign.name.partition("-")
    if kind == "status":
        drawing.swatch(paper, sign.box, TerritoryStatus(status))
    elif kind == "diamond":
        drawing.period_sign(paper, sign.box, (), Sign.PARTNERSHIP)
    elif kind == "square":
        drawing.period_sign(paper, sign.box, (1, 0, 0), Sign.COMMUNITY)
    else:
        drawing.period_sign(paper, sign.box, _SINGLE[kind], Sign.RECORDS)


def _edge(paper: Paper, area: shapely.Geometry, colour: str, stroke: str, unit: float) -> None:
    """Draw the border of ``area``; ``colour`` and ``stroke`` are names of the theme's."""
    paper.shape(area_path(area), edgecolor=COLOURS[colour], linewidth=STROKES[stroke] * unit)
