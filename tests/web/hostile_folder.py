"""A data folder with hostile texts in every text field that the records have.

The fields are read off :mod:`projectmap.model`: a new one is in the campaign from its first day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import builders
from pydantic import StringConstraints

from projectmap.markup import one_line
from projectmap.model import records, story

RAION, COMMUNITY, SETTLEMENT = range(1, 4)
_IS_TEXT = get_args(records.Text)[-1]
"""The check that only texts have, whatever else their types ask for."""
RECORDS = (
    *(records.Source, records.Project, records.Partner, records.Partnership, records.Community),
    *(records.Settlement, records.StatusRow, records.Amendment, records.Organisation),
    *(records.Sector, records.KnownException, story.Step, story.Story),
)


def code(number: int, kind: int) -> str:
    """A KATOTTG code of the made-up territory."""
    return f"UA99{number:02}{kind:013}"


def fields(record: type) -> dict[str, tuple[bool, int]]:
    """The text fields of a record: whether each holds several, and the letters that it takes."""
    found = {}
    for name, hint in get_type_hints(record, include_extras=True).items():
        for part, several in _parts(hint):
            arguments = get_args(part)
            if _IS_TEXT in arguments:
                limits = [
                    one.max_length
                    for one in arguments
                    if isinstance(one, StringConstraints) and one.max_length is not None
                ]
                found[name] = several, min(limits)
    return found


def _parts(hint: Any, *, several: bool = False) -> Iterator[tuple[Any, bool]]:
    yield hint, several
    for part in get_args(hint):
        if get_args(part):
            yield from _parts(part, several=several or get_origin(hint) is tuple)


def filled(record: type, text: str, **but: Any) -> dict[str, Any]:
    """Changes for :mod:`builders`: ``text`` in every text field, but for what is given."""
    return {
        name: [_fitting(text, limit)] if several else _fitting(text, limit)
        for name, (several, limit) in fields(record).items()
    } | but


def _fitting(text: str, limit: int) -> str:
    """``text`` itself, or what of it fits into a title or line, which is one line."""
    return text if limit >= records.MAX_TEXT else one_line(text)[:limit].strip() or "x"


def write(folder: Path, texts: Sequence[str], projects: Sequence[Any] = ()) -> Path:
    """Write a community, settlement, record and so on for each of ``texts``, made of it.

    ``projects`` are written as they are.
    """
    items: dict[str, list[Any]] = {name: [] for name in (
        "communities", "settlements", "status", "organisations", "sectors", "projects",
        "partnerships", "exceptions", "stories",
    )}  # fmt: skip
    amendments = []
    for number, text in enumerate(texts):
        raion, own, home = (code(number, kind) for kind in (RAION, COMMUNITY, SETTLEMENT))
        lon = round(38 + number / 10, 5)
        sector, slugs = f"s-{number}", [f"o-{number}"]
        address = f"https://example.org/{{{{7*191}}}}?${{x}}#%3Cscript%3E{number}"
        sources = [builders.source(**filled(records.Source, text), url=address)]
        items["communities"].append(
            builders.community(
                own, geometry=builders.square(lon, 48), pcode=f"UA99000{number:02}", raion=raion,
                centre=home, centre_point=[lon + 0.05, 48.05], areas_of_cooperation=[sector],
                **filled(records.Community, text),
            )
        )  # fmt: skip
        items["settlements"].append(
            builders.settlement(
                home, community=own, lat=48.05, lon=round(lon + 0.05, 5), point_quality="A",
                **filled(records.Settlement, text),
            )
        )  # fmt: skip
        items["status"].append(
            builders.status_row(home, level="settlement", **filled(records.StatusRow, text))
        )
        # This sign separates the names in a cell.
        aliases = text.replace("|", "/")
        items["organisations"].append(
            builders.organisation(slugs[0], **filled(records.Organisation, text, aliases=aliases))
        )
        items["sectors"].append(builders.sector(sector, **filled(records.Sector, text)))
        record = filled(records.Project, text)
        items["projects"].append(
            builders.project(
                f"H-{number}", geometry=builders.point((round(lon + 0.05, 5), 48.05)),
                communities=[own], settlement=home, scope="settlement",
                location_exactness="approximate", sectors=[sector], programme=slugs[0],
                sources=sources,
                **dict.fromkeys(("donors", "implementers", "channels", "partners"), slugs),
                **record,
            )
        )  # fmt: skip
        items["projects"].append(
            builders.project(
                f"W-{number}", communities=[], scope="oblast", parent_id=f"H-{number}",
                donors=[], sectors=[], **record,
            )
        )  # fmt: skip
        items["partnerships"].append(
            builders.partnership(
                f"R-{number}",
                # On its far side, each at another place: a line on the partners' map.
                geometry=builders.point((5.0 + number // 40, 46.0 + number % 40)),
                communities=[own],
                partners=[builders.partner(**filled(records.Partner, text))],
                sectors=[sector],
                sources=sources,
                **filled(records.Partnership, text),
            )
        )
        items["exceptions"].append(
            builders.exception(home, **filled(records.KnownException, text, file="settlements.csv"))
        )
        view = {"community": [own], "q": [_fitting(text, 200)]}
        step = builders.step(
            facts=["records", "status"], focus=[own], **filled(story.Step, text, view=view)
        )
        items["stories"].append(builders.story(f"t-{number}", step, **filled(story.Story, text)))
        amendments.append({"date": "2025-07-15", "url": address, **filled(records.Amendment, text)})
    items["projects"] += projects
    items["europe"] = [
        builders.feature({"id": "999", "iso_numeric": "999", "name": texts[-1]},
                         builders.square(30, 45, 20))
    ]  # fmt: skip
    path = builders.write_folder(folder, **items)
    (path / "list_amendments.csv").write_bytes(builders.table(amendments).encode())
    return path
