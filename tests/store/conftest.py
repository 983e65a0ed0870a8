"""A store in its usual places: SQLite in a file, PostgreSQL in a cluster of the tests' own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store.cluster import new_database, running

from projectmap.store import RegisterStore, open_store


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The address of a server that is thrown away; databases are made in it."""
    with running() as address:
        yield address


@pytest.fixture
def database(cluster: str) -> str:
    """The address of an empty database."""
    return new_database(cluster)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store can be: each place in turn, empty."""
    if request.param == "sqlite":
        return str(tmp_path / "register" / "register.sqlite3")
    found: str = request.getfixturevalue("database")
    return found


@pytest.fixture
def open_it(address: str, folder: Path) -> Iterator[Callable[..., RegisterStore]]:
    """Opens the store, which begins with the small made-up folder; again and again if need be."""
    stores: list[RegisterStore] = []

    def opened(**options: bool) -> RegisterStore:
        stores.append(open_store(address, seed=folder, **options))
        return stores[-1]

    yield opened
    for found in stores:
        found.engine.dispose()


@pytest.fixture
def store(open_it: Callable[..., RegisterStore]) -> RegisterStore:
    """A store with the small made-up folder as version 1."""
    return open_it()
