"""The font of documents: all letters that texts have, a different name, and made just once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont

from projectmap import fonts
from projectmap.i18n import LOCALE_DIR
from projectmap.model.register import Register

FILES = {"all.woff2", *(f"{style}.ttf" for style in fonts.WEIGHTS)}
ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = [
    path
    for ending in ("js", "css")
    for path in sorted((ROOT / "src" / "projectmap").rglob(f"*.{ending}"))
]


@cache
def font(name: str) -> Any:
    return TTFont(fonts.folder() / name)


def texts(value: Any) -> Iterator[str]:
    """Every text in a value of the model."""
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, Enum):
        yield str(value.value)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, (tuple, list, frozenset)):
        for item in value:
            yield from texts(item)
    elif hasattr(value, "items"):
        for key, item in value.items():
            yield from texts(key)
            yield from texts(item)


def catalogue() -> Iterator[str]:
    """Every text of the code, and its Ukrainian translation."""
    with (LOCALE_DIR / "uk" / "LC_MESSAGES" / "projectmap.po").open("rb") as file:
        for message in read_po(file):
            for part in (message.id, message.string):
                yield from [part] if isinstance(part, str) else part or ()


def missing(name: str, said: Iterator[str]) -> dict[str, str]:
    """The letters of ``said`` that a file of the font has not, each with a text that has it."""
    known = font(name).getBestCmap()
    found: dict[str, str] = {}
    for text in said:
        for letter in text:
            if letter not in "\n\t" and ord(letter) not in known:
                found.setdefault(f"U+{ord(letter):04X} {letter}", text[:80])
    return found


@pytest.mark.parametrize("name", sorted(FILES))
def test_it_has_the_letters_of_the_catalogue_and_the_register(
    register: Register, name: str
) -> None:
    assert missing(name, chain(catalogue(), texts(register))) == {}


def test_it_has_the_letters_that_scripts_and_styles_write() -> None:
    said = (path.read_text("utf-8") for path in SCRIPTS)
    # The sign on the button for the whole map: no font of ours has it, the system's draws it.
    assert set(missing("all.woff2", said)) == {"U+2922 ⤢"}


def test_a_letter_that_is_missing_is_found(register: Register) -> None:
    assert list(missing("Regular.ttf", iter(["вода", "漢"]))) == ["U+6F22 漢"]
    said = set(texts(register))
    assert register.projects[0].title_uk in said
    story = next(iter(register.stories.values()))
    assert story.steps[0].lines_en[0] in said


@pytest.mark.parametrize("style", fonts.WEIGHTS)
def test_letters_are_drawn(style: str) -> None:
    made, known = font(f"{style}.ttf"), font(f"{style}.ttf").getBestCmap()
    nothing = made["glyf"][".notdef"]
    for letter in "АаЇїҐґЄєІіЩщЬьA0№₴–—’«»…→":
        drawn = made["glyf"][known[ord(letter)]]
        assert drawn.numberOfContours != 0, letter
        assert drawn != nothing, letter


def test_styles_differ_in_weight_and_are_fixed() -> None:
    regular, bold = (font(f"{style}.ttf") for style in ("Regular", "Bold"))
    assert "fvar" not in regular
    assert "fvar" not in bold
    assert "fvar" in font("all.woff2")
    assert (regular["OS/2"].usWeightClass, bold["OS/2"].usWeightClass) == (400, 700)
    assert (regular["head"].macStyle, bold["head"].macStyle) == (0, 1)
    name = regular.getBestCmap()[ord("ж")]
    assert regular["hmtx"][name][0] < bold["hmtx"][name][0]
    # Figures in columns stand below each other.
    widths = {bold["hmtx"][bold.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}
    assert len(widths) == 1 or "tnum" in {
        item.FeatureTag for item in bold["GSUB"].table.FeatureList.FeatureRecord
    }


@pytest.mark.parametrize("name", sorted(FILES))
def test_it_has_a_name_of_its_own_and_tells_its_licence(name: str) -> None:
    """The licence (SIL OFL 1.1, 3) keeps the name "Source" for the unchanged font."""
    stated = {record.nameID: str(record) for record in font(name)["name"].names}
    for number in (1, 3, 4, 6, 16, 17, 21, 25):
        assert "source" not in stated.get(number, "").lower()
    assert stated[1] == fonts.FAMILY
    assert stated[6].startswith("ProjectmapSans-")
    assert "Source" in stated[0]
    assert "SIL Open Font License" in stated[13]
    assert all(record.platformID == 3 for record in font(name)["name"].names)


def test_it_is_small_enough_to_be_within_a_page() -> None:
    address = fonts.as_address()
    assert address.startswith("data:font/woff2;base64,")
    assert len(address) < 100_000
    assert len(TTFont(BytesIO(fonts.web_font())).getBestCmap()) > 1000


# --- Where it is kept -------------------------------------------------------------------------


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that are written, in no time."""
    found: list[Path] = []

    def write(target: Path) -> None:
        found.append(target)
        for name in FILES:
            (target / name).write_bytes(b"letters")

    monkeypatch.setattr(fonts, "_make", write)
    return found


def asked_again() -> Path:
    """The folder, as another process would be given it."""
    return fonts.folder.__wrapped__()


def test_it_is_made_once_for_all_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[Path]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first, second = asked_again(), asked_again()
    assert first == second
    assert first.is_relative_to(tmp_path / "cache" / "projectmap")
    assert {file.name for file in first.iterdir()} == FILES
    assert len(made) == 1


def test_other_letters_are_another_font(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[Path]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = asked_again()
    monkeypatch.setattr(fonts, "LETTERS", (*fonts.LETTERS, (0x6F22,)))
    assert asked_again() != first
    assert len(made) == 2


def test_in_the_users_cache_where_nothing_else_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[Path]
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert asked_again().parent == tmp_path / ".cache" / "projectmap"
    assert len(made) == 1


def test_two_at_the_same_time_get_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[Path]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    write, both = fonts._make, threading.Barrier(2)

    def slow(target: Path) -> None:
        write(target)
        both.wait(10)

    monkeypatch.setattr(fonts, "_make", slow)
    found: list[Path] = []
    threads = [threading.Thread(target=lambda: found.append(asked_again())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert found[0] == found[1]
    assert {file.name for file in found[0].iterdir()} == FILES
    assert asked_again() == found[0]
    assert len(made) == 2


def test_where_nothing_can_be_kept_it_works_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[Path]
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = asked_again()
    assert {file.name for file in folder.iterdir()} == FILES
    assert made == [folder]


def test_half_a_font_is_never_taken_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[Path]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    write = fonts._make

    def full(target: Path) -> None:
        (target / "all.woff2").write_bytes(b"let")
        raise OSError("no room")

    monkeypatch.setattr(fonts, "_make", full)
    with pytest.raises(OSError, match="no room"):
        asked_again()
    monkeypatch.setattr(fonts, "_make", write)
    assert {file.name for file in asked_again().iterdir()} == FILES
    assert len(made) == 1


def test_what_is_made_is_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made again, not only taken from the cache of this machine."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = asked_again()
    assert {file.name for file in folder.iterdir()} == FILES
    for name in FILES:
        assert TTFont(folder / name).getBestCmap() == font(name).getBestCmap()
