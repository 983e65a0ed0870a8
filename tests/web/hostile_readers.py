"""What programs find in the files of the registry: their texts, and what in them could act."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import docx
import openpyxl
import pyogrio
import pypdf
from lxml import etree
from openpyxl.utils.escape import unescape
from pptx import Presentation
from web.reading import HARMLESS, scheme

SIGNS = tuple("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
_LETTERS = re.compile(r"[^!-,.-~А-Яа-яҐґЄєІіЇї]+")
"""Signs that fonts, line ends and readers of PDF make something else of, hyphens among them."""
_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|HYPERLINK\s+\"(https?|mailto):[^\"]*\"|TOC\b.*)\s*")


def same(text: str) -> str:
    """What of ``text`` every format keeps, without blanks."""
    return _LETTERS.sub("", text)


class Found:
    """What is in a file."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.active: list[str] = []

    def address(self, address: str) -> None:
        """Something in the file leads there."""
        if scheme(address) not in HARMLESS:
            self.active.append(f"address {address}")

    @property
    def all_text(self) -> str:
        """All texts, as :func:`same` has them."""
        return "".join(same(text) for text in self.texts)


def read_file(path: Path) -> Found:
    """Open a file with the program for its ending; fails where that does not take it."""
    found = Found()
    _READERS[path.suffix.removeprefix(".")](path, found)
    return found


def _csv(path: Path, found: Found) -> None:
    content = path.read_text("utf-8-sig")
    for row in csv.reader(io.StringIO(content, newline=""), strict=True):
        for cell in row:
            begins = cell.lstrip(" \u200b\u2060\ufeff")
            if begins.startswith(SIGNS) and not NUMBER.fullmatch(cell):
                found.active.append(f"cell {cell!r}")
            found.texts.append(cell)


def _xlsx(path: Path, found: Found) -> None:
    _zip(path, found)
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type in "fe":
                    found.active.append(f"formula {cell.value!r}")
                if cell.value is not None:
                    # Office programs read these escapes in cells; openpyxl leaves them.
                    found.texts.append(unescape(str(cell.value)))
                if cell.hyperlink is not None:
                    found.address(cell.hyperlink.target or "")


def _zip(path: Path, found: Found) -> None:
    with zipfile.ZipFile(path) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            assert ".." not in name
            assert not name.startswith("/")
            if name.lower().endswith((".bin", ".vba")):
                found.active.append(name)
            if name.endswith(".rels"):
                for item in _xml(parts.read(name)).iter("{*}Relationship"):
                    if item.get("TargetMode") == "External":
                        found.address(item.get("Target", ""))
                        if not item.get("Type", "").endswith("/hyperlink"):
                            found.active.append(f"loads {item.get('Target')}")


def _xml(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    tree = etree.fromstring(content, parser)
    assert tree.getroottree().docinfo.internalDTD is None
    return tree


def _geojson(path: Path, found: Found) -> None:
    _strings(json.loads(path.read_text("utf-8")), found)
    pyogrio.read_dataframe(path)


def _strings(value: object, found: Found) -> None:
    if isinstance(value, str):
        found.texts.append(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            _strings(item, found)
    elif isinstance(value, list):
        for item in value:
            _strings(item, found)


def _gpkg(path: Path, found: Found) -> None:
    for layer, _ in pyogrio.list_layers(path):
        frame = pyogrio.read_dataframe(path, layer=layer)
        for column in frame.columns:
            if column != "geometry":
                found.texts += [str(value) for value in frame[column] if value is not None]


def _pdf(path: Path, found: Found) -> None:
    reader = pypdf.PdfReader(path)
    root = reader.root_object
    found.active += [key for key in ("/OpenAction", "/AA", "/AcroForm") if key in root]
    if "/JavaScript" in root.get("/Names", {}):
        found.active.append("/JavaScript")
    for page in reader.pages:
        found.texts.append(page.extract_text())
        for note in page.get("/Annots", ()):
            action = note.get_object().get("/A", {})
            if action.get("/S", "/URI") not in {"/URI", "/GoTo"}:
                found.active.append(str(action))
            found.address(str(action.get("/URI", "")))
    assert not reader.attachments


def _docx(path: Path, found: Found) -> None:
    _zip(path, found)
    docx.Document(str(path))
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                tree = _xml(parts.read(name))
                found.texts += [item.text or "" for item in tree.iter("{*}t")]
                fields = [item.text or "" for item in tree.iter("{*}instrText")]
                fields += [
                    value for item in tree.iter("{*}fldSimple") for value in item.attrib.values()
                ]
                found.active += [one for one in fields if not _FIELD.fullmatch(str(one))]


def _pptx(path: Path, found: Found) -> None:
    _zip(path, found)
    Presentation(str(path))
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.startswith("ppt/slides/slide") and name.endswith(".xml"):
                found.texts += [item.text or "" for item in _xml(parts.read(name)).iter("{*}t")]


def _svg(path: Path, found: Found) -> None:
    tree = _xml(path.read_bytes())
    for item in tree.iter(etree.Element):
        name = etree.QName(item).localname
        if name in {"script", "foreignObject", "iframe", "animate", "set"}:
            found.active.append(f"<{name}>")
        for key, value in item.attrib.items():
            own = etree.QName(key).localname
            if own.startswith("on"):
                found.active.append(f"{name}.{own}")
            if own == "href" and not str(value).startswith(("#", "data:image/")):
                found.active.append(f"{name}.href={value}")
    found.texts += [str(text) for text in tree.itertext()]


def _png(path: Path, _found: Found) -> None:
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert content.endswith(b"IEND\xaeB`\x82")


def _html(path: Path, found: Found) -> None:
    found.active += list(_scripts(path.read_text("utf-8")))


def _scripts(text: str) -> Iterator[str]:
    """How many scripts there are: whether more than the page's own is for who knows those."""
    yield f"{len(re.findall('<script', text, re.IGNORECASE))} scripts"
    yield f"{len(re.findall('<iframe|<object|<embed|<base', text, re.IGNORECASE))} frames"


_READERS: Mapping[str, Callable[[Path, Found], None]] = {
    "csv": _csv, "xlsx": _xlsx, "geojson": _geojson, "gpkg": _gpkg, "pdf": _pdf, "docx": _docx,
    "pptx": _pptx, "svg": _svg, "png": _png, "html": _html,
}  # fmt: skip
