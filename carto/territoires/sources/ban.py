"""Addresses from the Base adresse nationale: `id;…;numero;rep;nom_voie;code_postal;…;nom_commune;…;lon;lat`."""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import shapely
from django.utils.translation import gettext as _

from carto.geometry import Box
from carto.territoires.reports import Remark, Report
from carto.territoires.sources.osm import House
from carto.territoires.sources.tables import open_table
from carto.territoires.wording import read_number

SOURCE: Final = "Base adresse nationale (Licence Ouverte)"
COLUMNS: Final = ("id", "numero", "nom_voie", "lon", "lat")
NO_NUMBER: Final = "99999"  # BAN's number of a hamlet


def read_addresses(path: Path, box: Box, report: Report) -> Iterator[House]:
    """The addresses within `box` (degrees), one by one; what is not one is told in `report`, what is further counted.

    Raises SourceError, also on the way, when the table cannot be read.
    """
    seen: dict[str, int] = {}
    with open_table(path, *COLUMNS) as table:
        for line, row in enumerate(table, 2):
            code = (row["ID"] or "").strip()
            try:
                house = _house(row, code, box)
                if (first := seen.setdefault(code, line)) != line:
                    raise ValueError(_("identifiant déjà présent ligne %(line)d") % {"line": first})
            except ValueError as error:
                report.refused.append(Remark(line, code[:40], str(error)))
                continue
            if house:
                yield house
            else:
                report.elsewhere += 1


def _house(row: Mapping[str, str], code: str, box: Box) -> House | None:
    """The row as an address; None when it is of elsewhere or of a hamlet; raises ValueError with the reason."""
    number, street = row["NUMERO"].strip(), " ".join(row["NOM_VOIE"].replace("\x00", " ").split())
    if not (code and number and street):
        raise ValueError(_("identifiant, numéro ou voie absents"))
    if not number.isdecimal() or len(number) > 5:
        raise ValueError(_("numéro illisible : « %(number)s »") % {"number": number[:20]})
    if len(code) > 80 or len(street) > 160:
        raise ValueError(_("identifiant ou voie trop longs"))
    longitude, latitude = _degrees(row["LON"]), _degrees(row["LAT"])
    if not box.contains(longitude, latitude):
        if box.contains(latitude, longitude):
            raise ValueError(_("longitude et latitude semblent inversées"))
        return None
    if number == NO_NUMBER:
        return None
    return House(
        code=code,
        number=read_number(number, row.get("REP", ""))[:12],
        street=street,
        postcode=row.get("CODE_POSTAL", "").strip()[:10],
        city=row.get("NOM_COMMUNE", "").strip()[:80],
        geom=shapely.Point(longitude, latitude),
    )


def _degrees(text: str) -> float:
    try:
        degrees = float(text.replace(",", "."))
    except ValueError:
        degrees = math.nan
    if not math.isfinite(degrees):
        raise ValueError(_("coordonnées illisibles : « %(text)s »") % {"text": text[:20]})
    return degrees
