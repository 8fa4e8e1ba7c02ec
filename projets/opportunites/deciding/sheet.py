"""What the sheet of a decision says, and what it still owes before it can be taken, in words."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.opportunites.deciding.chosen import Chosen
from projets.opportunites.models import STATUS_LABELS, Decision, Ecart, Opportunite
from projets.opportunites.workflow import PHASES, Status, passed_over

# What every decision says, by field, and what one reads while it does not.
OWED: Final[dict[str, str | Promise]] = {
    "text": gettext_lazy("Écrivez ce qui est décidé."),
    "inputs": gettext_lazy("Dites sur quoi la décision s’appuie."),
    "criteria": gettext_lazy("Dites ce qui a compté pour décider."),
    "signatory": gettext_lazy("Dites qui signe."),
    "signatory_role": gettext_lazy("Dites en tant que quoi cette personne signe."),
}


def draft_of(topic: Opportunite) -> Decision | None:
    """The one that is announced or being written, not yet taken."""
    return topic.decisions.filter(taken_at=None).order_by("-pk").first()


def current_of(topic: Opportunite) -> Decision | None:
    """The one that holds: the latest that was taken."""
    return topic.decisions.exclude(taken_at=None).order_by("-taken_at", "-pk").first()


def missing(decision: Decision | None, found: Sequence[Chosen]) -> list[str]:
    """Each line that is owed before it can be taken, in a sentence; empty when nothing is."""
    announced = decision is not None and decision.announced_at is not None
    owed = [] if announced else [_("Annoncez d’abord qu’elle va être prise, et quand.")]
    if decision is None:
        return [*owed, *map(str, OWED.values()), _("Écrivez au moins une option retenue.")]
    owed += [str(words) for name, words in OWED.items() if not getattr(decision, name).strip()]
    return owed + _without_reason(decision) + departures_owed(decision, found)


def _without_reason(decision: Decision) -> list[str]:
    pistes = list(decision.pistes.all())
    owed = [] if any(piste.kept for piste in pistes) else [_("Écrivez au moins une option retenue.")]
    for piste in pistes:
        if not piste.reason.strip():
            words = _("Dites pourquoi « %(name)s » est retenue.") if piste.kept else _(
                "Dites pourquoi « %(name)s » est mise de côté."
            )  # fmt: skip
            owed.append(words % {"name": piste.name})
    return owed + [_("Dites pourquoi on s’écarte de « %(name)s ».") % {"name": ecart.chosen}
                   for ecart in decision.ecarts.all() if not ecart.reason.strip()]  # fmt: skip


def departures_owed(decision: Decision, found: Sequence[Chosen]) -> list[str]:
    """What was chosen together is kept as it is, or departed from with a reason: never passed over in silence."""
    aside = {piste.name.strip().lower() for piste in decision.pistes.all() if not piste.kept}
    ecarts = {ecart.consultation_id: ecart for ecart in decision.ecarts.all()}
    owed = []
    for each in found:
        said, told = decision.chosen.get(each.slug), {"name": each.name}
        if not said or said.get("name") != each.name:
            owed.append(_("Dites si « %(name)s », choisi ensemble, est retenu tel quel.") % told)
        elif said["kept"] and each.name.strip().lower() in aside:
            owed.append(_("« %(name)s », choisi ensemble, est mis de côté plus haut : c’est un écart.") % told)
        elif not said["kept"]:
            owed += _departure_owed(ecarts.get(each.consultation.pk), each)
    return owed


def _departure_owed(ecart: Ecart | None, each: Chosen) -> list[str]:
    if ecart is None or not ecart.decided.strip():
        return [_("Dites ce qui est décidé à la place de « %(name)s ».") % {"name": each.name}]
    return []  # its reason is asked with those of the others


def left_out(topic: Opportunite) -> list[str]:
    """What deciding now leaves out, in words: whole phases, and the gate of the phase that it leaves (since what was
    decided before, if it was reopened). Each takes a public, signed reason.
    """
    if topic.status not in PHASES:
        return []
    told = []
    if skipped := passed_over(topic.status, Status.DECIDED):
        names = ", ".join(str(STATUS_LABELS[phase]) for phase in skipped)
        told.append(_("Phases sautées : %(names)s.") % {"names": names})
    gates, before = topic.passages.filter(phase=topic.status).exclude(passed_at=None), current_of(topic)
    if not (gates.filter(passed_at__gt=before.taken_at) if before else gates).exists():
        told.append(_("Passage non franchi : %(name)s.") % {"name": topic.get_status_display()})
    return told


def sources_of(topic: Opportunite) -> list[dict[str, Any]]:
    """The consultations, meetings and gates of the topic that a decision may say it rests on."""
    page = topic.get_absolute_url()
    told = [
        {"kind": "consultation", "pk": each.pk, "label": each.title, "address": each.get_absolute_url()}
        for each in topic.consultations.public().order_by("opens_at")
    ]
    told += [
        {"kind": "reunion", "pk": each.pk, "label": _meeting(each.place, each.at), "address": f"{page}reunions/"}
        for each in topic.reunions.all()
    ]
    return told + [
        {"kind": "passage", "pk": each.pk, "label": _gate(each.get_phase_display()), "address": f"{page}passage/"}
        for each in topic.passages.exclude(passed_at=None)
    ]


def _meeting(place: str, at: Any) -> str:
    return _("Réunion du %(day)s, %(place)s") % {"day": date_format(localtime(at), "j F Y"), "place": place}


def _gate(phase: str) -> str:
    return _("Passage : %(phase)s") % {"phase": phase}
