"""All that the site holds of one person, as it is: whatever room keeps it, found by who points to an account."""

from collections.abc import Iterator
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.gis.geos import GEOSGeometry
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from carto.alertes.models import Abonnement, Zone
from carto.comptes.models import User
from carto.fiches.layers import layers
from carto.fiches.models import Fiche, Photo

# What opens a door, and what the machine alone reads.
SECRET: Final = {"password", "key", "keys", "digest", "mark", "endpoint", "data", "token", "token_secret", "secret"}
APART: Final = {Fiche, LogEntry, Authenticator}  # told by their own part; the administration's journal; second factors


def told(person: User) -> dict[str, Any]:
    """Part by part, ready for JSON: the account, the fiches one signed, then each table that names the person."""
    return {
        "compte": _row(person),
        "emporte_le": timezone.now().isoformat(),
        "fiches": [_fiche(each) for layer in layers() for each in layer.objects().filter(author=person)],
        "suivis": [_row(each) for each in _followed(person)],
        "lieux_suivis": [_row(zone) for zone in Zone.objects.filter(abonnement__in=_followed(person))],
        **{name: rows for name, rows in _elsewhere(person) if rows},
    }


def _followed(person: User) -> QuerySet[Abonnement]:
    """What one follows by one's account, or by an address known to be one's own."""
    own = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return Abonnement.objects.filter(Q(person=person) | Q(email__in=[*own, person.email]))


def _elsewhere(person: User) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(« commentaire.author », rows) of each table that names an account."""
    for model in apps.get_models():
        if model in APART or model._meta.proxy:
            continue
        for field in model._meta.local_concrete_fields:
            if field.is_relation and field.related_model is User:
                rows = model._base_manager.filter(**{field.name: person}).iterator()
                yield f"{model._meta.model_name}.{field.name}", [_row(row) for row in rows]


def _fiche(fiche: Fiche) -> dict[str, Any]:
    photos = Photo.objects.filter(fiche=fiche.pk)
    lines = fiche.evenements.public()
    return _row(fiche) | {
        "photos": [_row(photo) for photo in photos],
        "histoire": [{"le": line.at, "fait": line.what, "texte": line.public_text} for line in lines],
    }


def _row(row: models.Model) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields if field.name not in SECRET]
    return {name: _said(getattr(row, name)) for name in names if name not in ("geom_web", "geom_metres")}


def _said(value: Any) -> Any:
    if isinstance(value, GEOSGeometry):
        return value.wkt
    if isinstance(value, FieldFile):
        return value.name
    if isinstance(value, bytes | memoryview):
        return None
    return value
