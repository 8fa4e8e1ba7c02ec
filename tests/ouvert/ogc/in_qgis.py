"""Run by the Python that Debian's QGIS is made for: opens our layers as QGIS does, and prints what it found as JSON.

`python3 in_qgis.py http://localhost:8000 folder longitude latitude`
"""

import faulthandler
import json
import sys
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsMapBoxGlStyleConverter,
    QgsMapLayer,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsNetworkAccessManager,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QSize, QUrl
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtNetwork import QNetworkRequest

PATIENCE = 120  # seconds: whatever it waits for then, it says where
AROUND = 400.0  # metres of 3857 on each side of the middle
WHITE = QColor(255, 255, 255)


def system(code: int) -> QgsCoordinateReferenceSystem:
    """A reference system by its EPSG code."""
    return QgsCoordinateReferenceSystem(f"EPSG:{code}")


def moved(x: float, y: float, before: int, after: int) -> tuple[float, float]:
    """A position in another system."""
    point = QgsCoordinateTransform(system(before), system(after), QgsProject.instance()).transform(QgsPointXY(x, y))
    return point.x(), point.y()


def opened(root: str, more: str = "") -> QgsVectorLayer:
    """Our layer of ideas, by QGIS's own provider, two features a page."""
    return QgsVectorLayer(f"url='{root}/ogc/' typename='idees' pagesize='2' {more}", "idees", "OAPIF")


def features_told(root: str, longitude: float, latitude: float) -> dict[str, Any]:
    """What the features say: how many, which a filter and a frame keep, what they hold, in which system."""
    layer = opened(root)
    told: dict[str, Any] = {"valid": layer.isValid(), "crs": layer.crs().authid()}
    told["fields"] = [field.name() for field in layer.fields()]
    told["titles"] = sorted(feature["title"] for feature in layer.getFeatures())
    told["count"] = layer.featureCount()
    request = QgsFeatureRequest().setFilterExpression("\"stage\" = 'done'")
    told["done"] = [feature["title"] for feature in layer.getFeatures(request)]
    frame = QgsRectangle(longitude - 0.002, latitude - 0.002, longitude + 0.002, latitude + 0.002)
    near = list(opened(root).getFeatures(QgsFeatureRequest(frame)))
    told["near"] = [feature["title"] for feature in near]
    point = near[0].geometry().asPoint()
    told["place"], told["metres"] = [point.x(), point.y()], moved(point.x(), point.y(), 4326, 2154)
    chosen = opened(root)
    told["chosen_taken"] = chosen.setSubsetString("\"stage\" = 'new'")
    told["chosen"] = sorted(feature["title"] for feature in chosen.getFeatures())
    lambert = opened(root, "srsname='EPSG:2154'")
    told["lambert_crs"] = lambert.crs().authid()
    return told


def tiles(root: str, *, styled: bool) -> QgsVectorTileLayer:
    """Our vector tiles, in QGIS's own colours or in ours."""
    address = f"{root}/tuiles/idees/{{z}}/{{x}}/{{y}}.mvt"
    layer = QgsVectorTileLayer(f"type=xyz&zmin=0&zmax=20&url={address}", "tuiles")
    if styled:
        reply = QgsNetworkAccessManager.instance().blockingGet(QNetworkRequest(QUrl(f"{root}/tuiles/style.json")))
        converter = QgsMapBoxGlStyleConverter()
        converter.convert(bytes(reply.content()).decode())
        layer.setRenderer(converter.renderer())
        if converter.labeling():
            layer.setLabeling(converter.labeling())
    return layer


def painted(layer: QgsMapLayer, crs: int, middle: tuple[float, float], path: Path) -> tuple[int, str]:
    """How many pixels are not white once the layer is drawn in that system, and the colour of the middle."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(system(crs))
    settings.setBackgroundColor(WHITE)
    settings.setOutputSize(QSize(640, 480))
    x, y = moved(*middle, 4326, crs)
    settings.setExtent(QgsRectangle(x - AROUND, y - AROUND, x + AROUND, y + AROUND))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(str(path))
    drawn = sum(image.pixelColor(x, y) != WHITE for x in range(0, 640, 2) for y in range(0, 480, 2))
    return drawn, image.pixelColor(320, 240).name()


def main() -> None:
    """All of it."""
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    root, folder, middle = sys.argv[1], Path(sys.argv[2]), (float(sys.argv[3]), float(sys.argv[4]))
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    told = {"version": Qgis.QGIS_VERSION_INT, "features": features_told(root, *middle), "painted": {}}
    for name, styled in (("plain", False), ("styled", True)):
        layer = tiles(root, styled=styled)
        told["tiles_valid"] = layer.isValid()
        for crs in (3857, 2154):
            told["painted"][f"{name}_{crs}"] = painted(layer, crs, middle, folder / f"{name}_{crs}.png")
    told["painted"]["features_2154"] = painted(opened(root), 2154, middle, folder / "features_2154.png")
    print(json.dumps(told))  # noqa: T201
    application.exitQgis()


main()
