"""A name that no facility bears is said once to be one: its counts come, and the next files know it."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from carto.fiches.models import What
from projets.equipements.models import Source
from tests.people import bob, charlie
from tests.projets.imports.samples import read, written
from tests.projets.samples import make_equipement

pytestmark = pytest.mark.django_db
ROOT = "/argent/sources/piscines/lieux/"
COUNTS = (
    "equipement;mois;nombre\nPiscine J. Boiteux;2024-05;120\nPiscine J. Boiteux;2024-06;130\nBains-douches;2024-05;9\n"
)


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """Counts of two places that nobody knows by these names."""
    made = Source.objects.create(code="piscines", title="Entrées des piscines", matter="usage", format="usages")
    read(made, written(tmp_path, COUNTS))
    return made


def test_a_name_is_tied_to_a_place_and_kept_for_next_time(client: Client, source: Source, tmp_path: Path) -> None:
    pool = make_equipement(title="Piscine Jean-Boiteux", nature="pool")
    client.force_login(bob())
    assert ROOT in client.get("/argent/sources/piscines/").content.decode()
    page = client.get(ROOT).content.decode()
    assert "2 noms ne sont ceux d’aucun lieu" in page and "Piscine J. Boiteux" in page
    chosen = client.get(ROOT, {"nom": "Piscine J. Boiteux", "q": "boiteux"}).content.decode()
    assert "Piscine Jean-Boiteux" in chosen and "2 lignes" in chosen
    said = {"nom": "Piscine J. Boiteux", "equipement": str(pool.uuid), "vu": ""}
    following = client.post(ROOT, said, follow=True).content.decode()
    assert "pour ce fichier et les suivants" in following and "« Bains-douches »" in following
    assert sorted(pool.usages.values_list("value", flat=True)) == [Decimal(120), Decimal(130)]
    told = pool.evenements.get(what=What.TIED)
    assert (told.person.name, told.actor_role, "Piscine J. Boiteux" in told.public_text) == ("Bob", "agent", True)
    source.refresh_from_db()
    assert source.mapping["places"] == {"Piscine J. Boiteux": str(pool.uuid)}
    read(source, written(tmp_path, COUNTS + "Piscine J. Boiteux;2024-07;140\n"))
    assert pool.usages.count() == 3


def test_it_is_taken_back_and_said_of_another(client: Client, source: Source) -> None:
    pool, other = make_equipement(title="Piscine Jean-Boiteux"), make_equipement(title="Piscine Gloriette")
    client.force_login(bob())
    said = {"nom": "Piscine J. Boiteux", "equipement": str(other.uuid), "vu": ""}
    client.post(ROOT, said)
    assert client.post(ROOT, said | {"equipement": str(pool.uuid)}).status_code == 409
    client.post(ROOT, said | {"equipement": str(pool.uuid), "vu": str(other.uuid)})
    assert (other.usages.count(), pool.usages.count()) == (0, 2)
    client.post(ROOT, {"nom": "Piscine J. Boiteux", "vu": str(pool.uuid), "geste": "oublier"})
    assert pool.usages.count() == 0
    assert [each.actor_role for each in pool.evenements.filter(what=What.TIED)] == ["agent", "agent"]
    source.refresh_from_db()
    assert source.mapping["places"] == {}


def test_counters_of_one_place_still_add_up_when_one_leaves(client: Client, tmp_path: Path) -> None:
    bridge, quay = make_equipement(title="Pont"), make_equipement(title="Quai")
    made = Source.objects.create(code="velos", title="Vélos", matter="usage", format="comptage-mobilites")
    made.mapping = {"places": {"nord": str(bridge.uuid), "sud": str(bridge.uuid)}}
    made.save()
    head = "channel_id;counter_id;start_datetime;end_datetime;count\n"
    rows = "nord;1;2024-06-02T08:00:00;;10\nsud;2;2024-06-02T08:00:00;;5\n"
    read(made, written(tmp_path, head + rows))
    assert bridge.usages.get().value == 15
    client.force_login(bob())
    said = {"nom": "nord", "equipement": str(quay.uuid), "vu": str(bridge.uuid)}
    assert client.post("/argent/sources/velos/lieux/", said).status_code == 302
    assert (bridge.usages.get().value, quay.usages.get().value) == (5, 10)


def test_nothing_impossible_is_said(
    client: Client, source: Source, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    hidden = make_equipement(title="Piscine cachée", visibility="waiting")
    client.force_login(charlie())
    assert client.get(ROOT).status_code == 403
    client.force_login(bob())
    said = {"nom": "Piscine J. Boiteux", "vu": ""}
    for place in ("", "pas-un-lieu", str(hidden.uuid)):
        assert client.post(ROOT, said | {"equipement": place}).status_code == 422
    assert client.post(ROOT, said | {"nom": "inconnu", "equipement": str(hidden.uuid)}).status_code == 404
    Source.objects.create(code="budget", title="Budget", matter="budget", format="scdl-budget")
    assert client.get("/argent/sources/budget/lieux/").status_code == 404
    with django_assert_max_num_queries(16):
        client.get(ROOT)
