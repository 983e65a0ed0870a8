"""Publishing: what gets into a snapshot, what stops it, and that nothing is seen half done."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from builders import organisation, partnership, placed, project
from each import each
from store.people import APPROVER, EDITOR, READER, accept, edited
from territory import N1

from projectmap.data.load import load
from projectmap.data.snapshot import CHANGES, MARK, Folder
from projectmap.data.store import Store
from projectmap.errors import DataInvalidError, ProblemCode
from projectmap.model.changelog import ChangeKind, RecordChange
from projectmap.model.codes import Release
from projectmap.store import (
    Edit,
    NotAllowedError,
    NotFoundError,
    RefusedError,
    RegisterStore,
    levels,
    open_store,
    publish as publishing,
)
from projectmap.store.publish import back_to, draft, publish, snapshots

PUBLIC, PARTNER, INTERNAL = Release
PLACES = ["sqlite"]


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "snapshots"


def keep(
    store: RegisterStore, collection: str, *values: dict[str, Any] | None, key: str = ""
) -> None:
    """Accept these records."""
    edits = []
    for value in values:
        name = key or str((value or {}).get("id") or (value or {}).get("slug"))
        edits.append(Edit(collection, name, value, store.record(collection, name)[1]))
    accept(store, *edits)


def ids(folder: Path, level: Release = PUBLIC) -> list[str]:
    return [item.id for item in load(folder, level).projects]


def everything(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.rglob("*") if path.is_file())


# --- What is written -----------------------------------------------------------------------


def test_the_register_of_the_shipped_folder_is_published_as_it_is(
    geodata: Path, tmp_path: Path, to: Path
) -> None:
    store = open_store(str(tmp_path / "x.sqlite3"))
    version = publish(store, APPROVER, to).version
    store.engine.dispose()
    assert version.split("-")[1] == load(to / "current").version == load(geodata).version
    there = {path.relative_to(geodata).as_posix() for path in geodata.rglob("*") if path.is_file()}
    for name in there:
        assert (to / "current" / name).read_bytes() == (geodata / name).read_bytes(), name
    found = {path.relative_to(to / "current").as_posix()
             for path in (to / "current").rglob("*") if path.is_file()}  # fmt: skip
    assert found == there | {MARK, CHANGES}


def test_the_running_app_follows(
    store: RegisterStore, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projectmap.data.store.LOOK_EVERY_S", 0.0)
    monkeypatch.setattr("projectmap.data.store.SETTLED_AFTER_S", 0.0)
    publish(store, APPROVER, to)
    app = Store(Folder(to / "current"))
    assert app.current().register is not None
    keep(store, "projects", project("NEW-1"))
    assert "NEW-1" not in ids(to / "current")
    publish(store, APPROVER, to)
    served = app.current()
    assert served.register is not None
    assert [item.id for item in served.register.projects] == ["NEW-1", "TEST-001"]
    assert served.problems == ()


def test_earlier_snapshots_stay_and_can_be_shown_again(store: RegisterStore, to: Path) -> None:
    first = publish(store, APPROVER, to)
    keep(store, "projects", project("NEW-1"))
    second = publish(store, APPROVER, to)
    assert [item.version for item in snapshots(to)] == [second.version, first.version]
    assert [item.current for item in snapshots(to)] == [True, False]
    assert back_to(store, APPROVER, to, first.version).current
    assert ids(to / "current") == ["TEST-001"]
    back_to(store, APPROVER, to, second.version.split("-")[1])
    assert ids(to / "current") == ["NEW-1", "TEST-001"]
    with pytest.raises(NotFoundError):
        back_to(store, APPROVER, to, "../current")


def test_nothing_new_makes_no_snapshot(store: RegisterStore, to: Path) -> None:
    assert publish(store, APPROVER, to) == publish(store, APPROVER, to)
    assert len(snapshots(to)) == 1


def test_only_an_approver_publishes(store: RegisterStore, to: Path) -> None:
    version = publish(store, APPROVER, to).version
    for person in (READER, EDITOR):
        with pytest.raises(NotAllowedError):
            publish(store, person, to)
        with pytest.raises(NotAllowedError):
            back_to(store, person, to, version)


def test_the_log_says_what_changed_and_nothing_of_what_is_gone(
    store: RegisterStore, to: Path
) -> None:
    publish(store, APPROVER, to)
    new = Edit("projects", "NEW-1", project("NEW-1", title_en="Secret"), 0)
    accept(store, edited(store, title_en="New title"), new)
    assert draft(store, to).changes == (
        RecordChange(ChangeKind.ADDED, "projects", "NEW-1"),
        RecordChange(ChangeKind.CHANGED, "projects", "TEST-001", ("title_en",)),
    )
    publish(store, APPROVER, to)
    keep(store, "projects", None, key="NEW-1")
    publish(store, APPROVER, to, losses_confirmed=True)
    log = load(to / "current").log
    assert [len(entry.changes) for entry in log] == [1, 2, 0]
    assert log[0].changes == (RecordChange(ChangeKind.REMOVED, "projects", "NEW-1"),)
    assert log[0].version == load(to / "current").version
    assert "Secret" not in everything((to / "current").resolve())


def test_the_log_is_bounded(
    store: RegisterStore, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, APPROVER, to)
    monkeypatch.setattr(publishing, "MAX_CHANGES", 2)
    keep(store, "projects", *(project(f"NEW-{number}") for number in range(5)))
    publish(store, APPROVER, to)
    entry = load(to / "current").log[0]
    assert (len(entry.changes), entry.more) == (2, 3)


def test_many_records_less_have_to_be_confirmed(store: RegisterStore, to: Path) -> None:
    publish(store, APPROVER, to)
    keep(store, "projects", None, key="TEST-001")
    with pytest.raises(RefusedError) as refused:
        publish(store, APPROVER, to)
    assert [problem.code for problem in refused.value.problems] == [ProblemCode.MASS_LOSS]
    assert ids(to / "current") == ["TEST-001"]
    publish(store, APPROVER, to, losses_confirmed=True)
    assert ids(to / "current") == []


# --- Levels --------------------------------------------------------------------------------


def test_records_and_fields_above_the_level_are_not_in_it(store: RegisterStore, to: Path) -> None:
    keep(store, "organisations", organisation("secret-donor", name_en="Hidden fund"),
         organisation("secret-parent"))  # fmt: skip
    keep(store, "projects", project("P-1", release="partner", title_en="For partners"),
         project("I-1", release="internal", donors=["secret-donor"], title_en="For us"),
         {**project("M-1", amount=77.5, currency="USD", amount_scope="record"), "levels": {
             "amount": "partner", "currency": "partner", "amount_scope": "partner"}})  # fmt: skip
    keep(store, "partnerships", partnership("R-1", release="internal", title_en="Quiet talks"))
    for level, projects, words in (
        (PUBLIC, ["M-1", "TEST-001"], ()),
        (PARTNER, ["M-1", "P-1", "TEST-001"], ("For partners", "77.5")),
        (INTERNAL, ["I-1", "M-1", "P-1", "TEST-001"],
         ("For partners", "77.5", "For us", "Hidden fund", "Quiet talks")),
    ):  # fmt: skip
        folder = to / publish(store, APPROVER, to, level).version
        assert ids(folder, level) == projects
        text = everything(folder)
        for word in ("For partners", "77.5", "For us", "Hidden fund", "Quiet talks"):
            assert (word in text) == (word in words), (level, word)
        assert '"levels"' not in text
    assert "secret-parent" in everything(to / "current")  # nothing hidden refers to it


def test_the_public_app_takes_no_other_level(store: RegisterStore, to: Path) -> None:
    publish(store, APPROVER, to, PARTNER)
    assert not (to / "current").exists()
    with pytest.raises(DataInvalidError):
        load(to / "current-partner")
    assert Store(Folder(to / "current-partner")).current().register is None


def test_a_masked_place_is_no_finer_than_its_community(store: RegisterStore, to: Path) -> None:
    keep(store, "projects", {**placed("PLACE-1", N1), "levels": {"geometry": "internal"}})
    publish(store, APPROVER, to)
    (found,) = (item for item in load(to / "current").projects if item.id == "PLACE-1")
    assert (found.point, found.settlement, found.scope) == (None, None, "community")
    publish(store, APPROVER, to, INTERNAL)
    (found,) = (item for item in load(to / "current-internal", INTERNAL).projects
                if item.id == "PLACE-1")  # fmt: skip
    assert found.settlement == N1


@pytest.mark.usefixtures("_as_before")
def test_a_text_that_names_a_masked_place_stops_publishing(store: RegisterStore, to: Path) -> None:
    value, _ = store.record("settlements", N1)
    assert value is not None
    text = f"Роботи тривають: {value['name_uk']}."
    masked = placed("PLACE-1", N1, summary_uk=text)
    keep(store, "projects", {**masked, "levels": {"settlement": "internal"}})
    with pytest.raises(RefusedError) as refused:
        publish(store, APPROVER, to)
    assert {(item.record, item.field) for item in refused.value.problems} == {
        ("PLACE-1", "summary_uk")
    }


def test_a_part_of_a_hidden_record_stops_publishing(store: RegisterStore, to: Path) -> None:
    keep(store, "projects", project("I-1", release="internal"), project("PART", parent_id="I-1"))
    with pytest.raises(RefusedError) as refused:
        publish(store, APPROVER, to)
    assert [(item.record, item.field) for item in refused.value.problems] == [("PART", "parent_id")]


# --- Texts that must not be published --------------------------------------------------------

PERSONAL = (
    *("+380 99 000 00 01", "дзвоніть 099 000 00 01", "(06452) 0-00-01", "0990000001"),
    *("тел. 0-00-01", "+31 53 000 0001", "test.person@example.org", "test.person@example.gov.ua"),
    *("вул. Тестова, 15", "на вулиці Тестовій, буд. 12", "просп. Тестовий 10"),
    *("площа Тестова, 1", "15 Test Street"),
)
HARMLESS = (
    *("з 2014 до 2020-12-31", "380 000 000 грн", "123 456 789 UAH"),
    "Order No. 748 of 23 April 2025",
    *("№ 376 від 28.02.2025", "24.02.2022", "UA99020010000000011", "площа покрівлі 450 кв. м"),
    *("освітлення вулиць у 3 селах", "street lighting in 3 villages", "0,5 млн", "2018/2019"),
    *("info@example.gov.ua", "test-rada@example.org", "https://example.org/99000000001-page"),
)


@pytest.mark.usefixtures("_as_before")
def test_personal_data_stops_publishing_with_record_and_field(
    store: RegisterStore, to: Path
) -> None:
    publish(store, APPROVER, to)
    source = project()["properties"]["sources"][0]
    records = [
        project(f"BAD-{number}", summary_en=f"Made up: {text}.",
                sources=[{**source, "locator": text}])
        for number, text in enumerate(PERSONAL)
    ]  # fmt: skip
    keep(store, "projects", *records)
    with pytest.raises(RefusedError) as refused:
        publish(store, APPROVER, to)
    assert {item.code for item in refused.value.problems} == {ProblemCode.NOT_TO_BE_PUBLISHED}
    assert {(item.record, item.field) for item in refused.value.problems} == {
        (record["id"], field) for record in records for field in ("summary_en", "sources.0.locator")
    }
    assert ids(to / "current") == ["TEST-001"]


@each(HARMLESS)
def test_other_numbers_and_addresses_do_not(text: str) -> None:
    assert list(levels._personal(text)) == []  # noqa: SLF001 - one table for the three patterns


# --- Nothing half done -----------------------------------------------------------------------


def test_what_a_killed_process_left_behind_is_no_snapshot_and_goes(
    store: RegisterStore, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(store, APPROVER, to)
    keep(store, "projects", project("NEW-1"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for name in ("_to_disk", "_keep", "_switch"):
        with monkeypatch.context() as patch:
            patch.setattr(publishing, name, killed)
            with pytest.raises(KeyboardInterrupt):
                publish(store, APPROVER, to)
        assert ids(to / "current") == ["TEST-001"]
        assert first.version in {item.version for item in snapshots(to) if item.current}
    publish(store, APPROVER, to)
    assert ids(to / "current") == ["NEW-1", "TEST-001"]
    assert not list(to.glob(f"{publishing.UNFINISHED}*"))


def test_a_name_that_leaves_the_folder_is_not_written(to: Path) -> None:
    to.mkdir()
    with pytest.raises(ValueError, match="name of a file"):
        publishing._write(to, "x", {"../outside": b""}, PUBLIC)  # noqa: SLF001 - the last guard
    assert not (to / "outside").exists()


def test_a_folder_that_cannot_be_written_leaves_what_is_published(
    store: RegisterStore, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, APPROVER, to)
    keep(store, "projects", project("NEW-1"))

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            publish(store, APPROVER, to)
    assert ids(to / "current") == ["TEST-001"]
    shutil.rmtree(to)
    publish(store, APPROVER, to)
    assert ids(to / "current") == ["NEW-1", "TEST-001"]
