"""Pictures of the maps: the files, texts that would be more than text, and what is taken."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import builders
import numpy as np
import pytest
from each import each
from web.hostile import ONE_OF_EACH, STORABLE

from projectmap.export.picture import (
    PRINT,
    SCREEN,
    Form,
    PageSize,
    alternative,
    communities,
    map_picture,
    partners_alternative,
    partners_picture,
)
from projectmap.export.picture.geometry import Box, CollisionIndex
from projectmap.export.text_metrics import MORE
from projectmap.i18n import translator
from projectmap.markup import one_line
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.shown import Shown
from projectmap.query.view import View

ROOT = Path(__file__).resolve().parents[2]
COLUMN = PageSize(90, 120, 100, with_marginalia=False, font_pt=7)
UPRIGHT = PageSize(170, 240, 100, with_marginalia=True, font_pt=8)
TINY = PageSize(60, 60, 72, with_marginalia=False, font_pt=8)
NBSP = "\N{NO-BREAK SPACE}"
SHAPES = {"svg", "title", "defs", "g", "path", "use", "symbol", "pattern", "rect", "clipPath"}
XLINK = "{http://www.w3.org/1999/xlink}href"


# --- Files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draw", "page_size", "size"),
    [(map_picture, SCREEN, (1920, 1080)), (partners_picture, PRINT, (3508, 2480))],
)
def test_a_png_has_its_pixels_and_no_time(
    register: Register, draw: Any, page_size: PageSize, size: tuple[int, int]
) -> None:
    content = draw(Shown(Labels(register, translator("uk")), View()), page_size, Form.PNG)
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == size
    assert b"tIME" not in content
    assert b"tEXt" not in content


@pytest.mark.parametrize(
    ("draw", "words", "page_size", "language"),
    [
        (map_picture, alternative, SCREEN, "uk"), (map_picture, alternative, COLUMN, "en"),
        (partners_picture, partners_alternative, PRINT, "en"),
    ],
)  # fmt: skip
def test_an_svg_is_drawing_alone_under_a_title_that_says_what_is_seen(
    register: Register, draw: Any, words: Any, page_size: PageSize, language: str
) -> None:
    shown = Shown(Labels(register, translator(language)), View())
    content = draw(shown, page_size, Form.SVG)
    assert len(content) < 1_000_000
    tree = check_svg(content)
    assert tree.findtext("{http://www.w3.org/2000/svg}title") == words(shown)


def check_svg(content: bytes) -> ET.Element:
    """Only shapes, and references to its own shapes; the parsed file."""
    assert b"<!" not in content
    tree = ET.fromstring(content)  # noqa: S314 - made here
    names = {item.tag.partition("}")[2] for item in tree.iter()}
    assert names <= SHAPES
    ids = [item.attrib["id"] for item in tree.iter() if "id" in item.attrib]
    for item in tree.iter():
        for name, value in item.attrib.items():
            assert not name.startswith("on")
            if name.endswith("href"):
                assert name == XLINK
                assert value.startswith("#")
                assert value[1:] in ids
            assert "url(" not in value or "url(#" in value
    return tree


# --- Texts that would be more than text -------------------------------------------------------

TEXTS = [
    *(STORABLE[name] for name in ONE_OF_EACH),
    "$x^2$ and $\\frac{1}{2}$",
    "#panic()",
    "=cmd()",
    "я" * 4000,
    "слово " * 600,
    "\N{NO-BREAK SPACE}".join(["слово"] * 600),
    "عربية עברית 中文",
]


GROUPS = [tuple(TEXTS[start : start + 3]) for start in range(0, len(TEXTS) - 2, 3)]
GROUPS.append(tuple(TEXTS[-3:]))


def odd_register(names: Sequence[str]) -> Register:
    """A register of three communities, and partners, that are called so."""
    codes = (builders.NORTH, builders.MIDDLE, builders.SOUTH)
    return builders.make_register(
        communities=[
            builders.community(code, name_uk=text, name_en=text)
            for code, text in zip(codes, names, strict=True)
        ],
        projects=[builders.placed(), builders.project("TEST-002", title_uk=names[0])],
        partnerships=[
            builders.partnership(
                f"TEST-R{number:03}",
                geometry={"type": "MultiPoint", "coordinates": [[31.5 + number, 46.5]]},
                communities=[codes[number]],
                partners=[
                    builders.partner(name_uk=text, name_en=text, place_uk=text, place_en=text)
                ],
            )
            for number, text in enumerate(names)
        ],
        sectors=[
            *(builders.sector(code) for code in ("culture", "energy", "health")),
            builders.sector("water", label_uk=names[1], label_en=names[1]),
        ],
    )


@each((group,) for group in GROUPS)
def test_hostile_texts_are_texts(group: tuple[str, ...]) -> None:
    odd, t = odd_register(group), translator("uk")
    view = View(sector=("water",), q=group[2][:200])
    shown = Shown(Labels(odd, t), view)
    made = communities.layout(shown, UPRIGHT)
    for name in made.map.names:
        assert name.community is not None
        start = one_line(group[name.community])
        assert start.startswith(name.text.removesuffix(MORE))
    start = one_line(group[2])[:10].strip()
    assert any(start in one_line(entry.text) for entry in made.texts.head)
    check_svg(made.write(Form.SVG, alternative(shown)))
    check_svg(partners_picture(Shown(Labels(odd, t), View()), UPRIGHT, Form.SVG))
    assert partners_picture(Shown(Labels(odd, t), View()), TINY, Form.PNG)


# --- What is taken ----------------------------------------------------------------------------


def test_what_is_taken_is_not_free() -> None:
    index = CollisionIndex(Box(0, 0, 100, 100), [Box(10, 10, 20, 20)])
    index.add(Box(98, 49, 99, 51), ((0, 50), (98, 50)))
    boxes = {
        (15, 15, 30, 30): False,
        (20, 10, 30, 20): True,
        (95, 95, 101, 99): False,
        (40, 45, 60, 55): False,  # on the line
        (40, 50, 60, 60): True,  # along it
        (12, 12, 13, 13): False,
        (0, 0, 5, 5): True,
    }
    rows = np.array(list(boxes), dtype=float)
    assert index.free(rows).tolist() == list(boxes.values())
    assert index.take(rows) == (20, 10, 30, 20)
    assert not index.free(rows)[1]
    assert index.take(rows[:1]) is None


@pytest.mark.parametrize(
    ("start", "end", "open_"),
    [
        ((0, 0), (30, 30), False),  # through the box
        ((0, 15), (30, 15), False),  # level, through it
        ((15, 0), (15, 30), False),  # upright, through it
        ((0, 10), (30, 10), True),  # along its edge
        ((0, 5), (30, 5), True),  # over it
        ((0, 15), (9, 15), True),  # towards it
        ((15, 15), (30, 15), False),  # out of it
        ((50, 40), (50, 60), False),  # across the line
        ((30, 50), (60, 60), True),  # from the line's start
        ((0, 60), (100, 70), True),
    ],
)
def test_a_clear_line_meets_no_box_and_no_line(
    start: tuple[float, float], end: tuple[float, float], *, open_: bool
) -> None:
    box, beyond = Box(10, 10, 20, 20), Box.around(end, 0, 0)
    led = (beyond, (start, end)) if open_ else None
    for among, wanted in (((), led), ((box,), (beyond, (start, end)) if start[1] < 40 else led)):
        index = CollisionIndex(Box(-9, -9, 109, 109), [box])
        index.add(Box(99, 49, 100, 51), ((30, 50), (99, 50)))
        assert index.take_led([start], np.array([beyond]), among) == wanted


def test_nothing_taken_leaves_all_free() -> None:
    boxes = np.array([[0, 0, 2, 2], [4, 4, 5, 5]])
    index = CollisionIndex(Box(0, 0, 10, 10))
    assert index.free(np.array([[0, 0, 10, 10]])).all()
    assert index.take_led([(5, 5)], boxes) == ((0, 0, 2, 2), ((5, 5), (2, 2)))


def test_a_line_that_must_be_may_cross_others() -> None:
    index = CollisionIndex(Box(0, 0, 10, 10), [Box(3, 0, 4, 10)])
    boxes = np.array([[0, 0, 2, 2]])
    assert index.take_led([(5, 5)], boxes) is None
    assert index.take_led([(5, 5)], boxes, always=True) == ((0, 0, 2, 2), ((5, 5), (1, 1)))
