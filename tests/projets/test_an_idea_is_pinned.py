"""From /proposer/ to the follow page: a sticker and a place are enough; named or anonymous; nothing typed is lost."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from carto.fiches.models import Contact, Fiche, What
from projets.idees.models import Autocollant, Idee
from tests.factories import make_territoire
from tests.people import alice
from tests.places import COURS_DES_50_OTAGES, PARIS
from tests.projets.samples import filled, load_palette

pytestmark = pytest.mark.django_db
PROPOSE = "/proposer/"


@pytest.fixture(autouse=True)
def palette() -> None:
    """The stickers exist."""
    load_palette()


def test_a_sticker_and_a_place_make_an_idea(client: Client) -> None:
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")
    answer = client.post(PROPOSE, filled())
    assert answer.status_code == 302
    idee = Idee.objects.get()
    assert (idee.title, idee.text, idee.status, idee.stage, idee.kind) == ("Un banc", "", "proposed", "new", "idee")
    assert (idee.autocollant.code, idee.theme.code) == ("banc", "mobilier")
    assert idee.quartier.name == "Centre-Ville"
    assert idee.number.startswith("I-")
    event = idee.evenements.get()
    assert (event.what, event.actor_role, event.person) == (What.SUBMITTED, "resident", None)


def test_own_words_and_title_are_kept_as_they_are(client: Client) -> None:
    client.post(PROPOSE, filled(title="  Un banc   avant la côte ", text="Ma mère a 82 ans.\n\nElle s’arrête là."))
    idee = Idee.objects.get()
    assert idee.title == "Un banc avant la côte"
    assert idee.text == "Ma mère a 82 ans.\n\nElle s’arrête là."


def test_the_follow_page_thanks_and_gives_the_secret_link(client: Client) -> None:
    page = client.get(client.post(PROPOSE, filled(secret="a" * 43)).url).content.decode()
    assert "Merci" in page
    assert f"http://testserver{reverse('fiches:follow', args=['a' * 43])}" in page
    assert Idee.objects.get().get_absolute_url() in page


def test_the_same_form_sent_twice_makes_one_idea(client: Client) -> None:
    form = filled(uuid=str(uuid.uuid4()))
    first, second = client.post(PROPOSE, form), client.post(PROPOSE, form | {"autocollant": "arbre"})
    assert (first.status_code, second.status_code) == (302, 302)
    assert Idee.objects.get().autocollant.code == "banc"
    assert Fiche.objects.count() == 1


def test_signing_is_a_choice_and_anonymous_means_anonymous(client: Client) -> None:
    person = alice()
    client.force_login(person)
    client.post(PROPOSE, filled())
    client.post(PROPOSE, filled(named="yes"))
    anonymous, signed = Idee.objects.order_by("pk")
    assert (anonymous.author, signed.author) == (None, person)
    assert not anonymous.evenements.filter(person__isnull=False).exists()
    assert "Alice L." in client.get(signed.get_absolute_url()).content.decode()


def test_an_address_for_an_answer_stays_apart_from_the_idea(client: Client) -> None:
    client.post(PROPOSE, filled(email="alice@exemple.fr"))
    idee = Idee.objects.get()
    assert Contact.objects.get(fiche=idee).email == "alice@exemple.fr"
    assert "alice@exemple.fr" not in client.get(idee.get_absolute_url()).content.decode()


def test_a_link_opens_the_form_with_a_sticker_in_hand_at_a_place(client: Client) -> None:
    at = f"&lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"
    page = client.get(f"{PROPOSE}?autocollant=arbre{at}").content.decode()
    assert '<input type="radio" name="autocollant" value="arbre"' in page
    checked = next(part for part in page.split("<input") if 'value="arbre"' in part)
    assert "checked" in checked
    assert f'value="{COURS_DES_50_OTAGES.x:.6f}"' in page


@pytest.mark.parametrize("address", ["?autocollant=zzz", "?autocollant=%00", "?lon=abc&lat=", "?lon=NaN&lat=inf"])
def test_an_odd_link_opens_an_empty_form(client: Client, address: str) -> None:
    answer = client.get(PROPOSE + address)
    assert answer.status_code == 200
    assert "checked" not in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"autocollant": ""}, "Choisissez un autocollant"),
        ({"autocollant": "zzz"}, "pas dans la palette"),
        ({"autocollant": "a\x00b"}, "pas dans la palette"),
        ({"autocollant": "a" * 9000}, "pas dans la palette"),
        ({"longitude": "", "latitude": ""}, "Dites-nous où"),
        ({"longitude": "200", "latitude": "100"}, "hors de Nantes"),
        ({"longitude": "nan", "latitude": "47"}, "illisible"),
        ({"longitude": f"{PARIS.x}", "latitude": f"{PARIS.y}"}, "hors de Nantes"),
        ({"longitude": "47.2166", "latitude": "-1.5562"}, "inversées"),
        ({"title": "t" * 141}, "140"),
        ({"text": "t" * 4001}, "4000"),
        ({"title": "a\x00b"}, "nul"),
        ({"uuid": "zzz"}, "UUID"),
        ({"osm_id": "<script>"}, "Objet de la carte inconnu"),
    ],
)
def test_what_cannot_be_stored_is_refused_in_words_and_kept(client: Client, changes: dict[str, str], said: str) -> None:
    answer = client.post(PROPOSE, filled(text="Mes mots restent") | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert Fiche.objects.count() == 0
    if "text" not in changes:
        assert "Mes mots restent" in page


def test_markup_and_direction_marks_in_words_are_shown_harmless(client: Client) -> None:
    client.post(PROPOSE, filled(title="<img src=x onerror=alert(1)>", text="abc\u202edef <script>alert(1)</script>"))
    idee = Idee.objects.get()
    page = client.get(idee.get_absolute_url()).content.decode()
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in idee.text


def test_without_a_palette_the_page_says_so(client: Client) -> None:
    Autocollant.objects.update(active=False)
    assert "palette n’est pas encore chargée" in client.get(PROPOSE).content.decode()
    assert client.post(PROPOSE, filled()).status_code == 422
