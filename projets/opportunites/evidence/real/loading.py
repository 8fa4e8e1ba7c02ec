"""Paris into an empty database: quartiers, streets, reports by the product's own import, and the projects to come."""

import calendar
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.core.management import call_command
from django.db import transaction
from shapely import MultiPolygon, union_all
from shapely.geometry.base import BaseGeometry

from carto.fiches.models import Kind, Theme
from carto.geometry import STORED
from carto.territoires.loaders.territoires import store_borders
from carto.territoires.models import Level, Rue, Territoire
from carto.territoires.sources.borders import Border
from projets.equipements.models import Cout, Equipement
from projets.equipements.workflow import WORKFLOW
from projets.opportunites.evidence.real.paris import PROJECTS, REPORTS, City, Project, dashes, read_projects

MAPPING: Final = "signalements/content/mappings/paris_dansmarue.toml"
PARIS: Final = ("75056", "Paris")
BORDERS: Final = "bords déduits des signalements « Dans ma rue » (Ville de Paris, ODbL)"
TRACE: Final = "adresses des signalements « Dans ma rue » (Ville de Paris, ODbL)"
VOTED: Final = "Budget participatif : projets lauréats (Ville de Paris, ODbL)"
TO_COME: Final = {"NON DEMARRE": "planned", "ETUDES": "planned", "PROCEDURES": "planned", "TRAVAUX": "building"}
THEMES: Final = {
    "Cadre de vie": "mobilier", "Education et jeunesse": "enfance", "Environnement": "espaces-verts",
    "Culture et patrimoine": "culture", "Solidarités": "solidarite", "Sport": "sport", "Mobilités": "velo",
    "Prévention et sécurité": "eclairage", "Propreté": "proprete", "Santé": "solidarite",
    "Attractivité et emploi": "commerce",
}  # fmt: skip


@dataclass(frozen=True)
class Loaded:
    """What went in."""

    quartiers: int
    streets: int
    projects: int
    unplaced: int  # projects whose street nobody has reported


def load(folder: Path, day: date) -> Loaded:
    """From the folder of open data, as of a day: what a project promised for before it has no known date any more."""
    city = City.read(folder / REPORTS)
    with transaction.atomic():
        _places(city)
        streets = _streets(city)
    _reports(folder / REPORTS)
    with transaction.atomic():
        kept, unplaced = _projects(city, read_projects(folder / PROJECTS), day)
    return Loaded(len(city.borders), streets, kept, unplaced)


def _places(city: City) -> None:
    whole = union_all(list(city.borders.values()))
    store_borders([Border(1, *PARIS, "", _multi(whole))], Level.COMMUNE, source=BORDERS)
    told = sorted(city.borders.items())
    borders = [
        Border(line, f"cq-{line:03d}", f"{_title(name)} ({_most(city, name)})"[:120], PARIS[0], _multi(shape))
        for line, (name, shape) in enumerate(told, start=1)
    ]
    store_borders(borders, Level.QUARTIER, source=BORDERS)


def _most(city: City, quartier: str) -> str:
    return _nth(city.within[quartier].most_common(1)[0][0])


def _nth(arrondissement: int) -> str:
    return "1er" if arrondissement == 1 else f"{arrondissement}e"


def _title(name: str) -> str:
    return name.title().replace("'S", "'s")


def _multi(shape: BaseGeometry) -> MultiPolygon:
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    return MultiPolygon(parts)


def _streets(city: City) -> int:
    paris = Territoire.objects.get(level=Level.COMMUNE, code=PARIS[0])
    rows = [
        Rue(
            code=f"750{number:02d}-{rank}", name=f"{city.names[number, street]} ({_nth(number)})"[:160], commune=paris,
            geom=MultiLineString([LineString(*dash) for dash in dashes(known)], srid=STORED), source=TRACE,
        )
        for rank, ((number, street), known) in enumerate(sorted(city.streets.items()), start=1)
    ]  # fmt: skip
    return len(Rue.objects.bulk_create(rows, batch_size=1000))


def _reports(path: Path) -> None:
    """By the import that any city uses; the address is kept as the report's words."""
    told = (settings.BASE_DIR / MAPPING).read_text(encoding="utf-8").replace('text = ""', 'text = "adresse"', 1)
    with tempfile.NamedTemporaryFile("w", suffix=".toml", encoding="utf-8") as mapping:
        mapping.write(told)
        mapping.flush()
        call_command("import_signalements", str(path), mapping=Path(mapping.name), verbosity=0)


def _projects(city: City, projects: Iterable[Project], day: date) -> tuple[int, int]:
    """Those that are still to come, as works with what was voted for them; how many, and how many without a place."""
    themes = Theme.objects.in_bulk(field_name="code")
    kept = unplaced = 0
    for project in projects:
        if project.state not in TO_COME:
            continue
        spot = city.place(project)
        if spot is None:
            unplaced += 1
            continue
        _project(project, spot, themes[THEMES.get(project.theme, "autre")], day)
        kept += 1
    return kept, unplaced


def _project(project: Project, spot: tuple[float, float], theme: Theme, day: date) -> None:
    status, due = TO_COME[project.state], _month(project.due, last=True)
    begins = _month(project.begins, last=False)
    told: dict[str, Any] = {
        "title": project.title[:140], "text": f"{VOTED}, édition {project.edition}. {project.address}."[:2000],
        "status": status, "stage": WORKFLOW.stage_of(status), "address": project.address[:200], "place_source": VOTED,
        "begins_on": begins if due is None or begins is None or begins <= due else None,
        "ends_on": due if due and due >= day else None,
    }  # fmt: skip
    works = Equipement(kind=Kind.EQUIPEMENT, nature="works", theme=theme, geom=Point(*spot, srid=STORED), **told)
    works.save(force_insert=True)
    if project.budget:
        Cout.objects.create(
            equipement=works, kind=Cout.Kind.VOTED, purpose=Cout.Purpose.EQUIPMENT, amount=project.budget,
            year=project.edition, basis=Cout.Basis.UNKNOWN, source=VOTED,
        )  # fmt: skip


def _month(text: str, *, last: bool) -> date | None:
    """The first or last day of « 2026-07 »."""
    if not text:
        return None
    year, month = int(text[:4]), int(text[5:])
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1) if 1 <= month <= 12 else None
