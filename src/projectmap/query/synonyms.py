"""Words that people use for what the register calls by another name.

One line for each: the words that are typed, in any form, and what they find besides themselves:
the records of a sector or kind, or other words. Russian words are listed with the Ukrainian ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from projectmap.query.spelling import plain
from projectmap.query.stems import stems


class Meaning(NamedTuple):
    """What a word finds besides itself."""

    facet: str
    """``sector`` or ``kind``, of records and partnerships alike; ``word`` for other words."""
    codes: tuple[str, ...]
    """Of the facet; or the words."""


_MEANINGS = """
вода водний водогін водопровід водопровідний водопостачання водовідведення водоканал каналізація
 каналізаційний водоснабжение водопровод канализация
 water sanitation sewage sewerage wastewater = sector water
колодязь скважина borehole = word свердловина
школа шкільний ліцей гімназія садок садочок дитсадок освіта освітній навчальний учитель вчитель
 образование учеба учитель детсад school kindergarten nursery education teacher = sector education
дорога дорожній шлях шосе транспорт транспортний автобус дорожный
 road street highway transport bus buses = sector transport
лікарня поліклініка амбулаторія клініка медицина медичний здоровя лікар больница поликлиника
 здоровье врач медицинский hospital clinic health healthcare medicine medical doctor = sector health
енергія енергетика енергетичний електрика електроенергія електропостачання світло енергоефективність
 сонячний энергия энергетика электричество energy electricity power solar = sector energy
житло житловий помешкання жилье жилой housing accommodation dwelling = sector housing
цнап адмінпослуга снап asc cnap tsnap = sector admin_services
культура культурний бібліотека музей театр клуб искусство culture library museum = sector culture
економіка економічний підприємництво экономика бизнес economy economic = sector economy
довкілля екологія екологічний экология environment ecology environmental = sector environment
цифровізація цифровий діджиталізація цифровой digital digitalisation digitalization
 = sector digital
медіа змі телебачення радіо преса телевидение сми media television radio press = sector media
гуманітарка гуманитарный humanitarian = sector humanitarian
потреба нестача потребность need = kind need
подія захід мероприятие событие event = kind event
побратим побратимство побратимський twinning twin = kind twinning
меморандум memorandum memoranda mou = kind memorandum
memoranda = word memorandum
впо переселенець переміщений переселенка впл idp displaced = word впо переселенець idp displaced
діти дитина дитячий дети ребенок child children kid
 = word діти дитина дитячий child children
міст мостовий = word мости
похилий пенсіонер elderly pensioner = word elderly older
автомобіль машина автівка car vehicle = word автомобіль vehicle
"""


def meanings_of(word: str) -> list[Meaning]:
    """What ``word``, a key without blanks, means in any of its forms."""
    return [meaning for stem in sorted(stems(word)) for meaning in _by_stem().get(stem, ())]


def meanings_from(beginning: str) -> list[Meaning]:
    """What the words that begin so mean."""
    return [one for stem, found in _by_stem().items() if stem.startswith(beginning)
            for one in found]  # fmt: skip


@lru_cache(maxsize=1)
def _by_stem() -> Mapping[str, tuple[Meaning, ...]]:
    """What each typed word means, by its stems."""
    found: defaultdict[str, list[Meaning]] = defaultdict(list)
    for line in _MEANINGS.replace("\n ", " ").strip().splitlines():
        typed, _, meant = line.partition(" = ")
        facet, *codes = meant.split()
        for word in plain(typed).split():
            for stem in sorted(stems(word)):
                if Meaning(facet, tuple(codes)) not in found[stem]:
                    found[stem].append(Meaning(facet, tuple(codes)))
    return {stem: tuple(items) for stem, items in found.items()}
