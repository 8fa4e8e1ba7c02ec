"""Declaring a group, asking somebody in, saying yes, leaving. Nobody is of a group without having said so."""

from typing import Final

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from carto.comptes.models import Adhesion, Groupe, User

SALT: Final = "comptes.groupes.join"
TAKEN: Final = frozenset({"declarer", "rejoindre"})  # addresses of the room
LINK_DAYS: Final = 30
MOST_ASKED: Final = 200  # people of one group who have not answered: nobody is asked by the thousand
MOST_DECLARED: Final = 10  # groups that one account declares


def declare(name: str, nature: str, interest: str, *, person: User) -> Groupe:
    """Declare a group, of which the person is the first member. ValidationError (French) when its name is taken."""
    base = slugify(name)[:50].strip("-") or "groupe"
    base = f"{base}-1" if base in TAKEN else base
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        if Groupe.objects.filter(name__iexact=name, dissolved_at=None).exists():
            raise ValidationError({"name": _("Un groupe porte déjà ce nom.")}, code="taken")
        if Groupe.objects.filter(declared_by=person, dissolved_at=None).count() >= MOST_DECLARED:
            raise ValidationError(_("Vous avez déjà déclaré beaucoup de groupes."), code="many")
        slug = base if not Groupe.objects.filter(slug=base).exists() else f"{base}-{Groupe.objects.count() + 1}"
        groupe = Groupe.objects.create(slug=slug, name=name, nature=nature, interest=interest, declared_by=person)
        Adhesion.objects.create(groupe=groupe, person=person, consented_at=timezone.now())
    return groupe


def is_member(person: User, groupe: Groupe) -> bool:
    """Whether the person is of the group today."""
    if not person.is_authenticated:
        return False
    return groupe.adhesions.filter(person=person, consented_at__isnull=False, left_at=None).exists()


def invite(groupe: Groupe, email: str) -> None:
    """Ask the account of that address in, if there is one; nothing tells whoever asks whether there was."""
    if groupe.adhesions.filter(consented_at=None, left_at=None).count() >= MOST_ASKED:
        return
    person = User.objects.filter(email=email.lower(), is_active=True).first()
    if person is not None:
        # Somebody who left or refused is not asked again by others: the link is theirs to use.
        Adhesion.objects.get_or_create(groupe=groupe, person=person)


def consent(groupe: Groupe, person: User) -> Adhesion:
    """Say yes: from now on one speaks with the group, after those that one had joined before."""
    adhesion, _new = Adhesion.objects.get_or_create(groupe=groupe, person=person)
    if adhesion.consented_at is None or adhesion.left_at is not None:
        adhesion.consented_at, adhesion.left_at = timezone.now(), None
        adhesion.save(update_fields=["consented_at", "left_at"])
    return adhesion


def leave(groupe: Groupe, person: User) -> bool:
    """Leave, or say no to who asked; False when one was not of it."""
    mine = Adhesion.objects.filter(groupe=groupe, person=person, left_at=None)
    return bool(mine.update(left_at=timezone.now()))


def dissolve(groupe: Groupe, person: User) -> bool:
    """The group is no more: by whoever declared it. Its page says since when; False when it is not theirs to do."""
    mine = Groupe.objects.filter(pk=groupe.pk, declared_by=person, dissolved_at=None)
    return bool(mine.update(dissolved_at=timezone.now()))


def join_token(groupe: Groupe) -> str:
    """What the link to join says: signed, and good for LINK_DAYS."""
    return signing.dumps(groupe.pk, salt=SALT)


def groupe_of_token(token: str) -> Groupe | None:
    """The group that a link leads to; None for one that is wrong, too old, or of a group that is no more."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86400)
    except signing.BadSignature:
        return None
    return Groupe.objects.filter(pk=pk, dissolved_at=None).first()
