"""A photo waits for a person; what they blur cannot be read back; a refused one is seen by nobody."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import Client
from PIL import Image, ImageStat

from carto.fiches.models import Acte, ActeKind, Evenement, Photo, What
from tests.fiches.moderation.samples import chequered, emma, make_photo, with_secret

pytestmark = pytest.mark.django_db
Run = Callable[..., object]
BLURRED = 55  # greys: chance leaves two neighbouring cells three levels of 32 apart at most, half of them each way
ZONE = "0.2500,0.2500,0.2500,0.2500"


def _look(client: Client, photo: Photo, **sent: object) -> int:
    with_it = {"do": "publish", "seen": photo.state, "description": "Un trou"} | sent
    return client.post(f"/moderation/photos/{photo.pk}/", with_it).status_code


def _contrast(path: str, box: tuple[int, int, int, int]) -> float:
    return ImageStat.Stat(Image.open(path).convert("L").crop(box)).stddev[0]


def _public_files() -> set[str]:
    return {path.name for path in Path(settings.MEDIA_ROOT).rglob("*.jpg")}


@pytest.fixture
def moderator(client: Client) -> Client:
    """Emma's browser."""
    client.force_login(emma())
    return client


def test_what_is_blurred_cannot_be_read_in_any_public_file(moderator: Client) -> None:
    photo = make_photo()
    assert _public_files() == set()
    assert _look(moderator, photo, zone=[ZONE]) == 302
    photo.refresh_from_db()
    assert photo.state == "shown" and photo.zones == [[0.25] * 4] and photo.description == "Un trou"
    inside, outside = (170, 130, 310, 230), (400, 300, 600, 450)
    assert _contrast(photo.image.path, outside) > 100
    assert _contrast(photo.image.path, inside) < BLURRED
    small = Image.open(photo.thumbnail.path).size
    assert small == (480, 360) and _contrast(photo.thumbnail.path, (130, 100, 230, 170)) < BLURRED


def test_the_original_is_never_in_the_public_folder(moderator: Client) -> None:
    photo = make_photo()
    private = photo.original.name
    _look(moderator, photo, zone=[ZONE])
    photo.refresh_from_db()
    assert photo.original.name == private and storages["private"].exists(private)
    assert _public_files() == {Path(photo.image.name).name, Path(photo.thumbnail.name).name}
    assert Path(private).name not in _public_files()
    assert moderator.get(f"/media/{private}").status_code == 404


def test_two_blurrings_of_one_place_differ(moderator: Client) -> None:
    photos = [make_photo(), make_photo()]
    for photo in photos:
        _look(moderator, photo, zone=[ZONE])
        photo.refresh_from_db()
    one, other = (Image.open(photo.image.path).crop((170, 130, 310, 230)).tobytes() for photo in photos)
    assert one != other  # by chance: the colours of a known plate prove nothing


def test_zones_are_drawn_again_and_the_earlier_files_are_gone(
    moderator: Client, django_capture_on_commit_callbacks: Run
) -> None:
    photo = make_photo()
    _look(moderator, photo)
    photo.refresh_from_db()
    first = _public_files()
    with django_capture_on_commit_callbacks(execute=True):
        assert _look(moderator, photo, zone=[ZONE]) == 302
    photo.refresh_from_db()
    assert _public_files() == {Path(photo.image.name).name, Path(photo.thumbnail.name).name}
    assert not first & _public_files()
    assert _contrast(photo.image.path, (170, 130, 310, 230)) < BLURRED


def test_it_is_told_who_looked_and_what_was_done(moderator: Client) -> None:
    photo = make_photo()
    _look(moderator, photo, zone=[ZONE])
    photo.refresh_from_db()
    assert photo.reviewed_by.name == "Emma" and photo.reviewed_at
    acte = Acte.objects.get()
    assert (acte.what, acte.by, acte.before, acte.after) == (ActeKind.SHOWN, photo.reviewed_by, "waiting", "shown")
    line = Evenement.objects.get(what=What.MODERATED)
    assert line.public_text == "Photo vérifiée et publiée, une zone floutée."
    page = moderator.get(photo.fiche.get_absolute_url()) if photo.fiche.kind != "signalement" else None
    assert page is None or "Un trou" in page.content.decode()


