"""The same task with folium: a marker for each record, gathered in clusters.

The outlines are the constant part of the map; the markers go through ``feature_group_to_add``, as
streamlit-folium advises for what changes, so that the browser keeps the map that it has.
"""

import os
from pathlib import Path
from typing import Any

import folium
import pandas as pd
import places
import streamlit as st
from branca.element import MacroElement
from folium.plugins import MarkerCluster
from folium.template import Template
from streamlit_folium import st_folium

FOLDER = Path(os.environ["PROJECTMAP_GEODATA"])
# Where the scripts are that folium has from other hosts; there is no network in a measurement.
# (A comment: Streamlit would write a string that stands alone to the page.)
ASSETS = os.environ["BENCH_ASSETS"]


@st.cache_data(show_spinner=False)
def records() -> pd.DataFrame:
    """The records, read once."""
    return places.read_records(FOLDER)


@st.cache_data(show_spinner=False)
def outlines() -> tuple[dict[str, Any], tuple[float, float, float, float]]:
    """The communities and how far they reach, read once."""
    found = places.read_outlines(FOLDER)
    return found, places.bounds(found)


class IconPath(MacroElement):
    """Says where the markers' pictures are.

    Leaflet finds that out from its style sheet, which streamlit-folium does not wait for.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}L.Icon.Default.imagePath = {{ this.path|tojson }};"
        "{% endmacro %}"
    )

    def __init__(self, path: str) -> None:
        super().__init__()
        self._name = "IconPath"
        self.path = path


def ground() -> folium.Map:
    """The map without records."""
    areas, (west, south, east, north) = outlines()
    made = folium.Map(tiles=None, min_zoom=5, maxZoom=14, prefer_canvas=True)
    made.default_js = [
        ("leaflet", f"{ASSETS}/leaflet/leaflet.js"),
        ("jquery", f"{ASSETS}/jquery/jquery.min.js"),
    ]
    made.default_css = [("leaflet_css", f"{ASSETS}/leaflet/leaflet.css")]
    IconPath(f"{ASSETS}/leaflet/images/").add_to(made)
    folium.GeoJson(
        areas,
        style_function=lambda item: {
            "fillColor": item["properties"]["fill"],
            "fillOpacity": 0.8,
            "color": "#ffffff",
            "weight": 1,
        },
    ).add_to(made)
    made.fit_bounds([(south, west), (north, east)])
    return made


def markers(shown: pd.DataFrame) -> folium.FeatureGroup:
    """A marker for each record, with its title."""
    cluster = MarkerCluster()
    folder = f"{ASSETS}/leaflet_markercluster"
    cluster.default_js = [("markercluster", f"{folder}/leaflet.markercluster.js")]
    cluster.default_css = [
        ("markercluster_css", f"{folder}/MarkerCluster.css"),
        ("markercluster_default_css", f"{folder}/MarkerCluster.Default.css"),
    ]
    for lat, lon, title in zip(shown["lat"], shown["lon"], shown["title"], strict=True):
        folium.Marker((lat, lon), tooltip=title).add_to(cluster)
    group = folium.FeatureGroup()
    cluster.add_to(group)
    return group


st.set_page_config(layout="wide")
frame = records()
labels = places.read_sectors(FOLDER)
sectors = st.sidebar.multiselect(
    "Sector",
    sorted(labels, key=labels.__getitem__),
    format_func=lambda code: f"{labels[code]} ({frame[code].sum()})",
    key="sector",
)
found = places.chosen(frame, sectors)
st.write(f"{len(found)} of {len(frame)} records")
with st.container(key="map"):
    st_folium(
        ground(),
        key="chart",
        height=640,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=markers(places.on_map(found)),
    )
st.dataframe(found[["id", "title", "status", "start"]].head(places.ROWS), hide_index=True)
