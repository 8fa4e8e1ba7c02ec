"""Moderators see all that waits, agents the photos of their service, strangers nothing; the desk asks few queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.comptes.models import Service
from carto.fiches.models import Acte, ActeKind, Commentaire, Retenue, Rule, Visibility
from tests.factories import make_fiche
from tests.fiches.moderation.samples import emma, make_held, make_photo
from tests.people import alice, bob, charlie
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


def _doors() -> list[str]:
    photo, fiche = make_photo(), make_held()
    comment = Commentaire.objects.create(fiche=fiche, text="Non mais.", visibility=Visibility.WAITING)
    acte = Acte.objects.create(
        fiche=fiche, what=ActeKind.BINNED, rule=Rule.ADVERT, reply="Non.", replied_at=timezone.now()
    )
    return [
        "/moderation/",
        f"/moderation/photos/{photo.pk}/",
        f"/moderation/photos/{photo.pk}/image/",
        f"/moderation/fiches/{fiche.pk}/",
        f"/moderation/commentaires/{comment.pk}/",
        f"/moderation/reponses/{acte.pk}/",
    ]


def test_a_stranger_is_refused_at_every_door(client: Client) -> None:
    doors = _doors()
    assert [client.get(door).status_code for door in doors] == [302] * len(doors)
    client.force_login(charlie())
    assert [client.get(door).status_code for door in doors] == [403] * len(doors)
    assert [client.post(door, {"do": "publish"}).status_code for door in doors] == [403] * len(doors)


def test_a_moderator_opens_every_door(client: Client) -> None:
    doors = _doors()
    client.force_login(emma())
    assert [client.get(door).status_code for door in doors] == [200] * len(doors)


def test_an_agent_sees_the_photos_of_their_service_and_nothing_else(client: Client) -> None:
    ours = make_signalement("trou-chaussee")
    other = make_signalement("tags-affiches")
    assert ours.service != other.service
    seen, unseen = make_photo(ours), make_photo(other)
    held = make_held()
    client.force_login(bob(Service.objects.get(pk=ours.service_id)))
    desk = client.get("/moderation/").content.decode()
    assert f"/moderation/photos/{seen.pk}/" in desk
    assert f"/moderation/photos/{unseen.pk}/" not in desk and held.title not in desk
    assert client.get(f"/moderation/photos/{seen.pk}/image/").status_code == 200
    assert client.get(f"/moderation/photos/{unseen.pk}/").status_code == 404
    assert client.get(f"/moderation/photos/{unseen.pk}/image/").status_code == 404
    assert client.get(f"/moderation/fiches/{ours.pk}/").status_code == 403
    sent = {"do": "publish", "seen": "waiting"}
    assert client.post(f"/moderation/photos/{unseen.pk}/", sent).status_code == 404
    assert client.post(f"/moderation/photos/{seen.pk}/", sent).status_code == 302
    seen.refresh_from_db()
    assert seen.state == "shown"


def test_the_desk_is_found_from_the_account_by_who_has_one(client: Client) -> None:
    client.force_login(alice())
    assert "/moderation/" not in client.get("/compte/").content.decode()
    client.force_login(emma())
    assert "/moderation/" in client.get("/compte/").content.decode()


def _fill(count: int) -> None:
    for rank in range(count):
        make_photo()
        fiche = make_held(title=f"Fiche {rank}")
        Retenue.objects.create(fiche=fiche, rule=Rule.PERSONAL)
        comment = Commentaire.objects.create(fiche=fiche, text="Oh", visibility=Visibility.WAITING)
        Retenue.objects.create(fiche=fiche, commentaire=comment, rule=Rule.INSULT)
        Acte.objects.create(fiche=fiche, what=ActeKind.BINNED, rule=Rule.ADVERT, replied_at=timezone.now(), reply="?")


def test_the_desk_costs_the_same_for_one_of_each_and_for_six(client: Client) -> None:
    client.force_login(emma())
    _fill(1)
    with CaptureQueriesContext(connection) as few:
        client.get("/moderation/")
    _fill(5)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/moderation/")
    assert [line[0].sort for line in page.context["lines"]].count("fiches") == 6  # twice held, told once
    assert len(many) == len(few) <= 14


def test_the_oldest_comes_first_and_a_sort_is_shown_alone(client: Client) -> None:
    now = timezone.now()
    photo = make_photo(created_at=now - timedelta(days=1))
    held = make_held(title="La plus ancienne")
    Retenue.objects.filter(fiche=held).update(at=now - timedelta(days=3))
    make_photo(make_fiche(visibility=Visibility.BINNED))
    client.force_login(emma())
    lines = client.get("/moderation/").context["lines"]
    assert [(item.sort, item.subject) for item, _layer in lines] == [("fiches", held), ("photos", photo)]
    page = client.get("/moderation/?sorte=photos")
    assert [item.subject for item, _layer in page.context["lines"]] == [photo]
    assert dict(page.context["counts"]) == {"photos": 1, "fiches": 1, "commentaires": 0, "reponses": 0}
    assert client.get("/moderation/?sorte=nimporte&page=zzz").status_code == 200
