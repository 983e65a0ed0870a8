"""Writers of the registry over functions that take their arguments one by one."""

from __future__ import annotations

from pathlib import Path

from projectmap.export.request import ExportRequest
from projectmap.model.register import Register


def offline_map(register: Register, request: ExportRequest, path: Path) -> None:
    """Write the offline map, or the story that it presents."""
    from projectmap.viewer import Mode, ViewerRequest, viewer  # noqa: PLC0415 - slow to load

    story = None if request.story is None else register.stories[request.story]
    asked = ViewerRequest(register, request.view, story, Mode.EXPLORE, request.map == "partners")
    path.write_text(viewer(asked, request.day, request.base_url), "utf-8")
