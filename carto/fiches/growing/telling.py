"""What a page tells of where a fiche comes from and of what has grown from it: one query, whatever its kind."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from carto.fiches.layers import Layer, layer_of
from carto.fiches.lineage import kept_of
from carto.fiches.models import Fiche, Lien, LienKind, Visibility

READABLE = (Visibility.PUBLIC, Visibility.JOINED)


@dataclass(frozen=True)
class Relative:
    """The other end of a link, as a page names it."""

    fiche: Fiche

    @property
    def layer(self) -> Layer:
        """Its layer: how its kind is called and drawn."""
        return layer_of(self.fiche.kind)


def lineage_told(fiche: Fiche) -> dict[str, Any]:
    """`grew_from` and `grown`, lists of Relative, the oldest link first: only what everybody may read."""
    leading = kept_of(fiche) if fiche.visibility == Visibility.JOINED else fiche
    links = (
        Lien.objects.filter(Q(source_id=leading.pk) | Q(target_id=leading.pk))
        .filter(kind=LienKind.GREW_FROM, undone_at=None)
        .filter(source__visibility__in=READABLE, target__visibility__in=READABLE)
        .select_related("source", "target")
        .order_by("at", "pk")
    )
    found = list(links)
    return {
        "grew_from": [Relative(link.target) for link in found if link.source_id == leading.pk],
        "grown": [Relative(link.source) for link in found if link.target_id == leading.pk],
    }
