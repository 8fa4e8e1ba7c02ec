"""What the page of a facility says of the rows that are tied to it."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from projets.equipements.linking.rows import with_rows
from projets.equipements.linking.telling import tell
from projets.equipements.models import Equipement, LigneVersion, Rattachement, RattachementState
from projets.equipements.noticing import seen
from projets.equipements.rights import publishing

MOST = 50


def noticed() -> dict[str, Exists]:
    """Whether a row is tied to it (`pieces.Piece.noticed`)."""
    held = Rattachement.objects.filter(equipement=OuterRef("pk"), state=RattachementState.CONFIRMED)
    return {"has_rattachements": Exists(held)}


def page_piece(request: HttpRequest, equipement: Equipement) -> dict[str, Any] | None:
    """Its rows, the last tied first; nothing where there are none."""
    if not seen(equipement, "has_rattachements"):
        return None
    later = LigneVersion.objects.filter(ligne=OuterRef("ligne"), until__at__gt=OuterRef("settled_at"))
    held = with_rows(Rattachement.objects.filter(equipement=equipement, state=RattachementState.CONFIRMED))
    links = [*held.annotate(has_changed=Exists(later)).order_by("-settled_at", "pk")[:MOST]]
    if not links:
        return None
    changed = {link.pk for link in links if link.has_changed}
    return {"told": tell(links, changed), "may": bool(publishing(request.user))}
