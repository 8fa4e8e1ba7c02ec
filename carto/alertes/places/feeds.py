"""`/alertes/lieu/flux.atom`: the latest of a place as Atom with GeoRSS points, for any feed reader, without a name.

Words are tidied once more: one control character that a file brought in would make no XML of the whole feed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Final

from django.contrib.gis.feeds import Feed, GeoAtom1Feed
from django.contrib.gis.geos import Point
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from carto.alertes.models import Heard
from carto.alertes.places.hearing import DECISIONS, works_among
from carto.alertes.places.selection import Selection, asked_selection
from carto.alertes.wording import NEW, words
from carto.fiches.models import Evenement, Fiche, Kind, What
from carto.text import tidy

LATEST: Final = 50


@dataclass(frozen=True)
class Entry:
    """A fiche that is new at the place, or one line of its history."""

    fiche: Fiche
    at: datetime
    heard: str
    line: Evenement | None = None


class PlaceFeed(Feed):
    """The same parameters as the page that follows a place."""

    feed_type = GeoAtom1Feed

    def get_object(self, request: HttpRequest) -> Selection:
        """What is followed; Http404 when the address names no place."""
        return asked_selection(request.GET)

    def title(self, selection: Selection) -> str:
        """The place's name."""
        return tidy(selection.place.name)

    def subtitle(self, selection: Selection) -> str:
        """What the feed is for."""
        return _("Ce qui se passe ici : nouvelles fiches, décisions, travaux.")

    def link(self, selection: Selection) -> str:
        """The page that follows the place."""
        return f"{reverse('alertes:place')}?{selection.query}"

    def feed_guid(self, selection: Selection) -> str:
        """The same for the same selection, wherever the site moves."""
        return f"urn:sha256:{selection.digest}"

    @property
    def language(self) -> str:
        """The reader's."""
        return get_language() or "fr"

    def items(self, selection: Selection) -> list[Entry]:
        """The latest of what one wants to hear."""
        found = [*_new(selection), *_told(selection)]
        return sorted(found, key=attrgetter("at"), reverse=True)[:LATEST]

    def item_title(self, entry: Entry) -> str:
        """« Une nouvelle idée : Un banc à l’ombre »."""
        said = words(entry.line) if entry.line else str(NEW[entry.heard])
        return tidy(f"{said[:1].upper()}{said[1:]} : {entry.fiche.title}")

    def item_description(self, entry: Entry) -> str:
        """In the words of whoever did it, as text; of a new fiche, where it is."""
        if entry.line:
            return tidy(entry.line.public_text)
        return ", ".join(str(place) for place in (entry.fiche.rue, entry.fiche.quartier) if place)

    def item_link(self, entry: Entry) -> str:
        """The fiche's page."""
        return entry.fiche.get_absolute_url()

    def item_guid(self, entry: Entry) -> str:
        """One fiche, and each of its lines, once."""
        return f"urn:uuid:{entry.fiche.uuid}{f'#{entry.line.pk}' if entry.line else ''}"

    def item_pubdate(self, entry: Entry) -> datetime:
        """When it happened."""
        return entry.at

    def item_updateddate(self, entry: Entry) -> datetime:
        """A history is only added to."""
        return entry.at

    def item_geometry(self, entry: Entry) -> Point:
        """A point on the fiche (SRID 4326), as on the map."""
        geom = entry.fiche.told_place
        return geom if geom.geom_type == "Point" else geom.point_on_surface


def _new(selection: Selection) -> Iterator[Entry]:
    """The latest fiches of the kinds one wants to hear of; works are told as works."""
    kinds = {*selection.kinds, *([Kind.EQUIPEMENT.value] if Heard.WORKS in selection.hears else [])}
    latest = selection.fiches().filter(kind__in=kinds).for_cards().order_by("-created_at", "-pk")[: 2 * LATEST]
    fiches = list(latest) if kinds else []
    works = works_among(fiches)
    for fiche in fiches:
        heard = Heard.WORKS.value if fiche.pk in works else fiche.kind
        if heard in selection.hears:
            yield Entry(fiche, fiche.told_at(fiche.created_at), heard)


def _told(selection: Selection) -> Iterator[Entry]:
    """The latest decisions and meetings, and how works move on."""
    whats = [*(DECISIONS if Heard.DECISIONS in selection.hears else ())]
    whats += [What.STATUS] if Heard.WORKS in selection.hears else []
    if not whats:
        return
    lines = Evenement.objects.filter(what__in=whats, fiche__in=selection.fiches().order_by().values("pk"))
    lines = lines.exclude(what=What.STATUS, fiche__kind__in=[Kind.SIGNALEMENT, Kind.IDEE, Kind.OPPORTUNITE])
    told = list(lines.select_related("fiche__theme").order_by("-at", "-pk")[: 2 * LATEST])
    works = works_among([line.fiche for line in told])
    for line in told:
        if line.what in DECISIONS:
            yield Entry(line.fiche, line.told_at, Heard.DECISIONS.value, line)
        elif line.fiche_id in works:
            yield Entry(line.fiche, line.told_at, Heard.WORKS.value, line)
