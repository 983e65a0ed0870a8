"""The picture of the communities' map."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely

from projectmap.export.picture import (
    clustering,
    communities_legend,
    label_placement,
    page,
    surroundings,
    symbols,
)
from projectmap.export.picture.clustering import Symbols
from projectmap.export.picture.communities_legend import alternative, occurring
from projectmap.export.picture.compared import ComparedMaps, boxes
from projectmap.export.picture.geometry import Box, CollisionIndex
from projectmap.export.picture.ground import Fit, Ground, ground
from projectmap.export.picture.label_placement import Name
from projectmap.export.picture.page import Form, Label, Marginalia, Page, PageSize, Picture
from projectmap.export.picture.scale_bar import ScaleBar, scale_bar
from projectmap.export.picture.surroundings import Named, Surroundings
from projectmap.export.picture.symbol_placement import Task
from projectmap.export.picture.symbols import PAPER, Sign, Symbol
from projectmap.i18n import Translator
from projectmap.map import layers, svg
from projectmap.map.theme import COLOURS, OPACITIES, STATUS_FILLS, STROKES
from projectmap.markup import Html, join
from projectmap.model.codes import TerritoryStatus
from projectmap.model.register import Register
from projectmap.query.select import select
from projectmap.query.view import Layer, View, compared_days

GROUND = COLOURS["ground"]
_PADDING = 1.0
"""Between the outlines and the map's edge, in sizes of the letters."""
_TOLERANCE = 0.1
"""Points by which a border may be off."""
_SIGN_WIDTH = 1.7
_SIGN = 20
"""Units in the height of a sign of the legend."""
_LEGEND_COUNTS = {"after": (0, 1, 0), "before": (1, 0, 0), "undated": (0, 0, 1), "mixed": (2, 1, 0)}
"""Records by period (as in PERIODS) of the legend's signs."""


@dataclass(frozen=True, slots=True)
class CommunitiesMap:
    """The whole map as data; positions in points."""

    box: Box
    size: float
    """Of the letters, in points."""
    ground: Ground
    fit: Fit
    statuses: tuple[TerritoryStatus | None, ...]
    """In the order of ``Register.communities``; None where the layer is off."""
    symbols: Symbols
    names: tuple[Name, ...]
    nameless: int
    """Names that have no room."""
    scale_bar: ScaleBar | None
    selected: tuple[int, ...]
    borders: bool
    """Whether raions and the oblast are outlined."""
    around: Surroundings | None
    """What it is drawn on; None where that layer is off or there is no basemap."""
    places: tuple[Named, ...]
    """Towns and settlements whose names have room."""

    def drawing(self) -> Html:
        """The map without its texts."""
        unit = self.size / symbols.UNITS
        below = (
            svg.shape(svg.rectangle(*self.box), fill=GROUND)
            if self.around is None
            else surroundings.drawing(self.around, self.fit, self.box, unit)
        )
        parts = [below, self._areas(unit), *(place.drawing(unit) for place in self.places)]
        leaders = [item.leader for item in self.symbols.items]
        leaders += [name.leader for name in self.names]
        parts += [symbols.leader(*way, unit) for way in leaders if way is not None]
        parts += [symbols.draw(item, self.symbols.unit) for item in self.symbols.items]
        if self.scale_bar is not None:
            parts.append(self.scale_bar.drawing())
        return svg.document(self.box.width, self.box.height, *parts, stroke_linejoin="round")

    def labels(self) -> tuple[Label, ...]:
        """Every text on the map."""
        return (
            *(symbols.number(item, self.symbols.unit) for item in self.symbols.items),
            *(name.label for name in self.names),
            *(place.label for place in self.places),
            *(self.scale_bar.labels if self.scale_bar is not None else ()),
        )

    def _opacity(self, status: TerritoryStatus | None) -> float | None:
        """Of a community's fill; None where nothing lies below it."""
        if self.around is None:
            return None
        return 0 if status is None else OPACITIES["over-ground"]

    def _areas(self, unit: float) -> Html:
        areas = shapely.coverage_simplify(self.fit.shapes(self.ground.communities), _TOLERANCE)
        pattern, _ = svg.hatch(unit)
        parts = [
            pattern,
            *(
                _territory(svg.area(area), status, PAPER, unit, self._opacity(status))
                for area, status in zip(areas, self.statuses, strict=True)
            ),
        ]
        if self.borders:
            for members in self.ground.raions:
                raion = shapely.boundary(shapely.coverage_union_all(areas[list(members)]))
                parts.append(
                    svg.shape(
                        svg.area(raion), stroke=COLOURS["raion"], width=STROKES["raion"] * unit
                    )
                )
            whole = shapely.boundary(shapely.coverage_union_all(areas))
            parts.append(
                svg.shape(svg.area(whole), stroke=COLOURS["oblast"], width=STROKES["oblast"] * unit)
            )
        parts += [
            svg.shape(
                svg.area(areas[community]),
                stroke=COLOURS["accent-dark"],
                width=STROKES["selected"] * unit,
            )
            for community in self.selected
        ]
        return join(parts)


