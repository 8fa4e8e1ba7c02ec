"""What goes on the ballot: options written by hand or, in a choosing session, topics and candidates of a quartier."""

from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from projets.opportunites.models import Candidat, Consultation, Opportunite, Option
from projets.opportunites.workflow import Status

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OFFERED: Final = 40
CHOOSABLE: Final = (Status.SPOTTED, Status.CARRIED)


def codes() -> Iterator[str]:
    """A, B, … Z, AA, AB…"""
    yield from LETTERS
    yield from (first + second for first in LETTERS for second in LETTERS)


def next_code(consultation: Consultation) -> str:
    """The first letter that is free."""
    taken = set(consultation.options.values_list("code", flat=True))
    return next(code for code in codes() if code not in taken)


def addable(consultation: Consultation) -> dict[str, Any]:
    """In a choosing session: the topics of the quartier that are not worked on yet, and its first candidates."""
    if consultation.quartier_id is None:
        return {}
    there = consultation.options.values_list("opportunite", "candidat")
    topics, candidates = {topic for topic, _other in there}, {candidate for _topic, candidate in there}
    found = Opportunite.objects.public().filter(quartier=consultation.quartier_id, status__in=CHOOSABLE)
    candidats = Candidat.objects.filter(territoire=consultation.quartier_id, opportunite=None)
    return {
        "topics": found.exclude(pk__in=topics - {None}).order_by("title")[:OFFERED],
        "candidates": candidats.exclude(pk__in=candidates - {None})
        .select_related("theme", "rue", "territoire")
        .defer("territoire__geom", "rue__geom")
        .order_by("-score", "pk")[:OFFERED],
    }


def store(consultation: Consultation, option: Option) -> Option:
    """Put it on the ballot of a draft, under the next letter. ValidationError (French) once it is opened."""
    with transaction.atomic():
        if Consultation.objects.select_for_update().get(pk=consultation.pk).opened_at is not None:
            raise ValidationError(_("C’est ouvert : le bulletin ne change plus."), code="opened")
        option.consultation = consultation
        option.code = option.code or next_code(consultation)
        option.save()
    return option


def of_topic(topic: Opportunite) -> Option:
    """An option that is a topic, in its own words."""
    return Option(name=topic.title, meaning=topic.question, consequence="", opportunite=topic)


def of_candidate(candidat: Candidat) -> Option:
    """An option that is a place and a theme where the map says that something could be done."""
    return Option(name=str(candidat)[:140], candidat=candidat, meaning=_("Repérée par la carte : %s.") % candidat)
