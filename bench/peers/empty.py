"""An empty map of streamlit-folium: what the map's component costs before it shows anything.

What changes goes through ``feature_group_to_add``: a script that writes how many options are
chosen to where this app's map writes how many records it shows.
"""

import os

import folium
import streamlit as st
from branca.element import MacroElement
from folium.template import Template
from streamlit_folium import st_folium

ASSETS = os.environ["BENCH_ASSETS"]


class Written(MacroElement):
    """Writes a number to the map's element."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        'document.querySelector("#map_div").dataset.shown = {{ this.number }};'
        "{% endmacro %}"
    )

    def __init__(self, number: int) -> None:
        super().__init__()
        self._name = "Written"
        self.number = number


st.set_page_config(layout="wide")
chosen = st.multiselect("Filter", ["one", "two", "three"], key="sector")
ground = folium.Map(tiles=None)
ground.default_js = [("leaflet", f"{ASSETS}/leaflet/leaflet.js")]
ground.default_css = [("leaflet_css", f"{ASSETS}/leaflet/leaflet.css")]
change = folium.FeatureGroup()
Written(len(chosen)).add_to(change)
with st.container(key="map"):
    st_folium(
        ground,
        key="map_frame",
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=change,
    )
