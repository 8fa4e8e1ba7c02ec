"""What a crew does at a stop, taken once however often the phone sends it, and never over what others did meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import Visibility, What
from carto.fiches.photos import Picture
from signalements.actions import change_status
from signalements.cases import lock_case
from signalements.correcting import STEPPED, correct, may_take_back
from signalements.desk.rights import acting_role
from signalements.models import Stop, Tournee
from signalements.tracked import snapshot
from signalements.workflow import CLOSED, Closing, Status

Outcome = Stop.Outcome
UNDO: Final = "undo"
CONFLICT: Final = "conflict"  # the code of what somebody else did meanwhile
# What everybody reads when the crew writes nothing.
SAID: Final[dict[Closing, str | Promise]] = {
    Closing.MENDED: gettext_lazy("Notre équipe est passée : c’est réparé ou nettoyé."),
    Closing.MADE_SAFE: gettext_lazy("Notre équipe est passée et a mis en sécurité ; la suite est prévue."),
    Closing.NOT_FOUND: gettext_lazy(
        "Notre équipe est passée et n’a rien trouvé. Si le problème est encore là, dites-le-nous."
    ),
}


@dataclass(frozen=True)
class Gesture:
    """One gesture: `uuid` made by the phone, `outcome` one of Stop.Outcome or UNDO, and what comes with it."""

    uuid: UUID
    outcome: str
    closing: str = ""
    words: str = ""  # that everybody reads
    note: str = ""  # for the services
    pictures: Iterable[Picture] = field(default_factory=tuple)


def take(stop: Stop, gesture: Gesture, *, person: User) -> Stop:
    """Do it, once; the stop as it is afterwards.

    Raises ValidationError (French): with the code CONFLICT when somebody else closed or moved it meanwhile, with those
    of the workflow when the step owes something.
    """
    with transaction.atomic():
        stop = Stop.objects.select_for_update(of=("self",)).select_related("signalement", "tournee").get(pk=stop.pk)
        if stop.gesture == gesture.uuid:
            return stop
        role = acting_role(person, stop.signalement)
        if not role:
            raise ValidationError(_("Ce signalement n’est plus dans les mains de votre équipe."), code=CONFLICT)
        if gesture.outcome == UNDO:
            _undo(stop, person, role)
        else:
            _refuse_if_settled(stop)
            _act(stop, gesture, person, role)
        stop.gesture = gesture.uuid
        stop.save(update_fields=["outcome", "note", "done_at", "gesture", "before"])
        _close_round(stop.tournee)
    return stop


def _act(stop: Stop, gesture: Gesture, person: User, role: str) -> None:
    """Done or not found closes it, with what everybody reads; to be seen again leaves a note for the services."""
    if gesture.outcome == Outcome.LATER:
        if not gesture.note:
            raise ValidationError(_("Dites en quelques mots ce qu’il faudra revoir."), code="note")
        said = _("À revoir, après le passage de la tournée « %(name)s » : %(note)s")
        told = said % {"name": stop.tournee.name, "note": gesture.note}
        record(stop.signalement, What.ROUND, person=person, role=role, private_text=told)
    else:
        closing = Closing.NOT_FOUND if gesture.outcome == Outcome.NOT_FOUND else _closing(gesture.closing)
        stop.before = snapshot(lock_case(stop.signalement)[0])
        change_status(
            stop.signalement, Status.TREATED, person=person, role=role, closing=closing or "",
            public_text=gesture.words or str(SAID[closing or Closing.MENDED]), private_text=gesture.note,
            after_photos=gesture.pictures,
        )  # fmt: skip
    stop.outcome, stop.note, stop.done_at = gesture.outcome, gesture.note, timezone.now()


def _undo(stop: Stop, person: User, role: str) -> None:
    """Take back the last gesture made at that stop; what it closed goes on as before, and who follows it is told."""
    if not stop.outcome:
        return
    if timezone.localdate(stop.done_at) != timezone.localdate():
        raise ValidationError(_("C’était un autre jour : le bureau peut rouvrir le signalement."), code=CONFLICT)
    closed = stop.outcome in (Outcome.DONE, Outcome.NOT_FOUND)
    if closed and stop.signalement.get_status() in CLOSED:
        _open_again(stop, person, role)
    record(stop.signalement, What.ROUND, person=person, role=role, private_text=_("Geste repris par l’équipe."))
    stop.outcome, stop.note, stop.done_at, stop.before = "", "", None, {}


def _open_again(stop: Stop, person: User, role: str) -> None:
    """As it was before, for whoever closed it by mistake; for anybody else it is a reopening, if they may."""
    if stop.before and may_take_back(stop.signalement, person):
        said = _("Clos par erreur, sur la tournée « %(name)s ».") % {"name": stop.tournee.name}
        correct(stop.signalement, stop.before, STEPPED, person=person, role=role, why=said)
        return
    why = _("Clos par erreur : notre équipe y retourne.")
    try:
        change_status(stop.signalement, Status.REOPENED, person=person, role=role, public_text=why)
    except ValidationError as error:
        said = _("C’est clos et déjà annoncé : le bureau peut rouvrir le signalement.")
        raise ValidationError(said, code=CONFLICT) from error


def _closing(code: str) -> Closing | None:
    """The reason given; none when a photo alone shows it. ValidationError for a reason that is none of a crew's."""
    if not code:
        return None
    if code not in (Closing.MENDED, Closing.MADE_SAFE):
        raise ValidationError(_("Ce motif ne va pas ici : choisissez-en un autre."), code="closing")
    return Closing(code)


def _refuse_if_settled(stop: Stop) -> None:
    """Raise ValidationError when there is nothing left to do there, and say who has been quicker and when."""
    if stop.outcome and stop.outcome != Outcome.LATER:
        said = {"outcome": stop.get_outcome_display(), "when": _when(stop.done_at)}
        raise ValidationError(_("Cet arrêt est déjà noté « %(outcome)s », %(when)s.") % said, code=CONFLICT)
    signalement = stop.signalement
    if signalement.get_status() in CLOSED:
        said = {"state": signalement.get_status_display(), "when": _when(signalement.updated_at)}
        raise ValidationError(_("Clos entre-temps par quelqu’un d’autre : %(state)s, %(when)s.") % said, code=CONFLICT)
    if signalement.visibility not in (Visibility.PUBLIC, Visibility.WAITING):
        raise ValidationError(_("Ce signalement a été réuni à un autre ou retiré entre-temps."), code=CONFLICT)


def _when(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F, H:i")


def _close_round(tournee: Tournee) -> None:
    """The round is over once something was noted at each stop; a gesture taken back opens it again."""
    left = tournee.stops.filter(outcome="").exclude(signalement__status__in=[each.value for each in CLOSED]).exists()
    closed_at = None if left else tournee.closed_at or timezone.now()
    if closed_at != tournee.closed_at:
        tournee.closed_at = closed_at
        tournee.save(update_fields=["closed_at"])


def check_person(person: User, claimed: str) -> None:
    """A phone passes from hand to hand: what one person did is not sent in the name of another (PermissionDenied)."""
    if claimed and claimed != str(person.pk):
        raise PermissionDenied
