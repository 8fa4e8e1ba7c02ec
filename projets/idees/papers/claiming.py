"""Taking back one's idea with the stub that was torn off: its code works as a secret link does."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from carto.fiches.actions import digest
from carto.fiches.marks import mark_of_network
from carto.fiches.models import SecretLink
from carto.fiches.trust.counting import count, note
from projets.idees.models import Idee, Souche
from projets.idees.papers.codes import STUB_LENGTH, digest_of_stub, follow_secret, tidy_code

PURPOSE: Final = "souche"
WITHIN: Final = timedelta(minutes=10)
MOST: Final = 30  # codes tried from one network: a class that comes back together, not a machine that guesses


def may_try(request: HttpRequest) -> bool:
    """Whether one more code may be tried from there; it is then counted, without saying who tried."""
    mark = mark_of_network(request, PURPOSE)
    [tried] = count([(mark, PURPOSE, WITHIN)])
    if tried >= MOST:
        return False
    note(mark, PURPOSE)
    return True


def souche_of(code: str) -> Souche | None:
    """The stub that bears this code, however it was typed; None when there is none."""
    code = tidy_code(code)
    if len(code) != STUB_LENGTH:
        return None
    return Souche.objects.select_related("feuille__campagne").filter(digest=digest_of_stub(code)).first()


def open_link(souche: Souche, code: str, idee: Idee) -> str:
    """The secret of the link that follows this idea, for whoever holds the stub; the same each time."""
    secret = follow_secret(code, idee.uuid)
    SecretLink.objects.get_or_create(digest=digest(secret), defaults={"fiche": idee})
    if souche.claimed_at is None:
        souche.claimed_at = timezone.now()
        souche.save(update_fields=["claimed_at"])
    return secret
