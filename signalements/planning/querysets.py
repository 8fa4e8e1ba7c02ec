"""What comes back at the same spot, and the studies with what a list says of each."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Min, Q, QuerySet

from carto.fiches.querysets import MERCATOR_STRETCH, OFF_PLACE
from signalements.models import Etude, EtudeItem, Signalement
from signalements.querysets import OPEN_STATES

NEAR: Final = 50  # metres
WITHIN: Final = timedelta(days=365)
ENOUGH: Final = 3  # reports and reopenings
THERE: Final = ("public", "joined", "waiting")
OPEN_STUDIES: Final = (Etude.State.WAITING, Etude.State.UNDER_WAY)

_SHOWN: Final = Q(items__signalement__visibility__in=THERE)


# Both are stored already: nothing is transformed outside the database, where preparing it takes longer than the query.
_RECURRING: Final = """
SELECT told.fiche_ptr_id, told.reopenings
FROM fiches_fiche AS own
JOIN fiches_fiche AS fiche ON ST_DWithin(fiche.geom_web, own.geom_web, %(stretched)s)
JOIN signalements_signalement AS told ON told.fiche_ptr_id = fiche.id
JOIN signalements_categorie AS categorie ON categorie.id = told.categorie_id
WHERE own.id = %(own)s AND categorie.family = %(family)s AND fiche.visibility = ANY(%(there)s)
  -- Never stored before it was reported: ten years of a place are put aside without reading their other half.
  AND fiche.kind = 'signalement' AND fiche.created_at > %(since)s
  AND told.reported_at > %(since)s AND told.reported_at <= %(until)s
  AND ST_Distance(ST_Transform(fiche.geom, %(srid)s), ST_Transform(own.geom, %(srid)s)) <= %(metres)s
"""


def recurring(signalement: Signalement, family: str) -> list[int]:
    """The reports of that family of problems near this one in the twelve months before it, itself included; empty
    under ENOUGH of them. Each reopening counts as one more.
    """
    known = {
        "own": signalement.pk, "family": family, "there": list(THERE), "metres": NEAR,
        "stretched": NEAR * MERCATOR_STRETCH + 2 * OFF_PLACE, "srid": settings.CARTO_SRID_METRES,
        "since": signalement.reported_at - WITHIN, "until": signalement.reported_at,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_RECURRING, known)
        rows = cursor.fetchall()
    return [pk for pk, _again in rows] if sum(1 + again for _pk, again in rows) >= ENOUGH else []


def with_counts(studies: QuerySet[Etude]) -> QuerySet[Etude]:
    """Each with how many reports (`total`, `still` open), since when, and why; the fullest first, one query."""
    why = EtudeItem.Why
    return studies.select_related("service", "rue__commune").annotate(
        total=Count("items", filter=_SHOWN),
        still=Count("items", filter=_SHOWN & Q(items__signalement__status__in=OPEN_STATES)),
        since=Min("items__signalement__reported_at", filter=_SHOWN),
        lasting=Count("items", filter=_SHOWN & Q(items__why=why.ALWAYS)),
        often=Count("items", filter=_SHOWN & Q(items__why=why.OFTEN)),
        again=Count("items", filter=_SHOWN & Q(items__why=why.RECURRENCE)),
    ).order_by(F("total").desc(), "opened_at", "pk")  # fmt: skip


def rows_of(etude: Etude) -> QuerySet[EtudeItem]:
    """Its reports, the latest first, with what a line says of each; one query."""
    found = etude.items.filter(signalement__visibility__in=THERE)
    return found.select_related(
        "signalement__categorie", "signalement__service", "signalement__theme", "signalement__rue"
    ).order_by("-signalement__reported_at", "-signalement__pk")


def not_looked_at(since: object) -> QuerySet[Signalement]:
    """What is open, arrived or came back since then, and is in no open study."""
    lately = Q(reported_at__gte=since) | Q(reopenings__gt=0, updated_at__gte=since)
    known = EtudeItem.objects.filter(etude__state__in=OPEN_STUDIES).values("signalement")
    return Signalement.objects.open().filter(lately, visibility__in=THERE).exclude(pk__in=known).order_by("pk")