def test_a_refused_photo_is_seen_by_nobody_and_the_reason_is_told(
    moderator: Client, django_capture_on_commit_callbacks: Run
) -> None:
    photo = make_photo()
    _look(moderator, photo)
    photo.refresh_from_db()
    refusal = {"do": "refuse", "refuse-seen": "shown", "refuse-rule": "personal", "refuse-reason": ""}
    assert _look(moderator, photo, **refusal) == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert _look(moderator, photo, **(refusal | {"refuse-reason": "On voit un enfant de près."})) == 302
    photo.refresh_from_db()
    assert photo.state == "refused" and not photo.image and _public_files() == set()
    told = Evenement.objects.filter(what=What.MODERATED).last().public_text
    assert "visage" in told and "On voit un enfant de près." in told


def test_two_moderators_do_not_decide_over_each_other(moderator: Client) -> None:
    photo = make_photo()
    assert _look(moderator, photo) == 302
    assert _look(moderator, photo, seen="waiting", zone=[ZONE]) == 409
    photo.refresh_from_db()
    assert photo.zones == []


@pytest.mark.parametrize("zone", ["", "a,b,c,d", "0,0,0,0", "nan,0,1,1", "2,2,1,1", "0.1,0.1,inf", "-1,0,0.5,1"])
def test_a_zone_that_is_none_is_refused_in_words(moderator: Client, zone: str) -> None:
    photo = make_photo()
    assert _look(moderator, photo, zone=[zone]) == 422
    assert _look(moderator, photo, zone=[ZONE] * 41) == 422
    photo.refresh_from_db()
    assert photo.state == "waiting" and _public_files() == set()


def test_a_zone_is_added_by_percents_and_nothing_is_decided_yet(moderator: Client) -> None:
    photo = make_photo(suggested=[[0.5, 0.5, 0.1, 0.1]])
    more = {"do": "add", "more-left": "10", "more-top": "20", "more-width": "95", "more-height": "5"}
    page = moderator.post(f"/moderation/photos/{photo.pk}/", more | {"seen": "waiting", "zone": [ZONE]})
    assert page.status_code == 200
    drawn = [(zone.value, zone.on) for zone in page.context["zones"]]
    assert drawn == [
        (ZONE, True),
        ("0.1000,0.2000,0.9000,0.0500", True),
        ("0.5000,0.5000,0.1000,0.1000", False),
    ]
    assert moderator.post(f"/moderation/photos/{photo.pk}/", more | {"more-left": "abc"}).status_code == 422
    by_enter = {"do": "add", "seen": "waiting", "description": "Un trou"}
    kept = moderator.post(f"/moderation/photos/{photo.pk}/", by_enter)
    assert kept.status_code == 200 and 'value="Un trou"' in kept.content.decode()
    photo.refresh_from_db()
    assert photo.state == "waiting"


def test_the_sender_describes_a_photo_while_it_waits(client: Client) -> None:
    photo = make_photo(image=chequered((40, 40)))
    follow = with_secret(photo.fiche)
    address = f"{follow}photos/{photo.pk}/"
    assert client.post(address, {"description": "Un trou devant l’école"}).status_code == 302
    photo.refresh_from_db()
    assert photo.description == "Un trou devant l’école"
    other = make_photo()
    assert client.post(f"{follow}photos/{other.pk}/", {"description": "à un autre"}).status_code == 404
    client.post(address, {"description": "x" * 201})
    Photo.objects.filter(pk=photo.pk).update(state="shown")
    client.post(address, {"description": "changée en douce"})
    photo.refresh_from_db()
    assert photo.description == "Un trou devant l’école"
