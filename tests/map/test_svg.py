"""The kit that drawings are made with: paths, texts, images."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET

import pytest
import shapely
from each import each
from web.hostile import STORABLE

from projectmap.map import svg
from projectmap.markup import one_line

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (svg.line([(0, 0), (1.234, -5.678)]), "M0 0L1.23 -5.68"),
        (svg.polygon([(0, 0), (10, 0), (10, 10)]), "M0 0L10 0L10 10Z"),
        (svg.circle((5, 5), 2), "M3 5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0Z"),
        (svg.curve((0, 0), (1, 2), (3, 4)), "M0 0Q1 2 3 4"),
        (svg.rectangle(0, 1, 2, 3), "M0 1L2 1L2 3L0 3Z"),
        (svg.rectangle(0, 0, 10, 6, 2), "M2 0h6q2 0 2 2v2q0 2 -2 2h-6q-2 0 -2 -2v-2q0 -2 2 -2Z"),
        (svg.area(shapely.box(0, 0, 2, 1)), "M2 0l0 1 -2 0 0 -1z"),
        (svg.area(shapely.LineString([(0, 0), (1, 1)])), "M0 0l1 1"),
        (svg.area(shapely.box(0, 0, 0.1, 0.1), 0), ""),
        (svg.area(shapely.Polygon()), ""),
    ],
)
def test_paths(path: str, written: str) -> None:
    assert path == written


def test_an_area_keeps_its_holes() -> None:
    holed = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
    assert svg.area(holed).count("z") == 2
    assert svg.area(shapely.union_all([holed, shapely.box(20, 0, 30, 9)])).count("z") == 3


def test_an_arc_runs_clockwise_from_the_top() -> None:
    numbers = [float(number) for number in re.findall(r"[-\d.]+", svg.arc((0, 0), 1, 0, 0.25))]
    assert numbers[:2] == [0, -1]
    assert numbers[-2:] == [1, 0]


@each(STORABLE)
def test_a_text_is_only_text(name: str) -> None:
    words = STORABLE[name]
    drawing = svg.document(10, 10, svg.text((1, 2), words, anchor="end", halo=3))
    root = ET.fromstring(drawing)  # noqa: S314 - made here
    (found,) = root
    assert (found.tag, found.attrib["text-anchor"]) == (f"{SVG}text", "end")
    assert (found.text or "").split() == one_line(words).split()
    image = svg.as_image(drawing, words, class_="small")
    assert "<" not in image[1:]
    data = re.findall('src="data:image/svg[+]xml;base64,([^"]*)"', image)
    assert [base64.b64decode(some).decode() for some in data] == [drawing]


def test_hatches_of_two_sizes_have_two_names() -> None:
    (one, fill), (other, _) = svg.hatch(1), svg.hatch(1.25)
    name = re.findall('id="([^"]*)"', one)
    assert fill == f"url(#{name[0]})"
    assert name != re.findall('id="([^"]*)"', other)
