"""What the worker does for the ideas, by itself: it knows of what this module imports."""

from projets.idees.drafts import tasks as drafts
from projets.idees.dreams import tasks as dreams

__all__ = ["drafts", "dreams"]
