"""Everything that can go wrong with the data, in one place.

A :class:`Problem` is a fact about the data (which file, record, field and value); its text for
people is made at the edge by :func:`projectmap.model.labels.describe`, in their language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from projectmap.i18n import N_, Code

VALUE_SHOWN = 80
MAX_OF_ONE_CAUSE = 20
"""Records with the same problem that are named one by one."""


class ProblemCode(Code):
    """What is wrong, and how people read it."""

    MISSING_FILE = "missing_file", N_("the file is missing")
    UNREADABLE_FILE = "unreadable_file", N_("the file cannot be read")
    NOT_JSON = "not_json", N_("the file is not valid JSON")
    NOT_A_COLLECTION = "not_a_collection", N_("the file is not a GeoJSON FeatureCollection")
    NOT_AN_OBJECT = "not_an_object", N_("the file is not one JSON object")
    MISSING_COLUMN = "missing_column", N_("the column is missing")
    NOT_A_FEATURE = "not_a_feature", N_("the record is not a GeoJSON Feature")
    WRONG_VALUE = "wrong_value", N_("invalid value")
    DUPLICATE_ID = "duplicate_id", N_("duplicate ID")
    UNKNOWN_CODE = "unknown_code", N_("unknown code")
    BAD_GEOMETRY = "bad_geometry", N_("the geometry cannot be used")
    GAP_OR_OVERLAP = (
        "gap_or_overlap",
        N_("the boundary leaves a gap to its neighbour or overlaps it"),
    )
    POINT_OUTSIDE = "point_outside", N_("the point is outside its community")
    NOT_THE_SETTLEMENTS_POINT = (
        "not_the_settlements_point",
        N_("the point is not that of the named settlement"),
    )
    END_BEFORE_START = "end_before_start", N_("the end date is before the start date")
    PERIOD_DIFFERS = "period_differs", N_("the period does not follow from the dates")
    PARENT_CYCLE = "parent_cycle", N_("the record is a part of itself")
    NO_SOURCE = "no_source", N_("no source is given")
    ONE_LANGUAGE = "one_language", N_("the text is in one language only")
    CONTRADICTION = "contradiction", N_("the value contradicts another field")
    UNCOVERED = "uncovered", N_("the community has no settlement")
    MASS_LOSS = "mass_loss", N_("too many records have disappeared at once")
    NOT_PUBLIC = "not_public", N_("the folder is not public")
    NOT_TO_BE_PUBLISHED = "not_to_be_published", N_("the text must not be published")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one value of one record of one file."""

    code: ProblemCode
    file: str
    record: str = ""
    field: str = ""
    value: str = ""
    detail: str = ""
    """A text of the catalogue that says why; ``{limit}`` in it stands for :attr:`limit`."""
    more: int = 0
    """How many further records have the same problem and are not named."""
    limit: str = ""


def one_per_cause(problems: Iterable[Problem]) -> list[Problem]:
    """``problems``, but of one cause in more than :data:`MAX_OF_ONE_CAUSE` records only the first.

    A column in the wrong format is one thing to fix, not one for each of 926 rows.
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
