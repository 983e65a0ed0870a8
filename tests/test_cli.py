"""The command line: what it prints and writes, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from builders import collection, labels, project, story, write_folder
from export.making import export
from territory import MIDDLE, NORTH
from web.downloading import DAY, Clock

from projectmap import cli
from projectmap.data.load import load, register_of
from projectmap.export.registry import EXPORTS, write_export
from projectmap.export.request import DeckLength, ExportRequest, Size
from projectmap.i18n import translator
from projectmap.model.codes import TerritoryStatus
from projectmap.model.register import Register
from projectmap.query.find import find, reason_text
from projectmap.query.select import select
from projectmap.query.status import status_on
from projectmap.query.view import FACETS, View, read_view

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = "katottg,name_uk,name_en,status,settlements_occupied,settlements_total,act"
LISTS = [name for name, row in EXPORTS.items() if row.stem == "projects"]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    register: Register, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Runs a command; gives the exit code, the output and the errors."""
    monkeypatch.delenv("PROJECTMAP_GEODATA", raising=False)
    monkeypatch.setattr(cli, "datetime", Clock)
    # The shipped data is read once for all tests.
    monkeypatch.setattr(cli, "register_of", partial(register_of, known=register))

    def command(*arguments: object) -> tuple[int, str, str]:
        try:
            code = cli.main([str(part) for part in arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# --- validate ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["37 communities", "926 settlements", "130 entries", "stories"]),
        ("uk", ["37", "926", "130", "сюжет"]),
    ],
)
def test_the_shipped_data_is_valid(
    run: Run, register: Register, language: str, words: list[str]
) -> None:
    code, out, err = run("validate", "--lang", language)
    assert (code, err) == (0, "")
    assert all(word in out for word in [*words, str(len(register.projects))])
    assert bool(re.search("[а-яіїєґ]", out)) is (language == "uk")
    assert out.count("\n") == 1


def test_a_folder_is_checked_by_argument_or_environment(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run("validate", folder, "--lang", "en")
    assert code == 0
    assert "3 communities" in out
    monkeypatch.setenv("PROJECTMAP_GEODATA", str(folder))
    assert run("validate", "--lang", "en") == (0, out, "")
    assert len(rows(run("status", "--asof", "2022-02-23")[1])) == 3


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_problem_is_named_not_the_first(run: Run, folder: Path, language: str) -> None:
    records = [project(f"TEST-{number}", sectors=["magic"]) for number in range(1, 6)]
    (folder / "projects.geojson").write_text(collection([*records, project("TEST-9")]))
    code, out, err = run("validate", folder, "--lang", language)
    assert (code, out) == (1, "")
    for number in range(1, 6):
        named = ("projects.geojson", f"TEST-{number}", "sectors", "magic")
        assert any(all(part in line for part in named) for line in err.splitlines())


@pytest.mark.parametrize(
    ("name", "content"),
    [("communities.geojson", None), ("settlements.csv", b"\xff\xfe"), ("europe.geojson", b"[]")],
)
@pytest.mark.parametrize("command", [["validate"], ["status", "--asof", "2022-02-23"],
                                     ["find", "Тестова"],
                                     ["export", "--format", "csv", "-o", "never.csv"]],
                         ids=lambda command: command[0])  # fmt: skip
def test_a_folder_that_cannot_be_used(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: bytes | None,
    command: list[str],
) -> None:
    folder = write_folder(tmp_path / "geodata")
    monkeypatch.chdir(tmp_path)
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    monkeypatch.setenv("PROJECTMAP_GEODATA", str(folder))
    code, out, err = run(*command)
    assert (code, out) == (1, "")
    assert name in err
    assert "Traceback" not in err
    assert not (tmp_path / "never.csv").exists()


def test_records_set_aside_are_named_while_the_others_are_written(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [project("TEST-1", sectors=["magic"]), project("TEST-2")]
    (folder / "projects.geojson").write_text(collection(records))
    monkeypatch.setenv("PROJECTMAP_GEODATA", str(folder))
    target = folder.parent / "list.geojson"
    code, out, err = run("export", "--format", "geojson", "-o", target)
    assert (code, out) == (0, "")
    assert "TEST-1" in err
    assert [item["id"] for item in json.loads(target.read_bytes())["features"]] == ["TEST-2"]


# --- status -----------------------------------------------------------------------------------


def test_columns_are_those_of_the_contract(run: Run) -> None:
    for day in ("2013-01-01", "2022-02-23", "2030-01-01"):
        code, out, err = run("status", "--asof", day)
        assert (code, err) == (0, "")
        assert out.split("\n")[0] == COLUMNS
        assert len(rows(out)) == 37
        assert [row["katottg"] for row in rows(out)] == sorted(row["katottg"] for row in rows(out))


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2022-02-23", {"temporarily_occupied": 11, "partly_occupied": 1, "not_listed": 25}),
        ("2025-04-30", {"temporarily_occupied": 33, "partly_occupied": 4}),
    ],
)
def test_counts_of_the_first_checks(run: Run, day: str, counts: dict[str, int]) -> None:
    found = rows(run("status", "--asof", day)[1])
    assert Counter(row["status"] for row in found) == counts


