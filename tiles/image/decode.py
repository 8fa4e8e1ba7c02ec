"""Vector tiles read back: features with their properties, and their geometry only once somebody draws it.

mapbox-vector-tile's compiled schema parses a dense tile of a city in 2 ms; its `decode` would turn every geometry and
property into Python at once (250 ms), where most style layers leave most features alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from google.protobuf.message import DecodeError
from mapbox_vector_tile.Mapbox import vector_tile_pb2

Line = list[tuple[int, int]]  # in tile units, y downwards
KINDS: Final = ("Unknown", "Point", "LineString", "Polygon")  # as the style's `geometry-type` says them
MOVE_TO, LINE_TO, CLOSE_PATH = 1, 2, 7


class TileError(ValueError):
    """The bytes are no vector tile."""


@dataclass(slots=True)
class Feature:
    """One feature of a tile. Those of the same `key` have the same kind and properties: what a style says of one holds
    for all, unless it asks for the `id`."""

    id: int
    kind: str
    properties: dict[str, Any]
    key: int
    commands: Sequence[int]
    _read: list[Line] | None = None

    def lines(self) -> list[Line]:
        """The parts of its geometry: a point each, lines, or rings (closed: the first position is repeated)."""
        if self._read is None:
            self._read = list(_lines(self.commands))
        return self._read


class Layer:
    """The features of one layer of a tile, in its order; `extent` units make its side."""

    def __init__(self, message: Any) -> None:
        self.extent: int = message.extent or 4096
        self._message = message

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """All of them; raises TileError when the layer contradicts itself."""
        try:
            return tuple(_features(self._message))
        except (IndexError, ValueError) as error:
            raise TileError(str(error)) from error


def read_tile(content: bytes) -> dict[str, Layer]:
    """The layers of a tile by name; raises TileError when these are not the bytes of one."""
    message = vector_tile_pb2.tile()
    try:
        message.ParseFromString(content)
    except DecodeError as error:
        raise TileError(str(error)) from error
    return {layer.name: Layer(layer) for layer in message.layers}


def _features(layer: Any) -> Iterator[Feature]:
    keys = list(layer.keys)
    values = [_value(value) for value in layer.values]
    known: dict[tuple[int, ...], tuple[int, dict[str, Any]]] = {}
    for feature in layer.features:
        tags = tuple(feature.tags)
        mark = (feature.type, *tags)
        if mark not in known:
            told = {keys[tags[at]]: values[tags[at + 1]] for at in range(0, len(tags), 2)}
            known[mark] = (len(known), told)
        key, properties = known[mark]
        yield Feature(feature.id, KINDS[feature.type], properties, key, feature.geometry)


def _value(value: Any) -> Any:
    """The one field that is set: a text, a number or a yes-or-no."""
    (field, *_), *_ = value.ListFields() or [(None,)]
    return getattr(value, field.name) if field else None


def _lines(commands: Sequence[int]) -> Iterator[Line]:
    """MVT 2.1, 4.3: runs of « move », « draw » and « close », each position told from the last one, zigzag encoded."""
    x = y = 0
    line: Line = []
    numbers = iter(commands)
    for command in numbers:
        verb, count = command & 7, command >> 3
        if verb == CLOSE_PATH:
            line.append(line[0])
            continue
        for _ in range(count):
            across, down = next(numbers, 0), next(numbers, 0)
            x += (across >> 1) ^ -(across & 1)
            y += (down >> 1) ^ -(down & 1)
            if verb == MOVE_TO:
                if line:
                    yield line
                line = [(x, y)]
            else:
                line.append((x, y))
    if line:
        yield line
