"""A file or an address to read, as a file of ours: public https addresses alone, no redirection, a ceiling on size."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import requests
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from carto.outward import NotPublic, may_be_asked, public_session
from projets.equipements.imports import opendatasoft

HEAVIEST: Final = 512 << 20  # bytes that come over the network
TIMEOUT: Final = (10, 60)  # seconds: to reach it, then between two pieces
PIECE: Final = 1 << 18


@contextmanager
def fetched(file_or_address: str, *, loopback: bool = False) -> Iterator[tuple[Path, str, str]]:
    """(path, name, address or nothing). ValidationError (French) when it is not there or may not be asked."""
    if "://" not in file_or_address:
        path = Path(file_or_address)
        if not path.is_file():
            raise ValidationError(_("Il n’y a pas de fichier à cet endroit : %(path)s.") % {"path": path})
        yield path, path.name, ""
        return
    with TemporaryDirectory(prefix="carto-") as folder:
        path = download(file_or_address, Path(folder), loopback=loopback)
        yield path, path.name, file_or_address


def download(address: str, folder: Path, *, loopback: bool = False) -> Path:
    """What the address leads to, kept in the folder; a dataset of OpenDataSoft comes whole, through its API."""
    try:
        allowed = may_be_asked(address, loopback=loopback)
    except ValueError:
        allowed = False
    if not allowed:
        raise ValidationError(_("Cette adresse n’est pas une adresse https publique."), code="address")
    session = public_session(loopback=loopback)
    try:
        if dataset := opendatasoft.dataset_of(address):
            return opendatasoft.download(dataset, folder, lambda url, **asked: _get(session, url, **asked), save)
        name = PurePosixPath(unquote(urlsplit(address).path)).name[-80:] or "donnees"
        return save(_get(session, address), folder / name.replace("/", "_").replace("\0", ""))
    except NotPublic as error:
        raise ValidationError(_("Cette adresse n’est pas une adresse https publique."), code="address") from error
    except requests.RequestException as error:
        if isinstance(error.__cause__ or error.__context__, NotPublic):
            raise ValidationError(_("Cette adresse n’est pas une adresse https publique."), code="address") from error
        raise ValidationError(_("Cette adresse ne répond pas : réessayez plus tard."), code="network") from error


def _get(session: requests.Session, url: str, **asked: Any) -> requests.Response:
    """The answer, its body still to come; ValidationError for anything but a 200."""
    response = session.get(url, timeout=TIMEOUT, stream=True, **asked)
    if response.is_redirect:
        raise ValidationError(
            _("Cette adresse renvoie vers une autre : donnez celle du fichier lui-même."), code="away"
        )
    if response.status_code != requests.codes.ok:
        said = _("Cette adresse a répondu par une erreur (%(code)d).")
        raise ValidationError(said % {"code": response.status_code}, code="network")
    return response


def save(response: requests.Response, path: Path) -> Path:
    """Write the body piece by piece; ValidationError above the ceiling."""
    size = 0
    with response, path.open("wb") as file:
        for piece in response.iter_content(PIECE):
            size += len(piece)
            if size > HEAVIEST:
                raise ValidationError(_("Ce fichier est trop lourd : il n’est pas lu jusqu’au bout."), code="heavy")
            file.write(piece)
    return path
