"""The desk of a référent: candidates and what is new, what waits, who does what, who speaks, who has not been heard."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from carto.comptes.models import Role, RoleName, User
from carto.fiches.models import Commentaire
from carto.territoires.models import Level, Population, Rue, Territoire
from projets.opportunites.models import Tache, Veille
from tests.factories import make_fiche, make_territoire, make_theme
from tests.people import bob, denise
from tests.places import CHATEAU, REZE
from tests.projets.referents.samples import fill_sheet, make_candidat, make_topic
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db


def make_rue(name: str, west: float) -> Rue:
    """A street of forty metres by the castle."""
    line = LineString((CHATEAU.x + west, CHATEAU.y - 0.0002), (CHATEAU.x + west, CHATEAU.y + 0.0002))
    return Rue.objects.create(code=name, name=name, geom=MultiLineString(line, srid=4326))


@pytest.fixture
def quartier(client: Client) -> Territoire:
    """Where Denise, signed in, is référente: two streets, one micro-quartier that was counted."""
    quartier = make_territoire(CHATEAU, name="Centre-Ville", code="44109Q1")
    make_rue("rue Parlante", 0.0), make_rue("rue Muette", 0.003)
    iris = make_territoire(CHATEAU, Level.IRIS, half=0.004, name="Château", parent=quartier)
    told = {"territoire": iris, "year": 2021, "source": "Insee"}
    for first, last, count in ((None, None, 2000), (0, 14, 300), (15, 29, 500), (30, None, 1200)):
        Population.objects.create(age_from=first, age_to=last, count=count, **told)
    client.force_login(denise(quartier))
    return quartier


def test_it_tells_all_of_the_quartier_and_nothing_of_others(client: Client, quartier: Territoire) -> None:
    elsewhere = make_territoire(REZE, name="Rezé", code="R")
    mine, other = make_candidat(quartier), make_candidat(elsewhere, REZE)
    make_idee(CHATEAU, title="Un banc au château"), make_idee(REZE, title="Un banc à Rezé")
    make_fiche(CHATEAU, title="Pavé qui bouge")
    Commentaire.objects.create(fiche=make_idee(CHATEAU), text="Et les poussettes ?")
    topic = make_topic(status="carried", referent="Denise R., référent de quartier")
    Tache.objects.create(ouverture=fill_sheet(topic), who="Le service des arbres", what="plante", with_whom="l’école")
    answer = client.get("/referent/")
    page = answer.content.decode()
    for said in (
        "Centre-Ville", "Un banc au château", "Pavé qui bouge", "Et les poussettes ?", "Le service des arbres",
        "Rues jamais entendues : 1 sur 2.", "rue Muette", "pas de donnée", "300", "0 à 14 ans", "30 ans et plus",
    ):  # fmt: skip
        assert said in page, said
    assert "Rezé" not in page
    assert [found for _scale, each in answer.context["scales"] for found in each] == [mine] != [other]
    assert answer.context["missing"].parts[0].rate == pytest.approx(1000 * 3 / 2000)


def test_what_is_new_is_said_from_the_second_visit_on(client: Client, quartier: Territoire) -> None:
    make_candidat(quartier, first_at=timezone.now() - timedelta(days=3))
    assert "depuis votre dernière visite" not in client.get("/referent/").content.decode(), "all is new on the first"
    Veille.objects.update(seen_at=timezone.now() - timedelta(days=2))
    make_candidat(quartier, theme=make_theme("eau"))
    page = client.get("/referent/")
    assert page.context["new"] == 1 and "1 nouvelle depuis votre dernière visite" in page.content.decode()
    assert client.get("/referent/").context["new"] == 1, "a reload is the same visit"


def test_an_agent_chooses_any_quartier_a_referent_only_their_own(client: Client, quartier: Territoire) -> None:
    make_territoire(REZE, name="Rezé", code="R")
    assert client.get("/referent/?quartier=R").status_code == 404
    assert client.get("/referent/?quartier=44109Q1").status_code == 200
    client.force_login(bob())
    assert client.get("/referent/").context["choices"][0].name == "Centre-Ville"
    assert client.get("/referent/?quartier=R").status_code == 200
    assert client.get("/referent/?quartier=%00").status_code == 200
    assert client.get("/referent/?quartier=nulle-part").status_code == 404


def test_a_mandate_for_a_commune_covers_its_quartiers(client: Client, quartier: Territoire) -> None:
    commune = make_territoire(CHATEAU, Level.COMMUNE, half=0.02, name="Nantes")
    Territoire.objects.filter(pk=quartier.pk).update(parent=commune)
    make_candidat(quartier)
    person = User.objects.create_user("maire@exemple.fr", name="Adjointe")
    Role.objects.create(user=person, name=RoleName.REFERENT, territoire=commune)
    client.force_login(person)
    assert sum(len(found) for _scale, found in client.get("/referent/").context["scales"]) == 1


def test_the_number_of_queries_does_not_grow_with_the_quartier(
    client: Client, quartier: Territoire, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for rank in range(4):
        make_candidat(quartier, theme=make_theme(f"theme-{rank}"))
        topic = make_topic(status="carried")
        fill_sheet(topic)
        make_topic()
        Commentaire.objects.create(fiche=make_idee(CHATEAU), text="Oui.")
    with django_assert_max_num_queries(26):
        client.get("/referent/")
