"""What a debate opened by a question keeps and shows of it; and what the author of an idea has declared."""

from typing import Any

from django.http import HttpRequest

from projets.equipements.interests.standing import standing_of
from projets.equipements.models import Demande
from projets.equipements.questions.clock import Told
from projets.idees.debates.carrying import read_demande
from projets.idees.models import Idee


def follow(idee: Idee, form: Any) -> None:
    """Once the idea is stored: the question says which debate it opened; the first one stays."""
    demande = read_demande(form.cleaned_data.get("demande", ""))
    if demande is not None:
        Demande.objects.filter(pk=demande.pk, debate=None).update(debate=idee)


def page_piece(request: HttpRequest, idee: Idee) -> dict[str, Any] | None:
    """The question that it grew from; nothing for any other idea."""
    demande = Demande.objects.shown().told().filter(debate=idee.pk).first()
    return {"asked": Told(demande)} if demande else None


def aside_piece(request: HttpRequest, idee: Idee) -> dict[str, Any] | None:
    """What whoever signs it has declared of their interests."""
    declared = standing_of(idee.author) if idee.author_id else []
    return {"interests": declared} if declared else None
