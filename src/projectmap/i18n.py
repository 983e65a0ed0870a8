"""Texts, dates and numbers in the languages of the pages.

Texts are in English in the code. The others come from the gettext catalogues in ``locale/``, which
are read as ``.po`` files, so that nothing has to be compiled. A further language is a line in each
of the two tables below and a catalogue; the register's own texts are then shown in English.
``t("…")`` and ``t.plural("…", "…", n)`` translate; ``N_("…")`` marks a text translated later.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Self, TypeVar

from babel.core import Locale, get_global
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal

LANGUAGE_NAMES = {"uk": "Українська", "en": "English"}
"""The languages of the pages, each by its own name."""
LOCALES = {"uk": "uk-UA", "en": "en-GB"}
"""The locale of each, as HTML and office programs write it (BCP 47)."""
LANGUAGES = tuple(LANGUAGE_NAMES)
T = TypeVar("T")
LOCALE_DIR = Path(__file__).parent / "locale"
MAX_FORMATTED = 2**15
"""Numbers, and dates, whose text is kept."""
_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_UKRAINIAN_ORDER = {ord(letter): 0x0430 + index for index, letter in enumerate(_ALPHABET)}


def N_(message: str) -> str:  # noqa: N802 - the gettext convention for a text translated later
    """Mark ``message`` for the catalogues and return it unchanged."""
    return message


class Code(StrEnum):
    """A code, and what people read instead of it: a message id."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """A text that has its label."""
        code = str.__new__(cls, value)
        code._value_, code.label = value, label
        return code


def preferred_language(accept_language: str | None) -> str:
    """The language of the pages that is a browser's first; English where it is none of them.

    ``accept_language`` is the HTTP header's value; the first tag counts, weights do not matter
    because browsers send the preferred one first.
    """
    first = (accept_language or "").split(",")[0].split(";")[0].strip().lower()
    language = first.partition("-")[0]
    return language if language in LANGUAGES else "en"


def chosen_language(asked: str | None, accept_language: str | None) -> str:
    """The language that an address asks for, else the browser's: :func:`preferred_language`."""
    return asked if asked in LANGUAGES else preferred_language(accept_language)


class Translator:
    """One language's way of writing: ``t("text")``, plurals, dates, numbers, money."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = Locale.parse(LOCALES[language], sep="-")
        self._catalogue = _catalogue(language)
        # Pages write the same few numbers and dates over and over.
        self.number = lru_cache(maxsize=MAX_FORMATTED)(self._number)
        self.day = lru_cache(maxsize=MAX_FORMATTED)(self._day)

    def __call__(self, message: str, /, **values: object) -> str:
        """``message`` in this language, its ``{names}`` filled from ``values``."""
        text = self._catalogue.gettext(message)
        return text.format(**values) if values else text

    def plural(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The form that ``number`` needs; ``{n}`` in it is the number as people write it."""
        text = self._catalogue.ngettext(one, many, number)
        return text.format(n=self.number(number), **values)

    def pick(self, uk: str | None, en: str | None) -> str | None:
        """The one of two texts that is in this language, else the other."""
        return (uk or en) if self.language == "uk" else (en or uk)

    def _number(self, value: float) -> str:
        """``value`` with this language's separators."""
        return format_decimal(value, locale=self._locale)

    def money(self, amount: float, currency: str) -> str:
        """``amount`` and its currency's code: USD 69,746 in English, 69 746 USD in Ukrainian."""
        figures = "#,##0" if float(amount).is_integer() else "#,##0.00"
        code_first = self.language == "en"
        return format_currency(
            amount,
            currency,
            format=f"¤¤\u00a0{figures}" if code_first else f"{figures}\u00a0¤¤",
            locale=self._locale,
            currency_digits=False,
        )

    def _day(self, value: str | date | None) -> str:
        """A date, of reduced precision too (``2020``, ``2020-12``), as people write it."""
        if value is None:
            return ""
        if isinstance(value, str):
            if len(value) == len("2020"):
                return f"{value}\u00a0р." if self.language == "uk" else value
            if len(value) == len("2020-12"):
                month = date.fromisoformat(value + "-01")
                return format_date(month, "LLLL y", locale=self._locale)
            value = date.fromisoformat(value)
        pattern = "d\u00a0MMMM y\u00a0'р'." if self.language == "uk" else "d MMMM y"
        return format_date(value, pattern, locale=self._locale)

    def short_date(self, value: date) -> str:
        """A date in figures: 30.04.2025 in Ukrainian, 30 Apr 2025 in English."""
        pattern = "dd.MM.y" if self.language == "uk" else "d MMM y"
        return format_date(value, pattern, locale=self._locale)

    def sort_key(self, text: str) -> str:
        """What ``text`` is sorted by: the alphabet of this language, whatever the case."""
        plain = text.casefold().replace("’", "")
        return plain.translate(_UKRAINIAN_ORDER) if self.language == "uk" else plain

    def quote(self, text: str) -> str:
        """``text`` in the quotation marks of this language."""
        return f"«{text}»" if self.language == "uk" else f"“{text}”"

    def listing(self, items: list[str]) -> str:
        """``items`` joined as this language joins a list."""
        return format_list(items, locale=self._locale)

    def territory(self, iso2: str) -> str:
        """A country's name by its ISO 3166 code."""
        names: Mapping[str, str] = self._locale.territories
        return names.get(iso2, iso2)

    def country(self, number: str) -> str | None:
        """A country's name by its ISO 3166 number; None for what is none."""
        codes = get_global("territory_aliases").get(number)
        return self.territory(codes[0]) if codes else None


def _catalogue(language: str) -> gettext.NullTranslations:
    """The translations into ``language``; for English none, its texts are those in the code."""
    if language == "en":
        return gettext.NullTranslations()
    compiled = BytesIO()
    with (LOCALE_DIR / language / "LC_MESSAGES" / "projectmap.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def translator(language: str) -> Translator:
    """The one translator of ``language``; :class:`KeyError` for one that there is not."""
    return Translator(language)


def in_all_languages(make: Callable[[Translator], T]) -> dict[str, T]:
    """What ``make`` makes in each language."""
    return {language: make(translator(language)) for language in LANGUAGES}


def both_texts(uk: str | None, en: str | None) -> dict[str, str | None]:
    """A text of the data by language: a language that it does not have gets the English one."""
    return in_all_languages(lambda t: t.pick(uk, en))
