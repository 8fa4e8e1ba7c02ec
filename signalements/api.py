"""`POST /api/v1/signalements/`: a report sent by a program, or by the outbox of a phone that had no network.

The rules are those of the form, which reads it. Nothing of a session is used, unless a CSRF token comes with it: then,
and only if the report asks for it (`"named": "yes"`), whoever is signed in signs. `uuid` and `secret` are made by the
client: the same report sent again is answered the same, to who holds the same secret.
"""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from drf_spectacular import authentication
from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException, ParseError, PermissionDenied
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from carto.fiches.actions import MAX_PHOTOS, digest, fiche_of_secret
from carto.fiches.models import Fiche
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.weighing import weigh
from carto.problems import problem
from signalements.forms import SignalementForm

MAX_REPORT_BYTES: Final = 64 * 1024
REFUSED: Final = 422
FROM_ELSEWHERE: Final = {"photos", "removed"}  # pictures come by /api/v1/photos/, and nothing was kept to be taken out


class TooLarge(APIException):
    """413: more than a report can hold."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


class Taken(APIException):
    """409: this identifier is somebody else's; nothing more is said of it."""

    status_code = status.HTTP_409_CONFLICT


class SessionWithToken(SessionAuthentication):
    """A session counts only when the request carries its CSRF token; without one nobody is signed in."""

    def authenticate(self, request: Request) -> Any:
        """The person, or None."""
        return super().authenticate(request) if request.headers.get("X-CSRFToken") else None

    def enforce_csrf(self, request: Request) -> None:
        """The usual check, told in words."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise PermissionDenied(_("Votre session n’est plus reconnue : rouvrez la page.")) from error


class SessionScheme(authentication.SessionScheme):
    """The same in the schema: the session's cookie."""

    target_class = SessionWithToken
    name = "cookieAndToken"


def _described(form: type[SignalementForm]) -> type[serializers.Serializer]:
    """What the form asks, for the schema: a field added to the form is described here too."""
    fields: dict[str, Any] = {
        name: serializers.CharField(required=field.required, help_text=str(field.label or ""))
        for name, field in form.base_fields.items()
        if name not in FROM_ELSEWHERE
    }
    photos = serializers.ListField(
        child=serializers.UUIDField(), max_length=MAX_PHOTOS, required=False, help_text="sent before, /api/v1/photos/"
    )
    return inline_serializer("Report", fields | {"photos": photos})


class ReceivedSerializer(serializers.Serializer):
    """What whoever sent a report gets: its number, its page, and the address that follows it without an account."""

    uuid = serializers.UUIDField()
    number = serializers.CharField()
    url = serializers.URLField(help_text="the public page")
    follow = serializers.URLField(help_text="for its sender alone")
    photos = serializers.IntegerField(help_text="how many came with it")
    missing = serializers.ListField(child=serializers.UUIDField(), help_text="photos it lists that had not arrived")


class Receiving:
    """What the collection of signalements needs to receive them (`Layer.receiving`)."""

    authentication_classes = (SessionWithToken,)
    permission_classes = (AllowAny,)
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="signaler",
        request=_described(SignalementForm),
        responses={
            201: ReceivedSerializer,
            200: OpenApiResponse(ReceivedSerializer, "received before"),
            **{code: OpenApiResponse(description="problem document (RFC 9457)") for code in (400, 403, 409, 413, 415)},
            422: OpenApiResponse(description="problem document; `errors` has one list per field"),
        },
    )
    def create(self, request: Request) -> HttpResponse:
        """Receive a report: 201 the first time, 200 with the same answer when it is sent again."""
        data = _read(request)
        listed = data.setlistdefault("photos")
        # Looked up before the report itself: two tabs may send it at the same moment, and it may arrive in between.
        followed = fiche_of_secret(data["secret"]) if data.get("secret") else None
        before = _received(data.get("uuid", ""), data.get("secret", ""))
        if before:
            return Response(_answer(request, before, data["secret"], listed))
        person = request.user if request.user.is_authenticated else None
        form = SignalementForm(data, MultiValueDict(), person=person)
        if data.get("named") and person is None:
            form.add_error(None, _("Vous n’êtes plus connecté : connectez-vous pour signer, ou envoyez sans signer."))
        if followed:
            form.add_error("secret", _("Ce lien secret suit déjà un autre signalement : rechargez la page."))
        if not form.is_valid():
            return _refused(form)
        told = form.cleaned_data
        proof = data.get("altcha", "")
        verdict = weigh(request, Sending.FICHE, uuid=told["uuid"], text=told["text"], point=form.point, proof=proof)
        sent = form.send(verdict)
        fiche = sent.fiche if sent.created else _received(data["uuid"], data["secret"])
        answer = _answer(request, fiche, form.cleaned_data["secret"], listed)
        return Response(answer, status=status.HTTP_201_CREATED if sent.created else status.HTTP_200_OK)


def _read(request: Request) -> QueryDict:
    """The JSON object as a form would say it; 413, 415 and 400 for what cannot be one."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_REPORT_BYTES:
        raise TooLarge(_("Ce signalement est trop long."))
    try:
        body = request.data
    except (ParseError, RecursionError, ValueError) as error:
        raise ParseError(_("Ce n’est pas du JSON lisible.")) from error
    if not isinstance(body, dict):
        raise ParseError(_("Un objet JSON est attendu."))
    data = QueryDict(mutable=True)
    for name, value in body.items():
        data.setlist(
            name, [_said(each) for each in (value if isinstance(value, list) else [value]) if each is not None]
        )
    return data


def _said(value: Any) -> str:
    """One value in the words of a form: a number in digits, `true` as « yes »; half a character is left out."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, str):
        return value.encode("utf-8", "ignore").decode()
    if isinstance(value, int | float):
        return str(value)
    raise ParseError(_("Une valeur simple est attendue, ou une liste de valeurs simples."))


def _received(uuid: str, secret: str) -> Fiche | None:
    """The signalement received before under that identifier; 409 unless the secret is the one that follows it."""
    try:
        fiche = Fiche.objects.filter(uuid=UUID(uuid)).first()
    except ValueError:
        return None
    if fiche and not fiche.secret_links.filter(digest=digest(secret)).exists():
        raise Taken(_("Cet identifiant est déjà pris : rechargez la page."))
    return fiche


def _answer(request: HttpRequest, fiche: Fiche, secret: str, listed: list[str]) -> dict[str, Any]:
    arrived = {str(uuid) for uuid in fiche.photos.values_list("uuid", flat=True)}
    answer = {
        "uuid": fiche.uuid,
        "number": fiche.number,
        "url": request.build_absolute_uri(fiche.get_absolute_url()),
        "follow": request.build_absolute_uri(reverse("fiches:follow", args=[secret])),
        "photos": len(arrived),
        "missing": [uuid for uuid in listed[:MAX_PHOTOS] if uuid.lower() not in arrived],
    }
    return dict(ReceivedSerializer(answer).data)


def _refused(form: SignalementForm) -> HttpResponse:
    """422: what is wrong, field by field, and the places among which to choose when there are several."""
    places = [{"label": hit.label, "longitude": hit.point.x, "latitude": hit.point.y} for hit in form.candidates]
    title = _("Il reste quelque chose à compléter.")
    return problem(REFUSED, title, errors={name: list(said) for name, said in form.errors.items()}, places=places)
