"""Alerts on a process, and the commitments of the charter."""

from carto.demarches.models.engagement import Avancement, Engagement, State
from carto.demarches.models.vigilance import Outcome, Vigilance

__all__ = ["Avancement", "Engagement", "Outcome", "State", "Vigilance"]
