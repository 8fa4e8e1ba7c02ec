"""The tree of a budget agrees with its file to the cent; voted, realised, income and transfers never make one sum."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from carto.territoires.models import Level, Population
from projets.equipements.figures.budget_tree import Group, branches, under
from projets.equipements.figures.squarify import Box, squarify
from projets.equipements.figures.treemap import drawings, rounded
from tests.factories import make_territoire, make_theme
from tests.projets.figures.samples import CITY, make_budget_line, make_source
from tests.projets.samples import make_equipement

CODES = st.text("012.-", max_size=3)
AMOUNTS = st.decimals(min_value="-99999999.99", max_value="99999999.99", places=2)
GROUPS = st.lists(st.builds(Group, CODES, CODES, CODES, CODES, AMOUNTS, st.integers(1, 9)), max_size=40)
PAGE = "/argent/budget/"


def _leaves(groups: list[Group], code: str = "") -> list[Any]:
    """Every nature, reached as a person would: branch after branch."""
    found = []
    for branch in branches(groups, code, 2024):
        found += [branch] if branch.is_nature else _leaves(groups, branch.code)
    return found


@settings(max_examples=60, deadline=None)
@given(groups=GROUPS)
def test_every_cent_of_the_rows_is_in_the_leaves_once(groups: list[Group]) -> None:
    whole = sum((group.total for group in groups), Decimal(0))
    leaves = _leaves(groups)
    assert sum((leaf.total for leaf in leaves), Decimal(0)) == whole
    assert sum(leaf.lines for leaf in leaves) == sum(group.lines for group in groups)
    for branch in branches(groups, "", 2024):
        if not branch.is_nature:
            assert branch.total == sum((group.total for group in under(groups, branch.code)), Decimal(0))


@settings(max_examples=60, deadline=None)
@given(groups=GROUPS)
def test_what_is_drawn_and_what_is_under_zero_are_the_whole(groups: list[Group]) -> None:
    found = branches(groups, "", 2024)
    under_zero = sum((branch.total for branch in found if branch.total < 0), Decimal(0))
    for drawing in drawings(found):
        assert drawing.total + under_zero == sum((group.total for group in groups), Decimal(0))


@settings(max_examples=60, deadline=None)
@given(values=st.lists(st.floats(0.01, 1), min_size=1, max_size=60))
def test_areas_go_as_amounts_and_fill_the_drawing(values: list[float]) -> None:
    room = Box(0, 0, 760, 420)
    boxes = squarify(values, room)
    for value, box in zip(values, boxes, strict=True):
        assert box.width * box.height == pytest.approx(value / sum(values) * 760 * 420, rel=1e-6, abs=1e-6)
        assert box.x >= -0.001 and box.x + box.width <= 760.001
        assert box.y >= -0.001 and box.y + box.height <= 420.001


def test_an_area_is_above_zero() -> None:
    with pytest.raises(ValueError, match="above zero"):
        squarify([1, 0], Box(0, 0, 1, 1))


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("812.4", "812 €"),
        ("12345678", "12,3 M€"),
        ("450000", "450 k€"),
        ("123456789.99", "123 M€"),
        ("123556789.99", "124 M€"),
    ],
)
def test_a_drawing_rounds_and_the_table_does_not(amount: str, said: str) -> None:
    assert rounded(Decimal(amount)).replace("\u00a0", " ") == said


def _read(client: Client, query: str = "") -> str:
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


@pytest.mark.django_db
def test_no_budget_says_so(client: Client) -> None:
    assert "Aucun budget" in _read(client)


@pytest.mark.django_db
def test_one_enters_branch_after_branch_down_to_the_rows(client: Client) -> None:
    for code, name, amount in (("323", "Piscines", "1234.56"), ("321", "Gymnases", "1000.04"), ("845", "Rues", "5.40")):
        make_budget_line(amount, function_code=code, function=name)
    first = _read(client)
    assert "2 240 €" in first
    assert "Culture, vie sociale, jeunesse, sports et loisirs" not in first, "one way only: straight to where it parts"
    assert "Sports" in first and "fonction=32&amp;" not in first
    second = _read(client, "fonction=32")
    assert "2 234,60 €" in second and "Piscines" in second and "Tout le budget" in second
    third = _read(client, "fonction=323")
    assert "Autres fournitures" in third
    rows = _read(client, "fonction=323&nature=6068")
    assert "Les lignes du fichier" in rows and "1 234,56 €" in rows


@pytest.mark.django_db
def test_voted_realised_income_and_transfers_stay_apart(client: Client) -> None:
    make_budget_line("100.00", voted="700.00")
    make_budget_line("20.00", spending=False)
    make_budget_line("3.00", order=True)
    make_budget_line("4000.00", section="I")
    told = _read(client)
    assert "<strong>100 €</strong>" in told and "3 € d’opérations d’ordre" in told
    assert "<strong>700 €</strong>" in _read(client, "montant=vote")
    assert "<strong>20 €</strong>" in _read(client, "sens=recettes")
    assert "<strong>3 €</strong>" in _read(client, "ordre=1")
    assert "<strong>4 100 €</strong>" in _read(client, "section=toutes")


@pytest.mark.django_db
def test_a_row_that_left_its_file_is_not_counted(client: Client) -> None:
    make_budget_line("10.00")
    gone = make_budget_line("90.00")
    gone.ligne.withdrawn_at = timezone.now()
    gone.ligne.save()
    assert "<strong>10 €</strong>" in _read(client)


@pytest.mark.django_db
def test_of_two_sources_of_one_budget_the_newest_counts(client: Client) -> None:
    make_budget_line("10.00")
    make_budget_line("11.00", source=make_source("budget-2"))
    told = _read(client)
    assert "<strong>11 €</strong>" in told and "plusieurs sources" in told


@pytest.mark.django_db
def test_lines_under_zero_are_told_and_not_drawn(client: Client) -> None:
    make_budget_line("100.00", function_code="845")
    make_budget_line("-30.00", function_code="323")
    told = _read(client)
    assert "<strong>70 €</strong>" in told and "-30 €" in told and "aucune surface" in told


@pytest.mark.django_db
def test_the_years_stand_side_by_side_and_by_inhabitant(client: Client) -> None:
    nantes = make_territoire(level=Level.COMMUNE, code="44109", name="Nantes")
    Population.objects.create(territoire=nantes, year=2021, count="100", source="INSEE")
    make_budget_line("1000.00", year=2023)
    make_budget_line("1200.00", year=2024)
    told = _read(client)
    assert "Année après année" in told and "12 €" in told and "10 €" in told
    assert "100 habitants en 2021" in told


@pytest.mark.django_db
def test_a_branch_leads_to_the_facilities_of_its_theme(client: Client) -> None:
    make_budget_line()
    make_budget_line(function_code="845")
    make_equipement(theme=make_theme("sport", name="Sport et jeux"))
    assert "/?couches=equipements&amp;themes=sport" in _read(client, "fonction=32")
    assert "themes=sport" not in _read(client)


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["annee=1999", "montant=tout", "section=X", "fonction=" + "1" * 30, "apres=x"])
def test_a_wrong_address_is_told_and_the_usual_shown(client: Client, query: str) -> None:
    make_budget_line()
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 400
    assert "1 000 €" in answer.content.decode().replace("\u00a0", " ")
    if query != "apres=x":
        assert client.get(f"/argent/budget.csv?{query}").status_code == 400


@pytest.mark.django_db
def test_the_lines_behind_a_drawing_are_a_file(client: Client) -> None:
    make_budget_line("-12.34")
    make_budget_line("5.00", function_code="845", nature="=1+1")
    answer = client.get("/argent/budget.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 3 and ",-12.34," in lines[1] and "'=1+1" in lines[2]
    assert client.get("/argent/budget.csv?fonction=323").getvalue().decode().count("\n") == 2


@pytest.mark.django_db
def test_the_page_says_where_its_figures_come_from(client: Client) -> None:
    make_budget_line()
    told = _read(client)
    for words in ("Ville de Nantes", "Budget de la ville", "Licence Ouverte 2.0", "a" * 64):
        assert words in told


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_budget(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        make_budget_line(f"{number}.10", function_code=str(300 + number), year=2020 + number % 5)
    with django_assert_max_num_queries(14):
        client.get(f"{PAGE}?budget={CITY}&fonction=3")
