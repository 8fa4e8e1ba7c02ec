"""« Et si on déplaçait 10 000 € ? » between branches and lines of a budget; and a branch on the map of its page."""

from decimal import Decimal

import pytest
from django.test import Client

from projets.equipements.models import LigneBudget
from tests.factories import make_theme
from tests.projets.figures.samples import make_budget_line
from tests.projets.samples import make_equipement

pytestmark = pytest.mark.django_db
PAGE, MOVE = "/argent/budget/", "/argent/budget/deplacer/"


def _read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode().replace("\u00a0", " ")


def _a_budget() -> None:
    for code, name, amount in (("323", "Piscines", "1000.00"), ("845", "Rues", "3000.00")):
        make_budget_line(amount, function_code=code, function=name)
    make_budget_line("50.00", function_code="845", function="Rues", nature_code="611", nature="Contrats")


def test_no_budget_says_so(client: Client) -> None:
    assert "Aucun budget" in _read(client, MOVE)


def test_the_total_stays_and_each_part_says_what_it_becomes(client: Client) -> None:
    _a_budget()
    assert MOVE in _read(client, PAGE)
    told = _read(client, f"{MOVE}?combien=250,50&de=323&vers=845")
    assert "1 000 €" in told and "749,50 €" in told and "3 300,50 €" in told
    assert "− 25.1 %" in told or "− 25,1 %" in told or "− 25,0 %" in told
    assert "Ensemble, avant comme après : 4 050 €" in told
    assert LigneBudget.objects.count() == 3
    assert set(LigneBudget.objects.values_list("realised", flat=True)) == {
        Decimal("1000.00"), Decimal("3000.00"), Decimal("50.00"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("combien=1000.01&de=323&vers=845", "il n’y a là que"),
        ("combien=10&de=323&vers=323", "deux endroits différents"),
        ("combien=0&de=323&vers=845", "supérieure ou égale à 1"),
        ("combien=10&de=999&vers=845", "999"),
        ("combien=NaN&de=323&vers=", ""),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(client: Client, query: str, said: str) -> None:
    _a_budget()
    told = _read(client, f"{MOVE}?{query}", 422)
    assert said in told
    assert f'value="{query[8:].partition("&")[0]}"' in told


def test_one_goes_down_to_the_lines_and_income_is_not_ours_to_move(client: Client) -> None:
    _a_budget()
    make_budget_line("2000.00", function_code="845", function="Rues", operation="Quai de la Fosse")
    first, second = LigneBudget.objects.filter(function_code="845", nature_code="6068").order_by("pk")
    lines = _read(client, f"{MOVE}?fonction=845&nature=6068")
    assert "Quai de la Fosse" in lines and f'value="{first.pk}"' in lines
    told = _read(client, f"{MOVE}?fonction=845&nature=6068&combien=100&de={first.pk}&vers={second.pk}")
    assert "2 900 €" in told and "2 100 €" in told
    assert "deplacer" not in _read(client, f"{PAGE}?sens=recettes")
    assert "1 000 €" in _read(client, f"{MOVE}?sens=recettes"), "spending all the same"
    assert "Ce choix n’existe pas." in _read(client, f"{MOVE}?section=rien", 400)


def test_a_branch_filters_the_map_of_its_page_and_names_itself(client: Client) -> None:
    sports = make_theme("sport")
    make_equipement(title="Piscine Léo-Lagrange", theme=sports)
    _a_budget()
    root, branch = _read(client, PAGE), _read(client, f"{PAGE}?fonction=323")
    assert 'data-root="1"' in root and "branch-map" in root
    assert 'data-theme="sport"' in branch and "Branche du budget : Piscines" in branch
    assert "/?couches=equipements&amp;themes=sport" in branch
    assert "branch-map" not in _read(client, f"{PAGE}?fonction=323&nature=6068")
