"""What the pages of a campaign say: where it stands, its ideas, what became of them, its area as a drawing."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.carte.panel import Panel
from projets.idees.campagnes.answering import ideas_of, with_answers
from projets.idees.models import STATUS_LABELS, Campagne, Idee

PER_PAGE: Final = 30
MOST_DRAWN: Final = 600  # ideas on the map of the page; the large map has them all
FINE: Final = 0.00005  # degrees: the outline of a page is drawn to five metres


@dataclass(frozen=True)
class Standing:
    """Where a campaign stands, from its dates alone: `code` for the style, `said` for people."""

    code: str
    said: str

    @classmethod
    def of(cls, campagne: Campagne) -> "Standing":
        """Draft, to come, open or over."""
        if campagne.published_at is None:
            return cls("draft", _("brouillon"))
        if campagne.is_over:
            return cls("over", _("finie"))
        return cls("open", _("ouverte")) if campagne.opens_at <= timezone.now() else cls("coming", _("à venir"))


def counted(campagnes: QuerySet[Campagne]) -> QuerySet[Campagne]:
    """With how many public ideas each has, in `.ideas`, and the names of its place."""
    public = Q(idees__visibility="public")
    return campagnes.select_related("territoire").annotate(ideas=Count("idees", filter=public)).defer("geom")


def shelves() -> dict[str, Any]:
    """What `/campagnes/` shows: open, to come, and the past, place by place."""
    past: dict[str, list[Campagne]] = {}
    for campagne in counted(Campagne.objects.over()):
        place = campagne.territoire.name if campagne.territoire else _("Ailleurs sur la carte")
        past.setdefault(place, []).append(campagne)
    return {
        "open": list(counted(Campagne.objects.open()).order_by("closes_at")),
        "coming": list(counted(Campagne.objects.to_come())),
        "past": sorted(past.items()),
    }


def in_order(ideas: QuerySet[Idee], _request: HttpRequest) -> QuerySet[Idee]:
    """The order in which a visitor reads the ideas: the latest first."""
    return ideas.order_by("-created_at", "-pk")


def page_told(campagne: Campagne, request: HttpRequest) -> dict[str, Any]:
    """Everything that the page of a campaign shows."""
    panel = Panel.read(request.GET, ("idees",))
    ideas = ideas_of(campagne)
    kept = panel.kept.apply(ideas)
    page: Page = Paginator(in_order(with_answers(kept), request), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "campagne": campagne,
        "standing": Standing.of(campagne),
        "panel": panel,
        "errors": panel.errors,
        "page": page,
        "query": panel.query,
        "became": became(ideas) if campagne.is_over else [],
        "answered": ideas.filter(answered_at__isnull=False).count(),
        "total": ideas.order_by().count(),
        "changes": campagne.changes.all(),
        "ateliers": campagne.ateliers.all(),
        "box": area_drawn(campagne)["box"],
        "drawing": drawing(campagne, kept),
    }


def became(ideas: QuerySet[Idee]) -> list[tuple[str, int]]:
    """How many of them are in each state, in the order of their life; states without any are absent."""
    counts = Counter(dict(ideas.order_by().values_list("status").annotate(Count("pk"))))
    return [(str(label), counts[status.value]) for status, label in STATUS_LABELS.items() if counts[status.value]]


def area_drawn(campagne: Campagne) -> dict[str, Any]:
    """`outline`, the area's edge to five metres (GeoJSON geometry), and `box`, « west,south,east,north » in degrees."""
    outline = campagne.geom.simplify(FINE, preserve_topology=True)
    box = ",".join(f"{edge:.6f}" for edge in campagne.geom.extent)
    return {"outline": {"type": outline.geom_type, "coordinates": outline.coords}, "box": box}


def drawing(campagne: Campagne, ideas: QuerySet[Idee]) -> dict[str, Any]:
    """The outline (GeoJSON coordinates, SRID 4326) and `[longitude, latitude, address, title]` of its ideas."""
    drawn = ideas.order_by("-created_at", "-pk").only("geom", "uuid", "kind", "title", "origin", "author")[:MOST_DRAWN]
    points = [(idee.told_place.point_on_surface, idee) for idee in drawn.select_related(None)]
    return {
        "outline": area_drawn(campagne)["outline"],
        "ideas": [[round(at.x, 6), round(at.y, 6), idee.get_absolute_url(), idee.title] for at, idee in points],
    }
