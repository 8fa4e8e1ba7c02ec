"""Fetch the configured place's OpenStreetMap extract: quick to give up without network, able to go on where it stopped.

The file is trusted only once it looks like a PBF and has the MD5 its server announces (`<url>.md5`, Geofabrik's way).
"""

import hashlib
import re
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from tiles.basemap.errors import BasemapError

REACH_SECONDS = 4.0  # name and connection together: a machine without network must not wait
READ_SECONDS = 30.0
MOST_BYTES = 8 << 30
ATTEMPTS = 3
CHUNK = 1 << 20
AGENT = "carte-commune (OpenStreetMap extract, once a month)"

Progress = Callable[[int, int | None], None]


class ExtractUnavailable(BasemapError):
    """The extract could not be had: no network, no such file, or not what was announced. The plan can replace it."""


def fetch_extract(url: str, target: Path, *, progress: Progress | None = None) -> Path:
    """Download `url` (http or https) to `target`; return `target`, complete and verified.

    What was received before an interruption is kept beside it (`.part`) and the next call goes on from there.
    `progress` is told the bytes received and, when known, their total. Raises ExtractUnavailable.
    """
    _check_reachable(url)
    digest = _announced_md5(url)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _receive(url, part, progress)
            break
        except (OSError, HTTPException) as error:
            if attempt == ATTEMPTS:
                raise ExtractUnavailable(
                    _("Le téléchargement s’est interrompu. Relancez la commande : il reprendra où il en était.")
                ) from error
    _verify(part, digest)
    part.replace(target)
    _memo(part).unlink(missing_ok=True)
    return target


def _check_reachable(url: str) -> None:
    """Raise ExtractUnavailable unless the server (or the proxy in front of it) answers within REACH_SECONDS."""
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ExtractUnavailable(_("L’adresse de l’extrait n’est pas une adresse web : %(url)s") % {"url": url})
    proxy = urllib.request.getproxies().get(address.scheme)
    if proxy and not urllib.request.proxy_bypass(address.hostname):
        address = urlsplit(proxy if "//" in proxy else f"//{proxy}")
    port = address.port or (443 if address.scheme == "https" else 80)
    answered = []

    def knock() -> None:
        with suppress(OSError), socket.create_connection((address.hostname, port), timeout=REACH_SECONDS):
            answered.append(True)

    # In a thread: looking up a name knows no time limit of its own. A daemon, so that leaving does not wait for it.
    thread = Thread(target=knock, daemon=True)
    thread.start()
    thread.join(REACH_SECONDS)
    if not answered:
        raise ExtractUnavailable(_("Pas de réponse de %(host)s : pas de réseau ?") % {"host": address.hostname})


def _announced_md5(url: str) -> str | None:
    """The MD5 published next to the file, or None when its server publishes none."""
    try:
        with _open(f"{url}.md5") as response:
            found = re.match(rb"\s*([0-9a-fA-F]{32})\b", response.read(1024))
    except ExtractUnavailable:
        return None
    except (OSError, HTTPException) as error:
        raise ExtractUnavailable(_("La somme de contrôle de l’extrait n’a pas pu être lue.")) from error
    return found.group(1).decode().lower() if found else None


def _open(url: str, headers: dict[str, str] | None = None) -> HTTPResponse:
    request = urllib.request.Request(url, headers={"User-Agent": AGENT, **(headers or {})})
    try:
        return urllib.request.urlopen(request, timeout=READ_SECONDS)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code >= 500:
            raise  # perhaps only for now: an OSError, tried again
        raise ExtractUnavailable(
            _("Le serveur répond %(code)s à l’adresse %(url)s.") % {"code": error.code, "url": url}
        ) from error


def _receive(url: str, part: Path, progress: Progress | None) -> None:
    """Append to `part` what it lacks. If-Range makes the server start again when its file changed in between."""
    have = part.stat().st_size if part.exists() else 0
    version = _known_version(part) if have else None
    headers = {"Range": f"bytes={have}-", "If-Range": version} if version else {}
    with _open(url, headers) as response:
        if response.status != 206:
            have = 0
        announced = response.headers.get("Content-Length", "")
        total = have + int(announced) if announced.isdecimal() else None
        _check_room(part.parent, total)
        _memo(part).write_text(response.headers.get("ETag") or response.headers.get("Last-Modified") or "")
        with part.open("ab" if have else "wb") as stream:
            while chunk := response.read(CHUNK):
                if not have and b"OSMHeader" not in chunk[:64]:
                    raise ExtractUnavailable(_("Le serveur a envoyé autre chose qu’un extrait OpenStreetMap."))
                stream.write(chunk)
                have += len(chunk)
                if progress:
                    progress(have, total)
    if total is not None and have < total:
        raise ConnectionError(f"{have} bytes of {total}")
    if not have:
        raise ExtractUnavailable(_("Le serveur a envoyé autre chose qu’un extrait OpenStreetMap."))


def _memo(part: Path) -> Path:
    """Where the version of a partial download is noted (the server's ETag or date)."""
    return part.with_suffix(".version")


def _known_version(part: Path) -> str | None:
    memo = _memo(part)
    version = memo.read_text() if memo.exists() else ""
    return version if version and not version.startswith("W/") else None  # If-Range refuses weak ETags


def _check_room(folder: Path, total: int | None) -> None:
    free = shutil.disk_usage(folder).free
    if total is None or total > MOST_BYTES or total > free:
        raise ExtractUnavailable(_("L’extrait ne tient pas sur ce disque, ou sa taille n’est pas annoncée."))


def _verify(part: Path, digest: str | None) -> None:
    """Throw a file away that is not the one announced: nothing could be resumed from it."""
    with part.open("rb") as stream:
        received = hashlib.file_digest(stream, "md5").hexdigest()
    if digest and received != digest:
        part.unlink()
        _memo(part).unlink(missing_ok=True)
        raise ExtractUnavailable(_("L’extrait reçu n’est pas celui annoncé (somme de contrôle différente)."))
