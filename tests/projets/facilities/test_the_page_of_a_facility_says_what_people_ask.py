"""What it is, whose, when it is open, its state and its costs, each with where it comes from."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from projets.equipements import telling
from projets.equipements.layers import EQUIPEMENTS
from projets.equipements.models import Cout
from tests.projets.facilities.samples import make_chu, make_pool_type, make_works
from tests.projets.samples import make_cout, make_equipement, properties

pytestmark = pytest.mark.django_db
OPEN_TUESDAY = datetime(2026, 3, 3, 11, tzinfo=ZoneInfo("Europe/Paris"))


def page(client: Client, equipement: object) -> str:
    return client.get(equipement.get_absolute_url()).content.decode()


def test_it_says_what_whose_and_since_when(client: Client) -> None:
    chu = make_chu()
    equipement = make_equipement(
        title="Piscine de l’hôpital", nature="pool", type=make_pool_type(), owner=chu, publisher=chu, operator="Régie",
        capacity=250, capacity_of="baigneurs", opened=1998,
    )  # fmt: skip
    shown = page(client, equipement)
    for said in ("Piscine", "CHU de Nantes", "Régie", "250 baigneurs", "1998", "en service", "coût non publié"):
        assert said in shown
    assert "publié par CHU de Nantes" in shown
    assert "/organismes/chu/" in shown
    told = properties(EQUIPEMENTS, equipement)
    assert (told["type"], told["proprietaire"], told["publie_par"], told["capacite"]) == (
        "piscine", "CHU de Nantes", "CHU de Nantes", 250,
    )  # fmt: skip
    assert properties(EQUIPEMENTS, make_equipement())["publie_par"] is None


def test_what_the_city_publishes_is_signed_by_it(client: Client) -> None:
    assert "publié par la ville" in page(client, make_equipement())


def test_hours_are_said_and_open_now_only_when_sure(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = make_equipement(hours="Mo-Fr 09:00-12:00; PH off")
    strange = make_equipement(hours="sunrise-sunset")
    monkeypatch.setattr(telling, "timezone", SimpleNamespace(localtime=lambda: OPEN_TUESDAY))
    shown, other = page(client, plain), page(client, strange)
    assert "Du lundi au vendredi" in shown
    assert "ouvert maintenant" in shown
    assert "sunrise-sunset" in other
    assert "ouvert maintenant" not in other
    assert "fermé en ce moment" not in other


def test_contested_costs_stay_and_replaced_ones_are_folded_but_readable(client: Client) -> None:
    equipement = make_equipement()
    last = make_cout(equipement, "300", publisher=make_chu(), confidence="low")
    make_cout(equipement, "200", state=Cout.State.SUPERSEDED, superseded_by=last)
    make_cout(equipement, "100", state=Cout.State.CONTESTED, state_reason="Le lot 3 y manque")
    shown = page(client, equipement)
    table, folded = shown.split('<details class="folded">')
    assert "300\u00a0€" in table
    assert "à vérifier" in table
    assert "publié par CHU de Nantes" in table
    assert "Contesté : Le lot 3 y manque" in table
    assert "200\u00a0€" not in table
    assert "200\u00a0€" in folded
    assert "remplacé par 300\u00a0€" in folded


def test_the_works_planned_there_are_said(client: Client) -> None:
    equipement = make_equipement()
    works = make_works(equipement.geom)
    make_works(equipement.geom, title="Vieux chantier", begins=-60, ends=-1)
    shown = page(client, equipement)
    assert "Travaux prévus ici" in shown
    assert works.title in shown
    assert "Vieux chantier" not in shown


def test_rooms_with_nothing_to_say_ask_nothing(client: Client, django_assert_max_num_queries: Any) -> None:
    equipement = make_equipement(title="Piscine", nature="pool", type=make_pool_type(), owner=make_chu())
    make_cout(equipement, "1200")
    with django_assert_max_num_queries(10):
        assert "Ce que cela coûte" in page(client, equipement)
