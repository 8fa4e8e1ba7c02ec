"""What the worker does for the ideas, by itself."""

from projets.idees.ephemeral import tasks as ephemeral

# The worker knows of what this module imports.
__all__ = ["ephemeral"]
