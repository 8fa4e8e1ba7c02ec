"""`/api/v1/photos/`: photos sent in pieces, resumed where a broken line left them (tus 1.0.0, creation, termination).

`POST` says how long the photo is and, in `Upload-Metadata`, its identifier (`photo`) and its fiche's (`fiche`), both
UUIDs that the client makes; `HEAD` says how much has arrived; `PATCH` brings the rest. A fiche sent afterwards with
that UUID takes its photos along.
"""

import base64
import binascii
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from carto.fiches.photos import MAX_BYTES, Picture
from carto.fiches.trust.counting import photos_fit
from carto.fiches.uploads import Upload, append, begin, drop, find, finish
from carto.problems import problem

VERSION: Final = "1.0.0"
PIECES: Final = "application/offset+octet-stream"
REFUSED: Final = 422
STATUSES: Final = {"heavy": 413, "beyond": 413, "taken": 409, "offset": 409, "busy": 423, "full": 503}


class Tus(View):
    """What every answer of the protocol says; no session is used, so no other site can borrow one."""

    @method_decorator(never_cache)
    @method_decorator(csrf_exempt)
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The answer, or a problem document with the protocol's own status."""
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            response = problem(412, _("Cette version de l’envoi de photos n’est pas connue."))
        else:
            try:
                response = super().dispatch(request, *args, **kwargs)
            except ValidationError as error:
                response = problem(STATUSES.get(error.code, REFUSED), error.message)
        response["Tus-Resumable"] = response["Tus-Version"] = VERSION
        return response

    def options(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """What this server can do."""
        told = {"Tus-Extension": "creation,termination", "Tus-Max-Size": str(MAX_BYTES)}
        return HttpResponse(status=204, headers=told)


class Photos(Tus):
    """Where a photo begins."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """201 with the photo's address; begun before, it goes on from `Upload-Offset`."""
        length = _number(request, "Upload-Length")
        named = _metadata(request.headers.get("Upload-Metadata", ""))
        if length is None or not {"photo", "fiche"} <= named.keys():
            return problem(400, _("Cet envoi ne dit pas ce qu’il apporte."))
        if length <= MAX_BYTES and not photos_fit(request, length):
            return problem(429, _("Trop de photos attendent sur votre réseau."))
        upload = begin(named["photo"], named["fiche"], length)
        address = reverse("fiches:photo_upload", args=[upload.photo])
        return HttpResponse(status=201, headers={"Location": address, "Upload-Offset": str(upload.offset)})


class PhotoUpload(Tus):
    """One photo on its way."""

    @method_decorator(csrf_exempt)  # a method that is overridden loses the mark of the other
    def dispatch(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """404 when no photo of that name is on its way."""
        upload = find(uuid)
        if upload is None and request.method != "OPTIONS":
            response = problem(404, _("Cette photo n’est pas en route."))
            response["Tus-Resumable"] = VERSION
            return response
        return super().dispatch(request, upload=upload)

    def head(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        """How much has arrived."""
        picture = finish(upload)
        offset = upload.length if picture else upload.offset
        told = {"Upload-Offset": str(offset), "Upload-Length": str(upload.length)}
        return HttpResponse(headers=told | _place(picture))

    def patch(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        """The next bytes; with the last of them the photo is stored, and 422 says what is no photo."""
        if request.content_type != PIECES:
            return problem(415, _("Les morceaux d’une photo s’envoient en « %(type)s ».") % {"type": PIECES})
        offset, size = _number(request, "Upload-Offset"), _number(request, "Content-Length")
        if offset is None or size is None:
            return problem(400, _("Cet envoi ne dit pas ce qu’il apporte."))
        picture = append(upload, offset, request, size)
        arrived = upload.length if picture else upload.offset
        return HttpResponse(status=204, headers={"Upload-Offset": str(arrived)} | _place(picture))

    def delete(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        """Take back a photo that has not wholly arrived."""
        drop(upload)
        return HttpResponse(status=204)


def _place(picture: Picture | None) -> dict[str, str]:
    """Where the camera says it stood, for the sender alone: `longitude,latitude` in degrees; it is not kept."""
    return {"Photo-Place": f"{picture.place.x:.6f},{picture.place.y:.6f}"} if picture and picture.place else {}


def _number(request: HttpRequest, header: str) -> int | None:
    text = request.headers.get(header, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def _metadata(text: str) -> dict[str, UUID]:
    """The identifiers in `Upload-Metadata`: `photo <base64>,fiche <base64>`; what is none is left out."""
    found = {}
    for pair in text[:500].split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            found[name] = UUID(base64.b64decode(value, validate=True).decode())
        except (binascii.Error, UnicodeDecodeError, ValueError):
            continue
    return found
