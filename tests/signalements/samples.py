"""What the tests of signalements need to exist, and a form as a browser sends it."""

import io
import secrets
import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from carto.comptes.models import Crew, Service
from carto.fiches.actions import submit
from carto.fiches.models import Stage, Theme
from signalements.actions import prepare
from signalements.models import Categorie, Question, Signalement
from tests.database import load_shipped
from tests.places import COURS_DES_50_OTAGES


def load_content() -> None:
    """The themes, services and categories that the product ships."""
    load_shipped(("load_themes", "load_categories"), (Theme, Service, Crew, Categorie, Question))


def make_signalement(code: str = "trou-chaussee", geom: Point = COURS_DES_50_OTAGES, **fields: Any) -> Signalement:
    """A stored signalement of that category; the content is loaded when it is not there."""
    if not Categorie.objects.exists():
        load_content()
    categorie = Categorie.objects.select_related("service", "theme").get(code=code)
    author = fields.pop("author", None)
    sent = submit(prepare(categorie, geom=geom, **fields), author=author).fiche
    assert sent.stage == Stage.NEW
    return Signalement.objects.get(pk=sent.pk)


def tomorrow() -> date:
    """A day that something may be planned for."""
    return timezone.localdate() + timedelta(days=1)


def filled(**changes: Any) -> dict[str, Any]:
    """A good form, sent from a map."""
    place = COURS_DES_50_OTAGES
    return {
        "uuid": str(uuid.uuid4()),
        "secret": secrets.token_urlsafe(32),
        "longitude": str(place.x),
        "latitude": str(place.y),
        "categorie": "trou-chaussee",
        "text": "Gros trou devant l’arrêt.",
        "deja": "non",  # what is there already has been looked at
    } | changes


def photo(name: str = "IMG_2026.jpg", side: int = 40) -> SimpleUploadedFile:
    """A small JPEG as a phone sends it."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "firebrick").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def photo_taken_at(place: Point) -> SimpleUploadedFile:
    """A small JPEG whose EXIF says where it was taken (SRID 4326), as a phone writes it."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(
        {1: "N", 2: _sexagesimal(place.y), 3: "W" if place.x < 0 else "E", 4: _sexagesimal(place.x)}
    )
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "steelblue").save(out, "JPEG", exif=exif.tobytes())
    return SimpleUploadedFile("IMG_2027.jpg", out.getvalue(), content_type="image/jpeg")


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = abs(degrees) % 1 * 60
    return float(int(abs(degrees))), float(int(minutes)), round(minutes % 1 * 60, 4)
