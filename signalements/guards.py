"""What the table of steps asks, checked on what is given and said in kind words when something is missing."""

from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signalements.models import STATUS_LABELS
from signalements.workflow import CLOSINGS, Given, Guard, Status, Step, may_go, owed, step_of

PLANNED_WITHIN: Final = timedelta(days=2 * 365)

_MISSING: Final[dict[Guard, tuple[str, str | Promise]]] = {
    Guard.WORDS: ("text", gettext_lazy("Expliquez en quelques mots : la personne qui a signalé vous lira.")),
    Guard.WHY: ("why", gettext_lazy("Dites en quelques mots pourquoi : l’histoire le gardera.")),
    Guard.DATE: ("date", gettext_lazy("Choisissez le jour de l’intervention : il pourra encore changer.")),
    Guard.CLOSING: ("closing", gettext_lazy("Pour clore, choisissez un motif.")),
    Guard.SHOWN: ("shown", gettext_lazy("Ajoutez une photo, ou dites en quelques mots ce qui a été fait.")),
    Guard.TASKS: (
        "tasks",
        gettext_lazy("Une tâche confiée à d’autres est encore ouverte : terminez-la ou abandonnez-la, puis clôturez."),
    ),
}


def check_step(before: Status, after: Status, actor: str, given: Given) -> Step:
    """The step to take; ValidationError (French) without such a step, for an actor it is not for, or owing something.

    Codes: step · who · text · why · date · closing · shown · tasks.
    """
    step, said = step_of(before, after), {"before": STATUS_LABELS[before], "after": STATUS_LABELS[after]}
    if step is None:
        raise ValidationError(_("Un signalement « %(before)s » ne peut pas devenir « %(after)s ».") % said, code="step")
    if not may_go(before, after, actor):
        raise ValidationError(
            _("De « %(before)s » à « %(after)s », c’est à quelqu’un d’autre de le dire.") % said, code="who"
        )
    if given.closing and given.closing not in CLOSINGS.get(after, ()):
        raise ValidationError(_("Ce motif ne va pas avec cet état : choisissez-en un autre."), code="closing")
    for guard in owed(step, given):
        code, words = _MISSING[guard]
        if guard is Guard.CLOSING and after is Status.TREATED:
            words = _("Pour clore, choisissez un motif ou ajoutez une photo « après ».")
        raise ValidationError(words, code=code)
    return step


def check_day(day: date | None) -> None:
    """Raise ValidationError (French, code date) for a day that is over, or too far to be a promise."""
    today = timezone.localdate()
    if day and day < today:
        raise ValidationError(_("Ce jour est passé : choisissez aujourd’hui ou un jour à venir."), code="date")
    if day and day > today + PLANNED_WITHIN:
        raise ValidationError(_("C’est trop loin pour être promis : deux ans au plus."), code="date")
