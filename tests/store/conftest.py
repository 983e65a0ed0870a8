"""A store in its usual places: SQLite in a file, PostgreSQL in a cluster of the tests' own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders import write_folder
from store.cluster import new_database, running

from projectmap.store import RegisterStore, open_store, register


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module may name the PLACES of its stores; else each test runs in both."""
    if "begun" in metafunc.fixturenames:
        places = getattr(metafunc.module, "PLACES", ["sqlite", "postgresql"])
        metafunc.parametrize("begun", places, indirect=True, scope="module")


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The address of a server that is thrown away; databases are made in it."""
    with running() as address:
        yield address


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the stores of a module begin with: the small made-up one."""
    return write_folder(tmp_path_factory.mktemp("seed") / "geodata")


@pytest.fixture(scope="module")
def begun(request: pytest.FixtureRequest, seed: Path) -> str:
    """A store that has just begun; tests get copies of it, which are made sooner."""
    if request.param == "sqlite":
        address = str(seed.parent / "register.sqlite3")
    else:
        address = new_database(request.getfixturevalue("cluster"))
    open_store(address, seed=seed).engine.dispose()
    return address


@pytest.fixture
def address(begun: str, tmp_path: Path) -> str:
    """Where a store of this test's own is, which has just begun."""
    cluster, _, name = begun.rpartition("/")
    if "://" in begun:
        return new_database(f"{cluster}/", like=name)
    return str(shutil.copy(begun, tmp_path))


@pytest.fixture
def open_it(address: str) -> Iterator[Callable[..., RegisterStore]]:
    """Opens the store, again and again if need be."""
    stores: list[RegisterStore] = []

    def opened(**options: bool) -> RegisterStore:
        stores.append(open_store(address, **options))
        return stores[-1]

    yield opened
    for found in stores:
        found.engine.dispose()


@pytest.fixture
def store(open_it: Callable[..., RegisterStore]) -> RegisterStore:
    """A store with the small made-up folder as version 1."""
    return open_it()


@pytest.fixture
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proposals are taken as by an earlier version, which looked at them only when publishing."""
    monkeypatch.setattr(register, "_unfit", lambda *_: ())
