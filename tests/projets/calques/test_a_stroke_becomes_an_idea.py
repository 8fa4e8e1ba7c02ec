"""« Reprendre ce trait »: the idea takes the stroke's shape, both hands sign, and each page leads to the other."""

from typing import Any

import pytest
from django.test import Client

from carto.comptes.models import User
from carto.fiches.models import What
from projets.idees.models import Calque, Idee, Reprise, Trait
from tests.people import alice, charlie
from tests.projets.calques.samples import area, free, lay, make_calque, newer, spot
from tests.projets.samples import filled, make_sticker

pytestmark = pytest.mark.django_db


def drawn(client: Client, stroke: dict[str, Any], by: User | None = None) -> Trait:
    """That stroke on a fresh sheet, signed by somebody or not."""
    if by:
        client.force_login(by)
    lay(client, make_calque(name="Le cours"), stroke, signer=bool(by))
    client.logout()
    return Trait.objects.get(uuid=stroke["uuid"])


def taken_up(client: Client, trait: Any, **changes: Any) -> Idee:
    make_sticker()
    assert client.post("/proposer/", filled(trait=str(trait), **changes)).status_code == 302
    return Idee.objects.latest("pk")


@pytest.mark.parametrize("stroke", [free(), area()])
def test_the_idea_is_drawn_as_the_stroke_was(client: Client, stroke: dict[str, Any]) -> None:
    trait = drawn(client, stroke)
    idee = taken_up(client, trait.uuid)
    assert idee.geom.equals_exact(trait.geom, 1e-9)
    assert idee.geom_web is not None
    assert Reprise.objects.get().trait == trait
    line = idee.evenements.get(what=What.TAKEN_UP)
    assert line.public_text == "Tracé par une main anonyme du calque « Le cours », repris par une main anonyme."
    assert line.person is None


def test_both_are_named_when_both_signed(client: Client) -> None:
    trait = drawn(client, free(), by=alice())
    client.force_login(charlie())
    idee = taken_up(client, trait.uuid, named="yes")
    assert idee.evenements.get(what=What.TAKEN_UP).public_text == "Tracé par Alice L., repris par Charlie."
    page = client.get(idee.get_absolute_url()).content.decode()
    assert trait.calque.get_absolute_url() in page
    assert "Tracé par Alice L., repris par Charlie." in page


def test_the_sheet_leads_to_the_idea_and_those_who_look_hear_of_it(client: Client) -> None:
    trait = drawn(client, free())
    version = Calque.objects.get().version
    idee = taken_up(client, trait.uuid)
    (told,) = newer(client, trait.calque, version).json()["traits"]
    assert told["idee"] == idee.get_absolute_url()
    assert idee.get_absolute_url() in client.get(trait.calque.get_absolute_url()).content.decode()
    Idee.objects.update(visibility="waiting")
    assert newer(client, trait.calque).json()["traits"][0]["idee"] == "", "not before everybody may read it"


def test_a_picture_taken_up_keeps_the_place_that_was_chosen(client: Client) -> None:
    make_sticker()
    trait = drawn(client, spot(east=1))
    idee = taken_up(client, trait.uuid)
    assert idee.geom.geom_type == "Point"
    assert idee.reprise.trait == trait


@pytest.mark.parametrize("asked", ["", "non", "00000000-0000-4000-8000-000000000000", "a\x00b"])
def test_a_stroke_that_is_not_there_does_not_lose_the_idea(client: Client, asked: str) -> None:
    make_sticker()
    answer = client.post("/proposer/", filled(trait=asked))
    assert answer.status_code in {302, 422}  # NUL is refused by the form itself
    assert not Reprise.objects.exists()


def test_what_is_erased_or_waits_is_not_taken_up(client: Client) -> None:
    erased, held = drawn(client, free()), drawn(client, spot("text", mots="06 12 34 56 78", sur=True))
    lay(client, erased.calque, free() | {"uuid": str(erased.uuid), "efface": True, "vu": 1})
    for trait in (erased, held):
        taken_up(client, trait.uuid)
    assert not Reprise.objects.exists()
