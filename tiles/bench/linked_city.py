"""A made-up city of facilities, and contracts of which two in three name one: the same every time."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection

from carto.comptes.models import Role, RoleName, User
from carto.fiches.models import Kind, Theme
from carto.geometry import STORED
from carto.territoires.models import Level, Territoire
from projets.equipements.models import Equipement, Import, Ligne, Marche, Source, Titulaire

ROWS: Final = 100_000
FACILITIES: Final = 5_000
BATCH: Final = 5_000
CITY: Final = ("44109", "Nantes")
BOX: Final = (-1.65, 47.18, -1.48, 47.29)  # degrees
SORTS: Final = ("Piscine", "École", "Gymnase", "Parc", "Square", "Médiathèque", "Stade", "Maison de quartier", "Pont")
WORKS: Final = ("Travaux de rénovation", "Maintenance", "Mission de maîtrise d’œuvre pour", "Lot 3 : peinture", "Étude")
OTHERS: Final = ("Fourniture de repas", "Assurance des biens", "Collecte des déchets, secteur nord", "Location de bus")
SYLLABLES: Final = tuple(first + last for first in "bcdfglmnprstv" for last in "aeio")


def build(rows: int = ROWS, facilities: int = FACILITIES) -> None:
    """Put the city in the database that we are turned to, which has nothing in it."""
    chance = random.Random(7)
    _load_facilities(facilities, chance)
    titles = list(Equipement.objects.order_by("pk").values_list("title", flat=True))
    source = Source.objects.create(code="mesure", title="Marchés d’essai", matter="contract", format="decp")
    reading = Import.objects.create(source=source, state="done")
    for first in range(0, rows, BATCH):
        _load_rows(reading, [_row(pk, titles, chance) for pk in range(first, min(first + BATCH, rows))])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")  # as autovacuum would have by then


def a_regulator() -> User:
    """Somebody who sees the whole desk."""
    person = User.objects.create_user("regulation@mesure.invalid")
    Role.objects.create(user=person, name=RoleName.REGULATOR)
    return person


def _load_facilities(count: int, chance: random.Random) -> None:
    theme = Theme.objects.create(code="mesure", name="Mesure", icon="marker", order=1)
    box = MultiPolygon(Polygon.from_bbox(BOX), srid=STORED)
    Territoire.objects.create(level=Level.COMMUNE, code=CITY[0], name=CITY[1], geom=box)
    for number in range(count):
        spot = Point(chance.uniform(BOX[0], BOX[2]), chance.uniform(BOX[1], BOX[3]), srid=STORED)
        Equipement.objects.create(
            kind=Kind.EQUIPEMENT, theme=theme, title=f"{chance.choice(SORTS)} {_name(chance)}", geom=spot, stage="done",
            nature="other", operator="Ville de Nantes", address=f"{number % 90} rue {_name(chance)}",
        )  # fmt: skip


def _name(chance: random.Random) -> str:
    return " ".join("".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(chance.choice((1, 2))))


def _row(number: int, titles: list[str], chance: random.Random) -> dict[str, Any]:
    """Two in three name a facility."""
    about = f"{chance.choice(WORKS)} {chance.choice(titles)}" if number % 3 else chance.choice(OTHERS)
    return {
        "uid": f"M{number:09d}", "objet": f"{about} - lot {number % 12}", "buyer": "Ville de Nantes",
        "place_code": CITY[0], "amount": 1000 + number, "notified_on": date(2021, 1 + number % 12, 1),
    }  # fmt: skip


def _load_rows(reading: Import, rows: list[dict[str, Any]]) -> None:
    told = {"source_id": reading.source_id, "sha256": "0" * 64, "first_import": reading, "last_import": reading}
    lignes = Ligne.objects.bulk_create(Ligne(key=row["uid"], data={"objet": row["objet"]}, **told) for row in rows)
    marches = Marche.objects.bulk_create(
        Marche(ligne=ligne, **row) for ligne, row in zip(lignes, rows, strict=True)
    )  # fmt: skip
    Titulaire.objects.bulk_create(_holders(marches))


def _holders(marches: list[Marche]) -> Iterator[Titulaire]:
    for number, marche in enumerate(marches):
        yield Titulaire(
            marche=marche, identifier=f"{44_000_000_000_000 + number % 400}", name=f"Entreprise {number % 400}"
        )
