"""The same as the drawing, as nested lists: for whoever listens to it, on a telephone, or on paper."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from projets.opportunites.after.lineage.graph import Edge, Graph, Node


@dataclass
class Item:
    """One node in a list, what it is to the one above, and what hangs under it; `again`: told before, not opened."""

    node: Node
    relation: str | Promise = ""
    undone_at: datetime | None = None
    reason: str = ""
    again: bool = False
    items: list["Item"] = field(default_factory=list)


def before(graph: Graph) -> list[Item]:
    """What the topic came from, each under what came of it."""
    ends: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        ends[edge.late].append(edge)
    return _under(graph, graph.start, ends, lambda edge: (edge.early, edge.back), {graph.start})


def since(graph: Graph) -> list[Item]:
    """What came of the topic, each under what it came from."""
    ends: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        ends[edge.early].append(edge)
    return _under(graph, graph.start, ends, lambda edge: (edge.late, edge.on), {graph.start})


def _under(
    graph: Graph,
    key: str,
    ends: dict[str, list[Edge]],
    far: Callable[[Edge], tuple[str, str | Promise]],
    told: set[str],
) -> list[Item]:
    """The items under one; a fiche that was told before is named again, and not opened: circles end there."""
    found = []
    for edge in ends[key]:
        other, relation = far(edge)
        item = Item(graph.nodes[other], relation, edge.undone_at, edge.reason, again=other in told)
        found.append(item)
        if not item.again and edge.undone_at is None:
            told.add(other)
            item.items = _under(graph, other, ends, far, told)
    return found
