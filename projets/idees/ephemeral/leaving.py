"""At its hour an idea leaves, and what it said is forgotten."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.actions import drop_photos, record
from carto.fiches.models import Commentaire, Contact, Evenement, Fiche, Soutien, Visibility, What
from projets.idees.ephemeral.hours import any_due
from projets.idees.ephemeral.hours import forget as read_again
from projets.idees.ephemeral.querysets import LEAVING
from projets.idees.models import Idee

WORDS = {"text": "", "feeling": "", "temporality": ""}


def leave_due() -> int:
    """Take off the map what should be gone by now, whoever notices it first; returns how many."""
    if not any_due(timezone.now()):
        return 0
    gone = leave(Idee.objects.filter(expires_at__lte=timezone.now(), visibility__in=LEAVING))
    read_again()
    return gone


def leave(due: QuerySet[Idee]) -> int:
    """Take these off the map, and forget what they said; returns how many."""
    with transaction.atomic():
        held = Fiche.objects.select_for_update().filter(pk__in=due.values("pk"), visibility__in=LEAVING).order_by("pk")
        keys = list(held.values_list("pk", flat=True))
        gone = list(Idee.objects.select_related("autocollant").filter(pk__in=keys))
        for idee in gone:
            _leave(idee)
        Idee.objects.filter(pk__in=keys).update(expires_at=None)
    for idee in gone:
        forget(idee)
    return len(gone)


def _leave(idee: Idee) -> None:
    """One of them: its visibility is what the map, the tiles, the lists, the exports and the search read."""
    said = WORDS | {"title": idee.autocollant.name, "visibility": Visibility.EXPIRED}
    Fiche.objects.filter(pk=idee.pk).update(**said, updated_at=timezone.now())
    record(idee, What.EXPIRED, role="system", public_text=_("Une idée pour un temps : son heure est passée."))


def forget(idee: Idee) -> None:
    """Erase what it said and what was said there: photos, voices, comments, words of its history; who is not asked."""
    drop_photos(idee.photos.all())
    for voice in idee.enregistrements.all():
        voice.file.delete(save=False)
        voice.delete()
    Commentaire.objects.filter(fiche=idee.pk).delete()
    Soutien.objects.filter(fiche=idee.pk).delete()
    Contact.objects.filter(fiche=idee.pk).delete()
    told = Evenement.objects.filter(fiche=idee.pk).exclude(what__in=[What.MODERATED, What.EXPIRED, What.JURY])
    told.exclude(public_text="", private_text="").delete()
