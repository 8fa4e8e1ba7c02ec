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
    monkeypatch.setattr(noise, "REPORTS", 30)
    monkeypatch.setattr(noise, "IDEAS", 8)
    load_palette()
    (told,) = measure(NOW, seed=8, size=4, count=8, scales=["quartier"])
    assert (told.scale, told.hidden, told.shown) == ("quartier", 8, 8)
    assert told.precision == told.recall == told.found / 8 >= 0.75
    for model in (Fiche, Territoire, Acces, Candidat):
        assert not model.objects.exists()
