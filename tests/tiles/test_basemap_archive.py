"""Tiles come out of the archive as they went in, whatever their number, and a broken archive is no crash."""

import gzip
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.tile import Compression, TileType, tileid_to_zxy, zxy_to_tileid
from pmtiles.writer import Writer

from tiles.basemap.archive import Archive, ArchiveError

NANTES = (14, 8121, 5743)
FRANCE = (6, 31, 22)


def write_archive(path: Path, tiles: dict[tuple[int, int, int], bytes]) -> Path:
    """A PMTiles archive of the given tiles."""
    with path.open("wb") as stream:
        writer = Writer(stream)
        for tile in sorted(tiles, key=lambda tile: zxy_to_tileid(*tile)):
            writer.write_tile(zxy_to_tileid(*tile), gzip.compress(tiles[tile], mtime=0))
        header = {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP}
        writer.finalize(header, {})
    return path


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """One tile in Nantes, and one that holds half of France."""
    tiles = {NANTES: b"commerce", FRANCE: b"ouest"}
    return Archive(write_archive(tmp_path_factory.mktemp("archive") / "base.pmtiles", tiles))


def test_a_tile_comes_out_as_it_went_in(archive: Archive) -> None:
    assert gzip.decompress(archive.tile(*NANTES) or b"") == b"commerce"
    assert archive.zooms == (6, 14)


@given(z=st.integers(0, 30), x=st.integers(0), y=st.integers(0))
def test_elsewhere_is_empty_or_no_tile_at_all(archive: Archive, z: int, x: int, y: int) -> None:
    if (z, x, y) in (NANTES, FRANCE):
        return
    if x < 2**z and y < 2**z:
        assert archive.tile(z, x, y) is None
    else:
        with pytest.raises(ValueError, match="no such tile"):
            archive.tile(z, x, y)


@pytest.mark.parametrize("tile", [(-1, 0, 0), (31, 0, 0), (0, -1, 0), (4, 16, 0), (4, 0, 16)])
def test_what_is_no_tile_is_refused(archive: Archive, tile: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no such tile"):
        archive.tile(*tile)


def test_leaf_directories_and_repeated_tiles_are_found_again(tmp_path: Path) -> None:
    first = zxy_to_tileid(12, 0, 0)
    # Every third is the same, and follows its like: runs of entries, besides enough of them for leaf directories.
    tiles = {tileid_to_zxy(first + n): (b"sea" if n % 3 else f"land {n}".encode()) for n in range(40_000)}
    archive = Archive(write_archive(tmp_path / "large.pmtiles", tiles))
    for n in range(0, 40_000, 997):
        tile = tileid_to_zxy(first + n)
        assert gzip.decompress(archive.tile(*tile) or b"") == tiles[tile]
    assert archive.tile(*tileid_to_zxy(first + 40_000)) is None


def test_a_replaced_archive_is_read_anew(tmp_path: Path) -> None:
    archive = Archive(write_archive(tmp_path / "base.pmtiles", {NANTES: b"before"}))
    former = archive.etag, archive.tile(*NANTES)
    write_archive(tmp_path / "new.pmtiles", {NANTES: b"after"}).replace(tmp_path / "base.pmtiles")
    assert gzip.decompress(archive.tile(*NANTES) or b"") == b"after"
    assert archive.etag != former[0]


def test_an_absent_archive_is_absent(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Archive(tmp_path / "none.pmtiles").tile(*NANTES)


@pytest.mark.parametrize("content", [b"", b"PMTiles", b"PMTiles\x03", b"PMTiles\x02" + bytes(200), os.urandom(5000)])
def test_what_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "base.pmtiles").write_bytes(content)
    with pytest.raises(ArchiveError):
        Archive(tmp_path / "base.pmtiles").tile(*NANTES)


def test_an_archive_cut_short_is_refused(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "base.pmtiles", {(14, 8000 + n, 5743): b"tile" for n in range(500)})
    path.write_bytes(path.read_bytes()[:140])
    with pytest.raises(ArchiveError):
        Archive(path).tile(*NANTES)
