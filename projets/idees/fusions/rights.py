"""Who has a say: the author of an idea, by the account or by the secret link, and the référent of where it lies."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from carto.comptes.models import RoleName, User
from carto.fiches.models import Contact, SecretLink
from projets.idees.models import Idee


@dataclass(frozen=True)
class Hand:
    """Who acts, and as what; `person` is none for whoever holds a secret link: it says nothing of who that is."""

    person: User | None = None
    role: str = "resident"


def is_author(user: User, idee: Idee) -> bool:
    """Whether the account signed it."""
    return user.is_authenticated and idee.author_id == user.pk


def is_referent(user: User, idee: Idee) -> bool:
    """Whether the person answers for the quartier or the commune where it lies."""
    if not user.is_authenticated:
        return False
    places = [place for place in (idee.quartier_id, idee.commune_id) if place]
    return user.roles.in_force().filter(name=RoleName.REFERENT, territoire__in=places).exists()


def hand_on(user: User, idee: Idee) -> Hand | None:
    """As what this account may decide about an idea: its author, its référent, or not at all."""
    if is_author(user, idee):
        return Hand(user)
    return Hand(user, "referent") if is_referent(user, idee) else None


def unreachable(idees: Iterable[Idee]) -> list[Idee]:
    """Those whose author cannot be asked: no account, no address, no telephone, and no secret link."""
    alone = [idee for idee in idees if idee.author_id is None]
    keys = [idee.pk for idee in alone]
    written = Contact.objects.filter(~Q(email="") | ~Q(phone=""), fiche__in=keys).values_list("fiche", flat=True)
    linked = SecretLink.objects.filter(fiche__in=keys).values_list("fiche", flat=True)
    reached = {*written, *linked}
    return [idee for idee in alone if idee.pk not in reached]
