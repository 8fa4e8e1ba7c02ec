"""Make the base map: OpenStreetMap extract → tilemaker → one PMTiles archive, with a small JSON that describes it.

The archive takes the place of the former one in a single rename: a server that reads it never sees half a map.
"""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _
from pmtiles.convert import mbtiles_to_pmtiles
from pmtiles.tile import deserialize_header

from tiles.basemap.archive import HEADER_BYTES
from tiles.basemap.errors import BasemapError
from tiles.basemap.extract import Bbox, clip_extract, prepare_extract

PROFILE = Path(__file__).parent / "tilemaker"
MAXZOOM = 14
Kind = Literal["plan", "extract"]


@dataclass(frozen=True)
class Basemap:
    """What is known of the base map in use; kept beside the archive as JSON.

    `source` is the path of the OpenStreetMap file it was made from; `bbox` is west, south, east, north and `centre`
    longitude, latitude, in degrees (SRID 4326); `fingerprint` tells that file and the profile; `built` says whether
    this call made it or found it already there.
    """

    archive: Path
    source: str
    name: str
    kind: Kind
    bbox: Bbox
    maxzoom: int
    date: str
    fingerprint: str
    built: bool = True

    @property
    def centre(self) -> tuple[float, float]:
        west, south, east, north = self.bbox
        return ((west + east) / 2, (south + north) / 2)


def build_basemap(
    extract: Path, target: Path, *, bbox: Bbox | None = None, kind: Kind = "extract", name: str = ""
) -> Basemap:
    """Build the archive `target` from the OpenStreetMap file `extract`, cut to `bbox` (degrees, SRID 4326) if given.

    Nothing is done when `target` was already made from the same file with the same profile. Raises BasemapError, with
    a French message, when the file cannot be read, or when tilemaker is missing, fails or writes nothing; the former
    archive is then still in place.
    """
    fingerprint = _fingerprint(extract, bbox, kind)
    known = read_basemap(target)
    if known and known.fingerprint == fingerprint:
        return replace(known, built=False)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="base-", dir=target.parent) as folder:
        work = Path(folder)
        source = extract
        if bbox:
            source = work / "clipped.osm.pbf"
            clip_extract(extract, source, bbox)
        box = prepare_extract(source, work / "prepared.osm.pbf", identify=kind == "extract")
        _run_tilemaker(work / "prepared.osm.pbf", work / "base.mbtiles")
        _convert(work / "base.mbtiles", work / "base.pmtiles")
        date = datetime.now(tz=UTC).isoformat(timespec="seconds")
        made = Basemap(target, str(extract.resolve()), name or extract.name, kind, box, MAXZOOM, date, fingerprint)
        (work / "base.json").write_text(_describe(made), encoding="utf-8")
        (work / "base.pmtiles").replace(target)
        (work / "base.json").replace(target.with_suffix(".json"))
    return made


def read_basemap(archive: Path) -> Basemap | None:
    """What is known of the base map at `archive`, or None when there is none (or only half of one)."""
    if not archive.is_file():
        return None
    try:
        known = json.loads(archive.with_suffix(".json").read_text(encoding="utf-8"))
        known.pop("centre")
        return Basemap(**{**known, "archive": archive, "bbox": tuple(known["bbox"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None  # written by another version, or by hand: it will simply be made again


def _describe(basemap: Basemap) -> str:
    known = {**asdict(basemap), "centre": basemap.centre}
    del known["archive"], known["built"]
    return json.dumps(known, ensure_ascii=False, indent=2) + "\n"


def _fingerprint(extract: Path, bbox: Bbox | None, kind: Kind) -> str:
    digest = hashlib.sha256(f"{kind} {bbox}".encode())
    for path in (extract, *sorted(PROFILE.glob("*.[jl]*")), Path(__file__).with_name("extract.py")):
        try:
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError as error:
            raise BasemapError(_("Le fichier « %(path)s » ne peut pas être lu.") % {"path": path}) from error
    return digest.hexdigest()


def _run_tilemaker(source: Path, target: Path) -> None:
    """Make the tiles, in the profile's folder, where Lua finds its modules.

    One thread: version 2.2 has a race between its threads that kills it about once in twenty runs. Alone it takes half
    as long again, and the same extract always makes the same tiles.
    """
    program = shutil.which("tilemaker")
    if program is None:
        raise BasemapError(_("Il manque le programme tilemaker : sudo apt-get install tilemaker"))
    done = subprocess.run(
        [program, f"--input={source.resolve()}", f"--output={target.resolve()}", "--config=config.json",
         "--process=process.lua", "--threads=1"],
        cwd=PROFILE, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        last_lines = " · ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
        raise BasemapError(_("tilemaker s’est arrêté : %(why)s") % {"why": last_lines or done.returncode})


def _convert(mbtiles: Path, pmtiles: Path) -> None:
    """One PMTiles file from what tilemaker left, which may be nothing at all, even after it said that all was well."""
    nothing = BasemapError(_("tilemaker n’a dessiné aucune tuile : l’extrait ne contient rien de connu."))
    if not mbtiles.is_file():
        raise nothing
    try:
        mbtiles_to_pmtiles(str(mbtiles), str(pmtiles), MAXZOOM)
        with pmtiles.open("rb") as stream:
            header = deserialize_header(stream.read(HEADER_BYTES))
    except (sqlite3.Error, LookupError, ValueError) as error:
        raise nothing from error
    if not header["addressed_tiles_count"]:
        raise nothing
