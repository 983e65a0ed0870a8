"""Texts that try to be more than text: the rows of ``hostile.csv``.

A text stands there as JSON writes it, so that each of its letters can be seen.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

_TABLE = Path(__file__).with_suffix(".csv").read_text("utf-8")
_ROWS = list(csv.DictReader(_TABLE.splitlines()))

HOSTILE: Mapping[str, str] = {row["name"]: json.loads(row["text"]) for row in _ROWS}
"""Hostile texts by what they try."""

GROUPS: Mapping[str, str] = {row["name"]: row["group"] for row in _ROWS}
"""What each is meant for."""

STORABLE = {
    name: text
    for name, text in HOSTILE.items()
    if not any(ord(letter) < ord(" ") and letter not in "\n\t" for letter in text)
}
"""Those that a record may hold: its texts have no control characters."""

ONE_OF_EACH = [*{GROUPS[name]: name for name in reversed(STORABLE)}.values()]
"""The name of one of each group: a sample where each text takes long."""
