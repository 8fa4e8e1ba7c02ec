"""Words sent after a report meet the same watch: what may tell who somebody is, and a visitor's, is not published."""

from datetime import timedelta

import pytest
from django.test import Client

from carto.alertes.models import Abonnement
from carto.fiches.actions import add_pictures, digest
from carto.fiches.models import Evenement, Lien, Photo, SecretLink, Visibility
from carto.fiches.own.actions import WORDS, seen
from carto.fiches.photos import read_picture
from carto.fiches.trust import levels
from carto.fiches.trust.holding import lift
from signalements.actions import change_status
from signalements.models import Signalement
from signalements.outcome.actions import ask
from signalements.workflow import Status
from tests.people import bob, charlie
from tests.signalements.samples import make_signalement, photo

pytestmark = pytest.mark.django_db
SECRET = "s" * 43
ROOM = f"/suivre/{SECRET}/"
PHONE = "Appelez-moi au 06 12 34 56 78."


@pytest.fixture
def sent() -> Signalement:
    """A pothole that Alice reported and follows by its secret link."""
    made = make_signalement(text="Un trou.")
    SecretLink.objects.create(fiche=made, digest=digest(SECRET))
    return made


@pytest.fixture
def mended(sent: Signalement) -> Signalement:
    """The same, said to be mended."""
    change_status(sent, Status.TREATED, closing="mended")
    return sent


def contest(client: Client, signalement: Signalement, **form: object) -> object:
    return client.post(f"/signalements/{signalement.uuid}/contester/", form)


def last(signalement: Signalement) -> Evenement:
    return signalement.evenements.order_by("pk").last()


def is_marked(answer: object, words: str) -> bool:
    said = answer.content.decode()
    return answer.status_code == 422 and "<mark>06 12 34 56 78</mark>" in said and f"{words}</textarea>" in said


def everywhere(client: Client, signalement: Signalement) -> str:
    addresses = (signalement.get_absolute_url(), f"/fiches/{signalement.uuid}/suivi.atom", ROOM)
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    return "".join(answer.content.decode() for answer in answers)


def test_a_visitors_words_go_to_the_service_alone(client: Client, mended: Signalement) -> None:
    contest(client, mended, text="Votez pour Untel !")
    line = last(mended)
    assert (line.after, line.public_text) == ("reopened", "Un habitant dit que ce n’est pas réparé.")
    assert "Votez pour Untel !" in line.private_text
    assert "Untel" not in everywhere(client, mended)
    client.force_login(bob(mended.service))
    assert "Votez pour Untel !" in client.get(mended.get_absolute_url()).content.decode()


def test_a_followers_words_are_read_by_all(client: Client, mended: Signalement) -> None:
    person = charlie()
    Abonnement.objects.create(fiche=mended, channel="mail", person=person, confirmed_at=mended.created_at)
    client.force_login(person)
    contest(client, mended, text="Le trou est revenu.")
    assert last(mended).public_text == "Le trou est revenu."


@pytest.mark.parametrize("address", [f"{ROOM}contester/", "visitor"])
def test_personal_words_of_a_contest_are_shown_then_kept_for_the_service(
    client: Client, mended: Signalement, address: str
) -> None:
    address = address if address.startswith("/") else f"/signalements/{mended.uuid}/contester/"
    assert is_marked(client.post(address, {"text": PHONE}), PHONE)
    assert Signalement.objects.get().status == "treated"
    client.post(address, {"text": PHONE, "sure": "on"})
    assert Signalement.objects.get().status == "reopened"
    assert "réparé." in last(mended).public_text and PHONE in last(mended).private_text
    assert "06 12" not in everywhere(client, mended)


def test_personal_words_of_an_answer_are_shown_then_kept_for_the_service(client: Client, sent: Signalement) -> None:
    ask(sent, "Quel est le numéro sur le mât ?")
    assert is_marked(client.post(f"{ROOM}repondre/", {"text": PHONE}), PHONE)
    client.post(f"{ROOM}repondre/", {"text": PHONE, "sure": "on"})
    line = last(sent)
    assert (line.what, line.public_text) == ("replied", "Réponse donnée.")
    assert PHONE in line.private_text
    assert "06 12" not in everywhere(client, sent)


@pytest.mark.parametrize("room", ["corriger/", "completer/"])
def test_personal_words_added_to_ones_own_report_have_it_wait(client: Client, sent: Signalement, room: str) -> None:
    form = {"seen": seen(sent, *WORDS), "text": PHONE}
    assert is_marked(client.post(ROOM + room, form), PHONE)
    assert sent.evenements.count() == 1
    client.post(ROOM + room, form | {"sure": "on"})
    stored = Signalement.objects.get()
    assert (stored.visibility, stored.retenues.get().rule) == (Visibility.WAITING, "personal")
    assert client.get(sent.get_absolute_url()).status_code in {404, 410}
    assert "donnée personnelle" in client.get(ROOM).content.decode()
    assert lift(stored.retenues.get(), "Vérifié.")
    assert PHONE in client.get(sent.get_absolute_url()).content.decode()


