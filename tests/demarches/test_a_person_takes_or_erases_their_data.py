"""A person takes all that names them; once erased, no word, address or picture of theirs is left, and counts stay."""

import json

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from carto.alertes.actions import follow_by_mail
from carto.comptes.models import User
from carto.demarches.person.erasing import erase
from carto.fiches.actions import record
from carto.fiches.models import Commentaire, Contact, Evenement, Fiche, Photo, PhotoState, Soutien, What
from projets.opportunites.models import Apport, Siege, Tablee
from tests import people
from tests.factories import make_fiche
from tests.projets.samples import make_idee, make_opportunite

pytestmark = pytest.mark.django_db
MARK = "zinzolin"


@pytest.fixture
def alice() -> User:
    """With something in each room: a signed idea, a topic, a photo, words, gestures, a subscription."""
    person = people.alice()
    person.name = f"Alice {MARK}"
    person.save()
    idee = make_idee(title=f"Un banc {MARK}", text=f"près de chez {MARK}", author=person)
    topic = make_opportunite(title=f"Le sujet {MARK}", question=f"{MARK} ?", author=person)
    Photo.objects.create(
        fiche_id=idee.pk, fiche_uuid=idee.uuid, state=PhotoState.SHOWN,
        image=ContentFile(b"x", "a.jpg"), thumbnail=ContentFile(b"x", "b.jpg"),
    )  # fmt: skip
    record(idee, What.CORRECTED, role="resident", person=person, public_text=f"Description d’avant : {MARK}")
    Contact.objects.create(fiche_id=idee.pk, email=person.email)
    other = make_fiche()
    Commentaire.objects.create(fiche=other, author=person, text=f"Je pense {MARK}")
    Soutien.objects.create(fiche=other, kind="too", person=person)
    follow_by_mail(other, person.email, person=person)
    follow_by_mail(topic, person.email)
    return person


def everything() -> str:
    """Every text of every table, as a copy of the database would hold it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        said = []
        for table in tables:
            cursor.execute(f'SELECT coalesce(string_agg(t::text, chr(10)), $$$$) FROM "{table}" AS t')
            said.append(cursor.fetchone()[0])
    return "\n".join(said)


def test_the_file_holds_each_room_and_no_secret(client: Client, alice: User) -> None:
    client.force_login(alice)
    make_fiche(title="Anonyme")
    response = client.get("/compte/mes-donnees.json")
    told = json.loads(response.content)
    assert response["Content-Disposition"].startswith("attachment")
    assert told["compte"]["email"] == "alice@exemple.fr" and "password" not in told["compte"]
    assert {each["title"] for each in told["fiches"]} == {f"Un banc {MARK}", f"Le sujet {MARK}"}
    assert [each["text"] for each in told["commentaire.author"]] == [f"Je pense {MARK}"]
    assert len(told["soutien.person"]) == 1 and len(told["suivis"]) == 2
    assert "Anonyme" not in response.content.decode()
    assert Client().get("/compte/mes-donnees.json").status_code == 302


def test_once_erased_nothing_is_found_and_counts_are_kept(client: Client, alice: User) -> None:
    client.force_login(alice)
    photo = Photo.objects.get()
    files = [(each.storage, each.name) for each in (photo.image, photo.thumbnail)]
    assert all(storage.exists(name) for storage, name in files)
    fiches, lines = Fiche.objects.count(), Evenement.objects.count()
    assert MARK in everything()
    assert client.post("/compte/effacer/", {"email": "bob@exemple.fr"}).status_code == 422
    assert client.post("/compte/effacer/", {"email": "ALICE@exemple.fr"}).status_code == 200
    left = everything()
    assert MARK not in left and "alice@exemple.fr" not in left
    assert not any(storage.exists(name) for storage, name in files)
    assert (Fiche.objects.count(), Soutien.objects.count(), Commentaire.objects.count()) == (fiches, 1, 1)
    assert Evenement.objects.count() >= lines
    anybody = Client()
    shown = Fiche.objects.get(kind="idee")
    for path in (f"/recherche/?q={MARK}", shown.get_absolute_url(), "/liste/", "/api/v1/fiches/", "/compte/"):
        assert MARK not in anybody.get(path).content.decode().replace(f"q={MARK}", "").replace(f'value="{MARK}"', "")


def test_a_seat_at_a_table_is_nobody_s_any_more(alice: User) -> None:
    topic = make_opportunite()
    tablee = Tablee.objects.create(opportunite=topic, question="Et alors ?", starts_at=timezone.now(), seats=3)
    seat = Siege.objects.create(tablee=tablee, rank=0, person=alice, name=MARK, digest="d" * 64)
    words = Commentaire.objects.create(fiche=topic, author=alice, text=MARK)
    Apport.objects.create(tablee=tablee, siege=seat, commentaire=words, sheet=0, turn=0, rank=0, place=MARK)
    erase(alice)
    assert MARK not in everything()
    assert Siege.objects.get().person is None


def test_whoever_holds_a_role_gives_it_back_first(client: Client) -> None:
    bob = people.bob()
    client.force_login(bob)
    assert client.post("/compte/effacer/", {"email": bob.email}).status_code == 409
    assert User.objects.filter(pk=bob.pk).exists()
    client.force_login(people.charlie())
    assert "/compte/effacer/" in client.get("/compte/").content.decode()
