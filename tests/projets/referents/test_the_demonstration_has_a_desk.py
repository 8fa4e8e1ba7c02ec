"""The demonstration's référents, sheets and sleep: loaded twice alike, complete where a topic is open, removable."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from carto.comptes.models import User
from projets.opportunites.models import Opportunite, Ouverture, Sommeil
from projets.opportunites.opening.lines import missing
from projets.opportunites.workflow import PHASES, Status
from tests.factories import make_territoire
from tests.projets.samples import load_palette

pytestmark = pytest.mark.django_db


def test_it_is_shown_and_taken_away(client: Client) -> None:
    load_palette()
    call_command("load_demo_opportunites", stdout=StringIO())
    topics = {topic.title: topic for topic in Opportunite.objects.all()}
    make_territoire(topics["Marcher rue Paul-Bellamy"].geom.point_on_surface)
    call_command("reassign_fiches", stdout=StringIO())
    for _again in range(2):
        call_command("load_demo_referents", stdout=StringIO())
    sheets = Ouverture.objects.select_related("opportunite")
    assert sheets.count() == 4
    for sheet in sheets:
        assert bool(missing(sheet.opportunite, sheet)) is (sheet.opportunite.status not in PHASES)
        assert sheet.versions.count() == 1
    assert Sommeil.objects.get().opportunite.status == Status.SET_ASIDE
    client.force_login(User.objects.get(email="referente@demonstration.invalid"))
    assert "Marcher rue Paul-Bellamy" in client.get("/referent/").content.decode()
    call_command("load_demo_referents", remove=True, stdout=StringIO())
    assert not User.objects.filter(email__endswith="@demonstration.invalid").exists()
