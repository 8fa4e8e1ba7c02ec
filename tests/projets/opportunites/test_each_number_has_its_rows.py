"""What stands behind each number, what one idea adds, and the file from which every score is worked out again."""

import csv
import subprocess
import sys
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from carto.fiches.models import Evenement, Fiche
from projets.equipements.models import Rattachement
from projets.opportunites.evidence.actions import announced, compute_candidates, refresh_changed
from projets.opportunites.evidence.formula import FormulaChanged, load_formules, score
from projets.opportunites.evidence.rows import EACH, rows_of
from projets.opportunites.models import SIGNALS, Acces, Candidat, Formule
from tests.factories import make_theme
from tests.projets.figures.samples import make_marche
from tests.projets.opportunites.city import NOW, City, at, candidate, make_city, make_group, person, report, support
from tests.projets.opportunites.test_facilities_are_counted import make_pool, runs
from tests.projets.samples import make_idee, make_opportunite, make_sticker

pytestmark = pytest.mark.django_db
LAST_MONTH = NOW - timedelta(days=30)


def full_city() -> City:
    """The castle's street has something of everything about sport, the quartier too."""
    city, theme = make_city(), make_theme("sport")
    alice, bob = person("alice"), person("bob")
    make_group(bob)
    sticker = make_sticker("ballon", theme=theme)
    for rank in range(4):
        idea = make_idee(at(10 * rank, 0), autocollant=sticker, title=f"Un terrain {rank}", created_at=LAST_MONTH)
        support(idea, (alice, bob, None, None)[rank])
    Fiche.objects.filter(pk=idea.pk).update(stage="in_progress")
    for rank in range(3):
        again = report(at(20 * rank, 0), theme=theme, created_at=NOW - timedelta(days=100 * rank))
    Evenement.objects.create(fiche=again, what="status", after="reopened", actor_role="agent", at=LAST_MONTH)
    pool = make_pool()
    runs(pool, 40_000, 1000, 2024)
    runs(pool, 40_000, 600)
    for _rank in range(4):
        runs(make_pool((650, 0)), 10_000, 1000)
    Rattachement.objects.create(ligne=make_marche(ends_on=date(2027, 5, 1)).ligne, equipement=pool, state="confirmed")
    topic = make_opportunite(at(0, 0), theme=theme, created_at=NOW - timedelta(days=400), status="carried")
    assert topic.pk
    Acces.objects.create(
        theme=theme, territoire=city.west, quartier=city.west, commune=city.commune, inhabitants=4000, far=1500
    )
    return city


def test_every_number_leads_to_its_rows_in_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projets.opportunites.evidence.actions.count_access", lambda *_, **__: None)
    city = full_city()
    compute_candidates(NOW)
    found = candidate("quartier", city.west, "sport")
    told = {}
    for signal in SIGNALS:
        with django_assert_max_num_queries(4):
            told[signal] = rows_of(found, signal)
    assert {signal: rows.total for signal, rows in told.items()} == {
        "people": 4, "repeats": 3, "cost": 1, "uses": 1, "contracts": 1, "access": 1, "neglect": 2, "network": 2,
    }  # fmt: skip
    assert {row.said for row in told["people"].rows} == {"2 personnes ou groupes"}
    assert (
        told["cost"].rows[0].said.startswith("66,67\xa0€ TTC par visite en 2025 ; le milieu de 5 semblables : 10\xa0€")
    )
    assert told["uses"].rows[0].said == "600 entrées en 2025, 1\u202f000 l’année d’avant".replace("\u202f", "\xa0")
    assert told["contracts"].rows[0].said == "Piscine : finit le 1 mai 2027"
    assert "1" in told["access"].rows[0].said
    assert [row.said.split(",")[0] for row in told["neglect"].rows] == ["première parole", "démarche"]
    assert {row.said for row in told["network"].rows} == {"groupe", "idée en cours"}
    assert all(row.address.startswith("/") for rows in told.values() for row in rows.rows)
    assert rows_of(found, "repeats", 2).rows == []
    assert (told["people"].pages, EACH) == (1, 50)


def test_the_score_falls_by_what_was_announced_when_an_idea_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("projets.opportunites.evidence.actions.count_access", lambda *_, **__: None)
    city = full_city()
    compute_candidates(NOW)
    before = candidate("rue", city.chateau, "sport")
    for idea in Fiche.objects.filter(kind="idee").order_by("pk")[2:]:  # one of a stranger's, and the one under way
        falls = announced(before, idea)
        assert falls > 0
        Fiche.objects.filter(pk=idea.pk).erase()
        refresh_changed(NOW)
        after = candidate("rue", city.chateau, "sport")
        assert after.score == pytest.approx(before.score - falls, abs=1e-9)
        before = after
    assert announced(before, report(at(0, 300))) == 0


def test_the_file_gives_every_score_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr("projets.opportunites.evidence.actions.count_access", lambda *_, **__: None)
    full_city()
    compute_candidates(NOW)
    answer = client.get("/opportunites/candidates.csv", {"echelle": "rue"})
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(StringIO(text)))
    assert len(rows) == Candidat.objects.filter(scale="rue").count() > 0
    assert {row["valeur_access"] for row in rows} == {""}  # no data, and not zero
    file = tmp_path / "candidates.csv"
    file.write_text("".join(part.decode() for part in client.get("/opportunites/candidates.csv").streaming_content))
    script = settings.BASE_DIR / "docs" / "recalculer_les_candidates.py"
    done = subprocess.run([sys.executable, script, file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (
        0,
        f"{Candidat.objects.count()} candidates recalculées, 0 en désaccord.\n",
    )
    assert len(script.read_text().splitlines()) <= 30
    assert client.get("/opportunites/candidates.csv", {"echelle": "lune"}).status_code == 404
    for each in Candidat.objects.all():
        assert score(each.formule, each.scale, vars(each)) == pytest.approx(each.score)


def test_a_version_of_the_formula_is_added_and_never_changed(tmp_path: Path) -> None:
    assert load_formules() == 1
    assert load_formules() == 0
    call_command("load_formules", stdout=StringIO())
    Formule.objects.update(reason="Autre chose")
    with pytest.raises(FormulaChanged):
        load_formules()
    with pytest.raises(CommandError, match="ne change plus"):
        call_command("load_formules", stdout=StringIO())
    assert Formule.objects.get().weights.keys() == SIGNALS.keys()
