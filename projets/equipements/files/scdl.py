"""A facility in the words of SCDL « Équipements » 0.1.5. Pure: no database here.

What that schema asks and nobody told us is said by its own rules: « 99999 » for a place without a number, and codes of
ours, marked « 99 », for what has none of the national list. Each code holds the number of the fiche: it never changes.
"""

import re
from typing import Any, Final

COLUMNS: Final = (
    "COLL_NOM", "COLL_SIRET", "EQUIP_UID", "EQUIP_THEME", "EQUIP_CODE", "EQUIP_TYPE", "EQUIP_NOM", "ADR_NUMERO",
    "ADR_NOMVOIE", "ADR_CODEPOSTAL", "ADR_COMMUNE", "ADR_CLE_INTEROP", "ERP_ID", "ERP_TYPE", "ERP_CATEGORIE",
    "EQUIP_LAT", "EQUIP_LONG", "EQUIP_OUVERTURE", "EQUIP_TEL", "EQUIP_EMAIL", "EQUIP_WEB",
)  # fmt: skip
THEMES: Final = (
    "Equipement administratif", "Equipement de justice", "Equipement sanitaire", "Equipement social et d'animation",
    "Equipement sportif et de loisirs", "Equipement d'enseignement", "Equipement cultuel", "Equipement culturel",
    "Equipement de mobilité", "Autre équipement",
)  # fmt: skip
OF_NATURE: Final = {
    "town_hall": 0, "health": 2, "community": 3, "pool": 4, "sport": 4, "park": 4, "school": 5, "concert": 7,
    "culture": 7, "heritage": 7, "library": 7, "museum": 7, "theatre": 7, "bridge": 8, "car_park": 8, "harbour": 8,
    "park_and_ride": 8, "station": 8, "stop": 8,
}  # fmt: skip
OTHER: Final = 9
PARIS: Final = {"75056": "75001"}  # the number of Paris is that of its first arrondissement
NO_NUMBER: Final = "99999"
OWN_CODES: Final = "99"  # of no entry of the national list
METROPOLITAN: Final = re.compile(r"^\d{5}$")
_NUMBER = re.compile(r"^(\d{1,4}(?:/\d{1,4})?)(?:\s?(bis|ter|qua|qui|[a-z]\d?))?[\s,]+(\D.*)$", re.IGNORECASE)
_STREET = re.compile(r"[^a-zA-Z0-9\-'\s\u00C0-\u00FF]+")
_TOWN = re.compile(r"[^A-Za-z\s\-\u00C0-\u00FF]+")
_LIGATURES = str.maketrans({"’": "'", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "–": "-"})


def siret_of_commune(insee: str) -> str:
    """The number that the State gives to a commune's first establishment, from its INSEE code (not of Corsica)."""
    insee = PARIS.get(insee, insee)
    department = 3 if insee.startswith("97") else 2
    siren = _keyed(f"21{insee[:department]}0{insee[department:]}")
    return _keyed(f"{siren}0001")


def _keyed(digits: str) -> str:
    """With its key (Luhn)."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if rank % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{digits}{-total % 10}"


def code_of(theme: int, number: int) -> str:
    """`04990000-012`: the theme, « 99 », then the number of the fiche, in two parts."""
    order, rank = divmod(number, 999)
    return f"{theme + 1:02d}{OWN_CODES}{order % 10_000:04d}-{rank + 1:03d}"


def theme_of(nature: str, told: str) -> int:
    """The rank of its theme: what its type says when that is one of them, else what its nature is."""
    return THEMES.index(told) if told in THEMES else OF_NATURE.get(nature, OTHER)


def address(text: str, rue: str) -> tuple[str, str]:
    """Number and street, from how the address is written, else from the street where it lies."""
    first = text.split(",")[0] if not _NUMBER.match(text) else text
    if found := _NUMBER.match(first):
        number = f"{found[1]} {found[2].lower()}" if found[2] else found[1]
        return number, street(found[3].split(",")[0])
    return NO_NUMBER, street(rue or first)


def street(text: str) -> str:
    """With the letters that the schema has; « Sans nom » where too few remain."""
    kept = " ".join(_STREET.sub(" ", text.translate(_LIGATURES)).split())
    return kept if len(kept) >= 3 else "Sans nom"


def town(text: str) -> str:
    """The same of a commune: letters, spaces and hyphens."""
    return " ".join(_TOWN.sub(" ", text.translate(_LIGATURES)).split())


def told(row: dict[str, Any]) -> dict[str, str] | None:
    """One row of the file; None for a place of which a column that the schema requires is not known."""
    insee, postcode = row["insee"] or "", row["postcode"] or ""
    if not METROPOLITAN.match(insee) or not METROPOLITAN.match(postcode):
        return None
    theme = theme_of(row["nature"], row["type_theme"] or "")
    code, (number, way) = code_of(theme, row["pk"]), address(row["address"], row["rue"] or "")
    said = dict.fromkeys(COLUMNS, "")
    return said | {
        "COLL_NOM": row["commune"], "COLL_SIRET": siret_of_commune(insee), "EQUIP_UID": f"{insee}-{code}",
        "EQUIP_THEME": THEMES[theme], "EQUIP_CODE": code, "EQUIP_TYPE": row["type"].replace(",", " ")[:140],
        "EQUIP_NOM": row["title"][:256], "ADR_NUMERO": number, "ADR_NOMVOIE": way, "ADR_CODEPOSTAL": postcode,
        "ADR_COMMUNE": town(row["commune"]), "EQUIP_LAT": f"{row['latitude']:.7f}",
        "EQUIP_LONG": f"{row['longitude']:.7f}", "EQUIP_OUVERTURE": row["hours"], "EQUIP_WEB": row["website"],
    }  # fmt: skip
