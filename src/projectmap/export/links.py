"""Where the links of content lead from a file: to the pages of the site, or to addresses."""

from __future__ import annotations

from dataclasses import replace

from projectmap.content.nodes import Link
from projectmap.content.view import link
from projectmap.export.request import ExportRequest
from projectmap.query.view import View


def page_address(request: ExportRequest, page: str, view: View) -> str | None:
    """The address of ``view`` on a page of the site; None where the site has no address."""
    if request.base_url is None:
        return None
    # The slash at the end may be missing where a command line gave the address.
    return link(view, f"{request.base_url.rstrip('/')}/{page}")


def address(request: ExportRequest, to: Link) -> str | None:
    """Where a link leads; None where the site has no address.

    The filters of the request play no part: its status date and language do. Names of places and
    organisations are no links: a page full of them would be hard to read.
    """
    view = View(asof=request.view.asof, lang=request.language)
    if to.kind == "record":
        return page_address(request, "", replace(view, project=to.value))
    if to.kind == "partnership":
        return page_address(request, "partnerships", replace(view, partnership=to.value))
    return to.value if to.kind == "url" else None