def test_settlements_of_the_partly_occupied(run: Run) -> None:
    found = {
        row["name_en"]: (row["settlements_occupied"], row["settlements_total"])
        for row in rows(run("status", "--asof", "2025-04-30")[1])
        if row["status"] == "partly_occupied"
    }
    assert found == {
        "Kolomyichyska": ("13", "21"),
        "Krasnorichenska": ("5", "10"),
        "Kreminska": ("10", "11"),
        "Lysychanska": ("15", "17"),
    }


@pytest.mark.parametrize("day", ["2014-04-07", "2022-03-10", "2025-04-30"])
def test_csv_and_json_say_the_same(run: Run, register: Register, day: str) -> None:
    code, out, err = run("status", "--asof", day, "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert all(list(row) == COLUMNS.split(",") for row in found)
    assert [{name: str(row[name]) for name in row} for row in found] == rows(
        run("status", "--asof", day, "--format", "csv")[1]
    )
    known = status_on(register, date.fromisoformat(day))
    for row in found:
        item, community = known[row["katottg"]], register.communities[row["katottg"]]
        assert row == {
            "katottg": item.katottg, "name_uk": community.name_uk, "name_en": community.name_en,
            "status": item.status, "settlements_occupied": item.settlements_occupied,
            "settlements_total": item.settlements_total, "act": row["act"],
        }  # fmt: skip
        assert isinstance(row["settlements_occupied"], int)
        assert row["status"] in set(TerritoryStatus)
        assert bool(row["act"]) is (row["status"] != "not_listed")


# --- find -------------------------------------------------------------------------------------

FOUND = "katottg,name_uk,name_en,reason"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["Новопсков"], "UA44140090000072167"),
        (["Станиця", "Луганська"], "UA44160050000040019"),
        (["Лисичнаськ"], "UA44120050000066819"),
    ],
)
def test_a_community_is_found(run: Run, register: Register, words: list[str], first: str) -> None:
    code, out, err = run("find", *words, "--lang", "en")
    assert (code, err) == (0, "")
    assert out.startswith(FOUND + "\n")
    found = find(register, " ".join(words))
    assert found[0].community == first
    communities = [register.communities[match.community] for match in found]
    assert rows(out) == [
        {
            "katottg": item.katottg,
            "name_uk": item.name_uk,
            "name_en": item.name_en,
            "reason": reason_text(match, labels(register, "en")),
        }
        for match, item in zip(found, communities, strict=True)
    ]


def test_the_reason_is_in_the_language_asked_for(run: Run) -> None:
    said = {name: rows(run("find", "Новопсков", "--lang", name)[1])[0]["reason"]
            for name in ("uk", "en")}  # fmt: skip
    assert said["en"] == "former name of the settlement Aidar: Новопсков"
    assert said["uk"] == "колишня назва населеного пункту Айдар: Новопсков"


