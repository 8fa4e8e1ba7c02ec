"""What a sheet's page asks while it is open: the strokes that are new, and taking those drawn; the download."""

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from carto.fiches.actions import digest
from carto.fiches.forms import SECRET
from carto.fiches.models import Rule, Visibility
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.weighing import weigh
from carto.problems import problem
from projets.idees.calques.actions import FORBIDDEN, REFUSED, Drawn, Refusal, draw, hand_of
from projets.idees.calques.limits import BATCH, BODY
from projets.idees.calques.querysets import newer_strokes, readable_strokes, told
from projets.idees.calques.strokes import Box, Stroke, read_stroke
from projets.idees.calques.telling import as_feature, as_json
from projets.idees.models import Calque, Trait


@require_http_methods(["GET", "HEAD", "POST"])
def strokes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`GET …/traits/?depuis=<version>`: what changed since (304 when nothing did). `POST`: strokes of one hand."""
    if request.method == "POST":
        return _take(request, uuid)
    return _newer(request, uuid)


def _newer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The version is read before the strokes: a stroke that comes in between is told twice, never missed."""
    calque = get_object_or_404(Calque, uuid=uuid)
    if calque.visibility != Visibility.PUBLIC:
        return problem(410, _("Ce calque n’est plus en ligne."))
    tag = f'"{calque.pk}-{calque.version}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        response = HttpResponse(status=304)
    else:
        since = request.GET.get("depuis", "")
        known = int(since) if since.isdecimal() and len(since) < 18 else 0
        newer = newer_strokes(calque, known) if known else readable_strokes(calque)
        said = {"version": calque.version, "clos": bool(calque.closed_at), "traits": [as_json(one) for one in newer]}
        response = JsonResponse(said)
    response["ETag"] = tag
    patch_cache_control(response, no_cache=True, private=True)
    return response


@never_cache
def _take(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take strokes; one that is refused says why, and does not stop the others."""
    calque = get_object_or_404(Calque.objects.public(), uuid=uuid)
    try:
        sent = _read(request)
        secret = _secret(sent.get("main"))
        if not calque.shared and digest(str(sent.get("cle", ""))) != calque.digest:
            raise Refusal(FORBIDDEN, "alone", _("Une seule main dessine sur ce calque ; reprenez-en un trait."))
        read, refused = _strokes(sent["traits"], calque)
        flood = _flood(request, read)
        drawn = _draw(request, calque, read, secret, signs=sent.get("signer") is True, flood=flood)
    except Refusal as refusal:
        return problem(refusal.status, refusal.said, code=refusal.code)
    refused |= {str(key): refusal for key, refusal in drawn.refused.items()}
    return _answer(drawn, refused)


def _draw(request: HttpRequest, calque: Calque, read: list[Stroke], secret: str, *, signs: bool, flood: str) -> Drawn:
    """Lay them under the person's name when they sign; somebody signed in has two hands, and changes what both drew."""
    if not read:
        return Drawn(calque.version)
    person = request.user if request.user.is_authenticated else None
    plain, signed = hand_of(calque, secret), hand_of(calque, secret, person) if person else ""
    if person and signs:
        return draw(calque, read, hand=signed, also=plain, author=person, flood=flood)
    return draw(calque, read, hand=plain, also=signed, flood=flood)


def _read(request: HttpRequest) -> dict[str, Any]:
    """The body: an object with a list of at most BATCH strokes; raises Refusal."""
    if len(request.body) > BODY:
        raise Refusal(413, "body", _("C’est trop à la fois : envoyez moins de traits."))
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict) or not isinstance(sent.get("traits"), list):
        raise Refusal(400, "json", _("Cet envoi est illisible."))
    if not 0 < len(sent["traits"]) <= BATCH:
        raise Refusal(REFUSED, "batch", _("De 1 à %d traits à la fois.") % BATCH)
    return sent


def _secret(said: Any) -> str:
    """The browser's secret for this sheet; raises Refusal."""
    try:
        SECRET(said if isinstance(said, str) else "")
    except ValidationError:
        raise Refusal(
            REFUSED, "main", _("Votre navigateur n’a pas de clé pour ce calque : rechargez la page.")
        ) from None
    return said


def _strokes(sent: list[Any], calque: Calque) -> tuple[list[Stroke], dict[str, Refusal]]:
    """Those that can be read, and why not the others."""
    box, read, refused = Box(), {}, {}
    for rank, each in enumerate(sent):
        name = str(each.get("uuid", rank))[:40] if isinstance(each, dict) else str(rank)
        try:
            stroke = read_stroke(each, box, calque.geom)
            read[stroke.uuid] = stroke  # twice in one sending: the last one counts
        except ValidationError as error:
            refused[name] = Refusal(REFUSED, error.code or "invalid", " ".join(error.messages))
    return list(read.values()), refused


def _flood(request: HttpRequest, read: list[Stroke]) -> str:
    """Strokes with words are counted as what people say; the rule by which they wait, or nothing."""
    if not any(stroke.text and not stroke.erased for stroke in read):
        return ""
    known = dict(Trait.objects.filter(uuid__in=[stroke.uuid for stroke in read]).values_list("uuid", "text"))
    if all(known.get(stroke.uuid, "") == stroke.text for stroke in read):
        return ""
    return Rule.FLOOD.value if weigh(request, Sending.COMMENTAIRE).holds else ""


def _answer(drawn: Drawn, refused: dict[str, Refusal]) -> HttpResponse:
    """The strokes as they stand, `retenu` for those that wait. When none was taken, the first refusal's status."""
    known = told(Trait.objects.filter(pk__in=[trait.pk for trait in drawn.strokes]))
    said = [as_json(trait) | {"retenu": bool(trait.held and not trait.erased_at)} for trait in known]
    body: dict[str, Any] = {"version": drawn.version, "traits": said}
    body["refus"] = {key: {"code": each.code, "statut": each.status, "dit": each.said} for key, each in refused.items()}
    first = next(iter(refused.values()), None)
    return JsonResponse(body, status=first.status if first and not said else 200)


@require_safe
def download(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`…/calque.geojson`: every stroke that everybody sees, as GeoJSON."""
    calque = get_object_or_404(Calque.objects.public(), uuid=uuid)
    features = [as_feature(trait) for trait in readable_strokes(calque)]
    body = {"type": "FeatureCollection", "name": calque.name, "features": features}
    response = JsonResponse(body, content_type="application/geo+json", json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="calque-{calque.uuid}.geojson"'
    return response
