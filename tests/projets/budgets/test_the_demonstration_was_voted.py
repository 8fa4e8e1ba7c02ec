"""The demonstration's budget comes once, counted by the product itself, and goes away whole."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from projets.budgets.models import BudgetParticipatif, Bulletin, Jalon, Projet
from projets.budgets.scrutins import counted
from projets.equipements.models import Equipement
from tests.projets.samples import load_palette

pytestmark = pytest.mark.django_db


def test_it_comes_once_is_counted_and_goes_away(client: Client) -> None:
    load_palette()
    for name in ("load_demo_idees", "load_demo_projets", "load_demo_projets"):
        call_command(name, stdout=StringIO())
    budget = BudgetParticipatif.objects.get(demonstration=True)
    won = set(Projet.objects.filter(won=True).values_list("code", flat=True))
    assert won == {code for each in budget.enveloppes.all() for code in counted(each).winners}
    assert len(won) >= 3 and not {"A2", "A5"} <= won
    assert Projet.objects.exclude(fiche=None).count() >= 5 and Jalon.objects.count() == 3 * len(won)
    assert Equipement.objects.filter(demonstration=True).count() == len(won)
    shown = client.get("/budgets-participatifs/").content.decode()
    assert "L’île de Nantes choisit" in shown
    assert client.get(budget.get_absolute_url() + "resultats/").status_code == 200
    call_command("load_demo_projets", remove=True, stdout=StringIO())
    assert not BudgetParticipatif.objects.exists() and not Bulletin.objects.exists() and not Equipement.objects.exists()
