"""Writing the opening sheet, opening the topic with it, going from phase to phase."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import What
from projets.actions import change_status
from projets.opportunites.gates.actions import leave, settled
from projets.opportunites.models import STATUS_LABELS, Opportunite, Ouverture, OuvertureVersion
from projets.opportunites.opening.lines import changed, labels, missing, refusal, sheet_of, told
from projets.opportunites.referents.rights import Hand
from projets.opportunites.workflow import PHASES, WORKFLOW, Status, passed_over


class Stale(ValidationError):
    """Somebody else has written on the sheet in the meantime."""

    def __init__(self) -> None:
        super().__init__(
            _("Quelqu’un a écrit sur cette fiche entre-temps : relisez ce qu’elle dit, puis enregistrez de nouveau."),
            code="stale",
        )


def hold_sheet(topic: Opportunite, version: int) -> Ouverture:
    """The topic's sheet, which nobody else writes on until the transaction ends; Stale when it has moved since."""
    Ouverture.objects.get_or_create(opportunite=topic)
    sheet = Ouverture.objects.select_for_update().get(opportunite=topic)
    if sheet.version != version:
        raise Stale
    return sheet


def keep_version(topic: Opportunite, sheet: Ouverture, hand: Hand) -> OuvertureVersion | None:
    """Keep what the sheet says now, and write in the history what changed; None when nothing did."""
    with transaction.atomic():
        last = sheet.versions.first()
        now = told(topic, sheet)
        names = changed(last.told if last else {}, now)
        if not names:
            return None
        sheet.version += 1
        sheet.save(update_fields=["version", "updated_at"])
        kept = sheet.versions.create(number=sheet.version, by=hand.person, role=hand.role, told=now)
        said = _("Fiche d’ouverture, version %(n)d : %(what)s.") % {"n": sheet.version, "what": labels(names)}
        record(topic, What.CORRECTED, role=hand.role, person=hand.person, public_text=said)
    return kept


def open_topic(topic: Opportunite, hand: Hand, *, reason: str, ends: date | None) -> None:
    """Begin the first phase. ValidationError (French) while a line of the sheet is empty, and from any other state."""
    with transaction.atomic():
        sheet = Ouverture.objects.select_for_update().filter(opportunite=topic).first() or sheet_of(topic)
        if owed := missing(topic, sheet):
            raise ValidationError(refusal(owed), code="incomplete")
        _enter(topic, Status.DIAGNOSIS, hand, reason, ends)


def go_to_phase(topic: Opportunite, after: str, hand: Hand, *, reason: str, ends: date | None) -> None:
    """Go on to a phase, or back to one. To leave one out, or to go on without the gate that residents and service open,
    takes a public reason that a name signs; to go back, words.
    """
    with transaction.atomic():
        before = Opportunite.objects.select_for_update(of=("self",)).get(pk=topic.pk).status
        if after not in PHASES or before not in PHASES:
            raise ValidationError(_("Cette étape n’est pas possible d’ici."), code="transition")
        if departs := departures(topic, before, after):
            reason = signed(reason, departs, hand)
        leave(topic)
        _enter(topic, after, hand, reason, ends)


def departures(topic: Opportunite, before: str, after: str) -> list[str]:
    """What this step leaves out, in words: whole phases, and the gate of the phase that it leaves. Back: nothing."""
    skipped = passed_over(before, after)
    told = []
    if skipped:
        names = ", ".join(str(STATUS_LABELS[phase]) for phase in skipped)
        told.append(_("Phases sautées : %(names)s.") % {"names": names})
    if PHASES.index(Status(after)) > PHASES.index(Status(before)):
        gate = settled(topic, before)
        if gate is None or gate.passed_at is None:
            told.append(_("Passage non franchi : %(name)s.") % {"name": STATUS_LABELS[Status(before)]})
    return told


def signed(reason: str, departs: list[str], hand: Hand) -> str:
    """The reason, under what is left out (`departs`), with who answers for it. ValidationError (French) without words,
    or from somebody who has no name.
    """
    if not reason.strip():
        said = _("Dites pourquoi une phase est sautée, ou quittée sans son passage : tout le monde le lira.")
        raise ValidationError(said, code="text")
    if not hand.person.name.strip():
        said = _("Une phase sautée, ou quittée sans passage, se signe : écrivez d’abord votre nom dans votre compte.")
        raise ValidationError(said, code="unsigned")
    who = hand.named if hand.service is None else f"{hand.person.name}, {hand.named}"
    return "\n".join([*departs, reason.strip(), _("Signé : %(who)s.") % {"who": who}])


def _enter(topic: Opportunite, after: str, hand: Hand, reason: str, ends: date | None) -> None:
    change_status(topic, after, WORKFLOW, role=hand.role, person=hand.person, public_text=reason)
    topic.phase_starts, topic.phase_ends = timezone.localdate(), ends
    topic.save(update_fields=["phase_starts", "phase_ends"])


def may_open(topic: Opportunite) -> bool:
    """Whether its sheet is what it waits for."""
    return topic.status == Status.CARRIED


def versions_told(sheet: Ouverture) -> list[dict[str, Any]]:
    """Each version, the latest first, with the lines that it changed and what they said then."""
    versions = list(sheet.versions.select_related("by"))
    told_before = [each.told for each in versions[1:]] + [{}]
    return [
        {"version": version, "changed": [(name, version.told.get(name)) for name in changed(before, version.told)]}
        for version, before in zip(versions, told_before, strict=True)
    ]
