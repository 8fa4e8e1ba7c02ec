"""The demonstration shows gates, meetings, a method, a call, a trial; loaded twice it is the same, and it all goes."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from carto.fiches.models import Commentaire, Fiche, Theme
from projets.demonstration import uuid_of
from projets.opportunites.gates.reading import gate_of, is_passed
from projets.opportunites.management.commands.load_demo_passages import HOUSE, WALK
from projets.opportunites.models import Appel, Consultation, Essai, Opportunite, Passage, Reunion
from tests.database import load_shipped

pytestmark = pytest.mark.django_db


def test_it_is_shown_whole_and_taken_away_whole(client: Client) -> None:
    load_shipped(("load_themes",), (Theme,))
    for name in ("load_demo_opportunites", "load_demo_passages", "load_demo_passages"):
        call_command(name, stdout=StringIO())
    assert (Passage.objects.count(), Reunion.objects.count(), Appel.objects.count()) == (4, 4, 1)
    walk, house = (Opportunite.objects.get(uuid=uuid_of("opportunite", code)) for code in (WALK, HOUSE))
    assert is_passed(walk, "diagnosis") and is_passed(walk, "expertise") and gate_of(walk) is None
    assert gate_of(house).service_said and not is_passed(house)
    shade = Consultation.objects.get(slug="ombre-michelet").opportunite
    for topic, page, said in (
        (walk, "", "Rue Paul-Bellamy, devant le 112"), (walk, "passage/", "franchi le"),
        (walk, "appels/", "Je livre le pain"),
        (walk, "methode/", "Version 1, adoptée le"), (walk, "essais/", "à deux avec la poussette"),
        (walk, "reunions/", "41 personnes sont venues"), (house, "passage/", "étude d’accès"),
        (shade, "passage/", "Onze places de stationnement"),
    ):  # fmt: skip
        assert said in client.get(f"{topic.get_absolute_url()}{page}").content.decode(), page
    Fiche.objects.filter(demonstration=True).erase()
    call_command("load_demo_passages", remove=True, stdout=StringIO())
    call_command("load_demo_consultations", remove=True, stdout=StringIO())
    assert not any(model.objects.exists() for model in (Passage, Reunion, Appel, Essai, Commentaire))
