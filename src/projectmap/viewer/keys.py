"""The keys of the stage, one record of ``keys.json`` each.

``action`` is a function of ``scripts/stage.js``. ``keys`` are what the browser calls them: by what
they write, or, for letters, by where they lie (``KeyB``), which is the same in every alphabet.
``shown`` and ``label`` (by language) say it to people: on the stage (H) and on the page "Present".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class StageKey:
    """What one or more keys do."""

    action: str
    keys: tuple[str, ...]
    shown: str
    label: Mapping[str, str]


def _read() -> tuple[StageKey, ...]:
    text = resources.files("projectmap.viewer").joinpath("keys.json").read_text("utf-8")
    return tuple(StageKey(**{**item, "keys": tuple(item["keys"])}) for item in json.loads(text))


KEYS = _read()
