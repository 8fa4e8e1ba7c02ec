"""What a question about a figure brings to the form that opens a debate."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from projets.equipements.models import Demande
from projets.equipements.questions.clock import Told


def read_demande(text: str) -> Demande | None:
    """The question that a link or a field names (`?demande=`); None for what is not one, or is not public."""
    try:
        uuid = UUID(text)
    except ValueError:
        return None
    return Demande.objects.shown().told().filter(uuid=uuid).first()


def carried(text: str) -> dict[str, Any]:
    """The words that the form begins with: the question and its figure; whoever proposes changes them at will."""
    demande = read_demande(text)
    if demande is None:
        return {}
    told = Told(demande)
    return {
        "text": _("À propos de : %(figure)s\n\n%(question)s") % {"figure": told.figure.label, "question": told.text}
    }
