"""From a line of history to those who follow: the setting ANNONCEURS names this module."""

from collections.abc import Sequence

from carto.alertes.actions import follow_as_asker, follow_as_reporter
from carto.alertes.models import Abonnement
from carto.alertes.places.hearing import may_be_heard
from carto.alertes.tasks import prepare, prepare_together
from carto.alertes.wording import TOLD
from carto.fiches.models import Commentaire, Evenement, What


def announce(evenement: Evenement) -> None:
    """Have the worker write to those who follow the fiche or its place; part of the transaction that wrote the line.

    Whoever sends a fiche and says how to reach them follows it from then on.
    """
    by_place = may_be_heard(evenement)
    if evenement.what not in TOLD and not by_place:
        return
    if evenement.what == What.SUBMITTED:
        follow_as_reporter(evenement.fiche)
    if Abonnement.objects.hearing_of(evenement.fiche_id, places=by_place).exists():
        prepare.defer(evenement_id=evenement.pk)


def announce_together(evenements: Sequence[Evenement]) -> None:
    """The same for lines that one file wrote at once, so that a place's followers get one message of them all."""
    keys = [each.pk for each in evenements if may_be_heard(each)]
    if keys and Abonnement.objects.filter(fiche=None).exists():
        prepare_together.defer(evenement_ids=keys)


def asked(question: Commentaire) -> None:
    """Have whoever asked it follow the fiche from then on (the setting ASKED); an anonymous one follows nothing."""
    if question.author is not None:
        follow_as_asker(question.fiche, question.author)
