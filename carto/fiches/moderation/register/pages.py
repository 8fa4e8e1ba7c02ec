"""One page of the register: acts on fiches and on everything else, in one order of time."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import CharField, QuerySet, Value

from carto.fiches.layers import Layer, layer_of
from carto.fiches.models import Acte
from carto.fiches.moderation.register.asked import Asked
from carto.fiches.moderation.register.sources import Source, sources
from carto.fiches.moderation.register.telling import ROLES, role_of

PER_PAGE: Final = 40


@dataclass(frozen=True)
class Line:
    """One act as the register lists it; `source` when it is not about a fiche."""

    acte: Any
    role: str
    layer: Layer | None = None
    source: Source | None = None

    @property
    def colour(self) -> str:
        """The name of the layer whose colour it has."""
        return self.layer.name if self.layer else self.source.layer if self.source else ""

    @property
    def said(self) -> str:
        """What sort of thing it was about."""
        return self.source.said(self.acte) if self.source else ""

    @property
    def address(self) -> str:
        """Where that is."""
        return self.source.address(self.acte) if self.source else ""


def page_of(asked: Asked, number: str | None) -> tuple[Page, list[Line]]:
    """The page of what is asked, the latest first; each act is read by its number, once they are few."""
    page = Paginator(_numbers(asked), PER_PAGE).get_page(number)
    found = list(page.object_list)
    actes = _read(Acte.objects.for_bin(), [pk for _at, name, pk in found if not name])
    others = {
        source.name: (source, _read(source.acts().select_related(*source.related), numbers))
        for source in sources()
        if (numbers := [pk for _at, name, pk in found if name == source.name])
    }
    lines = [_other(*others[name], pk) if name else _own(actes.get(pk)) for _at, name, pk in found]
    return page, [line for line in lines if line]


def _numbers(asked: Asked) -> QuerySet[Any]:
    """(when, name of the source or nothing, number) of each."""
    tables = [_told(asked.actes(), ""), *(_told(asked.kept(each.acts()), each.name) for each in sources())]
    return tables[0].union(*tables[1:], all=True).order_by("-at", "-id")


def _told(acts: QuerySet[Any], name: str) -> QuerySet[Any]:
    return acts.order_by().annotate(source=Value(name, CharField())).values_list("at", "source", "id")


def _read(acts: QuerySet[Any], numbers: list[int]) -> dict[int, Any]:
    return acts.in_bulk(numbers) if numbers else {}


def _own(acte: Acte | None) -> Line | None:
    return Line(acte, role_of(acte), layer=layer_of(acte.fiche.kind)) if acte else None


def _other(source: Source, acts: dict[int, Any], number: int) -> Line | None:
    return Line(acts[number], str(ROLES["moderator"]), source=source) if number in acts else None
