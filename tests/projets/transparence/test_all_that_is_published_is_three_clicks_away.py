"""« Transparence »: from the home page, three clicks to the money, the votes and the facilities of one's quartier."""

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from carto.territoires.models import Level, Rue, Territoire
from projets.equipements.models import Competence, Elu
from projets.opportunites.models import Livraison
from tests.factories import make_territoire, make_theme
from tests.places import CHATEAU, PARIS, REZE
from tests.projets.deciding.samples import decided
from tests.projets.deliberations.made import make_deliberation
from tests.projets.figures.samples import make_budget_line, make_grant, make_marche, make_organisme, tie
from tests.projets.referents.samples import make_topic
from tests.projets.samples import make_cout, make_equipement, make_idee

pytestmark = pytest.mark.django_db


class _Doors(HTMLParser):
    """The addresses that a page leads to in one click: its links, and its forms sent with one choice made."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._form, self._field = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "a":
            self.found.append(told.get("href") or "")
        elif tag == "form":
            self._form = told.get("action") or ""
        elif tag == "select":
            self._field = told.get("name") or ""
        elif tag == "option" and self._form:
            self.found.append(f"{self._form}?{self._field}={told.get('value')}")


def walk(client: Client, *ways: str) -> str:
    """The last page, by links that are really on each page from the home page on."""
    page = client.get("/").content.decode()
    for way in ways:
        assert way in _Doors(page).found
        answer = client.get(way)
        assert answer.status_code == 200
        page = answer.content.decode()
    return page


def flat(answer: HttpResponse) -> str:
    """The page without its lines; spaces that do not break stay."""
    return re.sub(r"[ \n]+", " ", answer.content.decode())


@pytest.fixture
def quartier() -> Territoire:
    """The centre, in Nantes, with a facility; Rezé is elsewhere."""
    nantes = make_territoire(level=Level.COMMUNE, code="44109", name="Nantes", half=0.02)
    make_territoire(REZE, level=Level.COMMUNE, code="44143", name="Rezé", half=0.004)
    return make_territoire(code="Q1", name="Centre-Ville", parent=nantes)


def everything() -> dict[str, Any]:
    """One row of each matter about a facility of the centre."""
    pool = make_equipement(CHATEAU, title="Piscine Léo-Lagrange", nature="pool")
    make_cout(pool, "8500000", basis="ttc", year=2021)
    rows = {
        "budget": make_budget_line(), "contrats": make_marche("Toiture de la piscine"),
        "deliberations": make_deliberation("La piscine ferme.", objet="Bassin"), "subventions": make_grant(),
    }  # fmt: skip
    for row in rows.values():
        tie(row, pool)
    return rows | {"equipements": pool}


def test_each_destination_is_three_clicks_from_the_home_page(client: Client, quartier: Territoire) -> None:
    made = everything()
    here = ("/transparence/", "/transparence/?territoire=Q1")
    for address, words in (
        (f"/argent/sources/lignes/{made['budget'].pk}/", "6068"),
        (f"/argent/marches/{made['contrats'].pk}/", "Toiture de la piscine"),
        (f"/argent/deliberations/{made['deliberations'].pk}/", "Bassin"),
        (f"/argent/subventions/{made['subventions'].pk}/", "Les Amis du lavoir"),
        (made["equipements"].get_absolute_url(), "Piscine Léo-Lagrange"),
        ("/qui/?territoire=Q1", "Centre-Ville"),
    ):
        assert words in walk(client, *here, address)
    for name in ("budget", "contrats", "deliberations", "subventions", "equipements"):
        assert "Piscine Léo-Lagrange" in walk(client, *here, f"/transparence/{name}/?territoire=Q1")


def test_amounts_keep_their_kind_and_nothing_is_added_up(client: Client, quartier: Territoire) -> None:
    pool = everything()["equipements"]
    make_cout(pool, "400000", kind="running", purpose="running", basis="ttc", year=2024)
    make_cout(make_equipement(CHATEAU, title="Bains"), "1500000", basis="ttc", year=2019)
    make_cout(make_equipement(REZE, title="Ailleurs"), "7000000", basis="ttc")
    page = flat(client.get("/transparence/?territoire=Q1"))
    for told in (
        "250\u00a0000\u00a0€ (notifié, HT)", "1\u00a0000\u00a0€ (coût final)", "8\u00a0500\u00a0000\u00a0€ TTC, 2021",
        "10\u00a0000\u00a0000\u00a0€ TTC</strong> <span class=\"soft\">2 équipements, chiffres de 2019 à 2021",
        "400\u00a0000\u00a0€ TTC</strong> <span class=\"soft\">1 équipement, chiffre de 2024",
    ):  # fmt: skip
        assert told in page
    make_budget_line("465517.77", spending=False, voted="931000.00", nature="Subventions reçues")
    loose = flat(client.get("/transparence/budget/?lie=non"))
    assert "931\u00a0000\u00a0€ (recettes, voté)" in loose and "montant non publié" not in loose
    assert "Ailleurs" not in page and "10\u00a0400\u00a0000" not in page and "8\u00a0900\u00a0000" not in page


def test_where_nothing_is_tied_it_says_so_with_the_counts_of_the_whole_city(
    client: Client, quartier: Territoire
) -> None:
    made = everything()
    for n in range(3):
        make_marche(f"Sans lieu {n}")
    voted = make_deliberation("Le budget.", objet="Budget primitif")
    page = flat(client.get("/transparence/?territoire=44143"))
    assert page.count("Rien n’est rattaché à un lieu d’ici.") == 4
    assert '4 pour toute la ville</a>, <a href="/argent/marches/?lie=non">dont 3 sans lieu connu' in page
    loose = client.get("/argent/marches/?lie=non").content.decode()
    assert "<strong>3 contrats</strong>" in loose and "Toiture" not in loose
    loose = client.get("/transparence/deliberations/?lie=non").content.decode()
    assert voted.get_absolute_url() in loose and made["deliberations"].get_absolute_url() not in loose
    assert "Aucun équipement n’est sur la carte ici." in page


def test_it_tells_what_became_of_contributions_what_was_decided_and_who_answers(
    client: Client, quartier: Territoire
) -> None:
    make_idee(CHATEAU), make_idee(CHATEAU, stage="done"), make_idee(REZE)
    decided(make_topic(CHATEAU, title="Le cours ombragé"))
    announced = make_topic(CHATEAU, title="Un square")
    announced.decisions.create(
        role="referent", about="Le square", expected_on=date(2030, 1, 2), announced_at="2026-01-01T00:00Z"
    )
    made = make_topic(CHATEAU, title="Une rue pour l’école", status="delivered", stage="done")
    Livraison.objects.create(opportunite=made, delivered_on=date(2026, 2, 3), text="La rue est là.", role="referent")
    decided(make_topic(REZE, title="Loin d’ici"))
    city = make_organisme()
    Competence.objects.create(theme=make_theme("voirie"), organisme=city, does="Entretient les rues")
    Elu.objects.create(name="Anne Duval", function="adjointe du quartier", organisme=city, territoire=quartier)
    page = flat(client.get("/transparence/?territoire=Q1"))
    cells = "".join(f'<td class="number">{n}</td>' for n in (1, 0, 1, 0))
    assert f'?couches=idees&amp;territoire=Q1">Idées</a></th>{cells}' in page
    for told in (
        "Le cours ombragé", "Anne Duval, adjointe à l’espace public", "décision attendue le 2 janvier 2030",
        "Une rue pour l’école", "3 février 2026", "Anne Duval</dt><dd>adjointe du quartier", "Ville de Nantes",
    ):  # fmt: skip
        assert told in page
    assert f'href="/opportunites/{made.uuid}/realisation/"' in page and "Loin d’ici" not in page


def test_an_address_or_a_position_leads_to_its_quartier_and_leaves_no_trace_in_the_address(
    client: Client, quartier: Territoire
) -> None:
    line = f"SRID=4326;MULTILINESTRING(({CHATEAU.x} {CHATEAU.y},{CHATEAU.x + 0.001} {CHATEAU.y}))"
    Rue.objects.create(code="rue-du-chateau", name="Rue du Château", geom=line)
    for asked in ({"lat": CHATEAU.y, "lon": CHATEAU.x}, {"adresse": "rue du chateau"}):
        assert client.get("/transparence/", asked)["Location"] == "/transparence/?territoire=Q1"
    assert client.get("/transparence/", {"lat": REZE.y, "lon": REZE.x})["Location"].endswith("=44143")
    for asked, status in (
        ({"lat": PARIS.y, "lon": PARIS.x}, 400), ({"lat": "x", "lon": "1"}, 400), ({"adresse": "zzzzqqq"}, 400),
        ({"territoire": "rien"}, 404), ({"territoire": "\x00"}, 404), ({"territoire": "x" * 900}, 404),
    ):  # fmt: skip
        answer = client.get("/transparence/", asked)
        assert answer.status_code == status
        assert 'role="alert"' in answer.content.decode() and 'value="Q1"' in answer.content.decode()
    for address in ("contrats/?territoire=rien", "rien/", "equipements/?territoire=%00"):
        assert client.get(f"/transparence/{address}").status_code == 404
    assert client.get("/transparence/contrats/?territoire=Q1&page=99999999999").status_code == 200


def test_every_territory_the_menu_and_the_money_lead_there(client: Client, quartier: Territoire) -> None:
    street = Rue.objects.create(
        code="rue-x",
        name="Rue X",
        commune=quartier.parent,
        geom="SRID=4326;MULTILINESTRING((-1.55 47.21,-1.551 47.21))",
    )
    for code, leads in (("Q1", "Q1"), ("44109", "44109"), (street.code, "44109")):
        page = client.get(f"/territoires/{code}/").content.decode()
        assert f'href="/transparence/?territoire={leads}"' in page
    for address in ("/", "/liste/", "/argent/"):
        assert 'href="/transparence/"' in client.get(address).content.decode()


def test_it_asks_the_same_however_much_there_is(
    client: Client, quartier: Territoire, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rank in range(2):
        for _each in range(1 + 3 * rank):
            everything()
            decided(make_topic(CHATEAU))
        if not rank:
            client.get("/transparence/?territoire=Q1")  # what is asked once and remembered
        for address, queries in (("", 34), ("contrats/", 5), ("equipements/", 5)):
            with django_assert_num_queries(queries):
                client.get(f"/transparence/{address}?territoire=Q1")
