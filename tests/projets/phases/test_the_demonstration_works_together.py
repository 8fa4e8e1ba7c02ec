"""The demonstration's threads, families and tables: the same however often they are loaded, gone at a word."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from carto.fiches.models import Commentaire, Fiche
from projets.opportunites.models import Apport, Famille, Opportunite, Propos, Rangement, Tablee
from tests.projets.samples import load_palette

pytestmark = pytest.mark.django_db
MODELS = (Propos, Famille, Rangement, Tablee, Apport, Commentaire)


def test_it_loads_once_reads_well_and_leaves(client: Client) -> None:
    load_palette()
    call_command("load_demo_opportunites", stdout=StringIO())
    counts = []
    for _load in range(2):
        call_command("load_demo_propos", stdout=StringIO())
        counts.append([model.objects.count() for model in MODELS])
    assert counts[0] == counts[1] and all(counts[0])
    topic = Opportunite.objects.get(propos__under=None, propos__commentaire__text__startswith="Les vélos")
    for rest, words in (
        ("", "16 propos dans les fils."), ("propos/", "Un local à bacs partagé"), ("arguments/", "Pas encore rangés"),
        ("tablees/", "Que faire des bacs"),
    ):  # fmt: skip
        assert words in client.get(f"{topic.get_absolute_url()}{rest}").content.decode()
    over = Tablee.objects.get(published_at__isnull=False)
    assert "Le gardien du 58" in client.get(f"{topic.get_absolute_url()}tablees/{over.pk}/").content.decode()
    call_command("load_demo_propos", remove=True, stdout=StringIO())
    assert [model.objects.count() for model in MODELS] == [0] * len(MODELS)
    call_command("load_demo_propos", stdout=StringIO())
    Fiche.objects.filter(demonstration=True).erase()
    assert [model.objects.count() for model in MODELS] == [0] * len(MODELS)
