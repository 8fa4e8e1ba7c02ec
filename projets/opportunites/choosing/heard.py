"""The ages of those who chose together, where each may say theirs: what nothing else of the site asks for."""

from collections import Counter
from typing import Final

from django.db.models import Q

from carto.territoires.models import Territoire
from projets.opportunites.choosing.masses import age_label, spoken
from projets.opportunites.models import Consultation

FEWEST: Final = 5  # voices of an age, to be told


def heard_by_age(code: str) -> list[tuple[str, int, int]]:
    """(age in words, people asked, voices that told it) over the consultations that are counted, those in a territory
    alone when it is named; people are asked, and counted, once for each. Empty where fewer than FEWEST told an age, or
    elsewhere: what is told of everywhere would tell it.
    """
    here = _parts_of(code) if code else None
    people: Counter[str] = Counter()
    voices: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for consultation in Consultation.objects.public().filter(cancelled_at=None, counted_at__isnull=False, ages=True):
        areas = {area["code"]: area["people"] for area in consultation.electorate}
        kept = {area for area in areas if here is None or area in here}
        for area in kept:
            people.update({age: many for age, many in areas[area].items() if age})
        for area, age in spoken(consultation):
            (voices if area in kept else others)[age] += 1
    rows = [(age_label(age), people[age], voices[age]) for age in sorted(people, key=_first) if people[age]]
    thin = any(voices[age] < FEWEST or 0 < others[age] < FEWEST for age in people)
    return [] if thin else rows


def _first(age: str) -> int:
    return int(age.rstrip("+").partition("-")[0])


def _parts_of(code: str) -> set[str]:
    """A territory and what it is made of, by code."""
    within = Q(code=code) | Q(parent__code=code) | Q(parent__parent__code=code)
    return set(Territoire.objects.filter(within, valid_to=None).values_list("code", flat=True))
