"""The views that the steps of a story show."""

from __future__ import annotations

from dataclasses import replace

from projectmap.model.dates import full_day
from projectmap.model.register import Register
from projectmap.model.story import EDITION, Step, Story
from projectmap.query.view import View, read_view


def steps_of(register: Register, story: Story, base: View) -> tuple[tuple[View, ...], ...]:
    """The views of each step, one for each of its dates, in the language of ``base``.

    Nothing else of ``base`` applies: a step shows the same to everybody. Codes that the register
    does not (or no longer) know are left out, as in links.
    """
    return tuple(_turns(register, step, base) for step in story.steps)


def _turns(register: Register, step: Step, base: View) -> tuple[View, ...]:
    asked = {name: values for name, values in step.view.items() if name != "asof"}
    view = replace(read_view(asked, register)[0], lang=base.lang)
    return tuple(
        replace(view, asof=None if day == EDITION else full_day(day))
        for day in step.view.get("asof", [EDITION])
    )
