"""Bursts: the same words again and again, or a crowd at one spot. They wait for a person; none is lost."""

import re
from datetime import timedelta

from django.contrib.gis.geos import Point
from django.utils import timezone

from carto.fiches.models import Fiche, Retenue, Rule, Stage, Visibility
from carto.fiches.trust.holding import Hold, hold, lift
from carto.fiches.trust.querysets import recent

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
    text = text.strip()
    latest = recent(timezone.now() - WINDOW, text, point)
    for peers, most, seen, peers_too in _looks(latest, len(text)):
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


def _looks(latest: list[Fiche], length: int) -> list[tuple[list[Fiche], int, str, bool]]:
    """Each way of looking: who was found, how many make a burst, in which words, and whether they are held too."""
    same = [each for each in latest if each.likeness >= LIKENESS] if length >= HERE_WORDS else []
    near = [each for each in same if each.metres <= HERE_METRES]
    crowd = [each for each in latest if each.metres <= CROWD_METRES]
    return [
        (near, HERE_MANY, "textes presque identiques ici", True),
        (same if length >= ANYWHERE_WORDS else [], ANYWHERE_MANY, "textes presque identiques", True),
        (crowd, CROWD_MANY, "envois au même endroit", False),
    ]


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
