"""One row of any table, whose every free word is a mark: what an erasure leaves is then seen."""

import secrets
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from django.contrib.gis.db import models as gis
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from carto.comptes.models import User
from tests.factories import square
from tests.places import CHATEAU

# What is no word of anybody: keys, digests, codes that other rows or programs point to.
CODES: Final = {
    "digest", "sha256", "mark", "hand_digest", "selection", "seed", "number", "slug", "code", "key", "chart", "kind",
    "what", "field", "uid", "reference", "external_id", "name_key", "query",
}  # fmt: skip


def without_triggers(*, off: bool) -> None:
    """Rows whose neighbours are not there may be written meanwhile; until the end of the transaction at most."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL session_replication_role = {'replica' if off else 'origin'}")


def plant(model: type[models.Model], person: User, mark: str, **said: Any) -> models.Model:
    """One row of the table, written for that person as a resident."""
    row = model()
    for field in model._meta.local_concrete_fields:
        if field.name in said:
            setattr(row, field.name, said[field.name])
        elif not (field.primary_key and not field.is_relation) and not getattr(field, "generated", False):
            setattr(row, field.attname, _value(field, person, mark))
    return model._base_manager.bulk_create([row])[0]


def _value(field: models.Field, person: User, mark: str) -> Any:
    if field.is_relation:
        return person.pk if field.related_model is User else None if field.null else secrets.randbelow(1 << 30) + 1
    if field.name in {"role", "actor_role"}:
        return "resident"
    if field.choices:
        return field.get_default() if field.has_default() else field.flatchoices[0][0]
    return _word(field, mark) if isinstance(field, models.CharField | models.TextField) else _other(field, mark)


def _word(field: models.Field, mark: str) -> str:
    if isinstance(field, models.EmailField):
        return "alice@exemple.fr"
    if field.name in CODES or (not field.editable and field.name == "hand"):
        return secrets.token_hex(8)[: field.max_length or 16]
    return f"https://exemple.fr/{mark}" if isinstance(field, models.URLField) else mark[: field.max_length]


def _other(field: models.Field, mark: str) -> Any:
    if isinstance(field, models.JSONField):
        return {"dit": mark}
    if isinstance(field, ArrayField):
        return field.get_default() or []
    if isinstance(field, gis.GeometryField):
        return None if field.null else CHATEAU if field.geom_type in {"POINT", "GEOMETRY"} else square(CHATEAU)[0]
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    for kind, value in (
        (models.DateTimeField, timezone.now()), (models.DateField, date(2026, 5, 1)), (models.TimeField, time(8)),
        (models.DecimalField, Decimal("1")), (models.IntegerField, secrets.randbelow(30000)),
        (models.BooleanField, False), (models.UUIDField, uuid4()), (models.FileField, ""),
    ):  # fmt: skip
        if isinstance(field, kind):
            return value
    raise NotImplementedError(f"{field.model.__name__}.{field.name}")


def columns_with(*marks: str) -> set[str]:
    """« table.column » wherever one of these is written, in the whole database."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        told = [
            f"""SELECT '{table}.' || each.key FROM "{table}" AS t, jsonb_each_text(to_jsonb(t)) AS each
                WHERE strpos(lower(each.value), lower(mark)) > 0"""
            for (table,) in cursor.fetchall()
        ]
        found: set[str] = set()
        for mark in marks:
            for statement in told:
                cursor.execute(statement.replace("mark)", "%s)"), [mark])
                found |= {name for (name,) in cursor.fetchall()}
    return found


def moment(text: str) -> datetime:
    """An aware moment."""
    return timezone.make_aware(datetime.fromisoformat(text))
