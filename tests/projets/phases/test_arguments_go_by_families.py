"""Arguments in families: one each, the others listed; an author contests, and it shows until answered."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carto.comptes.models import User
from carto.fiches.models import Commentaire
from projets.opportunites.models import Famille, Opportunite, Rangement
from tests.factories import make_territoire
from tests.people import alice, charlie, denise
from tests.places import CHATEAU
from tests.projets.phases.samples import in_phase, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(client: Client) -> Opportunite:
    """In its third phase, carried by Denise, who is signed in."""
    person = denise(make_territoire(CHATEAU))
    client.force_login(person)
    return in_phase("contribution", carrier=person)


def _write(client: Client, topic: Opportunite, rest: str, **told: Any) -> Any:
    return client.post(f"/opportunites/{topic.uuid}/arguments/{rest}", told)


def _family(topic: Opportunite, title: str = "L’ombre d’abord", side: str = "pour") -> Famille:
    return Famille.objects.create(opportunite=topic, title=title, summary="Il fait trop chaud.", side=side)


def _argument(topic: Opportunite, text: str, kind: str = "pour", author: User | None = None) -> Commentaire:
    return put(topic, kind, text, author=author).commentaire


def _queries(topic: Opportunite, more: int) -> int:
    """How many the page takes, with that many more arguments that were contested and answered."""
    famille, author = Famille.objects.first(), User.objects.get(email="alice@exemple.fr")
    for n in range(more):
        told = {"fiche": topic, "kind": "avis", "text": "Pas cela.", "author": author}
        contest = Commentaire.objects.create(**told)
        Commentaire.objects.create(**told | {"answers": contest, "role": "referent"})
        Rangement.objects.create(famille=famille, commentaire=_argument(topic, f"Oui, {n}."), contest=contest)
    with CaptureQueriesContext(connection) as queries:
        Client().get(f"/opportunites/{topic.uuid}/arguments/")
    return len(queries)


def test_who_holds_the_pen_writes_families_and_files_each_argument_once(client: Client, topic: Opportunite) -> None:
    told = {"title": "L’ombre d’abord", "summary": "On étouffe l’été.", "side": "pour"}
    assert _write(client, topic, "familles/", **told | {"summary": ""}).status_code == 422
    assert _write(client, topic, "familles/", **told).status_code == 302
    famille, other = Famille.objects.get(), _family(topic, "Le marché", "contre")
    shade, market = _argument(topic, "Les anciens étouffent."), _argument(topic, "Le marché part.", "contre")
    put(topic, "constat", "Il fait 41 degrés.")
    page = client.get(f"/opportunites/{topic.uuid}/arguments/").content.decode()
    assert "Pas encore rangés" in page and "(2)" in page and "41 degrés" not in page
    assert _write(client, topic, "ranger/", **{f"argument_{shade.pk}": famille.pk}).status_code == 302
    assert list(famille.arguments.all()) == [shade]
    _write(client, topic, "ranger/", **{f"argument_{shade.pk}": other.pk, f"argument_{market.pk}": other.pk})
    assert {each.famille for each in Rangement.objects.all()} == {other} and Rangement.objects.count() == 2
    assert _write(client, topic, f"familles/{other.pk}/", enlever="1").status_code == 409
    assert _write(client, topic, f"familles/{famille.pk}/", enlever="1").status_code == 302
    said = [each.public_text for each in topic.evenements.all()]
    assert "Nouvelle famille d’arguments : « L’ombre d’abord »." in said and "2 arguments rangés par familles." in said
    client.logout()
    page = client.get(f"/opportunites/{topic.uuid}/arguments/").content.decode()
    assert "2 arguments" in page and "(0)" in page and "Ranger les arguments" not in page
    csv = b"".join(client.get(f"/opportunites/{topic.uuid}/propos.csv").streaming_content).decode()
    assert "Le marché,contre,Les anciens étouffent." in csv


def test_whoever_writes_over_a_family_has_read_it(client: Client, topic: Opportunite) -> None:
    famille = _family(topic)
    told = {"title": "L’ombre", "summary": "Dit par l’une.", "side": "pour", "seen": famille.said}
    address = f"familles/{famille.pk}/"
    assert _write(client, topic, address, **told).status_code == 302
    stale = _write(client, topic, address, **told | {"summary": "Dit par l’autre."})
    assert stale.status_code == 409 and "Dit par l’autre." in stale.content.decode()
    famille.refresh_from_db()
    assert famille.summary == "Dit par l’une." and f'value="{famille.said}"' in stale.content.decode()
    assert _write(client, topic, address, **told | {"seen": famille.said}).status_code == 302


def test_nobody_else_files_nor_writes(topic: Opportunite) -> None:
    famille, argument = _family(topic), _argument(topic, "Les anciens étouffent.")
    stranger = Client()
    for rest in ("familles/", f"familles/{famille.pk}/", "ranger/"):
        assert _write(stranger, topic, rest).status_code == 302, "to sign in"
    stranger.force_login(charlie())
    for rest in ("familles/", f"familles/{famille.pk}/", "ranger/"):
        assert _write(stranger, topic, rest, **{f"argument_{argument.pk}": famille.pk}).status_code == 403
    assert not Rangement.objects.exists()


def test_an_author_says_that_this_is_not_what_they_said_until_it_is_answered(
    client: Client, topic: Opportunite
) -> None:
    author = Client()
    author.force_login(person := alice())
    said = _argument(topic, "Oui, mais pas devant l’école.", author=person)
    filed = Rangement.objects.create(famille=_family(topic), commentaire=said)
    page = author.get(f"/opportunites/{topic.uuid}/arguments/").content.decode()
    assert f"arguments/{filed.pk}/contester/" in page
    told = {"uuid": str(uuid.uuid4()), "text": "Je suis pour ailleurs, pas pour ici."}
    assert _write(client, topic, f"{filed.pk}/contester/", **told).status_code == 404, "not theirs"
    assert _write(author, topic, f"{filed.pk}/contester/", **told | {"text": " "}).status_code == 422
    assert _write(author, topic, f"{filed.pk}/contester/", **told).status_code == 302
    assert _write(author, topic, f"{filed.pk}/contester/", **told).status_code == 409
    stranger = Client().get(f"/opportunites/{topic.uuid}/arguments/").content.decode()
    for words in (
        "1 contestation sans réponse",
        "Je suis pour ailleurs, pas pour ici.",
        "Alice L.",
        "Pas encore de réponse.",
    ):
        assert words in stranger
    events = topic.evenements.filter(public_text__contains="ce n’est pas ce que j’ai dit")
    assert events.count() == 1 and "ailleurs" not in events.get().public_text
    assert _queries(topic, more=1) == _queries(topic, more=6)
    _write(client, topic, "ranger/", **{f"argument_{said.pk}": ""})
    assert Rangement.objects.filter(pk=filed.pk).exists(), "taking it out is no answer"
    assert (
        _write(client, topic, f"{filed.pk}/repondre/", **told | {"text": "C’est juste : famille redite."}).status_code
        == 302
    )
    page = Client().get(f"/opportunites/{topic.uuid}/arguments/").content.decode()
    assert "C’est juste : famille redite." in page and "contestation sans réponse" not in page
    assert "Je suis pour ailleurs" not in Client().get(topic.get_absolute_url()).content.decode()
