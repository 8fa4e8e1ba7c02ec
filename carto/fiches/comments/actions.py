"""Writing a comment: once per `uuid`, under one's name, under one's role, or without either."""

from uuid import UUID

from django.db import transaction

from carto.comptes.models import Role, RoleName, User
from carto.fiches.actions import record
from carto.fiches.models import Commentaire, Fiche, Visibility, What

RESIDENT = "resident"


def comment(
    fiche: Fiche,
    text: str,
    *,
    uuid: UUID,
    kind: str,
    author: User | None = None,
    role: str = RESIDENT,
    visibility: str = Visibility.PUBLIC,
) -> Commentaire:
    """Store words about a fiche; the same `uuid` sent twice is one comment, and the first one is kept.

    `author` only when the person signs. What waits for a look (`visibility` waiting) is announced to nobody.
    """
    with transaction.atomic():
        Fiche.objects.lock_uuid(uuid)
        if known := Commentaire.objects.filter(uuid=uuid).first():
            return known
        stored = Commentaire.objects.create(
            uuid=uuid, fiche=fiche, kind=kind, text=text, author=author, role=role, visibility=visibility
        )
        if visibility == Visibility.PUBLIC:
            # The history says that somebody spoke, not what: words that moderation takes down must not stay there.
            record(fiche, What.COMMENT, role=role, after=kind)
        return stored


def roles_on(person: User, fiche: Fiche) -> list[Role]:
    """As what somebody may speak on this fiche, besides for themselves: agent, or référent of where it lies."""
    places = {fiche.iris_id, fiche.quartier_id, fiche.commune_id} - {None}
    return [
        role
        for role in person.roles.select_related("service", "territoire")
        if role.name == RoleName.AGENT or (role.name == RoleName.REFERENT and role.territoire_id in places)
    ]