@pytest.mark.parametrize("text", ["zzzzqqqq", "???", "", "\ud800"])
def test_nothing_is_found(run: Run, text: str) -> None:
    code, out, err = run("find", text, "--lang", "en")
    assert (code, out, err) == (0, FOUND + "\n", "Nothing was found.\n")


def test_a_comma_in_a_reason_keeps_the_columns(run: Run) -> None:
    out = run("find", "Кремина", "--lang", "en")[1]
    assert out.endswith('"similar to Кремінна, a settlement in the community"\n')
    assert len(rows(out)) == 1


# --- export -----------------------------------------------------------------------------------

FILTERS: dict[str, tuple[list[str], View]] = {
    "nothing": ([], View()),
    "sector": (["--sector", "water"], View(sector=("water",))),
    "two sectors": (
        ["--sector", "water", "--sector", "health"],
        View(sector=("health", "water")),
    ),
    "years": (["--year_from", "2016", "--year-to", "2021"], View(year_from=2016, year_to=2021)),
    "years spelled the other way": (["--year-from", "2016", "--year_to", "2021"],
                                    View(year_from=2016, year_to=2021)),
    "country": (["--partner-country", "NL"], View(partner_country=("NL",))),
    "country spelled the other way": (["--partner_country=NL"], View(partner_country=("NL",))),
    "words and date": (
        ["--q", "вода", "--asof", "2022-03-01"],
        View(q="вода", asof=date(2022, 3, 1)),
    ),
    "hostile words": (["--q={{7*7}}<script>"], View(q="{{7*7}}<script>")),
    "period, kind, status": (
        ["--period", "undated", "--kind", "project", "--status", "closed"],
        View(period=("undated",), kind=("project",), status=("closed",)),
    ),
    "raion": (["--community", "UA44060000000048093"], View(community=("UA44060000000048093",))),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "filters"), [(LISTS[n % len(LISTS)], name) for n, name in enumerate(FILTERS)]
)
def test_an_export_is_the_selection(
    run: Run, register: Register, tmp_path: Path, name: str, filters: str
) -> None:
    options, view = FILTERS[filters]
    target, form = tmp_path / name, EXPORTS[name].ending
    code, out, err = run("export", "--format", form, *options, "--lang", "en", "-o", target)
    assert (code, out, err) == (0, "", "")
    assert target.read_bytes() == export(name, register, view, translator("en"), DAY, None)
    if form == "geojson":
        wanted = {register.projects[row].id for row in select(register, view).rows}
        assert {item["id"] for item in json.loads(target.read_bytes())["features"]} == wanted


