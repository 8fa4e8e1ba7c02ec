"""The daily message to référents: the candidates that have appeared in their quartiers since the last one."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import ngettext

from carto.alertes.actions import own_address
from carto.alertes.letters import letter_to
from carto.alertes.tokens import address_of
from carto.comptes.models import Role, RoleName, User
from projets.opportunites.models import Candidat, Veille
from projets.opportunites.referents.rights import acting_roles, quartiers_of

SALT: Final = "opportunites.veille"
MOST_TOLD: Final = 12
FIRST: Final = timedelta(days=1)  # whoever begins a mandate is not told of all that ever was


def token(person: User) -> str:
    """What the link that stops the message holds: nothing is stored of it."""
    return signing.dumps(person.pk, salt=SALT)


def read(text: str) -> int | None:
    """Whose message it stops; None when the token is not ours."""
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None


def people() -> list[int]:
    """Who holds a mandate today, by their ids."""
    held = Role.objects.in_force().filter(name=RoleName.REFERENT, user__is_active=True)
    return sorted(set(held.values_list("user", flat=True)))


def tell(person_id: int) -> int:
    """Write to one référent of what is new, once; returns how many candidates were told, 0 when nothing left.

    What is told and the letter go together: when the mail server does not answer, all of it is tried again.
    """
    now = timezone.now()
    Veille.objects.get_or_create(person_id=person_id, defaults={"told_at": now - FIRST})
    with transaction.atomic():
        veille = Veille.objects.select_for_update(of=("self",)).select_related("person").get(person=person_id)
        person = veille.person
        email = own_address(person) if veille.wanted else ""
        found = _new(person, veille) if email else []
        if not found:
            return 0
        veille.told_at = now
        veille.save(update_fields=["told_at"])
        _send(person, email, found)
    return len(found)


def _new(person: User, veille: Veille) -> list[Candidat]:
    places = quartiers_of(acting_roles(person))
    there = Candidat.objects.filter(scale__in=("rue", "quartier"), territoire__in=[each.pk for each in places])
    fresh = there.filter(opportunite=None, first_at__gt=veille.told_at)
    return list(fresh.select_related("theme", "rue", "territoire").order_by("-score", "pk"))


def _send(person: User, email: str, found: list[Candidat]) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        count = ngettext(
            "%(n)d candidate nouvelle dans votre quartier", "%(n)d candidates nouvelles dans votre quartier", len(found)
        )
        said = {
            "person": person, "candidates": found[:MOST_TOLD], "more": len(found) - MOST_TOLD,
            "desk": address_of("opportunites:desk"), "stop": address_of("opportunites:stop", token(person)),
        }  # fmt: skip
        template = "opportunites/referents/email/candidates"
        letter_to(email, template, count % {"n": len(found)}, said, language=settings.LANGUAGE_CODE).send()
