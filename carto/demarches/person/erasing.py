"""A person is erased: words, pictures, addresses and the account go; points and counts stay, of nobody any more."""

from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from carto.alertes.models import Abonnement
from carto.comptes.addresses import own_addresses
from carto.comptes.models import Service, User
from carto.declared import EFFACES, OUBLIS
from carto.demarches.person import traces
from carto.fiches.actions import drop_photos
from carto.fiches.layers import layers
from carto.fiches.models import Acte, Contact, Evenement, Fiche, Moment, Photo, SecretLink, Soutien, What

RESIDENT: Final = "resident"
ROOMS: Final = ("carto", "signalements", "projets")
WORDS: Final = {"title", "text", "name", "hand", "signature", "words", "reason", "feeling", "question", "held"}
TOLD_BY_TOPIC: Final = {
    "open_to_decision",
    "closed_to_decision",
    "answers",
}  # of a kind of fiche, in its author's words
HANDS: Final = {"author", "by", "person"}
APART: Final = {Fiche, Evenement, Soutien, User}


def gone() -> str:
    """What stands where the words were."""
    return _("Effacé à la demande de la personne.")


def why_not(person: User) -> str:
    """Why the account cannot be erased yet, in French; empty when it can."""
    if person.is_superuser or person.is_staff or person.roles.in_force().exists():
        return _("Vous tenez un rôle : demandez d’abord à l’administration de vous le retirer.")
    return ""


def erase(person: User) -> None:
    """For good, in one transaction; files go with it. ValidationError (French) while the person holds a role."""
    if reason := why_not(person):
        raise ValidationError(reason, code="role")
    with transaction.atomic():
        emails = own_addresses(person)
        own = list(Fiche.objects.filter(author=person).values_list("pk", flat=True))
        for path in OUBLIS:
            import_string(path)(person)
        traces.forget_asides(person, own, gone())
        traces.forget_groups(person, gone(), timezone.now())
        _history(person, own)
        _fiches(person, own)
        for rows in _written_by(person):
            _blank(rows, WORDS)
        Soutien.objects.filter(person=person).update(person=None, account=True)  # it counts still
        _addresses(emails)
        traces.forget_doors(person, emails)
        traces.forget_journal(person)
        person.delete()
        for path in EFFACES:
            transaction.on_commit(import_string(path), robust=True)


def _fiches(person: User, own: list[int]) -> None:
    """Their words and pictures go, their point and their place in the counts stay; the history says so."""
    for layer in layers():
        for fiche in layer.objects().filter(author=person):
            _blank(type(fiche).objects.filter(pk=fiche.pk), WORDS | TOLD_BY_TOPIC)
            Fiche.objects.filter(pk=fiche.pk).update(
                title=fiche.theme.name, text="", feeling="", osm_id="", author=None
            )
            said = _("Les mots de qui l’avait envoyée ont été effacés, à sa demande.")
            Evenement.objects.create(fiche_id=fiche.pk, what=What.CORRECTED, actor_role=RESIDENT, public_text=said)
    drop_photos(Photo.objects.filter(fiche__in=own, moment=Moment.BEFORE))
    Contact.objects.filter(fiche__in=own).delete()
    SecretLink.objects.filter(fiche__in=own).delete()
    about = Q(fiche__in=own) | Q(commentaire__author=person)
    Acte.objects.filter(about).update(reply="", before="", after="")


def _history(person: User, own: list[int]) -> None:
    """A line is never rewritten, the database refuses it: a copy without the words takes its place."""
    said = Q(person=person) | Q(person=None, fiche__in=own)  # another resident's words on their fiche are another's
    silent = Q(public_text="", private_text="", before="", after="")
    for line in Evenement.objects.filter(said, actor_role=RESIDENT).exclude(silent):
        old, line.pk, line.person = line.pk, None, None
        line.public_text = gone() if line.public_text else ""
        line.private_text = ""
        if line.what != What.STATUS:
            line.before = line.after = ""
        line.save(force_insert=True)
        for hold in Evenement._meta.related_objects:  # who was told of it stays known: nobody is told twice
            hold.related_model._base_manager.filter(**{hold.field.name: old}).update(**{hold.field.name: line.pk})
        Evenement.objects.filter(pk=old).delete()


def _written_by(person: User) -> Iterator[QuerySet]:
    """The rows that hold this person's own words: signed as author, or done as a resident. What an office did stays."""
    for model in apps.get_models():
        if model in APART or model.__module__.split(".")[0] not in ROOMS:
            continue
        fields = {field.name: field for field in model._meta.local_concrete_fields}
        role = next((name for name in ("role", "actor_role") if name in fields), "")
        for name in HANDS & set(fields):
            if not fields[name].is_relation or fields[name].related_model is not User:
                continue
            if role:
                yield model._base_manager.filter(**{name: person, role: RESIDENT})
            elif name == "author":
                yield model._base_manager.filter(**{name: person})


def _blank(rows: QuerySet, names: set[str]) -> None:
    """Put `gone` in the place of what is written there; one's own columns alone."""
    for field in rows.model._meta.local_concrete_fields:
        if field.name not in names or field.choices or not field.editable:
            continue
        if isinstance(field, models.JSONField):
            rows.update(**{field.name: field.get_default()})
        elif isinstance(field, models.CharField | models.TextField):
            rows.exclude(**{field.name: ""}).update(**{field.name: gone()[: field.max_length]})


def _addresses(emails: set[str]) -> None:
    """Their addresses, wherever they were left: what served to write to them alone goes with them."""
    for model in (Abonnement, Contact):
        model.objects.alias(low=Lower("email")).filter(low__in=emails).delete()  # as it was typed
    for model in apps.get_models():
        if model in (User, Service) or model.__module__.split(".")[0] not in ROOMS:
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.EmailField) and field.blank:
                model._base_manager.alias(low=Lower(field.name)).filter(low__in=emails).update(**{field.name: ""})
