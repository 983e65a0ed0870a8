"""Scripts and styles that the pages load, all from here: nothing comes from other hosts.

Leaflet is served out of its installed package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

_PACKAGES = {
    "leaflet.js": ("xstatic.pkg.leaflet", "data/leaflet.js"),
    "leaflet.css": ("xstatic.pkg.leaflet", "data/leaflet.css"),
    "map.js": ("projectmap.map", "map.js"),
    "map.css": ("projectmap.map", "map.css"),
    "records.css": ("projectmap.export", "records.css"),
    "list.css": ("projectmap.web", "list.css"),
    "start.js": ("projectmap.web", "start.js"),
}
_FONT = re.compile(r"SourceSansVF-Upright\.ttf\.[\w-]+\.woff2")
"""The pages' own font, in Streamlit's package; the map's frame and the plain list use it too."""
_MEDIA_TYPES = {"woff2": "font/woff2", "js": "text/javascript", "css": "text/css"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to serve."""

    content: bytes
    media_type: str


@cache
def asset(name: str) -> Asset | None:
    """The asset of this name, or None."""
    if name == "text.woff2":
        return Asset(_font().read_bytes(), _MEDIA_TYPES["woff2"])
    found = _PACKAGES.get(name)
    if found is None:
        return None
    package, path = found
    content = resources.files(package).joinpath(path).read_bytes()
    # A source map is a developer's tool; without it nothing is asked for that is not there.
    content = b"\n".join(
        line for line in content.splitlines() if not line.startswith(b"//# sourceMappingURL=")
    )
    return Asset(
        content=content,
        media_type=_MEDIA_TYPES[name.rpartition(".")[2]],
    )


def _font() -> Traversable:
    media = resources.files("streamlit").joinpath("static/static/media")
    return next(file for file in media.iterdir() if _FONT.fullmatch(file.name))


def text(name: str) -> str:
    """A text asset; raises :class:`KeyError` for an unknown name."""
    found = asset(name)
    if found is None:
        raise KeyError(name)
    return found.content.decode()
