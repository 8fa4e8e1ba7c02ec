"""Where each thing is drawn: columns from the first words to the works, lines that never cross more than they must."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from projets.opportunites.after.lineage.graph import Edge, Graph, Node

WIDTH, GAP, MARGIN, BETWEEN = 188, 34, 12, 16
LINE, HEAD, FOOT = 17, 48, 12  # a line of text; what is above the first one; what is under the last
LETTERS, SMALL = 20, 26  # that fit in a line of a title, of a cost
TIED: Final = re.compile(r" ([:;?!»])")  # French signs never begin a line
MOST: Final = 10  # in one column; what is beyond is counted


@dataclass(frozen=True)
class Box:
    """One node where it is drawn, its words cut in lines."""

    node: Node
    x: int
    y: int
    height: int
    lines: tuple[tuple[str, int], ...]  # each with the ordinate of its foot
    small: tuple[tuple[str, int], ...]
    width: int = WIDTH

    @property
    def head(self) -> int:
        """Where its kind and its date are written."""
        return self.y + 22

    @property
    def bar(self) -> int:
        """How tall the bar in the colour of its layer is."""
        return self.height - 20

    @property
    def under(self) -> int:
        """Where one writes who is behind it, or why it is gone."""
        return self.y + HEAD + LINE * len(self.lines) - 2


@dataclass(frozen=True)
class Curve:
    """One edge, as the path of an SVG."""

    edge: Edge
    path: str


@dataclass(frozen=True)
class Drawing:
    """The whole, in its own units."""

    width: int
    height: int
    boxes: list[Box]
    curves: list[Curve]
    left_out: list[tuple[int, int, int]]  # x, y, how many


def drawing_of(graph: Graph) -> Drawing:
    """Columns side by side, the middle of each at the same height; each near the middle of what it is tied to."""
    columns: dict[int, list[Node]] = defaultdict(list)
    for node in graph.nodes.values():
        columns[node.column].append(node)
    kept = {rank: _kept(nodes) for rank, nodes in columns.items()}
    ordered = _ordered(graph, kept)
    tall = {rank: sum(map(_height, nodes)) + BETWEEN * (len(nodes) - 1) for rank, nodes in ordered.items()}
    height = max(tall.values()) + 2 * MARGIN + LINE
    boxes: dict[str, Box] = {}
    left_out = []
    for place, rank in enumerate(sorted(ordered)):
        x, y = MARGIN + place * (WIDTH + GAP), (height - LINE - tall[rank]) // 2
        for node in ordered[rank]:
            boxes[node.key] = _box(node, x, y)
            y += boxes[node.key].height + BETWEEN
        if more := len(columns[rank]) - len(ordered[rank]):
            left_out.append((x + WIDTH // 2, y, more))
    width = 2 * MARGIN + len(ordered) * (WIDTH + GAP) - GAP
    return Drawing(width, height, list(boxes.values()), list(_curves(graph, boxes)), left_out)


def _kept(nodes: list[Node]) -> list[Node]:
    """The first MOST by their day, never without the one from which somebody comes."""
    return sorted(nodes, key=lambda node: (not node.mine, str(node.at), node.key))[:MOST]


def _ordered(graph: Graph, columns: dict[int, list[Node]]) -> dict[int, list[Node]]:
    """Each column in the order of what it is tied to nearer to the topic: from the topic outwards, both ways."""
    tied: dict[str, set[str]] = defaultdict(set)
    for edge in graph.edges:
        tied[edge.early].add(edge.late)
        tied[edge.late].add(edge.early)
    height: dict[str, float] = {}
    found = {}
    for rank in sorted(columns, key=abs):
        nodes = columns[rank]
        middle = {node.key: [height[key] for key in tied[node.key] if key in height] for node in nodes}
        means = {key: sum(some) / len(some) if some else 0.5 for key, some in middle.items()}
        found[rank] = sorted(nodes, key=lambda node: (means[node.key], str(node.at), node.key))
        height |= {node.key: (place + 0.5) / len(nodes) for place, node in enumerate(found[rank])}
    return found


def _words(node: Node) -> tuple[list[str], list[str]]:
    """Its title in three lines at most, its costs whole."""
    lines = wrap(TIED.sub("\u00a0\\1", node.title), LETTERS, max_lines=3, placeholder=" …") or ["…"]
    small = [part for cost in node.costs for part in wrap(cost, SMALL)]
    return lines, small


def _height(node: Node) -> int:
    lines, small = _words(node)
    extra = 1 if node.people is not None or node.gone else 0
    return HEAD - LINE + LINE * (len(lines) + len(small) + extra) + FOOT


def _box(node: Node, x: int, y: int) -> Box:
    lines, small = _words(node)
    foot = y + HEAD
    titles = tuple((words, foot + LINE * rank) for rank, words in enumerate(lines))
    extra = 1 if node.people is not None or node.gone else 0
    after = foot + LINE * (len(lines) + extra)
    return Box(
        node, x, y, _height(node), titles, tuple((words, after + LINE * rank) for rank, words in enumerate(small))
    )


def _curves(graph: Graph, boxes: dict[str, Box]) -> Iterator[Curve]:
    for edge in graph.edges:
        if edge.early in boxes and edge.late in boxes:
            early, late = boxes[edge.early], boxes[edge.late]
            x1, y1 = early.x + WIDTH, early.y + early.height // 2
            x2, y2 = late.x, late.y + late.height // 2
            bend = max(GAP, abs(x2 - x1)) // 2
            yield Curve(edge, f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}")
