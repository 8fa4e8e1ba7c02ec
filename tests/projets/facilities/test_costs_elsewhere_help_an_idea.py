"""A sticker whose type is known brings what such a thing costs elsewhere; never two kinds in one figure."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from projets.equipements.context.comparing import elsewhere, spreads
from tests.places import COURS_DES_50_OTAGES
from tests.projets.campagnes.samples import make_campagne
from tests.projets.facilities.samples import make_pool_type, make_pools
from tests.projets.samples import filled, make_cout, make_sticker

pytestmark = pytest.mark.django_db
HERE = f"/equipements/comparer/ici/?autocollant=piscine&lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"


def test_the_middle_and_the_spread_are_of_one_kind_one_purpose_and_one_tax() -> None:
    pools = make_pools("1000000", "2000000", "4000000", "9000000", basis="ttc", year=2010)
    for pool in pools[:3]:
        make_cout(pool, "500000", basis="ht", year=2011)
        make_cout(pool, "300000", kind="running", purpose="running", basis="ttc", year=2020)
    for pool in pools:
        make_cout(pool, "7", kind="estimated", basis="unknown")
    known = {spread.key: spread for spread in spreads(make_pool_type())}
    assert set(known) == {
        ("construction", "realised", "ttc"), ("construction", "realised", "ht"), ("running", "running", "ttc"),
    }  # fmt: skip
    built = known["construction", "realised", "ttc"]
    assert (built.n, built.low, built.middle, built.high) == (4, Decimal(1750000), Decimal(3000000), Decimal(5250000))
    assert all(isinstance(value, Decimal) for value in (built.low, built.middle, built.high))
    assert known["running", "running", "ttc"].ten_years["middle"] == "3\u00a0000\u00a0000\u00a0€"


def test_under_three_nothing_is_said_and_each_facility_counts_once_with_its_last_figure() -> None:
    first, _second = make_pools("100", "200", year=2010)
    make_cout(first, "150", year=2015)
    assert spreads(make_pool_type()) == []
    (third,) = make_pools("300", year=2012)
    assert spreads(make_pool_type())[0].middle == Decimal(200)
    third.couts.update(state="contested", state_reason="?")
    assert spreads(make_pool_type()) == []


def test_the_three_nearest_come_with_their_costs(client: Client) -> None:
    make_pools("1000", "2000", "3000", "4000", year=2010)
    found = elsewhere("piscine", COURS_DES_50_OTAGES)
    assert [each.equipement.title for each in found["near"]] == ["Piscine 1", "Piscine 2", "Piscine 3"]
    shown = client.get(HERE).content.decode()
    assert "Ce que cela coûte ailleurs" in shown
    assert "4 montants publiés, de 2010." in re.sub(r"\s+", " ", shown)
    assert "2\u00a0500\u00a0€ TTC" in shown
    assert "Piscine 4" not in shown


def test_what_nobody_knows_says_nothing(client: Client) -> None:
    assert client.get(HERE).status_code == 204
    assert client.get(HERE.replace("lon=", "lon=NaN")).status_code == 400
    assert client.get(HERE.replace("piscine", "%00")).status_code == 204


def test_the_form_tells_it_without_javascript_as_a_step(client: Client) -> None:
    make_pools("1000", "2000", "3000")
    make_sticker("piscine", name="Une piscine")
    sent = filled(autocollant="piscine", etape="ailleurs", title="Un bassin d’été")
    answer = client.post("/proposer/", sent)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Les plus proches" in shown
    assert "Un bassin d’été" in shown
    assert client.post("/proposer/", sent | {"longitude": "", "latitude": ""}).status_code == 422
    linked = f"/proposer/?autocollant=piscine&lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"
    assert "Les plus proches" in client.get(linked).content.decode()


def test_dream_mode_speaks_of_no_cost(client: Client) -> None:
    make_pools("1000", "2000", "3000")
    make_sticker("piscine", name="Une piscine")
    campagne = make_campagne(dream=True)
    shown = client.post(
        "/proposer/", filled(autocollant="piscine", etape="ailleurs", campagne=campagne.slug)
    ).content.decode()  # fmt: skip
    assert "Les plus proches" not in shown
    assert "elsewhere-here" not in shown


def test_the_page_compares_a_type_with_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: object
) -> None:
    make_pools(*(str(1000 * rank) for rank in range(1, 8)))
    with django_assert_num_queries(5):
        shown = client.get("/equipements/comparer/?type=piscine").content.decode()
    assert "Piscine 7" in shown
    assert client.get("/equipements/comparer/?type=rien").status_code == 404
    assert client.get("/equipements/comparer/").status_code == 200
