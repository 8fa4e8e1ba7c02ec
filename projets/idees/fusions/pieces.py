"""What the pages of an idea show of its family: on the public page, beside it, and on the page of whoever sent it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.utils import timezone

from carto.fiches.models import Lien, Visibility
from carto.fiches.own.doors import Door
from projets.idees.fusions.branches import SEEN
from projets.idees.fusions.rights import hand_on
from projets.idees.fusions.standing import about, asked, done
from projets.idees.fusions.tree import RELATIONS, every, tree_of
from projets.idees.models import Amendement, Fusion, Idee, Settled


def noticed() -> Combinable:
    """Whether an idea has kin, or a merge is being asked about (`Piece.noticed`)."""
    here = OuterRef("pk")
    kin = Lien.objects.filter(Q(source_id=here) | Q(target_id=here), kind__in=RELATIONS, undone_at=None)
    merges = Fusion.objects.filter(Q(target=here) | Q(sources__idee=here))
    return Exists(kin) | Exists(asked(merges, timezone.now()))


def card_piece(idee: Idee) -> dict[str, Any]:
    """Its tree, for its card on the map; nothing for an idea that has no branches."""
    roots = tree_of(idee)
    return {"roots": roots} if len(every(roots)) > 1 else {}


def page_piece(request: HttpRequest, idee: Idee) -> dict[str, Any]:
    """What was taken up into it, the merge that is being asked about, and its tree."""
    roots = tree_of(idee)
    nodes = every(roots)
    own = [node.branch for node in nodes if node.branch and node.branch.target_id == idee.pk]
    taken = [node for node in nodes if node.branch in own and node.branch.settled == Settled.TAKEN and node.readable]
    fusion = asked(about([idee]), timezone.now()).select_related("target").first()
    told = {"roots": roots if len(nodes) > 1 else [], "taken": taken, "fusion": fusion}
    if not any(told.values()):
        return {}
    waiting = any(branch.settled == Settled.OPEN and not branch.alternative for branch in own)
    return told | {"settles": waiting and hand_on(request.user, idee) is not None}


def aside_piece(request: HttpRequest, idee: Idee) -> dict[str, Any]:
    """The doors: change something, answer otherwise, say that two ideas are one."""
    if idee.visibility not in SEEN:
        return {}
    return {"spot": idee.geom.point_on_surface, "public": idee.visibility == Visibility.PUBLIC}


def own_piece(idee: Idee, door: Door) -> dict[str, Any]:
    """On the page of whoever sent it: what they are asked, and what they may undo."""
    mine = about([idee]).select_related("target").prefetch_related("sources__idee").order_by("-at")
    accords = dict(idee.accords.filter(as_author=True).values_list("fusion", "answer"))
    questions = [(fusion, accords.get(fusion.pk), _others(fusion, idee)) for fusion in asked(mine, timezone.now())]
    changes = Amendement.objects.filter(
        target=idee, alternative=False, settled=Settled.OPEN, idee__visibility__in=SEEN
    ).select_related("idee")
    told = {
        "asked": [
            (fusion, agreed, others, door.url(f"reunions/{fusion.uuid}")) for fusion, agreed, others in questions
        ],
        "done": [(fusion, _others(fusion, idee), door.url(f"reunions/{fusion.uuid}")) for fusion in done(mine)],
        "changes": [(change, door.url(f"amendements/{change.pk}")) for change in changes.order_by("at")],
    }
    return told if any(told.values()) else {}


def _others(fusion: Fusion, idee: Idee) -> list[Idee]:
    """The other ideas of a merge."""
    every_one = [fusion.target, *(each.idee for each in fusion.sources.all())]
    return [each for each in every_one if each.pk != idee.pk]
