"""The same task with pydeck: a layer of points over the outlines, drawn by WebGL."""

import math
import os
from pathlib import Path
from typing import Any

import pandas as pd
import places
import pydeck
import streamlit as st

FOLDER = Path(os.environ["PROJECTMAP_GEODATA"])
# Pixels of the map, the width roughly. (A comment: Streamlit would write a string that stands alone
# to the page.)
HEIGHT, WIDTH = 640, 1000


@st.cache_data(show_spinner=False)
def records() -> pd.DataFrame:
    """The records, read once."""
    return places.read_records(FOLDER)


@st.cache_data(show_spinner=False)
def outlines() -> tuple[dict[str, Any], tuple[float, float, float, float]]:
    """The communities, with colours as deck.gl wants them, and how far they reach; read once."""
    found = places.read_outlines(FOLDER)
    for item in found["features"]:
        fill = item["properties"]["fill"]
        item["properties"]["fill"] = [int(fill[at : at + 2], 16) for at in (1, 3, 5)]
    return found, places.bounds(found)


def deck(shown: pd.DataFrame) -> pydeck.Deck:
    """The map; of the records only what it needs travels."""
    areas, (west, south, east, north) = outlines()
    scale = max((east - west) / WIDTH, 1.6 * (north - south) / HEIGHT)
    view = pydeck.ViewState(
        longitude=(west + east) / 2,
        latitude=(south + north) / 2,
        zoom=math.log2(360 / 512 / scale),
    )
    ground = pydeck.Layer(
        "GeoJsonLayer",
        areas,
        get_fill_color="properties.fill",
        get_line_color=[255, 255, 255],
        line_width_min_pixels=1,
    )
    points = pydeck.Layer(
        "ScatterplotLayer",
        shown[["lon", "lat", "title"]],
        get_position=["lon", "lat"],
        get_fill_color=[31, 95, 168, 160],
        get_radius=4,
        radius_units="'pixels'",
        pickable=True,
    )
    return pydeck.Deck(
        [ground, points], initial_view_state=view, map_provider=None, tooltip={"text": "{title}"}
    )


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
    st.pydeck_chart(deck(places.on_map(found)), height=HEIGHT, key="chart")
st.dataframe(found[["id", "title", "status", "start"]].head(places.ROWS), hide_index=True)
