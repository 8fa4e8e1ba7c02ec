"""Rows that wait in a temporary file between the reading of a source and the making of what they are mirrored by.

Their values are Python's own (decimals, dates): a file that this process alone writes and reads back, then gone. What
the file itself said of a row is kept already, and does not wait with the rest.
"""

import pickle
from collections.abc import Iterator, Mapping
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Final, Self

from projets.equipements.imports.formats import Row

BATCH: Final = 256  # rows written at once: the names of their fields then stand once for all of them

Waiting = tuple[int, int, str, Mapping[str, Any]]  # rank, number, key, what was understood


class Spool:
    """Rows written in the order of their file, each with its rank, and read back once."""

    def __init__(self) -> None:
        """An empty one, on disk."""
        self._file = TemporaryFile(prefix="carto-")  # noqa: SIM115 (closed by __exit__)
        self._batch: list[Waiting] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, rank: int, row: Row) -> None:
        """Write one."""
        self._batch.append((rank, row.number, row.key, row.told))
        if len(self._batch) == BATCH:
            self._write()

    def _write(self) -> None:
        pickle.dump(self._batch, self._file, pickle.HIGHEST_PROTOCOL)
        self._batch = []

    def pairs(self, wanted: Mapping[int, int]) -> Iterator[tuple[int, Row]]:
        """The rows whose rank is wanted, each with the primary key that it was kept under; without their data."""
        self._write()
        self._file.seek(0)
        left = len(wanted)
        while left:
            for rank, number, key, told in pickle.load(self._file):
                if rank in wanted:
                    left -= 1
                    yield wanted[rank], Row(number, key, {}, told)
