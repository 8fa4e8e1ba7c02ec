"""What the tests of imports need: sources, files, and one line to read them."""

from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from projets.equipements.imports.readings import preview, take
from projets.equipements.models import Import, Source

SCDL = (
    "COLL_NOM,COLL_SIRET,EQUIP_UID,EQUIP_THEME,EQUIP_TYPE,EQUIP_NOM,ADR_NUMERO,ADR_NOMVOIE,ADR_CODEPOSTAL,ADR_COMMUNE,"
    "EQUIP_LAT,EQUIP_LONG,EQUIP_OUVERTURE,EQUIP_WEB\n"
)
POOL = (
    "Ville de Nantes,21440109300015,P1,Sport,Piscine,Piscine Léo Lagrange,38,boulevard Gaston Doumergue,44200,Nantes,"
    '47.2060,-1.5442,"Mo-Fr 08:30-12:00,13:30-17:30",https://metropole.nantes.fr\n'
)
LIBRARY = (
    "Ville de Nantes,21440109300015,B1,Culture,Médiathèque,Médiathèque Jacques Demy,24,quai de la Fosse,44000,Nantes,"
    "47.2113,-1.5655,,\n"
)


def load_reference() -> None:
    """Themes and types, as a city starts with them."""
    call_command("load_themes", stdout=StringIO())
    call_command("load_types", stdout=StringIO())


def make_source(code: str = "equipements", **fields: Any) -> Source:
    """A source of facilities as SCDL publishes them."""
    told = {"title": "Équipements de Nantes", "matter": "facility", "format": "scdl-equipements"} | fields
    return Source.objects.create(code=code, **told)


def written(folder: Path, content: str | bytes, name: str = "equipements.csv") -> Path:
    """The content as a file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(source: Source, path: Path) -> Import:
    """Previewed and taken."""
    source.refresh_from_db()
    return take(preview(source, path))


def counted(reading: Import) -> dict[str, int]:
    """What the report counts, without the zeros."""
    names = ("read", "new", "changed", "same", "rejected", "withdrawn")
    return {name: reading.report[name] for name in names if reading.report[name]}
