"""Whoever sent a fiche corrects, completes and moves it, from the secret link or the account, with a trace."""

from unittest.mock import patch

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.test import Client
from django.urls import reverse

from carto.fiches.actions import digest
from carto.fiches.models import Evenement, Fiche, Photo, SecretLink, Visibility, What
from carto.fiches.own.actions import WORDS, seen
from carto.fiches.querysets import reassign_territoires
from carto.territoires.models import Rue
from signalements.actions import change_status
from signalements.models import Signalement
from signalements.workflow import Status
from tests.factories import make_fiche, make_territoire
from tests.people import alice, charlie
from tests.places import COURS_DES_50_OTAGES, ILE_DE_NANTES, PARIS
from tests.signalements.samples import filled, load_content, make_signalement, photo

pytestmark = pytest.mark.django_db
SECRET = "s" * 43


def follow(action: str = "") -> str:
    return f"/suivre/{SECRET}/{action}"


@pytest.fixture
def sent() -> Signalement:
    """Alice's pothole, anonymous, with its secret link."""
    made = make_signalement(text="Un trou.")
    SecretLink.objects.create(fiche=made, digest=digest(SECRET))
    return made


def words(fiche: Fiche, **changes: str) -> dict[str, str]:
    return {"seen": seen(fiche, *WORDS), "text": fiche.text, "feeling": "", "temporality": ""} | changes


def moved_to(place: object, fiche: Fiche) -> dict[str, str]:
    return {"seen": seen(fiche, "geom"), "longitude": str(place.x), "latitude": str(place.y)}


def last(fiche: Fiche) -> Evenement:
    return fiche.evenements.last()


def test_words_are_corrected_and_the_former_ones_stay_in_the_history(client: Client, sent: Signalement) -> None:
    answer = client.post(follow("corriger/"), words(sent, text="Un grand trou.", temporality="often"))
    assert (answer.status_code, answer.url) == (302, follow())
    stored = Signalement.objects.get()
    assert (stored.text, stored.temporality) == ("Un grand trou.", "often")
    page = client.get(sent.get_absolute_url()).content.decode()
    assert "Un grand trou." in page and "Correction" in page
    assert "Description d’avant : Un trou." in last(sent).public_text


def test_words_that_were_personal_are_not_kept(client: Client, sent: Signalement) -> None:
    client.post(follow("corriger/"), words(sent, text="Un autre mot.", forget="on"))
    assert last(sent).what == What.CORRECTED
    assert not Evenement.objects.filter(public_text__contains="Un trou.").exists()


def test_the_same_words_change_nothing(client: Client, sent: Signalement) -> None:
    client.post(follow("corriger/"), words(sent))
    assert last(sent).what == What.SUBMITTED


