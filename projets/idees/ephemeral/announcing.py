"""What comes back from the bin past its hour leaves again at once: the setting ANNONCEURS names this module."""

from django.utils import timezone

from carto.fiches.models import Evenement, What
from projets.idees.ephemeral.leaving import leave
from projets.idees.ephemeral.querysets import LEAVING
from projets.idees.models import Idee


def announce(evenement: Evenement) -> None:
    """Part of the transaction that restored it: nobody reads it in between, in whatever process."""
    if evenement.what != What.MODERATED:
        return
    back = Idee.objects.filter(pk=evenement.fiche_id, expires_at__lte=timezone.now(), visibility__in=LEAVING)
    if back.exists():
        leave(back)
