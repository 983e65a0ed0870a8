"""How else a Ukrainian name is written: other alphabets, other languages, cases, keyboards.

Everything here works on keys, as :func:`plain` makes them: small letters, no apostrophes, blanks
for hyphens. Rules give more forms than anybody uses; they serve the search and are never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import islice, product

MOST_FORMS = 32
"""Of one name in Russian."""
_INSIDE = dict(zip(
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    [
        *("a", "b", "v", "h", "g", "d", "e", "ie", "zh", "z", "y", "i", "i", "i"),
        *("k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts"),
        *("ch", "sh", "shch", "", "iu", "ia"),
    ],
    strict=True,
)) | {"ы": "y", "э": "e", "ё": "e", "ъ": ""}  # fmt: skip
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_TO_LATIN = str.maketrans(_INSIDE)
_FIRST_LETTER = re.compile(r"\b[єїйюя]")

_APOSTROPHES = re.compile("[’ʼ`´‘′]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_LATIN_TWINS = str.maketrans("aceiopxyhkmtbï", "асеіорхункмтвї")
_MIXED = re.compile(r"[а-яґєіїёыэъ][\d']*[a-zï]|[a-zï][\d']*[а-яґєіїёыэъ]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_STRESS = re.compile("[\u0300\u0301\u02b9\u02ba]")
"""Stress marks, and the soft signs of romanised text."""
_INNER_QUOTES = re.compile(r"""(?<=[^\W\d_])['"*](?=[^\W\d_])""")
_PARTS = re.compile(r"[^\W_]+")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[а-яґєіїё]")
_CYRILLIC_TWINS = str.maketrans("асеіорхункмтвї", "aceiopxyhkmtbi")
_UKRAINIAN_ONLY = re.compile("[іїє]|[сц]ьк|ньс")
_RUSSIAN_ONLY = re.compile("[ыэъ]")
_RUSSIAN_ENDING = re.compile(r"(?:[сц]к|[сц]к(?:ий|ая|ое))\b")


def fold(text: str) -> str:
    """``text`` without case, kinds of apostrophe, invisible letters and Latin twins.

    A Latin letter that looks like a Cyrillic one becomes Cyrillic inside a word that has a
    Cyrillic letter: people paste «Кремiнна» with a Latin i.
    """
    small = unicodedata.normalize("NFC", text).casefold()
    # Patterns, as str.translate is many times slower beyond ASCII.
    small = _INVISIBLE.sub("", _APOSTROPHES.sub("'", small))
    # Few texts have such a word, and looking is much cheaper than going through all words.
    return _WORD.sub(_alike, small) if _MIXED.search(small) else small


def _alike(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(_LATIN_TWINS) if is_cyrillic(word) else word


def plain(text: str) -> str:
    """The key of ``text``: folded words of letters and digits, a blank between them."""
    folded = fold(_STRESS.sub("", text))
    folded = _INNER_QUOTES.sub("", folded).replace("ё", "е").replace("ґ", "г")
    return " ".join(map(_in_one_alphabet, _PARTS.findall(folded)))


def _in_one_alphabet(word: str) -> str:
    """Folding makes a mixed word Cyrillic; one that keeps letters without a twin was Latin."""
    if _LATIN.search(word) and _CYRILLIC.search(word):
        return word.translate(_CYRILLIC_TWINS)
    return word


def slips(word: str, one: int, two: int) -> int:
    """How many letters may be wrong, doubled, swapped or missing: from these lengths 1 or 2."""
    return (len(word) >= one) + (len(word) >= two)


def is_cyrillic(key: str) -> bool:
    """Whether ``key`` has a Cyrillic letter."""
    return _CYRILLIC.search(key) is not None


# --- Words around a name ----------------------------------------------------------------------

_BEFORE = re.compile(
    "[мсгвузо]|смт|пгт|на|до|із|зі|біля|под|из|для|за|об|the|of|in|at|from|to|near"
)
_AROUND = re.compile(
    r"громад\w{0,3}|територіальн\w{1,3}|територ|обєднан\w{1,3}|міськ(?:а|ої|ій|у|ою|ий|ого|ому)"
    r"|селищн\w{1,3}|сільськ(?:а|ої|ій|у|ою|ий|ого|ому)|міст(?:о|а|і|у|ом)|сел(?:о|а|і|у|ом)"
    r"|селищ(?:е|а|і|у|ем)|рад(?:а|и|і|у|ою)|міськрад\w{0,2}|[омсг]?тг|тер|смт|пгт"
    r"|общин\w{1,2}|территориальн\w{2,3}|объединенн\w{2,3}|городск\w{2,3}|поселков\w{2,3}"
    r"|сельск\w{2,3}|город\w?|посел(?:ок|ка|ке|ку)"
    r"|військов(?:а|ої|ій|у|ою|о)|цивільн(?:а|ої|ій|у|ою)|адміністраці\w{1,2}"
    r"|военн(?:ая|ой|ую|о)|гражданск(?:ая|ой|ую)|администраци\w{1,2}"
    r"|hromad\w{1,2}|gromad\w{1,2}|communit(?:y|ies)|territorial\w?|amalgamated|united|municipal(?:ity)?"
    r"|urban|rural|settlement|city|town|village|council|otg|oth|atc|tg"
    r"|military|civil|administration"
    r"|україн[аи]|украин[аы]|ukraine"
)
_AFTER = re.compile("[мсор]?ва|вца")
"""Short for kinds of administrations; names begin with such letters too."""
_RAION = re.compile(r"район\w{0,3}|raion|rayon|district")
_RAION_IN_SHORT = re.compile(r"\bр н\b")
_OBLAST = re.compile(r"област\w{0,3}|обл|oblast|region")


def names_in(key: str) -> list[str]:
    """What in ``key`` may be the name: without the words around it that say what it names.

    A word before "raion" is tried both as the raion's own name and as a part of the name sought;
    one before "oblast" never is a part. What has nothing but such words is no name.
    """
    words = _RAION_IN_SHORT.sub("район", key).split()
    return list(dict.fromkeys(filter(None, (_name_in(words, own) for own in (False, True)))))


def _name_in(words: list[str], raion_has_own: bool) -> str:  # noqa: FBT001 - one of two readings
    left: list[str] = []
    for word in words:
        oblast = _OBLAST.fullmatch(word) is not None
        if oblast or _RAION.fullmatch(word):
            if (oblast or raion_has_own) and len(left) > 1:
                left.pop()
            elif oblast:
                left.append(word)
        elif not _AROUND.fullmatch(word):
            left.append(word)
    while len(left) > 1 and _BEFORE.fullmatch(left[0]):
        del left[0]
    while len(left) > 1 and _AFTER.fullmatch(left[-1]):
        left.pop()
    return " ".join(left)


# --- Latin letters ----------------------------------------------------------------------------


def romanise(key: str) -> str:
    """The key of a Cyrillic name in Latin letters by Cabinet resolution No. 55 of 27.01.2010."""
    first = _FIRST_LETTER.sub(lambda match: _FIRST[match.group()], key.replace("зг", "зgh"))
    return first.translate(_TO_LATIN)


_LETTERS = str.maketrans({"š": "sh", "ž": "zh", "ż": "zh", "č": "ch", "ć": "ch", "ł": "l",
                          "ř": "zh", "ß": "s", "đ": "d", "ŝ": "shch", "û": "yu", "â": "ya",
                          "è": "e", "ê": "e"})  # fmt: skip
_MARKS = re.compile("[\u0300-\u036f]")
_SOUNDS = (
    (re.compile("shch|szcz|schtsch|chtch|sch|sz"), "sh"),
    (re.compile("tsch|tch|cz"), "ch"),
    (re.compile("rz"), "zh"),
    (re.compile("ts|tz"), "c"),
    (re.compile("kh|gh|g|x"), "h"),
    (re.compile("ph|ff"), "f"),
    (re.compile("w"), "v"),
    (re.compile("ou"), "u"),
    (re.compile("[yij]+(?=[aeou])"), ""),
    (re.compile("[yij]+"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?:oe|o|e)\b"), "e"),
    (re.compile(r"oi\b"), "i"),
)


def latin_key(key: str) -> str:
    """A coarse key that the usual systems of romanisation share: g is h, y, i and j are one."""
    sounds = _MARKS.sub("", unicodedata.normalize("NFKD", key.translate(_LETTERS)))
    for pattern, sound in _SOUNDS:
        sounds = pattern.sub(sound, sounds)
    return sounds


# --- Russian ----------------------------------------------------------------------------------

_RUSSIAN_LETTERS = str.maketrans({"ы": "и", "э": "е", "ё": "е", "ь": None, "ъ": None})
_RUSSIAN_ENDS = (
    (re.compile(r"(?:ое|ее|о|е)\b"), "е"),
    # The name of a community differs from a case form of its centre's in the full ending.
    (re.compile(r"(?<![сц]к)(?:ая|яя|я)\b"), "а"),
    (re.compile(r"ий\b"), "и"),
)
_DOUBLED = re.compile(r"(.)\1+")
_FROM_UKRAINIAN: Mapping[str, tuple[str, ...]] = {
    # Roots that the two languages spell each in its own way, names of people among them.
    "олекс": ("алекс",), "олен": ("елен", "олен"), "микол": ("никол",), "микіл": ("никол",),
    "микит": ("никит",), "микиш": ("никиш", "микиш"), "ганн": ("анн",), "пилип": ("филип",),
    "панас": ("афанас",), "катерин": ("екатерин",), "костянтин": ("константин",),
    "осавул": ("есаул",), "отаман": ("атаман",), "словян": ("славян",),
    "адріан": ("адриан", "андриан"), "вовчо": ("волче",), "вовч": ("волч",), "вовк": ("волк",),
    "жовт": ("желт",), "довж": ("долж",), "довг": ("долг",), "шовк": ("шелк",), "вівч": ("овч",),
    "вільх": ("ольх",), "козач": ("казач",), "козак": ("казак",), "роз": ("раз", "роз"),
    "рос": ("рас", "рос"), "велик": ("велик", "больш"), "щаст": ("счаст",), "під": ("под",),
    "південн": ("южн",), "північн": ("северн",),
    # Endings and sounds.
    "іїв": ("еев", "иев", "ьев"), "їв": ("ев", "иев"), "івк": ("овк", "евк", "ивк"),
    "івськ": ("овск", "евск", "ивск"), "ії": ("ии", "ее"), "ія": ("ия",), "мя": ("мя", "ме"),
    "йо": ("е",), "ьо": ("е",), "чо": ("че", "чо"), "шо": ("ше", "шо"), "жо": ("же", "жо"),
    "ий": ("ий", "ой"), "є": ("е",), "ї": ("и",), "і": ("е", "о", "и"),
}  # fmt: skip
_PIECES = re.compile("|".join([*_FROM_UKRAINIAN, "."]))
_FIRST_I = re.compile(r"\bі")
_ADJECTIVE = re.compile(r"([сц])ька\b")
_FINAL_SOFT = re.compile(r"(лл|жж|чч|нн|сс|тт|дд|шш|ст|р)я\b")


def russian_forms(key: str) -> list[str]:
    """Russian keys that the Ukrainian name ``key`` may have, :data:`MOST_FORMS` at most."""
    rest = _ADJECTIVE.sub(r"\1кая", _FINAL_SOFT.sub(r"\1е", _FIRST_I.sub("и", key)))
    pieces = [_FROM_UKRAINIAN.get(piece, (piece,)) for piece in _PIECES.findall(rest)]
    choices = islice(product(*pieces), MOST_FORMS)
    # One pass over all of them is quicker than one each.
    forms = russian_key("\n".join("".join(choice) for choice in choices)).split("\n")
    return list(dict.fromkeys(forms))


def russian_key(key: str) -> str:
    """A key that forgets ы, э, ё, signs, doubled letters and kinds of ending."""
    letters = _DOUBLED.sub(r"\1", key.translate(_RUSSIAN_LETTERS))
    for pattern, end in _RUSSIAN_ENDS:
        letters = pattern.sub(end, letters)
    return letters


_RUSSIAN_CASE = re.compile(
    "(?<=[а-я]{3})(?:ого|его|ому|ему|ами|ой|ей|ую|юю|ая|аа|ов|ам|ах|им|ий|ом|ем|[аеиуюя])\\b"
)


def russian_stem(key: str) -> str:
    """What the cases of a Russian name have in common."""
    return _RUSSIAN_CASE.sub("", _DOUBLED.sub(r"\1", key.translate(_RUSSIAN_LETTERS)))


def may_be_russian(key: str) -> bool:
    """Whether ``key`` is Cyrillic without letters that only Ukrainian has."""
    return is_cyrillic(key) and _UKRAINIAN_ONLY.search(key) is None


def is_surely_russian(key: str) -> bool:
    """Whether ``key`` has letters or endings that Ukrainian does not have."""
    return may_be_russian(key) and bool(_RUSSIAN_ONLY.search(key) or _RUSSIAN_ENDING.search(key))


# --- Keyboards --------------------------------------------------------------------------------

_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_SHIFTED = str.maketrans('{}:"<>~', "[];',.`")


def typed_elsewhere(text: str) -> list[str]:
    """What the keys pressed for ``text`` write in other layouts: Latin against Cyrillic."""
    small = text.casefold().strip().translate(_SHIFTED)
    cyrillic, latin = is_cyrillic(small), _LATIN.search(small) is not None
    if cyrillic == latin:
        return []
    layouts = ((_KEYS, keys) for keys in ("йцукенгшщзхїфівапролджєячсмитьбю'",
                                          "йцукенгшщзхъфывапролджэячсмитьбюё"))  # fmt: skip
    return [small.translate(str.maketrans(*(keys[::-1] if cyrillic else keys))) for keys in layouts]
