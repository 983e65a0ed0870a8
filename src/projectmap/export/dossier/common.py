"""What both files of a dossier are made from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from projectmap import content, fonts
from projectmap.content.communities import CommunityContent
from projectmap.content.nodes import Link
from projectmap.content.view import link
from projectmap.export import qr
from projectmap.export.request import ExportRequest, one_community
from projectmap.html import locator
from projectmap.i18n import Translator
from projectmap.markup import one_line
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.view import View


@dataclass(frozen=True, slots=True)
class Dossier:
    """The content of a community, and what a file adds to it."""

    request: ExportRequest
    labels: Labels
    content: CommunityContent
    title: str
    """Of the file."""
    keywords: tuple[str, ...]
    edition: str
    """Of which state the data are, and when the file was made."""
    url: str | None
    """The community's page; None where the site has no address."""
    drawing: str
    """The locator map as SVG."""
    drawing_text: str
    """What it shows, in words."""

    @property
    def t(self) -> Translator:
        """The translator of the file's language."""
        return self.labels.t

    @property
    def scannable(self) -> bool:
        """Whether a telephone could read the code of the page's address and open it."""
        return qr.scannable(self.url, self.request.base_url)

    def more(self, left_out: int) -> str:
        """How many are left out, and where they are."""
        return self.t.plural(
            "and {n} more: on the community’s page", "and {n} more: on the community’s page",
            left_out,
        )  # fmt: skip

    def address(self, to: Link) -> str | None:
        """Where a link leads; None where the site has no address.

        Names of places and organisations are no links: a page full of them would be hard to read.
        """
        view = View(asof=self.request.view.asof, lang=self.request.language)
        if to.kind == "record":
            return _page(self.request, "", replace(view, project=to.value))
        if to.kind == "partnership":
            return _page(self.request, "partnerships", replace(view, partnership=to.value))
        return to.value if to.kind == "url" else None


def _page(request: ExportRequest, name: str, view: View) -> str | None:
    if request.base_url is None:
        return None
    # The slash at the end may be missing where a command line gave the address.
    return link(view, f"{request.base_url.rstrip('/')}/{name}")


def dossier(register: Register, request: ExportRequest) -> Dossier:
    """The dossier of the community that ``request`` is about; its filters narrow nothing.

    Raises :class:`ValueError` where it names none.
    """
    code = one_community(register, request.view)
    if code is None:
        raise ValueError("a dossier is about one community")
    t, asof = request.t, request.view.asof
    labels = Labels(register, t)
    found = content.community(labels, code, asof, request.contact)
    made = t("file created on {day}", day=t.day(request.day))
    page = View(asof=asof, lang=request.language, community=(code,))
    return Dossier(
        request=request,
        labels=labels,
        content=found,
        title=one_line(t("{name}: dossier", name=found.title)),
        keywords=(code, register.communities[code].pcode),
        edition=", ".join((*found.edition, made)),
        url=_page(request, "communities", page),
        drawing=locator.drawing(labels, code, fonts.FAMILY),
        drawing_text=one_line(locator.alternative(labels, code)),
    )
