"""The tree of an idea: what changes or answers it, what merged into it, what it grew from, what delivers it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.fiches.layers import layer_of
from carto.fiches.models import Fiche, Kind, LienKind, Visibility
from projets.idees.dreams.mode import state_of
from projets.idees.fusions.querysets import Edge, family_of
from projets.idees.models import Amendement, Idee, Settled

SEEN: Final = (Visibility.PUBLIC, Visibility.JOINED)
# What a branch is to the one above it.
RELATIONS: Final[dict[str, str | Promise]] = {
    LienKind.AMENDS: _("y change quelque chose"),
    LienKind.ALTERNATIVE: _("y répond autrement"),
    LienKind.MERGED: _("y est réunie"),
    LienKind.GREW_FROM: _("en est née"),
    LienKind.DELIVERS: _("la réalise"),
    LienKind.FUNDS: _("la finance"),
}
SETTLED: Final[dict[str, str | Promise]] = {Settled.TAKEN: _("repris"), Settled.NOT_TAKEN: _("non repris")}


@dataclass
class Node:
    """One fiche of the tree, numbered in the order in which it is read; `relation` is what it is to the one above."""

    fiche: Fiche
    relation: str | Promise = ""
    branch: Amendement | None = None
    here: bool = False
    rank: int = 0
    above: int = 0  # the rank of the one that it hangs under; 0 at the root
    children: list["Node"] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """Whether it still has a page; one that has none is only said to have been there."""
        return self.fiche.visibility in SEEN

    @property
    def is_idea(self) -> bool:
        """Whether its words may be put beside those of the one above."""
        return isinstance(self.fiche, Idee)

    @property
    def layer(self) -> str:
        """The name of its layer, for its colour."""
        return layer_of(self.fiche.kind).name

    @property
    def spot(self) -> tuple[float, float]:
        """Where a map draws it: longitude and latitude."""
        longitude, latitude = self.fiche.told_place.point_on_surface.coords
        return round(longitude, 6), round(latitude, 6)

    @property
    def state(self) -> str | Promise:
        """Where it stands, as people read it."""
        if isinstance(self.fiche, Idee):
            return state_of(self.fiche)
        return self.fiche.get_stage_display()

    @property
    def settled(self) -> str | Promise:
        """« repris » or « non repris »; empty while nobody has decided, and for what is not a change."""
        return SETTLED.get(self.branch.settled, "") if self.branch else ""

    def walk(self) -> Iterator["Node"]:
        """Itself, then all that is under it, in the order of reading."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree_of(idee: Idee) -> list[Node]:
    """The tree that holds this idea: its roots, the one that leads to the idea first. Alone, it has one node.

    Four queries, however large the family; one for an idea that has none.
    """
    edges = family_of(idee.pk)
    if not edges:
        return [Node(idee, here=True, rank=1)]
    nodes = _nodes({idee.pk} | {end for source, target, _kind in edges for end in (source, target)})
    if idee.pk not in nodes:
        return []
    nodes[idee.pk].here = True
    roots = _tie(edges, nodes)
    roots = [root for root in roots if _prune(root)]
    roots.sort(key=lambda root: not any(node.here for node in root.walk()))
    for rank, node in enumerate((node for root in roots for node in root.walk()), start=1):
        node.rank = rank
        for child in node.children:
            child.above = rank
    return roots


def every(roots: Sequence[Node]) -> list[Node]:
    """All nodes, in the order of reading."""
    return [node for root in roots for node in root.walk()]


def _nodes(keys: set[int]) -> dict[int, Node]:
    """A node for each fiche: ideas with their sticker, the others as fiches."""
    ideas = Idee.objects.for_cards().select_related("autocollant", "campagne", "atterrissage").in_bulk(keys)
    others = keys - ideas.keys()
    fiches: dict[int, Any] = dict(ideas)
    if others:
        fiches |= Fiche.objects.for_cards().exclude(kind=Kind.IDEE).in_bulk(others)
    branches = {each.idee_id: each for each in Amendement.objects.filter(idee__in=ideas)}
    return {key: Node(fiche, branch=branches.get(key)) for key, fiche in fiches.items()}


def _tie(edges: Sequence[Edge], nodes: dict[int, Node]) -> list[Node]:
    """Put each under the first that it was linked to, never under one of its own; returns what is under nothing."""
    above: dict[int, int] = {}
    for source, target, kind in edges:
        if source in above or source not in nodes or target not in nodes or source in _way_up(target, above):
            continue
        above[source] = target
        nodes[source].relation = RELATIONS[kind]
        nodes[target].children.append(nodes[source])
    return [node for key, node in nodes.items() if key not in above]


def _way_up(key: int, above: dict[int, int]) -> set[int]:
    """A fiche, and all those that it hangs under."""
    way = {key}
    while (key := above.get(key, 0)) and key not in way:
        way.add(key)
    return way


def _prune(node: Node) -> bool:
    """Leave out what has no page any more and leads to nothing; returns whether the node itself stays."""
    node.children = [child for child in node.children if _prune(child)]
    return node.readable or bool(node.children)
