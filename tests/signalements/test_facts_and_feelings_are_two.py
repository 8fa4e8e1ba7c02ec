"""What is there and what it does to somebody are two fields; how often it is so is a third; all may stay empty."""

import pytest
from django.test import Client

from signalements.models import Signalement
from tests.signalements.samples import filled, load_content

pytestmark = pytest.mark.django_db
REPORT = "/signaler/"


@pytest.fixture(autouse=True)
def content() -> None:
    """Categories exist."""
    load_content()


def test_feeling_and_frequency_are_stored_and_shown_apart(client: Client) -> None:
    client.post(REPORT, filled(feeling="Je n’ose plus y\npasser.", temporality="always"))
    stored = Signalement.objects.get()
    assert (stored.text, stored.feeling, stored.temporality) == (
        "Gros trou devant l’arrêt.", "Je n’ose plus y\npasser.", "always",
    )  # fmt: skip
    page = client.get(stored.get_absolute_url()).content.decode()
    assert "<blockquote" in page and "Je n’ose plus y<br>passer." in page
    assert "permanent" in page


def test_both_may_stay_empty_and_the_page_says_nothing_of_them(client: Client) -> None:
    client.post(REPORT, filled())
    stored = Signalement.objects.get()
    assert (stored.feeling, stored.temporality) == ("", "")
    page = client.get(stored.get_absolute_url()).content.decode()
    assert "<blockquote" not in page and 'class="temporality"' not in page


@pytest.mark.parametrize("wrong", [{"feeling": "é" * 1001}, {"feeling": "a\x00b"}, {"temporality": "souvent"}])
def test_what_cannot_be_is_refused_and_kept_on_the_page(client: Client, wrong: dict[str, str]) -> None:
    answer = client.post(REPORT, filled(**wrong))
    assert answer.status_code == 422
    assert not Signalement.objects.exists()
