"""What an import of public money left in the database, counted apart from it."""

from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from projets.equipements.models import LigneBudget, Marche


def stored_money(code: str) -> tuple[int, int]:
    """(rows, cents) of all the contracts, or of all the lines of budgets, by the format's code."""
    model = Marche if code == "decp" else LigneBudget
    columns = ("amount",) if model is Marche else ("voted", "realised")
    sums = model.objects.aggregate(**{name: Sum(name) for name in columns})
    return model.objects.count(), int(sum((value or Decimal(0) for value in sums.values()), Decimal(0)) * 100)


def forget_money() -> None:
    """Empty the scratch database of what was imported, and of what was made of it."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE equipements_source CASCADE")
