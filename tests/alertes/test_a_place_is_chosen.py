"""`/alertes/lieu/`: a place is found by its name, around a point or drawn; its owner confirms; limits hold."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from carto.alertes.models import Abonnement, Zone
from carto.alertes.places import following
from carto.alertes.places.selection import MOST_CORNERS
from carto.alertes.tokens import MANAGE, token
from projets.opportunites.models import Opportunite
from tests.alertes.places import CHARLIE, around, follow, make_street
from tests.alertes.postbox import Postbox, Worker, text_of
from tests.factories import make_fiche, make_territoire, make_theme
from tests.people import charlie
from tests.places import CHATEAU, PLACE_ROYALE

pytestmark = pytest.mark.django_db
PAGE = "/alertes/lieu/"
HERE = {"lat": str(CHATEAU.y), "lon": str(CHATEAU.x), "rayon": "300"}
SQUARE = "-1.55,47.21;-1.54,47.21;-1.54,47.22;-1.55,47.22"


def _text(page: object) -> str:
    return page.content.decode()


def test_a_street_is_found_by_its_name_followed_and_confirmed_by_mail(
    client: Client, postbox: Postbox, worker: Worker
) -> None:
    street = make_street()
    make_theme("nature", name="Nature")
    make_fiche(title="Trou")
    found = _text(client.get(PAGE, {"q": "crebillon"}))
    assert f'name="lieu" value="{street.code}"' in found
    page = _text(client.get(PAGE, {"lieu": street.code}))
    assert "Suivre Rue Crébillon" in page and "1 fiche publique y est." in page
    said = {"lieu": street.code, "quoi": ["idee", "works"], "themes": ["nature"], "email": CHARLIE, "rhythm": "daily"}
    assert "Regardez vos courriels" in _text(client.post(PAGE, said))
    worker.work()
    (question,) = postbox.messages
    assert "Rue Crébillon" in str(question["Subject"]) and "ce qui se passe ici" in text_of(question)
    link = re.search(r"https://carte\.exemple\.fr(/abonnements/\S+/confirmer/)", text_of(question))[1]
    assert "les nouvelles idées, les travaux" in _text(client.get(link))
    managed = _text(client.post(link, follow=True))
    assert "Rue Crébillon" in managed and "Nature" in managed and "Ne plus suivre ce lieu" in managed
    zone = Zone.objects.get()
    assert (zone.code, zone.themes, zone.hears) == (street.code, ["nature"], ["idee", "works"])
    assert zone.abonnement.confirmed_at and zone.abonnement.rhythm == "daily"
    client.post(PAGE, said)
    worker.work()
    assert Abonnement.objects.count() == 1 and len(postbox.messages) == 1


def test_a_circle_and_a_drawn_area_are_followed_at_one_s_own_address(client: Client) -> None:
    person = charlie()
    person.emailaddress_set.create(email=CHARLIE, verified=True, primary=True)
    client.force_login(person)
    make_territoire(name="Centre-Ville")
    page = client.post(PAGE, HERE, follow=True)
    assert "300 m autour de Centre-Ville" in _text(page)
    assert client.post(PAGE, {"contour": SQUARE}).status_code == 302
    circle, area = Zone.objects.order_by("pk")
    assert (circle.reach, circle.geom.geom_type, area.reach, area.geom.geom_type) == (300, "Point", 0, "Polygon")
    assert Abonnement.objects.filter(person=person, confirmed_at__isnull=False).count() == 2
    account = _text(client.get("/compte/"))
    assert "300 m autour de Centre-Ville" in account and PAGE in account


def test_the_manage_page_lists_places_beside_fiches_and_stops_one_or_all(client: Client) -> None:
    place, fiche = follow(around()), make_fiche(title="Nid-de-poule")
    Abonnement.objects.create(fiche=fiche, channel="mail", email=CHARLIE, confirmed_at=place.confirmed_at)
    address = f"/abonnements/{token(place, MANAGE)}/"
    page = _text(client.get(address))
    assert "Nid-de-poule" in page and "autour du château" in page
    other = re.search(r'<li><a href="(/abonnements/[^"]+)">Nid', page)[1]
    assert "autour du château" in _text(client.get(other))
    assert "Ne plus suivre ce lieu ?" in _text(client.get(f"{address}arreter/"))
    client.post(f"{address}arreter/")
    assert Abonnement.objects.get().fiche == fiche


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Choisissez d’abord un lieu"),
        ({"lieu": "nulle-part"}, "n’existe pas ici"),
        ({"lieu": "\x00"}, "n’existe pas ici"),
        (HERE | {"rayon": "99"}, "Le rayon va de 100 à 3000"),
        (HERE | {"rayon": "3001"}, "Le rayon va de 100 à 3000"),
        (HERE | {"rayon": "²"}, "Le rayon va de 100 à 3000"),
        (HERE | {"lat": "nan"}, "illisible"),
        ({"lat": "-1.55", "lon": "47.21"}, "inversées"),
        ({"contour": "-1.55,47.21;-1.54,47.21"}, "entre 3 et"),
        ({"contour": ";".join(["-1.55,47.21"] * (MOST_CORNERS + 1))}, "entre 3 et"),
        ({"contour": "-1.55,47.21;-1.54,47.22;-1.54,47.21;-1.55,47.22"}, "se croise"),
        ({"contour": "-1.55,47.21;-1.54;-1.54,47.22"}, "illisible"),
        ({"contour": "-1.70,47.10;-1.40,47.10;-1.40,47.30;-1.70,47.30"}, "trop grande"),
        ({"contour": "-1.55,47.21;-1.55,47.21;-1.55,47.21"}, ""),
        (HERE | {"quoi": "tout"}, "Ce choix n’existe pas"),
        (HERE | {"themes": "rien"}, "Ce choix n’existe pas"),
        (HERE | {"email": "charlie"}, "errorlist"),
    ],
)
def test_what_is_no_place_is_refused_in_words(client: Client, said: dict[str, str], words: str) -> None:
    page = client.post(PAGE, {"email": CHARLIE} | said)
    assert page.status_code == 422 and words in _text(page)
    assert not Abonnement.objects.exists()


def test_a_million_corners_are_refused(client: Client) -> None:
    contour = ";".join(["-1.55,47.21"] * 1_000_000)
    page = client.post(PAGE, urlencode({"contour": contour}), content_type="application/x-www-form-urlencoded")
    assert page.status_code in (400, 413, 422) and not Zone.objects.exists()


def test_a_mailbox_is_filled_neither_with_questions_nor_with_places(
    client: Client, postbox: Postbox, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for metres in range(100, 900, 100):
        client.post(PAGE, HERE | {"rayon": str(metres), "email": CHARLIE})
    worker.work()
    assert len(postbox.messages) == 5
    monkeypatch.setattr(following, "MOST_PLACES", 8)
    page = client.post(PAGE, HERE | {"rayon": "950", "email": CHARLIE})
    assert "Regardez vos courriels" in _text(page), "a stranger does not learn what that address follows"
    assert Abonnement.objects.count() == 8
    answers = [client.post(PAGE, HERE | {"email": f"{turn}@exemple.fr"}).status_code for turn in range(22)]
    assert answers[-2:] == [200, 429]


def test_a_place_is_reached_from_where_one_reads_of_it(client: Client) -> None:
    street, quartier = make_street(), make_territoire(name="Centre-Ville")
    topic = Opportunite.objects.create(kind="opportunite", geom=CHATEAU, theme=make_theme(), title="La place")
    for address in ("/", f"/opportunites/{topic.uuid}/"):
        assert PAGE in _text(client.get(address))
    for code in (street.code, quartier.code):
        assert f"{PAGE}?lieu={code}" in _text(client.get(f"/territoires/{code}/"))
        assert f"{PAGE}?lieu={code}" in _text(client.get(f"/opportunites/{topic.uuid}/"))


def test_the_whole_city_is_followed_for_a_theme(client: Client) -> None:
    make_theme("nature")
    make_fiche(kind="idee", geom=PLACE_ROYALE, theme=make_theme("nature"))
    assert "1 fiche publique y est." in _text(client.get(PAGE, {"partout": "1", "themes": "nature"}))
    client.post(PAGE, {"partout": "1", "themes": "nature", "email": CHARLIE})
    zone = Zone.objects.get()
    assert (zone.code, zone.geom, zone.themes) == ("", None, ["nature"])
