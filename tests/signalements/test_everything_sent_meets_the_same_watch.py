"""Words, gestures, photos, by any door: what may tell who somebody is waits, a flood waits, no pin goes astray."""

import uuid

import pytest
from django.test import Client

from carto.fiches.models import Commentaire, Fiche, Soutien, Visibility
from carto.fiches.moderation.actions import set_aside
from carto.fiches.trust import levels
from carto.fiches.trust.holding import lift
from signalements.joining import join
from tests.fiches.moderation.samples import emma
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


def _comment(client: Client, fiche: Fiche, text: str) -> Commentaire:
    sent = str(uuid.uuid4())
    client.post(f"/fiches/{fiche.uuid}/commentaires/", {"uuid": sent, "kind": "avis", "text": text})
    return Commentaire.objects.get(uuid=sent)


def test_a_comment_with_a_telephone_number_waits_and_is_announced_once_released(client: Client) -> None:
    fiche = make_signalement()
    held = _comment(client, fiche, "Appelez-moi au 06 12 34 56 78.")
    assert held.visibility == Visibility.WAITING
    assert "06 12 34" not in client.get(fiche.get_absolute_url()).content.decode()
    assert lift(held.retenues.get(), "Vérifié.")
    held.refresh_from_db()
    assert held.visibility == Visibility.PUBLIC
    assert fiche.evenements.filter(what="comment").count() == 1


def test_a_flood_of_comments_waits_and_one_of_gestures_is_asked_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fiche = make_signalement()
    few = (levels.Limit(levels.timedelta(minutes=10), 1, 2),)
    monkeypatch.setattr("carto.fiches.trust.counting.BY_NETWORK", dict.fromkeys(levels.Sending, few))
    _comment(client, fiche, "Un.")
    assert _comment(client, fiche, "Deux.").visibility == Visibility.WAITING
    gesture = f"/fiches/{fiche.uuid}/soutien/"
    assert client.post(gesture, {"geste": "too"}).status_code == 303
    assert client.post(gesture, {"geste": "still"}).status_code == 429
    assert Soutien.objects.count() == 1


def test_what_is_joined_keeps_a_pin_when_the_kept_one_goes_to_the_bin() -> None:
    kept, joined = make_signalement(), make_signalement()
    join(joined, kept, role="agent")
    set_aside(Fiche.objects.get(pk=kept.pk), by=emma(), rule="advert", reason="Une publicité.")
    assert list(Fiche.objects.public().values_list("pk", flat=True)) == [joined.pk]


def test_a_held_report_that_is_joined_stays_joined_when_it_is_released() -> None:
    kept, held = make_signalement(), make_signalement()
    Fiche.objects.filter(pk=held.pk).update(visibility=Visibility.WAITING)
    held.refresh_from_db()
    retenue = held.retenues.create(rule="flood")
    join(held, kept, role="agent")
    lift(retenue, "Vérifié.")
    held.refresh_from_db()
    assert held.visibility == Visibility.JOINED
