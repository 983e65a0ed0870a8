"""QR codes: the squares of the link, white around them, and only where they lead somewhere."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import segno
from PIL import Image

from projectmap.export import qr, typeset

LINKS = [
    "https://example.org/",
    "https://example.org/?sector=water&community=UA44140090000072167&asof=2022-03-01&lang=uk",
    "https://example.org/stage?story=oblast&lang=en",
    "https://мапа.укр/?q=вода",
    "https://example.org/?q=" + "%D0%B2" * 100,
]
INK = np.array([0x16, 0x29, 0x3C])


def squares(link: str) -> np.ndarray:
    """Where the code is dark, with the white around it that the standard asks for."""
    code = segno.make(link, error="m", micro=False)
    return np.pad(np.array([list(row) for row in code.matrix], dtype=bool), 4)


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("scale", [1, 10])
def test_the_picture_has_the_squares_and_white_around_them(link: str, scale: int) -> None:
    wanted = squares(link)
    picture = Image.open(BytesIO(qr.png(link, scale))).convert("RGB")
    assert picture.size == (wanted.shape[1] * scale, wanted.shape[0] * scale)
    pixels = np.asarray(picture)
    dark = (pixels == INK).all(axis=2)
    assert (dark | (pixels == 255).all(axis=2)).all()
    assert np.array_equal(dark, np.kron(wanted, np.ones((scale, scale), dtype=bool)))


@pytest.mark.parametrize("link", LINKS)
def test_the_drawing_has_the_same_squares(link: str) -> None:
    wanted = squares(link)
    drawing = ET.fromstring(qr.svg(link))  # noqa: S314 - our own
    side = wanted.shape[0]
    assert drawing.get("viewBox") == f"0 0 {side} {side}"
    assert (drawing.get("width"), drawing.get("height")) == (None, None)
    # Ten pixels a square; in the middle of each there is no edge.
    drawn = Image.open(BytesIO(typeset.png(qr.svg(link).decode(), side, 254))).convert("RGB")
    middles = np.asarray(drawn)[5::10, 5::10]
    assert np.array_equal((middles == INK).all(axis=2), wanted)
    assert np.array_equal((middles == 255).all(axis=2), ~wanted)


def test_it_can_stand_within_a_page() -> None:
    drawing = qr.svg(LINKS[0])
    assert drawing.startswith(b"<svg ")
    assert b"<?xml" not in drawing
    assert b"<script" not in qr.svg("https://example.org/<script>alert(1)</script>")


@pytest.mark.parametrize(
    ("address", "yes"),
    [
        (None, False),
        ("", False),
        ("/", False),
        ("https://example.org/", True),
        ("https://projects.example.org:8443/map/", True),
        ("http://192.168.1.20:8501/", True),
        ("http://[2001:db8::1]/", True),
        ("https://мапа.укр/", True),
        ("http://localhost:8501/", False),
        ("http://LOCALHOST/", False),
        ("http://127.0.0.1:8501/", False),
        ("http://[::1]:8501/", False),
        ("http://0.0.0.0:8501/", False),
        ("https://localhost.example.org/", True),
    ],
)
def test_useful(address: str | None, yes: bool) -> None:  # noqa: FBT001 - a column of the table
    assert qr.scannable("https://example.org/?q=x", address) is yes


@pytest.mark.parametrize(("link", "yes"), [
    (None, False), ("https://example.org/", True), ("x" * qr.MAX_LINK, True),
    ("x" * (qr.MAX_LINK + 1), False), ("я" * qr.MAX_LINK, False), ("x" * 100_000, False),
])  # fmt: skip
def test_a_link_that_no_telephone_reads_has_no_code(link: str | None, yes: bool) -> None:  # noqa: FBT001 - a column of the table
    assert qr.scannable(link, "https://example.org/") is yes
