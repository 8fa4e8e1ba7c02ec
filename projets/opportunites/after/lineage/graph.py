"""The graph of a topic: who came before, what was chosen and decided, what was built and what it cost."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.layers import layer_of
from carto.fiches.models import Fiche, LienKind, Visibility
from projets.equipements.costs import said, told_kind
from projets.equipements.models import Cout
from projets.opportunites.after.lineage.querysets import Step, people_behind, walk_back, walk_on
from projets.opportunites.models import Consultation, Decision, Opportunite

READABLE: Final = (Visibility.PUBLIC, Visibility.JOINED)
MOST: Final = 200  # fiches that are named; what is beyond is counted
# What the earlier one is to the later one, and the other way round.
BACK: Final[dict[str, str | Promise]] = {
    LienKind.GREW_FROM: gettext_lazy("né de"), LienKind.ANSWERS: gettext_lazy("répond à"),
    LienKind.AMENDS: gettext_lazy("change quelque chose à"), LienKind.ALTERNATIVE: gettext_lazy("autre réponse que"),
    LienKind.DELIVERS: gettext_lazy("réalise"), LienKind.FUNDS: gettext_lazy("finance"),
    LienKind.DUPLICATES: gettext_lazy("réunit aussi"), LienKind.MERGED: gettext_lazy("réunit aussi"),
}  # fmt: skip
ON: Final[dict[str, str | Promise]] = {
    LienKind.GREW_FROM: gettext_lazy("a donné"), LienKind.ANSWERS: gettext_lazy("a sa réponse dans"),
    LienKind.AMENDS: gettext_lazy("changé par"), LienKind.ALTERNATIVE: gettext_lazy("autre réponse"),
    LienKind.DELIVERS: gettext_lazy("réalisé par"), LienKind.FUNDS: gettext_lazy("financé par"),
    LienKind.DUPLICATES: gettext_lazy("réuni à"), LienKind.MERGED: gettext_lazy("réuni à"),
}  # fmt: skip
# Columns on the way: what comes before is negative, the topic is 0.
CHOSEN, DECIDED = 1, 2


@dataclass
class Node:
    """One thing on the way; `gone` says why nothing more than its name is told."""

    key: str
    column: int
    kind: str | Promise
    layer: str  # for its colour
    title: str
    address: str = ""
    at: datetime | date | None = None
    people: int | None = None
    costs: list[str] = field(default_factory=list)
    gone: str = ""
    here: bool = False
    mine: bool = False


@dataclass(frozen=True)
class Edge:
    """From what came before to what came of it; an undone one stays, with its day and its reason."""

    early: str
    late: str
    back: str | Promise = ""
    on: str | Promise = ""
    undone_at: datetime | None = None
    reason: str = ""


@dataclass
class Graph:
    """Nodes by key, edges, how many were left out."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    left_out: int = 0
    start: str = ""


def graph_of(topic: Opportunite, mine: UUID | None = None) -> Graph:
    """All that a topic came from and became, in seven queries; `mine` is the fiche from which one comes."""
    back, on = walk_back(topic.pk), walk_on(topic.pk)
    columns = {topic.pk: 0} | _columns(on, DECIDED, 1) | _columns(back, 0, -1) | {topic.pk: 0}
    near = sorted(columns, key=lambda pk: (abs(columns[pk]), pk))
    kept = near[:MOST]
    found = Fiche.objects.defer("geom", "geom_web", "text").in_bulk(kept)
    people, costs = people_behind(found), _costs(found.values())
    graph = Graph(start=f"f{topic.pk}", left_out=len(near) - len(kept) + _beyond(back) + _beyond(on))
    for pk in kept:
        node = _node(found[pk], columns[pk], people, costs)
        node.here, node.mine = pk == topic.pk, found[pk].uuid == mine
        graph.nodes[node.key] = node
    _tie(graph, back, on)
    _chosen_and_decided(graph, topic)
    return graph


def _columns(steps: list[Step], base: int, towards: int) -> dict[int, int]:
    """How far each fiche is, the nearest way."""
    found: dict[int, int] = {}
    for step in steps:  # in the order of their depth
        found.setdefault(step.far, base * towards + towards * (step.depth + 1))
    return found


