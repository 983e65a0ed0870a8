"""Scripts and styles that the pages load, all from here: nothing comes from other hosts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

from projectmap import fonts
from projectmap.html import widget_texts
from projectmap.i18n import LANGUAGES, translator
from projectmap.map import scripts, theme

FONT = "text.woff2"
"""The pages' own font; the map's frame and the plain list use it too."""
_MAP_STYLE = ("map/map_frame.css", "map/map.css")
_FILES = {
    "map.css": _MAP_STYLE,
    "partners.css": (*_MAP_STYLE, "map/partners.css"),
    "page.css": ("html/records.css", "html/places.css", "map/partners.css", "ui/style.css"),
    "list.css": ("html/records.css", "web/list.css"),
    "start.js": (
        *("web/scripts/lost_files.js", "web/scripts/sessions.js", "web/scripts/share.js"),
        *("html/scripts/navigation.js", "html/scripts/widget_texts.js", "web/scripts/downloads.js"),
        *("web/scripts/connection.js", "ui/page.js", "ui/list_map.js"),
    ),
    "icon.svg": ("web/icon.svg",),
}
"""The files that each asset is made of."""
_OTHERS: Mapping[str, Callable[[], str]] = {
    "leaflet.js": partial(scripts.leaflet, "js"),
    "leaflet.css": partial(scripts.leaflet, "css"),
    "map.js": scripts.communities,
    "partners.js": scripts.partners,
}
_MEDIA_TYPES = {
    "woff2": "font/woff2",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "css": "text/css",
}


def asset(name: str) -> tuple[bytes, str] | None:
    """The asset of this name, or None: its content and media type."""
    return _read(name) if name in {*_FILES, *_OTHERS, FONT} else None


@cache
def _read(name: str) -> tuple[bytes, str]:
    media_type = _MEDIA_TYPES[name.rpartition(".")[2]]
    if name == FONT:
        return fonts.web_font(), media_type
    if name in _OTHERS:
        return _OTHERS[name]().encode(), media_type
    content = "\n".join(map(scripts.read, _FILES[name]))
    if name == "start.js":
        content = widget_texts.script() + content
    elif name == "icon.svg":
        content = theme.filled(content)
    else:
        content = theme.stylesheet() + content
    if name == "page.css":
        # The one text that stands in a style: Streamlit's button for the filters has none.
        for t in map(translator, LANGUAGES):
            content += f'html:lang({t.language}) {{ --filters-word: "{t("Filters")}"; }}\n'
    return content.encode(), media_type
