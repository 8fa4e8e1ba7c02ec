"""What a study decides is told to everybody who reported or follows something on that street, once each."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from carto.alertes.actions import follow_by_mail
from carto.comptes.models import Service
from carto.fiches.actions import submit
from carto.fiches.models import Kind, Lien, LienKind, What
from signalements.actions import prepare
from signalements.joining import join
from signalements.models import Categorie, Etude, Signalement
from tests.alertes.conftest import Clock
from tests.alertes.postbox import Postbox, Worker, header, text_of
from tests.factories import make_fiche
from tests.people import bob, gwenola
from tests.places import CHATEAU
from tests.signalements.samples import load_content

pytestmark = pytest.mark.django_db


def _reported(email: str) -> Signalement:
    categorie = Categorie.objects.select_related("service", "theme").get(code="trou-chaussee")
    sent = submit(prepare(categorie, geom=CHATEAU, temporality="always"), email=email)
    return Signalement.objects.get(pk=sent.fiche.pk)


@pytest.fixture
def street(worker: Worker, postbox: Postbox, clock: Clock) -> list[Signalement]:
    load_content()
    Service.objects.update_or_create(code="etudes", defaults={"name": "Études", "planning": True})
    sent = [_reported(f"{name}@exemple.fr") for name in ("alice", "ines", "louis")]
    join(sent[2], sent[1], by=bob(), role="agent")
    worker.work()
    postbox.messages.clear()
    return sent


def test_every_reporter_is_written_to_once(
    client: Client, street: list[Signalement], postbox: Postbox, worker: Worker
) -> None:
    client.force_login(gwenola(Service.objects.get(code="etudes")))
    day = timezone.localdate() + timedelta(days=90)
    told = {"state": "planned", "works_on": day.isoformat(), "text": "La chaussée sera refaite en entier."}
    assert client.post(f"/bureau/etudes/{Etude.objects.get().pk}/", told).status_code == 302
    worker.work()
    assert sorted(letter["To"] for letter in postbox.messages) == [
        "alice@exemple.fr", "ines@exemple.fr", "louis@exemple.fr",
    ]  # fmt: skip
    for letter in postbox.messages:
        assert "une réponse est arrivée" in header(letter, "Subject")
        assert "La chaussée sera refaite en entier." in text_of(letter)
        assert "des travaux sont prévus à partir du" in " ".join(text_of(letter).split())
    for signalement in street:
        assert signalement.evenements.filter(what=What.ANSWER).count() == 1
        page = client.get(signalement.get_absolute_url()).content.decode()
        assert "La chaussée sera refaite en entier." in page


def test_an_opportunite_grows_from_the_street(
    client: Client, street: list[Signalement], postbox: Postbox, worker: Worker
) -> None:
    follow_by_mail(street[0].fiche_ptr, "voisin@exemple.fr").delete()  # unconfirmed: never told
    opportunite = make_fiche(kind=Kind.OPPORTUNITE.value, title="Une rue pour marcher")
    client.force_login(gwenola(Service.objects.get(code="etudes")))
    told = {"state": "opportunity", "opportunite": opportunite.number.lower(), "text": "Venez la dessiner avec nous."}
    assert client.post(f"/bureau/etudes/{Etude.objects.get().pk}/", told).status_code == 302
    worker.work()
    assert len(postbox.messages) == 3
    assert all(opportunite.number in text_of(letter) for letter in postbox.messages)
    grown = Lien.objects.filter(source=opportunite, kind=LienKind.GREW_FROM)
    assert {lien.target_id for lien in grown} == {street[0].pk, street[1].pk}
