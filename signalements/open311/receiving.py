"""`POST requests`: a report sent by a program, read by the form that residents fill in, under the same watch.

Two extensions, as others have them: `media` (one or several pictures, multipart), and `uuid`, the program's own
identifier of the report: sent again with the same key it is received once, and answered the same.
"""

import re
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from carto.fiches.actions import Submission, fiche_of_secret, record
from carto.fiches.models import Contact, Fiche, Kind, Origin, Visibility, What
from carto.fiches.trust.bursts import burst
from carto.fiches.trust.levels import Level
from carto.fiches.trust.weighing import Verdict
from carto.territoires.models import Adresse, Lieu
from carto.text import tidy
from signalements.forms import SignalementForm
from signalements.models import ApiKey, Categorie
from signalements.open311.asking import one
from signalements.open311.formats import Fault
from signalements.open311.keys import count_sending, holder
from signalements.open311.services import offered
from signalements.question_fields import field_name

_ATTRIBUTE = re.compile(r"^attribute\[([^\[\]]{1,80})\](\[\])?$")
_PHONE = re.compile(r"[^\d+ ().-]")
# What the form calls otherwise.
_TOLD_AS: Final = {"text": "description", "adresse": "lat, long, address_string", "photos": "media"}


class ProgramForm(SignalementForm):
    """The same form, filled in by a program."""

    def shared(self) -> dict[str, Any]:
        """It came by an API."""
        return super().shared() | {"origin": Origin.API}


def receive(request: HttpRequest) -> tuple[dict[str, Any], bool]:
    """The answer to a POST, and whether the report is new. Faults: 403 key, 404 service, 400 the rest, 429 too many."""
    post = request.POST
    key = holder(one(post, "api_key"))
    code = one(post, "service_code")
    if not code:
        raise Fault(400, _("service_code manque."))
    categorie = offered(code)
    uuid = _uuid(one(post, "uuid"))
    secret = _secret(key, uuid)
    before = _received(uuid, secret)
    if before:
        return _answer(before), False
    count_sending(key)
    form = ProgramForm(_fields(post, categorie, uuid, secret), MultiValueDict({"photos": _media(request)}), person=None)
    if not form.is_valid():
        raise Fault(400, *_refusals(form, categorie))
    sent = _store(form, post, key)
    fiche = sent.fiche if sent.created else _received(uuid, secret)  # the same arrived meanwhile, from whom?
    return _answer(fiche, has_link=bool(one(post, "media_url"))), sent.created


def _uuid(text: str) -> UUID:
    """The program's own identifier, or a fresh one."""
    try:
        return UUID(text) if text else uuid4()
    except ValueError:
        raise Fault(400, _("uuid : un identifiant comme 9f1c…-….")) from None


def _secret(key: ApiKey, uuid: UUID) -> str:
    """What tells that the same key sent that report; it opens no page to anybody, since nobody is given it."""
    return salted_hmac("signalements.open311", f"{key.pk}:{uuid}", algorithm="sha256").hexdigest()


def _received(uuid: UUID, secret: str) -> Fiche | None:
    """What that key sent before under that identifier; Fault 400 when the identifier is somebody else's."""
    if not Fiche.objects.filter(uuid=uuid).exists():
        return None
    fiche = fiche_of_secret(secret)
    if fiche is None:  # also what we sent ourselves to somebody who sends it back: it stops here
        raise Fault(400, _("uuid : cet identifiant est déjà pris."))
    return fiche


def _fields(post: QueryDict, categorie: Categorie, uuid: UUID, secret: str) -> QueryDict:
    """What was sent, under the names of the form."""
    data = QueryDict(mutable=True)
    data.update({
        "uuid": str(uuid), "secret": secret, "categorie": categorie.code, "text": post.get("description", ""),
        "email": one(post, "email"), "sure": "yes",  # nobody is there to read again: such words wait for a person
    })  # fmt: skip
    data.update(_place(post))
    for code, values in _attributes(post, categorie).items():
        data.setlist(field_name(categorie, code), values)
    return data


def _place(post: QueryDict) -> dict[str, str]:
    """Where: by coordinates, else by an address in words, else by the identifier of an address or spot of ours."""
    lat, long = one(post, "lat"), one(post, "long")
    if bool(lat) != bool(long):
        raise Fault(400, _("lat et long vont ensemble."))
    if lat:
        return {"latitude": lat, "longitude": long}
    if words := one(post, "address_string"):
        return {"adresse": words}
    if identifier := one(post, "address_id"):
        point, osm_id = _known_place(identifier)
        return {"latitude": str(point.y), "longitude": str(point.x), "osm_id": osm_id}
    raise Fault(400, _("Où est-ce ? lat et long, address_string ou address_id."))


