"""Every figure has its year, tax basis and source; two kinds or two bases never make one sum."""

import json
from collections import Counter
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from projets.equipements.costs import by_kind, euros
from projets.equipements.layers import EQUIPEMENTS
from projets.equipements.models import Cout
from tests.projets.samples import make_cout, make_equipement, properties

pytestmark = pytest.mark.django_db
AMOUNTS = st.decimals(min_value="0.01", max_value="999999999999.99", places=2)
KINDS = [
    (kind, purpose)
    for kind in Cout.Kind.values
    for purpose in Cout.Purpose.values
    if (kind == "running") == (purpose == "running")
]
LINES = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(Cout.Basis.values), AMOUNTS), max_size=12)


@pytest.mark.parametrize("missing", ["year", "basis", "source"])
def test_the_database_refuses_an_amount_without_year_basis_or_source(missing: str) -> None:
    equipement = make_equipement()
    with pytest.raises(IntegrityError, match="cout_amount_sourced"), transaction.atomic():
        make_cout(equipement, **{missing: None if missing == "year" else ""})


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_the_database_refuses_an_amount_that_is_none(amount: str) -> None:
    with pytest.raises(IntegrityError, match="cout_amount_sourced"), transaction.atomic():
        make_cout(make_equipement(), amount)


def test_a_facility_without_a_published_cost_says_so_everywhere(client: Client) -> None:
    equipement = make_equipement()
    make_cout(equipement, None)
    assert "coût non publié" in client.get(equipement.get_absolute_url()).content.decode()
    assert EQUIPEMENTS.facts(equipement)[-1].value == "coût non publié"
    told = properties(EQUIPEMENTS, equipement)["couts"]
    assert [(line["montant"], line["publie"]) for line in told] == [(None, False)]


def test_a_facility_without_any_line_says_so_too(client: Client) -> None:
    assert "coût non publié" in client.get(make_equipement().get_absolute_url()).content.decode()


def test_the_page_tells_each_figure_with_its_kind_tax_year_and_source(client: Client) -> None:
    equipement = make_equipement()
    make_cout(equipement, "88500000", purpose="renovation", basis="unknown", year=2017, about="Coût total")
    make_cout(
        equipement,
        "350000",
        kind="running",
        purpose="running",
        basis="ttc",
        source="Rapport <annuel>",
        source_url="https://a.fr/r",
    )
    page = client.get(equipement.get_absolute_url()).content.decode().replace("\u00a0", " ")
    for words in (
        "88 500 000 €", "350 000 €", "Rénovation", "Fonctionnement, par an", "HT ou TTC : non précisé", "TTC", "2017",
        "Coût total", "Rapport &lt;annuel&gt;", 'href="https://a.fr/r"',
    ):  # fmt: skip
        assert words in page
    assert "88 850 000" not in page, "a renovation and a year's upkeep are not one cost"
    assert "total</t" not in page


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_sums_stay_within_one_kind_one_purpose_and_one_basis(lines: list[tuple[tuple[str, str], str, Decimal]]) -> None:
    with transaction.atomic():
        equipement = make_equipement()
        for (kind, purpose), basis, amount in lines:
            make_cout(equipement, str(amount), kind=kind, purpose=purpose, basis=basis)
        make_cout(equipement, None)
        sums = equipement.couts.all().sums()
        keys = [(*kind, basis) for kind, basis, _amount in lines]
        assert {key: count for key, (_total, count) in sums.items()} == Counter(keys)
        for key, (total, _count) in sums.items():
            assert total == sum(amount for kind, basis, amount in lines if (*kind, basis) == key)
        transaction.set_rollback(True)


def test_lines_are_grouped_by_kind_and_no_group_has_a_total() -> None:
    equipement = make_equipement()
    make_cout(equipement, kind="running", purpose="running")
    for _twice in range(2):
        make_cout(equipement, purpose="construction")
    make_cout(equipement, None, purpose="study")
    groups = by_kind(equipement.couts.all())
    assert [(group.purpose, len(group.published)) for group in groups] == [
        ("study", 0),
        ("construction", 2),
        ("running", 1),
    ]
    assert not hasattr(groups[0], "total")


def test_an_estimate_and_the_final_cost_stand_apart() -> None:
    equipement = make_equipement()
    make_cout(equipement, "10", kind="estimated")
    make_cout(equipement, "12", kind="realised")
    assert [group.label for group in by_kind(equipement.couts.all())] == [
        "construction, estimé",
        "construction, coût final",
    ]


def test_what_is_only_proposed_or_was_replaced_is_in_no_sum() -> None:
    equipement = make_equipement()
    make_cout(equipement, "10", state="proposed")
    make_cout(equipement, "12", state="superseded")
    make_cout(equipement, "14", state="contested")
    assert equipement.couts.all().sums() == {("realised", "construction", "ttc"): (Decimal("14.00"), 1)}


@pytest.mark.parametrize(
    ("amount", "said"), [("1200000.50", "1 200 000,50 €"), ("1000", "1 000 €"), ("999.00", "999 €"), ("0.01", "0,01 €")]
)
def test_euros_are_written_as_people_write_them(amount: str, said: str) -> None:
    assert euros(Decimal(amount)).replace("\u00a0", " ") == said


def test_properties_are_json_with_exact_amounts() -> None:
    equipement = make_equipement()
    make_cout(equipement, "0.10")
    line = json.loads(json.dumps(properties(EQUIPEMENTS, equipement)))["couts"][0]
    assert (line["montant"], line["annee"], line["taxe"]) == ("0.10", 2019, "ttc")
    assert line["source"] == "Délibération du 5 avril 2019"
