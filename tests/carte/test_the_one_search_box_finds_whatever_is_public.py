"""From the one box: an address, who is in charge, a facility, a figure, a contract, a vote, a decision, any fiche."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from carto.comptes.models import User
from projets.equipements.figures.querysets import total_of
from projets.equipements.models import Competence, Elu, LigneBudget, TypeEquipement
from tests.browser.samples import make_signalement
from tests.carte.test_search_finds import adresse, rue
from tests.factories import make_territoire, make_theme
from tests.people import bob, denise
from tests.projets.deciding.samples import decided
from tests.projets.deliberations.made import make_deliberation
from tests.projets.figures.samples import make_budget_line, make_grant, make_marche, make_organisme
from tests.projets.referents.samples import make_topic
from tests.projets.samples import make_cout, make_equipement, make_idee

pytestmark = pytest.mark.django_db


def found(client: Client, words: str, **asked: Any) -> list[dict[str, Any]]:
    return client.get("/api/v1/recherche/", {"q": words, **asked}).json()["resultats"]


@pytest.fixture
def city() -> None:
    """One of each, whose names resemble nothing else."""
    quartier = make_territoire(code="Q1", name="Malakoff")
    adresse("12", rue("Rue de Strasbourg"), postcode="44000", city="Nantes")
    denise(quartier)
    town = make_organisme()
    roads = make_theme("voirie", name="Chaussée")
    parks = make_theme("espaces-verts", name="Nature et jardins")
    Competence.objects.create(theme=roads, organisme=town, does="Entretient les rues et les ponts")
    Competence.objects.create(theme=parks, organisme=town, does="Plante et entretient les arbres de la ville")
    Elu.objects.create(name="Anne Duval", function="adjointe à l’espace public", organisme=town, theme=roads)
    Elu.objects.create(name="Yves Ancien", function="adjoint", organisme=town, until="2020-01-01")
    sort = TypeEquipement.objects.create(code="piscine", name="Piscine", nature="pool", words=["centre aquatique"])
    for rank in range(3):
        pool = make_equipement(title=f"Bassin Léo-Lagrange {rank}", nature="pool", type=sort)
        make_cout(pool, f"{rank + 1}00000", kind="running", purpose="running", basis="ttc", year=2023)
    make_budget_line("700.00", year=2023, function_code="72", function="Propreté urbaine et déchets")
    make_budget_line("55.50", year=2023, function_code="721", function="Collecte", section="I")
    make_budget_line("900.00", year=2024, function_code="72", function="Propreté urbaine et déchets")
    make_marche("Réfection du préau de l’école")
    make_grant("Les Amis du lavoir")
    make_deliberation("Vu le code.", "Le marché de Talensac est rénové.", objet="Étals du marché couvert")
    decided(make_topic(title="Le cours ombragé"))
    make_idee(title="Une fontaine à boire")


MEANT = (
    ("12 rue de strasbourg", "adresse", "12 Rue de Strasbourg"),
    ("rue de strasboug", "rue", "Rue de Strasbourg"),
    ("anne duval", "personne", "Anne Duval"),
    ("Anne Duvale", "personne", "Anne Duval"),
    ("adjointe espace public", "personne", "Anne Duval"),
    ("Denise R.", "personne", "Denise R."),
    ("référent malakof", "personne", "Denise R."),
    ("voirie", "personne", "Chaussée"),
    ("qui s’occupe des arbres ?", "personne", "Nature et jardins"),
    ("qui s'occupe de l'arbre", "personne", "Nature et jardins"),
    ("bassin leo lagrange", "fiche", "Bassin Léo-Lagrange 0"),
    ("coût piscine", "chiffre", "Ce que cela coûte : Piscine"),
    ("combien coute un centre aquatique", "chiffre", "Ce que cela coûte : Piscine"),
    ("budget proprete 2023", "chiffre", "Propreté urbaine et déchets"),
    ("budget propeté 2023", "chiffre", "Propreté urbaine et déchets"),
    ("le budget 2023", "chiffre", "Le budget de 2023"),
    ("contrat préau école", "marche", "Réfection du préau de l’école"),
    ("contrat refecton préau", "marche", "Réfection du préau de l’école"),
    ("preaux ecole", "marche", "Réfection du préau de l’école"),
    ("subvention lavoirr", "subvention", "Les Amis du lavoir"),
    ("subvention lavoir", "subvention", "Les Amis du lavoir"),
    ("talensac", "deliberation", "Étals du marché couvert"),
    ("délibération etals du marche couver", "deliberation", "Étals du marché couvert"),
    ("vingt tilleuls", "decision", "Le cours ombragé"),
    ("décision cours ombragé", "decision", "Le cours ombragé"),
    ("cours ombrage", "fiche", "Le cours ombragé"),
    ("fontaine a boir", "fiche", "Une fontaine à boire"),
    ("délibérations", "page", "Délibérations"),
    ("transparence", "page", "Transparence"),
)  # fmt: skip


def test_the_first_answer_is_the_one_meant(city: None, client: Client) -> None:
    addresses = set()
    for typed, kind, label in MEANT:
        answers = found(client, typed)
        assert answers and answers[0]["kind"] == kind, (typed, answers)
        assert label in {each["label"] for each in answers if each["kind"] == kind}, (typed, answers)
        assert answers[0]["group"]
        addresses.add((answers[0]["url"] or "/").partition("#")[0])
    for address in addresses:
        assert client.get(address).status_code == 200


def test_a_report_is_found_by_its_number_among_other_words(client: Client) -> None:
    report = make_signalement()
    report.refresh_from_db()
    for typed in (report.number, f"signalement n° {report.number.lower()}"):
        assert found(client, typed)[0]["url"] == report.get_absolute_url()
    assert found(client, report.number)[0]["group"] == "Signalements"


def test_a_figure_is_the_very_one_of_its_page_and_says_its_year_and_kind(city: None, client: Client) -> None:
    first = found(client, "budget propreté 2023")[0]
    assert "dépenses de 2023, réalisé : 755,50\u00a0€ · Ville de Nantes, compte administratif" in first["detail"]
    page = client.get(first["url"]).context["asked"]
    assert total_of(page.branch(), page.field) == 755.5
    assert "dépenses de 2024" in found(client, "budget propreté")[0]["detail"]
    assert "fonctionnement, par an : 200\u00a0000\u00a0€ TTC au milieu" in found(client, "coût piscine")[0]["detail"]
    LigneBudget.objects.all().delete()
    assert found(client, "budget propreté 2023") == []


def test_nothing_but_what_is_public_answers(city: None, client: Client) -> None:
    topic = make_topic(title="Un sujet discret", visibility="withdrawn")
    decided(topic, text="Des phrases retirées")
    shown = make_topic(title="Un sujet montré")
    told = {"announced_at": timezone.now(), "expected_on": timezone.localdate() + timedelta(days=9)}
    shown.decisions.create(role="referent", about="Le préambule", text="Un brouillon secret", signatory="Zoé", **told)
    make_topic(title="Jamais annoncé").decisions.create(role="referent", text="Une ébauche enfouie")
    bob()
    User.objects.create_user("zed@exemple.fr", name="Zénaïde Privée")
    for typed in ("phrases retirées", "brouillon secret", "Zoé", "ébauche enfouie", "Bob", "Zénaïde", "Yves Ancien"):
        assert not {"decision", "personne"} & {each["kind"] for each in found(client, typed)}, typed
    (hit,) = [each for each in found(client, "décision préambule") if each["kind"] == "decision"]
    assert hit["detail"].startswith("décision attendue le ") and "secret" not in hit["detail"]


def test_answers_stand_by_groups_under_a_plain_word_and_without_javascript_too(city: None, client: Client) -> None:
    make_equipement(title="Rue de Strasbourg, le kiosque")
    make_marche("Éclairage de la rue de Strasbourg")
    groups = [each["group"] for each in found(client, "rue de strasbourg", limite=20)]
    assert groups == sorted(groups, key=groups.index) and {"Lieux", "Équipements", "Contrats publics"} <= {*groups}
    page = client.get("/recherche/", {"q": "rue de strasbourg"}).content.decode()
    for group in dict.fromkeys(groups):
        assert page.count(f"<h3>{group}</h3>") == 1


def test_a_street_called_so_comes_before_the_figure_that_its_name_may_ask_for(city: None, client: Client) -> None:
    rue("Rue du Budget")
    assert found(client, "rue du budget")[0]["kind"] == "rue"


@pytest.mark.parametrize(("typed", "queries"), [("voirie", 4), ("budget propreté 2023", 8), ("coût piscine", 8)])
def test_it_asks_the_same_however_much_there_is(
    city: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries, typed: str, queries: int
) -> None:
    for rank in range(4):
        make_budget_line("1.00", year=2023, function_code=f"72{rank}", function=f"Propreté {rank}")
        Elu.objects.create(name=f"Voirie {rank}", function="voirie", organisme=make_organisme())
        make_cout(make_equipement(title=f"Piscine {rank}"))
        make_equipement(title=f"Propreté {rank}")
        decided(make_topic(title=f"Voirie {rank}"))
        if rank in (0, 3):
            with django_assert_num_queries(queries):
                found(client, typed)


def test_hostile_words_with_an_intention_are_answered(city: None, client: Client) -> None:
    for typed in (
        "coût %", "budget \x00 2023", "qui ' OR 1=1 --", "décision \\", "budget 9999", "élu _", "coût " + "é" * 900,
        "qui " * 60, "subvention %s {0}", "décision !&|",
    ):  # fmt: skip
        assert isinstance(found(client, typed), list)
        assert client.get("/recherche/", {"q": typed}).status_code == 200
