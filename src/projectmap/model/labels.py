"""What people read instead of codes. The terms are those of the order and of the IATI standard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from projectmap.errors import Problem, one_per_cause
from projectmap.i18n import Code, Translator
from projectmap.model.codes import OBLAST, TerritoryStatus
from projectmap.model.records import Partner
from projectmap.model.register import Register


def label(t: Translator, code: Code) -> str:
    """The name of a code of :mod:`projectmap.model.codes`."""
    return t(code.label)


def full_label(t: Translator, status: TerritoryStatus) -> str:
    """The name of a status in the order's full words, for the legend; elsewhere the short one."""
    if status is TerritoryStatus.TEMPORARILY_OCCUPIED:
        return t("temporarily occupied by the Russian Federation")
    return label(t, status)


def describe(t: Translator, problem: Problem) -> str:
    """One line that names file, record, field, value and what is wrong."""
    place = " · ".join(part for part in (problem.file, problem.record, problem.field) if part)
    text = f"{place}: {label(t, problem.code)}"
    if problem.value:
        text += f" ({problem.value})"
    if problem.detail:
        limit = {"limit": problem.limit} if problem.limit else {}
        text += f": {t(problem.detail, **limit)}"
    if problem.more:
        text += t.plural(
            "; the same in {n} more record", "; the same in {n} more records", problem.more
        )
    return text


def describe_all(t: Translator, problems: Iterable[Problem], most: int | None = None) -> list[str]:
    """A line for each cause; of more than ``most`` causes the rest in one line that counts them."""
    causes = one_per_cause(problems)
    lines = [describe(t, problem) for problem in causes[:most]]
    if left := len(causes) - len(lines):
        lines.append(t.plural("and {n} more problem", "and {n} more problems", left))
    return lines


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of a register's codes in one language: what texts about records are made with."""

    register: Register
    t: Translator

    def code(self, code: Code) -> str:
        """The name of a code of :mod:`projectmap.model.codes`."""
        return label(self.t, code)

    def text(self, item: object, field: str) -> str:
        """The text ``field`` of a record in this language, else in the other; ``""`` for none.

        ``field`` names what the record has as ``<field>_uk`` and ``<field>_en``, or as ``<field>``
        (in Ukrainian) and ``<field>_en``.
        """
        uk = getattr(item, f"{field}_uk" if hasattr(item, f"{field}_uk") else field)
        return self.t.pick(uk, getattr(item, f"{field}_en")) or ""

    def community(self, code: str, *, former: bool = True) -> str:
        """A community's name without the word community, and its former name; or the oblast's."""
        if code == OBLAST:
            return self.t("Luhansk oblast")
        name, older = self._names(code)
        if former and older:
            return self.t("{name} (formerly {older})", name=name, older=older)
        return name

    def community_title(self, code: str, *, former: bool = True) -> str:
        """A community's name with the word community, and its former name."""
        name, older = self._names(code)
        if former and older:
            return self.t("{name} community (formerly {older})", name=name, older=older)
        return self.t("{name} community", name=name)

    def former_name(self, code: str) -> str:
        """A community's former name; ``""`` where it has none."""
        return self._names(code)[1]

    def _names(self, code: str) -> tuple[str, str]:
        item = self.register.communities[code]
        if self.t.language == "uk":
            return item.name_uk, item.former_name_uk or ""
        return item.name_en, item.former_name_en or ""

    def raion(self, code: str) -> str:
        """A raion's name, with the word raion."""
        item = self.register.communities[self.register.raions[code][0]]
        return self.t("{name} raion", name=self.text(item, "raion_name"))

    def organisation(self, slug: str) -> str:
        """An organisation's name."""
        return self.text(self.register.organisations[slug], "name")

    def sector(self, code: str) -> str:
        """A sector's name."""
        return self.text(self.register.sectors[code], "label")

    def settlement(self, code: str) -> str:
        """A settlement's name."""
        return self.text(self.register.settlements[code], "name")

    def settlements(self, codes: Sequence[str]) -> list[str]:
        """The names of settlements of one community; names that it has twice have their code."""
        register, names = self.register, map(self.settlement, codes)
        community = register.settlements[codes[0]].community
        everywhere = Counter(map(self.settlement, register.settlements_of[community]))
        return [
            name if everywhere[name] == 1 else f"{name} ({code})"
            for code, name in zip(codes, names, strict=True)
        ]

    def partner(self, item: Partner, *, with_place: bool = True) -> str:
        """A partner's name with its country and, where the name does not have it, its place."""
        t = self.t
        name = t.pick(item.name_uk, item.name_en) or ""
        place = t.pick(item.place_uk, item.place_en) if with_place else None
        inside = [place] if place and place not in name else []
        inside += [t.territory(item.country)] if item.country else []
        return f"{name} ({', '.join(inside)})" if inside else name
