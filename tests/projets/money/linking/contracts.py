"""The authored contracts and the demonstration's facilities, as what is compared; no database needed."""

import csv
from dataclasses import dataclass
from pathlib import Path

from projets.demonstration import read_rows
from projets.equipements.linking.matching import Known, Text, streets_of
from projets.equipements.linking.places import Place, index
from projets.equipements.management.commands.load_demo_equipements import CONTENT

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Contract:
    """One authored contract; `about` is the code of its facility, empty when it is about none that we know."""

    text: Text
    about: str


def facilities() -> list[Place]:
    """The demonstration's, each in its commune (`lieux.csv`); the key of each is its row's number."""
    communes = {row["code"]: row for row in _rows("lieux.csv")}
    return [
        Place(
            pk=at,
            title=row["title"],
            nature=row["nature"],
            commune=communes[row["code"]]["commune"],
            commune_name=communes[row["code"]]["nom"],
            street=row["address"],
            keepers=(row["operator"],),
        )
        for at, row in enumerate(read_rows(CONTENT / "equipements.csv"))
    ]


def codes() -> list[str]:
    """The facilities' codes, in the same order."""
    return [row["code"] for row in read_rows(CONTENT / "equipements.csv")]


def known() -> Known:
    """What rows are compared with."""
    places = facilities()
    communes = {row["commune"]: row["nom"] for row in _rows("lieux.csv")}
    return Known(index(places, communes), streets_of(places))


def contracts(file: str) -> list[Contract]:
    """The contracts of `contrats.csv`, written before the rule was, or of another file like it."""
    return [
        Contract(
            Text(
                pk=at,
                text=row["objet"],
                buyer=row["acheteur"],
                place_code=row["lieu"],
                amount=float(row["montant"]),
                year=int(row["notifie"][:4]),
            ),
            row["attendu"],
        )
        for at, row in enumerate(_rows(file))
    ]


def _rows(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
