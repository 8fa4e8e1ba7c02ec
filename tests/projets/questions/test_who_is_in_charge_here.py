"""« Qui s’en occupe ici ? » tells, by theme, who decides and does, how to reach them, and who holds the contract."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from carto.comptes.models import Role, RoleName
from projets.equipements.models import Competence, Elu, Rattachement
from tests.factories import make_territoire, make_theme
from tests.people import alice, denise
from tests.places import JARDIN_DES_PLANTES, REZE
from tests.projets.questions.samples import make_ligne, make_marche, make_organisme
from tests.projets.samples import make_equipement

pytestmark = pytest.mark.django_db
HERE = f"/qui/?lat={JARDIN_DES_PLANTES.y}&lon={JARDIN_DES_PLANTES.x}"


def read(client: Client, address: str = HERE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def load(**options: object) -> str:
    said = StringIO()
    call_command("load_directory", stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def test_the_shipped_directory_loads_twice_alike_and_names_its_sources(client: Client) -> None:
    call_command("load_themes", stdout=StringIO())
    first, count = load(), Competence.objects.count()
    assert load() == first
    assert Competence.objects.count() == count > 40
    assert not Competence.objects.filter(source="").exists()
    page = read(client, "/qui/annuaire/")
    assert "CGCT, art. L. 5217-2" in page
    assert "Délai de réponse non publié." in page
    assert set(Competence.objects.values_list("organisme__level", flat=True)) >= {
        "commune", "metropole", "departement", "region", "etat", "landlord", "private",
    }  # fmt: skip


def test_another_city_does_not_inherit_it(tmp_path: Path) -> None:
    assert "pas encore" in load(folder=tmp_path)
    assert not Competence.objects.exists()


def test_a_wrong_file_says_where(tmp_path: Path) -> None:
    (tmp_path / "organismes.csv").write_text("slug,name,level,siren,website,contact\nx,X,royaume,,,\n")
    (tmp_path / "competences.csv").write_text("theme,organisme,service,territoire,does,contact,days,source\n")
    with pytest.raises(CommandError, match="ligne 2 : niveau « royaume »"):
        load(folder=tmp_path)


def test_a_click_gives_the_people_the_delay_and_the_running_contract(client: Client) -> None:
    quartier = make_territoire(JARDIN_DES_PLANTES, name="Malakoff")
    elsewhere = make_territoire(REZE, name="Rezé", code="44143")
    denise(quartier)
    Role.objects.create(user=alice(), name=RoleName.REFERENT, territoire=elsewhere)
    parks, city = make_theme("espaces-verts"), make_organisme("ville", level="commune", name="Ville de Nantes")
    Competence.objects.create(theme=parks, organisme=city, does="Entretient", days=15, contact="02 40 41 90 00")
    Competence.objects.create(theme=parks, organisme=city, does="Ailleurs", territoire=elsewhere)
    Elu.objects.create(name="Élue des jardins", function="adjointe", organisme=city, theme=parks)
    Elu.objects.create(name="Ancien élu", function="adjoint", organisme=city, until=localdate() - timedelta(days=1))
    for key, ends in (("dure", localdate() + timedelta(days=9)), ("fini", localdate() - timedelta(days=9))):
        marche = make_marche(make_ligne(key=key), holder=f"Titulaire {key}", ends_on=ends)
        tied = {"ligne": marche.ligne, "state": "confirmed"}
        Rattachement.objects.create(equipement=make_equipement(title=f"Jardin {key}"), **tied)
    page = read(client, f"{HERE}&theme=espaces-verts")
    for told in ("Denise R.", "Malakoff", "15 jours ouvrés", "02 40 41 90 00", "Élue des jardins", "Titulaire dure"):
        assert told in page
    for other in ("Alice L.", "Ailleurs", "Ancien élu", "Titulaire fini"):
        assert other not in page


def test_what_is_beyond_the_city_can_be_asked_and_is_handed_on(client: Client) -> None:
    state = make_organisme("etat", level="etat", name="L’État")
    Competence.objects.create(theme=make_theme("voirie"), organisme=state, does="Les routes nationales")
    make_territoire(JARDIN_DES_PLANTES)
    page = read(client)
    assert "la ville la transmet et suit la réponse" in page
    assert "/argent/questions/poser/?chart=qui:voirie/etat" in page
    assert "L’État" in read(client, "/argent/questions/poser/?chart=qui:voirie/etat")


def test_without_a_place_one_writes_an_address_and_an_odd_one_is_told_in_words(client: Client) -> None:
    assert 'name="adresse"' in read(client, "/qui/")
    assert client.get("/qui/?adresse=zzzzqqq").status_code == 400
    assert client.get("/qui/?lat=abc&lon=1").status_code == 400
    assert client.get("/qui/?territoire=%00&theme=%00").status_code == 200
    assert client.get("/qui/?territoire=nulle-part").status_code == 200


def test_the_map_the_fiches_and_the_territories_lead_there(client: Client) -> None:
    quartier = make_territoire(JARDIN_DES_PLANTES, code="44109001")
    garden = make_equipement()
    assert "/qui/?lat=" in read(client, HERE.replace("/qui/", "/autour/"))
    assert "/qui/?lat=" in read(client, garden.get_absolute_url())
    assert f"/qui/?territoire={quartier.code}" in read(client, quartier.get_absolute_url())
    assert quartier.name in read(client, f"/qui/?territoire={quartier.code}")


def test_one_query_for_each_table_however_much_there_is(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    quartier = make_territoire(JARDIN_DES_PLANTES)
    denise(quartier)
    city = make_organisme("ville", level="commune")
    for rank in range(2):
        themes = [make_theme(f"theme-{rank}-{n}") for n in range(1 + 5 * rank)]
        for theme in themes:
            marche = make_marche(make_ligne(key=theme.code))
            Competence.objects.create(theme=theme, organisme=city, does="Entretient", marche=marche)
            Elu.objects.create(name=theme.code, function="adjointe", organisme=city, theme=theme)
            tied = {"ligne": marche.ligne, "state": "confirmed"}
            Rattachement.objects.create(equipement=make_equipement(theme=theme), **tied)
        with django_assert_num_queries(8):
            read(client)
