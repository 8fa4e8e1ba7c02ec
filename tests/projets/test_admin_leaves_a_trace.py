"""Django's admin for the three rooms: pages open, and a state corrected by hand is written in the history."""

import pytest
from django.test import Client

from carto.comptes.models import User
from carto.fiches.models import What
from tests.projets.samples import make_cout, make_equipement, make_idee, make_opportunite, make_sticker

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    """Signed in as somebody who may everything."""
    client.force_login(User.objects.create_superuser("admin@exemple.fr", name="Administration"))
    return client


def test_lists_and_forms_open(admin: Client) -> None:
    make_cout(make_equipement())
    make_idee()
    make_opportunite()
    for room in ("equipements/equipement", "idees/idee", "idees/autocollant", "opportunites/opportunite"):
        listing = admin.get(f"/admin/{room}/?q=a")
        assert listing.status_code == 200
        assert admin.get(f"/admin/{room}/add/").status_code == 200
    assert admin.get(f"/admin/equipements/equipement/{make_equipement().pk}/change/").status_code == 200


def test_a_state_corrected_by_hand_moves_the_stage_and_leaves_a_line(admin: Client) -> None:
    idee = make_idee()
    form = {
        "title": idee.title, "text": "", "theme": idee.theme_id, "visibility": "public", "osm_id": "", "precision": "",
        "geom": idee.geom.geojson, "autocollant": make_sticker().pk, "status": "studied",
    }  # fmt: skip
    answer = admin.post(f"/admin/idees/idee/{idee.pk}/change/", form)
    assert answer.status_code == 302, answer.context and answer.context["errors"]
    idee.refresh_from_db()
    assert (idee.status, idee.stage, idee.kind) == ("studied", "in_progress", "idee")
    event = idee.evenements.get()
    assert (event.what, event.before, event.after, event.person.name) == (
        What.STATUS, "proposed", "studied", "Administration",
    )  # fmt: skip


def test_a_correction_of_words_says_which_words_in_the_history(admin: Client) -> None:
    topic = make_opportunite()
    form = {
        "title": "Un autre titre", "text": "", "theme": topic.theme_id, "visibility": "public", "osm_id": "",
        "precision": "", "geom": topic.geom.geojson, "scale": "rue", "status": "spotted", "question": topic.question,
        "open_to_decision": "", "closed_to_decision": "", "referent": "", "phase_starts": "", "phase_ends": "",
    }  # fmt: skip
    assert admin.post(f"/admin/opportunites/opportunite/{topic.pk}/change/", form).status_code == 302
    topic.refresh_from_db()
    assert topic.title == "Un autre titre"
    event = topic.evenements.get()
    told = "Modifié : titre, ce qui est ouvert, ce qui ne l’est pas"
    assert (event.what, event.public_text) == (What.CORRECTED, told)


def test_nobody_deletes_a_fiche_from_the_admin(admin: Client) -> None:
    idee = make_idee()
    assert admin.post(f"/admin/idees/idee/{idee.pk}/delete/", {"post": "yes"}).status_code == 403
    assert type(idee).objects.filter(pk=idee.pk).exists()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ('{"type": "Point", "coordinates": [200, 100]}', "hors de Nantes"),
        ('{"type": "Point", "coordinates": [47.2, -1.55]}', "inversées"),
        ("POINT(0 0)", "illisible"),
        ("", "obligatoire"),
    ],
)
def test_an_impossible_place_is_refused_in_words_and_kept(admin: Client, place: str, said: str) -> None:
    idee = make_idee()
    answer = admin.post(f"/admin/idees/idee/{idee.pk}/change/", {"title": "Bouger", "geom": place})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "Bouger" in answer.content.decode()


def test_the_admin_asks_no_other_host(admin: Client) -> None:
    page = admin.get(f"/admin/equipements/equipement/{make_equipement().pk}/change/").content.decode()
    assert 'src="http' not in page
    assert 'href="http' not in page.replace('href="http://testserver', "")
    assert "coordinates" in page
