"""What becomes, elsewhere, of what we sent there: updates where the server has them, else the requests themselves."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from carto.text import tidy
from signalements.models import RemoteServer, Sending
from signalements.open311.asking import read_moment
from signalements.open311.client import Client, Unanswered
from signalements.open311.formats import Fault
from signalements.open311.pictures import fetched
from signalements.open311.updates import LONGEST, Update, apply, is_taken, word
from signalements.querysets import OPEN_STATES

OVERLAP: Final = timedelta(minutes=15)  # two clocks differ; what comes twice is taken once
FURTHEST: Final = timedelta(days=30)
FULL: Final = 1000  # as many as the other may give at once: there are more
CHUNK: Final = 50


def pull_all(now: datetime) -> int:
    """Ask every server that we have sent something to; returns how many updates are new."""
    servers = RemoteServer.objects.filter(active=True, sendings__state=Sending.State.SENT).distinct()
    return sum(pull(server, now) for server in servers)


def pull(server: RemoteServer, now: datetime) -> int:
    """Take what is new there; returns how many updates. A failure is noted on the server, and cleared by a success."""
    try:
        with Client(server) as client:
            taken = _pull(client, server, now)
    except Unanswered as error:
        server.error = str(error)
        server.save(update_fields=["error"])
        return 0
    server.error = ""
    server.save(update_fields=["error", "pulled_until"])
    return taken


def _pull(client: Client, server: RemoteServer, now: datetime) -> int:
    start = max((server.pulled_until or now - FURTHEST) - OVERLAP, now - FURTHEST)
    try:
        found = client.updates(start, now)
    except Unanswered as error:
        if not error.missing:
            raise
        server.pulled_until = now
        return sum(_take(server, each) for chunk in _open_numbers(server) for each in _changes(client.requests(chunk)))
    server.pulled_until = now if len(found) < FULL else _latest(found, start, now)
    return sum(_take(server, each) for each in map(_update, found) if each is not None)


def _latest(found: Iterable[dict[str, str]], start: datetime, now: datetime) -> datetime:
    """The date of the last of them, never in the future, always further than where we began."""
    dates = []
    for each in found:
        try:
            dates.append(read_moment(each.get("updated_datetime", "")))
        except Fault:
            continue
    last = max(filter(None, dates), default=now)
    return min(max(last, start + 2 * OVERLAP), now)


def _open_numbers(server: RemoteServer) -> Iterator[list[str]]:
    """The numbers given there to what is still open here, by chunks."""
    sent = server.sendings.filter(state=Sending.State.SENT, signalement__status__in=OPEN_STATES)
    numbers = iter(sent.order_by("pk").values_list("external_id", flat=True))
    while chunk := list(islice(numbers, CHUNK)):
        yield chunk


Numbered = tuple[str, Update]  # the number there, and what is said of it


def _update(told: dict[str, str]) -> Numbered | None:
    """One line of `servicerequestupdates`; None when it cannot be one."""
    number, update_id = told.get("service_request_id", ""), told.get("update_id", "")
    if not number or not update_id:
        return None
    text = tidy(told.get("description", ""))[:LONGEST]
    code = told.get("external_status_code", "")[:40]
    return number, Update(update_id[:200], word(told.get("status", "")), text, code, told.get("media_url", ""))


def _changes(told: Iterable[dict[str, str]]) -> Iterator[Numbered]:
    """What requests say that is not « open » without a word; the same twice has the same identifier."""
    for each in told:
        status, text = word(each.get("status", "")), tidy(each.get("status_notes", ""))[:LONGEST]
        number = each.get("service_request_id", "")
        if number and (text or status != "open"):
            seal = hashlib.sha256(f"{number}\n{status}\n{text}".encode()).hexdigest()
            yield number, Update(f"request:{seal}", status, text)


def _take(server: RemoteServer, numbered: Numbered) -> bool:
    """Apply one to the signalement that bears that number there; whether it is new and ours."""
    number, update = numbered
    sent = server.sendings.filter(external_id=number, state=Sending.State.SENT).select_related("signalement").first()
    if sent is None:
        return False
    source = f"server:{server.pk}"
    if update.link and not is_taken(source, update.update_id):
        update = _with_picture(update, server)
    _taken, is_new = apply(sent.signalement, update, source=source, name=server.name)
    return is_new


def _with_picture(update: Update, server: RemoteServer) -> Update:
    """With the picture that it names; what cannot be had keeps nothing back: the services read which, and why."""
    try:
        return replace(update, pictures=(fetched(update.link, server),))
    except ValidationError as error:
        with override(settings.LANGUAGE_CODE):
            said = _("Image annoncée, non reprise : %(link)s (%(why)s)")
            return replace(update, note=said % {"link": update.link[:500], "why": " ".join(error.messages)})