def map_picture(register: Register, view: View, t: Translator, size: PageSize, form: Form) -> bytes:
    """The communities' map of ``view`` as a file; equal arguments give equal bytes.

    Where the view compares two dates there are two maps.
    """
    made = compared_layout if compared_days(register, view) else layout
    return made(register, view, t, size).write(form, alternative(register, view, t))


def layout(
    register: Register, view: View, t: Translator, size: PageSize
) -> Picture[CommunitiesMap]:
    """The layout of the picture of ``view``: its map and the texts around it."""

    def texts(made: CommunitiesMap | None) -> Marginalia:
        nameless = len(register.communities) if made is None else made.nameless
        signs = None if made is None else occurring(made.symbols.items)
        return communities_legend.marginalia(register, view, t, size, nameless, signs)

    def made(room: Box) -> CommunitiesMap:
        return _made(register, view, t, size.font_pt, Box(0, 0, room.width, room.height))

    return page.settled(_page(register, t, size), texts, made)


def compared_layout(
    register: Register, view: View, t: Translator, size: PageSize
) -> Picture[ComparedMaps]:
    """The same with two maps beside each other."""
    days = compared_days(register, view)

    def texts(made: ComparedMaps | None) -> Marginalia:
        nameless = len(register.communities) if made is None else made.nameless
        signs = None if made is None else made.signs
        return communities_legend.marginalia(register, view, t, size, nameless, signs)

    def made(room: Box) -> ComparedMaps:
        places = boxes(room, size.font_pt)
        views = (replace(view, asof=day, compare=None) for day in days)
        first, second = (
            _made(register, one, t, size.font_pt, Box(0, 0, place.width, place.height))
            for one, place in zip(views, places, strict=True)
        )
        captions = [t("Status on {day}", day=t.day(day)) for day in days]
        box = Box(0, 0, room.width, room.height)
        return ComparedMaps(box, size.font_pt, places, (first, second), captions)

    return page.settled(_page(register, t, size, maps=2), texts, made)


def _page(register: Register, t: Translator, size: PageSize, maps: int = 1) -> Page:
    """A page with room for so many maps beside each other."""
    west, south, east, north = ground(register).oblast.bounds
    extent = (max(east - west, 1) * maps, max(north - south, 1))
    padding = (_PADDING, _PADDING)
    return Page(size, t.language, extent, extent[0] / extent[1], padding, _SIGN_WIDTH, _legend_sign)


