"""Tags on ideas: those written with the idea, and what its page shows of them."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse

from carto.comptes.rules import is_moderator
from carto.fiches.models import Etiquetage
from carto.fiches.tags.actions import put_tags
from carto.fiches.tags.words import read_words
from projets.idees.models import Idee


def put(idee: Idee, form: Any) -> None:
    """Those of the form, once the idea is stored (`pieces.FOLLOWERS`)."""
    if words := read_words(form.cleaned_data.get("etiquettes") or ""):
        put_tags(idee, words)


def noticed() -> Exists:
    """Whether an idea bears tags (`Piece.noticed`)."""
    return Exists(Etiquetage.objects.filter(fiche=OuterRef("pk")))


def page_piece(request: HttpRequest, idee: Idee) -> dict[str, Any]:
    """The tags of an idea, and the way to change them for its author and for the moderation."""
    tags = [bearing.etiquette for bearing in idee.etiquetages.shown()]
    user, way = request.user, ""
    if user.is_authenticated and idee.author_id == user.pk:
        way = reverse("fiches:mine_tags", args=[idee.uuid])
    elif is_moderator(user):
        way = reverse("fiches:tags:moderated", args=[idee.uuid])
    return {"tags": tags, "may_change": way} if tags or way else {}
