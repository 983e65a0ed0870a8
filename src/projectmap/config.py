"""Settings from the environment, read once at start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment may set."""

    geodata: Path
    """Folder of the data, ``PROJECTMAP_GEODATA``; the shipped ``geodata/`` by default."""
    contact: str | None
    """Office mailbox or link shown on pages, ``PROJECTMAP_CONTACT``; none by default."""


def settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings that ``environ`` gives."""
    return Settings(
        geodata=Path(environ.get("PROJECTMAP_GEODATA") or ROOT / "geodata"),
        contact=environ.get("PROJECTMAP_CONTACT") or None,
    )
