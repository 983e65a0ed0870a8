"""The frame of the map: constant, without outside addresses, and closed to texts."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import Any

import folium
import pytest
from builders import shown
from each import each
from streamlit_folium import generate_js_hash, generate_leaflet_string
from territory import NORTH
from web.hostile import HOSTILE

from projectmap.map import render
from projectmap.map.layers import Scene, scene
from projectmap.model.register import Register
from projectmap.query.view import Layer, View
from projectmap.web.assets import asset

ASSETS = "../../assets"
SCENE = Scene(
    version="0123456789ab", content="0123456789ab", lang="uk", statuses="015", visible="+/9A==",
    partnerships=(0, 12, 3), layers=("status", "names"), selected=(NORTH,),
)  # fmt: skip


def key(made: folium.Map) -> str:
    """What the component takes for the map's identity: another one draws it again."""
    made.get_root().render()
    return generate_js_hash(generate_leaflet_string(made), "map_frame", return_on_hover=False)


def test_the_frame_is_the_same_map_at_every_run() -> None:
    assert len({key(render.frame(ASSETS)) for _ in range(5)}) == 1


def test_another_frame_would_be_another_map() -> None:
    other = render.frame(ASSETS)
    folium.Marker((49, 39)).add_to(other)
    assert key(other) != key(render.frame(ASSETS))


def test_what_the_frame_is_given_later_does_not_change_the_next_one() -> None:
    first = render.frame(ASSETS)
    render.overlay(SCENE).add_to(first)
    assert key(first) != key(render.frame(ASSETS))
    assert "show(" not in generate_leaflet_string(render.frame(ASSETS))


def test_everything_comes_from_our_own_assets() -> None:
    made = render.frame(ASSETS)
    addresses = [address for _, address in (*made.default_js, *made.default_css)]
    assert all(re.fullmatch(rf"{re.escape(ASSETS)}/[\w.]+", address) for address in addresses)
    render.overlay(SCENE).add_to(made)
    page = made.get_root().render()
    assert re.findall(r"https?:|[\"'(=]//", page) == []
    assert re.findall(r'(?:src|href)="([^"]*)"', page) == addresses


def test_the_frame_loads_only_assets_that_are_served() -> None:
    made = render.frame(ASSETS)
    for _, address in (*made.default_js, *made.default_css):
        assert asset(address.removeprefix(f"{ASSETS}/")) is not None


def test_a_plain_folium_map_would_ask_other_hosts() -> None:
    assert re.search("https://", folium.Map((49, 39)).get_root().render())


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("zoom", render.ZOOMS["communities"][1]),
        ("minZoom", render.ZOOMS["communities"][0]),
        ("maxZoom", render.ZOOMS["communities"][2]),
    ],
)
def test_the_browsers_map_has_the_limits_of_the_frame(option: str, value: int) -> None:
    script = generate_leaflet_string(render.frame(ASSETS))
    assert re.search(rf'"{option}": {value}\b', script)


def test_the_overlay_shows_the_scene() -> None:
    made = render.frame(ASSETS)
    render.overlay(SCENE).add_to(made)
    assert f"window.projectmap.communities.show({SCENE.as_json()});" in made.get_root().render()


def test_every_scene_of_the_real_data_is_let_through(register: Register) -> None:
    views = [
        View(),
        View(layer=()),
        View(layer=tuple(Layer), q="вода"),
        *(View(place=code) for code in [*register.communities, *register.settlements][::50]),
    ]
    for view in views:
        render.overlay(scene(shown(register, view)))


HARMLESS = {
    text for text in HOSTILE.values() if text == "}}" or re.fullmatch(r"[A-Za-z0-9_+/=.:,-]*", text)
}
"""Hostile elsewhere, in a table or an address: a script has them as letters between quotes."""


@each(
    product(
        ["version", "lang", "statuses", "visible", "selected", "layers"],
        [*(text for text in HOSTILE.values() if text not in HARMLESS), "{{", "{{x", "{{7}}",
         "{{config}}", " ", "'", '"', "\\", "<", "(", ";", "ї", "é", "\0"],
    )
)  # fmt: skip
def test_a_scene_with_anything_but_codes_is_refused(field: str, text: str) -> None:
    broken: Any = (text,) if field in {"layers", "selected"} else text
    with pytest.raises(ValueError, match="codes"):
        render.overlay(replace(SCENE, **{field: broken}))


@each(
    product(
        ["version", "lang", "statuses", "visible"],
        ["{", "}", "{1}", "][", "],[", "--", ":,", *sorted(HARMLESS)],
    )
)
def test_what_is_let_through_stays_what_it_is(field: str, text: str) -> None:
    """Braces that are no template's stand in the script as they are."""
    made = render.frame(ASSETS)
    changed = replace(SCENE, **{field: text})
    render.overlay(changed).add_to(made)
    assert f"window.projectmap.communities.show({changed.as_json()});" in made.get_root().render()