@pytest.mark.parametrize("name", [*FACETS, "year_from", "year_to", "asof", "q", "project", "lang"])
def test_there_is_an_option_for_each_parameter(
    run: Run, register: Register, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    value = {
        "sector": "water", "donor": "usaid", "community": "UA44140090000072167",
        "status": "closed", "kind": "project", "period": "after", "partner_country": "NL",
        "verification": "excerpt", "year_from": "2016", "year_to": "2021", "asof": "2022-03-01",
        "q": "вода", "project": register.projects[0].id, "lang": "en",
    }[name]  # fmt: skip
    asked: list[ExportRequest] = []
    monkeypatch.setattr(cli, "write_export", lambda _, request, __: asked.append(request))
    for option in (f"--{name}", "--" + name.replace("_", "-")):
        assert run("export", "--format", "csv", option, value, "-o", "list.csv") == (0, "", "")
    view, ignored = read_view({name: [value]}, register)
    assert ignored == []
    # The language is the file's: the view does not say it again.
    found = [replace(one.view, lang=one.language if name == "lang" else None) for one in asked]
    assert found == [view, view]


# --- export: documents ------------------------------------------------------------------------


@pytest.fixture
def with_story(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small folder with a story, set as the data."""
    del run  # it sets that there is none
    folder = write_folder(tmp_path / "geodata", stories=[story()])
    monkeypatch.setenv("PROJECTMAP_GEODATA", str(folder))
    return folder


def test_a_document_is_that_of_the_registry(run: Run, with_story: Path, tmp_path: Path) -> None:
    """The server's are the same: ``tests/web/test_worker.py``."""
    name = "dossier.pdf"
    document, target = EXPORTS[name], tmp_path / name
    asked = ["--document", document.stem, "--community", NORTH, "--lang", "en", "-o", target]
    assert run("export", "--format", document.ending, *asked) == (0, "", "")
    request = ExportRequest(name, View(community=(NORTH,)), "en", DAY)
    write_export(load(with_story), request, tmp_path / "wanted")
    assert target.read_bytes() == (tmp_path / "wanted").read_bytes()


REQUESTS: dict[str, tuple[list[str], dict[str, Any]]] = {
    "html": (["html"], {"name": "viewer.html"}),
    "html by name": (["html", "--document", "viewer"], {"name": "viewer.html"}),
    "story": (
        ["html", "--story", "test-story", "--asof", "2022-03-01"],
        {"name": "viewer.html", "story": "test-story", "view": View(asof=date(2022, 3, 1))},
    ),
    "pptx": (["pptx"], {"name": "slides.pptx"}),
    "all slides": (["pptx", "--deck", "long"], {"name": "slides.pptx", "deck": DeckLength.LONG}),
    "pdf": (["pdf"], {"name": "report.pdf"}),
    "pdf by name": (
        ["pdf", "--document", "dossier", "--community", NORTH],
        {"name": "dossier.pdf", "view": View(community=(NORTH,))},
    ),
    "docx": (["docx", "--community", NORTH],
             {"name": "dossier.docx", "view": View(community=(NORTH,))}),
    "docx of the place looked at": (["docx", "--place", NORTH],
                                    {"name": "dossier.docx", "view": View(place=NORTH)}),
    "png": (["png"], {"name": "map.png", "size": Size.SCREEN}),
    "png of partners for print": (
        ["png", "--document", "partners", "--size", "print"],
        {"name": "partners.png", "size": Size.PRINT},
    ),
    "svg": (["svg", "--document", "map"], {"name": "map.svg"}),
    "svg of partners": (["svg", "--document", "partners"], {"name": "partners.svg"}),
    "filtered": (
        ["pptx", "--sector", "water", "--sector", "health", "--year-from", "2019"],
        {"name": "slides.pptx", "view": View(sector=("health", "water"), year_from=2019)},
    ),
}  # fmt: skip


@pytest.mark.usefixtures("with_story")
@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize(("asked", "wanted"), REQUESTS.values(), ids=REQUESTS)
def test_a_document_is_requested(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: list[str],
    wanted: dict[str, Any],
    language: str,
) -> None:
    made: list[tuple[Any, ...]] = []
    monkeypatch.setattr(cli, "write_export", lambda *parts: made.append(parts))
    monkeypatch.setenv("PROJECTMAP_ADDRESS", "https://example.org/map")
    monkeypatch.setenv("PROJECTMAP_CONTACT", "office@example.org")
    target = tmp_path / "made"
    assert run("export", "--format", *asked, "--lang", language, "-o", target) == (0, "", "")
    ((_, request, path),) = made
    assert path == target
    plain = ExportRequest(
        "viewer.html", View(), language, DAY, "https://example.org/map/", "office@example.org"
    )
    assert request == replace(plain, **wanted)


WRONG_DOCUMENTS: dict[str, tuple[list[str], dict[str, str]]] = {
    "slides as pdf": (["pdf", "--document", "slides"],
                      {"en": "slides is not available as pdf", "uk": "slides"}),
    "a report as docx": (["docx", "--document", "report"],
                         {"en": "report is not available as docx"}),
    "a viewer as png": (["png", "--document", "viewer"], {"en": "viewer is not available as png"}),
    "a document as csv": (
        ["csv", "--document", "report"],
        {"en": "report is not available as csv"},
    ),
    "a dossier of all": (["docx"],
        {"en": "a dossier covers one community: name it with --community", "uk": "--community"}),
    "a dossier of two": (
        ["pdf", "--document", "dossier", "--community", NORTH, "--community", MIDDLE],
        {"en": "--community"},
    ),
    "a size of svg": (["svg", "--size", "print"],
                      {"en": "--size does not apply to svg", "uk": "--size"}),
    "a deck of a report": (["pdf", "--deck", "long"], {"en": "--deck does not apply to pdf"}),
    "a size of slides": (["pptx", "--size", "screen"], {"en": "--size does not apply to pptx"}),
    "a size of a table": (["xlsx", "--size", "print"], {"en": "--size does not apply to xlsx"}),
    "an unknown size": (["png", "--size", "wall"], {"en": "wall"}),
    "a story of slides": (
        ["pptx", "--story", "test-story"],
        {"en": "--story does not apply to pptx"},
    ),
    "a story of a table": (["csv", "--story", "test-story"],
                           {"en": "--story does not apply to csv"}),
    "an unknown story": (["html", "--story", "../water"],
                         {"en": "unknown value of --story: ../water", "uk": "../water"}),
    "a story of a filter": (["html", "--story", "test-story", "--sector", "water"],
        {"en": "a story shows its own records: leave out the filters", "uk": "сюжет"}),
    "an unknown document": (["pdf", "--document", "book"], {"en": "book"}),
    "an unknown filter": (["pptx", "--sector", "magic"], {"en": "magic", "uk": "magic"}),
}  # fmt: skip


@pytest.mark.usefixtures("with_story")
@pytest.mark.parametrize(("asked", "stated"), WRONG_DOCUMENTS.values(), ids=WRONG_DOCUMENTS)
def test_a_document_that_there_is_not(
    run: Run, tmp_path: Path, asked: list[str], stated: dict[str, str]
) -> None:
    for language, words in stated.items():
        target = tmp_path / "never"
        code, out, err = run("export", "--format", *asked, "--lang", language, "-o", target)
        assert (code, out) == (2, "")
        assert words in err
        assert bool(re.search("[а-яіїєґ]", err)) is (language == "uk")
        assert "Traceback" not in err
        assert not target.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROJECTMAP_ADDRESS", "example.org"),
        ("PROJECTMAP_EMBED_SITES", "https://example.org; script-src *"),
    ],
)
@pytest.mark.parametrize("command", ["validate", "export"])
def test_a_wrong_setting_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, command: str
) -> None:
    monkeypatch.setenv(name, value)
    more = ["--format", "csv", "-o", tmp_path / "never.csv"] if command == "export" else []
    code, out, err = run(command, *more)
    assert (code, out) == (2, "")
    assert name in err
    assert list(tmp_path.iterdir()) == []


