"""The demonstration's decisions: loaded twice alike, read by everybody, taken away in spite of what they promise."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from carto.fiches.models import Fiche
from projets.opportunites.models import Decision, Interpellation, Livraison, Opportunite
from tests.projets.samples import load_palette

pytestmark = pytest.mark.django_db


def test_it_is_shown_and_taken_away(client: Client) -> None:
    load_palette()
    call_command("load_demo_opportunites", stdout=StringIO())
    for _again in range(2):
        call_command("load_demo_realisations", stdout=StringIO())
    assert Decision.objects.count() == 3
    for decision in Decision.objects.select_related("opportunite"):
        status = decision.opportunite.status
        assert (decision.taken_at is not None) is (status in ("decided", "delivered"))
        page = client.get(f"/opportunites/{decision.opportunite.uuid}/decision/").content.decode()
        assert decision.about in page or decision.taken_at
    assert Interpellation.objects.get().due_at and Livraison.objects.get().couts.count() == 2
    delivered = Opportunite.objects.get(livraison__isnull=False)
    assert "2 jours après" in client.get(f"/opportunites/{delivered.uuid}/realisation/").content.decode()
    Decision.objects.create(opportunite=delivered, replaces=Decision.objects.get(opportunite=delivered))
    Fiche.objects.filter(demonstration=True).erase()
    assert not Decision.objects.exists() and not Livraison.objects.exists()
