"""Published rows, made in one line each."""

from datetime import date
from itertools import count
from typing import Any

from projets.equipements.models import (
    Achat,
    Execution,
    Import,
    Ligne,
    LigneBudget,
    Marche,
    Matter,
    Organisme,
    Rattachement,
    Source,
    Subvention,
    Titulaire,
)

NUMBERS = count(1)
CITY = "21440109300015"


def make_organisme(**fields: Any) -> Organisme:
    """The city, as it publishes."""
    told = {"slug": "ville-de-nantes", "name": "Ville de Nantes", "level": "commune", "siren": CITY[:9]} | fields
    return Organisme.objects.get_or_create(slug=told.pop("slug"), defaults=told)[0]


def make_source(code: str = "budget", matter: Matter = Matter.BUDGET, **fields: Any) -> Source:
    """A file that the city publishes, once a code, read once."""
    told = {"title": "Budget de la ville", "format": "scdl-budget", "licence": "Licence Ouverte 2.0"} | fields
    told.setdefault("organisme", make_organisme())
    source, is_new = Source.objects.get_or_create(code=code, defaults={"matter": matter} | told)
    if is_new:
        Import.objects.create(source=source, state="done", name=f"{code}.csv", sha256="a" * 64)
    return source


def make_ligne(source: Source, **fields: Any) -> Ligne:
    """One row of it."""
    number = next(NUMBERS)
    reading = source.imports.get()
    told = {"key": f"clef-{number}", "data": {"BGT_NATURE": "6068"}, "sha256": "b" * 64, "number": number}
    return Ligne.objects.create(source=source, first_import=reading, last_import=reading, **(told | fields))


def make_budget_line(realised: str | None = "1000.00", **fields: Any) -> LigneBudget:
    """A spending of the city in 2024, by its account."""
    told: dict[str, Any] = {
        "year": 2024, "entity": "Ville de Nantes", "siret": CITY, "document": "compte administratif", "section": "F",
        "spending": True, "nature_code": "6068", "nature": "Autres fournitures", "function_code": "323",
        "function": "Piscines", "realised": realised,
    }  # fmt: skip
    ligne = make_ligne(fields.pop("source", None) or make_source())
    return LigneBudget.objects.create(ligne=ligne, **(told | fields))


def make_marche(objet: str = "Réfection de l’école Léon-Say", **fields: Any) -> Marche:
    """A contract of works, signed in 2025."""
    holder = fields.pop("holder", "ATLANTIQUE BATIMENT")
    told = {
        "uid": f"{CITY}-2025-{next(NUMBERS)}", "buyer": "Ville de Nantes", "buyer_siret": CITY, "amount": "250000.00",
        "notified_on": date(2025, 3, 1),
    }  # fmt: skip
    source = make_source("decp", Matter.CONTRACT, title="Marchés de la ville", format="decp")
    marche = Marche.objects.create(ligne=make_ligne(source, data={"objet": objet}), objet=objet, **(told | fields))
    Titulaire.objects.create(marche=marche, name=holder, identifier="12345678900012")
    return marche


def make_concession(objet: str = "Exploitation des parkings du centre", **fields: Any) -> Marche:
    """A concession with two years told."""
    told = {"concession": True, "amount": None, "total_value": "9000000.00"} | fields
    marche = make_marche(objet, **told)
    tariffs = [{"intitule": "1 heure", "tarif": "2.40"}]
    Execution.objects.create(marche=marche, year=2024, spent="120000.00", tariffs=tariffs)
    Execution.objects.create(marche=marche, year=2025, spent="80000.00")
    return marche


def make_grant(beneficiary: str = "Les Amis du lavoir", **fields: Any) -> Subvention:
    """A grant of 2025."""
    source = make_source("subventions", Matter.SUBSIDY, title="Subventions de la ville", format="scdl-subventions")
    told = {"objet": "Fête de quartier", "amount": "3000.00", "on": date(2025, 5, 2), "giver": "Ville de Nantes"}
    return Subvention.objects.create(ligne=make_ligne(source), beneficiary=beneficiary, **(told | fields))


def make_purchase(objet: str = "Bancs pour les squares", **fields: Any) -> Achat:
    """A purchase to come."""
    source = make_source("achats", Matter.PURCHASE, title="Achats prévus", format="table")
    told = {"low": "20000.00", "high": "40000.00", "buyer": "Ville de Nantes"}
    return Achat.objects.create(ligne=make_ligne(source), objet=objet, **(told | fields))


def tie(row: Any, equipement: Any, **fields: Any) -> Rattachement:
    """A person says that the row is about the place."""
    return Rattachement.objects.create(ligne=row.ligne, equipement=equipement, state="confirmed", **fields)