# --- Wrong usage ------------------------------------------------------------------------------

EXPORT = ["export", "--format", "csv", "-o", "never.csv"]
WRONG: dict[str, tuple[list[str], str]] = {
    "no command": ([], "command"),
    "unknown command": (["proclaim"], "proclaim"),
    "unknown option": (["validate", "--strict"], "--strict"),
    "two folders": (["validate", "a", "b"], "b"),
    "no date": (["status"], "--asof"),
    "date as people write it": (["status", "--asof", "30.04.2025"], "30.04.2025"),
    "date that is none": (["status", "--asof", "2025-02-30"], "2025-02-30"),
    "date without hyphens": (["status", "--asof", "20250430"], "20250430"),
    "date by weeks": (["status", "--asof", "2025-W18-3"], "2025-W18-3"),
    "date in words": (["status", "--asof", "today"], "today"),
    "unknown form": (["status", "--asof", "2025-04-30", "--format", "xml"], "xml"),
    "unknown language": (["validate", "--lang", "ru"], "ru"),
    "nothing to find": (["find"], "TEXT"),
    "finding in an unknown language": (["find", "Айдар", "--lang", "ru"], "ru"),
    "unknown option of find": (["find", "Айдар", "--limit", "5"], "--limit"),
    "no format": (["export", "-o", "never.csv"], "--format"),
    "unknown format": (["export", "--format", "odt", "-o", "never.csv"], "odt"),
    "no file": (["export", "--format", "csv"], "--output"),
    "unknown filter": ([*EXPORT, "--colour", "red"], "--colour"),
    "unknown sector": ([*EXPORT, "--sector", "magic"], "magic"),
    "label for a code": ([*EXPORT, "--sector", "Вода"], "Вода"),
    "unknown among known": ([*EXPORT, "--sector", "water", "--sector", "magic"], "magic"),
    "unknown donor": ([*EXPORT, "--donor", "nobody"], "nobody"),
    "unknown community": ([*EXPORT, "--community", NORTH], NORTH),
    "unknown period": ([*EXPORT, "--period", "before"], "before"),
    "unknown record": ([*EXPORT, "--project", "TEST-404"], "TEST-404"),
    "unknown country": ([*EXPORT, "--partner_country", "XX"], "XX"),
    "unknown verification": ([*EXPORT, "--verification", "sure"], "sure"),
    "year in words": ([*EXPORT, "--year_from", "twenty"], "twenty"),
    "year 1899": ([*EXPORT, "--year-to", "1899"], "1899"),
    "bad date of an export": ([*EXPORT, "--asof", "tomorrow"], "tomorrow"),
    "option without a value": ([*EXPORT, "--sector"], "--sector"),
}


