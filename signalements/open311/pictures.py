"""Pictures that come with an update: joined to it, or at an address, which is asked as a stranger's always is.

An address that somebody wrote could name a machine of the city's own network: only public https addresses are asked,
without redirection, for a few seconds and for no more bytes than a photo has. Whatever comes is read as every photo is
(carto.fiches.photos), re-encoded without its metadata, and waits until a person has looked at it.
"""

from typing import Final
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.actions import MAX_PHOTOS
from carto.fiches.photos import MAX_BYTES, Picture, read_picture
from carto.outward import NotPublic, may_be_asked, public_session
from signalements.models import RemoteServer
from signalements.open311.client import Call, Unanswered
from signalements.open311.formats import Fault

ENOUGH: Final = 10.0  # seconds in all: somebody waits for our answer meanwhile
LONGEST_ADDRESS: Final = 2000
_ELSEWHERE: Final = gettext_lazy("Cette adresse n’est pas en https, ou mène à un réseau privé.")
_HEADERS: Final = {"User-Agent": "Carte commune", "Accept": "image/*", "Accept-Encoding": "identity"}


def sent_with(request: HttpRequest) -> tuple[Picture, ...]:
    """Those of a POST: `media` (files, multipart) and `media_url`. Fault 400 for what is no photo, or not to be had."""
    files = request.FILES.getlist("media") + request.FILES.getlist("media[]")
    links = [link.strip() for link in request.POST.getlist("media_url") if link.strip()]
    if len(files) + len(links) > MAX_PHOTOS:
        raise Fault(400, _("media, media_url : %(max)d photos au plus.") % {"max": MAX_PHOTOS})
    named, read = "media", []
    try:
        read += [read_picture(file) for file in files]
        named = "media_url"
        read += [fetched(link) for link in links]
    except ValidationError as error:
        raise Fault(400, f"{named} : {' '.join(error.messages)}") from error
    return tuple(read)


def fetched(link: str, server: RemoteServer | None = None) -> Picture:
    """The picture at that address; ValidationError (French) when it is none, or when it cannot be had.

    What a partner's `server` in our own network names there, beside its own address, is asked too.
    """
    try:
        session = _session_for(link, server)
    except ValueError as error:  # no address at all
        raise ValidationError(_("Cette adresse est illisible."), code="address") from error
    try:
        with session:
            call = Call(session, "GET", link, {"headers": _HEADERS}, longest=MAX_BYTES, bare=True)
            answered, body = call.within(ENOUGH)
    except Unanswered as error:
        raise ValidationError(str(error), code="answer") from error
    except NotPublic as error:
        raise ValidationError(_ELSEWHERE, code="address") from error
    except (requests.RequestException, OSError, ValueError) as error:
        said = _("Image injoignable : %(why)s") % {"why": type(error).__name__}
        raise ValidationError(said, code="answer") from error
    if answered.status_code != 200:
        said = _("Réponse %(status)d : l’adresse exacte de l’image est attendue, sans redirection.")
        raise ValidationError(said % {"status": answered.status_code}, code="answer")
    return read_picture(SimpleUploadedFile("media", body))


def _session_for(link: str, server: RemoteServer | None) -> requests.Session:
    """ValidationError for an address that is not to be asked; ValueError for what is no address."""
    if server and _beside(link, server.url) and urlsplit(link).hostname in settings.CARTO_INSIDE_HOSTS:
        session = requests.Session()
        session.trust_env = False
        return session
    if len(link) > LONGEST_ADDRESS or not may_be_asked(link, loopback=settings.CARTO_PUSH_LOOPBACK):
        raise ValidationError(_ELSEWHERE, code="address")
    return public_session(loopback=settings.CARTO_PUSH_LOOPBACK)


def _beside(link: str, address: str) -> bool:
    """Whether both are of the same machine and port, spoken to in the same way."""
    return urlsplit(link)[:2] == urlsplit(address)[:2]
