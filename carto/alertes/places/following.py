"""Following a place, by mail or on one browser; the same rules as for a fiche."""

from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from carto.alertes.actions import keep_asking, own_address
from carto.alertes.models import Abonnement, Channel, Rhythm, Zone
from carto.alertes.places.selection import Selection
from carto.comptes.models import User

MOST_PLACES: Final = 30  # an address


def follow_place_by_mail(
    selection: Selection, email: str, *, person: User | None = None, rhythm: str = Rhythm.NOW
) -> Abonnement | None:
    """Follow a place by mail. A person's own address follows at once, a stranger's once its owner has confirmed it.

    Followed already, it stays as it is. An address that follows MOST_PLACES follows no more: ValidationError for one's
    own; for any other None, and nobody is told.
    """
    email = email.lower()
    own = person is not None and own_address(person) == email
    now = timezone.now()
    with transaction.atomic():
        known = {"person": person if own else None, "confirmed_at": now if own else None, "rhythm": rhythm}
        try:
            abonnement, created = _once(selection, known | {"channel": Channel.MAIL}, email=email)
        except ValidationError:
            if own:
                raise
            return None
        keep_asking(abonnement, person if own else None, created=created)
    return abonnement


def follow_place_by_push(selection: Selection, endpoint: str, keys: dict[str, str]) -> Abonnement:
    """Follow a place on one browser, without any identity; subscribed again, its keys are renewed. ValidationError when
    that browser follows MOST_PLACES.
    """
    known = {"channel": Channel.PUSH, "keys": keys, "confirmed_at": timezone.now()}
    with transaction.atomic():
        abonnement, created = _once(selection, known, endpoint=endpoint)
        if not created:
            Abonnement.objects.filter(pk=abonnement.pk).update(keys=keys, failures=0)
    return abonnement


def _once(selection: Selection, known: dict[str, object], **address: str) -> tuple[Abonnement, bool]:
    """The abonnement of that address and selection, and whether it was made now, with its zone."""
    at_address = Abonnement.objects.filter(**address)
    there = at_address.filter(selection=selection.digest).first()
    if there is None and at_address.filter(fiche=None).count() >= MOST_PLACES:
        told = _("Vous suivez déjà %(most)d lieux : arrêtez-en un avant d’en suivre un autre.") % {"most": MOST_PLACES}
        raise ValidationError(told, code="many")
    abonnement, created = Abonnement.objects.get_or_create(
        selection=selection.digest, **address, defaults=known | {"language": get_language() or "fr"}
    )
    if created:
        place = selection.place
        Zone.objects.create(
            abonnement=abonnement, name=place.name[:200], code=place.code, geom=place.geom, reach=place.reach,
            themes=list(selection.themes), hears=list(selection.hears),
        )  # fmt: skip
    return abonnement, created
