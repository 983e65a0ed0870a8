"""The routes and middleware over data of our choice, without Streamlit behind them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.exceptions import StarletteDeprecationWarning
from starlette.middleware import Middleware

from projectmap.data.store import Served
from projectmap.model.register import Register
from projectmap.web.middleware import PageHeads, SecurityHeaders
from projectmap.web.routes import routes

with warnings.catch_warnings():
    # Starlette would rather have httpx2; with httpx its client works the same.
    warnings.simplefilter("ignore", StarletteDeprecationWarning)
    from starlette.testclient import TestClient


class Fixed:
    """A store whose data is as it was made."""

    def __init__(self, served: Served) -> None:
        self.served = served

    def current(self) -> Served:
        """The data."""
        return self.served


@pytest.fixture(scope="session")
def app() -> Callable[[Register | Served], Starlette]:
    """Makes the app over a register, or over what a store serves."""

    def make(data: Register | Served) -> Starlette:
        store: Any = Fixed(data if isinstance(data, Served) else Served(data))
        return Starlette(
            routes=routes(store), middleware=[Middleware(SecurityHeaders), Middleware(PageHeads)]
        )

    return make


@pytest.fixture(scope="session")
def site(app: Callable[[Register | Served], Starlette]) -> Callable[..., TestClient]:
    """Makes a client of the app over a register, or over what a store serves."""
    return lambda data: TestClient(app(data), follow_redirects=False)


@pytest.fixture(scope="session")
def client(site: Callable[..., TestClient], register: Register) -> TestClient:
    """A client of the app over the real data."""
    return site(register)
