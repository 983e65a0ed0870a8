"""Tile sources: images of other hosts that the map can show, one record of ``tiles.json`` each.

A source is asked only after somebody has switched its layer on. Its record gives the switch, the
credit and the host that the map's policy allows; its layer is one of
:class:`projectmap.model.codes.Layer`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from projectmap.i18n import Translator
from projectmap.map.scripts import read
from projectmap.model.codes import Layer


@dataclass(frozen=True, slots=True)
class TileSource:
    """One source of tiles in Web Mercator."""

    layer: Layer
    label: Mapping[str, str]
    """The name of the switch, in Ukrainian (``uk``) and English (``en``)."""
    address: str
    """With ``{z}``, ``{x}`` and ``{y}``."""
    max_zoom: int
    credit: Mapping[str, str]
    """What the source's terms ask to be named, likewise."""

    @property
    def host(self) -> str:
        """The origin that tiles are asked of."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def texts(self, t: Translator) -> dict[str, object]:
        """What the map's script needs."""
        return {
            "layer": self.layer,
            "address": self.address,
            "max_zoom": self.max_zoom,
            "credit": t.pick(**self.credit),
        }


SOURCES = tuple(
    TileSource(**{**item, "layer": Layer(item["layer"])})
    for item in json.loads(read("map/tiles.json"))
)
HOSTS = tuple(dict.fromkeys(source.host for source in SOURCES))
