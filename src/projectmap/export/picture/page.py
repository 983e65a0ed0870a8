"""The page of a picture: its size, the texts around the map, and how Typst lays it out."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

import typst

from projectmap.export import typeset
from projectmap.export.picture.geometry import Box
from projectmap.map.svg import Point
from projectmap.map.theme import COLOURS
from projectmap.markup import Html, element, one_line


class Map(Protocol):
    """A map as data."""

    def drawing(self) -> Html:
        """The map without its texts, as large as its box."""

    def labels(self) -> tuple[Label, ...]:
        """Every text on the map."""


AnyMap = TypeVar("AnyMap", bound=Map)

INK, MUTED = COLOURS["ink"], COLOURS["muted"]
ASCENT, DESCENT = 0.74, 0.24
"""How far letters reach above and below the base line, in parts of their size."""
DIGIT = 0.65
"""Height of a digit, in parts of its size."""
_POINTS_PER_MM = 72 / 25.4
_ROUNDS = 4
"""How often map and texts are made again until they agree."""
_LONGEST = 2000
"""Letters of a text that is set; the template cuts it much shorter."""
_LONG_WORD = re.compile(r"\S{24,}")
_IMAGE = re.compile(
    r'<image( transform="[^"]*")? xlink:href="data:image/svg\+xml;base64,([\w+/=]*)" '
    r'width="([^"]*)" height="([^"]*)" preserveAspectRatio="none"/>'
)
_ROOT = re.compile(r'<svg [^>]*?(viewBox="[^"]*")[^>]*?>')


class Form(StrEnum):
    """The forms of file that a picture may have."""

    PNG = "png"
    SVG = "svg"


@dataclass(frozen=True, slots=True)
class PageSize:
    """How large a picture is and how much it says."""

    width_mm: float
    height_mm: float
    dpi: int
    """Pixels an inch of a PNG; an SVG has none."""
    with_marginalia: bool
    """With title, filter, status date, notices, credit and data version around the map; else only
    legend, scale and north arrow, for slides and documents that have texts of their own."""
    font_pt: float
    """Size of the map's names; all else is measured by it."""

    @property
    def width(self) -> float:
        """In points."""
        return self.width_mm * _POINTS_PER_MM

    @property
    def height(self) -> float:
        """In points."""
        return self.height_mm * _POINTS_PER_MM


SCREEN = PageSize(
    width_mm=1920 / 144 * 25.4, height_mm=1080 / 144 * 25.4, dpi=144, with_marginalia=True,
    font_pt=10.5,
)  # fmt: skip
"""1920 by 1080 pixels, the size of a slide."""
PRINT = PageSize(width_mm=297, height_mm=210, dpi=300, with_marginalia=True, font_pt=9)
"""A4, landscape."""


@dataclass(frozen=True, slots=True)
class MarginText:
    """A text around the map; sizes in parts of the page's own."""

    text: str
    size: float = 1.0
    bold: bool = False
    colour: str = INK
    sign: str = ""
    """The name of the legend's sign before it."""
    above: float = 0.25
    """Room above it."""
    long: bool = False
    """It may be cut."""