def test_one_that_is_joined_to_another_waits_as_well(client: Client, sent: Signalement) -> None:
    kept = make_signalement()
    Lien.objects.create(source=sent, target=kept, kind="duplicates", role="resident")
    Signalement.objects.filter(pk=sent.pk).update(visibility=Visibility.JOINED)
    client.post(f"{ROOM}completer/", {"text": PHONE, "sure": "on"})
    stored = Signalement.objects.get(pk=sent.pk)
    assert stored.visibility == Visibility.WAITING
    assert lift(stored.retenues.get(), "Vérifié.")
    stored.refresh_from_db()
    assert stored.visibility == Visibility.JOINED


def test_the_history_does_not_repeat_personal_words_that_were_corrected(client: Client) -> None:
    made = make_signalement(text=PHONE)
    SecretLink.objects.create(fiche=made, digest=digest(SECRET))
    client.post(f"{ROOM}corriger/", {"seen": seen(made, *WORDS), "text": "Un trou."})
    assert last(made).public_text == "Les mots d’avant n’ont pas été gardés."
    assert "06 12" not in everywhere(client, made)


def test_words_that_were_read_already_are_not_held_again(client: Client) -> None:
    made = make_signalement(text=PHONE)
    SecretLink.objects.create(fiche=made, digest=digest(SECRET))
    client.post(f"{ROOM}corriger/", {"seen": seen(made, *WORDS), "text": PHONE, "temporality": "often"})
    stored = Signalement.objects.get()
    assert (stored.temporality, stored.visibility) == ("often", Visibility.PUBLIC)


def test_a_refused_form_asks_for_its_photos_again(client: Client, sent: Signalement) -> None:
    refused = client.post(f"{ROOM}completer/", {"text": PHONE, "photos": [photo()]})
    assert "choisissez-les de nouveau" in refused.content.decode()


def test_a_flood_of_contests_is_asked_to_come_back_and_keeps_its_words(
    client: Client, mended: Signalement, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = (levels.Limit(timedelta(minutes=10), 1, 2),)
    monkeypatch.setattr("carto.fiches.trust.counting.BY_NETWORK", dict.fromkeys(levels.Sending, few))
    contest(client, mended, text="Encore là.")
    change_status(Signalement.objects.get(), Status.TREATED, closing="mended")
    refused = contest(client, mended, text="Toujours là.")
    assert refused.status_code == 429
    assert "Toujours là." in refused.content.decode() and "réessayez" in refused.content.decode()
    assert Signalement.objects.get().status == "treated"
    client.post(f"{ROOM}contester/")
    assert Signalement.objects.get().status == "reopened", "whoever sent it is always heard"


def test_photos_of_a_contest_take_nobodys_place(client: Client, mended: Signalement) -> None:
    contest(client, mended, photos=[photo() for _rank in range(5)])
    assert len(add_pictures(mended, [read_picture(photo())])) == 1
    change_status(Signalement.objects.get(), Status.TREATED, closing="mended")
    add_pictures(mended, [read_picture(photo()) for _rank in range(5)])
    before = set(Photo.objects.values_list("uuid", flat=True))
    assert len(before) == 10
    client.post(f"{ROOM}contester/", {"photos": [photo()]})
    shown = Photo.objects.exclude(uuid__in=before).get()
    client.force_login(bob(mended.service))
    room = client.get(ROOM).context["own_photos"]
    assert shown in room and len(room) == 6, "one's own, and no stranger's before somebody has looked"


@pytest.mark.parametrize("own", [True, False])
def test_photos_of_a_contest_count_with_those_of_their_network(
    client: Client, mended: Signalement, monkeypatch: pytest.MonkeyPatch, own: bool
) -> None:
    monkeypatch.setattr("carto.fiches.trust.counting.PHOTO_BUDGET", ((timedelta(hours=1), 0),))
    address = f"{ROOM}contester/" if own else f"/signalements/{mended.uuid}/contester/"
    refused = client.post(address, {"text": "Voyez.", "photos": [photo()]})
    assert refused.status_code in {422, 429}
    assert "Trop de photos" in refused.content.decode() and "Voyez." in refused.content.decode()
    assert not Photo.objects.exists()


@pytest.mark.parametrize(("room", "said"), [("contester/", "C’est déjà ouvert"), ("avis/", "encore ouvert")])
def test_what_is_still_open_has_no_form_to_contest_or_judge(
    client: Client, sent: Signalement, room: str, said: str
) -> None:
    answer = client.get(ROOM + room)
    assert answer.url == ROOM
    assert said in client.get(ROOM).content.decode()
