"""One place for colours and sizes: nothing repeats them, everything that names one finds it."""

from __future__ import annotations

import json
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


TEXT, GRAPHICS = 4.5, 3
"""The contrast that WCAG 2.2 asks for at least."""
LAYERED = json.loads((SRC / "map" / "theme.json").read_text("utf-8"))
DARK = LAYERED["dark"]


def over(colour: str, below: str, share: float) -> str:
    """What is seen of a colour that lets so much of what is below it through."""
    pairs = ((int(colour[at : at + 2], 16), int(below[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(share * top + (1 - share) * low):02x}" for top, low in pairs)


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_by_hand() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert over("#ff0000", "#0000ff", 0.6) == "#990066"


def test_the_dark_theme_has_the_colours_of_the_light_one_and_no_others() -> None:
    assert DARK["colours"].keys() <= theme.COLOURS.keys()
    assert DARK["statuses"].keys() == LAYERED["statuses"].keys()
    assert len(set(DARK["statuses"].values())) == len(TerritoryStatus)
    for name, value in DARK["colours"].items():
        assert f"--{name}: {value};" in theme.dark_stylesheet()


@pytest.mark.parametrize("dark", [False, True])
def test_maps_and_legends_can_be_read(dark: bool) -> None:  # noqa: FBT001 - from the table
    theirs = {**LAYERED["colours"], **(DARK["colours"] if dark else {})}
    fills = {**LAYERED["statuses"], **(DARK["statuses"] if dark else {})}
    paper, own = theirs["paper"], theirs["ground-own"]
    grounds = [theirs[f"ground-{name}"] for name in ("own", "around", "abroad", "sea")]
    shown = {
        status: over(fill, own, theme.OPACITIES["over-ground"]) for status, fill in fills.items()
    }
    # Letters have a halo of paper, signs a ring of it; lines lie on what is there.
    names = ("ink", "text", "label", "muted", "link", "accent", "partner", "place-name",
             "water-name", "land-name")  # fmt: skip
    assert {name for name in names if contrast(theirs[name], paper) < TEXT} == set()
    low = {
        (line, ground)
        for line in ("oblast", "raion", "accent-dark")
        for ground in (*grounds, *shown.values())
        if contrast(theirs[line], ground) < GRAPHICS
    }
    assert low == set()
    assert contrast(theirs["hatch"], fills["partly_occupied"]) >= GRAPHICS
    assert contrast(theirs["accent"], shown["not_listed"]) >= GRAPHICS
    if dark:  # on light paper fills are told apart by their outlines alone
        for status in (TerritoryStatus.TEMPORARILY_OCCUPIED, TerritoryStatus.ACTIVE_HOSTILITIES):
            assert contrast(shown[status], theirs["ground-around"]) >= GRAPHICS, status


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
