"""Pictures of the maps: the files, texts that would be more than text, and what is taken."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import builders
import numpy as np
import pytest
from web.hostile import STORABLE

from projectmap.export.picture import (
    PRINT,
    SCREEN,
    Form,
    Frame,
    alternative,
    communities,
    letters,
    map_picture,
    partners_picture,
)
from projectmap.export.picture.frame import Box, Shelf
from projectmap.i18n import Translator, translator
from projectmap.model.register import Register
from projectmap.query.view import View

ROOT = Path(__file__).resolve().parents[2]
COLUMN = Frame(90, 120, 100, furnished=False, font_pt=7)
UPRIGHT = Frame(170, 240, 100, furnished=True, font_pt=8)
TINY = Frame(60, 60, 72, furnished=False, font_pt=8)
NBSP = "\N{NO-BREAK SPACE}"
XLINK = "{http://www.w3.org/1999/xlink}href"


def whole(frame: Frame) -> Box:
    return Box(0, 0, frame.width, frame.height)


def shrunk(box: Box) -> Box:
    """A hair smaller, as sums of floats are."""
    return box.grown(-1e-6)


def meeting(boxes: list[Box]) -> list[tuple[Box, Box]]:
    return [
        (one, other)
        for one, other in itertools.combinations(boxes, 2)
        if shrunk(one).meets(shrunk(other))
    ]


# --- Files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", [map_picture, partners_picture])
@pytest.mark.parametrize(("frame", "size"), [(SCREEN, (1920, 1080)), (PRINT, (3508, 2480))])
def test_a_png_has_its_pixels_and_no_time(
    register: Register, draw: Any, frame: Frame, size: tuple[int, int]
) -> None:
    content = draw(register, View(), translator("uk"), frame, Form.PNG)
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == size
    assert b"tIME" not in content
    assert b"tEXt" not in content


@pytest.mark.parametrize("draw", [map_picture, partners_picture])
@pytest.mark.parametrize("frame", [SCREEN, PRINT])
def test_an_svg_is_drawing_alone(
    register: Register, draw: Any, frame: Frame, t: Translator
) -> None:
    content = draw(register, View(), t, frame, Form.SVG)
    assert len(content) < 1_000_000
    check_svg(content)


def check_svg(content: bytes) -> ET.Element:
    """Only shapes, and references to shapes of its own; the parsed file."""
    assert b"<!" not in content
    tree = ET.fromstring(content)  # noqa: S314 - made here
    names = {item.tag.partition("}")[2] for item in tree.iter()}
    assert names <= {"svg", "title", "defs", "style", "g", "path", "use", "clipPath", "rect"}
    for item in tree.iter():
        for name, value in item.attrib.items():
            assert not name.startswith("on")
            if name.endswith("href"):
                assert name == XLINK
                assert value.startswith("#")
            assert "url(" not in value or "url(#" in value
    return tree


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("draw", [map_picture, partners_picture])
def test_equal_input_gives_equal_bytes(register: Register, draw: Any, form: Form) -> None:
    def made() -> bytes:
        content: bytes = draw(register, View(), translator("en"), COLUMN, form)
        return content

    alone = made()
    with ThreadPoolExecutor(2) as pool:
        assert {future.result() for future in [pool.submit(made) for _ in range(2)]} == {alone}


def test_another_process_makes_the_same(register: Register) -> None:
    program = (
        "import hashlib, sys; from pathlib import Path;"
        "from projectmap.data.load import load; from projectmap.i18n import translator;"
        "from projectmap.query.view import View;"
        "from projectmap.export.picture import Form, Frame, map_picture;"
        "made = map_picture(load(Path('geodata')), View(), translator('uk'),"
        " Frame(90, 120, 100, False, 7), Form.SVG);"
        "print(hashlib.sha256(made).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "PYTHONPATH": "src"},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    here = map_picture(register, View(), translator("uk"), COLUMN, Form.SVG)
    assert done.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_the_title_says_what_is_seen(register: Register, t: Translator) -> None:
    tree = check_svg(map_picture(register, View(), t, COLUMN, Form.SVG))
    assert tree.findtext("{http://www.w3.org/2000/svg}title") == alternative(register, View(), t)


def test_only_this_package_loads_matplotlib() -> None:
    package = ROOT / "src" / "projectmap" / "export" / "picture"
    loading = re.compile(r"^\s*(import|from) (matplotlib|pylab)", re.MULTILINE)
    files = [
        path for path in (ROOT / "src").rglob("*.py")
        if loading.search(path.read_text("utf-8")) and package not in path.parents
    ]  # fmt: skip
    assert files == []
    assert loading.search((package / "paper.py").read_text("utf-8"))


# --- Texts that would be more than text -------------------------------------------------------

TEXTS = [
    *STORABLE.values(),
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


@pytest.mark.parametrize("group", GROUPS, ids=[f"{n}" for n in range(len(GROUPS))])
def test_hostile_texts_are_texts(group: tuple[str, ...]) -> None:
    odd, t = odd_register(group), translator("uk")
    view = View(sector=("water",), q=group[2][:200])
    made = communities.layout(odd, view, t, UPRIGHT)
    for name in made.names:
        start = letters.plain(group[name.community])
        assert start.startswith(name.text.removesuffix(letters.MORE))
    assert not meeting([line.box for line in made.sheet.lines])
    assert all(whole(UPRIGHT).holds(line.box) for line in made.sheet.lines)
    check_svg(map_picture(odd, view, t, UPRIGHT, Form.SVG))
    check_svg(partners_picture(odd, View(), t, UPRIGHT, Form.SVG))
    assert partners_picture(odd, View(), t, TINY, Form.PNG)


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\ufffe", "\uffff", "\ud800"])
def test_alternative_texts_fit_into_xml(sign: str) -> None:
    told = letters.in_words(f"а{sign}b中\n\u202e🙂")
    assert told == "а\ufffdb中\n\u202e🙂"
    ET.fromstring(f"<x>{told}</x>")  # noqa: S314 - made here


def test_signs_of_formulas_stay() -> None:
    text = "$x^2$"
    drawn = letters.outline(text, 10).get_extents()
    assert drawn.width == pytest.approx(letters.width(text, 10), abs=1.5)
    assert len(letters.outline(text, 10).to_polygons()) > len(
        letters.outline("x2", 10).to_polygons()
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Щастинська", "Щастинська"),
        ("a\nb\tc  d", "a b c d"),
        ("\u202eгромада", "\ufffdгромада"),
        ("a\0b\x1b", "a\ufffdb\ufffd"),
        ("\ud800", "\ufffd"),
        ("中", "\ufffd"),
        (f"1{NBSP}000", f"1{NBSP}000"),
        ("", ""),
    ],
)
def test_only_what_has_letters_is_drawn(text: str, shown: str) -> None:
    assert letters.plain(text) == shown


@pytest.mark.parametrize("text", ["коротко", "довгий рядок " * 30, "нерозривне" * 50, "", "a b"])
@pytest.mark.parametrize("most", [5.0, 40.0, 300.0])
def test_lines_are_no_wider_than_asked(text: str, most: float) -> None:
    found = list(letters.lines(letters.plain(text), 9, most))
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert all(letters.width(line, 9) <= most or len(line) == 1 for line in found)
    short = letters.shortened(letters.plain(text), 9, most)
    assert letters.width(short, 9) <= most or short == letters.MORE


# --- The shelf --------------------------------------------------------------------------------


def test_the_shelf_refuses_what_is_taken() -> None:
    shelf = Shelf(Box(0, 0, 100, 100), [Box(10, 10, 20, 20)])
    assert not shelf.free(Box(15, 15, 30, 30))
    assert shelf.free(Box(20, 10, 30, 20))
    assert not shelf.free(Box(95, 95, 101, 99))
    shelf.add_line((0, 50), (100, 50))
    assert not shelf.free(Box(40, 45, 60, 55))
    assert shelf.free(Box(40, 50, 60, 60))
    assert shelf.free_ones(np.array([[0, 0, 5, 5], [12, 12, 13, 13], [1, 49, 2, 51]])) == [
        Box(0, 0, 5, 5)
    ]


@pytest.mark.parametrize(
    ("start", "end", "open_"),
    [
        ((0, 0), (30, 30), False),  # through the box
        ((0, 15), (30, 15), False),  # level, through it
        ((15, 0), (15, 30), False),  # upright, through it
        ((0, 10), (30, 10), True),  # along its edge
        ((0, 5), (30, 5), True),  # under it
        ((0, 15), (9, 15), True),  # towards it
        ((12, 12), (18, 18), False),  # inside it
        ((50, 40), (50, 60), False),  # across the line
        ((0, 60), (100, 70), True),
    ],
)
def test_a_way_passes_no_box_and_no_line(
    start: tuple[float, float], end: tuple[float, float], *, open_: bool
) -> None:
    box = Box(10, 10, 20, 20)
    shelf = Shelf(Box(0, 0, 100, 100), [box])
    shelf.add_line((30, 50), (100, 50))
    assert (shelf.way([start], [end]) == 0) == open_
    if start[1] < 40:
        assert shelf.way([start], [end], [box]) == 0
