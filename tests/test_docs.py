"""The README against the program: commands, parameters, routes and settings."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from pathlib import Path

import pytest

from projectmap import cli
from projectmap.export.registry import EXPORTS

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(path.name for path in ROOT.glob("*.md"))
PARAMETERS = (
    *("lang", "sector", "donor", "community", "status", "kind", "period", "partner_country"),
    *("year_from", "year_to", "asof", "q", "project"),
)
PAGES = ("/", "/projects", "/communities", "/partnerships", "/present", "/about")
ROUTES = (
    *("/health", "/export/projects.csv", "/list", "/map/", "/assets/", "/stage", "/embed/map"),
    *(f"/export/{name}" for name, row in EXPORTS.items() if row.document),
)
SETTINGS = (
    *("PORT", "PROJECTMAP_GEODATA", "PROJECTMAP_CONTACT"),
    *("PROJECTMAP_ADDRESS", "PROJECTMAP_EMBED_SITES"),
)
COMMANDS = ("validate", "status", "export")
BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")


def code(text: str) -> list[str]:
    """The lines of code blocks and the texts of code spans."""
    lines = [line.strip() for block in BLOCK.findall(text) for line in block.splitlines()]
    return [*lines, *SPAN.findall(BLOCK.sub("", text))]


def commands(text: str, start: str) -> list[list[str]]:
    """The words after ``start`` of every command that begins with it (or a folder and it)."""
    found = []
    for line in code(text):
        command = re.split(r"\s#|[|>;]|&&", line.removeprefix("$ "))[0].strip()
        match = re.match(rf"(?:\S+/)?{re.escape(start)}(?=\s|$)", command)
        if match:
            found.append(shlex.split(command[match.end() :]))
    return found


def targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([A-Za-z][\w-]*)\s*:(?!=)", makefile, re.MULTILINE))


def unknown_targets(text: str, makefile: str) -> list[str]:
    """What the text says to make and the Makefile does not."""
    words = [word for command in commands(text, "make") for word in command]
    return [word for word in words if "=" not in word and word not in targets(makefile) | {"…"}]


def wrong_commands(text: str) -> list[list[str]]:
    """Commands of ours in the text that the parser refuses."""
    wrong = []
    for start in ("python -m projectmap", "python3 -m projectmap", "projectmap"):
        for command in commands(text, start):
            if not command:
                continue  # the program's name, not a command
            try:
                cli._parser().parse_args(command)  # noqa: SLF001 - nothing is to be run here
            except SystemExit:
                wrong.append(command)
    return wrong


def missing(text: str, names: Iterable[str]) -> list[str]:
    """The names that no code of the text has as a whole word."""
    everything = "\n".join(code(text))
    return [
        name
        for name in names
        if not re.search(rf"(?<![\w/]){re.escape(name)}(?![\w-])", everything)
    ]


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> str:
    """Any text for people at the root: the README in both languages, how to contribute."""
    return (ROOT / request.param).read_text("utf-8")


@pytest.fixture(scope="module")
def readme() -> str:
    """The README that tells everything."""
    return (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def makefile() -> str:
    """The Makefile."""
    return (ROOT / "Makefile").read_text("utf-8")


def test_make_knows_what_a_document_makes(document: str, makefile: str) -> None:
    assert unknown_targets(document, makefile) == []


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.startswith("README")])
def test_the_commands_of_a_readme_can_be_copied(name: str) -> None:
    assert wrong_commands((ROOT / name).read_text("utf-8")) == []


def test_files_that_the_commands_of_a_document_name_are_there(document: str) -> None:
    named = {
        word
        for start in ("pip install -r", "streamlit run", "python")
        for command in commands(document, start)
        for word in command
        if word.endswith((".txt", ".py"))
    }
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_links_of_a_document_lead_somewhere(document: str) -> None:
    linked = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", document)
    assert [name for name in linked if not (ROOT / name).exists()] == []


def test_the_readme_shows_every_command(readme: str) -> None:
    made = {word for command in commands(readme, "make") for word in command}
    assert made >= {"run", "test"}
    shown = {command[0] for command in commands(readme, "python -m projectmap") if command}
    assert shown >= set(COMMANDS)
    lines = code(readme)
    for part in ("pip install -r requirements.txt", "streamlit run dashboard.py", "-m pytest"):
        assert any(part in line for line in lines)


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_parameter_is_named(readme: str, name: str) -> None:
    assert missing(readme, [name]) == []


@pytest.mark.parametrize("name", [*PAGES, *ROUTES])
def test_every_address_is_named(readme: str, name: str) -> None:
    everything = "\n".join(code(readme))
    assert re.search(rf"(?<![\w/]){re.escape(name)}", everything)


@pytest.mark.parametrize("form", sorted({row.ending for row in EXPORTS.values()}))
def test_every_format_is_named(readme: str, form: str) -> None:
    assert re.search(rf"\.{form}\b", "\n".join(code(readme)))


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_named(readme: str, name: str) -> None:
    assert missing(readme, [name]) == []


def files_of_changes(text: str) -> dict[str, list[str]]:
    """The files that CONTRIBUTING.md names for each usual change."""
    table = text.partition("### Where usual changes are made")[2].partition("###")[0]
    rows = re.findall(r"^\| (?!change|---)(.+?) \| (.+) \|$", table, re.MULTILINE)
    return {change: SPAN.findall(files) for change, files in rows}


def test_the_files_of_usual_changes_are_there() -> None:
    changes = files_of_changes((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert len(changes) == 12
    for change, files in changes.items():
        assert 1 <= len(files) <= (4 if "field" in change else 2), change
        for name in files:
            assert (ROOT / name).exists() or (ROOT / "src/projectmap" / name).exists(), name


# --- The checks can fail ----------------------------------------------------------------------

BAD = """
# Text
Say `make runn` or `make test`, or python -m projectmap nonsense outside of code.
```
$ make build PORT=1  # comment
.venv/bin/python -m projectmap status --asof yesterday
python -m projectmap validate geodata > out.txt
python -m projectmap proclaim
```
Parameters: `sectors`, `year_from`, sector; `/listing`; `PORTS`.
"""


def test_the_checks_find_what_is_wrong() -> None:
    assert unknown_targets(BAD, "test: x\n\techo\nVAR := 1\nbuilder:\n") == ["build", "runn"]
    assert wrong_commands(BAD) == [["status", "--asof", "yesterday"], ["proclaim"]]
    names = ["sector", "year_from", "year", "/list", "PORT"]
    assert missing(BAD.replace("PORT=1", ""), names) == ["sector", "year", "/list", "PORT"]
