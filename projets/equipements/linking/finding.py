"""Facilities by what a person types: their name, the link of their page, or an address that they stand near."""

import re
from collections.abc import Collection
from typing import Final

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Func, QuerySet, TextField, Value

from carto.territoires.geocoding import geocode
from projets.equipements.models import Equipement

MOST: Final = 8
ALIKE: Final = 0.5  # from where a title may be the one that was mistyped
NEAR: Final = 300  # metres around an address
PAGE: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # found on the map, its link copied


def places_named(words: str, *, without: Collection[int] = ()) -> list[Equipement]:
    """The one whose page is named, or those whose title holds the words, accents and case forgiven; then those around
    that address.
    """
    title = Func(F("title"), function="carto_fold", output_field=TextField())
    asked = Func(Value(words), function="carto_fold", output_field=TextField())
    known = Equipement.objects.public().exclude(pk__in=without).select_related("commune", "quartier")
    if page := PAGE.search(words.lower()):
        return [*known.filter(uuid=page.group())]
    found = [*known.annotate(folded=title).filter(folded__contains=asked).order_by("title", "pk")[:MOST]]
    found += [] if found else _nearly(known.annotate(folded=title), asked)
    if len(found) < MOST and (hits := geocode(words, limit=1)):
        near = known.exclude(pk__in=[each.pk for each in found]).near(hits[0].point, NEAR)
        found += near[: MOST - len(found)]
    return found


def _nearly(known: QuerySet[Equipement], asked: Func) -> list[Equipement]:
    """Those that it names but for a slip: half of the trigrams are there."""
    near = known.annotate(alike=TrigramWordSimilarity(asked, F("folded"))).filter(alike__gte=ALIKE)
    return [*near.order_by("-alike", "title", "pk")[:MOST]]