@dataclass(frozen=True, slots=True)
class Marginalia:
    """All texts around a map."""

    head: tuple[MarginText, ...]
    legend: tuple[MarginText, ...]
    foot: tuple[MarginText, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A text on the map: the middle of its base line, in points."""

    text: str
    at: Point
    size: float
    bold: bool = True
    colour: str = INK
    halo: float = 0
    """Width of the white edge around the letters."""

    @classmethod
    def inside(cls, box: Box, text: str, size: float, **look: Any) -> Label:
        """The text in the middle of ``box``; ``look`` as the other fields."""
        x, y = box.middle
        return cls(text, (x, y + (ASCENT - DESCENT) / 2 * size), size, **look)


@dataclass(frozen=True, slots=True)
class Page:
    """What a kind of map needs of its page."""

    size: PageSize
    language: str
    extent: Point
    """Width and height of what the map must show, in any unit."""
    ratio: float
    """Width by height of the map that room is made for."""
    padding: Point
    """Room between that and the map's edges, in sizes of the names."""
    sign_width: float
    """Of the legend's signs, in sizes of its letters."""
    sign: Callable[[str], Html]
    """The drawing of a sign, ``sign_width`` by 1.1."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How the texts are set, and what is left for the map."""

    beside: bool
    """Whether the texts are beside the map, not above and below it."""
    size: float
    """Of the letters, in points; 0 where no texts fit and there is only the map."""
    limit: int
    """Letters that a long text may have."""
    map: Box
    """On the page, in points."""


def choose_setting(page: Page, texts: Marginalia) -> Setting:
    """The setting that leaves most room for the map."""
    found = json.loads(_compiler(page, texts).query("<setting>", field="value", one=True))
    left, top, width, height = found["map"]
    box = Box(left, top, left + width, top + height)
    return Setting(found["beside"], found["size"], found["limit"], box)


@dataclass(frozen=True, slots=True)
class Picture(Generic[AnyMap]):
    """A page that is ready to be written."""

    page: Page
    setting: Setting
    texts: Marginalia
    map: AnyMap

    def write(self, form: Form, title: str) -> bytes:
        """The picture as a file; ``title`` is what programs call an SVG."""
        drawing, labels = self.map.drawing(), self.map.labels()
        compiler = _compiler(self.page, self.texts, self.setting, drawing, labels)
        if form == Form.PNG:
            return typeset.only_file(compiler.compile(format="png", ppi=self.page.size.dpi))
        svg = typeset.only_file(compiler.compile(format="svg")).decode()
        root, rest = _IMAGE.sub(_unwrapped, svg).split(">", 1)
        return f'{root} role="img">{element("title", title)}{rest}'.encode()


def settled(
    page: Page, texts: Callable[[AnyMap | None], Marginalia], layout: Callable[[Box], AnyMap]
) -> Picture[AnyMap]:
    """A map, and the texts that say what was found in making it (names without room, signs).

    ``texts(map)`` are those of a map, ``texts(None)`` the longest that there may be;
    ``layout(box)`` makes the map in a box as large as the given one.
    """
    layout = cache(layout)  # the texts may go back and forth between two boxes
    said = texts(None)
    longest = setting = choose_setting(page, said)
    roomiest = made = layout(setting.map)
    for _ in range(_ROUNDS):
        wanted = texts(made)
        if wanted == said:
            return Picture(page, setting, said, made)
        said, former = wanted, setting
        setting = choose_setting(page, said)
        if setting.map != former.map:
            made = layout(setting.map)
    # It goes back and forth: leave room for all that may have to be said.
    return Picture(page, longest, texts(roomiest), roomiest)


def _compiler(
    page: Page,
    texts: Marginalia,
    setting: Setting | None = None,
    drawing: Html | None = None,
    labels: Iterable[Label] = (),
) -> typst.Compiler:
    size, box = page.size, Box(0, 0, 0, 0) if setting is None else setting.map
    data = {
        "width": size.width,
        "height": size.height,
        "font": size.font_pt,
        "marginalia": size.with_marginalia,
        "margin": 1.2 if size.with_marginalia else 0.6,
        **{name: getattr(page, name)
           for name in ("language", "extent", "ratio", "padding", "sign_width")},
        "signs": {item.sign: page.sign(item.sign) for item in texts.legend if item.sign},
        "head": _entries(texts.head),
        "legend": _entries(texts.legend),
        "foot": _entries(texts.foot),
        "setting": setting and asdict(setting) | {"map": [*box[:2], box.width, box.height]},
        "map": drawing,
        "labels": [asdict(item) for item in labels],
    }  # fmt: skip
    return typeset.compiler("picture.typ", data)


def _entries(items: Sequence[MarginText]) -> list[dict[str, Any]]:
    """Texts of a sensible length, each of which may break in words longer than a line."""
    texts = (one_line(item.text[:_LONGEST]) for item in items)
    broken = (_LONG_WORD.sub(lambda word: "\u200b".join(word[0]), text) for text in texts)
    return [asdict(item) | {"text": text} for item, text in zip(items, broken, strict=True)]


def _unwrapped(image: re.Match[str]) -> str:
    """A drawing that Typst holds as an image, as shapes of the file itself."""
    drawing = b64decode(image[2]).decode()
    size = f'width="{image[3]}" height="{image[4]}"'
    inner = _ROOT.sub(lambda root: f"<svg {root[1]} {size}>", drawing, count=1)
    return f"<g{image[1] or ''}>{inner}</g>"
