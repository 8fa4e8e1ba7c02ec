"""Updates of requests (mySociety's `servicerequestupdates`), told to others and taken from others, once each."""

from dataclasses import dataclass, replace
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from carto.fiches.actions import add_pictures, record
from carto.fiches.models import Evenement, Kind, Moment, What
from carto.fiches.models.shown import UNSIGNED
from carto.fiches.photos import Picture
from carto.text import tidy
from signalements.actions import change_status
from signalements.models import STATUS_LABELS, ReceivedUpdate, Signalement
from signalements.open311.asking import one, read_span, several
from signalements.open311.asking import read as read_asked
from signalements.open311.formats import Fault
from signalements.open311.keys import count_sending, holder
from signalements.open311.pictures import sent_with
from signalements.open311.telling import (
    BY_SERVICES,
    SEEN,
    moment,
    picture_after,
    picture_of,
    seen,
    status_code,
    whole_days,
)
from signalements.workflow import CLOSED, Status

PARTNER: Final = "partner"
TOLD: Final = (What.STATUS, What.CONTESTED, What.ANSWER, What.ASKED)  # as the index « evenement_told » has them
LONGEST: Final = 4000
_OURS: Final = {status.value: status for status in Status}
# A partner takes up, and says that it is done: whatever the word for « closed », an agent looks before it is.
TAKEN_UP: Final = frozenset({"investigating", "in_progress", "planned", "action_scheduled", "accepted"})
OVER: Final = frozenset({
    "closed", "fixed", "fixed_council", "no_further_action", "unable_to_fix", "not_councils_responsibility",
    "not_responsible", "duplicate", "cancelled", "to_check", "treated", "declined",
})  # fmt: skip
NO_STEP: Final = frozenset({"open", "internal_referral", ""})
NOT_IN_HAND: Final = frozenset({Status.RECEIVED, Status.REOPENED, Status.FORWARDED})


@dataclass(frozen=True)
class Update:
    """One update as it came: `code` is what the other calls its own state (`external_status_code`).

    `link` is where a picture is said to be, `pictures` those that we have; `note` is for the services.
    """

    update_id: str
    status: str
    text: str = ""
    code: str = ""
    link: str = ""
    pictures: tuple[Picture, ...] = ()
    note: str = ""


def told(query: QueryDict) -> list[dict[str, Any]]:
    """The public lines of history of a period, the oldest first: 1000 at most, 90 days at most.

    What is told to the day is found by its day, whatever the hour that is asked.
    """
    start, end = read_span(query)
    ids, rows = several(query, "service_request_id"), read_asked(query).rows
    first, last = whole_days(start, end)
    signed = ~Q(person=None, actor_role__in=UNSIGNED)
    lines = Evenement.objects.filter(
        Q(signed, at__gte=start, at__lt=end) | ~signed,
        what__in=TOLD, at__gte=first, at__lt=last, fiche__kind=Kind.SIGNALEMENT.value, fiche__visibility__in=SEEN,
    )  # fmt: skip
    if ids:
        lines = lines.filter(fiche__number__in=[each.upper() for each in ids])
    found = list(lines.order_by("at", "pk")[rows])
    about = {each.pk: each for each in seen().filter(pk__in={line.fiche_id for line in found})}
    return [_update(line, about[line.fiche_id]) for line in found if line.fiche_id in about]


def _update(line: Evenement, one: Signalement) -> dict[str, Any]:
    status = _OURS.get(line.after, one.get_status())
    closes = status in CLOSED
    return {
        "update_id": str(line.pk),
        "service_request_id": one.number,
        "status": "closed" if closes else "open",
        "external_status_code": status_code(one) if status == one.get_status() else status.value,
        "updated_datetime": moment(line.told_at),
        "description": line.public_text if line.what in BY_SERVICES else "",
        "media_url": picture_of(line, one) or (picture_after(one) if closes else None),
    }


