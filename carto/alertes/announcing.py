"""From a line of history to those who follow: the setting ANNONCEURS names this module."""

from carto.alertes.actions import follow_as_asker, follow_as_reporter
from carto.alertes.models import Abonnement
from carto.alertes.tasks import prepare
from carto.alertes.wording import TOLD
from carto.fiches.models import Commentaire, Evenement, What


def announce(evenement: Evenement) -> None:
    """Have the worker write to those who follow the fiche; part of the transaction that wrote the line.

    Whoever sends a fiche and says how to reach them follows it from then on.
    """
    if evenement.what not in TOLD:
        return
    if evenement.what == What.SUBMITTED:
        follow_as_reporter(evenement.fiche)
    if Abonnement.objects.filter(fiche_id=evenement.fiche_id).exists():
        prepare.defer(evenement_id=evenement.pk)


def asked(question: Commentaire) -> None:
    """Have whoever asked it follow the fiche from then on (the setting ASKED); an anonymous one follows nothing."""
    if question.author is not None:
        follow_as_asker(question.fiche, question.author)
