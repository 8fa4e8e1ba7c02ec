"""What the worker does for facilities and public money; it knows of what this module imports."""

from projets.equipements.questions import tasks as questions

__all__ = ["questions"]