def _made(register: Register, view: View, t: Translator, size: float, box: Box) -> CommunitiesMap:
    land, selection = ground(register), select(register, view)
    scene = layers.scene(register, selection, view, view.asof or register.edition, t.language)
    padding = min(_PADDING * size, box.width / 6, box.height / 6)
    fit = Fit.into(land.oblast.bounds, box.grown(-padding))
    corner = scale_bar(box, fit.shapes(land.oblast), fit, land.crs, size, t, bar=True)
    taken = (corner.box,) if corner else ()
    task = Task(
        register, selection, view, scene.partnerships, land, fit, box.grown(-0.4 * size), taken
    )
    signs = clustering.symbols(task, size / symbols.UNITS)
    index = CollisionIndex(task.bounds, task.taken)
    own: list[list[Box]] = [[] for _ in register.communities]
    for item in signs.items:
        covered = item.box.grown(symbols.GAP * signs.unit)
        index.add(covered, item.leader)
        for community in item.communities:
            own[community].append(covered)
    named = Layer.NAMES in view.layer
    names = _names(task, t, signs, index, own) if named else ()
    around = surroundings.surroundings(register, land.crs) if Layer.BASEMAP in view.layer else None
    letters = signs.unit * symbols.UNITS
    places = surroundings.named(around, task, index, t, letters) if around is not None else ()
    order = list(register.communities)
    shown = Layer.STATUS in view.layer
    return CommunitiesMap(
        box=box,
        size=size,
        ground=land,
        fit=fit,
        statuses=tuple(layers.STATUSES[int(code)] if shown else None for code in scene.statuses),
        symbols=signs,
        names=names,
        nameless=len(order) - len(names) if named else 0,
        scale_bar=corner,
        selected=tuple(order.index(code) for code in scene.selected if code in order),
        borders=Layer.BOUNDARIES in view.layer,
        around=around,
        places=tuple(places),
    )


def _names(
    task: Task, t: Translator, signs: Symbols, index: CollisionIndex, own: list[list[Box]]
) -> tuple[Name, ...]:
    communities = task.register.communities.values()
    texts = [item.name_uk if t.language == "uk" else item.name_en for item in communities]
    rooms = task.ground.rooms * task.fit.scale
    if len(texts) > clustering.FEW:
        wanted = np.flatnonzero(rooms >= clustering.ROOM * signs.unit).tolist()
    else:
        wanted = list(range(len(texts)))
    size = signs.unit * symbols.UNITS
    return tuple(label_placement.names(texts, wanted, task.ground, task.fit, index, own, size))


def _territory(
    path: str,
    status: TerritoryStatus | None,
    edge: str,
    unit: float,
    opacity: float | None = None,
) -> Html:
    """A community in the colour of its status; None: no status is shown."""
    fill = STATUS_FILLS[status or TerritoryStatus.NOT_LISTED]
    if status == TerritoryStatus.PARTLY_OCCUPIED:
        _, fill = svg.hatch(unit)
    return svg.shape(
        path, fill=fill, stroke=edge, width=STROKES["community"] * unit, fill_opacity=opacity
    )


def _legend_sign(name: str) -> Html:
    """A sign of the legend: a status, or a symbol without its number."""
    wide = _SIGN * _SIGN_WIDTH / 1.1
    kind, _, status = name.partition("-")
    if kind == "status":
        box = svg.rectangle(0.8, 0.8, wide - 0.8, _SIGN - 0.8)
        unit = _SIGN / 16
        drawn = join(
            [svg.hatch(unit)[0], _territory(box, TerritoryStatus(status), COLOURS["raion"], unit)]
        )
    else:
        sign = {"diamond": Sign.PARTNERSHIP, "square": Sign.COMMUNITY}.get(kind, Sign.RECORDS)
        counts = () if sign == Sign.PARTNERSHIP else _LEGEND_COUNTS.get(kind, (1, 0, 0))
        item = Symbol(sign, sum(counts) or 1, counts, (wide / 2, _SIGN / 2), 9)
        drawn = symbols.draw(item, 1)
    return svg.document(wide, _SIGN, drawn)
