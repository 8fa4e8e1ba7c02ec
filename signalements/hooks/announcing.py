"""From a line of history to the systems that listen: the setting ANNONCEURS names this module."""

from carto.fiches.models import Evenement
from signalements.hooks.querysets import make_deliveries
from signalements.hooks.tasks import deliver


def announce(evenement: Evenement) -> None:
    """Have the worker tell those who listen; part of the transaction that wrote the line."""
    if evenement.is_public and make_deliveries(evenement.pk):
        deliver.defer()
