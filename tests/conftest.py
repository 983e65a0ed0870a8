"""Fixtures that all tests share, and a fence around the network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import builders
import pytest
from hypothesis import HealthCheck, settings

from projectmap.data.load import load
from projectmap.i18n import LANGUAGES, Translator, translator
from projectmap.memory import keep_for_good
from projectmap.model.register import Register

ROOT = Path(__file__).resolve().parents[1]

# Same examples in every run: a red test stays red until it is fixed. No deadline: how fast a
# machine is says nothing about whether the code is right.
settings.register_profile(
    "projectmap",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("projectmap")


LONG = ("browser", "export", "web", "editor", "store", "viewer", "html")
"""Rooms whose tests take longest."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that workers end together."""
    places = {room: place for place, room in enumerate(LONG)}
    items.sort(
        key=lambda item: min(
            places.get(part, len(LONG)) for part in item.path.relative_to(ROOT).parts
        )
    )


def pytest_collection_finish() -> None:
    """Leave the thousands of collected tests out of searches for garbage: 7% less work in all."""
    keep_for_good()


class NetworkRefusedError(OSError):
    """A test tried to reach something beyond this machine."""


def _is_here(host: Any) -> bool:
    if host in {None, "", "localhost", b"localhost"}:
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    """Sockets connect to this machine only, and other names are not even looked up."""
    real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}
    look_up = socket.getaddrinfo

    def fenced(name: str) -> Callable[[socket.socket, Any], Any]:
        def connect(self: socket.socket, address: Any) -> Any:
            if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_here(address[0]):
                raise NetworkRefusedError(f"{address} is not on this machine")
            return real[name](self, address)

        return connect

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_here(host):
            raise NetworkRefusedError(f"{host} is not on this machine")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        for name in real:
            patch.setattr(socket.socket, name, fenced(name))
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(scope="session")
def geodata() -> Path:
    """The folder of the real data."""
    return ROOT / "geodata"


@pytest.fixture(scope="session")
def register(geodata: Path) -> Register:
    """The real data."""
    return load(geodata)


@pytest.fixture(scope="session")
def small() -> Register:
    """Few records and a story, so that what is made of them is made quickly."""
    return builders.make_register(
        projects=[builders.placed(), builders.project("TEST-002", sectors=["health"])],
        stories=[builders.story()],
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small made-up data folder, to be broken."""
    return builders.write_folder(tmp_path / "geodata")


@pytest.fixture
def make_register() -> Callable[..., Register]:
    """Makes a register of made-up data; see :func:`builders.make_register`."""
    return builders.make_register


@pytest.fixture(params=LANGUAGES)
def t(request: pytest.FixtureRequest) -> Translator:
    """The translator of each language in turn."""
    return translator(request.param)
