"""One topic of the demonstration went all the way: a visitor reads its label, its way and what was learnt."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from carto.fiches.models import Fiche
from projets.demonstration import uuid_of
from projets.opportunites.after.facts import Facts
from projets.opportunites.after.label import label_of
from projets.opportunites.models import Bilan, Initiative, Opportunite
from tests.projets.samples import load_palette


@pytest.mark.django_db
def test_it_is_told_once_reads_whole_and_is_taken_away(client: Client) -> None:
    load_palette()
    for name in ("load_demo_idees", "load_demo_opportunites", "load_demo_retours", "load_demo_retours"):
        call_command(name, stdout=StringIO())
    topic = Opportunite.objects.get(uuid=uuid_of("opportunite", "rue-aux-ecoliers-jean-mace"))
    missed = [line for line in label_of(Facts.of(topic)).lines if line.proof.state.value != "tenu"]
    assert not missed
    way = client.get(f"/opportunites/{topic.uuid}/filiation/").content.decode()
    assert "Traverser sans courir" in way and "payé : 7\u00a0840,50" in way.replace("&nbsp;", "\u00a0")
    assert "On garde l’horaire" in client.get(f"/opportunites/{topic.uuid}/bilan/").content.decode()
    Fiche.objects.filter(demonstration=True).erase()
    call_command("load_demo_retours", remove=True, stdout=StringIO())
    assert not Bilan.objects.exists() and not Initiative.objects.exists()