def receive(request: HttpRequest) -> dict[str, str]:
    """`POST servicerequestupdates`, by a program that acts for a service, on what that service answers for."""
    post = request.POST
    key = holder(one(post, "api_key"))
    if key.service is None:
        raise Fault(403, _("Cette clé signale ; elle n’agit pour aucun service."))
    count_sending(key)
    update = Update(
        one(post, "update_id")[:200], word(one(post, "status")), tidy(one(post, "description")),
        one(post, "external_status_code")[:40],
    )  # fmt: skip
    _check(update)
    found = seen().filter(number=one(post, "service_request_id").upper()).first()
    if found is None:
        raise Fault(404, _("service_request_id inconnu."))
    if found.service_id != key.service_id:
        raise Fault(403, _("Ce signalement n’est pas confié à ce service."))
    source = f"key:{key.pk}"
    if not is_taken(source, update.update_id):
        update = replace(update, pictures=sent_with(request))
    taken, _is_new = apply(found, update, source=source, name=str(key.service))
    return {"update_id": str(taken.evenement_id or update.update_id)}


def _check(update: Update) -> None:
    if not update.update_id:
        raise Fault(400, _("update_id manque : il permet de ne prendre une mise à jour qu’une fois."))
    if update.status not in TAKEN_UP | OVER | NO_STEP:
        raise Fault(400, _("status inconnu : « open », « closed », ou un état de FixMyStreet."))
    if len(update.text) > LONGEST:
        raise Fault(400, _("description : %(max)d caractères au plus.") % {"max": LONGEST})


def word(status: str) -> str:
    """How a state is spelled here: « Not council's responsibility », « NOT_COUNCILS_RESPONSIBILITY »: one word."""
    letters = "".join(each for each in status.lower().replace("-", " ") if each.isalnum() or each in " _")
    return "_".join(letters.split())


def says(update: Update) -> str:
    """The word that counts: its own state where that is one we know, else the one of the specification."""
    code = update.code.partition(":")[0]
    return code if code in TAKEN_UP | OVER else update.status


def meant(update: Update, before: Status) -> Status | None:
    """The state that an update leads to from `before`; None when it only says something.

    `external_status_code` counts where it is a word we know: a server of our own kind says its state exactly.
    """
    said = says(update)
    if said in TAKEN_UP and before in NOT_IN_HAND:
        return Status.ACCEPTED
    if said in OVER and before not in CLOSED | {Status.TO_CHECK}:
        return Status.TO_CHECK
    return None


def is_taken(source: str, update_id: str) -> bool:
    """Whether we have had it: its pictures are then not asked for again."""
    return ReceivedUpdate.objects.filter(source=source, update_id=update_id).exists()


def apply(one: Signalement, update: Update, *, source: str, name: str) -> tuple[ReceivedUpdate, bool]:
    """Take one update from another system, once: the workflow's step, or its words alone. And whether it is new.

    `name` is the organisation's, told with it. Where the workflow has no such step its words are kept, and the services
    read which state was told.
    """
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        taken, is_new = ReceivedUpdate.objects.select_for_update().get_or_create(
            source=source, update_id=update.update_id, defaults={"signalement": one}
        )
        if is_new:
            taken.evenement = _write(one, update, name)
            taken.save(update_fields=["evenement"])
    return taken, is_new


def _write(one: Signalement, update: Update, name: str) -> Evenement | None:
    one.refresh_from_db(fields=["status"])
    step = meant(update, one.get_status())
    private = _("État reçu de %(name)s : %(status)s") % {"name": name, "status": update.code or update.status}
    private = f"{private} {update.note}".strip()
    if step is not None:
        try:
            with transaction.atomic():
                return _step(one, step, update, {"role": PARTNER, "private_text": private}, name)
        except ValidationError:
            if not (update.text or update.pictures):
                return record(one, What.NOTED, role=PARTNER, private_text=private)
    add_pictures(one, update.pictures, moment=Moment.AFTER if says(update) in OVER else Moment.BEFORE)
    if update.text or update.pictures:
        public = _said(name, update.text or _("une photo est jointe."))
        return record(one, What.ANSWER, role=PARTNER, public_text=public, private_text=private)
    return record(one, What.NOTED, role=PARTNER, private_text=private) if update.note else None


def _step(one: Signalement, step: Status, update: Update, line: dict[str, str], name: str) -> Evenement:
    """Take the step, with the pictures: they show what was done, or how it is while somebody has it in hand."""
    done = update.pictures if step is Status.TO_CHECK else ()
    add_pictures(one, () if done else update.pictures)
    public = _said(name, update.text or str(STATUS_LABELS[step]))
    return change_status(one, step, after_photos=done, public_text=public, **line)


def _said(name: str, text: str) -> str:
    return _("%(name)s : %(text)s") % {"name": name, "text": text[:LONGEST]}
