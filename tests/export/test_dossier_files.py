"""The dossier as PDF and DOCX: two pages, the page's facts, nothing lost in silence."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
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
from builders import MIDDLE, NORTH, SOUTH, WEST
from docx.oxml.ns import qn
from export.making import written
from pypdf import PdfReader
from pypdf.generic import IndirectObject
from web.hostile import STORABLE

from projectmap.export.dossier.content import Dossier, cleaned, content
from projectmap.export.dossier.docx import write_dossier_docx
from projectmap.export.dossier.fit import Heights, Plan, shorter, whole
from projectmap.export.dossier.pdf import write_dossier_pdf
from projectmap.i18n import Translator, translator
from projectmap.model.register import Register
from projectmap.query.history import spells
from projectmap.query.index import index_of
from projectmap.query.view import View

AIDARSKA, KREMINSKA = "UA44140090000072167", "UA44120030000094047"
SIVERSKODONETSKA, KOLOMYICHYSKA = "UA44120110000010163", "UA44100030000094890"
EMPTY = "UA44020030000055937"
SAMPLE = (AIDARSKA, KREMINSKA, SIVERSKODONETSKA, KOLOMYICHYSKA, EMPTY)
DAY = date(2026, 11, 22)
SITE = "https://map.example.org/"
MAILBOX = "office@example.org"
NAMES = {"uk": "uk", "en": "en"}


@cache
def real(register: Register, code: str, language: str) -> PdfReader:
    return pdf(register, code, translator(language))


def pdf(register: Register, code: str, t: Translator, **changes: Any) -> PdfReader:
    return PdfReader(BytesIO(made(write_dossier_pdf, register, code, t, **changes)))


def word(register: Register, code: str, t: Translator, **changes: Any) -> Any:
    return docx.Document(BytesIO(made(write_dossier_docx, register, code, t, **changes)))


def made(write: Any, register: Register, code: str, t: Translator, **changes: Any) -> bytes:
    asked = {"view": View(), "base_url": SITE, "contact": MAILBOX} | changes
    return written(
        write, register, code, asked["view"], t, DAY, asked["base_url"], asked["contact"]
    )


def plain(register: Register, code: str, t: Translator, view: View | None = None) -> Dossier:
    return content(register, code, view or View(), t, DAY, SITE, MAILBOX)


def squeezed(text: str) -> str:
    """``text`` without blanks, hyphens and what marks places to break a word."""
    return re.sub(r"[\s\u00ad\u200b\u2010\xa0-]", "", text)


def text_of(found: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in found.pages))


def words_of(document: Any) -> str:
    """All texts of the body, in their order, links included."""
    return "".join(
        "\n" if item.tag == qn("w:p") else item.text or ""
        for item in document.element.body.iter(qn("w:p"), qn("w:t"))
    )


def all_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from chain.from_iterable(map(all_texts, value))
    elif is_dataclass(value):
        for item in fields(value):
            yield from all_texts(getattr(value, item.name))


# --- Figures ----------------------------------------------------------------------------------


def test_figures_are_those_of_the_register(register: Register, t: Translator) -> None:
    for code in register.communities:
        found = plain(register, code, t)
        count = int(index_of(register).facets["place"].mask([code]).sum())
        assert (found.table is None) == (count == 0)
        if found.table:
            assert found.table.rows[-1][-1] == t.number(count)
        assert len(found.status.spells) == len(spells(register, code))
        assert sum(spell.shown for spell in found.status.spells) == 1


# --- PDF --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", SAMPLE)
def test_two_pages_that_say_what_the_register_says(
    register: Register, t: Translator, code: str
) -> None:
    found, said = real(register, code, t.language), plain(register, code, t)
    assert len(found.pages) == 2
    text = text_of(found)
    for fact in (*said.facts, *said.figures, *said.backing):
        assert squeezed(fact.label) in text
        assert squeezed(fact.value) in text
    for row in said.table.rows if said.table else ():
        assert squeezed("".join(row)) in text
    for part in said.sections:
        assert squeezed(part.title) in text
        for group in part.groups:
            assert squeezed(group.name) in text
            assert squeezed(group.caution) in text
            assert group.entries or squeezed(group.empty) in text
            # All records of the register find room today; else it is said how many do not.
            assert all(squeezed(item.title) in text for item in group.entries)
            assert all(squeezed(item.id) in text for item in group.entries)
    for spell in said.status.spells:
        assert squeezed(spell.time) in text
        assert squeezed(spell.name) in text
    for other in (said.name, said.status.day, *said.status.notices, *said.edition, said.made,
                  *said.credit, said.link or "", MAILBOX):  # fmt: skip
        assert squeezed(other) in text


def test_the_file_tells_title_language_and_date(register: Register, t: Translator) -> None:
    found = real(register, AIDARSKA, t.language)
    assert found.metadata is not None
    assert found.metadata.title == plain(register, AIDARSKA, t).document_title
    assert found.metadata.author is None
    assert found.metadata.creation_date is not None
    assert found.metadata.creation_date.date() == DAY
    root = found.root_object
    assert root["/Lang"].lower().startswith(t.language)
    assert root["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in root


def test_fonts_are_embedded(register: Register) -> None:
    found = real(register, AIDARSKA, "uk")
    fonts = [font.get_object() for page in found.pages
             for font in page["/Resources"]["/Font"].values()]  # fmt: skip
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()
        assert "ProjectmapSans" in inner["/BaseFont"]
        descriptor = inner["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        assert isinstance(font.get("/ToUnicode"), IndirectObject) or "/ToUnicode" in font


def links(found: PdfReader) -> set[str]:
    notes = (note.get_object() for page in found.pages for note in page.get("/Annots", []))
    return {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}


def test_links_lead_to_the_site_and_the_sources(register: Register, t: Translator) -> None:
    view = View(asof=date(2022, 3, 1), sector=("media",))
    found, said = pdf(register, AIDARSKA, t, view=view), plain(register, AIDARSKA, t, view)
    addresses = links(found)
    assert f"mailto:{MAILBOX}" in addresses
    asked = f"community={AIDARSKA}&asof=2022-03-01&lang={t.language}"
    assert f"{SITE}communities?{asked}" in addresses
    assert f"{SITE}?asof=2022-03-01&project=P001&lang={t.language}" in addresses
    assert {item.address for item in said.sources if item.address} <= addresses
    assert not any("media" in item for item in addresses)


def test_without_a_site_no_link_leads_to_it(register: Register, t: Translator) -> None:
    for address in (None, "http://localhost:8501/"):
        found = pdf(register, EMPTY, t, base_url=address, contact=None)
        assert len(found.pages) == 2
        images = sum(len(page.images) for page in found.pages)
        assert images == 0
        if address is None:
            assert not any("community" in item for item in links(found))
        assert squeezed(t("No contact of the office is stated here.")) in text_of(found)


def test_equal_orders_give_equal_files(register: Register, t: Translator) -> None:
    for write in (write_dossier_pdf, write_dossier_docx):
        assert made(write, register, EMPTY, t) == made(write, register, EMPTY, t)


def test_an_unknown_code_is_an_error(register: Register, t: Translator) -> None:
    for write in (write_dossier_pdf, write_dossier_docx):
        with pytest.raises(KeyError):
            made(write, register, "UA44140090000000000", t)


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
    found = pdf(heavy(120), NORTH, t)
    assert len(found.pages) == 2
    text = text_of(found)
    said = "and {n} more: on the community’s page"
    pattern = re.escape(squeezed(t.plural(said, said, 5))).replace("5", r"(\d+)")
    left_out = [int(number) for number in re.findall(pattern, text)]
    named = [
        len(set(re.findall(expression, text)))
        for expression in (r"TEST\d\d\d", r"TESTU\d\d\d", r"TESTR\d\d\d")
    ]
    assert all(named)
    assert sorted(120 - number for number in named) == sorted(left_out)


def test_summaries_go_before_records() -> None:
    t = translator("en")
    found = pdf(heavy(8), NORTH, t)
    text = text_of(found)
    assert len(found.pages) == 2
    assert len(set(re.findall(r"TEST[UR]?\d\d\d", text))) == 24


def test_every_plan_says_less_and_the_last_one_says_nothing_more() -> None:
    t = translator("en")
    found = plain(heavy(30), NORTH, t)
    full = Heights(900.0, 250.0, 90.0, {"main": 900.0, "side": 900.0}, 150.0)
    plan: Plan = whole(found)
    seen = [plan]
    while (less := shorter(plan, found, full)) != plan:
        assert all(less.shown[key] <= plan.shown[key] for key in plan.shown)
        assert less.rows <= plan.rows
        plan = less
        seen.append(plan)
        assert len(seen) < 200
    assert not any(plan.shown.values())
    assert plan.rows == 0
    assert not plan.settlements
    roomy = Heights(100.0, 250.0, 90.0, {"main": 100.0, "side": 100.0}, 150.0)
    assert shorter(whole(found), found, roomy) == whole(found)


# --- DOCX -------------------------------------------------------------------------------------


def tables(document: Any) -> list[list[list[str]]]:
    return [[[words_in(cell) for cell in row.cells] for row in table.rows]
            for table in document.tables]  # fmt: skip


def words_in(cell: Any) -> str:
    return "".join(item.text or "" for item in cell._tc.iter(qn("w:t")))  # noqa: SLF001


@pytest.mark.parametrize("code", SAMPLE)
def test_the_document_carries_all(register: Register, t: Translator, code: str) -> None:
    document, said = word(register, code, t), plain(register, code, t)
    text = squeezed(words_of(document))
    skipped = {said.language, said.document_title, said.title, *(
        item.address for part in said.sections for group in part.groups for item in group.entries
    ), *(item.address for item in said.sources), said.contact[2]}  # fmt: skip
    lines = {item.line for part in said.sections for group in part.groups
             for item in group.entries}  # fmt: skip
    ids = {item.id for part in said.sections for group in part.groups for item in group.entries}
    footer = {*said.edition, said.made}
    empties = {group.empty for part in said.sections for group in part.groups if group.entries}
    keys = {part.key for part in said.sections} | set(NAMES)
    left_out = skipped | lines | footer | empties | keys | ids
    for value in all_texts(said):
        if value not in left_out and not re.fullmatch("[a-z_]+", value):
            assert squeezed(value) in text, value
    assert ids <= set(re.findall(r"[\w:.-]+", words_of(document)))


def test_figures_of_the_document_are_those_of_the_page(register: Register, t: Translator) -> None:
    for code in SAMPLE:
        said = plain(register, code, t)
        if said.table is None:
            continue
        rows = [list(said.table.heads), *map(list, said.table.rows)]
        assert rows in tables(word(register, code, t))


def test_headings_lists_and_tables_are_real(register: Register, t: Translator) -> None:
    document, said = word(register, KREMINSKA, t), plain(register, KREMINSKA, t)
    styles = [(item.style.name, words_of_paragraph(item)) for item in document.paragraphs]
    assert [text for name, text in styles if name == "Title"] == [said.name]
    first = [text for name, text in styles if name == "Heading 1"]
    for part in said.sections:
        assert part.title in first
    records = [item.title for part in said.sections for group in part.groups
               for item in group.entries]  # fmt: skip
    below = [text for name, text in styles if name in {"Heading 2", "Heading 3"}]
    assert all(any(text.startswith(title) for text in below) for title in records)
    assert [name for name, _ in styles].count("List Number") == len(said.sources)
    headed = [table for table in document.tables
              if table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None]  # noqa: SLF001  # fmt: skip
    assert len(headed) == 2


def words_of_paragraph(paragraph: Any) -> str:
    return "".join(item.text or "" for item in paragraph._p.iter(qn("w:t")))  # noqa: SLF001


def test_the_document_tells_title_and_language(register: Register, t: Translator) -> None:
    document, said = word(register, AIDARSKA, t), plain(register, AIDARSKA, t)
    about = document.core_properties
    language = {"uk": "uk-UA", "en": "en-GB"}[t.language]
    assert (about.title, about.language) == (said.document_title, language)
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
    assert ", ".join((*said.edition, said.made)) in footer
    fields_ = document.sections[0].footer._element.iter(qn("w:fldSimple"))  # noqa: SLF001
    assert [item.get(qn("w:instr")) for item in fields_] == ["PAGE", "NUMPAGES"]


def test_links_of_the_document_lead_somewhere(register: Register, t: Translator) -> None:
    document, said = word(register, AIDARSKA, t), plain(register, AIDARSKA, t)
    outside = {item.target_ref for item in document.part.rels.values() if item.is_external}
    assert said.link in outside
    assert f"mailto:{MAILBOX}" in outside
    body = document.element.body
    marks = {item.get(qn("w:name")) for item in body.iter(qn("w:bookmarkStart"))}
    anchors = {item.get(qn("w:anchor")) for item in body.iter(qn("w:hyperlink"))} - {None}
    assert anchors == marks


@pytest.mark.timeout(120)
def test_an_office_program_opens_the_document(register: Register, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("LibreOffice is missing: no program `soffice` on the PATH")
    t, source = translator("uk"), tmp_path / "dossier.docx"
    source.write_bytes(made(write_dossier_docx, register, AIDARSKA, t))
    done = subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)],
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    result = source.with_suffix(".pdf")
    hint = "LibreOffice Writer (package libreoffice-writer) opens DOCX files"
    assert result.exists(), f"{hint}: {done.stdout} {done.stderr}"
    text = text_of(PdfReader(result))
    said = plain(register, AIDARSKA, t)
    for part in said.sections:
        for item in (item for group in part.groups for item in group.entries):
            assert squeezed(item.title) in text


# --- Nothing known, and hostile data ----------------------------------------------------------


def test_a_community_without_any_record_says_so(t: Translator) -> None:
    register = builders.make_register(projects=[], partnerships=[])
    for code in (NORTH, MIDDLE, SOUTH):
        found = pdf(register, code, t, base_url=None, contact=None)
        text = text_of(found)
        document = squeezed(words_of(word(register, code, t, base_url=None, contact=None)))
        assert len(found.pages) == 2
        for said in (
            "The register has no need of this community.",
            "The register has no project in this community.",
            "The register has no partnership of this community.",
            "The register has no event in this community.",
            "The register has no record of this place.",
            "No record or partnership here, so no source of one.",
            "No contact of the office is stated here.",
            "not stated",
        ):
            assert squeezed(t(said)) in text
            assert squeezed(t(said)) in document


def hostile_register(text: str) -> Register:
    names = {"name_uk": text, "name_en": text}
    texts = dict.fromkeys(
        ("title_uk", "title_en", "summary_uk", "summary_en", "status_text", "status_text_en",
         "date_text", "date_text_en"),
        text,
    )  # fmt: skip
    sources = [builders.source(title=text, title_en=text, publisher=text)]
    own = dict.fromkeys(
        ("former_name_uk", "former_name_en", "raion_former_name_uk", "raion_name_uk",
         "raion_name_en", "profile_uk", "profile_en", "seat_uk", "seat_en", "contact"),
        text,
    )  # fmt: skip
    return builders.make_register(
        projects=[
            builders.placed("TEST-1", **texts, sources=sources, amount_note=text,
                            amount_note_en=text, open_to_partners=True),
            builders.undated("TEST-2", **texts, sources=sources, kind="event"),
        ],
        partnerships=[
            builders.partnership(**texts, sources=sources, partners=[builders.partner(**names)])
        ],
        communities=[builders.community(code, **names, **own) for code in (NORTH, MIDDLE, SOUTH)],
        settlements=[builders.settlement(code, **names) for code in builders.POINTS],
        status=[
            builders.status_row(NORTH, level="community", act=text, act_en=text, wording=text),
            builders.status_row(WEST, valid_from="2022-03-01", act=text, act_en=text,
                                wording=text),
        ],
        organisations=[builders.organisation(slug, **names)
                       for slug in ("test-donor", "test-other", "test-programme")],
        sectors=[builders.sector(code, label_uk=text, label_en=text)
                 for code in ("culture", "energy", "health", "water")],
    )  # fmt: skip


_STORABLE = list(STORABLE.values())
MARKUP = {
    "Typst": '#panic("x") $x$ *b* _i_ `c` @ref <label> \\ = // /* #{ ] [',
    "a long word": "ґ" * 4000,
    "long words": ("Слово" * 30 + " ") * 25,
    "turned around": "\u202eobern\u2066eno\u2069",
    "Typst's import": '#import "/etc/passwd"',
    "noncharacter": "\ufffe\uffff",
    **{f"others {n}": " ".join(_STORABLE[n::6]) for n in range(6)},
}


@pytest.mark.parametrize("text", MARKUP.values(), ids=MARKUP)
def test_hostile_data_is_text(text: str) -> None:
    register, t = hostile_register(text), translator("en")
    found = pdf(register, NORTH, t)
    assert len(found.pages) == 2
    shown = squeezed(cleaned(text))[:100]
    document = word(register, NORTH, t)
    assert squeezed(cleaned(text)) in squeezed(words_of(document))
    if shown.isascii() and '"' not in shown:
        assert shown in text_of(found)
    made_xml = made(write_dossier_docx, register, NORTH, t)
    with ZipFile(BytesIO(made_xml)) as whole_file:
        for name in whole_file.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(whole_file.read(name))  # noqa: S314 - our own file, just made
