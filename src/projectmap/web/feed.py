"""``/changes.atom``: the published versions as a feed (RFC 4287)."""

from __future__ import annotations

from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.requests import Request
from starlette.responses import Response

from projectmap.content.changelog import change_log
from projectmap.content.nodes import and_more, text_of
from projectmap.data.store import Served
from projectmap.i18n import translator
from projectmap.model.changelog import MAX_ENTRIES
from projectmap.model.labels import Labels
from projectmap.web import parameters, responses
from projectmap.web.pages import site_name

MAX_RECORDS = 50
"""Records that an entry names."""
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_NEVER = "2026-11-22T00:00:00+00:00"
"""When data that was never published from a store changed: the register's first day."""


def changes_feed(request: Request, served: Served) -> Response:
    """The feed in the asked language."""
    register = responses.data_of(served, request)
    t = translator(parameters.language(request))
    base = parameters.site_address(request) or ""
    query = urlencode({"lang": t.language})
    own = f"{base}changes.atom?{query}"
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": t.language})
    newest = register.log[0].published if register.log else _NEVER
    _child(feed, "title", t("{site}: what changed", site=site_name(t)))
    _child(feed, "id", own)
    _child(feed, "updated", newest)
    SubElement(feed, "link", rel="self", href=own, type="application/atom+xml")
    SubElement(feed, "link", rel="alternate", href=f"{base}about?{query}", type="text/html")
    SubElement(SubElement(feed, "author"), "name").text = site_name(t)
    sections = change_log(Labels(register, t), MAX_ENTRIES, MAX_RECORDS)
    for logged, section in zip(register.log, sections, strict=False):
        entry = SubElement(feed, "entry")
        _child(entry, "title", f"{section.title}: {section.count}")
        _child(entry, "id", f"{base}changes.atom#{section.key}")
        _child(entry, "updated", logged.published)
        SubElement(entry, "link", rel="alternate", href=f"{base}about?{query}", type="text/html")
        lines = [text_of(line) for line in section.paragraphs]
        lines.append(and_more(t, section.left_out))
        _child(entry, "content", "\n".join(filter(None, lines)), type="text")
    content: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return responses.content_response(request, content, MEDIA_TYPE)


def _child(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text
