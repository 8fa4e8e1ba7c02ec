"""What the demonstration's rows are: contracts, grants, lines of a budget, votes and their words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from projets.demonstration import days_ago, read_rows
from projets.equipements.demonstration.rows import CONTENT, Row, day, year
from projets.equipements.models import (
    Avenant,
    Deliberation,
    Execution,
    LigneBudget,
    Marche,
    Paragraphe,
    Subvention,
    Titulaire,
)
from projets.equipements.models import Ligne as Stored

CITY: Final = "Ville (démonstration)"
COUNCIL: Final = "Conseil municipal (démonstration)"
SIRET: Final = "00000000000010"
Kept = tuple[Stored, Row]


def amount(text: str) -> Decimal | None:
    """Euros; None where nothing is told."""
    return Decimal(text) if text else None


def later(first: date, months: int) -> date:
    """The same day so many months on, as far as that month has it."""
    year_, month = divmod(first.month - 1 + months, 12)
    return date(first.year + year_, month + 1, min(first.day, 28))


def make_marches(kept: Iterable[Kept]) -> None:
    """Contracts and concessions, with who holds them, what changed, and their years."""
    changes, years = _by_key("avenants.csv"), _by_key("executions.csv")
    for ligne, row in kept:
        marche = Marche.objects.create(ligne=ligne, **_marche(ligne, row, changes[row["cle"]]))
        Titulaire.objects.create(marche=marche, identifier=row["siret"], name=row["titulaire"])
        Avenant.objects.bulk_create(_avenant(marche, each) for each in changes[row["cle"]])
        Execution.objects.bulk_create(_execution(marche, each) for each in years[row["cle"]])


def _by_key(name: str) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(CONTENT / name):
        found[row["cle"]].append(row)
    return found


def _marche(ligne: Stored, row: Row, changes: list[Row]) -> dict[str, object]:
    notified = day(row["jours"])
    months = max([int(row["mois"]), *(int(each["mois"]) for each in changes if each["mois"])])
    organisme = ligne.source.organisme
    return {
        "uid": f"{SIRET}{row['cle']}", "concession": row["concession"] == "oui", "buyer_siret": SIRET,
        "buyer": organisme.name if organisme else CITY, "objet": row["objet"], "nature": row["nature"],
        "procedure": row["procedure"], "cpv": row["cpv"], "months": months, "notified_on": notified,
        "ends_on": later(notified, months), "amount": amount(row["montant"]),
        "total_value": amount(row["valeur"]), "public_subsidy": amount(row["subvention"]), "reason": row["raison"],
    }  # fmt: skip


def _avenant(marche: Marche, row: Row) -> Avenant:
    return Avenant(
        marche=marche, number=row["numero"], on=day(row["jours"]), objet=row["objet"],
        months=int(row["mois"]) if row["mois"] else None, amount=amount(row["montant"]),
    )  # fmt: skip


def _execution(marche: Marche, row: Row) -> Execution:
    tariffs = [dict(zip(("intitule", "tarif"), each.split("="), strict=True)) for each in row["tarifs"].split(";")]
    told = year(row["ans"])
    return Execution(
        marche=marche, year=told, published_on=date(told + 1, 3, 1), spent=amount(row["depense"]), tariffs=tariffs
    )


def make_subventions(kept: Iterable[Kept]) -> None:
    """Grants, with what came of some a year later."""
    Subvention.objects.bulk_create(
        Subvention(
            ligne=ligne, giver=CITY, giver_siret=SIRET, beneficiary=row["beneficiaire"],
            beneficiary_id=row["identifiant"], objet=row["objet"], amount=amount(row["montant"]), nature=row["nature"],
            on=day(row["jours"]), scheme=row["dispositif"], outcome=row["resultat"],
            outcome_at=days_ago(int(row["jours"]) // 2) if row["resultat"] else None,
        )
        for ligne, row in kept
    )  # fmt: skip


def make_budget(kept: Iterable[Kept]) -> None:
    """Lines of two budgets."""
    LigneBudget.objects.bulk_create(
        LigneBudget(
            ligne=ligne, year=year(row["ans"]), entity=CITY, siret=SIRET, document="Compte administratif",
            section=row["section"], spending=row["sens"] == "D", nature_code=row["nature_code"], nature=row["nature"],
            function_code=row["fonction_code"], function=row["fonction"], operation=row["operation"],
            order=row["ordre"] == "oui", voted=amount(row["vote"]), realised=amount(row["realise"]),
        )
        for ligne, row in kept
    )  # fmt: skip


def make_deliberations(kept: Iterable[Kept]) -> None:
    """Votes and their words. No document is joined: the words are all there is."""
    words = texts()
    for ligne, row in kept:
        one = Deliberation.objects.create(
            ligne=ligne, reference=row["numero"], council=COUNCIL, on=day(row["jours"]), matter=row["matiere"],
            objet=row["objet"], budget_year=year(row["exercice"]) if row["exercice"] else None,
            present=int(row["votants"]), votes_for=int(row["pour"]), votes_against=int(row["contre"]),
            abstained=int(row["abstentions"]),
        )  # fmt: skip
        Paragraphe.objects.bulk_create(
            Paragraphe(deliberation=one, number=number, page=page, text=text)
            for number, (page, text) in enumerate(words[row["cle"]], start=1)
        )


def texts() -> dict[str, list[tuple[int, str]]]:
    """(page, paragraph) of each deliberation, by its key."""
    parts = re.split(r"^# (\S+)\n", (CONTENT / "deliberations.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {
        key: [
            (page, paragraph.strip())
            for page, text in enumerate(body.split("\n~\n"), start=1)
            for paragraph in text.split("\n\n")
            if paragraph.strip()
        ]
        for key, body in zip(parts[1::2], parts[2::2], strict=True)
    }
