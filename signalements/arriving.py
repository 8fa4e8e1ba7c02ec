"""What follows the arrival of a report, by whatever door: it goes to somebody, and what comes back is studied."""

from signalements.models import Signalement
from signalements.planning import actions as planning
from signalements.routing import actions as routing


def arrive(signalement: Signalement) -> None:
    """Once it is stored and its place known (`Fiche.arrived`), in the transaction that stored it."""
    routing.arrive(signalement)
    planning.look_at(signalement)
