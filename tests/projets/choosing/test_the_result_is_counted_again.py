"""The page says who is missing before who came first; anybody finds the same from the file, with thirty lines."""

import csv
import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projets.opportunites.choosing.actions import settle
from projets.opportunites.choosing.balloting import read_papers
from projets.opportunites.choosing.casting import enter_paper
from projets.opportunites.choosing.masses import mass_of, people_of
from projets.opportunites.models import Consultation
from projets.votes.polls.poll import Method
from tests.factories import make_territoire
from tests.places import REZE
from tests.projets.choosing.samples import OLD, YOUNG, at, ended, make_consultation, make_quartier, say

pytestmark = pytest.mark.django_db
SCRIPT = Path(settings.BASE_DIR) / "docs" / "recompter.py"
PAGE = "/consultations/ombre/"


def recount(path: Path) -> subprocess.CompletedProcess[str]:
    """What anybody would type."""
    return subprocess.run([sys.executable, str(SCRIPT), str(path)], capture_output=True, text=True, check=False)


def heard(**fields: object) -> Consultation:
    """Centre-Ville speaks much, and for A; the island little, and for B; 25 voices."""
    consultation = make_consultation(**fields)
    for who in range(15):
        say(consultation, who, "centre", YOUNG if who % 2 else OLD, A=4, C=1)
    for who in range(6):
        say(consultation, f"ile {who}", "ile", OLD, A=2, B=5)
    papers = read_papers(consultation, "ile", "B=5\nB=4\nB=5 A=1\nC=1")
    enter_paper(consultation, "L-1", "Marché", papers, person=None, role="facilitator")
    return consultation


def test_who_is_missing_is_said_before_who_won_and_both_counts_stand_side_by_side(client: Client) -> None:
    consultation = heard(quorum=2)
    page = client.get(PAGE).content.decode()
    assert "Il manque surtout :" in page
    assert "13 personnes de 15 à 44 ans" in page and "10 personnes à Île de Nantes" in page
    with at(ended(consultation)):
        shown = client.get(f"{PAGE}resultat/").content.decode()
    missing, first = shown.index("La masse n’a pas été atteinte"), shown.index("Ce qui vient en premier")
    assert missing < first < shown.index("73 points") and "25 voix" in shown  # A, each voice for one
    assert "Le compte équilibré" in shown and "Indice de concentration : 0" in shown
    assert "preuves trop rares" in shown and "4 voix sont venues sur papier" not in shown  # fewer than five: not told


def test_the_quorum_is_reached_when_each_area_and_each_age_has_enough(client: Client) -> None:
    consultation = make_consultation(quorum="0.2")
    assert [(m.code, m.people, m.needed) for m in mass_of(consultation).margins] == [
        ("centre", 1000, 2), ("ile", 1000, 2), (YOUNG, 1000, 2), (OLD, 1000, 2),
    ]  # fmt: skip
    for who, (area, age) in enumerate((("centre", YOUNG), ("centre", ""), ("ile", OLD), ("ile", OLD))):
        say(consultation, who, area, age, A=3)
    assert "Il manque surtout :</strong> 1 personne de 15 à 44 ans." in client.get(PAGE).content.decode()
    say(consultation, "enfin", "ile", YOUNG, A=3)
    assert "La masse demandée est atteinte." in client.get(PAGE).content.decode()


@pytest.mark.parametrize("method", [method for method in Method if method != Method.CONSENT])
def test_a_stranger_finds_the_same_order_with_thirty_lines(method: Method, client: Client, tmp_path: Path) -> None:
    consultation = make_consultation(method=method.value)
    said = {
        Method.SCORE: ({"A": 5, "B": 1}, {"B": 4}), Method.RANKING: ({"A": 1, "C": 2}, {"B": 1, "A": 2}),
        Method.DOTS: ({"A": 5}, {"B": 2, "C": 3}), Method.DATES: ({"A": 2, "B": 0}, {"B": 1, "C": 2}),
    }[method]  # fmt: skip
    for who in range(9):
        say(consultation, who, "centre", YOUNG, **said[0])
    for who in range(6):
        say(consultation, f"ile {who}", "ile", OLD, **said[1])
    with at(ended(consultation)):
        page = client.get(f"{PAGE}resultat/voix.json")
        rows = list(csv.reader(io.StringIO(client.get(f"{PAGE}resultat/voix.csv").content.decode())))
        assert client.get(f"{PAGE}resultat/voix.xml").status_code == 404
    assert rows[0] == ["cell", "together", "proof", "A", "B", "C"] and len(rows) == 16
    path = tmp_path / "voix.json"
    path.write_bytes(page.content)
    done = recount(path)
    assert done.returncode == 0, done.stderr
    told = json.loads(page.content)
    assert done.stdout.splitlines()[0].startswith(f"raw : {told['announced']['raw'][0]} ")
    told["announced"]["raw"].reverse()
    path.write_text(json.dumps(told))
    assert recount(path).returncode != 0
    assert len(SCRIPT.read_text().splitlines()) <= 30
    assert client.get("/consultations/recompter.py").content == SCRIPT.read_bytes()
    assert "Nom" not in page.content.decode() and "1980" not in page.content.decode()


