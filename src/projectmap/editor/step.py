"""A step of a story as the editor previews it: its lines, its figures and where they are."""

from __future__ import annotations

import streamlit as st

from projectmap.content.figures import figures
from projectmap.html.content import fact_list, page_links
from projectmap.html.figures import count_line, status_line
from projectmap.html.locator import statuses
from projectmap.markup import Html, element, join
from projectmap.model.codes import StoryMap
from projectmap.model.labels import Labels
from projectmap.model.story import Story
from projectmap.query.shown import Shown
from projectmap.query.story import steps_of
from projectmap.query.view import View


def preview(labels: Labels, story: Story) -> Html:
    """The step that is chosen to be looked at, on the last of its dates."""
    t = labels.t
    titles = [t.pick(step.title_uk, step.title_en) or "" for step in story.steps]
    number: int = st.selectbox(
        t("Step"), range(len(titles)), key=f"step:{story.id}",
        format_func=lambda n: f"{n + 1}. {titles[n]}",
    )  # fmt: skip
    step, view = story.steps[number], steps_of(labels.register, story, View(lang=t.language))
    shown = Shown(labels, view[number][-1])
    lines = step.lines_uk if t.language == "uk" else step.lines_en
    facts = [fact for group in step.facts for fact in figures(shown, group)]
    parts: list[object] = [
        element("h3", titles[number]),
        element("ul", *(element("li", line) for line in lines)),
        fact_list(facts, page_links(shown.view)),
    ]
    if step.map is StoryMap.COMMUNITIES:
        parts += [
            statuses(labels, shown.day, step.focus or shown.view.community),
            status_line(shown),
            count_line(shown),
        ]
    return join(parts)
