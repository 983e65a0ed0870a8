"""The maps' scripts, in the order in which they are loaded.

They are joined in one file, or inlined in the viewer's page: each adds its part to the one global
``projectmap`` and takes what it needs from those before it. The first ones know no browser at all;
``tests/scripts`` tests them with Node.
"""

from __future__ import annotations

import json
from importlib import resources

from projectmap.i18n import LOCALES
from projectmap.map import theme

_SHARED = ("bits", "collisions", "arcs", "page", "canvases", "places", "ground")
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
    # What their languages are called in a browser.
    locales = f"(globalThis.projectmap ??= {{}}).locales = {json.dumps(LOCALES)};\n"
    return theme.script() + locales + "\n".join(read(f"map/scripts/{name}.js") for name in names)


def read(path: str) -> str:
    """A script or style of ours by its path in the package."""
    return resources.files("projectmap").joinpath(path).read_text("utf-8")


def leaflet(kind: str) -> str:
    """Leaflet's script (``js``) or style (``css``), out of its installed package."""
    text = (
        resources.files("xstatic.pkg.leaflet").joinpath(f"data/leaflet.{kind}").read_text("utf-8")
    )
    # A source map is a developer's tool; without it nothing is asked for that is not there.
    lines = (line for line in text.splitlines() if not line.startswith("//# sourceMappingURL="))
    return "\n".join(lines)
