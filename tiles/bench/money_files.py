"""Files of public money to their schema's letter, of any size, written row after row: the measures' and the tests'.

SCDL équipements 0.1.5, budget 0.8.3 (https://schema.data.gouv.fr/scdl/budget/0.8.3/documentation.html) and DECP 2.0.3
(https://github.com/139bercy/format-commande-publique/blob/master/schema_decp_v2.0.3.json). The same seed gives the same
file; what each must add up to is returned, in cents, counted apart from any reader.
"""

import csv
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

CITY: Final = "21440109300015"
BUDGET_COLUMNS: Final = (
    "BGT_NATDEC", "BGT_ANNEE", "BGT_SIRET", "BGT_NOM", "BGT_CONTNAT", "BGT_CONTNAT_LABEL", "BGT_NATURE",
    "BGT_NATURE_LABEL", "BGT_FONCTION", "BGT_FONCTION_LABEL", "BGT_OPERATION", "BGT_SECTION", "BGT_OPBUDG", "BGT_CODRD",
    "BGT_MTREAL", "BGT_MTBUDGPREC", "BGT_MTRARPREC", "BGT_MTPROPNOUV", "BGT_MTPREV", "BGT_CREDOUV", "BGT_MTRAR3112",
    "BGT_ARTSPE",
)  # fmt: skip
DOCUMENTS: Final = ("compte administratif", "budget primitif", "budget supplémentaire", "décision modificative")
AMOUNT_OF: Final = dict(zip(DOCUMENTS, ("BGT_MTREAL", "BGT_MTPREV", "BGT_MTPROPNOUV", "BGT_MTPROPNOUV"), strict=True))
FACILITY_COLUMNS: Final = (
    "COLL_NOM", "COLL_SIRET", "EQUIP_UID", "EQUIP_THEME", "EQUIP_TYPE", "EQUIP_NOM", "ADR_NUMERO", "ADR_NOMVOIE",
    "ADR_CODEPOSTAL", "ADR_COMMUNE", "EQUIP_LAT", "EQUIP_LONG", "EQUIP_OUVERTURE", "EQUIP_WEB",
)  # fmt: skip
SORTS: Final = (("Sport", "Piscine"), ("Sport", "Gymnase"), ("Culture", "Médiathèque"), ("Enfance", "École primaire"),
                ("Espaces verts", "Square"), ("Social", "Maison de quartier"))  # fmt: skip
WEST, SOUTH, EAST, NORTH = -1.70, 47.14, -1.40, 47.32  # degrees: around Nantes
FUNCTIONS: Final = ("020", "112", "211", "212", "251", "313", "321", "322", "411", "413", "64", "814", "822", "823")
ACCOUNTS: Final = (("011", "60612"), ("011", "61521"), ("012", "64111"), ("65", "6574"), ("21", "2128"), ("23", "2313"))
OBJECTS: Final = (
    "Rénovation de la piscine Léo-Lagrange", "Réfection de la rue de Strasbourg", "Entretien des espaces verts, lot 3",
    "Construction du groupe scolaire Aimé-Césaire", "Fourniture de repas pour les restaurants scolaires",
    "Maîtrise d’œuvre de la médiathèque Floresca-Guépin", "Éclairage public : « maintenance & travaux »",
)  # fmt: skip

USUAL: Final = {  # what every contract of ours says alike
    "techniques": {"technique": ["Sans objet"]},
    "modalitesExecution": {"modaliteExecution": ["Sans objet"]},
    "marcheInnovant": False,
    "ccag": "Travaux",
    "attributionAvance": False,
    "tauxAvance": 0,
    "typeGroupementOperateurs": "Pas de groupement",
    "sousTraitanceDeclaree": False,
    "procedure": "Procédure adaptée",
    "lieuExecution": {"code": "44109", "typeCode": "Code commune"},
}


