"""One fiche of each layer, within a street's length of each other, for the browser tests."""

from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from carto.comptes.models import Service
from carto.fiches.models import Fiche, Stage
from projets.equipements.models import Equipement, Nature
from projets.idees.models import Autocollant, Idee
from projets.opportunites.models import Opportunite, Scale
from signalements.models import Categorie, Signalement
from tests.factories import make_theme
from tests.places import CHATEAU


def beside(east: int = 0, north: int = 0, place: Point = CHATEAU) -> Point:
    """The point so many metres east and north of a place (SRID 4326)."""
    return Point(place.x + east / 75_600, place.y + north / 111_300, srid=4326)


def make_signalement(geom: Point = CHATEAU, **fields: Any) -> Signalement:
    """A pothole, or what `fields` say."""
    theme = fields.pop("theme", None) or make_theme()
    service = Service.objects.get_or_create(code="voirie", defaults={"name": "Voirie"})[0]
    shared = {"name": "Trou", "family": "Chaussée", "theme": theme, "icon": "roadblock", "service": service}
    categorie = Categorie.objects.get_or_create(code="trou", defaults=shared)[0]
    told = {"title": "Nid-de-poule", "reported_at": timezone.now()} | fields
    return Signalement.objects.create(
        kind="signalement", geom=geom, theme=theme, categorie=categorie, service=service, **told
    )


def make_idee(geom: Point = CHATEAU, **fields: Any) -> Idee:
    """A bench wished for."""
    theme = fields.pop("theme", None) or make_theme("mobilier", icon="picnic-site")
    shared = {"name": "Un banc", "theme": theme, "icon": "picnic-site"}
    autocollant = Autocollant.objects.get_or_create(code="banc", defaults=shared)[0]
    return Idee.objects.create(
        kind="idee", geom=geom, theme=theme, autocollant=autocollant, **({"title": "Un banc à l’ombre"} | fields)
    )


def make_equipement(geom: Point = CHATEAU, **fields: Any) -> Equipement:
    """A facility, open."""
    theme = fields.pop("theme", None) or make_theme("culture", icon="theatre")
    told = {"title": "Médiathèque", "nature": Nature.values[0], "stage": Stage.DONE} | fields
    return Equipement.objects.create(kind="equipement", geom=geom, theme=theme, **told)


def make_opportunite(geom: Point = CHATEAU, **fields: Any) -> Opportunite:
    """A topic to work on together, at the scale of a street."""
    theme = fields.pop("theme", None) or make_theme("enfance", icon="school")
    told = {"title": "Une rue pour l’école", "question": "Et si la rue fermait aux voitures ?"} | fields
    return Opportunite.objects.create(
        kind="opportunite", geom=geom, theme=theme, scale=Scale.values[0], stage=Stage.IN_PROGRESS, **told
    )


def make_four_layers() -> dict[str, Fiche]:
    """One of each, by layer name, 40 metres apart around the château."""
    return {
        "signalements": make_signalement(beside(-40, 0)),
        "idees": make_idee(beside(40, 0)),
        "equipements": make_equipement(beside(0, 40)),
        "opportunites": make_opportunite(beside(0, -40)),
    }
