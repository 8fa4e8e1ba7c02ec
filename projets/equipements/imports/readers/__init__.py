"""Readers of facilities: SCDL tables, any table, map files, OpenStreetMap extracts, OpenDataSoft."""
