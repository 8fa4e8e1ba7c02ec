"""What becomes of one fiche, as an Atom feed with its GeoRSS point: the public lines of its history, without a name."""

from datetime import datetime
from uuid import UUID

from django.contrib.gis.feeds import Feed, GeoAtom1Feed
from django.contrib.gis.geos import Point
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from carto.alertes.telling import OPENED
from carto.alertes.wording import IN_FEEDS, words
from carto.fiches.models import Evenement, Fiche
from carto.text import tidy

LATEST = 50


class Suivi(Feed):
    """`/fiches/<uuid>/suivi.atom`."""

    feed_type = GeoAtom1Feed

    def get_object(self, request: HttpRequest, uuid: UUID) -> Fiche:
        """The fiche, while it is public; Http404 otherwise."""
        fiche = get_object_or_404(Fiche.objects.select_related("theme"), uuid=uuid)
        if fiche.visibility not in OPENED:
            raise Http404
        return fiche

    def title(self, fiche: Fiche) -> str:
        """« Nid-de-poule (S-2026-000123) »."""
        return tidy(f"{fiche.title} ({fiche.number})")

    def subtitle(self, fiche: Fiche) -> str:
        """What the feed is for."""
        return _("Ce qu’il en advient, date après date.")

    def link(self, fiche: Fiche) -> str:
        """The fiche's page."""
        return fiche.get_absolute_url()

    def feed_guid(self, fiche: Fiche) -> str:
        """The same wherever the site moves."""
        return f"urn:uuid:{fiche.uuid}"

    @property
    def language(self) -> str:
        """The reader's."""
        return get_language() or "fr"

    def items(self, fiche: Fiche) -> list[Evenement]:
        """The latest public lines."""
        lines = fiche.evenements.filter(what__in=IN_FEEDS).order_by("-at", "-pk")[:LATEST]
        return [self._of(line, fiche) for line in lines]

    @staticmethod
    def _of(line: Evenement, fiche: Fiche) -> Evenement:
        line.fiche = fiche  # known already: no query a line
        return line

    def geometry(self, fiche: Fiche) -> Point:
        """A point on the fiche (SRID 4326), as on the map: the feed's, its lines have none of their own."""
        return fiche.geom.point_on_surface if fiche.geom.geom_type != "Point" else fiche.told_place

    def item_title(self, line: Evenement) -> str:
        """What happened."""
        said = tidy(words(line))
        return said[:1].upper() + said[1:]

    def item_description(self, line: Evenement) -> str:
        """In the words of whoever did it, as text."""
        return tidy(line.public_text)

    def item_link(self, line: Evenement) -> str:
        """The fiche's page, where its history is."""
        return f"{line.fiche.get_absolute_url()}#histoire"

    def item_guid(self, line: Evenement) -> str:
        """One line, once."""
        return f"urn:uuid:{line.fiche.uuid}#{line.pk}"

    def item_pubdate(self, line: Evenement) -> datetime:
        """When it happened."""
        return line.told_at

    def item_updateddate(self, line: Evenement) -> datetime:
        """A history is only added to."""
        return line.told_at
