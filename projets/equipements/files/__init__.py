"""Facilities and their costs as open files: SCDL, our companion table, a Fiscal Data Package, a GeoPackage."""
