"""A campaign: published only with who, what money and who decides; its changes dated; its area kept; its end said."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from carto.fiches.models import What
from projets.idees.campagnes import actions
from projets.idees.models import Campagne, CampagneKey, Idee, Observation
from tests.factories import make_territoire
from tests.people import alice, charlie, hugo
from tests.places import COURS_DES_50_OTAGES, JARDIN_DES_PLANTES
from tests.projets.campagnes.samples import RULES, end, make_campagne
from tests.projets.samples import filled, make_idee, make_sticker

pytestmark = pytest.mark.django_db
DESK = reverse("idees:campagnes:desk")


def written(**changes: Any) -> dict[str, Any]:
    """What the form of a campaign sends."""
    opens = timezone.localtime() - timedelta(hours=1)
    told = {
        "title": "De quoi rêve la rue de Strasbourg ?", "slug": "", "moderation": "after", "shape": "carte",
        "cadre": "-1.56,47.21,-1.55,47.22", "opens_at": f"{opens:%Y-%m-%dT%H:%M}",
        "closes_at": f"{opens + timedelta(days=9):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    return told | RULES | changes


@pytest.fixture
def animator(client: Client) -> Client:
    client.force_login(hugo())
    return client


def edit(slug: str) -> str:
    return reverse("idees:campagnes:edit", args=[slug])


def test_those_who_animate_alone_make_campaigns(client: Client) -> None:
    assert client.get(DESK).status_code == 302
    client.force_login(charlie())
    assert client.get(DESK).status_code == 403
    assert "Animation" not in client.get("/campagnes/").content.decode()
    client.force_login(hugo())
    assert "Animation" in client.get(DESK).content.decode()


def test_it_is_written_published_and_answered(animator: Client) -> None:
    make_sticker()
    answer = animator.post(reverse("idees:campagnes:new"), written())
    campagne = Campagne.objects.get()
    assert answer.url == edit("de-quoi-reve-la-rue-de-strasbourg") and campagne.slug in answer.url
    assert Client().get(campagne.get_absolute_url()).status_code == 404  # a draft is nobody's but theirs
    animator.post(reverse("idees:campagnes:publish", args=[campagne.slug]))
    page = Client().get(campagne.get_absolute_url()).content.decode()
    for said in (*RULES.values(), "Encore", f"/proposer/?campagne={campagne.slug}", "Publié aussitôt, relu ensuite"):
        assert said.replace("'", "&#x27;") in page
    told = filled(campagne=campagne.slug)
    Client().post("/proposer/", told)
    idee = Idee.objects.get()
    assert idee.campagne == campagne
    assert idee.title in Client().get(campagne.get_absolute_url()).content.decode()
    assert campagne.title in Client().get(idee.get_absolute_url()).content.decode()
    assert campagne.title in Client().get("/campagnes/").content.decode()


def test_without_who_money_and_who_decides_it_stays_a_draft(animator: Client) -> None:
    campagne = make_campagne(published=False, money="", decides="")
    page = animator.post(reverse("idees:campagnes:publish", args=[campagne.slug]), follow=True).content.decode()
    campagne.refresh_from_db()
    assert campagne.published_at is None and not CampagneKey.objects.exists()
    assert "avec quel argent, qui décide, et de quoi" in page
    assert "Publier la campagne" not in page


def test_a_rule_changed_once_published_owes_a_reason_and_is_dated_on_its_page(animator: Client) -> None:
    campagne = make_campagne()
    changes = written(
        shape="garder", title=campagne.title, money="20 000 €", closes_at="2040-01-01T12:00", slug="autre"
    )
    refused = animator.post(edit(campagne.slug), changes)
    assert refused.status_code == 422 and "Dites pourquoi la règle change" in refused.content.decode()
    assert "20 000 €" in refused.content.decode()
    assert animator.post(edit(campagne.slug), changes | {"why": "Le budget a été voté."}).status_code == 302
    campagne.refresh_from_db()
    assert (campagne.money, campagne.slug) == ("20 000 €", "ombre")  # the address is on the posters
    page = Client().get(campagne.get_absolute_url()).content.decode()
    assert "Le budget a été voté." in page and "<del>12 000 € du budget du quartier</del>" in page


def test_two_who_change_it_at_once_do_not_undo_each_other(animator: Client) -> None:
    campagne = make_campagne(published=False)
    seen = animator.get(edit(campagne.slug)).context["form"].initial["seen"]
    Campagne.objects.update(money="Autre chose")
    answer = animator.post(edit(campagne.slug), written(shape="garder", seen=seen))
    assert answer.status_code == 409 and "Quelqu’un vient de changer" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cadre": "1,2,3"}, "Cadre illisible"),
        ({"cadre": "2.3,48.8,2.4,48.9"}, "hors de"),
        ({"shape": "fichier", "fichier": SimpleUploadedFile("a.geojson", b"{]")}, "pas du GeoJSON"),
        (
            {
                "shape": "fichier",
                "fichier": SimpleUploadedFile("a.geojson", b'{"type":"Point","coordinates":[-1.55,47.2]}'),
            },
            "Un périmètre est une surface",
        ),
        ({"shape": "territoire"}, "dites-nous lequel"),
        ({"closes_at": "2020-01-01T10:00"}, "finit avant de commencer"),
        ({"official_email": "inconnu@exemple.fr"}, "Aucun compte"),
        ({"slug": "animer"}, "Cette adresse est prise"),
    ],
)
def test_what_cannot_be_is_refused_in_words(animator: Client, changes: dict[str, Any], said: str) -> None:
    answer = animator.post(reverse("idees:campagnes:new"), written(**changes))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Campagne.objects.exists()


def test_the_area_is_a_territory_or_a_file(animator: Client) -> None:
    quartier = make_territoire(COURS_DES_50_OTAGES)
    animator.post(reverse("idees:campagnes:new"), written(shape="territoire", territoire=quartier.pk))
    ring = [[-1.56, 47.21], [-1.55, 47.21], [-1.55, 47.22], [-1.56, 47.21]]
    shape = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    file = SimpleUploadedFile("zone.geojson", json.dumps({"type": "FeatureCollection", "features": [shape]}).encode())
    animator.post(reverse("idees:campagnes:new"), written(shape="fichier", fichier=file))
    areas = [campagne.geom for campagne in Campagne.objects.order_by("pk")]
    assert areas[0].equals(quartier.geom) and areas[1].num_points == 4


def test_a_place_outside_its_area_is_said_and_the_author_chooses() -> None:
    make_sticker()
    campagne = make_campagne()
    told = filled(campagne=campagne.slug, longitude=str(JARDIN_DES_PLANTES.x), latitude=str(JARDIN_DES_PLANTES.y))
    answer = Client().post("/proposer/", told)
    assert answer.status_code == 422 and not Idee.objects.exists()
    assert "hors du périmètre de la campagne" in answer.content.decode()
    assert Client().post("/proposer/", told | {"hors_campagne": "on"}).status_code == 302
    assert Idee.objects.get().campagne is None


@pytest.mark.parametrize("address", ["/proposer/?campagne=%00", "/campagnes/?page=x", "/campagnes/ombre/?page=-1"])
def test_an_odd_address_breaks_nothing(address: str) -> None:
    make_campagne()
    assert Client().get(address).status_code == 200


def test_the_demonstration_comes_and_goes_whole() -> None:
    for name in ("load_themes", "load_palette", "load_demo_campagnes", "load_demo_campagnes"):
        call_command(name, stdout=StringIO())
    assert (Campagne.objects.count(), Idee.objects.count(), Observation.objects.count()) == (3, 12, 4)
    pages = [Client().get(campagne.get_absolute_url()) for campagne in Campagne.objects.all()]
    assert [page.status_code for page in pages] == [200] * 3
    call_command("load_demo_campagnes", remove=True, stdout=StringIO())
    assert not (Campagne.objects.exists() or Idee.objects.exists() or Observation.objects.exists())


def test_over_by_the_clock_it_takes_nothing_more_and_says_what_became() -> None:
    make_sticker()
    campagne = end(make_campagne())
    make_idee(campagne=campagne, status="chosen", stage="in_progress")
    page = Client().get(campagne.get_absolute_url()).content.decode()
    assert "Ce qu’il en est advenu" in page and "retenue" in page and "/proposer/?campagne" not in page
    Client().post("/proposer/", told := filled(campagne=campagne.slug))
    assert Idee.objects.get(uuid=told["uuid"]).campagne is None
    assert "finie le" in Client().get("/campagnes/").content.decode()


def test_it_is_closed_early_with_a_reason_that_everybody_reads(animator: Client) -> None:
    campagne = make_campagne()
    close = reverse("idees:campagnes:close", args=[campagne.slug])
    animator.post(close, {"why": " "})
    campagne.refresh_from_db()
    assert not campagne.is_over
    animator.post(close, {"why": "La rue ferme pour travaux."})
    campagne.refresh_from_db()
    assert campagne.is_over and campagne.sealed_at and not CampagneKey.objects.exists()
    assert "La rue ferme pour travaux." in Client().get(campagne.get_absolute_url()).content.decode()


def test_the_official_answers_once_under_a_name_and_followers_are_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[Idee, str]] = []
    monkeypatch.setattr(actions, "ANSWERERS", (f"{__name__}.by_its_channel",))
    monkeypatch.setitem(globals(), "by_its_channel", lambda idee, line: sent.append((idee, line.public_text)))
    awa = alice()
    campagne = make_campagne(official=awa, official_name="Awa Diallo, adjointe")
    idee = make_idee(campagne=campagne)
    address = reverse("idees:campagnes:answers", args=[campagne.slug])
    client.force_login(charlie())
    assert client.get(address).status_code == 403
    client.force_login(awa)
    assert client.post(address, {"idee": idee.uuid, "text": ""}).status_code == 422
    assert client.post(address, {"idee": idee.uuid, "text": "Oui, au printemps."}).status_code == 302
    again = client.post(address, {"idee": idee.uuid, "text": "Encore"})
    assert again.status_code == 409 and "a déjà sa réponse" in again.content.decode()
    line = idee.evenements.get(what=What.ANSWER)
    assert (line.after, line.actor_role, sent) == ("Awa Diallo, adjointe", "official", [(idee, "Oui, au printemps.")])
    for page in (idee.get_absolute_url(), campagne.get_absolute_url()):
        assert "Oui, au printemps." in Client().get(page).content.decode()


def test_its_page_asks_the_same_number_of_questions_however_many_ideas(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    campagne = make_campagne()
    make_idee(campagne=campagne)
    address = campagne.get_absolute_url()
    Client().get(address)
    with django_assert_num_queries(14):
        Client().get(address)
    for _each in range(4):
        make_idee(campagne=campagne)
    with django_assert_num_queries(14):
        Client().get(address)


def test_its_ideas_are_filtered_as_on_the_map() -> None:
    campagne = make_campagne()
    make_idee(campagne=campagne, title="Neuve")
    make_idee(campagne=campagne, title="Réalisée", stage="done", status="delivered")
    page = Client().get(campagne.get_absolute_url() + "?etapes=done")
    assert [idee.title for idee in page.context["page"]] == ["Réalisée"]
    assert Client().get(campagne.get_absolute_url() + "?etapes=nulle").status_code == 400
