"""The maps' scripts, in the order in which they are loaded.

They are joined in one file, or inlined in the viewer's page: each adds its part to the one global
``projectmap`` and takes what it needs from those before it. The first ones know no browser at all;
``tests/scripts`` tests them with Node.
"""

from __future__ import annotations

from importlib import resources

from projectmap.map import theme

_SHARED = ("bits", "collisions", "arcs", "page", "places", "ground")
_COMMUNITIES = (
    *("records", "clustering", "placement", "clicks", "hints", "symbols"),
    *("looks", "finder"),
    *("images", "shapes", "split", "pointing", "communities"),
)
_PARTNERS = ("partner_ends", "partner_symbols", "partner_ground", "partners")


def communities() -> str:
    """The map of communities and records: ``projectmap.communities``."""
    return _joined(_SHARED + _COMMUNITIES)


def partners() -> str:
    """The map of partners: ``projectmap.partners``."""
    return _joined(_SHARED + _PARTNERS)


def both() -> str:
    """The two maps on one page."""
    return _joined(_SHARED + _COMMUNITIES + _PARTNERS)


def _joined(names: tuple[str, ...]) -> str:
    folder = resources.files("projectmap.map").joinpath("scripts")
    return theme.script() + "\n".join(
        folder.joinpath(f"{name}.js").read_text("utf-8") for name in names
    )
