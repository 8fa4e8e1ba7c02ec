"""Participatory budgets that tests need, made in one line each."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from projets.budgets.actions import publish
from projets.budgets.models import BudgetParticipatif, Enveloppe, Feasibility, Origin, Projet
from tests.factories import make_theme
from tests.places import CHATEAU, COMMERCE, COURS_DES_50_OTAGES

AHEAD = {"opens_at": -40, "study_at": -30, "vote_opens_at": -1, "vote_closes_at": 9, "counts_at": 12}  # days from now


def make_budget(*, published: bool = True, **fields: Any) -> BudgetParticipatif:
    """One that is voted on since yesterday, with an envelope of 30 000 € for the quartier."""
    now = timezone.now()
    told = {"slug": "centre", "title": "Le Centre choisit", "organiser": "La Ville", "decides": "Le vote décide."}
    dates = {name: now + timedelta(days=days) for name, days in AHEAD.items()}
    budget = BudgetParticipatif.objects.create(**(told | dates | fields))
    make_enveloppe(budget)
    if published:
        publish(budget)
    return budget


def make_enveloppe(budget: BudgetParticipatif, name: str = "Centre-Ville", amount: int = 30_000) -> Enveloppe:
    """The money of one area, TTC."""
    return Enveloppe.objects.create(budget=budget, name=name, amount=Decimal(amount), basis="ttc", year=2026)


def make_projet(
    enveloppe: Enveloppe, code: str, price: int | None = 12_000, geom: Point = COURS_DES_50_OTAGES, **fields: Any
) -> Projet:
    """A feasible project, priced, proposed by the city."""
    told = {"title": f"Projet {code}", "theme": make_theme("mobilier"), "origin": Origin.CITY, "geom": geom}
    told |= {"feasibility": Feasibility.FEASIBLE, "reason": "Le sol convient.", "price_why": "Fourniture et pose."}
    return Projet.objects.create(enveloppe=enveloppe, code=code, price=price, **(told | fields))


def ballot_of(budget: BudgetParticipatif) -> tuple[Projet, Projet, Projet]:
    """Three projects of 12 000, 15 000 and 8 000 €: any two of them fit, the three do not."""
    enveloppe = budget.enveloppes.first()
    first, second = make_projet(enveloppe, "A1"), make_projet(enveloppe, "A2", 15_000, CHATEAU)
    return first, second, make_projet(enveloppe, "A3", 8_000, COMMERCE)


def end(budget: BudgetParticipatif, *, counted: bool = True) -> BudgetParticipatif:
    """Its vote is over, and its day of counting has come."""
    now = timezone.now()
    budget.vote_closes_at = now - timedelta(seconds=2)
    budget.counts_at = now - timedelta(seconds=1) if counted else now + timedelta(days=1)
    budget.save(update_fields=["vote_closes_at", "counts_at"])
    return budget
