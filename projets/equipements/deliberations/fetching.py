"""A document fetched where it is published: public https alone, no redirection, so many bytes, so many seconds."""

from pathlib import Path
from typing import Final

from django.conf import settings

from carto import downloads
from projets.equipements.deliberations.reading import HEAVIEST

ENOUGH: Final = 90.0  # seconds in all
# Servers that know nothing of PDF say « bytes », or nothing.
KINDS: Final = frozenset({"", "application/pdf", "application/x-pdf", "application/octet-stream",
                          "binary/octet-stream", "application/download", "application/force-download"})  # fmt: skip


def fetch(address: str, into: Path) -> None:
    """Write what stands at `address` into a file; NotFetched (carto.downloads) says why not."""
    caps = downloads.Caps(HEAVIEST, ENOUGH, KINDS.__contains__, accept="application/pdf")
    downloads.fetch(address, into, caps, loopback=settings.CARTO_PUSH_LOOPBACK)
