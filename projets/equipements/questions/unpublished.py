"""Asking for what nobody has published: the cost of a place, which whoever answers for it publishes or explains."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from projets.equipements.models import Equipement, Organisme

Named = tuple[str, str, Equipement, Organisme | None]


def named(codes: Iterable[str]) -> dict[str, Named]:
    """The cost of each of these public facilities (their `uuid`): its name, address, place and whose word is asked."""
    uuids = {code: uuid for code in codes if (uuid := _uuid(code))}
    known = Equipement.objects.public().filter(uuid__in=uuids.values()).select_related("publisher").order_by()
    found = {each.uuid: each for each in known}
    return {code: _named(found[uuid]) for code, uuid in uuids.items() if uuid in found}


def _named(equipement: Equipement) -> Named:
    label = _("%(place)s : ce que cela coûte") % {"place": equipement.title}
    return label, equipement.get_absolute_url(), equipement, equipement.publisher


def _uuid(code: str) -> UUID | None:
    try:
        return UUID(code)
    except ValueError:
        return None
