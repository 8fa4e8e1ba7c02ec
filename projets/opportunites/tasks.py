"""What the worker does for opportunités; it knows of what this module imports."""

from projets.opportunites.evidence import tasks as evidence

__all__ = ["evidence"]
