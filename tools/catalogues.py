"""Brings the catalogues up to date with the texts in the code.

Usage: python tools/catalogues.py

Collects every text, keeps the translations that are there and writes locale/…/projectmap.po.
A new language begins with an empty file of that name.
A new text is left empty for a person to translate, and the tests fail until that is done. English
needs no catalogue: the texts in the code are the English ones.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "projectmap"
CATALOGUES = tuple(SOURCE.glob("locale/*/LC_MESSAGES/projectmap.po"))
KEYWORDS = {"t": None, "N_": None, "plural": (1, 2)}
METHODS = [("**.py", "python")]
HEADERS = {"Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
"""What readers of the file need; dates and placeholders would only make every change conflict."""


def main() -> None:
    """Update the catalogues in place and say how many texts lack a translation."""
    for path in CATALOGUES:
        _update(path, path.parts[-3])


def _update(path: Path, language: str) -> None:
    with path.open("rb") as file:
        known = read_po(file, locale=language)
    fresh = _Catalog(locale=language, fuzzy=False, header_comment="")
    for _, _, message, _, _ in extract_from_dir(SOURCE, METHODS, keywords=KEYWORDS):
        before = known.get(message)
        fresh.add(message, before.string if before is not None else "")
    written = BytesIO()
    write_po(written, fresh, width=100, sort_output=True, no_location=True)
    path.write_bytes(written.getvalue().lstrip())
    missing = sum(1 for message in fresh if message.id and not _complete(message.string))
    print(f"{language}: {len(fresh)} texts, {missing} without translation")


class _Catalog(Catalog):
    """A catalogue with the headers that its readers need."""

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        return [header for header in super()._get_mime_headers() if header[0] in HEADERS]

    mime_headers = property(_get_mime_headers, Catalog._set_mime_headers)  # noqa: SLF001


def _complete(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    main()
