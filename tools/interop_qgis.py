"""Run by QGIS's Python for ``tools/interop.py``; prints one line of JSON.

``open FILE``: the titles of the records. ``edit FILE FIELD TEXT``: writes ``TEXT`` into ``FIELD``
of the first feature and saves the layer in its place, as "Save Layer Edits" does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from osgeo import gdal
from qgis.core import QgsApplication, QgsVectorLayer


def main(action: str, path: str, *rest: str) -> None:
    """Do ``action`` on ``path`` and print what came of it."""
    warnings: list[str] = []
    gdal.PushErrorHandler(lambda _kind, _number, text: warnings.append(text))
    QgsApplication.setPrefixPath("/usr", True)  # noqa: FBT003 - QGIS's own signature
    application = QgsApplication([], False)  # noqa: FBT003
    application.initQgis()
    source = f"{path}|layername=projects" if path.endswith(".gpkg") else path
    layer = QgsVectorLayer(source, Path(path).stem, "ogr")
    if not layer.isValid():
        warnings.append("not a layer that QGIS can read")
    titles = []
    if action == "open":
        titles = [feature["title"] for feature in layer.getFeatures()]
    else:
        field, text = rest
        first = next(layer.getFeatures())
        layer.startEditing()
        layer.changeAttributeValue(first.id(), layer.fields().indexOf(field), text)
        if not layer.commitChanges():
            warnings += layer.commitErrors()
    print(json.dumps({"warnings": warnings, "titles": titles}))


main(*sys.argv[1:])
