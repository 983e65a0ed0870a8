"""Everything that can go wrong with the data, in one place.

A :class:`Problem` is a fact about the data (which file, record, field and value); its text for
people is made at the edge by :func:`projectmap.model.labels.describe`, in their language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

VALUE_SHOWN = 80
MAX_OF_ONE_CAUSE = 20
"""Records with the same problem that are named one by one."""


class ProblemCode(StrEnum):
    """What is wrong; each has one text in ``model/labels.py``."""

    MISSING_FILE = "missing_file"
    UNREADABLE_FILE = "unreadable_file"
    NOT_JSON = "not_json"
    NOT_A_COLLECTION = "not_a_collection"
    NOT_AN_OBJECT = "not_an_object"
    MISSING_COLUMN = "missing_column"
    NOT_A_FEATURE = "not_a_feature"
    WRONG_VALUE = "wrong_value"
    DUPLICATE_ID = "duplicate_id"
    UNKNOWN_CODE = "unknown_code"
    BAD_GEOMETRY = "bad_geometry"
    GAP_OR_OVERLAP = "gap_or_overlap"
    POINT_OUTSIDE = "point_outside"
    NOT_THE_SETTLEMENTS_POINT = "not_the_settlements_point"
    END_BEFORE_START = "end_before_start"
    PERIOD_DIFFERS = "period_differs"
    PARENT_CYCLE = "parent_cycle"
    NO_SOURCE = "no_source"
    ONE_LANGUAGE = "one_language"
    CONTRADICTION = "contradiction"
    UNCOVERED = "uncovered"
    MASS_LOSS = "mass_loss"
    NOT_PUBLIC = "not_public"
    NOT_TO_BE_PUBLISHED = "not_to_be_published"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one value of one record of one file.

    ``fatal`` problems make the whole folder unusable (a wrong status or border is worse than no
    page); any other sets its record aside and leaves the rest served.
    """

    code: ProblemCode
    file: str
    record: str = ""
    field: str = ""
    value: str = ""
    detail: str = ""
    """A text of the catalogue that says why; ``{limit}`` in it stands for :attr:`limit`."""
    fatal: bool = False
    more: int = 0
    """How many further records have the same problem and are not named."""
    limit: str = ""


def one_per_cause(problems: Iterable[Problem]) -> list[Problem]:
    """``problems``, but of one cause in more than :data:`MAX_OF_ONE_CAUSE` records only the first.

    A column in the wrong format is one thing to mend, not one for each of 926 rows.
    """
    causes: dict[tuple[object, ...], list[Problem]] = {}
    for item in problems:
        field = ".".join(part for part in item.field.split(".") if not part.isdecimal())
        causes.setdefault((item.code, item.file, field, item.detail), []).append(item)
    found: list[Problem] = []
    for items in causes.values():
        few = len(items) <= MAX_OF_ONE_CAUSE
        found += items if few else [replace(items[0], more=len(items) - 1)]
    return found


def shorten(value: object) -> str:
    """``value`` as a text short enough for a message; unpaired surrogates are escaped."""
    text = value if isinstance(value, str) else repr(value)
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= VALUE_SHOWN else text[: VALUE_SHOWN - 1] + "…"


class ProjectmapError(Exception):
    """The root of every error that this project raises on purpose."""


class DataInvalidError(ProjectmapError):
    """A data folder that cannot be served; ``problems`` has all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.file}: {p.code} {p.record} {p.field}" for p in problems))
