"""An idea that answers a campaign: whether it lies in its area, and what must not be told of it."""

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projets.idees.campagnes.sealing import unordered
from projets.idees.models import Campagne, Idee


def lies_in(campagne: Campagne, point: Point) -> bool:
    """Whether the place (SRID 4326) is in the area that the campaign asks about, its edge included."""
    return Campagne.objects.filter(pk=campagne.pk, geom__intersects=point).exists()


def check_area(campagne: Campagne, point: Point) -> None:
    """ValidationError (French) when the place (SRID 4326) is outside the area that the campaign asks about."""
    if lies_in(campagne, point):
        return
    said = _("cet endroit est hors du périmètre de la campagne. Déplacez le repère, ou publiez votre idée sans elle.")
    raise ValidationError(said, code="outside")


def prepare(idee: Idee, *, anonymous: bool) -> None:
    """Before it is stored: what an anonymous idea of a campaign must not tell; who studies it."""
    campagne = idee.campagne
    if campagne is None:
        return
    if anonymous:
        unordered(idee)
    if idee.service_id is None:
        idee.service = campagne.service
