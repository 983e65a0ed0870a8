"""Names of Streamlit's own that our style sheet and scripts use: none is promised to stay."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from projectmap.html.widget_texts import WIDGET_TEXTS

SRC = Path(__file__).resolve().parents[2] / "src" / "projectmap"
FILES = (
    "editor/style.css", "html/scripts/widget_texts.js", "ui/list_map.js", "ui/page.js",
    "ui/style.css", "web/scripts/connection.js", "web/scripts/sessions.js",
)  # fmt: skip
USED = sorted(
    {
        name
        for file in FILES
        for name in re.findall(r'data-testid="(\w+)"', (SRC / file).read_text("utf-8"))
    }
)


def test_no_other_file_uses_them() -> None:
    users = [
        str(path.relative_to(SRC))
        for ending in ("py", "js", "css")
        for path in SRC.rglob(f"*.{ending}")
        if "data-testid" in path.read_text("utf-8")
    ]
    assert sorted(users) == sorted(FILES)


@pytest.fixture(scope="module")
def bundle() -> str:
    """The scripts of the installed Streamlit."""
    folder = Path(str(resources.files("streamlit").joinpath("static/static/js")))
    return "".join(path.read_text("utf-8") for path in folder.glob("*.js"))


@pytest.mark.parametrize("name", [*USED, "BACKEND_BASE_URL", "data-test-connection-state"])
def test_streamlit_still_has_it(bundle: str, name: str) -> None:
    assert name in bundle


@pytest.mark.parametrize("text", WIDGET_TEXTS)
def test_streamlit_still_says_it(bundle: str, text: str) -> None:
    # What follows a comma is added by what reads the name out.
    assert all(part.strip() in bundle for part in text.replace(", *", "*").split("*"))


def test_messages_have_the_numbers_that_the_script_looks_for() -> None:
    script = (SRC / "web" / "scripts" / "sessions.js").read_text("utf-8")
    rerun = BackMsg.DESCRIPTOR.fields_by_name["rerun_script"].number
    finished = ForwardMsg.DESCRIPTOR.fields_by_name["script_finished"].number
    assert f"const RERUN = {rerun} << 3 | 2;" in script
    assert f"const FINISHED = {finished};" in script


def test_a_name_that_is_gone_is_found(bundle: str) -> None:
    assert "stExpandSideboard" not in bundle
