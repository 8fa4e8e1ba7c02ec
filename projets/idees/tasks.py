"""What the worker does for the ideas, room by room: it knows of what this module imports."""

from projets.idees.inbox import tasks as inbox

__all__ = ["inbox"]
