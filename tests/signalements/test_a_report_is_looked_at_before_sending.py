"""« Aperçu »: the public page's own rendering, above the form as it was filled in; nothing is stored but its photos."""

import pytest
from django.test import Client

from carto.fiches.models import Fiche, Photo
from signalements.models import Signalement
from tests.factories import make_territoire
from tests.people import alice
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import filled, load_content, photo

pytestmark = pytest.mark.django_db
REPORT = "/signaler/"
LOOK = {"etape": "apercu"}


@pytest.fixture(autouse=True)
def content() -> None:
    """Categories exist."""
    load_content()


def test_the_preview_shows_what_the_public_page_will_show(client: Client) -> None:
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")
    form = filled(feeling="J’ai peur d’y tomber.", temporality="often", email="alice@exemple.fr")
    preview = client.post(REPORT, form | LOOK)
    assert preview.status_code == 200
    assert not Fiche.objects.exists()
    seen = preview.content.decode().split('class="preview"')[1].split("</article>")[0]
    client.post(REPORT, form)
    page = client.get(Signalement.objects.get().get_absolute_url()).content.decode()
    for said in ("Trou dans la chaussée", "Gros trou devant l’arrêt.", "peur d’y tomber", "fréquent", "Centre-Ville",
                 "Voirie"):  # fmt: skip
        assert said in seen and said in page
    assert "Réponse attendue d’ici le" in seen and "Réponse promise pour le" in page
    assert "alice@exemple.fr" not in seen and "None" not in seen and "object at 0x" not in seen


def test_everything_is_kept_for_sending_or_changing(client: Client) -> None:
    form = filled(feeling="Colère.", email="alice@exemple.fr")
    preview = client.post(REPORT, form | LOOK | {"photos": [photo()]})
    page = preview.content.decode()
    for kept in (form["uuid"], form["secret"], "Gros trou devant l’arrêt.", "Colère.", "alice@exemple.fr"):
        assert kept in page
    assert "Envoyer" in page and "Modifier" in page
    again = preview.context["form"]
    sent = form | {name: again[name].value() for name in ("longitude", "latitude", "held", "osm_id")}
    assert client.post(REPORT, sent).status_code == 302
    assert Signalement.objects.get().photos.get() == Photo.objects.get()


def test_one_s_own_photo_is_shown_with_what_others_will_see_meanwhile(client: Client) -> None:
    page = client.post(REPORT, filled() | LOOK | {"photos": [photo()]}).content.decode()
    assert f"/photos/{Photo.objects.get().uuid}/" in page.split("</article>")[0]
    assert "Une photo attend" in page


def test_a_name_is_shown_only_to_who_signs(client: Client) -> None:
    client.force_login(alice())

    def seen(named: str) -> str:
        page = client.post(REPORT, filled(named=named) | LOOK).content.decode()
        return page.split('class="preview"')[1].split("</article>")[0]

    assert "Alice L." in seen("yes")
    assert "Alice L." not in seen("")


def test_a_form_that_is_not_ready_is_not_previewed(client: Client) -> None:
    answer = client.post(REPORT, filled(categorie="") | LOOK)
    assert answer.status_code == 422
    assert 'class="preview"' not in answer.content.decode()


def test_markup_is_words_in_the_preview_too(client: Client) -> None:
    page = client.post(REPORT, filled(text="<script>alert(1)</script>", feeling="<b>fort</b>") | LOOK).content.decode()
    assert "<script>alert(1)" not in page and "<b>fort" not in page


def test_the_preview_stores_nothing_and_takes_no_number(client: Client) -> None:
    client.post(REPORT, filled())
    for _turn in range(3):
        client.post(REPORT, filled() | LOOK)
    client.post(REPORT, filled())
    first, second = (int(fiche.number[-6:]) for fiche in Fiche.objects.order_by("pk"))
    assert second == first + 1
