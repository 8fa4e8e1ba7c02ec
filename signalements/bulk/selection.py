"""What was chosen at the desk for a bulk action: only what this person sees there, and not more than a person can mean.

`choisis` holds uuids, separated by commas. A whole view of the desk (`vue`, its query string) becomes the same kind of
selection once its filters are read: `chosen` is the only place that reads either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from carto.comptes.models import Role, User
from carto.fiches.mesures import written
from signalements.desk.rights import scope
from signalements.models import Signalement

MOST: Final = 5000
_SHOWN: Final = (
    "uuid", "number", "kind", "title", "stage", "visibility", "status", "closing", "paused_at", "due_at", "planned_on",
    "reopenings", "priority", "bounces", "service__name", "crew__name", "categorie__name", "rue__name", "assignee",
    "quartier", "commune", "iris", "updated_at",
)  # fmt: skip


@dataclass(frozen=True)
class Selection:
    """What a bulk action is about; `unseen` of those asked for are not there, or not this person's to see."""

    signalements: Sequence[Signalement]
    unseen: int = 0

    @property
    def uuids(self) -> str:
        """The same selection as the parameter `choisis`."""
        return ",".join(str(each.uuid) for each in self.signalements)


def chosen(user: User, params: Mapping[str, str], roles: Sequence[Role] | None = None) -> Selection:
    """The selection that the parameters name, the oldest first, in one query.

    Raises ValidationError (French) for none, and for more than MOST.
    """
    asked = _read(params.get("choisis", ""))
    if not asked:
        raise ValidationError(_("Rien n’est choisi : cochez des signalements dans la file."), code="empty")
    if len(asked) > MOST:
        told = {"n": written(len(asked)), "most": written(MOST)}
        raise ValidationError(
            _("%(n)s signalements d’un coup, c’est trop : %(most)s au plus. Resserrez les filtres.") % told, code="many"
        )
    seen = scope(user, roles).filter(uuid__in=asked)
    found = list(seen.select_related("service", "crew", "categorie", "rue").only(*_SHOWN).order_by("reported_at", "pk"))
    return Selection(found, unseen=len(asked) - len(found))


def _read(text: str) -> list[UUID]:
    """Each once, in their order; what is no identifier counts for nothing."""
    found: dict[UUID, None] = {}
    for part in text.split(","):
        try:
            found[UUID(part.strip())] = None
        except ValueError:
            continue
    return list(found)
