"""What was chosen at the desk for a bulk action: only what this person sees there, and not more than a person can mean.

`choisis` holds uuids, separated by commas; `vue` the filters of the desk, for all that they keep. `chosen` alone reads
what an address names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from carto.comptes.models import Role, User
from carto.fiches.mesures import written
from signalements.desk.queue import view_of
from signalements.desk.rights import scope
from signalements.models import Signalement
from signalements.querysets import SignalementQuerySet

MOST: Final = 5000
_LOOKED_AT: Final = (
    "uuid", "number", "kind", "title", "stage", "visibility", "status", "closing", "paused_at", "due_at", "planned_on",
    "reopenings", "priority", "bounces", "categorie", "service", "crew", "assignee", "rue", "quartier", "commune",
    "iris",
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
    if not asked and params.get("vue"):
        return _of_view(user, params["vue"], roles)
    if not asked:
        raise ValidationError(_("Rien n’est choisi : cochez des signalements dans la file."), code="empty")
    if len(asked) > MOST:
        raise too_many(len(asked))
    found = loaded(scope(user, roles).filter(uuid__in=asked))
    return Selection(found, unseen=len(asked) - len(found))


def _of_view(user: User, query: str, roles: Sequence[Role] | None) -> Selection:
    """All that a view of the desk keeps, as its list shows it at this moment."""
    kept = view_of(query, user, roles)
    found = loaded(kept)
    if len(found) > MOST:
        raise too_many(kept.order_by().count())
    if not found:
        raise ValidationError(_("Cette vue est vide pour le moment."), code="empty")
    return Selection(found)


def loaded(seen: SignalementQuerySet) -> list[Signalement]:
    """These, with what an action looks at; one more than MOST at most."""
    return list(seen.only(*_LOOKED_AT).order_by("reported_at", "pk")[: MOST + 1])


def too_many(count: int) -> ValidationError:
    """Said of more than MOST."""
    told = {"n": written(count), "most": written(MOST)}
    return ValidationError(
        _("%(n)s signalements d’un coup, c’est trop : %(most)s au plus. Resserrez les filtres.") % told, code="many"
    )


def _read(text: str) -> list[UUID]:
    """Each once, in their order; what is no identifier counts for nothing."""
    found: dict[UUID, None] = {}
    for part in text.split(","):
        try:
            found[UUID(part.strip())] = None
        except ValueError:
            continue
    return list(found)
