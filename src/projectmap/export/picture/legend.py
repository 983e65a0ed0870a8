"""The texts around a map that both maps have: what is shown, notes, credit and data version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from projectmap.content.view import filters
from projectmap.export.picture.page import MUTED, Entry, Marginalia, PageSize
from projectmap.i18n import Translator
from projectmap.model.labels import Labels
from projectmap.query.view import View


def counted(name: str, number: int, t: Translator) -> str:
    """A name and its number, which does not begin a line."""
    return f"{name}:\N{NO-BREAK SPACE}{t.number(number)}"


def head(title: str, shown: str) -> Iterator[Entry]:
    """The title and how many things are shown."""
    yield Entry(title, size=1.6, bold=True)
    if shown:
        yield Entry(shown, size=1.2, bold=True, above=0.6)


def filter_lines(labels: Labels, view: View, without: str) -> Iterator[Entry]:
    """What narrows the view, a line a filter; ``without`` any, that nothing does."""
    if not view.filtered:
        yield Entry(without)
    for fact in filters(labels, view, codes=False):
        yield Entry(f"{fact.label}: {fact.text}", long=True)


def marginalia(
    labels: Labels,
    size: PageSize,
    head: Iterable[Entry],
    legend: Iterable[Entry],
    notes: Iterable[str],
    credit: str,
) -> Marginalia:
    """All texts; only legend and notes for a picture without marginalia."""
    noted = (Entry(text, colour=MUTED, above=0.25 if n else 0.8) for n, text in enumerate(notes))
    below = (*legend, *noted)
    if not size.with_marginalia:
        return Marginalia((), below, ())
    version = f"{labels.t('Data version')}: {labels.register.version}"
    foot = (Entry(text, size=0.72, colour=MUTED) for text in (credit, version))
    return Marginalia(tuple(head), below, tuple(foot))
