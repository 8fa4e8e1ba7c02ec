"""Suggestions for all rows of a source, or of all: what is known is read once, then every row is compared with it."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from django.db import transaction

from carto.territoires.models import Level, Territoire
from projets.equipements.linking.around import around
from projets.equipements.linking.evidence import Found, keep, open_rows
from projets.equipements.linking.matching import Known, matches
from projets.equipements.linking.places import Place, index
from projets.equipements.linking.scoring import reasons
from projets.equipements.models import Cout, Equipement, RattachementState, Source, Titulaire, TypeEquipement
from projets.equipements.types import called

_FIELDS: Final = (
    "pk", "title", "nature", "commune__code", "commune__name", "address", "rue__name", "operator", "owner__name",
    "type", "quartier__name",
)  # fmt: skip


def suggest_for(source: Source | None = None) -> dict[str, int]:
    """Suggest places for the rows of that source (of all, without one); counts {new, changed, gone}."""
    known = known_today()
    with transaction.atomic():
        # Read whole before it is written: a server-side cursor and a COPY cannot share a connection.
        found = list(_found(known, source.pk if source else None))
        return keep(found, source.pk if source else None)


def _found(known: Known, source: int | None) -> Iterator[Found]:
    for row in open_rows(source):
        for match in matches(row, known):
            yield row.pk, match.place.pk, match.score, json.dumps(reasons(match.evidence), ensure_ascii=False)


def known_today() -> Known:
    """Every public facility with its names, street, keepers and costs; who has already worked where."""
    places = list(_places())
    communes = Territoire.objects.filter(level=Level.COMMUNE, valid_to=None).values_list("code", "name")
    return Known(index(places, dict(communes)), around(places), _suppliers())


def _places() -> Iterator[Place]:
    amounts: dict[int, list[tuple[float, int]]] = defaultdict(list)
    # A comparison of sizes, not a sum: floats are enough for it, and never leave it.
    for pk, amount, year in Cout.objects.published().order_by().values_list("equipement", "amount", "year"):
        amounts[pk].append((float(amount), year))
    types = {each.pk: called(each) for each in TypeEquipement.objects.all()}
    for row in Equipement.objects.public().order_by("pk").values_list(*_FIELDS):
        pk, title, nature, code, commune, address, street, operator, owner, sort, quartier = row
        streets, keepers = (tuple(dict.fromkeys(filter(None, some))) for some in ((address, street), (operator, owner)))
        told = (code or "", commune or "", streets, keepers, tuple(amounts[pk]))
        yield Place(pk, title, nature, *told, types=types.get(sort, ()), quartier=quartier or "")


def _suppliers() -> dict[str, dict[int, str]]:
    """The name of each holder of a tied contract, by its identifier and the facility."""
    tied = {"marche__ligne__rattachements__state": RattachementState.CONFIRMED}
    facility = "marche__ligne__rattachements__equipement"
    held = Titulaire.objects.filter(**tied).exclude(identifier="").order_by()
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for identifier, name, pk in held.values_list("identifier", "name", facility):
        found[identifier][pk] = name or identifier
    return dict(found)
