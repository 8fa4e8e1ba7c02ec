"""Saying something in the threads of a topic: at its place, in its phase, or not at all."""

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.fiches.models import Commentaire, Visibility
from projets.opportunites.models import STATUS_LABELS, Apport, Opportunite, Propos
from projets.opportunites.phases.acts import phase_open, takes_now
from projets.opportunites.workflow import PHASES


class Closed(ValidationError):
    """This is not said now, or not there."""

    def __init__(self, why: str) -> None:
        super().__init__(why, code="closed")


def why_closed(topic: Opportunite) -> str:
    """Why nobody may speak in the threads today, in words; empty when one may."""
    if phase_open(topic):
        return ""
    if topic.status in PHASES:
        told = {"phase": STATUS_LABELS[topic.status], "day": date_format(topic.phase_ends, "j F Y")}
        return (
            _("La phase « %(phase)s » a fini le %(day)s : ce qui s’est dit se lit, la suivante n’est pas ouverte.")
            % told
        )
    return _("Aucune phase n’est ouverte : ce qui s’est dit se lit, et plus rien ne s’y ajoute.")


def check(topic: Opportunite, under: Propos | None, kind: str) -> None:
    """Closed (French) unless words of that kind may be said there now."""
    if why := why_closed(topic):
        raise Closed(why)
    if under is not None and under.commentaire.visibility != Visibility.PUBLIC:
        raise Closed(_("Ces mots ont été retirés : on ne répond plus dessous."))
    if kind not in takes_now(topic, under.commentaire.kind if under else None):
        raise Closed(_("Cela ne se dit pas dans cette phase, ou pas à cet endroit : le tableau des phases le montre."))


def put(
    topic: Opportunite, said: Commentaire, under: Propos | None, phase: str, origin: Apport | None = None
) -> Propos:
    """Give words that were just stored their place in the threads, once."""
    told = {"opportunite": topic, "under": under, "phase": phase, "origin": origin}
    return Propos.objects.get_or_create(commentaire=said, defaults=told)[0]
