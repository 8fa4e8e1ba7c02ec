"""The page of the guide that tells the first candidates says what their rows say, and nothing else."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from projets.opportunites.evidence.actions import compute_candidates
from projets.opportunites.models import Candidat
from tests.browser.samples import beside
from tests.factories import make_fiche, make_territoire, make_theme
from tests.places import CHATEAU
from tests.projets.candidats.samples import make_formule, make_rue
from tests.projets.samples import make_cout, make_equipement

pytestmark = pytest.mark.django_db


def told(**options: object) -> str:
    """What the command writes."""
    out = StringIO()
    call_command("export_top_candidates", stdout=out, **options)
    return out.getvalue().replace("\u00a0", " ")


def test_a_place_is_told_by_its_reports_and_by_what_is_voted_there() -> None:
    make_formule()
    make_territoire(CHATEAU)
    make_rue("Rue du Château", beside(-50))
    theme, now = make_theme("proprete"), timezone.now()
    for days, title, text in ((9, "Un | tag", "4 rue du Château, Nantes"), (5, "Un | tag", "4 rue du Château, Nantes"),
                              (2, "Des cartons", "Devant l’école")):  # fmt: skip
        make_fiche(CHATEAU, theme=theme, title=title, text=text, created_at=now - timedelta(days=days))
    works = make_equipement(CHATEAU, theme=theme, nature="works", title="Des bacs", status="planned", stage="new")
    make_cout(works, "12000", kind="voted", year=2024)
    compute_candidates()
    said = told(scale="rue")
    assert "| 1 | Rue du Château | Proprete |" in said and "### 1. Rue du Château : proprete" in said
    assert "3 signalements revenus (rang 1 sur 1" in said and "Pas de donnée : " in said
    assert "Un | tag (2), Des cartons (1) ; 3 jours différents" in said
    assert "Cela revient surtout au 4 rue du Château (2)." in said
    assert "« Des bacs » (en projet, 12 000 € voté en 2024, sans date tenue)" in said
    table = told(scale="rue", table=True)
    assert "###" not in table and table.count("\n") == 2 + Candidat.objects.filter(scale="rue").count()
    assert told(scale="rue", theme="velo", table=True).count("\n") == 2


def test_nothing_counted_says_nothing() -> None:
    assert told(scale="quartier") == ""


def test_counting_as_of_a_day_leaves_out_what_came_after() -> None:
    make_formule()
    make_territoire(CHATEAU)
    make_rue("Rue du Château", beside(-50))
    for days in range(35, 43):
        make_fiche(CHATEAU, created_at=timezone.now() - timedelta(days=days))
    before = timezone.localdate() - timedelta(days=60)
    call_command("compute_candidates", at=timezone.datetime.fromisoformat(str(before)), stdout=StringIO())
    assert not Candidat.objects.exists()
    call_command("compute_candidates", "--at", str(timezone.localdate()), stdout=StringIO())
    assert Candidat.objects.filter(scale="rue", repeats=8).count() == 1
