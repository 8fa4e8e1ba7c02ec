"""From the decision to what is there: the steps promised and done, what it cost, and what is left without an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.fiches.actions import record
from carto.fiches.models import SoutienKind, What
from projets.actions import change_status
from projets.equipements.models import Equipement
from projets.opportunites.after import works
from projets.opportunites.deciding.actions import held
from projets.opportunites.deciding.challenging import running
from projets.opportunites.deciding.contributions import count_unanswered
from projets.opportunites.deciding.sheet import current_of
from projets.opportunites.models import CoutReel, Jalon, Livraison, Moyen, Opportunite
from projets.opportunites.referents.rights import Hand
from projets.opportunites.workflow import WORKFLOW, Status

NEAR: Final = 300  # metres around a topic in which what it delivers is looked for
MOST_NEAR: Final = 12


@dataclass(frozen=True)
class Step:
    """One milestone as everybody reads it: `days` is how late it is or was, below zero when it came early."""

    jalon: Jalon
    days: int

    @property
    def lag(self) -> str:
        """« en retard de 4 jours », « 12 jours après », « le jour dit »; empty while there is time."""
        if self.jalon.done_on is None:
            late = ngettext("en retard de %(n)d jour", "en retard de %(n)d jours", self.days)
            return late % {"n": self.days} if self.days > 0 else ""
        if not self.days:
            return _("le jour dit")
        words = ngettext("%(n)d jour après", "%(n)d jours après", abs(self.days)) if self.days > 0 else (
            ngettext("%(n)d jour avant", "%(n)d jours avant", abs(self.days))
        )  # fmt: skip
        return words % {"n": abs(self.days)}


def steps_of(topic: Opportunite) -> list[Step]:
    """Its milestones, in the order in which they were promised."""
    today = localdate()
    return [Step(jalon, ((jalon.done_on or today) - jalon.due_on).days) for jalon in topic.jalons.all()]


@dataclass(frozen=True)
class Beside:
    """One line of money: what was planned, what it really cost; either may be missing, and nothing is added up."""

    what: str
    planned: Moyen | None
    real: list[CoutReel]


def money_of(topic: Opportunite) -> list[Beside]:
    """What the opening sheet planned, each with what was really spent on it; then what nobody had planned."""
    planned = list(Moyen.objects.filter(ouverture__opportunite=topic))
    real = list(CoutReel.objects.filter(livraison__opportunite=topic))
    found = [Beside(each.what, each, [cost for cost in real if cost.moyen_id == each.pk]) for each in planned]
    return found + [Beside(each.what, None, [each]) for each in real if each.moyen_id is None]


def facilities_near(topic: Opportunite) -> list[Equipement]:
    """The facilities around it, the nearest first: one of them may be what it delivers."""
    found = Equipement.objects.public().near(topic.geom.point_on_surface, NEAR)
    return list(found[:MOST_NEAR])


def tell_step(topic: Opportunite, jalon: Jalon, hand: Hand) -> None:
    """A step is done: its history says when it was promised and when it came."""
    told = {
        "title": jalon.title,
        "due": date_format(jalon.due_on, "j F Y"),
        "done": date_format(jalon.done_on, "j F Y"),
    }
    said = _("Étape « %(title)s » : faite le %(done)s, prévue le %(due)s.") % told
    record(topic, What.COMPLETED, role=hand.role, person=hand.person, public_text=f"{said}\n{jalon.text}".strip())


def keep_steps(topic: Opportunite, hand: Hand, rows: Any) -> None:
    """Keep the real dates and the words of its steps, and the steps that are added; `rows` is valid."""
    with transaction.atomic():
        held(topic)
        before = dict(topic.jalons.values_list("pk", "done_on"))
        for jalon in rows.save():
            if jalon.done_on is not None and before.get(jalon.pk) != jalon.done_on:
                tell_step(topic, jalon, hand)


def deliver(
    topic: Opportunite, hand: Hand, *, delivered_on: date, text: str, costs: Iterable[CoutReel],
    facility: Equipement | None = None, sure: bool = False,
) -> Livraison:  # fmt: skip
    """It is there. ValidationError (French) unless it is decided, and while contributions have no answer unless one is
    `sure`: then the history says how many were left.
    """
    with transaction.atomic():
        if held(topic).status != Status.DECIDED:
            raise ValidationError(_("Un sujet se réalise une fois décidé, et une seule fois."), code="state")
        waiting = running(current_of(topic))
        if waiting is not None and waiting.reached_at is not None:
            raise ValidationError(_("La décision est questionnée : répondez d’abord."), code="challenged")
        left = count_unanswered(topic)
        if left and not sure:
            raise ValidationError(_left(left) + " " + _("Répondez d’abord, ou confirmez que vous terminez ainsi."),
                                  code="unanswered")  # fmt: skip
        made = Livraison.objects.create(
            opportunite=topic, delivered_on=delivered_on, text=text, unanswered=left, by=hand.person, role=hand.role
        )
        for cost in costs:
            cost.livraison = made
            cost.save()
        if facility is not None:
            works.tie(topic, facility.number or "", hand)
        said = _("Réalisé le %(day)s. %(text)s") % {"day": date_format(delivered_on, "j F Y"), "text": text}
        said = f"{said}\n{_left(left)}" if left else said
        if waiting is not None:
            said += "\n" + _("Une question à la décision n’avait pas encore réuni assez de personnes.")
        change_status(topic, Status.DELIVERED, WORKFLOW, role=hand.role, person=hand.person, public_text=said)
        topic.soutiens.filter(kind=SoutienKind.STILL).delete()
    return made


def _left(left: int) -> str:
    said = ngettext("%(n)d contribution reste sans réponse.", "%(n)d contributions restent sans réponse.", left)
    return said % {"n": left}
