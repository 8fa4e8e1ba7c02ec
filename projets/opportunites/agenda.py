"""What topics have on the calendar: meetings, decisions to come, the last day of a choice."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from carto.alertes.models import Heard
from carto.alertes.places.agenda import Dated
from carto.fiches.querysets import FicheQuerySet, day_begins
from projets.opportunites.models import Decision, Reunion

DECISIONS = Heard.DECISIONS.value


def agenda(fiches: FicheQuerySet, since: date) -> Iterator[Dated]:
    """From that day on; two queries."""
    keys = fiches.order_by().values("pk")
    meetings = Reunion.objects.filter(opportunite__in=keys, at__gte=day_begins(since)).select_related("opportunite")
    for meeting in meetings:
        topic = meeting.opportunite
        title = _("Réunion : %(title)s") % {"title": topic.title}
        yield Dated(
            f"reunion-{meeting.pk}", DECISIONS, title, meeting.at, topic.get_absolute_url(),
            where=meeting.place, text=meeting.text,
        )  # fmt: skip
    coming = Decision.objects.filter(
        opportunite__in=keys, expected_on__gte=since, announced_at__isnull=False, taken_at=None
    )
    for decision in coming.select_related("opportunite"):
        topic = decision.opportunite
        title = _("Décision : %(title)s") % {"title": topic.title}
        yield Dated(f"decision-{decision.pk}", DECISIONS, title, decision.expected_on, topic.get_absolute_url())
