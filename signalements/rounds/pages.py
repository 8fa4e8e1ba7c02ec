"""What the pages of a round show, read in a fixed number of queries however many its stops."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from carto.fiches.models import Photo
from signalements.models import Priority, Stop, Tournee
from signalements.rounds.access import may_make, rounds_of
from signalements.rounds.forms import CLOSINGS
from signalements.workflow import CLOSED


@dataclass
class Card:
    """One stop, as its card shows it."""

    stop: Stop
    longitude: float
    latitude: float
    photos: list[Photo]
    gesture: UUID  # makes the form of this page count once, however often it is sent

    @property
    def is_settled(self) -> bool:
        """Nothing left to do here: noted, or closed by somebody else."""
        return bool(self.stop.outcome) or self.is_closed_elsewhere

    @property
    def is_closed_elsewhere(self) -> bool:
        """Closed meanwhile, without this crew."""
        return not self.stop.outcome and self.stop.signalement.get_status() in CLOSED

    @property
    def is_pressing(self) -> bool:
        """Marked so at the desk."""
        return self.stop.signalement.priority == Priority.HIGH


def round_for(request: HttpRequest, uuid: UUID) -> Tournee:
    """The round, for somebody whose roles show it (`request.desk_roles`); Http404 for everybody else."""
    return get_object_or_404(rounds_of(request.desk_roles), uuid=uuid)


def cards_of(tournee: Tournee) -> list[Card]:
    """Its stops in their order, each with the photos that a person has looked at."""
    shown = Prefetch("signalement__photos", Photo.objects.shown().order_by("pk"), to_attr="looked_at")
    stops = tournee.stops.select_related(
        "signalement__categorie", "signalement__rue", "signalement__quartier"
    ).prefetch_related(shown).order_by("rank", "pk")  # fmt: skip
    return [_card(stop) for stop in stops]


def _card(stop: Stop) -> Card:
    place = stop.signalement.geom.point_on_surface
    return Card(stop, round(place.x, 6), round(place.y, 6), stop.signalement.looked_at[:4], uuid4())


def shown(request: HttpRequest, tournee: Tournee) -> dict[str, Any]:
    """All that the page on the phone shows."""
    cards = cards_of(tournee)
    settled = sum(card.is_settled for card in cards)
    return {
        "tournee": tournee,
        "cards": cards,
        "settled": settled,
        "next": next((card for card in cards if not card.is_settled), None),
        "last": max((card for card in cards if card.stop.done_at), key=lambda card: card.stop.done_at, default=None),
        "closings": CLOSINGS,
        "may_make": may_make(request.desk_roles, tournee.service),
        "drawing": drawing(tournee, cards),
    } | lengths(tournee)


def drawing(tournee: Tournee, cards: Iterable[Card]) -> dict[str, Any]:
    """What the map draws (degrees, SRID 4326)."""
    return {
        "path": [[round(x, 6), round(y, 6)] for x, y in tournee.path.coords] if tournee.path else [],
        "start": [tournee.start.x, tournee.start.y] if tournee.start else None,
        "stops": [[card.stop.pk, card.stop.rank, card.longitude, card.latitude] for card in cards],
    }


def lengths(tournee: Tournee) -> dict[str, float | None]:
    """Kilometres of the round, and of the order it came in when ours is shorter."""
    metres, naive = tournee.metres, tournee.naive_metres
    saves = metres is not None and naive is not None and naive - metres >= 50
    return {"km": metres and metres / 1000, "naive_km": naive / 1000 if saves else None}
