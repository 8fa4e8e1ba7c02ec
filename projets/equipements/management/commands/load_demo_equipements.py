"""The demonstration's équipements: real facilities at their true places, from `content/equipements.csv`.

Their costs are in `content/couts.csv`, each with its source; a facility without a line there has « coût non publié ».
"""

from collections import defaultdict
from pathlib import Path
from typing import Final
from uuid import UUID

from django.contrib.gis.geos import Point

from carto.fiches.models import Evenement, Kind, Origin, What
from carto.geometry import STORED
from projets.demonstration import DemonstrationCommand, days_ago, read_rows, uuid_of
from projets.equipements.models import Cout, Equipement, Organisme
from projets.equipements.types import TypeFinder
from projets.equipements.workflow import WORKFLOW

CONTENT = Path(__file__).parents[2] / "content"
LOADED_DAYS_AGO: Final = 200
ORGANISMES: Final = "organismes.csv"
# What each witness's prefix names: the open data on which the place was checked (content/README.md).
SOURCES: Final = {
    "parcs": "Nantes Métropole, parcs et jardins (Licence Ouverte)",
    "osm": "OpenStreetMap (ODbL)",
    "deplacement": "Nantes Métropole, équipements 2012 (ODbL)",
    "arrets": "Nantes Métropole, arrêts Tan 2013 (ODbL)",
    "segments": "Nantes Métropole, tronçons de voirie 2013 (ODbL)",
}


class Command(DemonstrationCommand):
    help = "Charge les équipements de démonstration, ou les enlève avec --remove."
    kind = Kind.EQUIPEMENT

    def load(self, known: set[UUID]) -> None:
        """Every facility with at least one cost line."""
        themes, published, types, owners = self.themes(), _published(), TypeFinder.read(), _owners()
        couts: list[Cout] = []
        lines: list[Evenement] = []
        for row in read_rows(CONTENT / "equipements.csv"):
            equipement = _build(row)
            if equipement.uuid in known:
                continue
            equipement.theme = themes[row["theme"]]
            equipement.owner = owners.get(row["owner"])
            equipement.type = types.of_nature(equipement.title, equipement.nature)
            equipement.save(force_insert=True)
            lines.append(Evenement(fiche=equipement, at=equipement.created_at, actor_role="system", what=What.IMPORTED))
            couts += [
                Cout(equipement=equipement, **fields) for fields in published.get(row["code"], [_unpublished(row)])
            ]
        Cout.objects.bulk_create(couts)
        Evenement.objects.bulk_create(lines)


def _build(row: dict[str, str]) -> Equipement:
    """An unsaved facility, without its theme."""
    dataset, _colon, name = row["witness"].partition(":")
    return Equipement(
        uuid=uuid_of("equipement", row["code"]),
        kind=Kind.EQUIPEMENT,
        title=row["title"],
        text=row["text"],
        geom=Point(float(row["longitude"]), float(row["latitude"]), srid=STORED),
        precision=int(row["precision"]),
        nature=row["nature"],
        status=row["status"],
        stage=WORKFLOW.stage_of(row["status"]),
        operator=row["operator"],
        opened=int(row["opened"]) if row["opened"] else None,
        address=row["address"],
        website=row["website"],
        place_source=f"{SOURCES[dataset]}, repère : {name}" if name else SOURCES[dataset],
        origin=Origin.IMPORT,
        demonstration=True,
        created_at=days_ago(LOADED_DAYS_AGO),
    )


def _owners() -> dict[str, Organisme]:
    """Those of the directory that are loaded, by the name that the files give them."""
    known = Organisme.objects.all()
    slugs, sirens = {each.slug: each for each in known}, {each.siren: each for each in known if each.siren}
    named = {row["slug"]: slugs.get(row["slug"]) or sirens.get(row["siren"]) for row in read_rows(CONTENT / ORGANISMES)}
    return {slug: each for slug, each in named.items() if each}


def _published() -> dict[str, list[dict[str, object]]]:
    """The fields of each facility's published cost lines, by its code."""
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in read_rows(CONTENT / "couts.csv"):
        fields = dict(row)
        found[fields.pop("code")].append({**fields, "year": int(row["year"])})
    return dict(found)


def _unpublished(row: dict[str, str]) -> dict[str, object]:
    """The line that says that nothing was found: upkeep for a garden, construction for what was built."""
    return {"purpose": Cout.Purpose.EQUIPMENT if row["nature"] == "park" else Cout.Purpose.CONSTRUCTION}
