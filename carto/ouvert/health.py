"""Whether the platform works: its database, its worker, its base map."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

WORKER_SILENT = timedelta(seconds=60)
OK = "ok"


def database() -> str:
    """`ok`, or what is wrong."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return type(error).__name__
    return OK


def worker() -> str:
    """`ok` when a worker gave a sign of life within the last minute."""
    try:
        seen = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    except DatabaseError as error:
        return type(error).__name__
    if seen is None:
        return "no worker"
    return OK if timezone.now() - seen < WORKER_SILENT else f"silent since {seen.isoformat(timespec='seconds')}"


def basemap() -> str:
    """`ok` when the archive of base tiles is there and is one."""
    archive = settings.CARTO_VAR / "basemap" / "base.pmtiles"
    try:
        with archive.open("rb") as file:
            return OK if file.read(7) == b"PMTiles" else "not a PMTiles archive"
    except OSError as error:
        return type(error).__name__


def report() -> dict[str, str]:
    """The state of each part."""
    return {"database": database(), "worker": worker(), "basemap": basemap()}
