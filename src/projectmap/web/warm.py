"""What is done at the start, so that no visitor waits for it."""

from __future__ import annotations

from projectmap import fonts
from projectmap.data.store import Store
from projectmap.map import layers
from projectmap.memory import keep_for_good
from projectmap.query.search import search
from projectmap.query.select import select
from projectmap.query.status import status_on
from projectmap.query.view import View


def before_the_first_visit(store: Store) -> None:
    """Make what every page needs."""
    register = store.current().register
    if register is None:
        return
    select(register, View())
    layers.content_tag(register)
    status_on(register, register.edition)
    keep_for_good()


def before_the_first_search(store: Store) -> None:
    """Make what only searches and single files need; visitors come in meanwhile."""
    register = store.current().register
    if register is not None:
        search(register, "а")
    fonts.as_address()
