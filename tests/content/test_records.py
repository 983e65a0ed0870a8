"""The content of records and partnerships: every stated field is in it, once, under its key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import builders
import pytest
from builders import make_register
from each import each
from territory import M1, MIDDLE, N1, NORTH

from projectmap import content
from projectmap.content.nodes import Entry
from projectmap.content.records import PARTNERSHIP_FIELDS, RECORD_FIELDS
from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.model import codes
from projectmap.model.labels import Labels
from projectmap.model.records import Partner, Partnership, Project, Source
from projectmap.model.register import Register

SOURCE = Source("Інше", "Other", "example.net", None, None, "2020", "2021-01-01", None)
FULL_RECORD: Mapping[str, Any] = {
    "same_as": ("TEST-009",), "parent_id": "TEST-002", "settlement": N1,
    "scope": codes.Scope.SETTLEMENT, "implementers": ("test-donor",), "channels": ("test-donor",),
    "partners": ("test-donor",), "programme": "test-donor", "date_text": "восени",
    "date_text_en": "in autumn", "amount": 100.0, "currency": "USD",
    "amount_scope": codes.AmountScope.RECORD, "amount_note": "разом",
    "amount_note_en": "together", "finance": codes.Finance.GRANT, "beneficiaries": "усі",
    "beneficiaries_en": "all", "open_to_partners": True, "confirmed_on": "2026-10-01",
}  # fmt: skip
OTHER_RECORD: Mapping[str, Any] = {
    "id": "TEST-077", "same_as": (), "kind": codes.Kind.EVENT, "parent_id": None,
    "title_uk": "Інше", "title_en": "Other", "summary_uk": "Інше", "summary_en": "Other",
    "communities": (NORTH, MIDDLE), "settlement": M1, "scope": codes.Scope.OBLAST,
    "sectors": ("culture",), "donors": (), "implementers": (), "channels": (), "partners": (),
    "programme": None, "status": codes.ActivityStatus.SUSPENDED, "status_asof": "2022",
    "status_text": "інше", "status_text_en": "other", "start": "2019", "end": None,
    "date_text": None, "date_text_en": "in spring", "period": codes.Period.UNDATED, "amount": 200.0,
    "currency": "EUR", "amount_scope": codes.AmountScope.SHARED, "amount_note": None,
    "amount_note_en": "each", "finance": codes.Finance.LOAN, "beneficiaries": "інші",
    "beneficiaries_en": "others", "open_to_partners": None, "confirmed_on": None,
    "verification": codes.Verification.CONFIRMED, "sources": (SOURCE,), "updated": "2025",
}  # fmt: skip
NOT_SAID_OF_RECORDS = {
    "release": "everything in the public edition is public",
    "point": "the settlement's point is drawn, and the settlement named",
    "location_exactness": "of the point: always approximate, as the page about the data says",
}
FULL_PARTNERSHIP: Mapping[str, Any] = {
    "same_as": ("TEST-R009",), "framework": "test-donor", "project_id": "TEST-002",
    "status_text": "підписано", "status_text_en": "it was signed", "date_text": "восени",
    "date_text_en": "in autumn",
}  # fmt: skip
OTHER_PARTNERSHIP: Mapping[str, Any] = {
    "id": "TEST-R077", "same_as": (), "kind": codes.PartnershipKind.TWINNING, "title_uk": "Інше",
    "title_en": "Other", "summary_uk": "Інше", "summary_en": "Other",
    "communities": (NORTH, MIDDLE), "partners": (Partner("Інше", "Other", "Місто", "Town", "NL"),),
    "partner_countries": ("NL", "FR"), "sectors": ("water",), "framework": None, "project_id": None,
    "status": codes.PartnershipStatus.ENDED, "status_asof": "2024", "status_text": "інше",
    "status_text_en": "other", "start": "2019", "date_text": None, "date_text_en": "in spring",
    "period": codes.Period.UNDATED, "verification": codes.Verification.CONFIRMED,
    "sources": (SOURCE,), "updated": "2025",
}  # fmt: skip
NOT_SAID_OF_PARTNERSHIPS = {
    "release": "everything in the public edition is public",
    "places": "drawn on the map; the partners' names say where they are",
    "counted_with_project": "the fact `project` says which record tells the same",
}


@pytest.fixture(scope="module")
def small() -> Register:
    """A register with one record above another, and a partnership."""
    return make_register(
        projects=[builders.project(), builders.project("TEST-002")],
        partnerships=[builders.partnership()],
    )


def full_record(register: Register) -> Project:
    return replace(register.projects[0], **FULL_RECORD)


def full_partnership(register: Register) -> Partnership:
    return replace(register.partnerships[0], **FULL_PARTNERSHIP)


def said(register: Register, item: Project | Partnership) -> list[tuple[object, ...]]:
    """All that the content of ``item`` says, in both languages."""
    found: list[tuple[object, ...]] = []
    for language in LANGUAGES:
        labels = Labels(register, translator(language))
        sources = content.Sources(labels)
        entry = (
            content.record(labels, item, sources)
            if isinstance(item, Project)
            else content.partnership(labels, item, sources)
        )
        found.append((entry, sources.listed()))
    return found


@each([field.name for field in fields(Project)])
def test_every_field_of_a_record_is_said(small: Register, name: str) -> None:
    item = full_record(small)
    if name in NOT_SAID_OF_RECORDS:
        return
    assert said(small, replace(item, **{name: OTHER_RECORD[name]})) != said(small, item)


@each([field.name for field in fields(Partnership)])
def test_every_field_of_a_partnership_is_said(small: Register, name: str) -> None:
    item = full_partnership(small)
    if name in NOT_SAID_OF_PARTNERSHIPS:
        return
    assert said(small, replace(item, **{name: OTHER_PARTNERSHIP[name]})) != said(small, item)


def test_the_tables_of_fields_are_whole() -> None:
    assert set(OTHER_RECORD) | set(NOT_SAID_OF_RECORDS) == {i.name for i in fields(Project)}
    assert set(OTHER_PARTNERSHIP) | set(NOT_SAID_OF_PARTNERSHIPS) == {
        item.name for item in fields(Partnership)
    }


def every_entry(register: Register, t: Translator) -> list[Entry]:
    labels = Labels(register, t)
    return [
        *(content.record(labels, item) for item in register.projects),
        *(content.partnership(labels, item) for item in register.partnerships),
    ]


def test_no_fact_is_empty_or_there_twice(register: Register, t: Translator) -> None:
    for entry in every_entry(register, t):
        assert entry.title.strip()
        assert entry.summary.strip()
        keys = [fact.key for fact in entry.facts]
        names = [fact.label for fact in entry.facts]
        assert len(set(keys)) == len(keys)
        assert len(set(names)) == len(names)
        for fact in entry.facts:
            assert fact.text.strip(), (entry.id, fact.key)
            assert fact.stated == (fact.text != t("not stated"))
            assert "None" not in fact.text + fact.note


def test_facts_that_are_asked_for_are_all_there(register: Register, t: Translator) -> None:
    labels = Labels(register, t)
    for item in register.projects:
        entry = content.record(labels, item, keys=RECORD_FIELDS)
        assert [fact.key for fact in entry.facts] == [*RECORD_FIELDS], "a cell for each column"
    for other in register.partnerships:
        entry = content.partnership(labels, other, keys=PARTNERSHIP_FIELDS)
        assert [fact.key for fact in entry.facts] == [*PARTNERSHIP_FIELDS]


def test_links_refer_to_what_there_is(register: Register, t: Translator) -> None:
    known = {
        "record": {item.id for item in register.projects},
        "partnership": {item.id for item in register.partnerships},
        "place": set(register.communities),
        "organisation": set(register.organisations),
    }
    for entry in every_entry(register, t):
        spans = [span for fact in entry.facts for span in fact.value]
        links = [entry.link, *(span.link for span in spans if span.link)]
        assert all(link.value in known[link.kind] for link in links)


def test_every_organisation_of_a_record_is_named(register: Register, t: Translator) -> None:
    labels = Labels(register, t)
    for item in register.projects:
        entry = content.record(labels, item)
        for key in ("donors", "implementers", "channels", "partners"):
            fact = entry.fact(key)
            named = [span.link.value for span in fact.value if span.link] if fact else []
            assert named == list(getattr(item, key))


def test_short_forms_choose_what_is_stated_by_key(small: Register, t: Translator) -> None:
    labels = Labels(small, t)
    item = replace(full_record(small), donors=(), date_text=None, date_text_en=None)
    entry = content.record(labels, item)
    chosen = list(entry.choose(("id", "donors", "when", "nothing")))
    assert [fact.key for fact in chosen] == ["id", "when"]
    keys = ("communities", "when")
    assert [fact.key for fact in content.record(labels, item, keys=keys).facts] == list(keys)


def test_unknown_values_are_not_stated(t: Translator) -> None:
    bare = builders.undated(
        "TEST-1", kind="need", sectors=[], donors=[], status="unknown", status_text=None,
        status_text_en=None, status_asof=None,
    )  # fmt: skip
    register = make_register(projects=[bare], partnerships=[])
    entry = content.record(Labels(register, t), register.projects[0])
    unstated = [fact.key for fact in entry.facts if not fact.stated]
    assert unstated == ["open_to_partners", "sectors", "when"]
    assert {fact.text for fact in entry.facts if not fact.stated} == {t("not stated")}


def test_a_chosen_field_is_in_no_full_form() -> None:
    assert [key for key, row in RECORD_FIELDS.items() if not row.full] == ["communities"]
    assert all(row.full for row in PARTNERSHIP_FIELDS.values())


@pytest.mark.parametrize(
    ("kind", "period", "warned"),
    [
        ("project", "before_2022_02_24", True),
        ("event", "undated", True),
        ("need", "undated", False),
        ("project", "after", False),
    ],
)
def test_a_record_of_the_past_is_told_with_caution(
    small: Register, t: Translator, kind: str, period: str, *, warned: bool
) -> None:
    item = replace(small.projects[0], kind=codes.Kind(kind), period=codes.Period(period))
    assert bool(content.record(Labels(small, t), item).caution) == warned


@pytest.mark.parametrize(
    ("older", "said"),
    [
        ("Новопсков", "Novopskov"),
        ("Мала Юр'ївка", "Mala Yurivka"),
        ("Єсаулівка", "Yesaulivka"),
        ("Красний-Згарь", "Krasnyi-Zghar"),
        ("<b>не назва</b>", "<b>не назва</b>"),
    ],
)
def test_former_names_are_in_latin_letters_in_english(
    small: Register, older: str, said: str
) -> None:
    for language, name in (("en", said), ("uk", older)):
        labels = Labels(small, translator(language))
        spans = content.records.with_former(labels, "Aidar", older)
        assert "".join(span.text for span in spans) == f"Aidar ({labels.t('formerly')} {name})"


def test_no_former_name_in_english_has_ukrainian_letters(register: Register) -> None:
    labels = Labels(register, translator("en"))
    for code in register.settlements:
        said = "".join(span.text for span in content.records.settlement(labels, code))
        assert not re.search("[а-яіїєґ]", said, re.IGNORECASE), said
