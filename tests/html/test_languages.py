"""Pages and files keep to their language: what is in the other one is marked or quoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from types import MappingProxyType
from zipfile import ZipFile

import pytest
from export.making import blank, written
from lxml import etree
from web.reading import Node, read

from projectmap.export.registry import write_export
from projectmap.export.request import DeckLength, ExportRequest
from projectmap.export.slides import front
from projectmap.html import figures, places, records
from projectmap.html.dossier import dossier
from projectmap.html.status import status_table
from projectmap.html.status_chart import over_time
from projectmap.i18n import LANGUAGES, LOCALE_DIR, translator
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.columns import BY_KEY
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
    yield figures.count_line(shown)
    yield figures.legend(shown)
    yield figures.key_figures(shown)
    yield records.column_table(shown, shown.selection.rows.tolist())
    yield records.record_table(shown, shown.selection.rows.tolist(), on_map=True)
    yield places.partnership_table(shown, register.partnerships)
    yield from (records.record_details(shown, item) for item in register.projects)
    yield from (places.partnership_details(shown, item) for item in register.partnerships)
    for code in register.communities:
        yield places.place_details(shown, code)
        yield dossier(shown, code, None)
    for day in (date(2022, 2, 23), register.edition):
        yield status_table(Shown(labels, View(asof=day)))
        yield over_time(labels, day)
    yield plain_list(Shown(Labels(register, t), everything), [], None).partition("\n")[2]


def pages(register: Register, language: str) -> Iterator[str]:
    """What is read on the pages."""
    for part in parts(register, language):
        yield from texts(read(part), language)


READ_OUT = etree.XPath(
    "//*[local-name()='t' or local-name()='v' or local-name()='fld']/text()"
    "| //*[local-name()='docPr' or local-name()='cNvPr']/@descr | //@title"
)
MARKS = etree.XPath(
    "(.. | ancestor::*[local-name()='r']/*[local-name()='rPr'])"
    "/descendant-or-self::*/@*[local-name()='lang' or local-name(..)='lang']"
)


def office(
    name: str, view: View, register: Register, language: str, *, deck: DeckLength = DeckLength.SHORT
) -> Iterator[str]:
    """What is read in an Office file, but what is marked as the other language's."""
    request = ExportRequest(name, replace(view, lang=language), language, MADE, SITE, deck=deck)
    places = register.communities.values()
    quoted = {item.title_uk for item in (*register.projects, *register.partnerships)}
    quoted |= {name for item in places for name in (item.name_uk, item.raion_name_uk)}
    with ZipFile(BytesIO(written(write_export, register, request))) as file:
        for part in file.namelist():
            if not part.endswith(".xml"):
                continue
            for text in READ_OUT(etree.fromstring(file.read(part))):
                marks = MARKS(text.getparent())
                columns = name.endswith("xlsx") and text in quoted
                if not columns and all(mark.startswith(language) for mark in marks):
                    yield re.sub("“[^”]*”", "“…”", text)


MADE = date(2026, 11, 22)
SITE = "https://example.org/map/"
WATER, AIDARSKA = View(sector=("water",)), View(community=("UA44140090000072167",))
SINKS: Mapping[str, Callable[[Register, str], Iterator[str]]] = MappingProxyType(
    {
        "pages": pages,
        "a short deck": partial(office, "slides.pptx", WATER),
        "a long deck": partial(office, "slides.pptx", WATER, deck=DeckLength.LONG),
        "records": partial(office, "projects.xlsx", View()),
        "partnerships": partial(office, "partnerships.xlsx", View()),
        "statuses": partial(office, "status.xlsx", View()),
        "a dossier": partial(office, "dossier.docx", AIDARSKA),
    }
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sink", SINKS)
def test_each_language_keeps_to_itself(
    register: Register, monkeypatch: pytest.MonkeyPatch, sink: str, language: str
) -> None:
    monkeypatch.setattr(front, "map_picture", blank)
    monkeypatch.setattr(front, "partners_picture", blank)
    catalogue = (LOCALE_DIR / "uk" / "LC_MESSAGES" / "projectmap.po").read_text("utf-8")
    english = set(re.findall(r'^msgid "(.*[a-z] [a-z].*)"$', catalogue, re.MULTILINE))
    assert len(english) > 300
    said = {text.strip() for text in SINKS[sink](register, language)}
    assert len(said) > 50
    foreign = {
        text for text in said if (CYRILLIC.search(text) if language == "en" else text in english)
    }
    assert not foreign - ({"Українська"} if language == "en" else set())
