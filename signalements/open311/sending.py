"""Sending on: what a service linked to another server receives goes there, as often as it takes, and says so."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import Visibility, What
from signalements.actions import change_status
from signalements.models import RemoteCode, RemoteServer, Sending, Signalement
from signalements.open311.client import Client, Unanswered
from signalements.open311.telling import address, media, seen
from signalements.workflow import Status

State = Sending.State
DUE: Final = (State.WAITING, State.TOKEN)
# After each failure, until the next try: two days in all, then somebody has to look.
WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 120, 360, 720, 1620))
LEASE: Final = timedelta(minutes=10)  # while one is being sent nobody else takes it
FRESH: Final = timedelta(days=14)  # linking a service does not pour its whole past into another server
BATCH: Final = 50
TOLD: Final = 500


def gather(now: datetime) -> int:
    """Put in line what services linked to a server have received; returns how many.

    What is held, joined to another or for show waits here or stays; older ones are sent by hand, one by one.
    """
    received = Signalement.objects.filter(
        service__servers__active=True, visibility=Visibility.PUBLIC, demonstration=False,
        status__in=[Status.RECEIVED, Status.REOPENED], reported_at__gte=now - FRESH,
    )  # fmt: skip
    linked = received.annotate(server=F("service__servers"), is_active=F("service__servers__active"))
    known = Sending.objects.filter(signalement=OuterRef("pk"), server=OuterRef("server"))
    waiting = linked.filter(~Exists(known), is_active=True).order_by("reported_at").values_list("pk", "server")
    made = [Sending(signalement_id=pk, server_id=server, next_at=now) for pk, server in waiting[: BATCH * 4]]
    Sending.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def send_due(now: datetime) -> int:
    """Send what is due, the longest waiting first; a server that fails is left alone until the next time."""
    silent: set[int] = set()
    count = 0
    for _turn in range(BATCH):
        sending = _next(now, silent)
        if sending is None:
            break
        if not send(sending, now) and sending.state in DUE:
            silent.add(sending.server_id)
        count += 1
    return count


def _next(now: datetime, silent: set[int]) -> Sending | None:
    """Take the next one that is due: for a while it is nobody else's."""
    with transaction.atomic():
        due = Sending.objects.filter(state__in=DUE, next_at__lte=now, server__active=True).exclude(server__in=silent)
        taken = due.select_for_update(skip_locked=True, of=("self",)).order_by("next_at", "pk").first()
        if taken is not None:
            Sending.objects.filter(pk=taken.pk).update(next_at=now + LEASE)
    return taken


def send(sending: Sending, now: datetime) -> bool:
    """Send one, or ask for the number that its token has become; whether it went well. A failure is noted."""
    server = RemoteServer.objects.get(pk=sending.server_id)
    try:
        with Client(server) as client:
            if sending.state == State.TOKEN:
                sending.external_id = client.number_of(sending.token)
            else:
                sending.external_id, sending.token = client.post(_fields(sending, server))
    except Unanswered as error:
        _failed(sending, now, str(error), final=error.final and not (sending.token and error.missing))
        return False
    _went_well(sending, server, now)
    return True


def _fields(sending: Sending, server: RemoteServer) -> dict[str, Any]:
    """The report as the other server is told it: no name, no address of whoever reported. Unanswered, final."""
    one = seen().filter(pk=sending.signalement_id).first()
    if one is None:
        raise Unanswered(_("Ce signalement n’est plus public."), final=True)
    if one.service_id != server.service_id:
        raise Unanswered(_("Ce signalement est maintenant confié à un autre service."), final=True)
    code = RemoteCode.objects.filter(server=server, categorie=one.categorie_id).values_list("code", flat=True).first()
    if code is None:
        said = _("Aucun code de ce serveur pour « %(categorie)s » : ajoutez-le, puis réessayez.")
        raise Unanswered(said % {"categorie": one.categorie}, final=True)
    point = one.geom.point_on_surface
    page = settings.CARTO_URL + one.get_absolute_url()
    told: dict[str, Any] = {
        "service_code": code, "lat": f"{point.y:.7f}", "long": f"{point.x:.7f}", "address_string": address(one),
        "description": f"{one.text or one.title}\n\n{one.number} · {page}"[:4000], "uuid": identity(one),
    }  # fmt: skip
    picture = next((media(photo) for photo in one.shown), "")
    told |= {"media_url": picture} if picture else {}
    return told | _attributes(one.answers)


def identity(one: Signalement) -> str:
    """What tells another server of our kind that it has had this one; it stops what would go round in a circle too."""
    return str(one.uuid)


def _attributes(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers: several of one question as a list."""
    return {
        f"attribute[{code}]{'[]' if isinstance(value, list) else ''}": value for code, value in answers.items() if value
    }


def _failed(sending: Sending, now: datetime, why: str, *, final: bool) -> None:
    """Note the failure, and when it is tried again; without a next time it is given up, for a person to see."""
    sending.attempts += 1
    sending.error = why[:TOLD]
    over = final or sending.attempts > len(WAITS)
    if over:
        sending.state = State.FAILED
    else:
        sending.next_at = now + WAITS[sending.attempts - 1]
    sending.save(update_fields=["attempts", "error", "state", "next_at"])


def _went_well(sending: Sending, server: RemoteServer, now: datetime) -> None:
    """Keep the number given there, and tell whoever follows; with a token alone, ask for the number in a while."""
    if not sending.external_id:
        if sending.state == State.TOKEN:
            _failed(sending, now, _("Le numéro n’est pas encore donné."), final=False)
            return
        sending.state, sending.attempts, sending.next_at = State.TOKEN, 0, now + WAITS[0]
    else:
        sending.state, sending.sent_at = State.SENT, now
    sending.error = ""
    with transaction.atomic():
        sending.save()
        if sending.state == State.SENT:
            _tell(sending, server)


def _tell(sending: Sending, server: RemoteServer) -> None:
    """In its history: handed over, under which number; forwarded, where the workflow has that step."""
    one = Signalement.objects.get(pk=sending.signalement_id)
    told = _("Transmis à %(name)s, qui l’a reçu sous le numéro %(number)s.")
    said = told % {"name": server.name, "number": sending.external_id}
    record(one, What.SENT_ON, role="system", private_text=said)
    try:
        with transaction.atomic():
            change_status(one, Status.FORWARDED, role="system", public_text=said)
    except ValidationError:  # it has gone on meanwhile: its history says that it was sent, its state stays
        return


def again(sending: Sending) -> None:
    """Somebody asks for another try: from the beginning, now."""
    sending.state = State.TOKEN if sending.token and not sending.external_id else State.WAITING
    sending.attempts, sending.error, sending.next_at = 0, "", timezone.now()
    sending.save(update_fields=["state", "attempts", "error", "next_at"])


def send_by_hand(one: Signalement, server: RemoteServer) -> Sending:
    """Put one in line for a server, whenever it was reported; sent already, nothing happens."""
    return Sending.objects.get_or_create(signalement=one, server=server)[0]
