"""A visit is prepared stop by stop, told with pictures, and asked about by those who were not there."""

from collections.abc import Iterable

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from carto.fiches.actions import add_pictures, record
from carto.fiches.models import What
from carto.fiches.photos import Picture
from carto.text import tidy
from projets.opportunites.models import Halte, Reunion
from projets.opportunites.referents.rights import Hand

MOST = 20  # stops: more is another visit


def add_stop(visit: Reunion, *, place: str, text: str, spot: Point | None = None) -> Halte:
    """One more stop, at the end. ValidationError (French) over MOST."""
    with transaction.atomic():
        held = Reunion.objects.select_for_update(of=("self",)).get(pk=visit.pk)
        if held.haltes.count() >= MOST:
            raise ValidationError(_("Vingt haltes au plus : au-delà, c’est une autre visite."), code="many")
        return Halte.objects.create(reunion=held, place=tidy(place), text=tidy(text), spot=spot)


def tell_seen(stop: Halte, hand: Hand, *, seen: str, photos: Iterable[Picture]) -> Halte:
    """What was seen there, with pictures that a person looks at first; a line of the topic's history says so."""
    with transaction.atomic():
        held = Halte.objects.select_for_update(of=("self",)).select_related("reunion__opportunite").get(pk=stop.pk)
        held.seen = tidy(seen)
        held.save(update_fields=["seen"])
        topic = held.reunion.opportunite
        held.photos.add(*add_pictures(topic, photos, apart=True))
        said = _("Visite, %(place)s : %(seen)s") % {"place": held.place, "seen": held.seen}
        record(topic, What.MEETING, role=hand.role, person=hand.person, public_text=said)
    return held