def _beyond(steps: list[Step]) -> int:
    """The links that were not followed, once for each fiche."""
    return sum({step.near: step.left_out for step in steps}.values())


def _node(fiche: Fiche, column: int, people: dict[int, int], costs: dict[int, list[str]]) -> Node:
    layer = layer_of(fiche.kind)
    node = Node(f"f{fiche.pk}", column, layer.singular, layer.name, fiche.title, fiche.get_absolute_url())
    node.at = fiche.created_at
    if fiche.visibility not in READABLE:
        node.title, node.gone = fiche.number or "", str(fiche.get_visibility_display())
        node.address = "" if fiche.visibility == Visibility.REMOVED else node.address
        return node
    node.people = people.get(fiche.pk) if fiche.kind in {"idee", "signalement"} else None
    node.costs = costs.get(fiche.pk, [])
    return node


def _costs(fiches: Iterable[Fiche]) -> dict[int, list[str]]:
    """Of each facility that everybody sees, its published costs one by one: two kinds are never added up."""
    shown = [fiche.pk for fiche in fiches if fiche.kind == "equipement" and fiche.visibility in READABLE]
    told: dict[int, list[str]] = {pk: [] for pk in shown}
    for cout in Cout.objects.published().filter(equipement__in=shown) if shown else ():
        told[cout.equipement_id].append(f"{told_kind(cout.kind, cout.purpose)} : {said(cout)}")
    return {pk: lines or [_("coût non publié")] for pk, lines in told.items()}


def _tie(graph: Graph, back: list[Step], on: list[Step]) -> None:
    """Each link once, from the earlier to the later, between fiches that are named."""
    links = [(step, step.far, step.near) for step in back] + [(step, step.near, step.far) for step in on]
    known = set()
    for step, early, late in links:
        ends = f"f{early}", f"f{late}"
        if (*ends, step.kind, step.at) not in known and ends[0] in graph.nodes and ends[1] in graph.nodes:
            known.add((*ends, step.kind, step.at))
            told = BACK.get(step.kind, ""), ON.get(step.kind, "")
            graph.edges.append(Edge(*ends, *told, step.undone_at, step.reason))


def _chosen_and_decided(graph: Graph, topic: Opportunite) -> None:
    """Its consultations, then its decisions: from these on go the works that deliver it."""
    chosen = [_consultation(each) for each in Consultation.objects.public().filter(opportunite=topic)]
    decided = [_decision(each, topic) for each in topic.decisions.exclude(announced_at=None, taken_at=None)]
    for node in chosen:
        graph.edges.append(Edge(graph.start, node.key, on=_("choisi par")))
    for node in decided:
        before = chosen or [graph.nodes[graph.start]]
        graph.edges += [Edge(each.key, node.key, on=_("décidé par")) for each in before]
    graph.nodes |= {node.key: node for node in (*chosen, *decided)}
    if decided:
        graph.edges = [_from_decision(edge, graph, decided[0]) for edge in graph.edges]


def _from_decision(edge: Edge, graph: Graph, decision: Node) -> Edge:
    """What was built for the topic comes from what was decided on it."""
    built = edge.early == graph.start and graph.nodes[edge.late].layer == "equipements"
    return replace(edge, early=decision.key) if built else edge


def _consultation(each: Consultation) -> Node:
    node = Node(f"c{each.pk}", CHOSEN, _("consultation"), "opportunites", each.title, each.get_absolute_url())
    node.at = each.opens_at
    node.people = each.result.get("voices") if each.counted_at else None
    node.gone = "" if each.cancelled_at is None else _("annulée")
    return node


def _decision(each: Decision, topic: Opportunite) -> Node:
    who = each.signatory if each.taken_at else _("annoncée, pas encore prise")
    address = reverse("opportunites:decision", args=[topic.uuid])
    node = Node(f"d{each.pk}", DECIDED, _("décision"), "opportunites", who, address)
    node.at = each.taken_at or each.expected_on
    return node
