"""HTML as a browser reads it: its elements, their attributes and texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

HARMLESS = {"", "http", "https", "mailto"}
"""Schemes of addresses that only lead somewhere."""
VOID = {"br", "hr", "img", "input", "link", "meta"}


@dataclass
class Node:
    """An element with all that is in it."""

    name: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, name: str = "", /, **attributes: str | None) -> list[Node]:
        """The elements in it, at any depth, of this name and with these attributes."""
        wanted = {key.rstrip("_").replace("_", "-"): attributes[key] for key in attributes}
        found = []
        for child in self.children:
            if isinstance(child, str):
                continue
            if name in {"", child.name} and wanted.items() <= child.attributes.items():
                found.append(child)
            found += child.all(name, **attributes)
        return found

    def one(self, name: str = "", /, **attributes: str | None) -> Node:
        """The only such element."""
        (found,) = self.all(name, **attributes)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice: {attrs}"
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    # In HTML the slash of <x/> means nothing.
    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"</{tag}> ends <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def read(html: str) -> Node:
    """The document, or the part of one; fails where an end does not belong to its start."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].name}> has no end"
    return reader.open[0]


def active(node: Node) -> list[str]:
    """What in ``node`` could run: scripts, frames, event attributes, addresses of other kinds."""
    found = []
    for item in node.all():
        if item.name in {"script", "iframe", "object", "embed", "svg", "base"}:
            found.append(f"<{item.name}>")
        for name, value in item.attributes.items():
            if name.startswith("on") or name in {"srcdoc", "formaction", "action"}:
                found.append(f"{item.name}.{name}")
            if value == "data:,":  # the address of nothing, where a browser would ask for an icon
                continue
            if name in {"href", "src"} and scheme(value or "") not in HARMLESS:
                found.append(f"{item.name}.{name}={value}")
    return found


def scheme(address: str) -> str:
    """The scheme of an address as browsers see it (URL standard), or empty for a relative one.

    Control characters and blanks around the address do not count, tabs and line ends nowhere.
    """
    text = address.strip("".join(map(chr, range(0x21))))
    text = text.replace("\t", "").replace("\n", "").replace("\r", "")
    name, colon, _ = text.partition(":")
    legal = name[:1].isascii() and name[:1].isalpha() and all(
        letter.isascii() and (letter.isalnum() or letter in "+-.") for letter in name
    )  # fmt: skip
    return name.lower() if colon and legal else ""
