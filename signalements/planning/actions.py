"""What lasts or comes back goes to a planning service too, street by street, and its outcome to everybody there.

The study lies beside the reports: they stay with their service and crew, which make safe what is urgent, and their
promise runs on. So nobody waits for a study to have a hole closed, and a study is not hidden in a queue of holes.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.comptes.models import Service, User
from carto.fiches.actions import record
from carto.fiches.models import Fiche, Lien, LienKind, Temporality, What
from carto.text import tidy
from signalements.cases import case_of
from signalements.models import Etude, EtudeItem, Signalement
from signalements.planning.querysets import OPEN_STUDIES, not_looked_at, recurring, rows_of
from signalements.routing.changes import trace

State = Etude.State
_LASTING: Final = {Temporality.OFTEN: EtudeItem.Why.OFTEN, Temporality.ALWAYS: EtudeItem.Why.ALWAYS}

# Where a study may go from each state. Works may get another day; what was refused may be looked at again.
STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    State.WAITING: (State.UNDER_WAY, State.PLANNED, State.OPPORTUNITY, State.REFUSED),
    State.UNDER_WAY: (State.PLANNED, State.OPPORTUNITY, State.REFUSED),
    State.PLANNED: (State.PLANNED, State.OPPORTUNITY, State.REFUSED),
    State.OPPORTUNITY: (State.PLANNED, State.REFUSED),
    State.REFUSED: (State.UNDER_WAY, State.PLANNED, State.OPPORTUNITY),
}


def look_at(signalement: Signalement) -> Etude | None:
    """Put a report in the study of its street when it is said to last, or when it comes back; None otherwise.

    What came back brings those that show it. Nothing happens in a city without a planning service.
    """
    service = _planners(signalement)
    if service is None:
        return None
    family = signalement.categorie.family
    again = recurring(signalement, family)
    why = _LASTING.get(signalement.temporality)
    if not why and not again:
        return None
    etude = _study(service, signalement)
    found = {pk: EtudeItem.Why.RECURRENCE for pk in again} | ({signalement.pk: why} if why else {})
    items = (EtudeItem(etude=etude, signalement_id=pk, why=reason) for pk, reason in found.items())
    EtudeItem.objects.bulk_create(items, ignore_conflicts=True)
    record(signalement, What.NOTED, role="system", private_text=_said(etude, why, len(again)))
    return etude


def _planners(signalement: Signalement) -> Service | None:
    """The service that has it, when it studies; else the first that does."""
    found = list(Service.objects.filter(planning=True).order_by("pk"))
    return next((each for each in found if each.pk == signalement.service_id), found[0] if found else None)


def _study(service: Service, signalement: Signalement) -> Etude:
    """The open study of that street, or a new one; without a known street, that of the quartier or commune."""
    around = signalement.quartier or signalement.commune
    place = ", ".join(str(part) for part in (signalement.rue, around) if part) or _("Ailleurs")
    return Etude.objects.get_or_create(
        service=service, rue=signalement.rue, place=place, state__in=OPEN_STUDIES, defaults={"state": State.WAITING}
    )[0]


def _said(etude: Etude, why: str | None, again: int) -> str:
    reasons = [_("fréquence : %(often)s") % {"often": EtudeItem.Why(why).label}] if why else []
    if again:
        said = ngettext("%(n)d au même endroit en douze mois", "%(n)d au même endroit en douze mois", again)
        reasons.append(said % {"n": again})
    told = {"service": etude.service, "place": etude.place, "why": " ; ".join(reasons)}
    return _("Étudié aussi par %(service)s (%(place)s) : %(why)s.") % told


def gather(since: datetime) -> int:
    """Look at what arrived or came back since then and is in no study yet; returns how many studies it brought to."""
    found = not_looked_at(since).select_related("categorie", "rue", "quartier", "commune")
    return sum(look_at(signalement) is not None for signalement in found.iterator(chunk_size=500))


def conclude(
    etude: Etude, state: str, text: str, *, by: User, role: str = "agent", works_on: date | None = None,
    opportunite: Fiche | None = None,
) -> int:  # fmt: skip
    """The next step of a study, told on each of its reports to whoever sent or follows it; returns on how many.

    Raises ValidationError (French): a step that does not exist, no words, no day for works, no opportunité to name.
    """
    with transaction.atomic():
        locked = Etude.objects.select_for_update(of=("self",)).select_related("service").get(pk=etude.pk)
        text = tidy(text)
        _check(locked, state, text, works_on, opportunite)
        before = locked.get_state_display()
        locked.state, locked.text, locked.changed_at, locked.changed_by = state, text, timezone.now(), by
        locked.works_on = works_on if state == State.PLANNED else None
        locked.opportunite = opportunite if state == State.OPPORTUNITY else locked.opportunite
        _save(locked)
        trace(locked, by, f"{before} → {locked.get_state_display()}\n{text}")
        cases = {case.pk: case for case in (case_of(item.signalement) for item in rows_of(locked))}
        said = announced(locked)
        for case in cases.values():
            record(case, What.ANSWER, role=role, person=by, after=str(locked.service)[:200], public_text=said)
            if opportunite:
                _tie(opportunite, case, by, role)
    etude.state = state
    return len(cases)


def _check(etude: Etude, state: str, text: str, works_on: date | None, opportunite: Fiche | None) -> None:
    if state not in STEPS[etude.state]:
        raise ValidationError(_("Cette étude a avancé entre-temps : relisez-la."), code="step")
    if not text:
        raise ValidationError(_("Écrivez ce que liront les personnes qui ont signalé."), code="text")
    if state == State.PLANNED and (works_on is None or works_on < timezone.localdate()):
        raise ValidationError(_("Dites à partir de quel jour, aujourd’hui ou plus tard."), code="day")
    if state == State.OPPORTUNITY and opportunite is None:
        raise ValidationError(_("Dites quelle opportunité, par son numéro."), code="opportunite")


def _save(etude: Etude) -> None:
    try:
        with transaction.atomic():
            etude.save()
    except IntegrityError as error:
        raise ValidationError(_("Une autre étude est ouverte pour cette rue : c’est la même."), code="open") from error


def announced(etude: Etude) -> str:
    """What everybody reads of its present state: « Rue de Strasbourg : travaux prévus à partir du 1 mars 2027. … »"""
    told = {"place": etude.place, "text": etude.text}
    if etude.works_on:
        told["day"] = date_format(etude.works_on, "j F Y")
    if etude.opportunite_id:
        told["title"] = f"{etude.opportunite.title} ({etude.opportunite.number})"
    said = {
        State.UNDER_WAY: _("%(place)s : nous étudions l’ensemble de ce qui y a été signalé. %(text)s"),
        State.PLANNED: _("%(place)s : des travaux sont prévus à partir du %(day)s. %(text)s"),
        State.OPPORTUNITY: _("%(place)s : on y travaille avec les habitants, « %(title)s ». %(text)s"),
        State.REFUSED: _("%(place)s : l’étude n’a pas de suite. %(text)s"),
    }
    return said[etude.state] % told


def _tie(opportunite: Fiche, case: Signalement, by: User, role: str) -> None:
    """Its lineage: the opportunité grew from that report, once."""
    known = {"source": opportunite, "target_id": case.pk, "kind": LienKind.GREW_FROM, "undone_at": None}
    Lien.objects.get_or_create(**known, defaults={"by": by, "role": role})
