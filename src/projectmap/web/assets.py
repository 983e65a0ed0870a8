"""Scripts and styles that the pages load, all from here: nothing comes from other hosts.

Leaflet is served out of its installed package.
"""

from __future__ import annotations

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
_MEDIA_TYPES = {"js": "text/javascript", "css": "text/css"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to serve."""

    content: bytes
    media_type: str


@cache
def asset(name: str) -> Asset | None:
    """The asset of this name, or None."""
    found = _PACKAGES.get(name)
    if found is None:
        return None
    package, path = found
    place: Traversable = resources.files(package).joinpath(path)
    content = place.read_bytes()
    # A source map is a developer's tool; without it nothing is asked for that is not there.
    content = b"\n".join(
        line for line in content.splitlines() if not line.startswith(b"//# sourceMappingURL=")
    )
    return Asset(
        content=content,
        media_type=_MEDIA_TYPES[name.rpartition(".")[2]],
    )


def text(name: str) -> str:
    """A text asset; raises :class:`KeyError` for an unknown name."""
    found = asset(name)
    if found is None:
        raise KeyError(name)
    return found.content.decode()
