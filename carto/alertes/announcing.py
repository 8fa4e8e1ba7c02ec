"""From a line of history to those who follow: the setting ANNONCEUR names this module."""

from carto.alertes.models import Abonnement
from carto.alertes.tasks import prepare
from carto.fiches.models import Evenement


def announce(evenement: Evenement) -> None:
    """Have the worker write to those who follow the fiche; part of the transaction that wrote the line."""
    if Abonnement.objects.filter(fiche_id=evenement.fiche_id).exists():
        prepare.defer(evenement_id=evenement.pk)
