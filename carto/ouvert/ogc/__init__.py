"""OGC API – Features and Tiles: every public layer and territory, for QGIS, GDAL and whatever speaks the standard."""
