"""The worker reads one module an app: here are the rooms' own."""

from projets.opportunites.referents import tasks as referents

__all__ = ["referents"]
