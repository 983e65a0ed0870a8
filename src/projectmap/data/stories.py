"""Stories: checked against the model and against the register's codes.

A story with a problem is set aside and named; no story makes a folder unusable.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeAlias

from pydantic import TypeAdapter, ValidationError

from projectmap.data import read
from projectmap.data.check import Reporter
from projectmap.data.misfits import misfits
from projectmap.errors import DataInvalidError, Problem, ProblemCode, shorten
from projectmap.i18n import N_
from projectmap.model.codes import FactGroup, Layer
from projectmap.model.dates import TIMES
from projectmap.model.filters import FILTERS, known_values
from projectmap.model.register import Register
from projectmap.model.story import EDITION, Step, Story

_STORY = TypeAdapter(Story)
Known: TypeAlias = Mapping[str, Container[str | None]]
"""The codes that parameters may have."""
_READERS: Mapping[str, Callable[[str], object]] = {**TIMES, "q": str}
"""The parameters beside filters and layers; None for a value that says nothing.

Language and details of single things are the reader's choice: no step sets them.
"""
PARAMETERS = (*FILTERS, "layer", *_READERS)
"""What a step may set."""
_SINGLE = ("year_from", "year_to", "compare", "q")
"""Those that take one value."""


def stories(
    files: Mapping[str, bytes], register: Register, problems: list[Problem]
) -> dict[str, Story]:
    """The stories among ``files`` by id; what is wrong with others is added to ``problems``."""
    known = {**known_values(register), "layer": frozenset(Layer)}
    found: dict[str, Story] = {}
    for name, content in sorted(files.items()):
        story = _parsed(name, content, problems)
        if story is None:
            continue
        wrong = list(_wrong(name, story, known, register))
        problems.extend(wrong)
        if not wrong:
            found[story.id] = story
    return found


def _parsed(file: str, content: bytes, problems: list[Problem]) -> Story | None:
    """The story of one file; a step is named by its number: the record of the third is ``#3``."""
    try:
        values = read.value(file, content)
    except DataInvalidError as error:
        problems.extend(error.problems)
        return None
    if not isinstance(values, dict):
        problems.append(Problem(ProblemCode.NOT_AN_OBJECT, file))
        return None
    try:
        return _STORY.validate_python(values)
    except ValidationError as error:
        for loc, wrong in misfits(error):
            record, field = _place(loc)
            problems.append(replace(wrong, file=file, record=record, field=field))
        return None


def _place(loc: tuple[int | str, ...]) -> tuple[str, str]:
    """The step and the field of an error of pydantic; lines and values count from 1 as well."""
    record, inside = "", loc
    if len(loc) > 1 and loc[0] == "steps" and isinstance(loc[1], int):
        record, inside = f"#{loc[1] + 1}", loc[2:]
    parts = (str(part + 1) if isinstance(part, int) else part for part in inside)
    return record, shorten(".".join(part for part in parts if part != "[key]"))


def _wrong(file: str, story: Story, known: Known, register: Register) -> Iterator[Problem]:
    if story.id != PurePosixPath(file).stem:
        yield Problem(ProblemCode.WRONG_VALUE, file, field="id", value=story.id,
                      detail=N_("differs from the name of the file"))  # fmt: skip
    for number, step in enumerate(story.steps, 1):
        report = Reporter(file, f"#{number}")
        _step(step, known, register, report)
        yield from report.problems


def _step(step: Step, known: Known, register: Register, report: Reporter) -> None:
    if len(step.lines_uk) != len(step.lines_en):
        both = f"{len(step.lines_uk)}, {len(step.lines_en)}"
        report(ProblemCode.ONE_LANGUAGE, "lines_uk, lines_en", both,
               N_("the number of lines differs"))  # fmt: skip
    for name, values in step.view.items():
        field = f"view.{name}"
        if name in _SINGLE and len(values) > 1:
            report(ProblemCode.WRONG_VALUE, field, list(values), N_("takes one value only"))
        if name in known:
            report.known(field, values, known[name])
        elif name not in _READERS:
            report(ProblemCode.WRONG_VALUE, field, name, N_("is no parameter of a step"))
        else:
            for value in values:
                if (name, value) != ("asof", EDITION) and _READERS[name](value) is None:
                    report(ProblemCode.WRONG_VALUE, field, value)
    days = [value for value in step.view.get("asof", ()) if value != EDITION]
    if days != sorted(set(days)):
        report(ProblemCode.WRONG_VALUE, "view.asof", days, N_("the dates are not in order"))
    report.known("facts", step.facts, frozenset(FactGroup))
    report.known("focus", step.focus, register.communities)
