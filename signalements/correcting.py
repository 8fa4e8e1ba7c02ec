"""A step taken by mistake is taken back: the state, reason and clock of before, by a line of its own in the history.

It is no reopening: nobody has found that the problem is still there. Nothing is taken out of the history.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import What
from signalements.cases import lock_case, take_along
from signalements.models import STATUS_LABELS, Satisfaction, Signalement
from signalements.tracked import put_back
from signalements.workflow import CLOSED, Status

# What a step moves of a signalement, its count of reopenings apart.
STEPPED: Final = ("status", "closing", "paused_at", "due_at", "planned_on")
# The line that puts one back into these does not name them as reached: treated again today, or asked again, it is not.
_REACHED_BEFORE: Final = frozenset({Status.TREATED, Status.WAITING})


def correct(
    signalement: Signalement, before: Mapping[str, Any], names: Iterable[str], *, person: User, role: str, why: str
) -> None:
    """Give back those fields as a snapshot has them, to all that is joined to it too; whoever was told is told again.

    `why` is for the services. In the caller's transaction.
    """
    locked, joined = lock_case(signalement)
    left, names = locked.get_status(), list(names)
    put_back(locked, before, names)
    locked.save(update_fields=[*names, "stage", "updated_at"])
    take_along(locked, joined)
    status = locked.get_status()
    said = _("Une erreur est corrigée : c’est de nouveau « %(state)s ».") % {"state": STATUS_LABELS[status]}
    after = "" if status in _REACHED_BEFORE else status.value
    record(
        locked, What.STATUS, role=role, person=person, before=left.value, after=after, public_text=said,
        private_text=why,
    )  # fmt: skip


def may_take_back(signalement: Signalement, person: User) -> bool:
    """Whether this person closed it, today, and nobody has moved it or said what they think of the outcome since."""
    kept, joined = lock_case(signalement)
    if kept.get_status() not in CLOSED:
        return False
    last = kept.evenements.exclude(after="").filter(what__in=(What.STATUS, What.CONTESTED)).order_by("at", "pk").last()
    if last is None or last.after != kept.status or last.person_id != person.pk:
        return False
    today = timezone.localdate(last.at) == timezone.localdate()
    judged = Satisfaction.objects.filter(signalement__in=[kept, *joined], at__gte=last.at)
    return today and not judged.exists()
