"""The theme: every colour and size used in more than one place, from ``theme.json``.

Python and Typst read the mappings below; style sheets use them as custom properties
(:func:`stylesheet`: ``var(--accent)``), scripts as ``projectmapTheme`` (:func:`script`). Under
``dark`` are the colours that a dark stage has others for, by the same names.
``.streamlit/config.toml`` states five of the colours again; a test compares them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

from projectmap.model.codes import PartnershipKind, PartnershipStatus, TerritoryStatus

_TEXT = resources.files("projectmap.map").joinpath("theme.json").read_text("utf-8")
_THEME: Mapping[str, Any] = json.loads(_TEXT)

COLOURS: Mapping[str, str] = MappingProxyType(_THEME["colours"])
"""Colours as CSS writes them, by what they are for."""
STATUS_FILLS: Mapping[TerritoryStatus, str] = MappingProxyType(
    {status: _THEME["statuses"][status] for status in TerritoryStatus}
)
"""From the worst to none; partly occupied has a hatch (``COLOURS["hatch"]``) upon it."""
STROKES: Mapping[str, float] = MappingProxyType(_THEME["strokes"])
"""Widths of lines on the maps, in CSS pixels."""
OPACITIES: Mapping[str, float] = MappingProxyType(_THEME["opacities"])
"""Of the communities' fills where something lies below them."""
SYMBOLS: Mapping[str, int] = MappingProxyType(_THEME["symbols"])
"""Sizes and distances of the symbols of records, in CSS pixels; ``directions`` is
the number of those that are tried."""
PARTNERSHIP_WIDTHS: Mapping[PartnershipStatus, float] = MappingProxyType(
    {PartnershipStatus(name): width for name, width in _THEME["partnerships"]["widths"].items()}
)
"""Widths of partnerships' lines, in CSS pixels; a status without one is not drawn."""
PARTNERSHIP_DASHES: Mapping[PartnershipStatus, tuple[float, ...]] = MappingProxyType(
    {PartnershipStatus(name): tuple(on) for name, on in _THEME["partnerships"]["dashes"].items()}
)
"""Line and gap in turn, in CSS pixels; a status without them has a continuous line."""
SYMBOL_RADIUS: Mapping[str, float] = MappingProxyType(_THEME["symbol_radius"])
"""Of a symbol of n records: ``base`` plus ``growth`` times the root of n, in CSS pixels."""
SOLID_STATUSES = frozenset(map(PartnershipStatus, _THEME["partnerships"]["solid"]))
"""Statuses of partnerships whose sign is filled."""
SIGN_CORNERS: Mapping[PartnershipKind, list[list[float]]] = MappingProxyType(
    {PartnershipKind(kind): at for kind, at in _THEME["partnerships"]["corners"].items()}
)
"""The signs of kinds, in CSS pixels from their middle; that of twinning is two circles."""
END_SIZES: Mapping[str, int] = MappingProxyType(_THEME["partnerships"]["sizes"])
"""In CSS pixels: ends nearer to each other than ``same_side`` (or ``both_sides``) are drawn as one,
with the radius ``several`` or ``single`` by the number of their partnerships, and names as high as
``far_name`` or ``near_name``; the shortest line that has a sign (``signed_line``); and how wide the
oblast must be for the names of its communities (``named_oblast``)."""
SIGN_SPOTS: tuple[float, ...] = tuple(_THEME["partnerships"]["spots"])
"""Where on its line a partnership's sign may stand, as shares of its length, the best first."""


def office(colour: str) -> str:
    """``colour`` as office files write it: ``B9A7C9``."""
    return colour.removeprefix("#").upper()


OFFICE_STATUS_FILLS: Mapping[TerritoryStatus, str] = MappingProxyType(
    {status: office(fill) for status, fill in STATUS_FILLS.items()}
)


def properties() -> dict[str, str]:
    """The custom properties of style sheets, without their dashes: name to value."""
    return {
        # Streamlit sets a property named "font" in the frames of components.
        "typeface": _THEME["font"],
        "radius": _THEME["radius"],
        **_coloured(_THEME),
        **{f"opacity-{name}": str(share) for name, share in OPACITIES.items()},
        **{f"stroke-{name}": f"{width}px" for name, width in STROKES.items()},
        **{f"partnership-{status}": f"{wide}px" for status, wide in PARTNERSHIP_WIDTHS.items()},
        **{
            f"dashes-{status}": " ".join(map(str, dashes))
            for status, dashes in PARTNERSHIP_DASHES.items()
        },
    }


def _coloured(theme: Mapping[str, Any]) -> dict[str, str]:
    """The properties that the dark theme has other values for."""
    fills = {f"status-{status}": fill for status, fill in theme["statuses"].items()}
    return {**theme["colours"], **fills}


def stylesheet() -> str:
    """The beginning of every style sheet of ours."""
    return _rule(":root", properties())


def dark_stylesheet() -> str:
    """The dark theme, for everything inside ``.dark``; canvases take theirs in ``canvases.js``."""
    return _rule(".dark", _coloured(_THEME["dark"]))


def _rule(selector: str, values: Mapping[str, str]) -> str:
    stated = " ".join(f"--{name}: {value};" for name, value in values.items())
    return f"{selector} {{ {stated} }}\n"


def script() -> str:
    """The beginning of every script of ours that draws."""
    return f"globalThis.projectmapTheme = {json.dumps(_THEME, separators=(',', ':'))};\n"


def filled(svg: str) -> str:
    """``svg`` with the custom properties written out: a picture in a file has no style sheet."""
    for name, value in properties().items():
        svg = svg.replace(f"var(--{name})", value)
    return svg


def for_typst() -> str:
    """The theme as JSON, for the ``theme`` input of Typst's templates."""
    return _TEXT
