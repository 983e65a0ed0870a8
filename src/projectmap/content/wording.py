"""What is said of a record or partnership, as plain text: one wording for pages and files.

A function gives ``""`` where no source states anything; the caller says that it is not stated.
"""

from __future__ import annotations

from projectmap.i18n import Translator
from projectmap.model.labels import label
from projectmap.model.records import Partnership, Project


def quote(text: str, t: Translator) -> str:
    """``text`` in the quotation marks of the language."""
    return f"«{text}»" if t.language == "uk" else f"“{text}”"


def partner_name(uk: str, en: str, country: str | None, t: Translator) -> str:
    """A partner with its country, where that is stated."""
    name = t.pick(uk, en) or ""
    return f"{name} ({t.territory(country)})" if country else name


def period_text(start: str | None, end: str | None, said: str | None, t: Translator) -> str:
    """Start and end, and what the source says about time beyond them."""
    if start and end and start != end:
        years = len(start) == len(end) == len("2020")
        text = f"{start}–{end}" if years else f"{t.day(start)} – {t.day(end)}"
    else:
        text = t.day(start or end)
    if said:
        return f"{text}; {said}" if text else said
    return text


def state_text(code: str, said: str | None, t: Translator) -> str:
    """The name of a state and the source's own word for it, unless that is the same."""
    return code if not said or said.casefold() == code.casefold() else f"{code}, {quote(said, t)}"


def state(item: Project | Partnership, t: Translator) -> str:
    """The state as reported, with the date that it is reported for."""
    said = t.pick(item.status_text, item.status_text_en)
    text = state_text(label(t, item.status), said, t)
    if item.status_asof:
        return ", ".join([text, t("as of {day}", day=t.day(item.status_asof))])
    return text


def when(item: Project, t: Translator) -> str:
    """A record's dates in short; without any, its period."""
    return period_text(item.start, item.end, None, t) or label(t, item.period)


def when_in_full(item: Project | Partnership, t: Translator) -> str:
    """The dates with what the source says about time beyond them; may be empty."""
    end = item.end if isinstance(item, Project) else None
    return period_text(item.start, end, t.pick(item.date_text, item.date_text_en), t)


def amount(item: Project, t: Translator) -> tuple[str, str]:
    """The amount with its currency, and what it covers; the first is empty where none is stated."""
    note = t.pick(item.amount_note, item.amount_note_en)
    if item.amount is None or item.currency is None or item.amount_scope is None:
        return "", note or ""
    details = [label(t, item.amount_scope)]
    if item.finance:
        details.append(label(t, item.finance))
    if note:
        details.append(note)
    return t.money(item.amount, item.currency), "; ".join(details)
