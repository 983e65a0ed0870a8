"""The picture of the communities' map."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from functools import partial
from typing import TypeVar

import shapely

from projectmap.export.picture import clustering, label_placement, page, surroundings, symbols
from projectmap.export.picture.clustering import Task
from projectmap.export.picture.geometry import Box, CollisionIndex
from projectmap.export.picture.ground import Fit, ground
from projectmap.export.picture.inset import inset
from projectmap.export.picture.label_placement import Name
from projectmap.export.picture.legends import alternative, communities_texts, occurring
from projectmap.export.picture.page import Form, Label, Marginalia, Page, PageSize, Picture
from projectmap.export.picture.scale_bar import ScaleBar
from projectmap.export.picture.surroundings import Named
from projectmap.export.picture.symbols import PAPER, Sign, Symbol
from projectmap.map import layers, svg
from projectmap.map.theme import COLOURS, OPACITIES, STATUS_FILLS, STROKES
from projectmap.markup import Html, element, join
from projectmap.model.codes import TerritoryStatus
from projectmap.query.shown import Shown
from projectmap.query.view import Layer

GROUND = COLOURS["ground"]
GAP, CAPTION = 0.6, 2.2
"""Between two maps beside each other, and the height of the line of a date above them; in sizes
of the letters."""
_PADDING = 1.0
"""Between the outlines and the map's edge, in sizes of the letters."""
_LARGER = (1.3, 1.2, 1.1)
"""How many times as large as the letters of small symbols names may be."""
_TOLERANCE = 0.1
"""Points by which a border may be off."""
_SIGN_WIDTH = 1.7
_SIGN = 20
"""Units in the height of a sign of the legend."""
_LEGEND_COUNTS = {"after": (0, 1, 0), "before": (1, 0, 0), "undated": (0, 0, 1), "mixed": (2, 1, 0)}
"""Records by period (as in PERIODS) of the legend's signs."""


