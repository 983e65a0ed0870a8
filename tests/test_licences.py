"""Every package that the app installs has a licence that lets anyone use and pass it on."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest
from each import each

LOCK = Path(__file__).resolve().parents[1] / "requirements.txt"
PACKAGES = sorted(re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text("utf-8"), re.MULTILINE))
ALLOWED = re.compile(
    r"\b(MIT|MIT-CMU|BSD|BSD-[23]-Clause|0BSD|3-Clause BSD|Apache|ISC|Zlib|CC0-1\.0|PSF-2\.0"
    r"|Python Software Foundation|MPL[- ]2\.0)\b"
)
READ_BY_HAND = {
    "streamlit-folium": "MIT",  # says so in its repository only
    "xstatic-leaflet": "BSD-2-Clause",  # “same as Leaflet”
}


def licence(package: str) -> str:
    """What the package says of its licence, one line."""
    found = metadata.metadata(package)
    classifiers = [
        name.rpartition("::")[2].strip()
        for name in found.get_all("Classifier") or []
        if name.startswith("License ::")
    ]
    stated = [found.get("License-Expression"), *classifiers, found.get("License")]
    return next((text.partition("\n")[0] for text in stated if text), "")


def allowed(text: str) -> bool:
    return ALLOWED.search(text) is not None and "GPL" not in text


def test_the_lock_file_names_packages() -> None:
    assert len(PACKAGES) > 30


@each(PACKAGES)
def test_the_licence_of_a_package_is_on_the_list(package: str) -> None:
    try:
        stated = READ_BY_HAND.get(package) or licence(package)
    except metadata.PackageNotFoundError:
        pytest.skip("for another operating system")
    assert allowed(stated), stated


@pytest.mark.parametrize("text", ["", "GPL-3.0-only", "LGPL-3.0", "AGPL-3.0 OR MIT", "Proprietary"])
def test_other_licences_are_not(text: str) -> None:
    assert not allowed(text)
