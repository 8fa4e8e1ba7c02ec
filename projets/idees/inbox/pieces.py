"""What the inbox puts on the page of an idea: the voice that said it, and what it says."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from projets.idees.models import Enregistrement, Idee, RecordingState


def noticed() -> Exists:
    """Whether an idea was spoken (`Piece.noticed`)."""
    here = OuterRef("pk")
    return Exists(Enregistrement.objects.filter(Q(idee=here) | Q(depeche__idee=here)))


def page_piece(request: HttpRequest, idee: Idee) -> dict[str, Any]:
    """The voices that everybody may hear, and those whose words are written down; nothing for most ideas."""
    told = Enregistrement.objects.filter(Q(idee=idee) | Q(depeche__idee=idee))
    heard = [voice for voice in told if voice.state == RecordingState.SHOWN]
    return {"voices": heard} if heard else {}