class CommunitiesMap:
    """The map of one date, as large as a room of the page; positions in points."""

    def __init__(self, shown: Shown, size: float, room: Box, *, alone: bool) -> None:
        # ``size`` is that of the letters; ``alone``: no other map is beside it.
        register, view, t = shown.register, shown.view, shown.t
        self.box, self.unit = Box(0, 0, room.width, room.height), size / symbols.UNITS
        self.ground = ground(register)
        padding = min(_PADDING * size, self.box.width / 6, self.box.height / 6)
        self.fit = Fit.into(self.ground.oblast.bounds, self.box.grown(-padding))
        oblast = self.fit.shapes(self.ground.oblast)
        self.scale_bar = ScaleBar(self.box, oblast, self.fit, self.ground.crs, size, t, bar=True)
        taken = [self.scale_bar.box]
        with_ground = Layer.BASEMAP in view.layer
        self.around = surroundings.surroundings(register, self.ground.crs) if with_ground else None
        self.inset = None
        if alone and self.around is not None:
            self.inset = inset(register, self.box, size, oblast, taken)
            taken += [self.inset.box] if self.inset else []
        scene = layers.scene(shown)
        bounds = self.box.grown(-0.4 * size)
        task = Task(shown, scene.partnerships, self.ground, self.fit, bounds, tuple(taken))
        self.symbols = clustering.symbols(task, self.unit)
        index = CollisionIndex(task.bounds, task.taken)
        own: list[list[Box]] = [[] for _ in register.communities]
        for item in self.symbols.items:
            covered = item.box.grown(symbols.GAP * self.symbols.unit)
            index.add(covered, item.leader)
            for community in item.communities:
                own[community].append(covered)
        letters = self.symbols.unit * symbols.UNITS
        self.names: list[Name] = []
        self.nameless = 0
        """Names that have no room."""
        if Layer.NAMES in view.layer:
            texts = [
                t.pick(item.name_uk, item.name_en) or "" for item in register.communities.values()
            ]
            larger = (min(part * letters, size) for part in _LARGER)
            self.names, index = label_placement.largest_names(
                texts, self.ground, self.fit, index, own, sorted({letters, *larger}, reverse=True)
            )
            self.nameless = len(texts) - len(self.names)
        self.places: tuple[Named, ...] = ()
        if self.around is not None:
            self.places = tuple(surroundings.named(self.around, task, index, t, letters))
        self.statuses = _statuses(scene)
        order = list(register.communities)
        self.selected = [order.index(code) for code in scene.selected if code in order]
        self.borders = Layer.BOUNDARIES in view.layer
        """Whether raions and the oblast are outlined."""

    @property
    def signs(self) -> frozenset[str]:
        """The legend's signs that it has."""
        return occurring(self.symbols.items)

    def drawing(self) -> Html:
        """The map without its texts."""
        unit = self.unit
        below = (
            svg.shape(svg.rectangle(*self.box), fill=GROUND)
            if self.around is None
            else surroundings.drawing(self.around, self.fit, self.box, unit)
        )
        parts = [below, self._areas(), *(place.drawing(unit) for place in self.places)]
        leaders = [item.leader for item in self.symbols.items]
        leaders += [name.leader for name in self.names]
        parts += [symbols.leader(*way, unit) for way in leaders if way is not None]
        parts += [symbols.draw(item, self.symbols.unit) for item in self.symbols.items]
        parts.append(self.scale_bar.drawing())
        if self.inset is not None:
            parts.append(self.inset.drawing(unit))
        return svg.document(self.box.width, self.box.height, *parts, stroke_linejoin="round")

    def labels(self) -> tuple[Label, ...]:
        """Every text on the map."""
        return (
            *(symbols.number(item, self.symbols.unit) for item in self.symbols.items),
            *(name.label for name in self.names),
            *(place.label for place in self.places),
            *self.scale_bar.labels,
        )

    def _areas(self) -> Html:
        unit = self.unit
        areas = shapely.coverage_simplify(self.fit.shapes(self.ground.communities), _TOLERANCE)

        def line(area: shapely.Geometry, colour: str, stroke: str) -> Html:
            width = STROKES[stroke] * unit
            return svg.shape(svg.area(area), stroke=COLOURS[colour], width=width)

        def border(members: shapely.Geometry, name: str) -> Html:
            return line(shapely.boundary(shapely.coverage_union_all(members)), name, name)

        parts = [svg.hatch(unit)[0]]
        for area, status in zip(areas, self.statuses, strict=True):
            # None where nothing lies below it.
            opacity = 0 if status is None else OPACITIES["over-ground"]
            shown = opacity if self.around is not None else None
            parts.append(_territory(svg.area(area), status, PAPER, unit, shown))
        if self.borders:
            parts += [border(areas[list(members)], "raion") for members in self.ground.raions]
            parts.append(border(areas, "oblast"))
        parts += [line(areas[place], "accent-dark", "selected") for place in self.selected]
        return join(parts)


class ComparedMaps:
    """Two maps of the communities, of two dates, beside each other under their dates."""

    def __init__(self, shown: Shown, size: float, room: Box) -> None:
        t, wide, top = shown.t, (room.width - GAP * size) / 2, CAPTION * size
        self.box, self.size = Box(0, 0, room.width, room.height), size
        self.places = (
            Box(0, top, wide, room.height),
            Box(room.width - wide, top, room.width, room.height),
        )
        views = (replace(shown.view, asof=day, compare=None) for day in shown.days)
        first, *others = (Shown(shown.labels, view) for view in views)
        self.maps = [CommunitiesMap(first, size, self.places[0], alone=False)]
        # Of one size, and of the same records: they differ in the statuses alone.
        for other in others:
            drawn = copy(self.maps[0])
            drawn.statuses = _statuses(layers.scene(other))
            self.maps.append(drawn)
        self.captions = [t("Status on {day}", day=t.day(day)) for day in shown.days]

    @property
    def nameless(self) -> int:
        """Names that have no room."""
        return max(item.nameless for item in self.maps)

    @property
    def signs(self) -> frozenset[str]:
        """The legend's signs that either map has."""
        return self.maps[0].signs | self.maps[1].signs

    def drawing(self) -> Html:
        """The maps without their texts."""
        parts = (
            element("svg", item.drawing(), x=place.left, y=place.top,
                    width=place.width, height=place.height)
            for item, place in zip(self.maps, self.places, strict=True)
        )  # fmt: skip
        return svg.document(self.box.width, self.box.height, *parts)

    def labels(self) -> tuple[Label, ...]:
        """Every text on the maps, and the dates above them."""
        found = []
        for item, place, caption in zip(self.maps, self.places, self.captions, strict=True):
            at = (place.middle[0], place.top - 0.7 * self.size)
            found.append(Label(caption, at, 1.25 * self.size))
            found += [
                replace(label, at=(label.at[0] + place.left, label.at[1] + place.top))
                for label in item.labels()
            ]
        return tuple(found)


