"""The app. Start it with ``streamlit run dashboard.py`` or ``make run``."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).parent / "src"))

import streamlit as st
from starlette.concurrency import run_in_threadpool
from streamlit import net_util

from projectmap import fonts
from projectmap.config import settings
from projectmap.data.store import shared
from projectmap.errors import ProblemCode
from projectmap.i18n import translator
from projectmap.map import layers
from projectmap.memory import give_back, keep_for_good
from projectmap.model.labels import describe
from projectmap.query.search import search
from projectmap.query.select import select
from projectmap.query.status import status_on
from projectmap.query.view import View
from projectmap.ui import frame
from projectmap.web import log
from projectmap.web.half_sent import drop_half_sent
from projectmap.web.middleware import middleware
from projectmap.web.routes import routes

# Streamlit would ask an outside host for this server's own address: at the start where it listens
# on all addresses, and for each websocket from a page of a name that it does not know.
net_util.get_external_ip = net_util.get_internal_ip = lambda: None
give_back()
log.start()
drop_half_sent()
store = shared(settings().geodata)
for problem in store.current().problems:
    if problem.code == ProblemCode.NOT_PUBLIC:
        # Operators see a service that stops; a page with a notice they may not see.
        sys.exit(describe(translator("en"), problem))
ours = routes(store)


def before_the_first_visit() -> None:
    """Make what every page needs."""
    register = store.current().register
    if register is not None:
        select(register, View())
        layers.content_tag(register)
        status_on(register, register.edition)
        keep_for_good()


def before_the_first_search() -> None:
    """Make what only searches and single files need; visitors come in meanwhile."""
    register = store.current().register
    if register is not None:
        search(register, "а")
    fonts.as_address()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Do before the first visitor comes what would make that one wait."""
    await run_in_threadpool(before_the_first_visit)
    Thread(target=before_the_first_search, daemon=True).start()
    # Not map_view: the map's component registers itself at import, which only a session may do.
    import_module("projectmap.map.render")
    import_module("projectmap.ui.listing")
    yield


app = st.App(
    "src/projectmap/router.py",
    routes=ours,
    middleware=middleware(st.get_option("server.baseUrlPath"), ours),
    lifespan=lifespan,
    on_script_error=frame.failed,
)
