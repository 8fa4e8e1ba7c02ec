"""Planned works: shown on the map, and in the forms before one sends."""
