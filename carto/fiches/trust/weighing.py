"""What a sending meets, decided before it is written: one call, whatever is sent and by whichever door."""

from dataclasses import dataclass, field

from django.contrib.gis.geos import Point
from django.http import HttpRequest

from carto.fiches.models import Commentaire, Fiche, Rule
from carto.fiches.trust.bursts import burst, hold_peers
from carto.fiches.trust.counting import level_of
from carto.fiches.trust.holding import Hold, hold
from carto.fiches.trust.levels import Level, Sending
from carto.fiches.trust.proof import AWAITED, spend


@dataclass(frozen=True)
class Verdict:
    """How much trouble there is, and why the thing has to wait; no reason: it goes its way."""

    level: Level = Level.CALM
    holds: tuple[Hold, ...] = ()
    burst: Hold | None = None
    peers: list[Fiche] = field(default_factory=list)

    def settle(self, fiche: Fiche, *others: Hold, commentaire: Commentaire | None = None) -> None:
        """Once it is stored, in the same transaction: have it wait for these reasons and for `others`, if any."""
        hold(fiche, [*self.holds, *others], commentaire=commentaire)
        if self.burst is not None:
            hold_peers(self.burst, self.peers)


def weigh(
    request: HttpRequest,
    sending: Sending,
    *,
    uuid: object = "",
    text: str = "",
    point: Point | None = None,
    proof: str = "",
) -> Verdict:
    """Count one sending and judge it: `settle` the verdict once the thing is stored. Nothing is ever refused here.

    `uuid` is the thing's own: under suspicion a device that sends a `proof` worked out for it goes on (by default the
    form's field `altcha`). `text` and `point` (SRID 4326) tell bursts. Agents, who enter what people tell them, are
    not counted.
    """
    if request.user.is_authenticated and request.user.roles.in_force().exists():
        return Verdict()
    if sending is not Sending.FICHE:
        point = None
    level, detail = level_of(request, sending, point)
    holds = []
    if level is Level.HELD:
        holds.append(Hold(Rule.FLOOD, detail))
    elif level is Level.SUSPECT and not spend(proof or request.POST.get("altcha", ""), str(uuid)):
        holds.append(Hold(Rule.FLOOD, f"{AWAITED} · {detail}"))
    if point is None:
        return Verdict(level, tuple(holds))
    found, peers = burst(text, point)
    if found is not None:
        level, holds = Level.HELD, [found]
    return Verdict(level, tuple(holds), found, peers)
