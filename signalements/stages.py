"""The table of steps in words, for whoever wants to know how a signalement goes on."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signalements.models import STATUS_LABELS
from signalements.workflow import STAGES, Actor, Guard, Status, Step, step_of

Words = str | Promise

MEANINGS: Final[dict[Status, Words]] = {
    Status.RECEIVED: gettext_lazy("Le signalement est sur la carte, avec son numéro. Le service concerné l’a reçu."),
    Status.ACCEPTED: gettext_lazy("Quelqu’un du service l’a lu et s’en occupe."),
    Status.PLANNED: gettext_lazy("Un jour est choisi pour intervenir. Il peut changer : la page le dit alors."),
    Status.WAITING: gettext_lazy(
        "Le service a posé une question à la personne qui a signalé. Le délai s’arrête, puis reprend à la réponse, ou "
        "au bout de dix jours."
    ),
    Status.FORWARDED: gettext_lazy(
        "Une entreprise ou un autre organisme a reçu un lien pour le voir et répondre. Sans réponse, il revient au "
        "service au bout de quatorze jours."
    ),
    Status.TO_CHECK: gettext_lazy("L’équipe ou l’entreprise dit que c’est fait. Un agent vérifie avant de clore."),
    Status.TREATED: gettext_lazy("C’est fait : un motif ou une photo « après » le montre."),
    Status.DECLINED: gettext_lazy("La ville n’interviendra pas, et dit pourquoi."),
    Status.REOPENED: gettext_lazy("Ce n’était pas réparé : le service reprend, avec un nouveau délai."),
}
WHO: Final[dict[Actor, Words]] = {
    Actor.AGENT: gettext_lazy("le service"),
    Actor.REGULATOR: gettext_lazy("la régulation"),
    Actor.CREW: gettext_lazy("l’équipe de terrain"),
    Actor.PARTNER: gettext_lazy("l’entreprise ou l’organisme qui a le lien"),
    Actor.RESIDENT: gettext_lazy("un habitant"),
    Actor.MODERATOR: gettext_lazy("la modération"),
    Actor.SYSTEM: gettext_lazy("le site, de lui-même"),
}
OWES: Final[dict[Guard, Words]] = {
    Guard.WORDS: gettext_lazy("une explication que tout le monde lit"),
    Guard.WHY: gettext_lazy("une raison"),
    Guard.DATE: gettext_lazy("un jour"),
    Guard.CLOSING: gettext_lazy("un motif, ou une photo « après » si c’est fait"),
    Guard.SHOWN: gettext_lazy("une photo ou quelques mots"),
    Guard.TASKS: gettext_lazy("plus aucune tâche ouverte ailleurs"),
}


@dataclass(frozen=True)
class Way:
    """One step as it is read: where to, by whom, with what."""

    after: Words
    stage: str
    by: str
    owes: str


@dataclass(frozen=True)
class Told:
    """One state as it is read, and the ways out of it."""

    code: str
    label: Words
    stage: str
    meaning: Words
    ways: tuple[Way, ...]


def told() -> list[Told]:
    """Every state in its order, in the active language."""
    return [
        Told(status.value, STATUS_LABELS[status], STAGES[status], MEANINGS[status], tuple(_ways(status)))
        for status in Status
    ]


def _ways(status: Status) -> list[Way]:
    return [_way(step) for after in Status if (step := step_of(status, after))]


def _way(step: Step) -> Way:
    owed = [OWES[guard] for guard in Guard if guard in step.owes]
    if step.after is Status.DECLINED:  # a photo shows nothing there
        owed[owed.index(OWES[Guard.CLOSING])] = _("un motif")
    by = get_text_list([str(WHO[actor]) for actor in WHO if actor in step.by], _("ou"))
    return Way(STATUS_LABELS[step.after], STAGES[step.after], by, get_text_list([str(each) for each in owed], _("et")))
