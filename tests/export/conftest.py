"""Lists to download: the small territory with records that try to be something else."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import builders
import pytest

from projectmap.model.register import Register
from projectmap.query.view import View

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
VIEWS = (
    View(),
    View(sector=("water", "energy"), period=("before_2022_02_24",)),
    View(donor=("usaid",), year_to=2019),
    View(q="no record says this"),
)
"""What lists are made of: all records, some, and none."""
Office = Callable[..., dict[str, Path]]
"""``office(files, form, *options, **environment)``"""
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
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Gives what LibreOffice makes of files: many in one start, as that is what takes long."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("LibreOffice is missing: no program `soffice` on the PATH")
    profile = tmp_path_factory.mktemp("office")

    def convert(
        files: Mapping[str, bytes], form: str, *options: str, **environment: str
    ) -> dict[str, Path]:
        folder = tmp_path_factory.mktemp("converted")
        for name, content in files.items():
            (folder / name).write_bytes(content)
        done = subprocess.run(
            [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", *options,
             "--convert-to", form, "--outdir", str(folder / "out"),
             *(str(folder / name) for name in files)],
            capture_output=True, text=True, timeout=240, check=False,
            env={**os.environ, **environment},
        )  # fmt: skip
        ending = form.partition(":")[0]
        made = {name: (folder / "out" / name).with_suffix(f".{ending}") for name in files}
        missing = [name for name, path in made.items() if not path.exists()]
        assert not missing, f"LibreOffice made nothing of {missing}: {done.stdout} {done.stderr}"
        return made

    return convert