OneOrTwo = TypeVar("OneOrTwo", CommunitiesMap, ComparedMaps)


def map_picture(shown: Shown, size: PageSize, form: Form) -> bytes:
    """The communities' map of what is shown as a file; equal arguments give equal bytes.

    Where the view compares two dates there are two maps.
    """
    made = compared_layout if len(shown.days) > 1 else layout
    return made(shown, size).write(form, alternative(shown))


def layout(shown: Shown, size: PageSize) -> Picture[CommunitiesMap]:
    """The layout of the picture: its map and the texts around it."""
    return _settled(shown, size, lambda room: CommunitiesMap(shown, size.font_pt, room, alone=True))


def compared_layout(shown: Shown, size: PageSize) -> Picture[ComparedMaps]:
    """The same with two maps beside each other."""
    return _settled(shown, size, lambda room: ComparedMaps(shown, size.font_pt, room), maps=2)


def _settled(
    shown: Shown, size: PageSize, made: Callable[[Box], OneOrTwo], maps: int = 1
) -> Picture[OneOrTwo]:
    """The picture on a page with room for so many maps beside each other."""
    west, south, east, north = ground(shown.register).oblast.bounds
    extent = (max(east - west, 1) * maps, max(north - south, 1))
    over_ground = shown.register.basemap is not None and Layer.BASEMAP in shown.view.layer
    sign = partial(_legend_sign, over_ground=over_ground)
    at = Page(size, shown.t.language, extent, extent[0] / extent[1], (_PADDING, _PADDING),
              _SIGN_WIDTH, sign)  # fmt: skip

    def texts(found: OneOrTwo | None) -> Marginalia:
        nameless = len(shown.register.communities) if found is None else found.nameless
        signs = None if found is None else found.signs
        return communities_texts(shown, size, nameless, signs)

    return page.settled(at, texts, made)


def _statuses(scene: layers.Scene) -> tuple[TerritoryStatus | None, ...]:
    """The status of each community on the day of the scene; None where they are not shown."""
    is_on = Layer.STATUS in scene.layers
    return tuple(layers.STATUSES[int(code)] if is_on else None for code in scene.statuses)


def _territory(
    path: str, status: TerritoryStatus | None, edge: str, unit: float, opacity: float | None = None
) -> Html:
    """A community in the colour of its status; None: no status is shown."""
    fill = STATUS_FILLS[status or TerritoryStatus.NOT_LISTED]
    if status == TerritoryStatus.PARTLY_OCCUPIED:
        _, fill = svg.hatch(unit)
    width = STROKES["community"] * unit
    return svg.shape(path, fill=fill, stroke=edge, width=width, fill_opacity=opacity)


def _legend_sign(name: str, *, over_ground: bool) -> Html:
    """A sign of the legend: a status, as pale as on the map, or a symbol without its number."""
    wide = _SIGN * _SIGN_WIDTH / 1.1
    kind, _, status = name.partition("-")
    if kind == "status":
        box, unit = svg.rectangle(0.8, 0.8, wide - 0.8, _SIGN - 0.8), _SIGN / 16
        opacity = OPACITIES["over-ground"] if over_ground else None
        area = _territory(box, TerritoryStatus(status), COLOURS["raion"], unit, opacity)
        drawn = join([svg.hatch(unit)[0], svg.shape(box, fill=COLOURS["ground-own"]), area])
    else:
        sign = {"diamond": Sign.PARTNERSHIP, "square": Sign.COMMUNITY}.get(kind, Sign.RECORDS)
        counts = () if sign == Sign.PARTNERSHIP else _LEGEND_COUNTS.get(kind, (1, 0, 0))
        item = Symbol(sign, sum(counts) or 1, counts, (wide / 2, _SIGN / 2), 9)
        drawn = symbols.draw(item, 1)
    return svg.document(wide, _SIGN, drawn)