def budget_rows(count: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """Lines of a budget, in the four documents; one in thirty is « d’ordre », some are under zero."""
    chance = random.Random(seed)
    for number in range(count):
        document = DOCUMENTS[number % len(DOCUMENTS)]
        chapter, nature = chance.choice(ACCOUNTS)
        order = number % 30 == 0
        row = dict.fromkeys(BUDGET_COLUMNS, "") | {
            "BGT_NATDEC": document,
            "BGT_ANNEE": str(2019 + number % 6),
            "BGT_SIRET": CITY,
            "BGT_NOM": "Ville de Nantes",
            "BGT_CONTNAT": "042" if order else chapter,
            "BGT_CONTNAT_LABEL": "Chapitre",
            "BGT_NATURE": nature,
            "BGT_FONCTION": chance.choice(FUNCTIONS),
            "BGT_OPERATION": str(chance.randrange(40)) if chance.random() < 0.1 else "",
            "BGT_SECTION": "investissement" if nature.startswith("2") else "fonctionnement",
            "BGT_OPBUDG": "ordre" if order else "réel",
            "BGT_CODRD": chance.choice(("dépense", "dépense", "recette")),
            "BGT_ARTSPE": "non spécialisé",
        }
        cents = chance.randrange(-50_000, 900_000_000)
        yield row | {
            AMOUNT_OF[document]: f"{cents // 100}.{cents % 100:02d}" if cents >= 0 else str(Decimal(cents) / 100)
        }


def write_budget(path: Path, count: int, seed: int = 7) -> Counter[str]:
    """Write so many lines of a budget; returns the cents of each document."""
    cents: Counter[str] = Counter()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, BUDGET_COLUMNS)
        writer.writeheader()
        for row in budget_rows(count, seed):
            writer.writerow(row)
            cents[row["BGT_NATDEC"]] += int(Decimal(row[AMOUNT_OF[row["BGT_NATDEC"]]]) * 100)
    return cents


