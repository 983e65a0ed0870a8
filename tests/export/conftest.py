"""Lists to download: the small territory with records that try to be something else."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import builders
import pytest

from projectmap.model.register import Register

FORMULAS = (
    '=HYPERLINK("https://example.org","x")', "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1:A9)",
    "\t=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "-5", "+380 44 000 00 00", " =1+1", "\n=1+1",
    "\u200b=1+1", "'=1+1", "''=1+1", "{=1+1}", "=", "DDE ('cmd';'/C calc';'x')",
)  # fmt: skip
TEXTS = (
    "'цитата' на початку",
    'Водопостачання, «лапки» та "лапки"; і ґ, є, ї',
    "два\nрядки",
    "<r><t>не розмітка</t></r>",
    "<r><bad</r>",
    "_x0041_ не літера",
    "_x003D_1+1",
    "_x005F_x003d_1+1",
    "<r>_x003D_1+1</r>",
    "<r>\ufffe</r>",
    "\ufffe",
    "{{7*7}} {% bad ${x} <script>alert(1)</script>",
    "\u202eобернено\u2028рядок",
    "😀",
    "2020-12-31",
    "0012",
    "1e5",
    "https://example.org/not-a-link",
)
TRICKY = [*FORMULAS, *TEXTS]
"""Texts that a program might take for something else."""


@pytest.fixture
def day() -> date:
    """The day on which the files are made."""
    return date(2026, 11, 22)


@pytest.fixture(scope="session")
def hostile() -> Register:
    """Records whose free texts all are tricky, one text a record."""
    return builders.make_register(
        projects=[
            builders.project(
                f"TEST-{number:03}",
                **dict.fromkeys(
                    ("title_uk", "title_en", "summary_uk", "summary_en", "status_text",
                     "status_text_en", "date_text", "date_text_en", "beneficiaries",
                     "beneficiaries_en"),
                    text,
                ),
                sources=[builders.source(title=text, title_en=text, publisher=text)],
            )
            for number, text in enumerate(TRICKY)
        ]
    )  # fmt: skip


@pytest.fixture(scope="session")
def mixed() -> Register:
    """Records that between them state every field, or next to none."""
    return builders.make_register(
        projects=[
            builders.placed(
                "TEST-FULL",
                same_as=["OLD-1", "OLD-2"],
                communities=[builders.NORTH, builders.SOUTH],
                sectors=["water", "health"],
                donors=["test-donor", "test-other"],
                implementers=["test-other"],
                channels=["test-other"],
                partners=["test-other"],
                programme="test-programme",
                status_asof="2021",
                start="2020-12",
                end="2020-12-31",
                amount=1234567.5,
                currency="USD",
                amount_scope="record",
                amount_note="майже",
                amount_note_en="almost",
                finance="loan",
                beneficiaries="500 осіб",
                beneficiaries_en="500 people",
                open_to_partners=False,
                confirmed_on="2026-10-01",
                sources=[
                    builders.source(),
                    builders.source(
                        title="Друге джерело", title_en="Second source", publisher="example.net",
                        url=None, date=None,
                    ),
                ],
            ),
            builders.undated(
                "TEST-BARE", communities=[], scope="oblast", sectors=[], donors=[],
                status="unknown", status_asof=None, status_text=None, status_text_en=None,
                open_to_partners=True,
            ),
            builders.money("TEST-MONEY", 1_000_000.0, parent_id="TEST-FULL", finance="grant"),
        ]
    )  # fmt: skip


@pytest.fixture(scope="session")
def unescaped() -> Callable[[object], object]:
    """Undoes the escapes ``_xHHHH_`` of ECMA-376 (18.4.12, ST_Xstring), as office programs do."""

    def undo(value: object) -> object:
        if not isinstance(value, str):
            return value
        return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), value)

    return undo


@pytest.fixture
def through_office(tmp_path: Path) -> Callable[[bytes, str, str | None], str]:
    """What LibreOffice reads in the first sheet of a file, as CSV (commas, every field quoted)."""
    number = itertools.count()

    def convert(content: bytes, ending: str, infilter: str | None) -> str:
        program = shutil.which("soffice")
        if program is None:
            pytest.fail("LibreOffice is missing: no program `soffice` on the PATH")
        folder = tmp_path / str(next(number))
        folder.mkdir()
        source = folder / f"list.{ending}"
        source.write_bytes(content)
        done = subprocess.run(
            [
                program,
                f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
                "--headless",
                *([f"--infilter={infilter}"] if infilter else []),
                "--convert-to",
                "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false",
                "--outdir",
                str(folder / "out"),
                str(source),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        result = folder / "out" / "list.csv"
        assert result.exists(), f"LibreOffice made no file: {done.stdout} {done.stderr}"
        return result.read_text("utf-8-sig")

    return convert
