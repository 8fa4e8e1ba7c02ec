"""Reads tiles out of a PMTiles archive, its directories parsed once.

`pmtiles.reader.Reader` walks and unzips the directories at every tile (122 tiles a second where this serves thousands);
a city has some thousands of tiles, so all of them fit a dictionary. The archive is mapped, not read: the two server
processes share its pages. When the file is replaced (see build.py) the next tile is read from the new one.
"""

import hashlib
import mmap
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from pmtiles.tile import Compression, Entry, deserialize_directory, deserialize_header, zxy_to_tileid

HEADER_BYTES = 127
DEEPEST_DIRECTORY = 4  # the format allows 3 levels; a deeper one is a broken or hostile file
MOST_TILES = 20_000_000


class ArchiveError(Exception):
    """The file is not a PMTiles archive of gzip'd vector tiles that this reader knows."""


@dataclass(frozen=True)
class _Content:
    """One opened state of the file."""

    data: mmap.mmap
    places: dict[int, tuple[int, int]]  # PMTiles tile id → offset in the file, length in bytes
    min_zoom: int
    max_zoom: int
    etag: str


class Archive:
    """The tiles of one PMTiles file, as the gzip'd bytes they are stored in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._content: _Content | None = None

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The gzip'd vector tile, or None where the map is empty.

        Raises FileNotFoundError when there is no archive, ArchiveError when it cannot be read, ValueError when
        `z`/`x`/`y` is no tile at all.
        """
        content = self._current()
        if not (0 <= z <= 30 and 0 <= x < 2**z and 0 <= y < 2**z):
            raise ValueError(f"no such tile: {z}/{x}/{y}")
        place = content.places.get(zxy_to_tileid(z, x, y))
        if place is None:
            return None
        offset, length = place
        return content.data[offset : offset + length]

    @property
    def zooms(self) -> tuple[int, int]:
        """The smallest and largest zoom stored."""
        content = self._current()
        return content.min_zoom, content.max_zoom

    @property
    def etag(self) -> str:
        """Changes when the file does; as HTTP writes it, weak since a tile may go out gzip'd or not."""
        return self._current().etag

    def _current(self) -> _Content:
        status = self.path.stat()
        stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
        with self._lock:
            if self._content is None or stamp != self._stamp:
                self._content, self._stamp = _read(self.path), stamp
            return self._content


def _read(path: Path) -> _Content:
    with path.open("rb") as stream:
        status = os.fstat(stream.fileno())
        try:
            data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            header = deserialize_header(data[:HEADER_BYTES])
            if header["tile_compression"] != Compression.GZIP or header["internal_compression"] != Compression.GZIP:
                raise ArchiveError(f"{path}: only gzip'd tiles and directories are served")
            places = {}
            for entry in _entries(data, header["root_offset"], header["root_length"], header["leaf_directory_offset"]):
                if len(places) + entry.run_length > MOST_TILES:
                    raise ArchiveError(f"{path}: more than {MOST_TILES} tiles")
                place = (header["tile_data_offset"] + entry.offset, entry.length)
                places.update(dict.fromkeys(range(entry.tile_id, entry.tile_id + entry.run_length), place))
        except ArchiveError:
            raise
        except Exception as error:  # the reader's own errors are of many kinds: bad magic, gzip, EOF, enum, index
            raise ArchiveError(f"{path}: not a PMTiles archive ({error})") from error
    mark = hashlib.sha256(f"{status.st_ino} {status.st_size} {status.st_mtime_ns}".encode()).hexdigest()[:16]
    return _Content(data, places, header["min_zoom"], header["max_zoom"], f'W/"{mark}"')


def _entries(data: mmap.mmap, offset: int, length: int, leaves: int, depth: int = 1) -> Iterator[Entry]:
    """The tile entries of a directory and of the leaf directories below it (`leaves` is where those begin)."""
    if depth > DEEPEST_DIRECTORY:
        raise ArchiveError("directories nested too deeply")
    for entry in deserialize_directory(data[offset : offset + length]):
        if entry.run_length:
            yield entry
        else:
            yield from _entries(data, leaves + entry.offset, entry.length, leaves, depth + 1)
