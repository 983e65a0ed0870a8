"""The dossier as PDF and DOCX: two pages, the page's facts, nothing lost in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import builders
import docx
import pytest
from docx.oxml.ns import qn
from export.conftest import Office
from export.making import check_pdf, links_of, squeezed, written
from pypdf import PdfReader
from territory import NORTH
from web.hostile import STORABLE
from web.hostile_folder import COMMUNITY, code as code_of, write

from projectmap.content.communities import CommunityContent, community
from projectmap.content.nodes import Entry, Fact, Section, text_of
from projectmap.data.load import load
from projectmap.export.dossier.docx_parts import TEMPLATE
from projectmap.export.dossier.fit import Heights, Plan, everything, shorter
from projectmap.export.registry import EXPORTS, write_export
from projectmap.export.request import ExportRequest
from projectmap.i18n import Translator, translator
from projectmap.markup import one_line
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.view import View

AIDARSKA, KREMINSKA = "UA44140090000072167", "UA44120030000094047"
SIVERSKODONETSKA, KOLOMYICHYSKA = "UA44120110000010163", "UA44100030000094890"
EMPTY = "UA44020030000055937"
SAMPLE = [
    (AIDARSKA, "uk"), (AIDARSKA, "en"), (KREMINSKA, "uk"), (SIVERSKODONETSKA, "en"),
    (KOLOMYICHYSKA, "uk"), (EMPTY, "en"),
]  # fmt: skip
"""Communities with much and little to say, and the language of each."""
DAY = date(2026, 11, 22)
SITE = "https://map.example.org/"
MAILBOX = "office@example.org"
DOSSIERS = tuple(name for name, export in EXPORTS.items() if export.about_community)


def made(name: str, register: Register, code: str, t: Translator, **changes: Any) -> bytes:
    fields = {"view": View(), "base_url": SITE, "contact": MAILBOX, "day": DAY} | changes
    fields["view"] = replace(fields["view"], community=(code,))
    return written(write_export, register, ExportRequest(name, language=t.language, **fields))


@cache
def real(name: str, register: Register, code: str, t: Translator) -> bytes:
    """One of the dossiers of :data:`SAMPLE`, made once for all tests."""
    return made(name, register, code, t)


def pdf(register: Register, code: str, t: Translator, **changes: Any) -> PdfReader:
    return PdfReader(
        BytesIO((made if changes else real)("dossier.pdf", register, code, t, **changes))
    )


def word(register: Register, code: str, t: Translator, **changes: Any) -> Any:
    found = (made if changes else real)("dossier.docx", register, code, t, **changes)
    return docx.Document(BytesIO(found))


def content(
    register: Register, code: str, t: Translator, asof: date | None = None
) -> CommunityContent:
    return community(Labels(register, t), code, asof, MAILBOX)


def lists(found: CommunityContent) -> list[Section]:
    """The sections whose entries are listed."""
    return [inner for section in found.lists for inner in section.sections or (section,)]


def entries(found: CommunityContent) -> list[Entry]:
    return [entry for section in lists(found) for entry in section.entries]


def text_of_pdf(found: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in found.pages))


def text_of_document(document: Any) -> str:
    """All texts of the body, in their order, links included."""
    return "".join(
        "\n" if item.tag == qn("w:p") else item.text or ""
        for item in document.element.body.iter(qn("w:p"), qn("w:t"))
    )


def without(texts: Iterable[str], text: str) -> list[str]:
    """Those of ``texts`` that ``text`` does not have."""
    return [one for one in texts if squeezed(one_line(one)) not in text]


def texts_of_fact(fact: Fact) -> list[str]:
    return [fact.label, fact.text, fact.note]


def texts_of_head(found: CommunityContent) -> list[str]:
    """All that is said besides the lists."""
    facts = (*found.facts, *found.figures.facts, *found.sources_section.facts)
    table = [text_of(cell) for table in found.figures.tables for row in table.rows for cell in row]
    periods = chain.from_iterable((one.time, one.name) for one in found.history)
    return [
        found.name, found.status.title, *found.notices, *found.edition, *found.credit, MAILBOX,
        *chain.from_iterable(map(texts_of_fact, facts)), *table, *periods,
        *(text for part in lists(found) for text in (part.title, part.caution)),
        *(part.empty for part in lists(found) if not part.entries),
    ]  # fmt: skip


@pytest.mark.parametrize("name", DOSSIERS)
def test_every_stated_fact_of_a_record_stands_in_it(
    mixed: Register, t: Translator, name: str
) -> None:
    """Where there is room, that is; of the summaries as well."""
    found = made(name, mixed, NORTH, t)
    text = (
        text_of_pdf(PdfReader(BytesIO(found)))
        if name.endswith("pdf")
        else squeezed(text_of_document(docx.Document(BytesIO(found))))
    )
    full = next(entry for entry in entries(content(mixed, NORTH, t)) if entry.id == "TEST-FULL")
    assert {"implementers", "channels", "partners", "programme", "beneficiaries", "parts"} <= {
        fact.key for fact in full.facts
    }
    for entry in entries(content(mixed, NORTH, t)):
        stated = chain.from_iterable(map(texts_of_fact, entry.facts))
        assert without([entry.title, entry.summary, *stated], text) == []


# --- PDF --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "language"), SAMPLE)
def test_two_pages_that_say_what_the_register_says(
    register: Register, code: str, language: str
) -> None:
    t = translator(language)
    found, said = pdf(register, code, t), content(register, code, t)
    assert len(found.pages) == 2
    text = text_of_pdf(found)
    assert without([*texts_of_head(said), t.day(DAY)], text) == []
    left_out = without([entry.id for entry in entries(said)], text)
    more = "and {n} more: on the community’s page"
    counted = sum(n * text.count(squeezed(t.plural(more, more, n))) for n in range(1, 100))
    # Rows of the List that find no room are counted in the same words.
    assert counted >= len(left_out), "what finds no room is counted"


def test_the_file_states_title_language_and_date(register: Register, t: Translator) -> None:
    title = t("{name}: dossier", name=content(register, AIDARSKA, t).title)
    check_pdf(pdf(register, AIDARSKA, t), title, t.language, DAY)


def test_links_lead_to_the_site_and_the_sources(register: Register) -> None:
    t = translator("en")
    view = View(asof=date(2022, 3, 1), sector=("media",))
    found, said = pdf(register, AIDARSKA, t, view=view), content(register, AIDARSKA, t)
    addresses = links_of(found)
    assert f"mailto:{MAILBOX}" in addresses
    fields = f"community={AIDARSKA}&asof=2022-03-01&lang={t.language}"
    assert f"{SITE}communities?{fields}" in addresses
    assert f"{SITE}?asof=2022-03-01&project=P001&lang={t.language}" in addresses
    assert {item.url for item in said.sources if item.url} <= addresses
    assert not any("media" in item for item in addresses)


def test_without_a_site_no_link_leads_to_it(register: Register) -> None:
    t = translator("uk")
    for address in (None, "http://localhost:8501/"):
        found = pdf(register, EMPTY, t, base_url=address, contact=None)
        assert len(found.pages) == 2
        images = sum(len(page.images) for page in found.pages)
        assert images == 0
        if address is None:
            assert not any("community" in item for item in links_of(found))
        assert squeezed(t("Contact")) not in text_of_pdf(found)


@pytest.mark.parametrize("name", DOSSIERS)
def test_no_community_is_an_error(register: Register, t: Translator, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        made(name, register, "UA44140090000000000", t)


# --- What has no room -------------------------------------------------------------------------


def heavy(count: int) -> Register:
    texts = {"summary_uk": "Довгий опис. " * 60, "summary_en": "A long summary. " * 60}
    return builders.make_register(
        projects=[
            *(builders.project(f"TEST-{n:03}", **texts) for n in range(count)),
            *(builders.undated(f"TEST-U{n:03}", **texts, kind="need") for n in range(count)),
        ],
        partnerships=[builders.partnership(f"TEST-R{n:03}", **texts) for n in range(count)],
    )


def test_what_has_no_room_is_counted() -> None:
    t = translator("uk")
    found = pdf(heavy(40), NORTH, t)
    assert len(found.pages) == 2
    text = text_of_pdf(found)
    said = "and {n} more: on the community’s page"
    pattern = re.escape(squeezed(t.plural(said, said, 5))).replace("5", r"(\d+)")
    left_out = [int(number) for number in re.findall(pattern, text)]
    named = [
        len(set(re.findall(expression, text)))
        for expression in (r"TEST\d\d\d", r"TESTU\d\d\d", r"TESTR\d\d\d")
    ]
    assert all(named)
    assert sorted(40 - number for number in named) == sorted(left_out)


def test_summaries_go_before_records() -> None:
    t = translator("en")
    found = pdf(heavy(8), NORTH, t)
    text = text_of_pdf(found)
    assert len(found.pages) == 2
    assert len(set(re.findall(r"TEST[UR]?\d\d\d", text))) == 24


def test_every_plan_says_less_and_the_last_one_says_nothing_more() -> None:
    columns = {"main": {"needs": 30, "after": 30}, "side": {"partnerships": 30, "figures": 5}}
    full = Heights(900.0, 250.0, 90.0, {"main": 900.0, "side": 900.0}, 150.0)
    plan: Plan = everything(columns)
    count = 0
    while (less := shorter(plan, full, 60)) != plan:
        assert all(less.shown[key] <= plan.shown[key] for key in plan.shown)
        assert all(less.summaries[key] <= plan.summaries[key] for key in plan.summaries)
        assert less.rows <= plan.rows
        plan, count = less, count + 1
        assert count < 200
    assert not any(plan.shown.values())
    assert plan.rows == 0
    assert not plan.settlements
    roomy = Heights(100.0, 250.0, 90.0, {"main": 100.0, "side": 100.0}, 150.0)
    assert shorter(everything(columns), roomy, 60) == everything(columns)


# --- DOCX -------------------------------------------------------------------------------------


def tables(document: Any) -> list[list[list[str]]]:
    return [[[words_in(cell) for cell in row.cells] for row in table.rows]
            for table in document.tables]  # fmt: skip


def words_in(cell: Any) -> str:
    return "".join(item.text or "" for item in cell._tc.iter(qn("w:t")))  # noqa: SLF001


@pytest.mark.parametrize(("code", "language"), SAMPLE)
def test_the_document_carries_all(register: Register, code: str, language: str) -> None:
    t = translator(language)
    document, said = word(register, code, t), content(register, code, t)
    footer = "".join(run.text for run in document.sections[0].footer.paragraphs[0].runs)
    text = squeezed(text_of_document(document) + footer)
    rows = (row for period in said.history for row in period.rows)
    records = (
        [entry.title, entry.summary, *chain.from_iterable(map(texts_of_fact, entry.facts))]
        for entry in entries(said)
    )
    for table in said.figures.tables:
        cells = [list(table.heads), *([text_of(cell) for cell in row] for row in table.rows)]
        assert cells in tables(document)
    texts = [
        *texts_of_head(said), *chain.from_iterable(records), *(row.wording for row in rows),
        *(text_of(name) for name in said.settlements), said.outlined,
        *(text for source in said.sources for text in (source.title, source.details)),
    ]  # fmt: skip
    assert without(texts, text) == []


def test_the_template_has_every_style_and_the_document_no_other(register: Register) -> None:
    """A designer restyles the template alone: no run or paragraph sets its own look."""
    document = word(register, KREMINSKA, translator("uk"))
    body = document.element.body
    own = {item.tag for name in ("w:rPr", "w:pPr") for found in body.iter(qn(name))
           for item in found}  # fmt: skip
    assert own <= {qn(f"w:{name}") for name in ("rStyle", "pStyle", "lang", "shd", "keepNext")}
    names = {style.style_id for style in docx.Document(str(TEMPLATE)).styles}
    used = {item.get(qn("w:val")) for name in ("w:rStyle", "w:pStyle", "w:tblStyle")
            for item in body.iter(qn(name))}  # fmt: skip
    assert used <= names
    assert "{edition}" in docx.Document(str(TEMPLATE)).sections[0].footer.paragraphs[0].text


def test_headings_lists_and_tables_are_real(register: Register) -> None:
    t = translator("uk")
    document, said = word(register, KREMINSKA, t), content(register, KREMINSKA, t)
    styles = [(item.style.name, words_of_paragraph(item)) for item in document.paragraphs]
    assert [text for name, text in styles if name == "Title"] == [said.name]
    first = [text for name, text in styles if name == "Heading 1"]
    for part in said.lists:
        assert part.title in first
    records = [entry.title for entry in entries(said)]
    below = [text for name, text in styles if name in {"Heading 2", "Heading 3"}]
    assert all(any(text.startswith(title) for text in below) for title in records)
    assert [name for name, _ in styles].count("List Number") == len(said.sources)
    headed = [table for table in document.tables
              if table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None]  # noqa: SLF001  # fmt: skip
    assert len(headed) == 2


def words_of_paragraph(paragraph: Any) -> str:
    return "".join(item.text or "" for item in paragraph._p.iter(qn("w:t")))  # noqa: SLF001


def test_the_document_states_title_and_language(register: Register, t: Translator) -> None:
    document, said = word(register, AIDARSKA, t), content(register, AIDARSKA, t)
    about = document.core_properties
    language = {"uk": "uk-UA", "en": "en-GB"}[t.language]
    assert (about.title, about.language) == (t("{name}: dossier", name=said.title), language)
    assert (about.author, about.comments, about.last_modified_by) == ("", "", "")
    assert about.created.date() == DAY
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert defaults.find(f".//{qn('w:lang')}").get(qn("w:val")) == language
    assert {item._inline.docPr.get("descr") for item in document.inline_shapes} == {  # noqa: SLF001
        t("QR code of the community’s page"),
        t(
            "Map of the communities of Luhansk oblast; the {name} community is marked, {raion} "
            "is outlined.",
            name=t.pick("Айдарська", "Aidarska"),
            raion=t.pick("Старобільський район", "Starobilskyi raion"),
        ),
    }
    footer = words_of_paragraph(document.sections[0].footer.paragraphs[0])
    assert ", ".join((*said.edition, t("file created on {day}", day=t.day(DAY)))) in footer
    fields_ = document.sections[0].footer._element.iter(qn("w:fldSimple"))  # noqa: SLF001
    assert [item.get(qn("w:instr")) for item in fields_] == ["PAGE", "NUMPAGES"]


def test_links_of_the_document_lead_somewhere(register: Register, t: Translator) -> None:
    document = word(register, AIDARSKA, t)
    outside = {item.target_ref for item in document.part.rels.values() if item.is_external}
    assert f"{SITE}communities?community={AIDARSKA}&lang={t.language}" in outside
    assert f"mailto:{MAILBOX}" in outside
    body = document.element.body
    marks = {item.get(qn("w:name")) for item in body.iter(qn("w:bookmarkStart"))}
    anchors = {item.get(qn("w:anchor")) for item in body.iter(qn("w:hyperlink"))} - {None}
    assert anchors == marks


def test_an_office_program_opens_the_document(register: Register, office: Office) -> None:
    t = translator("uk")
    files = {"dossier.docx": real("dossier.docx", register, AIDARSKA, t)}
    result = office(files, "pdf")["dossier.docx"]
    said = content(register, AIDARSKA, t)
    titles = [entry.title for entry in entries(said)]
    assert without([*texts_of_head(said), *titles], text_of_pdf(PdfReader(result))) == []


# --- Nothing known, and hostile data ----------------------------------------------------------


def test_a_community_without_any_record_says_so(t: Translator) -> None:
    register = builders.make_register(projects=[], partnerships=[])
    found = pdf(register, NORTH, t, base_url=None, contact=None)
    document = word(register, NORTH, t, base_url=None, contact=None)
    assert len(found.pages) == 2
    for text in (text_of_pdf(found), squeezed(text_of_document(document))):
        for said in (
            "No needs of this community are recorded.",
            "No projects in this community are recorded.",
            "No partnerships of this community are recorded.",
            "No events in this community are recorded.",
            "No records for this place.",
            "No records or partnerships here, so no sources.",
            "not stated",
        ):
            assert squeezed(t(said)) in text


_STORABLE = list(STORABLE.values())
MARKUP = {
    "Typst": '#panic("x") $x$ *b* _i_ `c` @ref <label> \\ = // /* #{ ] [ #import "/etc/passwd"',
    "a long word": "ґ" * 4000,
    "long words": ("Слово" * 30 + " ") * 25,
    "turned around, and noncharacters": "\u202eobern\u2066eno\u2069 \ufffe\uffff",
    **{f"others {n}": " ".join(_STORABLE[n::3]) for n in range(3)},
}


@pytest.mark.parametrize("text", MARKUP.values(), ids=MARKUP)
def test_hostile_data_is_text(tmp_path: Path, text: str) -> None:
    register, t = load(write(tmp_path, [text])), translator("en")
    here = code_of(0, COMMUNITY)
    found = pdf(register, here, t)
    assert len(found.pages) == 2
    shown = squeezed(one_line(text))[:100]
    made_xml = made("dossier.docx", register, here, t)
    document = docx.Document(BytesIO(made_xml))
    assert squeezed(one_line(text)) in squeezed(text_of_document(document))
    if shown.isascii() and '"' not in shown:
        assert shown in text_of_pdf(found)
    with ZipFile(BytesIO(made_xml)) as whole_file:
        for name in whole_file.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(whole_file.read(name))  # noqa: S314 - our own file, just made