def write_facilities(path: Path, count: int, seed: int = 7) -> int:
    """Write so many facilities as SCDL équipements 0.1.5 has them; returns no cents, for they have none."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(FACILITY_COLUMNS)
        for number in range(count):
            theme, sort = chance.choice(SORTS)
            place = (f"{chance.uniform(SOUTH, NORTH):.6f}", f"{chance.uniform(WEST, EAST):.6f}")
            writer.writerow((
                "Ville de Nantes", CITY, f"E{number:06d}", theme, sort, f"{sort} n° {number}", 1 + number % 90,
                f"rue des Équipements {number % 700}", "44000", "Nantes", *place, "Mo-Fr 09:00-18:00",
                f"https://exemple.fr/{number}",
            ))  # fmt: skip
    return 0


def contract(number: int, chance: random.Random) -> dict[str, Any]:
    """One `marche` of the schema; some were modified, some have subcontractors."""
    notified = date(2018, 1, 1) + timedelta(days=chance.randrange(2900))
    told: dict[str, Any] = {
        "id": f"M{number:09d}",
        "acheteur": {"id": CITY},
        "nature": "Marché",
        "objet": f"{chance.choice(OBJECTS)} ({number})",
        "codeCPV": f"{chance.randrange(45_000_000, 46_000_000)}",
        **USUAL,
        "offresRecues": chance.randint(1, 12),
        "dureeMois": chance.randint(1, 60),
        "dateNotification": notified.isoformat(),
        "datePublicationDonnees": (notified + timedelta(days=30)).isoformat(),
        "montant": chance.randrange(4_000_000, 500_000_000) / 100,
        "typesPrix": {"typePrix": ["Définitif ferme"]},
        "formePrix": "Forfaitaire",
        "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": f"{chance.randrange(10**13, 10**14)}"}}],
        "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
        "considerationsEnvironnementales": {"considerationEnvironnementale": ["Critère environnemental"]},
    }
    if number % 10 == 0:
        told["modifications"] = [{"modification": _modification(notified, chance)}]
    if number % 25 == 0:
        told["actesSousTraitance"] = [{"acteSousTraitance": _subcontract(notified, chance)}]
    return told


def _modification(notified: date, chance: random.Random) -> dict[str, Any]:
    day = (notified + timedelta(days=200)).isoformat()
    return {
        "id": 1,
        "dateNotificationModification": day,
        "datePublicationDonneesModification": day,
        "dureeMois": chance.randint(61, 80),
        "montant": chance.randrange(4_000_000, 900_000_000) / 100,
    }


def _subcontract(notified: date, chance: random.Random) -> dict[str, Any]:
    return {
        "id": 1,
        "sousTraitant": {"typeIdentifiant": "SIRET", "id": f"{chance.randrange(10**13, 10**14)}"},
        "dureeMois": 6,
        "dateNotification": notified.isoformat(),
        "datePublicationDonnees": notified.isoformat(),
        "montant": chance.randrange(100_000, 3_000_000) / 100,
        "variationPrix": "Ferme",
    }


def concession(number: int, chance: random.Random) -> dict[str, Any]:
    """One `contrat-concession` of the schema, with two years of execution."""
    return {
        "id": f"C{number:09d}",
        "autoriteConcedante": {"id": CITY},
        "nature": "Délégation de service public",
        "objet": f"Exploitation du réseau de chaleur ({number})",
        "procedure": "Procédure négociée ouverte",
        "dureeMois": 240,
        "dateSignature": "2015-06-30",
        "datePublicationDonnees": "2015-08-01",
        "dateDebutExecution": "2015-09-01",
        "valeurGlobale": chance.randrange(10**9, 10**10) / 100,
        "montantSubventionPublique": 0,
        "donneesExecution": [
            {
                "donneesAnnuelles": {
                    "datePublicationDonneesExecution": f"{year}-06-30",
                    "depensesInvestissement": chance.randrange(10**7, 10**8) / 100,
                    "tarifs": [{"tarif": {"intituleTarif": "Prix du MWh", "tarif": 78.45}}],
                }
            }
            for year in (2022, 2023)
        ],
        "concessionnaires": [{"concessionnaire": {"typeIdentifiant": "SIRET", "id": "38103128500491"}}],
        "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
        "considerationsEnvironnementales": {"considerationEnvironnementale": ["Clause environnementale"]},
    }


def contracts(count: int, seed: int = 7) -> Iterator[tuple[str, dict[str, Any]]]:
    """(`marche` or `contrat-concession`, it): one in a hundred is a concession; those come last."""
    chance, last = random.Random(seed), count // 100
    for number in range(count - last):
        yield "marche", contract(number, chance)
    for number in range(last):
        yield "contrat-concession", concession(number, chance)


def write_contracts_json(path: Path, count: int, seed: int = 7) -> int:
    """Write so many contracts as JSON; returns the cents of their amounts, concessions left out."""
    cents, before = 0, ""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"marches": {')
        for name, told in contracts(count, seed):
            file.write(",\n" if name == before else ("], " if before else "") + f'"{name}": [\n')
            json.dump(told, file, ensure_ascii=False)
            before, cents = name, cents + round(told.get("montant", 0) * 100)
        file.write("]}}" if before else '"marche": []}}')
    return cents


def write_contracts_xml(path: Path, count: int, seed: int = 7) -> int:
    """The same contracts as XML, with the same total."""
    cents = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<marches>\n')
        for name, told in contracts(count, seed):
            file.write(f"{_element(name, told)}\n")
            cents += round(told.get("montant", 0) * 100)
        file.write("</marches>\n")
    return cents


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):  # of objects with one key: <titulaires><titulaire>…; else the element again and again
        if value and isinstance(value[0], dict):
            return f"<{name}>{''.join(_inside(each) for each in value)}</{name}>"
        return "".join(_element(name, each) for each in value)
    if isinstance(value, dict):
        return f"<{name}>{_inside(value)}</{name}>"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"<{name}>{escape(text)}</{name}>"


def _inside(value: dict[str, Any]) -> str:
    return "".join(_element(name, each) for name, each in value.items())
