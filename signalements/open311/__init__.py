"""Open311 GeoReport v2, both ways."""
