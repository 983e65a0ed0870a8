"""The sources of what is said, each once, with their numbers."""

from __future__ import annotations

from collections.abc import Iterable

from projectmap.content.nodes import NumberedSource
from projectmap.model.labels import Labels
from projectmap.model.records import Partnership, Project, Source

SourceKey = tuple[str | None, ...]


def source_key(source: Source) -> SourceKey:
    """Two places in one document are one source."""
    return (source.title, source.publisher, source.url, source.document, source.date)


def unique_sources(items: Iterable[Project | Partnership]) -> list[Source]:
    """The distinct sources of ``items``, in the order in which they come."""
    found: dict[SourceKey, Source] = {}
    for item in items:
        for source in item.sources:
            found.setdefault(source_key(source), source)
    return list(found.values())


def source_details(labels: Labels, source: Source) -> str:
    """Publisher, date and date of access of a source."""
    t, publisher = labels.t, source.publisher or labels.t("publisher not stated")
    dated = t.day(source.date) if source.date else t("date not stated")
    read = t("accessed on {day}", day=t.day(source.accessed)) if source.accessed else ""
    return ", ".join(filter(None, (publisher, dated, read)))


class Sources:
    """The distinct sources of what a document lists, numbered from 1 in the order of the list.

    A builder asks for the numbers of what it lists; at the end the writer lists all of them.
    """

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._found: dict[SourceKey, NumberedSource] = {}

    def numbers(self, sources: Iterable[Source]) -> tuple[int, ...]:
        """The numbers of ``sources``, each once."""
        found: dict[int, None] = {}
        labels = self._labels
        for source in sources:
            key = source_key(source)
            if key not in self._found:
                title, details = labels.text(source, "title"), source_details(labels, source)
                number = len(self._found) + 1
                self._found[key] = NumberedSource(number, title, source.url, details)
            found[self._found[key].number] = None
        return tuple(found)

    def listed(self) -> tuple[NumberedSource, ...]:
        """All that numbers were given to, in the order of their numbers."""
        return tuple(self._found.values())


def numbered(labels: Labels, sources: Iterable[Source]) -> tuple[NumberedSource, ...]:
    """``sources``, each once, numbered from 1."""
    found = Sources(labels)
    found.numbers(sources)
    return found.listed()
