"""A small planted city: what is hidden comes out first, and nothing of it stays."""

import pytest

from carto.fiches.models import Fiche
from carto.territoires.models import Territoire
from projets.opportunites.evidence.planting import noise
from projets.opportunites.evidence.planting.measuring import measure
from projets.opportunites.models import Acces, Candidat
from tests.projets.opportunites.city import NOW
from tests.projets.samples import load_palette

pytestmark = pytest.mark.django_db


def test_most_of_what_is_hidden_comes_first_and_nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noise, "REPORTS", 60)
    monkeypatch.setattr(noise, "IDEAS", 8)
    load_palette()
    told = {each.scale: each for each in measure(NOW, seed=8, size=4, count=8)}
    assert {scale: each.hidden for scale, each in told.items()} == {"rue": 8, "quartier": 8, "metropole": 8}
    assert all(each.precision == each.recall == each.found / 8 for each in told.values())
    assert sum(each.found for each in told.values()) >= 16
    for model in (Fiche, Territoire, Acces, Candidat):
        assert not model.objects.exists()
