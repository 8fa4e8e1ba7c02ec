"""What the worker does for the ideas, by itself."""

from projets.idees.papers import tasks as papers

# The worker knows of what this module imports.
__all__ = ["papers"]
