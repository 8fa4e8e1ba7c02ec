"""From a line of history to those whose messages became the idea: the setting ANNONCEURS names this module."""

from carto.fiches.models import Evenement, What
from projets.idees.inbox.actions import answered


def announce(evenement: Evenement) -> None:
    """A service's public answer goes back by the door that the idea came by; part of the transaction that wrote it."""
    if evenement.what == What.ANSWER and evenement.public_text:
        answered(evenement.fiche_id, evenement.public_text, by=evenement.person)
