"""The collections of the register: records as values, and values as the files of ``geodata/``.

The value of a record is what its file has: a GeoJSON feature, a row of a CSV file (column to text
or null) or the object of a story. A feature may have a member ``levels`` beside ``properties``:
field to the lowest level that may read it (``{"contact": "partner", "geometry": "internal"}``);
it never gets into a snapshot. ``files`` holds what nobody edits record by record, whole, as
``{"text": …}``: the basemap, the outlines of Europe and SOURCES.md.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from projectmap.data import read
from projectmap.data.parse import COLUMNS
from projectmap.data.snapshot import (
    BASEMAP_FILES,
    CHANGES,
    DOCUMENTS,
    OPTIONAL,
    STORIES,
    Contents,
    Folder,
    Mark,
)
from projectmap.errors import DataInvalidError, Problem
from projectmap.model.codes import Release

Value: TypeAlias = dict[str, Any]
"""One record as it stands in its file."""
Values: TypeAlias = Mapping[str, Mapping[str, Value]]
"""Collection to key to value."""
LEVELS = "levels"
FILES = "files"
WHOLE = ("europe.geojson", *BASEMAP_FILES, *DOCUMENTS)
"""What the collection ``files`` may hold; its keys are these names."""


@dataclass(frozen=True, slots=True)
class Collection:
    """One kind of record."""

    name: str
    file: str
    """Name in the folder; that of a story follows its beginning."""
    key: tuple[str, ...]
    """Fields that name a record; several are joined by a colon."""
    order: tuple[str, ...] = ()
    """Fields by which the rows of a table are sorted, where that is not the key."""
    compact: bool = True
    """Whether the file's JSON has no blanks after its commas and colons."""

    @property
    def columns(self) -> Sequence[str] | None:
        """The columns of a CSV file; None for another."""
        return COLUMNS.get(self.file)


COLLECTIONS: Mapping[str, Collection] = MappingProxyType(
    {
        item.name: item
        for item in (
            Collection("projects", "projects.geojson", ("id",), compact=False),
            Collection("partnerships", "partnerships.geojson", ("id",), compact=False),
            Collection("communities", "communities.geojson", ("katottg",)),
            Collection("occupation_status", "occupation_status.geojson", ("id",)),
            Collection("organisations", "organisations.csv", ("slug",)),
            Collection("sectors", "sectors.csv", ("code",)),
            Collection("settlements", "settlements.csv", ("katottg",)),
            Collection("list_amendments", "list_amendments.csv", ("act_en",), ("date", "act_en")),
            Collection("known_exceptions", "known_exceptions.csv", ("file", "record")),
            Collection("stories", STORIES, ("id",)),
            Collection(FILES, "", ()),
        )
    }
)
"""All collections by name; the order is that of lists."""


def is_feature(collection: str) -> bool:
    """Whether the values of a collection are GeoJSON features."""
    return COLLECTIONS[collection].file.endswith(".geojson")


def fields_of(collection: str, value: Value | None) -> dict[str, Any]:
    """The fields of a value by name, those of forms, problems and differences; {} for none.

    Those of a feature are its properties, ``geometry`` and ``levels`` ({} where it has none).
    """
    if value is None:
        return {}
    if not is_feature(collection):
        return dict(value)
    return {
        **value["properties"],
        "geometry": value.get("geometry"),
        LEVELS: value.get(LEVELS, {}),
    }


def value_of(collection: str, fields: Mapping[str, Any]) -> Value:
    """The value that has ``fields``: the inverse of :func:`fields_of`."""
    if COLLECTIONS[collection].columns is not None:
        return {name: fields.get(name) or None for name in COLLECTIONS[collection].columns or ()}
    if not is_feature(collection):
        return dict(fields)
    properties = {name: item for name, item in fields.items() if name not in {"geometry", LEVELS}}
    (key,) = COLLECTIONS[collection].key
    value = {
        "type": "Feature",
        "id": properties.get(key),
        "geometry": fields.get("geometry"),
        "properties": properties,
    }
    return {**value, LEVELS: dict(fields[LEVELS])} if fields.get(LEVELS) else value


def key_of(collection: str, value: Value) -> str:
    """What names a record; ``""`` where it has no name. Not for the collection ``files``."""
    fields = fields_of(collection, value)
    return ":".join(str(fields.get(name) or "") for name in COLLECTIONS[collection].key)


