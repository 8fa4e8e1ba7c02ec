"""Counting: everything, or what a change touches; by the same statements, one at a time."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from carto.fiches.models import Fiche
from carto.territoires.streets import Network
from projets.opportunites.evidence.access import count_access, themes_of
from projets.opportunites.evidence.asking import Asked, Key, asked_of
from projets.opportunites.evidence.formula import current, score
from projets.opportunites.evidence.loaders.candidates import Written, write_candidates
from projets.opportunites.evidence.querysets import count, count_into, touched
from projets.opportunites.models import Acces, Candidat, Formule, Trace

MOST_TRACES: Final = 2000  # changes over which counting everything is the shorter way
_ONE_AT_A_TIME: Final = 7_405_008  # advisory lock


def compute_candidates(now: datetime | None = None, network: Network | None = None) -> Written:
    """Count all places and themes at the three scales, walking distances included, by the formula in force.

    Along the city's own streets, unless others are given (a city that is made up to be measured).
    """
    asked = Asked(current(), now or timezone.now())
    with transaction.atomic():
        _wait_ones_turn()
        Trace.objects.all().delete()
        count_access(asked.formule, network=network)
        return _count(asked)


def refresh(keys: Collection[Key], now: datetime | None = None, formule: Formule | None = None) -> Written:
    """Count these places and themes again, and no other."""
    asked = Asked(formule or current(), now or timezone.now(), keys)
    with transaction.atomic():
        _wait_ones_turn()
        return _count(asked)


def refresh_changed(now: datetime | None = None) -> Written | None:
    """Count again what has changed since the last time; None when nothing has."""
    asked = Asked(current(), now or timezone.now(), ())
    with transaction.atomic():
        _wait_ones_turn()
        found = touched(asked, MOST_TRACES)
        if not found.traces:
            return None
        if found.keys is None:
            return compute_candidates(asked.now)
        Trace.objects.filter(pk__in=found.traces).delete()
        keys = found.keys | _walked_again(asked.formule, found.types)
        return refresh(keys, asked.now, asked.formule)


def announced(candidat: Candidat, fiche: Fiche) -> float:
    """By how many points the score falls if this fiche were taken away; what the next count finds, exactly."""
    values = [count(asked_of(candidat, without=pk)) for pk in (None, fiche.pk)]
    scores = [score(candidat.formule, candidat.scale, next(iter(found.values()), {})) for found in values]
    return scores[0] - scores[1]


def _count(asked: Asked) -> Written:
    count_into(asked)
    return write_candidates(asked)


def _walked_again(formule: Formule, types: set[str]) -> set[Key]:
    """A facility that one walks to has come, gone or moved: its themes along all streets, and whose numbers that is."""
    themes = themes_of(formule, types)
    if not themes:
        return set()
    before = _places_of(themes)
    count_access(formule, themes)
    return before | _places_of(themes)


def _places_of(themes: Collection[str]) -> set[Key]:
    rows = Acces.objects.filter(theme__code__in=themes).values_list("quartier_id", "commune_id", "theme_id").distinct()
    keys = {Key("quartier", quartier, theme) for quartier, _commune, theme in rows if quartier}
    return keys | {Key("metropole", commune, theme) for _quartier, commune, theme in rows if commune}


def _wait_ones_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
