"""On the page of a case: the study that it belongs to."""

from typing import Any

from django.http import HttpRequest

from carto.comptes.models import RoleName
from signalements.desk.rights import desk_roles
from signalements.models import Etude, Signalement
from signalements.planning.querysets import with_counts


def case_piece(request: HttpRequest, signalement: Signalement) -> dict[str, Any]:
    """The latest study of a report, with a link for whoever sees studies; nothing when there is none."""
    known = Etude.objects.filter(items__signalement=signalement.pk).values("pk")
    etude = with_counts(Etude.objects.filter(pk__in=known)).order_by("-opened_at").first()
    if etude is None:
        return {}
    roles = getattr(request, "desk_roles", None) or desk_roles(request.user)
    opens = any(
        role.name == RoleName.REGULATOR or (role.name == RoleName.AGENT and role.service_id == etude.service_id)
        for role in roles
    )
    return {"etude": etude, "others": etude.total - 1, "opens": opens}
