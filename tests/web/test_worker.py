"""Downloads as they are really written for a server, by worker processes."""

from __future__ import annotations

import asyncio
import io
import os
import re
import sys
import weakref
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType

import anyio
import builders
import httpx
import pypdf
import pytest
from export.making import links_of
from starlette.applications import Starlette
from territory import MIDDLE, N1, NORTH, S2, SOUTH
from web.downloading import DAY, SITE, Clock
from web.hostile_readers import read_file

from projectmap.data.store import Served
from projectmap.export.registry import EXPORTS, file_name, write_export
from projectmap.export.request import ExportRequest
from projectmap.model.basemap import Basemap
from projectmap.model.register import Register
from projectmap.query.view import View, read_view
from projectmap.web import exports, parameters, worker
from projectmap.web.worker import (
    ExportFailedError,
    Job,
    TooLongError,
    WorkerPool,
    read_register,
    write_register,
)

NAME = re.compile(r'attachment; filename="([A-Za-z0-9._-]+)"')
App = Callable[[Register | Served], Starlette]
pytestmark = pytest.mark.usefixtures("plain_settings")


ASKED = {"community": [NORTH], "sector": ["water"], "asof": ["2022-03-01"]}


def address(name: str) -> str:
    """Where a download about the community NORTH is."""
    return f"/export/{name}?lang=uk&community={NORTH}&sector=water&asof=2022-03-01"


@dataclass
class Answers:
    """The answers to one address."""

    get: httpx.Response
    head: httpx.Response
    known: httpx.Response
    """To somebody who has it already."""
    plain: httpx.Response
    """To somebody who cannot unpack."""


async def _ask_all(app: Starlette) -> dict[str, Answers]:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://testserver"
    ) as client:

        async def ask(name: str) -> Answers:
            target = address(name)
            get = await client.get(target, headers={"Accept-Encoding": "gzip"})
            tag = get.headers.get("etag", "")
            return Answers(
                get,
                await client.head(target, headers={"Accept-Encoding": "gzip"}),
                await client.get(target, headers={"If-None-Match": f'"other", W/{tag}'}),
                await client.get(target, headers={"Accept-Encoding": "identity"}),
            )

        found = await asyncio.gather(*map(ask, EXPORTS))
    return dict(zip(EXPORTS, found, strict=True))


@pytest.fixture(scope="module")
def several() -> Register:
    """Several of everything that a set holds, to come out in one order."""
    # Six: in one of 720 orders a set of them would come out sorted.
    everyone = [f"test-{letter}" for letter in "abcdef"]
    sectors = ["culture", "energy", "health", "water"]
    places = [NORTH, MIDDLE, SOUTH]
    partners = [builders.partner(name_en=f"Town {n}", country=country)
                for n, country in enumerate(("NL", "FR", "PL"))]  # fmt: skip
    towns = {"type": "MultiPoint", "coordinates": [[5, 52], [4, 45], [20, 52]]}
    sources = [builders.source(title=f"{n}", title_en=f"Source {n}") for n in range(4)]
    return builders.make_register(
        organisations=[*builders.default_organisations(), *map(builders.organisation, everyone)],
        projects=[
            builders.project(
                f"TEST-{kind}", kind=kind, communities=places, sectors=sectors, sources=sources,
                programme="test-programme",
                **dict.fromkeys(("donors", "implementers", "channels", "partners"), everyone),
            )
            for kind in ("project", "event")
        ] + [builders.placed(f"TEST-{place}", place) for place in (N1, S2)],
        partnerships=[
            builders.partnership(
                f"TEST-R{n}", communities=places, sectors=sectors, partners=partners,
                partner_countries=["NL", "FR", "PL"], sources=sources, geometry=towns,
            )
            for n in range(2)
        ],
        stories=[builders.story()],
    )  # fmt: skip


@pytest.fixture(scope="module")
def answers(app: App, several: Register) -> dict[str, Answers]:
    """Each download, asked for at the same time and written by workers.

    They have another order of sets than this process.
    """
    by_workers = {name: replace(row, slow_from=0) for name, row in EXPORTS.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parameters, "datetime", Clock)
        patch.setattr(exports, "EXPORTS", by_workers)
        patch.setenv("PROJECTMAP_ADDRESS", SITE)
        patch.setenv("PYTHONHASHSEED", "4")
        # Each worker takes a second to start; on a busy machine they may take their time.
        patch.setattr(exports, "MAX_PARALLEL_LISTS", 1)
        patch.setattr(exports, "MAX_PARALLEL_DOCUMENTS", 2)
        patch.setattr(exports, "MAX_DOCUMENT_S", exports.MAX_EXPORT_S)
        return asyncio.run(_ask_all(app(several)))


