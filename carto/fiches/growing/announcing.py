"""From a line of history to what the fiche grew from: the setting ANNONCEURS names this module.

Whatever wrote the line: the page, the admin or an import. A fiche that waited for somebody's look tells its roots the
day it is published. Whoever wrote the line may hold an older copy of it: the stored one is asked.
"""

from carto.fiches.growing.actions import tell_delivered, tell_taken_up
from carto.fiches.models import Evenement, Fiche, Kind, Stage, What

GROWN = {Kind.IDEE, Kind.OPPORTUNITE, Kind.EQUIPEMENT}  # closing a complaint delivers nothing


def announce(evenement: Evenement) -> None:
    """Tell the roots of a fiche that it is published, or that it is there."""
    if evenement.what == What.PUBLISHED:
        tell_taken_up(Fiche.objects.get(pk=evenement.fiche_id))
    elif evenement.what == What.STATUS and evenement.fiche.kind in GROWN and _is_done(evenement):
        tell_delivered(evenement)


def _is_done(evenement: Evenement) -> bool:
    return Fiche.objects.filter(pk=evenement.fiche_id, stage=Stage.DONE).exists()
