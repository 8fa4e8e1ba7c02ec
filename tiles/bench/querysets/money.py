"""What an import of public money left in the database, counted apart from it."""

from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from projets.equipements.models import Equipement, LigneBudget, Marche

_FACILITIES = """
CREATE TEMPORARY TABLE imported AS SELECT fiche_ptr_id AS id FROM equipements_equipement WHERE ligne_id IS NOT NULL;
DELETE FROM fiches_evenement WHERE fiche_id IN (SELECT id FROM imported);
DELETE FROM equipements_equipement WHERE fiche_ptr_id IN (SELECT id FROM imported);
DELETE FROM fiches_fiche WHERE id IN (SELECT id FROM imported);
DROP TABLE imported;
"""


def stored_money(code: str) -> tuple[int, int]:
    """(rows, cents) of all the contracts, lines of budgets or facilities (which cost nothing), by the format's code."""
    if code == "scdl-equipements":
        return Equipement.objects.exclude(ligne=None).count(), 0
    model = Marche if code == "decp" else LigneBudget
    columns = ("amount",) if model is Marche else ("voted", "realised")
    sums = model.objects.aggregate(**{name: Sum(name) for name in columns})
    return model.objects.count(), int(sum((value or Decimal(0) for value in sums.values()), Decimal(0)) * 100)


def forget_money() -> None:
    """Empty the scratch database of what was imported, and of what was made of it."""
    with connection.cursor() as cursor:
        cursor.execute(_FACILITIES)
        cursor.execute("TRUNCATE equipements_source CASCADE")
