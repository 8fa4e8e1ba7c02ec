"""The addresses of Open311 GeoReport v2: each answers in the format of its suffix, errors included, never in HTML."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from signalements.open311 import bulk, receiving, telling, updates
from signalements.open311 import services as content
from signalements.open311.asking import read
from signalements.open311.formats import MEDIA_TYPES, Fault, answer, refuse

Told = tuple[str, Any] | tuple[str, Any, int]  # the root's name, the data, the status when it is not 200
SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"


def speaking(*methods: str) -> Callable[[Callable[..., Told]], Callable[..., HttpResponse]]:
    """A view that answers those methods with what `view` tells, or with its Fault, in the format asked for."""

    def door(view: Callable[..., Told]) -> Callable[..., HttpResponse]:
        @csrf_exempt  # a key is the only authority there is: no cookie is read
        @wraps(view)
        def opened(request: HttpRequest, suffix: str, **named: str) -> HttpResponse:
            try:
                if request.method not in methods:
                    said = _("Méthode non permise ici : %(methods)s.") % {"methods": ", ".join(methods)}
                    raise Fault(405, said, headers={"Allow": ", ".join(methods)})
                return answer(suffix, *view(request, **named))
            except Fault as fault:
                return refuse(suffix, fault)
            except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
                return refuse(suffix, Fault(400, _("Ce qui a été envoyé est illisible, ou trop long.")))

        return opened

    return door


@speaking("GET", "HEAD")
def discovery(request: HttpRequest) -> Told:
    """`discovery`: what there is here, whom to ask, how to get a key."""
    changed = telling.moment(content.changed_at())
    endpoint = {
        "specification": SPECIFICATION,
        "url": settings.CARTO_URL + reverse("signalements:open311:root").rstrip("/"),
        "changeset": changed,
        "type": "test" if settings.DEBUG else "production",
        "formats": list(MEDIA_TYPES.values()),
    }
    contact = settings.DEFAULT_FROM_EMAIL
    keys = _("Demandez une clé à %(contact)s, en disant pour quel logiciel. Lire n’en demande pas.")
    return "discovery", {
        "changeset": changed,
        "contact": _("%(place)s : %(contact)s") % {"place": settings.CARTO_PLACE, "contact": contact},
        "key_service": keys % {"contact": contact},
        "endpoints": [endpoint],
    }


@speaking("GET", "HEAD")
def services(request: HttpRequest) -> Told:
    """`services`: our categories."""
    return "services", content.service_list()


@speaking("GET", "HEAD")
def service(request: HttpRequest, code: str) -> Told:
    """`services/<code>`: what one of them asks besides."""
    return "service_definition", content.definition(code)


@speaking("GET", "HEAD", "POST")
def requests(request: HttpRequest) -> Told:
    """`requests`: those that were asked for, or one more."""
    if request.method == "POST":
        received, is_new = receiving.receive(request)
        return "service_requests", [received], 201 if is_new else 200
    asked = read(request.GET)
    return "service_requests", telling.requests(telling.found(asked), extensions=asked.extensions)


@speaking("GET", "HEAD")
def request_(request: HttpRequest, number: str) -> Told:
    """`requests/<id>`: a list of one."""
    asked = read(request.GET)
    found = list(telling.seen().filter(number=number.replace("\0", "").upper()))
    if not found:
        raise Fault(404, _("service_request_id inconnu."))
    return "service_requests", telling.requests(found, extensions=asked.extensions)


@speaking("GET", "HEAD")
def token(request: HttpRequest, token: str) -> Told:
    """`tokens/<token>`: our numbers are given at once; a program whose answer was lost asks with its own `uuid`."""
    return "service_requests", [receiving.of_token(token)]


@speaking("GET", "HEAD", "POST")
def service_request_updates(request: HttpRequest) -> Told:
    """`servicerequestupdates`: the public history of a period, or one more line of it."""
    if request.method == "POST":
        return "service_request_updates", [updates.receive(request)], 201
    return "service_request_updates", updates.told(request.GET)


@csrf_exempt
def requests_csv(request: HttpRequest) -> HttpResponse:
    """`requests.csv`: GeoReport Bulk, streamed; what is wrong is told in XML, the format that everybody has."""
    if request.method not in ("GET", "HEAD"):
        return refuse("xml", Fault(405, _("Méthode non permise ici : %(methods)s.") % {"methods": "GET"}))
    try:
        rows = bulk.rows(request.GET)
    except Fault as fault:
        return refuse("xml", fault)
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="requests.csv"'
    return response


@csrf_exempt
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever else is asked for under this address: 404, in JSON when that was asked for."""
    suffix = "json" if rest.endswith(".json") else "xml"
    return refuse(suffix, Fault(404, _("Rien à cette adresse : discovery.xml dit ce qu’il y a.")))
