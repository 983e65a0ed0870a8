"""What both files of a dossier are made from."""

from __future__ import annotations

from dataclasses import replace

from projectmap import content, fonts
from projectmap.content.nodes import Link
from projectmap.content.view import link
from projectmap.export import qr
from projectmap.export.request import ExportRequest, one_community
from projectmap.html import locator
from projectmap.markup import one_line
from projectmap.model.labels import Labels
from projectmap.model.register import Register
from projectmap.query.view import View


class Dossier:
    """The content of the community that a request is about, and what a file adds to it.

    The filters of the request narrow nothing. Raises :class:`ValueError` where it names no
    community.
    """

    def __init__(self, register: Register, request: ExportRequest) -> None:
        code = one_community(register, request.view)
        if code is None:
            raise ValueError("a dossier is about one community")
        t, asof = request.t, request.view.asof
        labels = Labels(register, t)
        self.register, self.request, self.t = register, request, t
        self.content = content.community(labels, code, asof, request.contact)
        self.title = one_line(t("{name}: dossier", name=self.content.title))
        self.keywords = (code, register.communities[code].pcode)
        made = t("file created on {day}", day=t.day(request.day))
        self.edition = ", ".join((*self.content.edition, made))
        """Of which state the data are, and when the file was made."""
        page = View(asof=asof, lang=request.language, community=(code,))
        self.url = _page(request, "communities", page)
        """The community's page; None where the site has no address."""
        self.drawing = locator.drawing(labels, code, fonts.FAMILY)
        """The locator map as SVG."""
        self.drawing_text = one_line(locator.alternative(labels, code))

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
    return link(view, f"{request.base_url}{name}")
