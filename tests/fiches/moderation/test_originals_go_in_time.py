"""Thirty days after the review nothing is left of what was blurred; what waits is kept, however long."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from carto.fiches.models import Acte, Photo, Rule, Visibility
from carto.fiches.moderation import actions, pictures
from carto.fiches.moderation.tasks import drop_originals
from tests.factories import make_fiche
from tests.fiches.moderation.samples import emma, make_photo, with_secret
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=31)


def _originals() -> int:
    return sum(1 for path in Path(storages["private"].location).rglob("*") if path.is_file())


def _reviewed(photo: Photo, ago: timedelta) -> None:
    Photo.objects.filter(pk=photo.pk).update(reviewed_at=timezone.now() - ago)


def test_only_what_was_reviewed_a_month_ago_is_deleted() -> None:
    by = emma()
    old, recent, waiting = make_photo(), make_photo(), make_photo(created_at=timezone.now() - 10 * MONTH)
    refused = make_photo()
    for photo in (old, recent):
        pictures.publish(photo, [[0.1, 0.1, 0.2, 0.2]], by=by, role="moderator")
    pictures.refuse(refused, by=by, role="moderator", rule=Rule.PERSONAL, reason="Un visage.")
    _reviewed(old, MONTH)
    _reviewed(refused, MONTH)
    assert _originals() == 4
    assert drop_originals(timestamp=0) == 2
    assert _originals() == 2
    for photo in (old, recent, waiting, refused):
        photo.refresh_from_db()
    assert not old.original and not refused.original and recent.original and waiting.original
    assert old.state == "shown" and old.image.storage.exists(old.image.name)
    assert drop_originals(timestamp=0) == 0


def test_pages_live_on_without_the_original(client: Client) -> None:
    photo = make_photo()
    moderator = emma()
    pictures.publish(photo, [[0.1, 0.1, 0.2, 0.2]], by=moderator, role="moderator")
    _reviewed(photo, MONTH)
    drop_originals(timestamp=0)
    assert client.get(f"/photos/{photo.uuid}/").status_code == 404
    client.force_login(moderator)
    door = f"/moderation/photos/{photo.pk}/"
    assert client.get(door).status_code == 200 and client.get(f"{door}image/").status_code == 200
    sent = {"do": "publish", "seen": "shown", "zone": ["0.5,0.5,0.1,0.1"]}
    assert client.post(door, sent).status_code == 302
    photo.refresh_from_db()
    assert photo.zones == [[0.1, 0.1, 0.2, 0.2], [0.5, 0.5, 0.1, 0.1]]  # what was blurred stays so


def test_an_answer_that_nobody_has_read_keeps_the_picture_it_is_about() -> None:
    by, photo = emma(), make_photo()
    acte = pictures.refuse(photo, by=by, role="moderator", rule=Rule.PERSONAL, reason="Un visage.")
    actions.reply(acte, "C’est une statue.")
    _reviewed(photo, MONTH)
    assert drop_originals(timestamp=0) == 0
    actions.settle(acte, by=by, outcome="reversed", text="En effet.", shown=True)
    photo.refresh_from_db()
    assert photo.state == "waiting" and photo.original


def test_a_fiche_taken_back_by_its_author_takes_its_waiting_photos_along() -> None:
    fiche = make_fiche()
    photo = make_photo(fiche)
    type(fiche).objects.filter(pk=fiche.pk).update(visibility=Visibility.WITHDRAWN, updated_at=timezone.now() - MONTH)
    assert drop_originals(timestamp=0) == 1
    photo.refresh_from_db()
    assert not photo.original


def test_words_taken_out_are_forgotten_like_originals() -> None:
    fiche = make_fiche(text="Le 06 12 34 56 78")
    [acte] = actions.edit(fiche, {"text": "Le"}, by=emma(), rule=Rule.PERSONAL, reason="Un numéro.")
    assert drop_originals(timestamp=0) == 0
    Acte.objects.update(at=timezone.now() - MONTH)
    assert drop_originals(timestamp=0) == 1
    acte.refresh_from_db()
    assert acte.before == acte.after == "" and acte.reason == "Un numéro."


def test_the_setting_says_how_many_days(settings: object) -> None:
    settings.CARTO_ORIGINALS_DAYS = 3
    photo = make_photo()
    pictures.publish(photo, [], by=emma(), role="moderator")
    _reviewed(photo, timedelta(days=2))
    assert drop_originals(timestamp=0) == 0
    _reviewed(photo, timedelta(days=4))
    assert drop_originals(timestamp=0) == 1


def test_a_photo_of_a_binned_fiche_leaves_the_public_folder_even_without_original(client: Client) -> None:
    by, photo = emma(), make_photo(make_signalement())
    follow = with_secret(photo.fiche)
    pictures.publish(photo, [], by=by, role="moderator")
    _reviewed(photo, MONTH)
    drop_originals(timestamp=0)
    actions.set_aside(photo.fiche, by=by, rule=Rule.INSULT, reason="Attaque.")
    photo.refresh_from_db()
    assert photo.original and not photo.image
    assert client.get(follow).status_code == 200
