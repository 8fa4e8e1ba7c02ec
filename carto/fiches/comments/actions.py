"""Writing a comment: once per `uuid`, under one's name, under one's role, or without either."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.timezone import localtime

from carto.comptes.models import Role, RoleName, User
from carto.fiches.actions import record
from carto.fiches.comments.querysets import OFFICIAL
from carto.fiches.models import Commentaire, CommentKind, Fiche, Visibility, What
from carto.working_days import due_after

RESIDENT = "resident"
REPLY = "reply"  # in the history: it answers a question


def comment(
    fiche: Fiche,
    text: str,
    *,
    uuid: UUID,
    kind: str,
    author: User | None = None,
    role: str = RESIDENT,
    visibility: str = Visibility.PUBLIC,
    answers: Commentaire | None = None,
) -> Commentaire:
    """Store words about a fiche; the same `uuid` sent twice is one comment, and the first one is kept.

    `author` only when the person signs. What waits for a look (`visibility` waiting) is announced to nobody. A question
    is promised an answer; what `answers` one says so, and only an agent's or a référent's words do.
    """
    with transaction.atomic():
        Fiche.objects.lock_uuid(uuid)
        if known := Commentaire.objects.filter(uuid=uuid).first():
            return known
        stored = Commentaire.objects.create(
            uuid=uuid, fiche=fiche, kind=kind, text=text, author=author, role=role, visibility=visibility,
            due_at=promised_for(kind, role), answers=answers if role in OFFICIAL else None,
        )  # fmt: skip
        if visibility == Visibility.PUBLIC:
            announce(stored)
        return stored


def promised_for(kind: str, role: str) -> datetime | None:
    """Until when a comment is promised an answer: a resident's question alone has a clock."""
    if kind != CommentKind.QUESTION or role in OFFICIAL:
        return None
    return due_after(localtime(), settings.CARTO_QUESTION_DAYS)


def announce(said: Commentaire) -> None:
    """It is public: the history says that somebody spoke or answered, and who follows the fiche hears of it.

    Not what was said, nor who: words that moderation takes down must not stay there.
    """
    record(said.fiche, What.COMMENT, role=said.role, after=REPLY if said.answers_id else said.kind)
    if said.due_at is not None and said.author_id is not None:
        import_string(settings.ASKED)(said)


def roles_on(person: User, fiche: Fiche) -> list[Role]:
    """As what somebody may speak on this fiche, besides for themselves: agent, or référent of where it lies."""
    places = {fiche.iris_id, fiche.quartier_id, fiche.commune_id} - {None}
    return [
        role
        for role in person.roles.in_force().select_related("service", "territoire")
        if role.name == RoleName.AGENT or (role.name == RoleName.REFERENT and role.territoire_id in places)
    ]
