"""Validation errors in translatable words; pydantic's own are in English only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, get_args

from pydantic import StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from projectmap.errors import Problem, ProblemCode, shorten
from projectmap.i18n import N_
from projectmap.model.records import Iso2, Iso4217, Katottg, RecordId, Slug, WebAddress
from projectmap.model.story import Line

Loc: TypeAlias = tuple[int | str, ...]

MISSING = N_("is missing")
_REASONS: Mapping[str, str] = {
    "missing": MISSING,
    "unexpected_keyword_argument": N_("there is no such field"),
    "string_type": N_("must be a text"),
    "string_unicode": N_("contains an unpaired surrogate"),
    "string_too_short": N_("is empty"),
    "string_too_long": N_("is longer than {limit} characters"),
    "string_pattern_mismatch": N_("is not in the format that this field requires"),
    "enum": N_("is not a known code"),
    "literal_error": N_("is not a known code"),
    "float_type": N_("must be a number"),
    "float_parsing": N_("must be a number"),
    "int_type": N_("must be a whole number"),
    "bool_type": N_("must be yes or no"),
    "finite_number": N_("must be a number"),
    "greater_than": N_("must be more than {limit}"),
    "greater_than_equal": N_("must be at least {limit}"),
    "less_than": N_("must be less than {limit}"),
    "less_than_equal": N_("must be at most {limit}"),
    "tuple_type": N_("must be a list"),
    "too_long": N_("has more than {limit} values"),
    "too_short": N_("has fewer than {limit} values"),
    "dict_type": N_("must map parameters to values"),
    "dataclass_type": N_("must be a group of named fields"),
}
"""By pydantic's types of errors; what our own checks say is in the catalogue as it is."""
_OTHER = N_("does not fit this field")
_PATTERNS: Mapping[str, str] = {
    part.pattern: text
    for kind, text in (
        (Katottg, N_("is not a KATOTTG code: UA and 17 digits")),
        (Slug, N_("may contain only lowercase Latin letters, digits, - and _")),
        (RecordId, N_("may contain only Latin letters, digits and . : - _")),
        (WebAddress, N_("is not a web address: it must begin with https:// and contain no spaces")),
        (Line, N_("must be one line")),
        (Iso2, N_("is not an ISO 3166 country code")),
        (Iso4217, N_("is not an ISO 4217 currency code")),
    )
    for part in get_args(kind)
    if isinstance(part, StringConstraints) and isinstance(part.pattern, str)
}


def misfits(error: ValidationError) -> list[tuple[Loc, Problem]]:
    """Each thing wrong with a record: where, and the problem; file and record are for the caller.

    Its field is that place with dots: ``sources.0.title``.
    """
    found = []
    for item in error.errors(include_url=False):
        place, limit = item["loc"], _limit(item.get("ctx", {}))
        missing = item["type"] == "missing" or item["input"] is None
        value, detail = ("", MISSING) if missing else (shorten(item["input"]), _reason(item))
        field = ".".join(map(str, place))
        found.append((place, Problem(ProblemCode.WRONG_VALUE, "", "", field, value, detail,
                                     limit=limit)))  # fmt: skip
    return found


def _reason(item: ErrorDetails) -> str:
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    if item["type"] == "string_pattern_mismatch":
        pattern = item["ctx"]["pattern"]
        return _PATTERNS.get(pattern, _REASONS[item["type"]])
    return _REASONS.get(item["type"], _OTHER)


def _limit(context: Mapping[str, Any]) -> str:
    """The number that a value has missed."""
    names = ("max_length", "min_length", "gt", "ge", "lt", "le")
    return next((f"{context[name]:.0f}" for name in names if name in context), "")
