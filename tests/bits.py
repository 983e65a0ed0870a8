"""Flags as the maps are given them."""

from base64 import b64decode


def bits(text: str) -> list[bool]:
    """The bits of a base64 text, most significant first."""
    data = b64decode(text, validate=True)
    return [bool(byte >> (7 - place) & 1) for byte in data for place in range(8)]
