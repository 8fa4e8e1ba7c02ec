"""A file or an address to read, as a file of ours: public https addresses alone, no redirection, ceilings on all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from carto.downloads import Caps, NotFetched, outing
from projets.equipements.imports import opendatasoft

HEAVIEST: Final = 512 << 20  # bytes that come over the network
ENOUGH: Final = 900.0  # seconds in all, for the command, which nobody waits for
IN_A_PAGE: Final = 45.0  # seconds in all, while a person looks at their browser
# Never a table nor a map: a page that says « sign in », a picture.
OTHERS: Final = ("text/html", "application/xhtml", "image/", "audio/", "video/", "font/", "application/pdf")


@contextmanager
def fetched(
    file_or_address: str, *, loopback: bool = False, seconds: float = ENOUGH
) -> Iterator[tuple[Path, str, str]]:
    """(path, name, address or nothing). ValidationError (French) when it is not there or may not be asked."""
    if "://" not in file_or_address:
        path = Path(file_or_address)
        if not path.is_file():
            raise ValidationError(_("Il n’y a pas de fichier à cet endroit : %(path)s.") % {"path": path})
        yield path, path.name, ""
        return
    with TemporaryDirectory(prefix="carto-") as folder:
        path = download(file_or_address, Path(folder), loopback=loopback, seconds=seconds)
        yield path, path.name, file_or_address


def download(address: str, folder: Path, *, loopback: bool = False, seconds: float = ENOUGH) -> Path:
    """What the address leads to, kept in the folder; a dataset of OpenDataSoft comes whole, through its API.

    ValidationError (French) when it does not come within the ceilings.
    """
    try:
        with outing(Caps(HEAVIEST, seconds, _fits), loopback=loopback) as out:
            if dataset := opendatasoft.dataset_of(address):
                return opendatasoft.download(dataset, folder, out.save)
            return out.save(address, folder / _named(address))
    except NotFetched as error:
        raise ValidationError(str(error), code=error.code) from error


def _named(address: str) -> str:
    """The last part of its path, as a name of ours."""
    try:
        name = PurePosixPath(unquote(urlsplit(address).path)).name[-80:]
    except ValueError:  # no address at all: nothing is asked
        name = ""
    return name.replace("/", "_").replace("\0", "") or "donnees"


def _fits(kind: str) -> bool:
    return not kind.startswith(OTHERS)
