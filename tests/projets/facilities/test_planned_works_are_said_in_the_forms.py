"""« Travaux prévus ici jusqu’au … » where somebody reports or proposes; it never blocks."""

import pytest
from django.test import Client
from django.utils.formats import date_format

from tests.places import CHATEAU, COURS_DES_50_OTAGES
from tests.projets.facilities.samples import make_works
from tests.projets.samples import filled, make_sticker

pytestmark = pytest.mark.django_db
THERE = f"lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"


@pytest.mark.parametrize("form", ["/signaler/", "/proposer/"])
def test_both_forms_say_the_works_of_the_place_that_a_link_gives(client: Client, form: str) -> None:
    works = make_works()
    make_works(title="Fini", begins=-9, ends=-1)
    shown = client.get(f"{form}?{THERE}").content.decode()
    assert f"Travaux prévus ici jusqu’au {date_format(works.ends_on)}." in shown
    assert works.title in shown
    assert shown.count("notice planned") == 1
    assert "notice planned" not in client.get(f"{form}?lon={CHATEAU.x}&lat={CHATEAU.y}").content.decode()
    assert "notice planned" not in client.get(form).content.decode()


def test_they_are_asked_again_when_the_pin_moves(client: Client) -> None:
    coming = make_works(begins=5, ends=30)
    make_works(title="Sans date", begins=None, ends=None, status="planned")
    shown = client.get(f"/fiches/travaux/?{THERE}").content.decode()
    assert f"Travaux prévus ici du {date_format(coming.begins_on)} au {date_format(coming.ends_on)}." in shown
    assert "Travaux prévus ici, sans date de fin connue." in shown
    assert client.get(f"/fiches/travaux/?lon={CHATEAU.x}&lat={CHATEAU.y}").status_code == 204
    assert client.get("/fiches/travaux/?lon=NaN&lat=1").status_code == 400


def test_an_idea_is_published_there_all_the_same(client: Client) -> None:
    make_works()
    make_sticker()
    assert client.post("/proposer/", filled()).status_code == 302


def test_what_is_hidden_or_elsewhere_is_not_said(client: Client) -> None:
    make_works(visibility="removed")
    make_works(nature="park")
    make_works(status="closed", begins=None, ends=None)
    assert client.get(f"/fiches/travaux/?{THERE}").status_code == 204


def test_the_list_holds_what_is_not_over_with_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: object
) -> None:
    for rank in range(4):
        make_works(title=f"Chantier {rank}", begins=rank - 2)
    make_works(title="Fini", begins=-9, ends=-1)
    with django_assert_num_queries(2):
        shown = client.get("/travaux/").content.decode()
    assert [f"Chantier {rank}" in shown for rank in range(4)] == [True] * 4
    assert "Fini" not in shown
    assert "/travaux/" in client.get("/argent/").content.decode()
