"""What says somebody's name or words and that no author's column leads to: sessions, journals, asides of the ground."""

import json
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q
from django.utils.text import Truncator

from carto.comptes.models import Adhesion, Groupe, User
from carto.fiches.models import Etiquetage, Etiquette, Jure, Retenue


def forget_doors(person: User, emails: set[str]) -> None:
    """Every session that they opened, on whatever device, or that holds an address of theirs."""
    for session in Session.objects.iterator():
        told = session.get_decoded()
        said = json.dumps(told, default=str).lower()
        if told.get("_auth_user_id") == str(person.pk) or any(f'"{email.lower()}"' in said for email in emails):
            session.delete()


def forget_journal(person: User) -> None:
    """The administration's journal names whoever it changed."""
    account = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=account, object_id=str(person.pk)).update(object_repr="", change_message="")


def forget_asides(person: User, own: list[int], gone: str) -> None:
    """What was seen in their words, why they judged as they did, and the tags that nobody else has ever used."""
    Retenue.objects.filter(Q(fiche__in=own, commentaire=None) | Q(commentaire__author=person)).update(detail="")
    reasons = Jure.objects.filter(person=person).exclude(reason="")
    reasons.update(reason=Truncator(gone).chars(500))
    tagged = Etiquetage.objects.filter(etiquette=OuterRef("pk"))
    theirs = Etiquette.objects.filter(Exists(tagged.filter(fiche__in=own)), merged_into=None, merged=None)
    theirs.exclude(Exists(tagged.exclude(fiche__in=own))).delete()


def forget_groups(person: User, gone: str, at: datetime) -> None:
    """The groups that they declared and where nobody else is: no longer groups. The others go on without them."""
    others = Adhesion.objects.filter(groupe=OuterRef("pk"), consented_at__isnull=False, left_at=None)
    alone = Groupe.objects.filter(declared_by=person).exclude(Exists(others.exclude(person=person)))
    for groupe in alone:
        groupe.name, groupe.interest, groupe.slug = gone, gone, f"efface-{groupe.pk}"
        groupe.dissolved_at = groupe.dissolved_at or at
        groupe.save(update_fields=["name", "interest", "slug", "dissolved_at"])
