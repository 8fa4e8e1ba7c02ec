"""Where a command finds what it loads: in a city's own folder, else among what is shipped beside the command."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings


def add_folder(parser: ArgumentParser) -> None:
    """The option `--from`; without it the city of the settings (CARTO_CITY), without any the shipped content."""
    parser.add_argument(
        "--from",
        dest="folder",
        type=Path,
        default=settings.CARTO_CITY,
        metavar="DOSSIER",
        help="le dossier d’une ville ; ce qui n’y est pas vient du contenu livré",
    )


def content_file(name: str, shipped: Path, folder: Path | None) -> Path:
    """The city's file of that name when it has one, else the shipped one."""
    own = folder / name if folder else None
    return own if own and own.is_file() else shipped / name
