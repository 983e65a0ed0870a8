"""Brings the gettext catalogues up to date with the texts in the code.

Usage: python tools/catalogues.py

Collects every text, keeps the translations that are there, and writes locale/*/…/projectmap.po.
English is the texts themselves; a new Ukrainian text is left empty for a person to write, and
the tests fail until that is done.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "projectmap"
KEYWORDS = {"t": None, "N_": None, "plural": (1, 2)}
METHODS = [("**.py", "python")]


def main() -> None:
    """Update both catalogues in place."""
    for language in ("uk", "en"):
        path = SOURCE / "locale" / language / "LC_MESSAGES" / "projectmap.po"
        known = Catalog(locale=language)
        if path.exists():
            with path.open("rb") as file:
                known = read_po(file, locale=language)
        fresh = Catalog(locale=language, project="projectmap", charset="utf-8", fuzzy=False)
        for name, _, message, _, context in extract_from_dir(
            SOURCE, METHODS, keywords=KEYWORDS, comment_tags=()
        ):
            fresh.add(message, locations=[(name, 0)], context=context)
        for message in list(fresh):
            if not message.id:
                continue
            before = known.get(message.id)
            if before is not None and before.string:
                message.string = before.string
            elif language == "en":
                message.string = message.id
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(
                file, fresh, width=100, sort_output=True, include_lineno=False, no_location=True
            )
        missing = sum(1 for message in fresh if message.id and not _complete(message.string))
        print(f"{language}: {len(fresh)} texts, {missing} without translation")


def _complete(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    main()
