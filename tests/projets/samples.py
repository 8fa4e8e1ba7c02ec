"""What the projets' tests need to exist, made in one line each."""

import secrets
import uuid
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.test import RequestFactory
from django.utils.module_loading import import_string

from carto.fiches.layers import Layer
from carto.fiches.models import Fiche, Theme
from projets.equipements.models import Cout, Equipement
from projets.idees.models import Autocollant, Idee
from projets.opportunites.models import Opportunite
from tests.database import load_shipped
from tests.factories import make_theme
from tests.places import COURS_DES_50_OTAGES, JARDIN_DES_PLANTES


def load_palette() -> None:
    """Themes and stickers, as a city starts with them."""
    load_shipped(("load_themes", "load_palette"), (Theme, Autocollant))


def make_sticker(code: str = "banc", **fields: Any) -> Autocollant:
    """A sticker, once per code."""
    defaults = {"name": "Un banc", "theme": make_theme("mobilier"), "icon": "picnic-site"} | fields
    return Autocollant.objects.get_or_create(code=code, defaults=defaults)[0]


def make_idee(geom: GEOSGeometry = COURS_DES_50_OTAGES, **fields: Any) -> Idee:
    """A public idée."""
    sticker = fields.pop("autocollant", None) or make_sticker()
    told = {"title": "Un banc à l’ombre", "theme": sticker.theme} | fields
    return Idee.objects.create(geom=geom, kind="idee", autocollant=sticker, **told)


def make_equipement(geom: GEOSGeometry = JARDIN_DES_PLANTES, **fields: Any) -> Equipement:
    """A public facility in service, without any cost line."""
    told = {"title": "Jardin des Plantes", "theme": make_theme("espaces-verts"), "nature": "park", "stage": "done"}
    return Equipement.objects.create(geom=geom, kind="equipement", **(told | fields))


def make_cout(equipement: Equipement, amount: str | None = "1200000.50", **fields: Any) -> Cout:
    """A sourced cost line; with `amount=None`, one that says « coût non publié »."""
    sourced = {"year": 2019, "basis": "ttc", "source": "Délibération du 5 avril 2019"} if amount else {}
    return Cout.objects.create(equipement=equipement, amount=amount, **(sourced | fields))


def make_opportunite(geom: GEOSGeometry = COURS_DES_50_OTAGES, **fields: Any) -> Opportunite:
    """A topic just spotted."""
    told = {
        "title": "Le cours, l’été",
        "theme": make_theme("espaces-verts"),
        "scale": "rue",
        "question": "Où mettre de l’ombre sur le cours ?",
        "open_to_decision": "Les arbres\nLes bancs",
        "closed_to_decision": "Les rails : ils restent",
    }
    return Opportunite.objects.create(geom=geom, kind="opportunite", **(told | fields))


def filled(**changes: Any) -> dict[str, Any]:
    """What `/proposer/` sends for a sticker and a place, without a word."""
    return {
        "uuid": str(uuid.uuid4()),
        "secret": secrets.token_urlsafe(32),
        "autocollant": "banc",
        "longitude": f"{COURS_DES_50_OTAGES.x}",
        "latitude": f"{COURS_DES_50_OTAGES.y}",
        "title": "",
        "text": "",
        "deja": "non",  # what is there already has been looked at
    } | changes


def properties(layer: Layer, fiche: Fiche) -> dict[str, Any]:
    """What the API says of one object of that layer."""
    context = {"request": RequestFactory().get("/")}
    return import_string(layer.serializer)(fiche, context=context).data["properties"]
