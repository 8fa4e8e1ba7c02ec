"""Bursts: the same words again and again, or a crowd at one spot. They wait for a person; none is lost."""

import re
from datetime import timedelta

from django.contrib.gis.geos import Point
from django.utils import timezone

from carto.fiches.models import Fiche, Retenue, Rule, Stage, Visibility
from carto.fiches.trust.holding import Hold, hold, lift
from carto.fiches.trust.querysets import alike, recent, within

WINDOW = timedelta(minutes=30)
LIKENESS = 0.8  # two people who tell the same thing in their own words stay under 0.6
HERE_METRES, HERE_MANY, HERE_WORDS = 100, 6, 20  # how near, how many, how many letters at least
ANYWHERE_MANY, ANYWHERE_WORDS = 12, 40
CROWD_METRES, CROWD_MANY = 60, 150
NAME = "Rafale"
_REFERENCE = re.compile(rf"^{NAME} (\S+) · ")
RELEASED = "Vérifié avec les envois semblables."


def burst(text: str, point: Point) -> tuple[Hold | None, list[Fiche]]:
    """Why a fiche about to be stored there (SRID 4326) is part of a burst, and those to hold with it (not the first).

    (None, []) when it is none, or when a person has already released one of the burst.
    """
    latest = recent(timezone.now() - WINDOW)
    for peers, most, seen, peers_too in _looks(latest, text.strip(), point):
        if len(peers) + 1 < most:
            continue
        retenues = Retenue.objects.filter(fiche__in=peers, rule=Rule.FLOOD, detail__startswith=NAME)
        retenues = list(retenues.select_related("fiche"))
        if any(each.lifted_at and each.fiche.visibility == Visibility.PUBLIC for each in retenues):
            return None, []
        known = _REFERENCE.match(retenues[0].detail) if retenues else None
        detail = f"{NAME} {known[1] if known else peers[0].number} · {len(peers) + 1} {seen} en 30 minutes"
        return Hold(Rule.FLOOD, detail), peers[1:] if peers_too else []
    return None, []


def _looks(latest: object, text: str, point: Point) -> list[tuple[list[Fiche], int, str, bool]]:
    """Each way of looking: who was found, how many make a burst, in which words, and whether they are held too."""
    looks = []
    if len(text) >= HERE_WORDS:
        same = alike(latest, text, LIKENESS)
        looks.append((list(within(same, point, HERE_METRES)), HERE_MANY, "textes presque identiques ici", True))
        if len(text) >= ANYWHERE_WORDS:
            looks.append((list(same), ANYWHERE_MANY, "textes presque identiques", True))
    return [*looks, (list(within(latest, point, CROWD_METRES)), CROWD_MANY, "envois au même endroit", False)]


def hold_peers(reason: Hold, peers: list[Fiche]) -> None:
    """Have the others of a burst wait too, unless a service is already at work on them."""
    for peer in peers:
        if peer.stage == Stage.NEW and peer.visibility == Visibility.PUBLIC:
            hold(peer, [reason])


def lift_released_bursts() -> int:
    """A person has released one of a burst: release the rest of it. Returns how many."""
    waiting = Retenue.objects.filter(rule=Rule.FLOOD, lifted_at=None, detail__startswith=f"{NAME} ")
    count = 0
    for retenue in waiting.select_related("fiche"):
        reference = _REFERENCE.match(retenue.detail)
        if reference and _released(reference[1]):
            count += lift(retenue, RELEASED)
    return count


def _released(reference: str) -> bool:
    return (
        Retenue.objects.filter(
            rule=Rule.FLOOD, detail__startswith=f"{NAME} {reference} · ", fiche__visibility=Visibility.PUBLIC
        )
        .exclude(lifted_at=None)
        .exists()
    )
