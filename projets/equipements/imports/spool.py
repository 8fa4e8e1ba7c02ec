"""Rows that wait in a temporary file between the reading of a source and the making of what they are mirrored by.

Their values are Python's own (decimals, dates): a file that this process alone writes and reads back, then gone.
"""

import pickle
from collections.abc import Iterator, Mapping
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from projets.equipements.imports.formats import Row


class Spool:
    """Rows written in the order of their file, each with its rank, and read back once."""

    def __init__(self) -> None:
        """An empty one, on disk."""
        self._file = TemporaryFile(prefix="carto-")  # noqa: SIM115 (closed by __exit__)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, rank: int, row: Row) -> None:
        """Write one."""
        pickle.dump((rank, row), self._file, pickle.HIGHEST_PROTOCOL)

    def pairs(self, wanted: Mapping[int, int]) -> Iterator[tuple[int, Row]]:
        """The rows whose rank is wanted, each with the primary key that it was kept under."""
        self._file.seek(0)
        left = len(wanted)
        while left:
            rank, row = pickle.load(self._file)
            if rank in wanted:
                left -= 1
                yield wanted[rank], row