def request_of(register: Register, name: str) -> ExportRequest:
    view, _ = read_view(ASKED, register)
    return ExportRequest(name, view, "uk", DAY, f"{SITE}/")


@pytest.mark.parametrize("name", EXPORTS)
def test_it_is_the_file_of_the_registry(
    answers: dict[str, Answers], several: Register, tmp_path: Path, name: str
) -> None:
    """Equal requests give equal bytes in every process."""
    get, request = answers[name].get, request_of(several, name)
    path = tmp_path / name.replace("/", "-")
    write_export(several, request, path)
    assert get.status_code == 200
    assert get.content == path.read_bytes()
    read_file(path)
    assert get.headers["content-type"] == EXPORTS[name].media_type
    assert get.headers["cache-control"] == "no-cache"
    assert re.fullmatch(r'"[0-9a-f]{16}"', get.headers["etag"])
    assert get.headers["content-disposition"] == (
        f'attachment; filename="{file_name(several, request)}"'
    )


def test_the_real_ground_is_drawn_alike_in_another_process(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The made-up registers have no basemap."""
    monkeypatch.setenv("PYTHONHASHSEED", "4")
    write_register(register, tmp_path / "register")
    pool = WorkerPool()
    for name in ("map.svg", "partners.svg", "viewer.html"):
        request = ExportRequest(name, View(), "uk", DAY)
        write_export(register, request, tmp_path / "here")
        asyncio.run(pool.do(Job(tmp_path / "register", request, tmp_path / name)))
        assert (tmp_path / name).read_bytes() == (tmp_path / "here").read_bytes(), name


@pytest.mark.parametrize("name", EXPORTS)
def test_head_and_what_is_known(answers: dict[str, Answers], name: str) -> None:
    found = answers[name]
    assert (found.head.status_code, found.head.content) == (200, b"")
    assert found.head.headers == found.get.headers
    assert (found.known.status_code, found.known.content) == (304, b"")
    for header in ("etag", "cache-control", "vary"):
        assert found.known.headers[header] == found.get.headers[header]


@pytest.mark.parametrize("name", EXPORTS)
def test_only_what_gains_by_it_comes_compressed(answers: dict[str, Answers], name: str) -> None:
    get, plain = answers[name].get, answers[name].plain
    compressed = EXPORTS[name].ending in {"csv", "geojson", "svg", "html"}
    assert get.headers.get("content-encoding") == ("gzip" if compressed else None)
    assert "content-encoding" not in plain.headers
    assert plain.content == get.content
    assert plain.headers["etag"] == get.headers["etag"]
    assert {part.strip() for part in get.headers["vary"].split(",")} == {
        "Accept-Language",
        "Accept-Encoding",
    }


@pytest.mark.parametrize("name", ["slides.pptx", "dossier.docx", "report.pdf", "dossier.pdf"])
def test_links_lead_to_the_address_that_is_set(answers: dict[str, Answers], name: str) -> None:
    content = answers[name].get.content
    if name.endswith(".pdf"):
        links = [*links_of(pypdf.PdfReader(io.BytesIO(content)))]
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [book.read(part).decode() for part in book.namelist() if part.endswith(".rels")]
        links = [target for part in parts for target in re.findall(r'Target="(http[^"]+)"', part)
                 if "schemas." not in target]  # fmt: skip
    own = [link for link in links if "example.org/luhansk" in link]
    assert own
    assert all(link.startswith(f"{SITE}/") for link in own)
    assert not any("testserver" in link for link in links)


# --- The register on its way to other processes -----------------------------------------------


def assert_same(found: object, expected: object, name: str) -> None:
    """Equal; what equals only itself, as the basemap does, field by field."""
    if isinstance(expected, Basemap):
        assert isinstance(found, Basemap)
        for field in fields(Basemap):
            assert_same(getattr(found, field.name), getattr(expected, field.name), field.name)
    elif isinstance(expected, Mapping):
        assert isinstance(found, Mapping)
        assert dict(found) == dict(expected), name
    else:
        assert found == expected, name


@pytest.mark.parametrize("which", ["register", "small"])
def test_the_register_comes_out_as_it_went_in(
    request: pytest.FixtureRequest, tmp_path: Path, which: str
) -> None:
    register: Register = request.getfixturevalue(which)
    write_register(register, tmp_path / "register")
    found = read_register(tmp_path / "register")
    assert register.stories
    for field in fields(Register):
        assert_same(getattr(found, field.name), getattr(register, field.name), field.name)
    for name in ("communities", "stories", "settlements"):
        kept = getattr(found, name)
        assert list(kept) == list(getattr(register, name))
        if isinstance(getattr(register, name), MappingProxyType):
            assert isinstance(kept, MappingProxyType)
    step = next(iter(found.stories.values())).steps[0]
    with pytest.raises(TypeError):
        step.view["asof"] = ("2022-02-24",)


def test_a_register_goes_when_the_next_one_is_read(job: Job, tmp_path: Path) -> None:
    """With all that was computed from it: a worker lives through many versions of the data."""
    first = weakref.ref(read_register(job.register))
    write_export(read_register(job.register), job.request, job.path)
    next_one = replace(job, register=tmp_path / "next")
    next_one.register.write_bytes(job.register.read_bytes())
    write_export(read_register(next_one.register), next_one.request, next_one.path)
    assert first() is None


# --- Workers ----------------------------------------------------------------------------------


@pytest.fixture
def job(small: Register, tmp_path: Path) -> Job:
    """A quick job."""
    write_register(small, tmp_path / "register")
    return Job(tmp_path / "register", request_of(small, "projects.csv"), tmp_path / "file")


def do(pool: WorkerPool, *jobs: Job) -> None:
    """Do the jobs one after the other."""

    async def all_of_them() -> None:
        for job in jobs:
            await pool.do(job)

    asyncio.run(all_of_them())


def test_a_worker_does_one_job_after_another(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = WorkerPool()
    do(pool, job)
    monkeypatch.setattr(worker, "Worker", None)  # no other is started
    other = replace(job, path=job.path.with_name("other"))
    do(pool, other, job)
    assert other.path.read_bytes() == job.path.read_bytes()


def test_a_worker_that_has_ended_meanwhile_is_replaced(job: Job) -> None:
    pool = WorkerPool()
    do(pool, job)
    (idle,) = pool._idle  # noqa: SLF001 - nobody else sees it
    idle._process.terminate()  # noqa: SLF001 - as if it had been idle for too long
    idle._process.wait()  # noqa: SLF001 - see above
    job.path.unlink()
    do(pool, job)
    assert job.path.exists()


def test_a_job_that_fails_says_why_and_the_worker_goes_on(job: Job) -> None:
    pool = WorkerPool()
    nowhere = replace(job, path=job.path.with_name("nowhere") / "file")
    with pytest.raises(ExportFailedError, match="FileNotFoundError"):
        do(pool, nowhere)
    assert len(pool._idle) == 1  # noqa: SLF001 - nobody else sees it
    do(pool, job)
    assert job.path.exists()


@pytest.mark.parametrize("end", ["exit 3", "kill -9 $$"])
def test_a_process_that_ends_without_an_answer(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr(sys, "executable", program(tmp_path, end))
    with pytest.raises(ExportFailedError, match="ended with status"):
        do(WorkerPool(), job)


def program(folder: Path, script: str) -> str:
    """A program that stands for Python."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


STUCK = 'echo half > "$TMPDIR/half"; echo $$ $TMPDIR > "$(dirname "$0")/started"; exec sleep 600'


def started(folder: Path) -> tuple[int, Path]:
    """The process of :data:`STUCK` and its folder."""
    number, temporary = (folder / "started").read_text().split()
    return int(number), Path(temporary)


def test_a_process_that_takes_too_long_ends_and_leaves_nothing(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program(tmp_path, STUCK))
    with pytest.raises(TooLongError):
        asyncio.run(WorkerPool().do(job, 1))
    process, folder = started(tmp_path)
    assert not is_there(process)
    assert not folder.exists()


def test_work_that_is_cancelled_ends_and_leaves_nothing(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program(tmp_path, STUCK))

    async def cancel() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(WorkerPool().do, job)
            while not (tmp_path / "started").exists():  # noqa: ASYNC110 - another process makes it
                await anyio.sleep(0.01)
            group.cancel_scope.cancel()

    asyncio.run(cancel())
    process, folder = started(tmp_path)
    assert not is_there(process)
    assert not folder.exists()


def test_workers_end_with_their_pool(job: Job) -> None:
    pool = WorkerPool()
    do(pool, job)
    process = pool._idle[0]._process  # noqa: SLF001 - nobody else sees it
    del pool
    assert process.returncode is not None
