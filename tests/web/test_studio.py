"""Documents as they are really made for a server, by processes of their own."""

from __future__ import annotations

import asyncio
import io
import pickle
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
import pypdf
import pytest
from builders import NORTH
from starlette.applications import Starlette
from web.ordering import DAY, SITE, Clock, is_whole

from projectmap.data.store import Served
from projectmap.export.documents import DOSSIERS, Document
from projectmap.model.register import Register
from projectmap.web import made, routes, studio

NAME = re.compile(r'attachment; filename="([A-Za-z0-9._-]+)"')
App = Callable[[Register | Served], Starlette]
pytestmark = pytest.mark.usefixtures("plain_settings")


def address(document: Document) -> str:
    """Where a document of the community NORTH is."""
    return f"/export/{document}?lang=uk&community={NORTH}&sector=water&asof=2022-03-01"


@dataclass
class Answers:
    """The answers to one address."""

    get: httpx.Response
    head: httpx.Response
    known: httpx.Response
    """To somebody who has it already."""
    plain: httpx.Response
    """To somebody who cannot unpack."""


async def _ask_all(app: Starlette) -> dict[Document, Answers]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://testserver"
    ) as client:

        async def ask(document: Document) -> Answers:
            target = address(document)
            get = await client.get(target, headers={"Accept-Encoding": "gzip"})
            tag = get.headers.get("etag", "")
            return Answers(
                get,
                await client.head(target, headers={"Accept-Encoding": "gzip"}),
                await client.get(target, headers={"If-None-Match": f'"other", W/{tag}'}),
                await client.get(target, headers={"Accept-Encoding": "identity"}),
            )

        found = await asyncio.gather(*map(ask, Document))
    return dict(zip(Document, found, strict=True))


@pytest.fixture(scope="module")
def answers(app: App, small: Register) -> dict[Document, Answers]:
    """Each document, asked for at the same time and made by processes of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routes, "datetime", Clock)
        patch.setattr(made, "FEW", -1)
        patch.setenv("PROJECTMAP_ADDRESS", SITE)
        return asyncio.run(_ask_all(app(small)))


@pytest.mark.parametrize("document", Document)
def test_a_document_is_a_download(answers: dict[Document, Answers], document: Document) -> None:
    get = answers[document].get
    assert get.status_code == 200
    assert get.headers["content-type"] == document.media_type
    assert get.headers["cache-control"] == "no-cache"
    assert re.fullmatch(r'"[0-9a-f]{16}"', get.headers["etag"])
    (name,) = NAME.fullmatch(get.headers["content-disposition"]).groups()  # type: ignore[union-attr]
    told = "Testova-North" if document in DOSSIERS else f"water_{NORTH}"
    stem = "map" if document is Document.VIEWER else document.stem
    assert name == f"{stem}_{DAY}_{told}_asof-2022-03-01_uk.{document.ending}"


@pytest.mark.parametrize("document", Document)
def test_it_is_a_whole_file_of_its_kind(
    answers: dict[Document, Answers], document: Document
) -> None:
    assert is_whole(document, answers[document].get.content, "uk")


@pytest.mark.parametrize("document", Document)
def test_head_and_what_is_known(answers: dict[Document, Answers], document: Document) -> None:
    told = answers[document]
    assert (told.head.status_code, told.head.content) == (200, b"")
    assert told.head.headers == told.get.headers
    assert (told.known.status_code, told.known.content) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert told.known.headers[name] == told.get.headers[name]


@pytest.mark.parametrize("document", Document)
def test_only_what_gains_by_it_comes_packed(
    answers: dict[Document, Answers], document: Document
) -> None:
    get, plain = answers[document].get, answers[document].plain
    packed = get.headers.get("content-encoding")
    assert packed == (None if document.ending in {"pptx", "docx", "pdf", "png"} else "gzip")
    assert "content-encoding" not in plain.headers
    assert plain.content == get.content
    assert plain.headers["etag"] == get.headers["etag"]
    assert {part.strip() for part in get.headers["vary"].split(",")} == {
        "Accept-Language",
        "Accept-Encoding",
    }


@pytest.mark.parametrize(
    "document", [Document.SLIDES, Document.DOSSIER_DOCX, Document.REPORT, Document.DOSSIER_PDF]
)
def test_links_lead_to_the_address_that_is_set(
    answers: dict[Document, Answers], document: Document
) -> None:
    content = answers[document].get.content
    if document.ending == "pdf":
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        links = [note["/A"]["/URI"] for page in pages for note in page.get("/Annots", ())
                 if "/A" in note and "/URI" in note["/A"]]  # fmt: skip
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [book.read(name).decode() for name in book.namelist() if name.endswith(".rels")]
        links = [target for part in parts for target in re.findall(r'Target="(http[^"]+)"', part)
                 if "schemas." not in target]  # fmt: skip
    own = [link for link in links if "example.org/luhansk" in link]
    assert own
    assert all(link.startswith(f"{SITE}/") for link in own)
    assert not any("testserver" in link for link in links)


# --- The register on its way to other processes -----------------------------------------------


@pytest.mark.parametrize("which", ["register", "small"])
def test_the_register_comes_out_as_it_went_in(
    request: pytest.FixtureRequest, tmp_path: Path, which: str
) -> None:
    register: Register = request.getfixturevalue(which)
    studio.keep_register(register, tmp_path / "register")
    with (tmp_path / "register").open("rb") as file:
        found = pickle.load(file)  # noqa: S301 - what was written above
    assert register.stories
    for field in fields(Register):
        assert getattr(found, field.name) == getattr(register, field.name), field.name
    for name in ("communities", "stories", "settlements"):
        kept = getattr(found, name)
        assert list(kept) == list(getattr(register, name))
        if isinstance(getattr(register, name), MappingProxyType):
            assert isinstance(kept, MappingProxyType)
    step = next(iter(found.stories.values())).steps[0]
    with pytest.raises(TypeError):
        step.view["asof"] = ("2022-02-24",)


def test_the_viewer_is_the_same_whoever_makes_it(
    answers: dict[Document, Answers],
    small: Register,
    site: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PROJECTMAP_ADDRESS", SITE)
    at_once = site(small).get(address(Document.VIEWER))
    assert at_once.content == answers[Document.VIEWER].get.content
