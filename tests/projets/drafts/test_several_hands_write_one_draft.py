"""A draft under a shared link: two turns at once are one, the history names each hand, it is published once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from carto.fiches.models import Lien, What
from carto.fiches.trust.levels import Level
from carto.fiches.trust.weighing import Verdict
from projets.idees.drafts.actions import drop_forgotten_drafts
from projets.idees.models import Brouillon, Idee
from tests.places import COURS_DES_50_OTAGES
from tests.projets.samples import filled, load_palette, make_idee

pytestmark = pytest.mark.django_db
TEXT = "Un banc à l’ombre du tilleul. On y pose son panier."


@pytest.fixture
def link(client: Client) -> str:
    """The address of a draft just opened from /proposer/, with a sticker, a place and words."""
    load_palette()
    answer = client.post("/brouillons/ouvrir/", filled(title="Souffler", text=TEXT))
    assert answer.status_code == 302
    return answer.url


def _write(client: Client, link: str, text: str, version: int, hand: str = "", title: str = "Souffler") -> object:
    return client.post(link, {"title": title, "text": text, "version": version, "hand": hand})


def test_what_is_typed_in_the_form_of_an_idea_opens_a_draft(client: Client, link: str) -> None:
    draft = Brouillon.objects.get()
    assert (draft.title, draft.text, draft.autocollant.code, draft.version) == ("Souffler", TEXT, "banc", 0)
    assert draft.geom.equals_exact(COURS_DES_50_OTAGES, 1e-6)
    page = client.get(link)
    assert page.headers["X-Robots-Tag"] == "noindex" and "no-store" in page.headers["Cache-Control"]
    assert f"http://testserver{link}" in page.content.decode()
    assert link.strip("/").rpartition("/")[2] not in draft.digest, "the digest alone is kept"
    assert client.get(f"/brouillons/{'x' * 43}/").status_code == 404


def test_two_who_write_at_once_at_two_places_lose_nothing(client: Client, link: str) -> None:
    assert _write(client, link, TEXT.replace("Un banc", "Deux bancs"), 0, "Inès").status_code == 302
    assert _write(client, link, TEXT.replace("son panier", "son panier ou son vélo"), 0, "Louis").status_code == 302
    draft = Brouillon.objects.get()
    assert draft.text == "Deux bancs à l’ombre du tilleul. On y pose son panier ou son vélo."
    assert list(draft.versions.values_list("number", "hand", "merged")) == [
        (0, "", False), (1, "Inès", False), (2, "Louis", True),
    ]  # fmt: skip
    page = client.get(f"{link}histoire/").content.decode()
    assert "Inès" in page and "Louis" in page
    assert "<ins>" in page and "<del>" in page and "réunie à ce que quelqu’un" in page


def test_at_the_same_place_both_texts_are_shown_and_nothing_is_stored(client: Client, link: str) -> None:
    _write(client, link, TEXT.replace("l’ombre", "la fraîcheur"), 0, "Inès", title="S’asseoir")
    answer = _write(client, link, TEXT.replace("l’ombre", "l’abri"), 0, "Louis", title="S’abriter")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "⟦ l’abri⟧⟦ la fraîcheur⟧" in page, page
    assert 'value="S’abriter"' in page and "S’asseoir" in page
    assert Brouillon.objects.get().version == 1
    tidy = TEXT.replace("l’ombre", "l’abri, à la fraîcheur")
    assert _write(client, link, tidy, answer.context["form"]["version"].value(), "Louis").status_code == 302
    assert Brouillon.objects.get().text == tidy


def test_any_version_can_be_brought_back(client: Client, link: str) -> None:
    _write(client, link, "Tout autre chose.", 0, "Inès")
    assert client.post(f"{link}reprendre/0/").status_code == 302
    draft = Brouillon.objects.get()
    assert (draft.text, draft.version) == (TEXT, 2)
    assert draft.versions.get(number=1).text == "Tout autre chose."
    assert client.post(f"{link}reprendre/9/").status_code == 404
    assert client.get(f"{link}etat.json").json() == {"version": 2, "hand": "", "published": False}


@pytest.mark.parametrize(
    "changes",
    [{"text": "x" * 4001}, {"text": "a\x00b"}, {"version": "zzz"}, {"version": 99}, {"hand": "06 12 34 56 78"}],
)
def test_what_cannot_be_kept_is_refused_and_stays_typed(client: Client, link: str, changes: dict[str, object]) -> None:
    told = {"title": "Mon titre reste", "text": TEXT, "version": 0, "hand": ""} | changes
    answer = client.post(link, told)
    assert answer.status_code == 422
    assert "Mon titre reste" in answer.content.decode()
    assert Brouillon.objects.get().version == 0


def test_publishing_makes_one_idea_and_names_the_hands_that_gave_a_name(client: Client, link: str) -> None:
    for version, hand in enumerate(("Inès", "", "Louis", "Inès")):
        _write(client, link, f"{TEXT} {version}", version, hand)
    page = client.get(f"{link}publier/").content.decode()
    assert f"{TEXT} 3" in page and f'value="{COURS_DES_50_OTAGES.x:.6f}"' in page
    form = filled(title="Souffler", text=f"{TEXT} 3", brouillon="4")
    assert client.post(f"{link}publier/", form).status_code == 302
    idee = Idee.objects.get()
    assert idee.text == f"{TEXT} 3" and idee.brouillon.version == 4
    said = idee.evenements.get(what=What.COMPLETED).public_text
    assert said == "Écrite à plusieurs : Inès, Louis, des mains sans nom."
    again = client.post(f"{link}publier/", filled(text="Encore", brouillon="4"))
    assert again.url == idee.get_absolute_url()
    assert Idee.objects.count() == 1
    assert _write(client, link, "Trop tard", 4).status_code == 409
    assert idee.get_absolute_url() in client.get(link).content.decode()


def test_words_written_while_somebody_publishes_are_read_before_they_leave(client: Client, link: str) -> None:
    _write(client, link, TEXT.replace("Un banc", "Deux bancs"), 0, "Inès")
    answer = client.post(f"{link}publier/", filled(title="Souffler", text=TEXT + " Et un arbre.", brouillon="0"))
    assert answer.url == f"{link}publier/"
    assert not Idee.objects.exists()
    assert Brouillon.objects.get().text == "Deux bancs à l’ombre du tilleul. On y pose son panier. Et un arbre."
    answer = client.post(f"{link}publier/", filled(title="Souffler", text="Un mur.", brouillon="0"))
    assert answer.status_code == 409 and not Idee.objects.exists()


def test_a_draft_that_continues_an_idea_grows_from_it(client: Client) -> None:
    load_palette()
    idee = make_idee(text="Un banc.")
    page = client.get(idee.get_absolute_url()).content.decode()
    assert f"/brouillons/ouvrir/?depuis={idee.uuid}" in page
    form = client.get(f"/brouillons/ouvrir/?depuis={idee.uuid}").context["form"]
    told = {field.html_name: str(field.value() or "") for field in form}
    link = client.post("/brouillons/ouvrir/", told).url
    _write(client, link, "Un banc et un arbre.", 0, "Inès", title=idee.title)
    shown = client.get(f"{link}publier/").context["form"]
    assert shown["depuis"].value() == str(idee.uuid)
    form = filled(title=idee.title, text="Un banc et un arbre.", brouillon="1", depuis=str(idee.uuid))
    assert client.post(f"{link}publier/", form).status_code == 302
    grown = Idee.objects.latest("pk")
    assert Lien.objects.get(source=grown).target_id == idee.pk
    assert grown.evenements.get(what=What.COMPLETED).public_text == "Écrite à plusieurs : Inès."


def test_odd_links_open_an_empty_draft(client: Client) -> None:
    told = {"depuis": "zzz", "autocollant": "zzz", "longitude": "NaN", "latitude": "200"}
    assert client.get("/brouillons/ouvrir/?depuis=zzz").status_code == 200
    assert client.post("/brouillons/ouvrir/", told).status_code == 302
    draft = Brouillon.objects.get()
    assert (draft.geom, draft.autocollant, draft.about) == (None, None, None)
    assert client.post("/brouillons/ouvrir/", {"text": "x" * 4001}).status_code == 422


def test_a_network_that_opens_too_many_is_asked_to_wait_and_keeps_its_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projets.idees.drafts.views.weigh", lambda *_args, **_fields: Verdict(Level.HELD))
    answer = client.post("/brouillons/ouvrir/", {"text": "Mes mots restent"})
    assert answer.status_code == 429 and "Mes mots restent" in answer.content.decode()
    assert not Brouillon.objects.exists()


def test_a_draft_that_nobody_touches_for_half_a_year_goes(client: Client, link: str) -> None:
    now = timezone.now()
    assert drop_forgotten_drafts(now + timedelta(days=179)) == 0
    assert drop_forgotten_drafts(now + timedelta(days=181)) == 1
    assert client.get(link).status_code == 404
