"""What a gate says: which one is that of a phase, what each side has said, what is still missing, the options."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.fiches.models import What
from projets.opportunites.choosing.masses import mass_of
from projets.opportunites.choosing.scrutins import first_of
from projets.opportunites.choosing.telling import mass_told
from projets.opportunites.models import Consultation, Moment, Objection, Opportunite, Passage, Reunion
from projets.opportunites.workflow import PHASES, Status
from projets.votes.polls.poll import Method

AFTERWARDS: Final = (Status.DECIDED, Status.DELIVERED)  # the gate that is asked about is then the last phase's


@dataclass(frozen=True)
class Side:
    """What one side has said: since when it is yes, or in words what is missing."""

    at: datetime | None
    missing: str = ""


def began(topic: Opportunite, phase: str) -> datetime | None:
    """Since when the topic is in that phase, the last time it entered it; None when its history does not tell."""
    lines = topic.evenements.filter(what=What.STATUS, after=phase).order_by("-at", "-pk")
    return lines.values_list("at", flat=True).first()


def phase_of(topic: Opportunite) -> str:
    """The phase whose gate is asked about: the one it is in, the last once it is decided; empty before the first."""
    if topic.status in AFTERWARDS:
        return PHASES[-1].value
    return topic.status if topic.status in PHASES else ""


def gate_of(topic: Opportunite, phase: str = "") -> Passage | None:
    """The gate at the end of a phase (by default that of now): proposed since it began, and not left behind."""
    phase = phase or phase_of(topic)
    if not phase:
        return None
    rows = Passage.objects.filter(opportunite=topic, phase=phase, left_at=None)
    if (since := began(topic, phase)) is not None:
        rows = rows.filter(opened_at__gte=since)
    return rows.select_related("opportunite", "consultation", "reunion", "service").last()


def is_passed(topic: Opportunite, phase: str = "") -> bool:
    """Whether residents and service have both said yes at the end of that phase (by default that of now)."""
    gate = gate_of(topic, phase)
    return gate is not None and residents_of(gate).at is not None and gate.service_at is not None


def residents_of(gate: Passage) -> Side:
    """Worked out from a count or from a meeting that was told: nobody ticks it."""
    if gate.residents_at is not None:
        return Side(gate.residents_at)
    if gate.consultation is not None:
        return chosen(gate.consultation)
    if gate.reunion is not None:
        return met(gate.reunion)
    return Side(None, _("Ni consultation ni réunion n’est encore prévue pour le demander aux habitants."))


def service_of(gate: Passage) -> Side:
    """In its own words."""
    if gate.service_at is not None:
        return Side(gate.service_at)
    said = _("Le service a dit ce qui manque.") if gate.service_said else _("Le service n’a pas encore répondu.")
    return Side(None, said)


def met(reunion: Reunion) -> Side:
    """A meeting stands for the residents' yes once what came out of it is told, with the people who came."""
    if reunion.recorded_at is None:
        told = {"day": date_format(localtime(reunion.at), "j F Y")}
        return Side(None, _("La réunion du %(day)s n’a pas encore son compte rendu.") % told)
    if not reunion.came:
        return Side(None, _("Personne n’est venu à la réunion."))
    return Side(reunion.recorded_at)


def chosen(consultation: Consultation) -> Side:
    """A consultation does once it is counted, its mass reached, every objection to what came first answered."""
    moment = consultation.moment
    if moment != Moment.DONE:
        return Side(None, _unfinished(consultation, moment))
    voices = consultation.result.get("voices", 0) if consultation.counted_at else consultation.voix.count()
    if not voices:
        return Side(None, _("Personne ne s’est exprimé."))
    if not consultation.quorum:
        return Side(None, _("Aucune masse n’était demandée : ce résultat ne vaut pas pour tous."))
    if not mass_of(consultation).reached:
        who = ", ".join(mass_told(consultation)["missing"]) or _("des secteurs dont la population n’est pas connue")
        return Side(None, _("La masse n’est pas atteinte ; il manque : %(who)s.") % {"who": who})
    waiting = [each for each in objections_of(consultation) if not hasattr(each, "replique")]
    if waiting:
        told = ngettext("%(n)d objection attend sa réponse.", "%(n)d objections attendent leur réponse.", len(waiting))
        return Side(None, told % {"n": len(waiting)})
    return Side(consultation.counted_at or consultation.counts_at)


def _unfinished(consultation: Consultation, moment: Moment) -> str:
    if moment == Moment.DRAFT:
        return _("La consultation n’est pas encore annoncée.")
    if moment == Moment.CANCELLED:
        return _("La consultation est annulée : il faudra demander autrement.")
    day = date_format(localtime(consultation.counts_at), "j F Y, H:i")
    return _("Le résultat de la consultation vient le %(day)s.") % {"day": day}


def objections_of(consultation: Consultation) -> list[Objection]:
    """Those to what came first, by consent, once it is counted; in an order that tells nothing of who came when."""
    if consultation.method != Method.CONSENT or consultation.moment != Moment.DONE:
        return []
    rows = Objection.objects.filter(option=first_of(consultation)).select_related("replique")
    return sorted(rows, key=lambda each: (each.text, each.pk))


def told(gate: Passage) -> dict[str, Any]:
    """Both sides, and what keeps the gate closed."""
    residents, service = residents_of(gate), service_of(gate)
    return {"gate": gate, "residents": residents, "service": service}
