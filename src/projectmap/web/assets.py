"""Scripts and styles that the pages load, all from here: nothing comes from other hosts.

Leaflet is served out of its installed package.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from projectmap import fonts
from projectmap.html import words
from projectmap.i18n import LANGUAGES, translator
from projectmap.map import scripts, theme

FONT = "text.woff2"
"""The pages' own font; the map's frame and the plain list use it too."""
_RECORDS = ("projectmap.export", "records.css")
_MAP_STYLE = (("projectmap.map", "map_frame.css"), ("projectmap.map", "map.css"))
_FILES = {
    "leaflet.js": [("xstatic.pkg.leaflet", "data/leaflet.js")],
    "leaflet.css": [("xstatic.pkg.leaflet", "data/leaflet.css")],
    "map.css": [*_MAP_STYLE],
    "partners.css": [*_MAP_STYLE, ("projectmap.map", "partners.css")],
    "page.css": [
        _RECORDS,
        ("projectmap.export", "places.css"),
        ("projectmap.map", "partners.css"),
        ("projectmap.ui", "style.css"),
    ],
    "list.css": [_RECORDS, ("projectmap.web", "list.css")],
    "start.js": [
        ("projectmap.web", "scripts/lost_files.js"),
        ("projectmap.web", "scripts/sessions.js"),
        ("projectmap.web", "scripts/share.js"),
        ("projectmap.html", "scripts/navigation.js"),
        ("projectmap.html", "scripts/words.js"),
        ("projectmap.web", "scripts/downloads.js"),
        ("projectmap.web", "scripts/connection.js"),
        ("projectmap.ui", "page.js"),
        ("projectmap.ui", "list_map.js"),
    ],
    "icon.svg": [("projectmap.web", "icon.svg")],
}
"""The files that each asset is made of, by package."""
_SCRIPTS = {"map.js": scripts.communities, "partners.js": scripts.partners}
_WITH_THEME = {"map.css", "partners.css", "page.css", "list.css"}
_MEDIA_TYPES = {
    "woff2": "font/woff2",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "css": "text/css",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to serve."""

    content: bytes
    media_type: str


def asset(name: str) -> Asset | None:
    """The asset of this name, or None."""
    return _read(name) if name in {*_FILES, *_SCRIPTS, FONT} else None


@cache
def _read(name: str) -> Asset:
    if name == FONT:
        return Asset(fonts.web_font(), _MEDIA_TYPES["woff2"])
    if name in _SCRIPTS:
        return Asset(_SCRIPTS[name]().encode(), _MEDIA_TYPES["js"])
    content = "\n".join(
        resources.files(package).joinpath(path).read_text("utf-8") for package, path in _FILES[name]
    )
    if name in _WITH_THEME:
        content = theme.stylesheet() + content
    if name == "start.js":
        content = words.script() + content
    if name == "page.css":
        content += _words()
    if name.endswith(".svg"):
        content = theme.filled(content)
    # A source map is a developer's tool; without it nothing is asked for that is not there.
    content = "\n".join(
        line for line in content.splitlines() if not line.startswith("//# sourceMappingURL=")
    )
    return Asset(content.encode(), _MEDIA_TYPES[name.rpartition(".")[2]])


def _words() -> str:
    """The one text that stands in a style: Streamlit's button for the filters has none."""
    return "".join(
        f'html:lang({t.language}) {{ --filters-word: "{word}"; }}\n'
        for t in map(translator, LANGUAGES)
        for word in (t("Filters"),)
    )
