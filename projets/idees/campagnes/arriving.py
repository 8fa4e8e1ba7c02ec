"""An idea that answers a campaign: whether it lies in its area, and what the campaign's rules do with it."""

from datetime import timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.models import Rule
from carto.fiches.trust.holding import Hold, hold
from projets.idees.campagnes.sealing import unordered
from projets.idees.models import Campagne, Idee, Moderation


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
    """Before it is stored: what an anonymous idea of a campaign must not tell; its hour of leaving, its service."""
    campagne = idee.campagne
    if campagne is None:
        return
    if anonymous:
        unordered(idee)
    if campagne.lasts_hours and idee.expires_at is None:
        idee.expires_at = timezone.now() + timedelta(hours=campagne.lasts_hours)
    if idee.service_id is None:
        idee.service = campagne.service


def keep_to_moderation(idee: Idee, form: Any) -> None:
    """Once it is stored (FOLLOWERS): a campaign that said « relu avant d’être publié » keeps to it."""
    if idee.campagne and idee.campagne.moderation == Moderation.BEFORE:
        hold(idee, [Hold(Rule.ANNOUNCED, idee.campagne.slug)])