@pytest.mark.parametrize(("arguments", "named"), WRONG.values(), ids=WRONG)
def test_wrong_usage(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert named in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_choice_is_named_as_people_type_it(run: Run) -> None:
    _, _, err = run("export", "--format", "odt", "-o", "never.csv")
    assert all(row.ending in err for row in EXPORTS.values())


@pytest.mark.usefixtures("with_story")
@pytest.mark.parametrize(
    ("form", "where"),
    [("csv", "."), *((form, "nowhere/made") for form in ("csv", "pptx", "pdf", "svg", "html"))],
)
def test_a_file_that_cannot_be_written(run: Run, tmp_path: Path, form: str, where: str) -> None:
    """It is a folder, or in one that is not there."""
    target = tmp_path / where
    code, out, err = run("export", "--format", form, "-o", target)
    assert (code, out) == (2, "")
    assert str(target) in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", [[], ["validate"], ["status"], ["find"], ["export"]], ids=str)
def test_help(run: Run, command: list[str]) -> None:
    code, out, err = run(*command, "--help")
    assert (code, err) == (0, "")
    assert "usage: projectmap" in out


# --- The ways in ------------------------------------------------------------------------------


def start(
    *arguments: str, stdout: int = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """``python -m projectmap`` as a separate program."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("PROJECTMAP_", "PYTHON"))}  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "projectmap", *arguments],
        env={**kept, "PYTHONPATH": str(ROOT / "src"), **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        timeout=120,
    )


def test_python_m_projectmap(folder: Path) -> None:
    """A program that reads the list must not depend on the machine's own alphabet."""
    good = start("status", "--asof", "2022-02-23", PYTHONIOENCODING="cp1252",
                 PROJECTMAP_GEODATA=str(folder))  # fmt: skip
    assert (good.returncode, good.stderr) == (0, b"")
    names = [row["name_uk"] for row in rows(good.stdout.decode())]
    assert names == ["Тестова північна", "Тестова середня", "Тестова південна"]
    (folder / "projects.geojson").write_text("{")
    bad = start("validate", str(folder))
    assert (bad.returncode, bad.stdout) == (1, b"")
    assert b"projects.geojson" in bad.stderr


@pytest.mark.parametrize("command", [["status", "--asof", "2022-02-23"], ["validate"]])
def test_a_reader_that_stops_reading_gets_no_traceback(folder: Path, command: list[str]) -> None:
    """As ``projectmap status | head`` does."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = start(*command, stdout=writing, PROJECTMAP_GEODATA=str(folder))
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, b"")


def test_the_console_script_is_the_same_command() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    module, _, name = scripts["projectmap"].partition(":")
    assert getattr(import_module(module), name) is cli.main