def fits_file(collection: str, value: Value) -> bool:
    """Whether ``value`` has the shape that records of its file have, whatever is in it."""
    columns = COLLECTIONS[collection].columns
    if collection == FILES:
        return value.keys() == {"text"} and isinstance(value["text"], str)
    if columns is not None:
        return list(value) == list(columns) and all(
            cell is None or (isinstance(cell, str) and cell != "") for cell in value.values()
        )
    if not is_feature(collection):
        return True
    return (
        value.keys() - {LEVELS} == {"type", "id", "geometry", "properties"}
        and isinstance(value["properties"], dict)
        and isinstance(value.get(LEVELS, {}), dict)
    )


def file_of(collection: str, key: str) -> str:
    """The file in which a record stands, as :class:`~projectmap.errors.Problem` names it."""
    if collection == FILES:
        return key
    file = COLLECTIONS[collection].file
    return f"{file}{key}.json" if file == STORIES else file


def place_of(problem: Problem) -> tuple[str, str]:
    """The collection and the key of the record that a problem is about; ``""`` for none."""
    if problem.file.startswith(STORIES):
        return "stories", problem.file.removeprefix(STORIES).removesuffix(".json")
    for item in COLLECTIONS.values():
        if item.file == problem.file:
            return item.name, problem.record
    return FILES, problem.file


def dump(value: Value | None) -> str | None:
    """A value as it is kept; numbers and the order of fields stay as they are."""
    return None if value is None else json.dumps(value, ensure_ascii=False, allow_nan=False)


def parse(text: str | None) -> Value | None:
    """The value that :func:`dump` has written."""
    if text is None:
        return None
    value: Value = json.loads(text)
    return value


def values_of(folder: Path) -> dict[str, dict[str, Value]]:
    """The values of a data folder.

    Raises :class:`~projectmap.errors.DataInvalidError` for a file that is missing or unreadable,
    and :class:`ValueError` for records without an id or with the same one.
    """
    contents = Folder(folder).contents()
    if contents.problems:
        raise DataInvalidError(contents.problems)
    files = {**contents.files, **Folder(folder).documents()}
    found: dict[str, dict[str, Value]] = {name: {} for name in COLLECTIONS}
    files.pop(CHANGES, None)
    for name, content in files.items():
        if name in WHOLE:
            found[FILES][name] = {"text": content.decode("utf-8")}
            continue
        file = STORIES if name.startswith(STORIES) else name
        collection = next(item for item in COLLECTIONS.values() if item.file == file)
        for value in _records(collection, name, content):
            key = key_of(collection.name, value)
            if not key or key in found[collection.name]:
                raise ValueError(f"{name}: {key!r} names no record, or two")
            found[collection.name][key] = value
    return found


def _records(collection: Collection, name: str, content: bytes) -> Iterable[Value]:
    if collection.columns is not None:
        return read.rows(name, content, collection.columns)
    if collection.file == STORIES:
        return [json.loads(content)]
    features: list[Value] = json.loads(content)["features"]
    return features


def contents_of(values: Values, level: Release) -> Contents:
    """The files that hold ``values``, for readers of ``level``."""
    files = {name: value["text"].encode() for name, value in values[FILES].items()}
    for collection in COLLECTIONS.values():
        if collection.name == FILES:
            continue
        records = values[collection.name]
        if collection.file in OPTIONAL and not records:
            continue
        if collection.file == STORIES:
            for key, value in records.items():
                text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
                files[file_of("stories", key)] = text.encode()
        elif collection.columns is not None:
            files[collection.file] = _table(collection, collection.columns, records.values())
        else:
            files[collection.file] = _features(collection, records)
    return Contents(files, mark=Mark(level, "", ""))


def _features(collection: Collection, records: Mapping[str, Value]) -> bytes:
    separators = (",", ":") if collection.compact else (", ", ": ")
    lines = (
        json.dumps(records[key], ensure_ascii=False, separators=separators)
        for key in sorted(records)
    )
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    return text.encode()


def _table(collection: Collection, columns: Sequence[str], rows: Iterable[Value]) -> bytes:
    order = collection.order or collection.key
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: [row.get(name) or "" for name in order]))
    return out.getvalue().encode()
