"""What the worker does for facilities and public money; it knows of what this module imports."""

from projets.equipements.deliberations import tasks as deliberations
from projets.equipements.linking import tasks as linking
from projets.equipements.questions import tasks as questions
from projets.equipements.works import tasks as works

__all__ = ["deliberations", "linking", "questions", "works"]
