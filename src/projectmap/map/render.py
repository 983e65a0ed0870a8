"""Turns scenes into folium objects. The only module that imports folium.

folium puts what it is given into a script and renders that script as a template once more, so
nothing of the data may come here: the frame of the map is constant, and what changes is a
:class:`~projectmap.map.layers.Scene` of codes and bits.
"""

from __future__ import annotations

import re

import folium
from branca.element import MacroElement
from folium.template import Template

from projectmap.map.layers import Scene
from projectmap.map.partners import Scene as PartnersScene

CENTRE = (48.95, 39.0)
"""Latitude, longitude: where an empty map looks before the geometry is there."""
ZOOMS = {"communities": (6, 8, 14), "partners": (3, 4, 9)}
"""The farthest, the first and the nearest of each map."""
_ONLY_CODES = re.compile(r'[A-Za-z0-9_+/=.:,"\[\]{}-]*')


class _Call(MacroElement):  # type: ignore[misc]  # branca ships no types
    """Calls a function of a map's script with ``argument``, by default the Leaflet map."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "window.{{ this.function }}({{ this.argument or this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, function: str, argument: str = "") -> None:
        super().__init__()
        self._name = "Call"
        self.function, self.argument = function, argument


def frame(assets: str, name: str = "communities") -> folium.Map:
    """An empty map that loads its scripts and styles from ``assets`` (a relative address).

    ``name``: the map of ``communities``, or that of ``partners``. Each run makes a new one because
    streamlit-folium changes the one it gets; its script is always the same, so the browser keeps
    the map that it has.
    """
    smallest, start, largest = ZOOMS[name]
    made = folium.Map(
        location=CENTRE,
        zoom_start=start,
        minZoom=smallest,
        maxZoom=largest,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
    )
    own = "map" if name == "communities" else name
    made.default_js = [("leaflet", f"{assets}/leaflet.js"), ("map", f"{assets}/{own}.js")]
    made.default_css = [
        ("leaflet_css", f"{assets}/leaflet.css"),
        ("map_css", f"{assets}/{own}.css"),
    ]
    _Call(f"projectmap.{name}.start").add_to(made)
    return made


def overlay(scene: Scene | PartnersScene) -> folium.FeatureGroup:
    """The changing part: a layer group whose script shows ``scene``.

    Raises :class:`ValueError` if the scene holds anything but codes, numbers and bits.
    """
    text = scene.as_json()
    if not _ONLY_CODES.fullmatch(text) or "{{" in text or "{%" in text or "{#" in text:
        raise ValueError("a scene may hold codes, numbers and bits only")
    group = folium.FeatureGroup(control=False)
    name = "communities" if isinstance(scene, Scene) else "partners"
    _Call(f"projectmap.{name}.show", text).add_to(group)
    return group
