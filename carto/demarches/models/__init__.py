"""Alerts on a process, changes proposed to its rules, and the commitments of the charter."""

from carto.demarches.models.engagement import Avancement, Engagement, State
from carto.demarches.models.revision import Revision
from carto.demarches.models.vigilance import Outcome, Vigilance

__all__ = ["Avancement", "Engagement", "Outcome", "Revision", "State", "Vigilance"]
