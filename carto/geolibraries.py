"""Which GDAL, GEOS and PROJ the process uses: those inside the wheels, the system's as fallback.

Debian 12 ships GDAL 3.6, for which Django raises gis.W001 (no block on file and network access through a malicious
spatial reference). The wheels of pyogrio and shapely carry recent ones; using the same copies also leaves one GEOS
and one GDAL in the process. A hashed file name inside a wheel is no public interface: tests/test_settings_speak.py
keeps an eye on it.
"""

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path


def _wheel(package: str) -> Path | None:
    """The folder of an installed package, without importing it (settings must stay cheap)."""
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def _library(package: str, pattern: str) -> str | None:
    """The one shared library that a wheel carries beside its package, as `<package>.libs/<pattern>`."""
    folder = _wheel(package)
    found = sorted((folder.parent / f"{package}.libs").glob(pattern)) if folder else []
    return str(found[0]) if found else None


def gdal_library() -> str | None:
    """Path of pyogrio's GDAL, or None: Django then looks for the system's."""
    return _library("pyogrio", "libgdal*.so*")


def geos_library() -> str | None:
    """Path of shapely's GEOS (C interface), or None: Django then looks for the system's."""
    return _library("shapely", "libgeos_c*.so*")


@dataclass(frozen=True)
class GeoData:
    """Where the chosen GDAL finds its tables; both are None with the system's libraries."""

    gdal: Path | None
    proj: Path | None

    def announce(self) -> None:
        """Say so to GDAL and PROJ, which read the environment when first used; what the operator set, stands."""
        if self.gdal and self.gdal.is_dir():
            os.environ.setdefault("GDAL_DATA", str(self.gdal))
        if self.proj and self.proj.is_dir():
            os.environ.setdefault("PROJ_DATA", str(self.proj))


_PYOGRIO = _wheel("pyogrio") if gdal_library() else None
GEO_DATA = GeoData(
    gdal=_PYOGRIO / "gdal_data" if _PYOGRIO else None,
    proj=_PYOGRIO / "proj_data" if _PYOGRIO else None,
)
