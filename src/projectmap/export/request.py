"""A request for a file, from a page, an address or the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from projectmap.i18n import Translator, translator
from projectmap.model.codes import StoryMap
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.shown import Shown
from projectmap.query.view import View


class Size(StrEnum):
    """How large a picture is."""

    SCREEN = "screen"
    PRINT = "print"


class DeckLength(StrEnum):
    """How much slides say."""

    SHORT = "short"
    """About ten slides to speak to."""
    LONG = "long"
    """Every list, chart and source, to look things up in."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """All that decides a file's content, but the register. It can be pickled and hashed.

    Equal requests over the same register give files of equal bytes.
    """

    name: str
    """The row of :data:`projectmap.export.registry.EXPORTS`, such as ``projects.csv``."""
    view: View
    language: str
    """The language of the file; the registry sets the view's to the same."""
    day: date
    """The day of making, which the file states."""
    base_url: str | None = None
    """The site's address with a slash at its end, without query, for links; None for none."""
    contact: str | None = None
    """Office mailbox or link, for dossiers and slides."""
    size: Size = Size.SCREEN
    """Of a PNG."""
    deck: DeckLength = DeckLength.SHORT
    """For slides."""
    story: str | None = None
    """For the offline map: the id of the story that it presents."""
    map: StoryMap = StoryMap.COMMUNITIES
    """For the offline map: which map comes first."""

    @property
    def stem(self) -> str:
        """What the file is: the name without its ending, and whether it is for print."""
        name = self.name.rpartition(".")[0]
        return f"{name}-print" if self.size is Size.PRINT else name

    @property
    def ending(self) -> str:
        """The ending of the file's name, without the dot."""
        return self.name.rpartition(".")[2]

    @property
    def t(self) -> Translator:
        """The translator of :attr:`language`."""
        return translator(self.language)

    def shown(self, register: Register) -> Shown:
        """What of ``register`` is shown."""
        return Shown(Labels(register, self.t), self.view)


def one_community(register: Register, view: View) -> str | None:
    """The community that ``view`` is about: the one looked at, else the only one filtered by."""
    if view.place is not None:
        return register.community_of(view.place)
    codes = [code for code in view.community if code in register.communities]
    return codes[0] if len(codes) == len(view.community) == 1 else None
