"""One network cannot fill the disk with photos of forms that are never sent; what it wrote is kept all the same."""

from datetime import timedelta

import pytest
from django.test import Client

from carto.fiches.models import Photo, Visit
from carto.fiches.trust import counting
from tests.fiches.trust.sendings import REPORT, SCHOOL
from tests.signalements.samples import filled, load_content, photo

pytestmark = pytest.mark.django_db


def test_past_the_budget_photos_are_left_out_and_the_words_stay(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_content()
    monkeypatch.setattr(counting, "PHOTO_BUDGET", ((timedelta(hours=1), 2),))
    for _turn in range(3):
        form = filled(categorie="", text="Gros trou") | {"photos": [photo()]}
        answer = client.post(REPORT, form, REMOTE_ADDR=SCHOOL)
        assert answer.status_code == 422 and "Gros trou" in answer.content.decode()
    assert Photo.objects.count() == 2
    assert Visit.objects.filter(what="photos").count() == 2
    assert "ajoutez-les de nouveau" in answer.content.decode()
    client.post(REPORT, filled(categorie="") | {"photos": [photo()]}, REMOTE_ADDR="203.0.113.4")
    assert Photo.objects.count() == 3


def test_a_form_refused_without_photo_counts_for_nothing(client: Client) -> None:
    load_content()
    client.post(REPORT, filled(categorie=""))
    assert not Visit.objects.exists()
