"""What the worker does for opportunités: it reads one module an app, here are the rooms' own."""

from projets.opportunites.choosing import tasks as choosing
from projets.opportunites.deciding import tasks as deciding
from projets.opportunites.evidence import tasks as evidence
from projets.opportunites.gates import tasks as gates
from projets.opportunites.referents import tasks as referents

__all__ = ["choosing", "deciding", "evidence", "gates", "referents"]
