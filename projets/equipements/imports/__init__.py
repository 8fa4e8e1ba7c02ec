"""Readings of a source: preview, mapping kept, drift reported, rows taken or refused."""