def test_two_windows_do_not_overwrite_each_other_and_nothing_typed_is_lost(client: Client, sent: Signalement) -> None:
    opened = words(sent)
    client.post(follow("corriger/"), opened | {"text": "Du premier onglet."})
    answer = client.post(follow("corriger/"), opened | {"text": "Du second onglet."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Du premier onglet." in page and "Du second onglet." in page
    assert Signalement.objects.get().text == "Du premier onglet."
    again = answer.context["form"].data
    client.post(follow("corriger/"), opened | {"seen": again["seen"], "text": "Du second onglet."})
    assert Signalement.objects.get().text == "Du second onglet."


def test_an_agents_step_meanwhile_is_no_conflict(client: Client, sent: Signalement) -> None:
    opened = words(sent, text="Un grand trou.")
    change_status(sent, Status.ACCEPTED)
    assert client.post(follow("corriger/"), opened).status_code == 302
    assert Signalement.objects.get().status == "accepted"


def test_words_and_photos_are_added_and_the_photo_waits(client: Client, sent: Signalement) -> None:
    client.post(follow("completer/"), {"text": "Il y a un cône dessus.", "photos": [photo()]})
    assert (last(sent).what, last(sent).public_text) == (What.COMPLETED, "Il y a un cône dessus.")
    assert Photo.objects.get().state == "waiting"
    room = client.get(follow()).content.decode()
    assert reverse("fiches:own_photo", args=[Photo.objects.get().uuid]) in room
    assert "Il y a un cône dessus." in client.get(sent.get_absolute_url()).content.decode()


def test_the_same_addition_sent_twice_is_said_once(client: Client, sent: Signalement) -> None:
    for _turn in range(2):
        client.post(follow("completer/"), {"text": "Deux mètres de large."})
    assert sent.evenements.filter(what=What.COMPLETED).count() == 1


def test_nothing_to_add_is_refused_in_words(client: Client, sent: Signalement) -> None:
    answer = client.post(follow("completer/"), {"text": "  "})
    assert answer.status_code == 422
    assert "Quelques mots ou une photo" in answer.content.decode()


def test_a_move_across_a_border_finds_the_new_quartier_and_says_so(client: Client, sent: Signalement) -> None:
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")
    make_territoire(ILE_DE_NANTES, name="Île de Nantes")
    reassign_territoires()  # the borders are younger than the fiche
    stored = Signalement.objects.get()
    assert stored.quartier.name == "Centre-Ville"
    due = stored.due_at
    client.post(follow("deplacer/"), moved_to(ILE_DE_NANTES, stored))
    stored.refresh_from_db()
    assert (stored.quartier.name, stored.due_at, stored.service.code) == ("Île de Nantes", due, "voirie")
    line = last(sent)
    assert (line.what, line.before, line.after) == (What.MOVED, "Centre-Ville", "Île de Nantes")
    assert "change de quartier" in client.get(sent.get_absolute_url()).content.decode()


def test_a_short_move_says_how_far_since_the_place_keeps_its_name(client: Client, sent: Signalement) -> None:
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")
    reassign_territoires()
    there = Point(COURS_DES_50_OTAGES.x, COURS_DES_50_OTAGES.y + 0.0001, srid=4326)
    client.post(follow("deplacer/"), moved_to(there, sent))
    assert last(sent).public_text == "Déplacé de 11 m, toujours à « Centre-Ville »."


def test_a_move_gives_it_to_the_service_that_its_category_names_today(client: Client, sent: Signalement) -> None:
    other = make_signalement("lampadaire-eteint").service
    sent.categorie.service = other
    sent.categorie.save()
    client.post(follow("deplacer/"), moved_to(ILE_DE_NANTES, sent))
    assert Signalement.objects.get(pk=sent.pk).service == other
    assert "Reçu maintenant par : Éclairage public." in last(sent).public_text


def test_an_address_moves_it_without_a_map(client: Client, sent: Signalement) -> None:
    line = LineString((-1.5490, 47.2052), (-1.5480, 47.2058))
    Rue.objects.create(
        code="prairie-au-duc", name="Boulevard de la Prairie au Duc", geom=MultiLineString(line, srid=4326)
    )
    page = client.get(follow("deplacer/"))
    hidden = page.context["form"].initial
    form = {name: hidden[name] for name in ("seen", "longitude", "latitude")}
    assert client.post(follow("deplacer/"), form).status_code == 422, "nothing says where"
    typed = form | {"adresse": "boulevard de la prairie au duc"}
    looked = client.post(follow("deplacer/"), typed | {"etape": "lieux"})
    assert (looked.status_code, Signalement.objects.get().rue) == (200, None), "looking moves nothing"
    assert looked.context["form"]["latitude"].value().startswith("47.205")
    client.post(follow("deplacer/"), typed)
    assert Signalement.objects.get().rue.name == "Boulevard de la Prairie au Duc"


@pytest.mark.parametrize(("field", "value"), [("longitude", str(PARIS.x)), ("longitude", "x"), ("adresse", "zzzzqqq")])
def test_an_odd_place_is_refused_and_nothing_moves(client: Client, sent: Signalement, field: str, value: str) -> None:
    form = moved_to(ILE_DE_NANTES, sent) | {field: value}
    if field == "adresse":
        form |= {"longitude": "", "latitude": ""}
    assert client.post(follow("deplacer/"), form).status_code == 422
    assert Signalement.objects.get().geom.equals_exact(COURS_DES_50_OTAGES, 1e-6)


@pytest.mark.parametrize("action", ["corriger/", "completer/", "deplacer/", "retirer/"])
@pytest.mark.parametrize("state", ["closed", "binned"])
def test_what_is_closed_or_binned_is_refused_politely(
    client: Client, sent: Signalement, action: str, state: str
) -> None:
    if state == "closed":
        change_status(sent, Status.TREATED, closing="mended")
    else:
        Fiche.objects.update(visibility=Visibility.BINNED)
    before = sent.evenements.count()
    opened = client.get(follow(action), follow=True)
    assert ("Elle est close" if state == "closed" else "La modération") in opened.content.decode()
    form = words(sent, text="Changé.") | {"longitude": "-1.55", "latitude": "47.21"}
    refused = client.post(follow(action), form)
    assert refused.status_code == 422
    assert Signalement.objects.get().text == "Un trou."
    assert sent.evenements.count() == before


def test_a_signed_author_has_the_same_room_from_the_account(client: Client) -> None:
    author = alice()
    signed = make_signalement(text="Un trou.", author=author)
    room = f"/mes-fiches/{signed.uuid}/"
    assert client.get(room).status_code == 302, "to sign in"
    client.force_login(charlie())
    assert client.get(room).status_code == 404
    client.force_login(author)
    page = client.get(room)
    assert page.status_code == 200 and "Votre lien secret" not in page.content.decode()
    assert room in client.get(signed.get_absolute_url()).content.decode()
    client.post(f"{room}corriger/", words(signed, text="Un grand trou."))
    assert (Signalement.objects.get().text, last(signed).person) == ("Un grand trou.", author)


def test_nothing_of_an_anonymous_one_ties_to_the_account_that_changed_it(client: Client) -> None:
    load_content()
    client.force_login(alice())
    room = client.post("/signaler/", filled(secret=SECRET)).url
    sent = Signalement.objects.get()
    assert room.startswith(follow())
    client.post(follow("corriger/"), words(sent, text="Autre."))
    client.post(follow("completer/"), {"text": "Encore.", "photos": [photo()]})
    client.post(follow("deplacer/"), moved_to(ILE_DE_NANTES, sent))
    client.post(follow("retirer/"))
    client.post(follow("remettre/"))
    assert sent.evenements.count() == 6
    assert not Evenement.objects.exclude(person=None).exists()
    assert Fiche.objects.get().author is None
    assert client.get(f"/mes-fiches/{sent.uuid}/").status_code == 404


def test_an_idea_is_corrected_too_in_the_words_of_a_wish(client: Client) -> None:
    idea = make_fiche(kind="idee", title="Un banc", text="À l’ombre.")
    SecretLink.objects.create(fiche=idea, digest=digest(SECRET))
    with patch("carto.fiches.layers.Layer.objects", return_value=Fiche.objects.for_cards()):
        form = client.get(follow("corriger/")).context["form"]
        assert set(form.fields) == {"seen", "text", "feeling", "temporality", "forget", "sure"}
        assert form.fields["text"].label == "Ce que vous aimeriez"
        assert ("always", "tout le temps") in form.fields["temporality"].choices
        client.post(follow("corriger/"), {"seen": form.initial["seen"], "text": "Au soleil."})
    assert Fiche.objects.get().text == "Au soleil."


def test_the_slip_holds_the_link_and_its_code(client: Client, sent: Signalement) -> None:
    page = client.get(follow("papier/")).content.decode()
    assert f"http://testserver{follow()}" in page and sent.number in page
    assert "data:image/svg+xml" in page
