"""The names that rows give to facilities: which are known, and what a person said of the others, kept for next time.

What is said is in the source's mapping, under "places": {name: facility}. It is signed in the history of the facility.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import What
from projets.equipements.imports.readings import format_of
from projets.equipements.imports.schemas.values import words
from projets.equipements.linking.actions import STALE, Hand
from projets.equipements.models import Equipement, Ligne, Source

LONGEST = 300  # characters of a name


@dataclass(frozen=True)
class Named:
    """A name, how many rows say it, the facility that it is, and whether a person said so."""

    name: str
    rows: int
    equipement: Equipement | None
    said: bool


def names_facilities(source: Source) -> bool:
    """Whether its rows do."""
    return format_of(source).naming is not None


def names_of(source: Source) -> list[Named]:
    """All of them, in four queries: those that are nobody's first, the most frequent before the others."""
    counted: dict[str, int] = {}
    for raw, rows in _naming(source).values("named").annotate(rows=Count("pk")).values_list("named", "rows"):
        if name := words(raw, LONGEST):
            counted[name] = counted.get(name, 0) + rows
    if not (naming := format_of(source).naming):
        return []
    places, said = naming.places(source), source.mapping.get("places") or {}
    found = {name: places.named(name) for name in counted}
    known = Equipement.objects.in_bulk([pk for pk in found.values() if pk])
    named = [Named(name, rows, known.get(found[name]), name in said) for name, rows in counted.items()]
    return sorted(named, key=lambda each: (each.equipement is not None, not each.said, -each.rows, each.name))


@transaction.atomic
def say(source: Source, name: str, equipement: Equipement | None, hand: Hand, *, seen: str = "") -> None:
    """Keep which facility a name is, or that nothing is said of it any more; its rows follow.

    `seen`: the facility (uuid) that the person saw beside the name. ValidationError « stale » when another was said.
    """
    held = Source.objects.select_for_update().get(pk=source.pk)
    places: dict[str, str] = dict(held.mapping.get("places") or {})
    if places.get(name, "") != seen:
        raise ValidationError(_("Quelqu’un a dit autre chose de ce nom entre-temps : voici quoi."), code=STALE)
    reader = format_of(held)
    before = reader.naming.places(held).named(name)
    places.pop(name, None)
    if equipement is not None:
        places[name] = str(equipement.uuid)
    held.mapping = {**held.mapping, "places": places}
    held.save(update_fields=["mapping"])
    source.mapping = held.mapping
    after = reader.naming.places(held).named(name)
    reader.recount(held, {pk for pk in (before, after) if pk})
    _tell(held, name, equipement or Equipement.objects.filter(pk=before).first(), hand, tied=equipement is not None)


def _naming(source: Source) -> QuerySet[Ligne, Any]:
    """The rows that its last file has, each with the name that it says."""
    reader = format_of(source)
    column = reader.naming.column(source.mapping) if reader.naming else ""
    kept = Ligne.objects.filter(source=source, withdrawn_at=None).order_by()
    return kept.annotate(named=KeyTextTransform(column, "data")) if column else kept.none().annotate(named=Count("pk"))


def _tell(source: Source, name: str, equipement: Equipement | None, hand: Hand, *, tied: bool) -> None:
    """In the history of the facility."""
    if equipement is None:
        return
    said = _("« %(name)s », dans « %(source)s », est ce lieu.")
    text = said if tied else _("« %(name)s », dans « %(source)s », n’est plus dit être ce lieu.")
    told = text % {"name": name[:200], "source": source.title}
    record(equipement, What.TIED, role=hand.role, person=hand.person, public_text=told)
