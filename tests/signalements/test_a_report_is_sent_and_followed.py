"""From /signaler/ to the follow page: named or anonymous, with or without photo, and nothing typed is ever lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from carto.fiches.models import Contact, Fiche, Photo, What
from signalements.models import Signalement
from tests.factories import make_territoire
from tests.people import alice
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import filled, load_content, photo

pytestmark = pytest.mark.django_db
REPORT = "/signaler/"


@pytest.fixture(autouse=True)
def content() -> None:
    """Categories exist."""
    load_content()


def test_an_anonymous_report_is_received_by_the_right_service(client: Client) -> None:
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")
    answer = client.post(REPORT, filled())
    assert answer.status_code == 302
    stored = Signalement.objects.get()
    assert (stored.service.code, stored.theme.code, stored.status, stored.stage) == (
        "voirie", "voirie", "received", "new",
    )  # fmt: skip
    assert stored.title == "Trou dans la chaussée"
    assert stored.quartier.name == "Centre-Ville"
    assert stored.number.startswith("S-")
    assert stored.due_at > timezone.now() + timedelta(days=4)
    assert stored.author is None
    event = stored.evenements.get()
    assert (event.what, event.actor_role, event.person) == (What.SUBMITTED, "resident", None)


def test_the_follow_page_gives_the_number_and_the_secret_link(client: Client) -> None:
    page = client.get(client.post(REPORT, filled(secret="a" * 43)).url).content.decode()
    stored = Signalement.objects.get()
    assert stored.number in page
    assert f"http://testserver{reverse('fiches:follow', args=['a' * 43])}" in page
    assert stored.get_absolute_url() in page


def test_the_secret_goes_nowhere_and_forms_of_the_follow_page_still_work(client: Client) -> None:
    address = client.post(REPORT, filled(secret="a" * 43)).url
    # With « no-referrer » browsers send `Origin: null` with a form, which the CSRF check refuses.
    assert client.get(address)["Referrer-Policy"] == "strict-origin"
    browser = Client(enforce_csrf_checks=True, HTTP_ORIGIN="http://testserver")
    browser.get(address)
    form = {"language": "en", "next": address, "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    assert browser.post("/langue/setlang/", form).url == address
    assert browser.post("/langue/setlang/", form, HTTP_ORIGIN="null").status_code == 403


def test_a_wrong_secret_opens_nothing(client: Client) -> None:
    client.post(REPORT, filled(secret="a" * 43))
    assert client.get(reverse("fiches:follow", args=["b" * 43])).status_code == 404


def test_somebody_signed_in_stays_anonymous_unless_they_sign(client: Client) -> None:
    person = alice()
    client.force_login(person)
    client.post(REPORT, filled())
    client.post(REPORT, filled(named="yes"))
    anonymous, signed = Fiche.objects.order_by("pk")
    assert (anonymous.author, signed.author) == (None, person)


def test_a_stranger_cannot_sign_as_somebody(client: Client) -> None:
    alice()
    client.post(REPORT, filled(named="yes"))
    assert Fiche.objects.get().author is None


def test_an_address_is_kept_apart(client: Client) -> None:
    client.post(REPORT, filled(email="alice@exemple.fr"))
    stored = Signalement.objects.get()
    assert Contact.objects.get().fiche_id == stored.pk
    assert "alice@exemple.fr" not in client.get(stored.get_absolute_url()).content.decode()


def test_the_same_report_sent_twice_is_one_fiche(client: Client) -> None:
    form = filled()
    first, second = client.post(REPORT, form), client.post(REPORT, form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Signalement.objects.count() == 1
    assert client.get(second.url).status_code == 200


def test_a_photo_goes_with_the_report_and_waits_until_a_person_has_looked(client: Client) -> None:
    client.post(REPORT, filled() | {"photos": [photo(), photo()]})
    stored = Signalement.objects.get()
    assert stored.photos.count() == 2
    page = client.get(stored.get_absolute_url()).content.decode()
    assert "2 photos attendent" in page
    assert "IMG_2026" not in page and not any(str(each.uuid) in page for each in stored.photos.all())


def test_a_report_sent_twice_keeps_its_photo_once(client: Client) -> None:
    form = filled()
    for _turn in range(2):
        assert client.post(REPORT, form | {"photos": [photo()]}).status_code == 302
    assert Photo.objects.get().fiche == Fiche.objects.get()


def test_a_stranger_who_knows_a_uuid_adds_no_photo_to_it(client: Client) -> None:
    form = filled()
    client.post(REPORT, form)
    Client().post(REPORT, filled(uuid=form["uuid"]) | {"photos": [photo()]})
    assert not Photo.objects.exists()


def test_a_device_that_hardly_knows_where_it_is_may_report(client: Client) -> None:
    assert client.post(REPORT, filled(precision="150000")).status_code == 302
    assert Fiche.objects.get().precision == 150_000


def test_text_may_be_empty(client: Client) -> None:
    assert client.post(REPORT, filled(text="")).status_code == 302


def test_a_refused_report_keeps_what_was_typed_chosen_and_photographed(client: Client) -> None:
    form = filled(longitude="", latitude="", text="Un trou <b>énorme</b>", email="alice@exemple.fr")
    answer = client.post(REPORT, form | {"photos": [photo()]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dites-nous où c’est" in page
    assert "Un trou &lt;b&gt;énorme&lt;/b&gt;" in page
    assert page.count(" checked") == 1
    assert "alice@exemple.fr" in page
    kept = Photo.objects.get()
    address = reverse("fiches:own_photo", args=[kept.uuid])
    assert address in page
    assert client.get(address)["Content-Type"] == "image/jpeg"
    client.post(REPORT, form | {"longitude": "-1.5562", "latitude": "47.2166"})
    assert Signalement.objects.get().photos.get() == kept


def test_a_link_may_choose_the_place_and_the_category(client: Client) -> None:
    page = client.get(f"{REPORT}?categorie=fuite-eau&lon=-1.5562&lat=47.2166&osm_id=node/12").content.decode()
    assert page.count(" checked") == 1
    assert 'value="-1.556200"' in page


def test_a_link_with_an_odd_object_leaves_a_form_that_can_be_sent(client: Client) -> None:
    place = COURS_DES_50_OTAGES
    page = client.get(f"{REPORT}?lon={place.x}&lat={place.y}&osm_id=banc").context["form"]
    assert page.initial["osm_id"] == ""
    page = client.get(f"{REPORT}?lon={place.x}&lat={place.y}&osm_id=node/42").context["form"]
    assert page.initial["osm_id"] == "node/42"


def test_the_form_says_who_will_receive_it_and_when(client: Client) -> None:
    page = " ".join(client.get(REPORT).content.decode().split())
    assert "Reçu par : Éclairage public. Réponse sous 5 jours ouvrés." in page
    assert 'href="tel:112"' in page


def test_a_category_that_is_no_longer_offered_cannot_be_chosen(client: Client) -> None:
    Signalement._meta.get_field("categorie").related_model.objects.filter(code="bruit").update(active=False)
    assert client.post(REPORT, filled(categorie="bruit")).status_code == 422


def test_a_form_from_elsewhere_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(REPORT, filled()).status_code == 403
