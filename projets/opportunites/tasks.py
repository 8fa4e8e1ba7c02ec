"""What the worker does for opportunités, by itself; it reads this module, each room's tasks are named here."""

from projets.opportunites.choosing import tasks as choosing

__all__ = ["choosing"]
