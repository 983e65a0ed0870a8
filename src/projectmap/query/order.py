"""Records in the order of a column."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from projectmap.i18n import translator
from projectmap.memory import kept
from projectmap.model.labels import Labels
from projectmap.model.records import Project
from projectmap.model.register import Register
from projectmap.query.columns import BY_KEY, DOWN
from projectmap.query.rows import Cells


def in_order(
    register: Register, language: str, day: date, found: npt.NDArray[np.int32], order: str
) -> npt.NDArray[np.int32]:
    """``found``, rows of ``Register.projects``, sorted by a column.

    Records that state nothing there come last. ``order`` is the key of a column, with
    :data:`DOWN` before it for the other direction. Equal ones keep their order. Amounts are sorted
    within their currency: none is converted.
    """
    ranks = _ranks(register, language, day, order.removeprefix(DOWN))[found]
    last = np.iinfo(np.int32).max
    down = order.startswith(DOWN)
    keys = np.where(ranks < 0, last, -ranks if down else ranks)
    return found[np.argsort(keys, kind="stable")]


@kept(8)
def _ranks(register: Register, language: str, day: date, key: str) -> npt.NDArray[np.int32]:
    """For each row the rank of its value among all values of the column; -1 for none."""
    t, column = translator(language), BY_KEY[key]
    cells = Cells(Labels(register, t), day)

    def sortable(item: Project) -> tuple[str, float, str] | None:
        value = column.value(item, cells)
        if value is None:
            return None
        if isinstance(value, str):
            return "", 0, t.sort_key(value)
        return (item.currency or "") if key == "amount" else "", value, ""

    values = [sortable(item) for item in register.projects]
    ranks = {value: rank for rank, value in enumerate(sorted(set(filter(None, values))))}
    return np.array([-1 if value is None else ranks[value] for value in values], dtype=np.int32)
