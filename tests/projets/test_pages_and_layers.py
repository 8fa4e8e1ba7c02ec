"""The pages, lists and layer declarations of idées, équipements and opportunités."""

import json
import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.gis.geos import LineString
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from carto.fiches.actions import record
from carto.fiches.layers import Layer
from carto.fiches.models import Fiche
from projets.equipements.layers import EQUIPEMENTS
from projets.idees.layers import IDEES
from projets.idees.models import Idee
from projets.opportunites.layers import OPPORTUNITES
from tests.projets.samples import make_cout, make_equipement, make_idee, make_opportunite, make_sticker, properties

pytestmark = pytest.mark.django_db
KINDS = [(make_idee, IDEES), (make_equipement, EQUIPEMENTS), (make_opportunite, OPPORTUNITES)]
each_kind = pytest.mark.parametrize(("make", "layer"), KINDS, ids=[layer.name for _make, layer in KINDS])


@each_kind
def test_a_page_tells_its_facts_history_and_that_it_is_a_demonstration(
    client: Client, make: Callable[..., Fiche], layer: Layer
) -> None:
    fiche = make(demonstration=True, text="Deux mots.")
    record(fiche, "status", role="agent", after=next(iter(layer.states)), public_text="Vu ce matin.")
    page = client.get(fiche.get_absolute_url()).content.decode()
    for words in (fiche.title, "démonstration", "Deux mots.", "Vu ce matin.", str(next(iter(layer.states.values())))):
        assert words.lower() in page.lower()
    assert "démonstration" not in client.get(make(title="Vrai").get_absolute_url()).content.decode()


@each_kind
@pytest.mark.parametrize(("visibility", "status"), [("draft", 404), ("waiting", 404), ("withdrawn", 410)])
def test_what_is_not_public_is_not_shown(
    client: Client, make: Callable[..., Fiche], layer: Layer, visibility: str, status: int
) -> None:
    fiche = make(visibility=visibility, text="Secret.")
    answer = client.get(f"/{layer.name}/{fiche.uuid}/")
    assert answer.status_code == status
    assert "Secret." not in answer.content.decode()


@each_kind
def test_an_unknown_page_is_not_found(client: Client, make: Callable[..., Fiche], layer: Layer) -> None:
    make()
    assert client.get(f"/{layer.name}/{uuid.uuid4()}/").status_code == 404


@each_kind
def test_a_list_holds_its_kind_alone_and_as_many_queries_for_two_as_for_twenty(
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    make: Callable[..., Fiche],
    layer: Layer,
) -> None:
    for other, _layer in KINDS:
        other(title=f"Fiche {other.__name__}")
    client.get(f"/{layer.name}/")  # warms what is read once per process
    with connection.execute_wrapper(counter := _Counter()):
        page = client.get(f"/{layer.name}/").content.decode()
    assert f"Fiche {make.__name__}" in page
    assert page.count("Fiche make_") == 1
    for number in range(20):
        make(title=f"Encore {number}")
    with django_assert_max_num_queries(counter.count):
        client.get(f"/{layer.name}/")


class _Counter:
    """Counts the queries that pass by."""

    count = 0

    def __call__(self, execute: Callable[..., object], *args: object) -> object:
        self.count += 1
        return execute(*args)


@each_kind
def test_facts_and_properties_of_many_ask_nothing_more(
    django_assert_num_queries: DjangoAssertNumQueries, make: Callable[..., Fiche], layer: Layer
) -> None:
    for number in range(5):
        fiche = make(title=f"Encore {number}")
        if layer is EQUIPEMENTS:
            make_cout(fiche)
    with django_assert_num_queries(1 + len(layer.prefetched)):
        told = [(layer.facts(item), properties(layer, item)) for item in layer.objects()]
    assert len(told) == 5
    assert json.loads(json.dumps([said for _facts, said in told]))


@each_kind
def test_a_page_asks_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, make: Callable[..., Fiche], layer: Layer
) -> None:
    fiche = make()
    for number in range(10):
        record(fiche, "comment", role="resident", public_text=f"Mot {number}")
    # A room that has nothing to say of an idea is told so by the page's own query. Of a facility, each room asks once:
    # what it is tied to, its uses, what is told and asked of its figures, who publishes it.
    with django_assert_max_num_queries({"idees": 7, "equipements": 9, "opportunites": 7}.get(layer.name, 6)):
        assert client.get(fiche.get_absolute_url()).status_code == 200


def test_one_fiche_is_never_two_kinds() -> None:
    facility, sticker = make_equipement(), make_sticker()
    with pytest.raises(IntegrityError, match="not of kind idee"), transaction.atomic():
        Idee(fiche_ptr_id=facility.pk, autocollant=sticker).save_base(raw=True, force_insert=True)


def test_an_opportunity_says_what_is_open_what_is_not_and_until_when(client: Client) -> None:
    line = LineString((-1.5562, 47.2166), (-1.5570, 47.2185), srid=4326)
    topic = make_opportunite(
        line, status="contribution", referent="Denise R.", phase_starts=date(2026, 3, 3), phase_ends=date(2026, 4, 30)
    )
    page = client.get(topic.get_absolute_url()).content.decode()
    for words in (
        topic.question,
        "Les arbres",
        "Les rails : ils restent",
        "Denise R.",
        "du 3 mars 2026 au 30 avril 2026",
    ):
        assert words in page
    assert page.count('aria-current="step"') == 1
    told = properties(OPPORTUNITES, topic)
    assert (told["ouvert"], told["phase_fin"]) == (["Les arbres", "Les bancs"], "2026-04-30")


def test_a_phase_does_not_end_before_it_starts() -> None:
    with pytest.raises(IntegrityError, match="opportunite_phase_dates"), transaction.atomic():
        make_opportunite(phase_starts=date(2026, 5, 1), phase_ends=date(2026, 4, 30))
