"""One place for colours and sizes: nothing repeats them, everything that names one finds it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from each import each

from projectmap.map import theme
from projectmap.model.codes import PartnershipStatus, TerritoryStatus

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "projectmap"
COLOUR = re.compile(
    r"(?<!&)#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b(?!-)"  # as CSS writes them
    r"|\b(?:rgb|hsl)a?\(\s*\d"
    r"|(?<=[\"'])[0-9a-f]{6}(?=[\"'])",  # as office files write them
    re.IGNORECASE,
)
FILES = [
    path
    for ending in ("py", "css", "js", "typ", "svg")
    for path in sorted(SRC.rglob(f"*.{ending}"))
]  # fmt: skip


@each(FILES)
def test_colours_stand_in_the_theme_alone(path: Path) -> None:
    assert COLOUR.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "a { color: #1F5FA8; }", 'fill="#fff"', "#12345678 ", "rgb(255 255 255 / 80%)",
        "rgba(0, 0, 0, .5)", 'rgb("#16293c")', 'INK = "16293C"', "'FFFFFF'", '"000000"',
    ],
)  # fmt: skip
def test_a_colour_elsewhere_is_found(text: str) -> None:
    assert COLOUR.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "#stage .added { }", '"&#39;"', "&#8203;", "rgb(theme.ink)", 'f"#{index}"', "#let ink",
        '"decades"', "'#main'",
    ],
)  # fmt: skip
def test_other_texts_are_no_colours(text: str) -> None:
    assert not COLOUR.search(text)


@each([path for path in FILES if path.suffix in {".css", ".svg", ".js"}])
def test_every_property_that_is_used_is_defined(path: Path) -> None:
    text = path.read_text("utf-8")
    own = set(re.findall(r"--([\w-]+)\s*:", "".join(one.read_text("utf-8") for one in FILES)))
    script_set = {"times", "figures", "filters-word", "map-width", "map-height"}
    used = set(re.findall(r"var\(--([\w-]+)", text))
    assert used <= theme.properties().keys() | own | script_set


def test_every_colour_is_used() -> None:
    texts = "".join(path.read_text("utf-8") for path in FILES)
    unused = [
        name
        for name in theme.COLOURS
        if f"var(--{name})" not in texts and not re.search(rf"[\"'.]{name}\b", texts)
    ]
    assert unused == []


def test_every_status_has_a_colour_of_its_own() -> None:
    assert len(set(theme.STATUS_FILLS.values())) == len(TerritoryStatus)
    sheets = {
        "map/map.css": r"\.status-{} {{ fill: (.+?);? }}",
        "html/records.css": r"\.swatch\.status-{} {{ background: (.+?);? }}",
    }
    for file, rule in sheets.items():
        text = (SRC / file).read_text("utf-8")
        for status in set(TerritoryStatus) - {TerritoryStatus.PARTLY_OCCUPIED}:
            assert re.findall(rule.format(status), text) == [f"var(--status-{status})"], status


def test_lines_of_partnerships() -> None:
    drawn = set(PartnershipStatus) - {PartnershipStatus.SOUGHT}
    assert set(theme.PARTNERSHIP_WIDTHS) == drawn
    assert set(theme.PARTNERSHIP_DASHES) < drawn


def test_pictures_in_files_have_no_properties() -> None:
    assert theme.filled('<g fill="var(--link)"/>') == f'<g fill="{theme.COLOURS["link"]}"/>'


def test_streamlit_has_the_same_colours() -> None:
    look = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    assert {name: value.lower() for name, value in look.items() if "olor" in name} == {
        "primaryColor": theme.COLOURS["accent"],
        "backgroundColor": theme.COLOURS["paper"],
        "secondaryBackgroundColor": theme.COLOURS["pale"],
        "textColor": theme.COLOURS["ink"],
        "linkColor": theme.COLOURS["link"],
    }
    assert look["baseRadius"] == theme.properties()["radius"]
