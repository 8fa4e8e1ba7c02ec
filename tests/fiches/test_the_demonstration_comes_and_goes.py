"""One command brings the demonstration, one takes it away, and what is real stays."""

import pytest
from django.apps import apps
from django.core.management import call_command

from carto.comptes.models import User
from carto.fiches.filters import Filters
from carto.fiches.models import Crossing, Evenement, Fiche, Kind
from tests.factories import make_fiche
from tests.people import alice

pytestmark = pytest.mark.django_db


def test_it_is_as_large_as_promised_and_all_of_it_is_marked() -> None:
    call_command("load_demo", verbosity=0)
    counts = Filters().counted_by_kind()
    assert counts[Kind.SIGNALEMENT] >= 300
    assert counts[Kind.IDEE] >= 120
    assert counts[Kind.EQUIPEMENT] >= 150
    assert counts[Kind.OPPORTUNITE] >= 12
    assert not Fiche.objects.filter(demonstration=False).exists()
    assert not Fiche.objects.filter(evenements=None).exists(), "every fiche has a history"


def test_loading_it_twice_changes_nothing() -> None:
    call_command("load_demo", verbosity=0)
    before = set(Fiche.objects.values_list("uuid", "number"))
    call_command("load_demo", verbosity=0)
    assert set(Fiche.objects.values_list("uuid", "number")) == before


def test_removing_it_leaves_what_is_real_and_nothing_else() -> None:
    real = make_fiche(author=alice())
    call_command("load_demo", verbosity=0)
    call_command("load_demo", remove=True, verbosity=0)
    assert list(Fiche.objects.all()) == [real]
    assert User.objects.count() == 1
    assert Evenement.objects.exclude(fiche=real).count() == 0 == Crossing.objects.count()
    for name in ("signalements.Signalement", "idees.Idee", "equipements.Equipement", "opportunites.Opportunite"):
        assert apps.get_model(name).objects.count() == 0