def _known_place(identifier: str) -> tuple[Point, str]:
    """The point (SRID 4326) of an address (its BAN or OSM identifier) or of a spot (node/…), with its OSM object."""
    address = Adresse.objects.filter(code=identifier).first()
    spot = None if address else Lieu.objects.filter(osm_id=identifier).first()
    found = address or spot
    if found is None:
        raise Fault(400, _("address_id inconnu."))
    point = found.geom.point_on_surface
    return point, spot.osm_id if spot else ""


def _attributes(post: QueryDict, categorie: Categorie) -> dict[str, list[str]]:
    """`attribute[code]=…` and `attribute[code][]=…`, by code; Fault 400 for a code that the category has not."""
    known = {question.code for question in categorie.questions.all()}
    sent: dict[str, list[str]] = {}
    for name in post:
        told = _ATTRIBUTE.match(name)
        if told and told[1] not in known:
            said = _("attribute[%(code)s] : ce service ne demande pas cela.")
            raise Fault(400, said % {"code": told[1]})
        if told:
            sent.setdefault(told[1], []).extend(value for value in post.getlist(name) if value)
    return sent


def _media(request: HttpRequest) -> list[Any]:
    """The pictures that came along, one by one or as a list."""
    return request.FILES.getlist("media") + request.FILES.getlist("media[]")


def _refusals(form: ProgramForm, categorie: Categorie) -> list[str]:
    """What is wrong, each with the name that the specification gives it; places to choose from are named."""
    codes = {field_name(categorie, each.code): f"attribute[{each.code}]" for each in categorie.questions.all()}
    names = codes | _TOLD_AS
    said = [f"{names.get(name, name)} : {error}" for name, errors in form.errors.items() for error in errors]
    places = [", ".join(part for part in (hit.label, hit.detail) if part) for hit in form.candidates]
    return said + ([_("Lieux possibles : %(places)s.") % {"places": " ; ".join(places)}] if places else [])


def _store(form: ProgramForm, post: QueryDict, key: ApiKey) -> Submission:
    """Store it, with how to reach the person, and the program's name for the services."""
    reason, peers = burst(form.cleaned_data["text"], form.point)
    verdict = Verdict(Level.HELD if reason else Level.CALM, (reason,) if reason else (), reason, peers)
    with transaction.atomic():
        sent = form.send(verdict)
        if sent.created:
            _keep_contact(sent.fiche, post)
            record(sent.fiche, What.NOTED, role="system", private_text=_origin(post, key))
    sent.fiche.refresh_from_db()  # it may have to wait
    return sent


def _origin(post: QueryDict, key: ApiKey) -> str:
    """Which program sent it, and the picture that it only names: a stranger's address is not fetched."""
    with override(settings.LANGUAGE_CODE):
        told = _("Reçu par Open311 : %(name)s.") % {"name": key.name}
        link = one(post, "media_url")[:500]
        return f"{told} {_('Image annoncée, non reprise : %(link)s') % {'link': link}}" if link else told


def _keep_contact(fiche: Fiche, post: QueryDict) -> None:
    """The name and telephone that came with it, apart from the fiche as every contact."""
    name = tidy(f"{one(post, 'first_name')} {one(post, 'last_name')}").replace("\n", " ")[:120]
    phone = _PHONE.sub("", one(post, "phone"))[:40].strip()
    if name or phone:
        Contact.objects.update_or_create(fiche=fiche, defaults={"name": name, "phone": phone})


def _answer(fiche: Fiche, *, has_link: bool = False) -> dict[str, Any]:
    """Its number at once (never a token beside it), and what has to be known of it."""
    notices = []
    if fiche.visibility == Visibility.WAITING:
        notices.append(_("Une vérification a lieu avant publication ; la place dans la file est gardée."))
    if has_link:
        notices.append(_("media_url n’est pas repris : joignez la photo (media, multipart/form-data)."))
    return {"service_request_id": fiche.number, "service_notice": " ".join(notices), "account_id": None}


def of_token(token: str) -> dict[str, str]:
    """The number of the report that a program sent under that `uuid`; Fault 404 when there is none."""
    try:
        fiche = Fiche.objects.filter(uuid=UUID(token), kind=Kind.SIGNALEMENT.value).first()
    except ValueError:
        fiche = None
    if fiche is None or fiche.visibility not in (Visibility.PUBLIC, Visibility.JOINED, Visibility.WAITING):
        raise Fault(404, _("token inconnu."))
    return {"token": token, "service_request_id": fiche.number}
