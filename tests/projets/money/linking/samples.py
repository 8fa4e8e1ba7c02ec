"""Rows of public money, made in one line each."""

from datetime import date
from typing import Any

from projets.equipements.models import (
    Deliberation,
    Import,
    Ligne,
    LigneBudget,
    Mandat,
    Marche,
    Organisme,
    Source,
    Titulaire,
)
from tests.people import charlie


def make_source(code: str = "decp", matter: str = "contract", **fields: Any) -> Source:
    """A source, once per code."""
    told = {"title": "Marchés de la ville", "matter": matter, "format": "decp"} | fields
    return Source.objects.get_or_create(code=code, defaults=told)[0]


def make_ligne(source: Source, key: str = "1", **fields: Any) -> Ligne:
    """A row, with the reading that brought it."""
    reading = source.imports.first() or Import.objects.create(source=source, state="done")
    told = {"data": {"objet": key}, "sha256": "0" * 64, "first_import": reading, "last_import": reading} | fields
    return Ligne.objects.create(source=source, key=key, **told)


def make_marche(
    objet: str, amount: str | None = "100000.00", *, source: Source | None = None, key: str = "", **fields: Any
) -> Ligne:
    """The row of a contract notified in 2021, with its mirror."""
    source = source or make_source()
    ligne = make_ligne(source, key or objet[:200])
    told = {"uid": ligne.key[:120], "buyer": "Ville de Nantes", "notified_on": date(2021, 3, 4)} | fields
    marche = Marche.objects.create(ligne=ligne, objet=objet, amount=amount, **told)
    Titulaire.objects.create(marche=marche, identifier="44306184100047", name="SMAC")
    return ligne


def make_budget_line(operation: str, voted: str | None, realised: str | None, **fields: Any) -> Ligne:
    """The row of a budget line of 2022, with its mirror."""
    ligne = make_ligne(make_source("budget", "budget", title="Budget"), fields.pop("key", operation))
    told = {"year": 2022, "document": "Compte administratif", "section": "I", "spending": True} | fields
    LigneBudget.objects.create(ligne=ligne, operation=operation, voted=voted, realised=realised, **told)
    return ligne


def make_deliberation(objet: str) -> Ligne:
    """The row of a deliberation: no amount."""
    ligne = make_ligne(make_source("deliberations", "deliberation", title="Délibérations"), objet)
    Deliberation.objects.create(ligne=ligne, reference="2021-14", objet=objet)
    return ligne


def a_publisher(name: str = "CHU de Nantes") -> tuple[Any, Organisme]:
    """Charlie, who publishes for an organisation."""
    organisme = Organisme.objects.create(slug="chu", name=name, level="hospital")
    person = charlie()
    Mandat.objects.create(person=person, organisme=organisme)
    return person, organisme
