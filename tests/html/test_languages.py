"""Every page keeps to its language: Cyrillic in English only where marked, and the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from web.reading import Node, read

from projectmap import html
from projectmap.html.dossier import dossier
from projectmap.html.status import status_table
from projectmap.html.status_chart import over_time
from projectmap.i18n import LANGUAGES, LOCALE_DIR, translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.rows import BY_KEY
from projectmap.query.shown import Shown
from projectmap.query.view import View
from projectmap.web.plain import plain_list

CYRILLIC = re.compile("[А-Яа-яІіЇїЄєҐґ]")
SAID = ("title", "aria-label", "alt", "placeholder")
QUOTES = {"title_uk"}
"""Columns that are in Ukrainian by their name."""


def texts(node: Node, language: str) -> Iterator[str]:
    """What is read in the page's own language: texts, and attributes that are said."""
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.attributes.get("lang") in {None, language}:
            yield from (said for name in SAID if (said := child.attributes.get(name)))
            yield from texts(child, language)


def parts(register: Register, language: str) -> Iterator[str]:
    """All that pages say of the whole register."""
    t = translator(language)
    labels = Labels(register, t)
    everything = View(lang=language, column=tuple(set(BY_KEY) - QUOTES))
    shown = Shown(labels, everything)
    yield html.count_line(shown)
    yield html.legend(shown)
    yield html.key_figures(shown)
    yield html.column_table(shown, shown.selection.rows.tolist())
    yield html.record_table(shown, shown.selection.rows.tolist(), on_map=True)
    yield html.partnership_table(shown, register.partnerships)
    yield from (html.record_details(shown, item) for item in register.projects)
    yield from (html.partnership_details(shown, item) for item in register.partnerships)
    for code in register.communities:
        yield html.place_details(shown, code)
        yield dossier(shown, code, None)
    for day in (date(2022, 2, 23), register.edition):
        yield status_table(Shown(labels, View(asof=day)))
        yield over_time(labels, day)
    yield plain_list(register, everything, [], t, None).partition("\n")[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_keeps_to_itself(register: Register, language: str) -> None:
    catalogue = (LOCALE_DIR / "uk" / "LC_MESSAGES" / "projectmap.po").read_text("utf-8")
    english = set(re.findall(r'^msgid "(.*[a-z] [a-z].*)"$', catalogue, re.MULTILINE))
    assert len(english) > 300
    foreign = {
        text.strip()
        for part in parts(register, language)
        for text in texts(read(part), language)
        if (CYRILLIC.search(text) if language == "en" else text.strip() in english)
    }
    assert not foreign - ({"Українська"} if language == "en" else set())
