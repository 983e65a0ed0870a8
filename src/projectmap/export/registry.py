"""The one table of downloads, and the one way to write a file of any of them.

A new download is a row of :data:`EXPORTS` and a writer: a function that takes the register, the
request and the path to write to. Its module is imported when the first file of it is written:
what pictures, slides and prints need takes seconds to load.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from projectmap.content import charts
from projectmap.export import file_names
from projectmap.export.request import DeckLength, ExportRequest, Size, one_community
from projectmap.model.codes import StoryMap
from projectmap.model.register import Register
from projectmap.query.view import View

Writer: TypeAlias = Callable[[Register, ExportRequest, Path], None]
_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "html": "text/html; charset=utf-8",
}
_COMPRESSIBLE = {"csv", "geojson", "svg", "html"}


@dataclass(frozen=True, slots=True)
class Export:
    """One download."""

    name: str
    """The last part of its address, and the name of a request for it."""
    writer: str
    """``module:name`` in ``projectmap`` of a :data:`Writer`."""
    file_name: Callable[[Register, ExportRequest], str]
    """See :mod:`projectmap.export.file_names`."""
    slow_from: int | None = None
    """Records in the register from which writing takes a second or more, which a server then
    leaves to a worker process; None: it is never slow."""
    document: bool = False
    """Whether it is a document, which a list never waits for."""
    about_community: bool = False
    """Whether it is about one community, which the view must then name."""
    has_size: bool = False
    has_deck: bool = False
    """Whether it is short or long."""
    has_story: bool = False
    """Whether it can present a story, and begin with the partners' map."""
    part_of_view: Callable[[View], View] = lambda view: view
    """What of a view its content depends on."""

    @property
    def stem(self) -> str:
        """What it is: the name without its ending."""
        return self.name.rpartition(".")[0]

    @property
    def ending(self) -> str:
        """The ending of the file's name, without the dot."""
        return self.name.rpartition(".")[2]

    @property
    def media_type(self) -> str:
        """The media type to serve it as."""
        return _MEDIA_TYPES[self.ending]

    @property
    def compressed(self) -> bool:
        """Whether the format is compressed: to do so again would gain nothing."""
        return self.ending not in _COMPRESSIBLE


_list = partial(Export, file_name=file_names.by_filter, slow_from=2_000)
_status = partial(
    Export, file_name=file_names.by_status_date, part_of_view=lambda view: View(asof=view.asof)
)
_partnerships = partial(Export, file_name=file_names.by_day, part_of_view=View.records_only)
_figure = partial(Export, writer="export.tables:figures", file_name=file_names.by_figure)
_document = partial(Export, file_name=file_names.by_filter_and_language, slow_from=0, document=True)
_dossier = partial(_document, file_name=file_names.by_community, about_community=True)
_ROWS = (
    _list("projects.csv", "export.tables:PROJECTS.write"),
    _list("projects.xlsx", "export.tables:PROJECTS.write"),
    _list("projects.geojson", "export.geo_files:write_geojson"),
    _list("projects.gpkg", "export.geo_files:write_gpkg"),
    _status("status.csv", "export.tables:STATUS.write"),
    _status("status.xlsx", "export.tables:STATUS.write"),
    _partnerships("partnerships.csv", "export.tables:PARTNERSHIPS.write"),
    _partnerships("partnerships.xlsx", "export.tables:PARTNERSHIPS.write"),
    *(_figure(f"figures/{key}.csv") for key in (*charts.KEYS, "amounts")),
    _document("slides.pptx", "export.slides:write", has_deck=True),
    _document("report.pdf", "export.report:write"),
    _dossier("dossier.pdf", "export.dossier.pdf:write"),
    _dossier("dossier.docx", "export.dossier.docx:write"),
    _document("map.png", "export.picture:write", has_size=True),
    _document("map.svg", "export.picture:write"),
    _document("partners.png", "export.picture:write", has_size=True),
    _document("partners.svg", "export.picture:write"),
    _document(
        "viewer.html", "export.registry:offline_map",
        file_name=file_names.by_story, slow_from=201, has_story=True,
    ),
)  # fmt: skip
EXPORTS: Mapping[str, Export] = MappingProxyType({row.name: row for row in _ROWS})
"""Every download by its name."""


class NoCommunityError(ValueError):
    """A file about one community was asked for, and the view names none, or several."""


def checked(register: Register, request: ExportRequest) -> ExportRequest:
    """``request`` without what its export does not depend on, so that equal files are asked alike.

    Raises :class:`NoCommunityError` where the export is about a community and none is named.
    """
    export = EXPORTS[request.name]
    if export.about_community and one_community(register, request.view) is None:
        raise NoCommunityError(request.name)
    story = request.story if export.has_story and request.story in register.stories else None
    view = replace(
        export.part_of_view(request.view), page=None, column=View().column, lang=request.language
    )
    return replace(
        request,
        view=view,
        size=request.size if export.has_size else Size.SCREEN,
        deck=request.deck if export.has_deck else DeckLength.SHORT,
        story=story,
        map=request.map if export.has_story else StoryMap.COMMUNITIES,
    )


def write_export(register: Register, request: ExportRequest, path: Path) -> None:
    """Write the file that ``request`` asks for to ``path``; errors are those of :func:`checked`."""
    module, _, name = EXPORTS[request.name].writer.partition(":")
    writer: Writer = attrgetter(name)(import_module(f"projectmap.{module}"))
    writer(register, checked(register, request), path)


def offline_map(register: Register, request: ExportRequest, path: Path) -> None:
    """Write the offline map, or the story that it presents."""
    from projectmap.viewer import Mode, ViewerRequest, viewer  # noqa: PLC0415 - slow to load

    story = None if request.story is None else register.stories[request.story]
    asked = ViewerRequest(
        register, request.view, story, Mode.EXPLORE, request.map is StoryMap.PARTNERS
    )
    path.write_text(viewer(asked, request.day, request.base_url), "utf-8")


def file_name(register: Register, request: ExportRequest) -> str:
    """The name under which the file is handed over."""
    request = checked(register, request)
    return EXPORTS[request.name].file_name(register, request)
