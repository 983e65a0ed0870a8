"""Every tile source: its layer, names, credit, and an address that tiles come from."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from projectmap.i18n import LANGUAGES, translator
from projectmap.map import tiles
from projectmap.map.layers import layer_names
from projectmap.model.codes import TILE_LAYERS
from projectmap.query.view import DEFAULT_LAYERS
from projectmap.web.middleware import MAP_POLICY, PAGE_POLICY


def test_each_layer_of_images_has_one_source() -> None:
    layers = [source.layer for source in tiles.SOURCES]
    assert len(layers) == len(set(layers))
    assert set(layers) == TILE_LAYERS


@pytest.mark.parametrize("source", tiles.SOURCES, ids=lambda source: source.layer)
def test_a_source(source: tiles.TileSource) -> None:
    assert source.layer not in DEFAULT_LAYERS
    fields = [name for _, name, _, _ in Formatter().parse(source.address) if name]
    assert sorted(fields) == ["x", "y", "z"]
    assert source.address.startswith(f"{source.host}/")
    assert re.fullmatch(r"https://[a-z0-9.-]+", source.host)
    assert 0 < source.max_zoom <= 22
    for texts in (source.label, source.credit):
        assert set(texts) == set(LANGUAGES)
        assert all(text == text.strip() != "" for text in texts.values())
    for language in LANGUAGES:
        t = translator(language)
        assert layer_names(t)[source.layer] == source.label[language]
        assert source.texts(t)["credit"] == source.credit[language]
    # Only the map may ask for its images.
    assert source.host in MAP_POLICY
    assert source.host not in PAGE_POLICY