def test_a_file_of_consent_with_groups_is_counted_again_too(client: Client, tmp_path: Path) -> None:
    consultation = make_consultation(method="consent", proofs=["paper"])
    lines = "\n".join(["A=+ B=0"] * 7 + ["A=- B=+"] * 2)
    papers = read_papers(consultation, "centre", lines, "A : trop loin\nA : trop cher")
    enter_paper(consultation, "1", "École", papers, person=None, role="facilitator")
    consultation.voix.filter(choices__A=1).update(mates="m" * 64)
    with at(ended(consultation)):
        shown = client.get(f"{PAGE}resultat/").content.decode()
        (tmp_path / "voix.json").write_bytes(client.get(f"{PAGE}resultat/voix.json").content)
    assert "trop cher" in shown and "2 objections, 7 accords" in shown and ", 2 accords" in shown
    told = json.loads((tmp_path / "voix.json").read_text())
    assert sorted({voice["together"] for voice in told["voices"]}) == [1, 7]
    assert recount(tmp_path / "voix.json").returncode == 0


def test_a_rush_is_told_and_nothing_is_taken_away(client: Client) -> None:
    consultation = make_consultation()
    for hour in range(4):
        with at(consultation.opens_at + timedelta(hours=hour)):
            for who in range(24 if hour == 2 else 1):
                say(consultation, f"{hour}-{who}", A=3)
    with at(ended(consultation)):
        shown = client.get(f"{PAGE}resultat/").content.decode()
    assert "24 voix, d’habitude 1" in shown and "aucune n’est retirée" in shown and "81 points" in shown


def test_an_area_is_known_by_its_own_figures_or_those_of_its_iris() -> None:
    whole = make_quartier()
    unknown = make_territoire(REZE, code="reze", name="Rezé")
    told = people_of([whole], [whole], 15, ages=True)
    assert told["ages"] == [YOUNG, OLD] and told["areas"][0]["people"] == {YOUNG: 500, OLD: 500}
    assert told["areas"][0]["early"] and told["sources"] == ["INSEE, 2021"]
    assert people_of([whole], [], 0, ages=False)["areas"][0]["people"] == {"": 1200}
    mixed = people_of([whole, unknown], [], 15, ages=True)
    assert mixed["ages"] == [] and [area["people"] for area in mixed["areas"]] == [{"": 1200}, {}]
    iris = make_quartier("Île de Nantes", level=4, parent=unknown)
    assert people_of([unknown], [], 15, ages=True)["areas"][0]["people"] == {YOUNG: 500, OLD: 500} and iris.level == 4


def test_the_pages_ask_as_many_questions_whatever_there_is(client: Client) -> None:
    consultation = make_consultation()

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    say(consultation, 0, A=3)
    with at(ended(consultation)):
        settle(consultation)
        addresses = (PAGE, f"{PAGE}resultat/")
        before = [asked(address) for address in addresses]
        Consultation.objects.get().voix.bulk_create(
            consultation.voix.model(pk=rank, consultation=consultation, choices={"B": 2}) for rank in range(40)
        )
        assert [asked(address) for address in addresses] == before
        listed = asked("/consultations/")
        for rank in range(6):
            Consultation.objects.create(
                slug=f"autre-{rank}", title="Autre", opportunite=consultation.opportunite,
                opens_at=consultation.opens_at, closes_at=consultation.closes_at, counts_at=consultation.counts_at,
                opened_at=consultation.opened_at,
            )  # fmt: skip
        assert asked("/consultations/") == listed
