"""The same words many times within minutes wait for a person; the first stays, and one release frees the rest."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.fiches.models import Fiche, Retenue, Rule, Stage, Visibility, What
from carto.fiches.trust import bursts
from carto.fiches.trust.bursts import HERE_MANY, lift_released_bursts
from carto.fiches.trust.holding import lift, open_holds
from tests.fiches.trust.sendings import networks, send, spot
from tests.places import ILE_DE_NANTES
from tests.signalements.samples import load_content

pytestmark = pytest.mark.django_db
WORDS = "Achetez vite nos pneus chez Pneus Moins Chers, livraison offerte partout"


@pytest.fixture(autouse=True)
def content() -> None:
    """Categories exist."""
    load_content()


def flood(client: Client, count: int, text: str = WORDS, spread: bool = False) -> list[Fiche]:
    """That many, each from a network of its own and with a word of its own; as they stand at the end."""
    sent = [
        send(client, network, text=f"{text} {rank}", **({"place": spot(rank)} if spread else {}))
        for rank, network in zip(range(count), networks(), strict=False)
    ]
    return list(Fiche.objects.filter(pk__in=[each.pk for each in sent]).order_by("pk"))


def test_the_same_words_at_one_place_wait_but_the_first(client: Client) -> None:
    assert {each.visibility for each in flood(client, HERE_MANY - 1)} == {"public"}
    Fiche.objects.all().delete()
    sent = flood(client, HERE_MANY + 2)
    assert [each.visibility for each in sent] == ["public"] + ["waiting"] * (HERE_MANY + 1)
    assert set(Retenue.objects.values_list("rule", flat=True)) == {Rule.FLOOD}
    assert all(each.detail.startswith(f"Rafale {sent[0].number} · ") for each in Retenue.objects.all())
    assert "semblables" in open_holds(sent[-1])[0]


def test_the_same_long_words_all_over_the_city_wait_too(client: Client) -> None:
    assert [each.visibility for each in flood(client, 13, spread=True)] == ["public"] + ["waiting"] * 12


def test_a_storm_told_in_short_words_everywhere_does_not_wait(client: Client) -> None:
    assert {each.visibility for each in flood(client, 14, "Arbre tombé sur la route", spread=True)} == {"public"}


def test_neighbours_in_their_own_words_do_not_wait(client: Client) -> None:
    told = [
        "Gros trou devant l’arrêt, dangereux à vélo", "La chaussée est défoncée au niveau de l’arrêt",
        "Il y a un nid-de-poule énorme ici", "j'ai failli tomber en vélo à cause du trou", "Trou profond sur la route",
        "la route s'affaisse devant chez moi", "Chaussée abîmée, merci", "nid de poule devant l'arrêt de bus",
    ]  # fmt: skip
    for text, network in zip(told, networks(), strict=False):
        assert send(client, network, text=text).visibility == Visibility.PUBLIC


def test_stickers_without_words_do_not_make_a_burst(client: Client) -> None:
    assert {each.visibility for each in flood(client, HERE_MANY + 2, "") if not each.text} <= {"public"}


def test_a_crowd_at_one_spot_waits_whatever_its_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bursts, "CROWD_MANY", 4)
    sent = [send(client, network, text=f"{rank}") for rank, network in zip(range(5), networks(), strict=False)]
    assert [Fiche.objects.get(pk=each.pk).visibility for each in sent] == ["public"] * 3 + ["waiting"] * 2
    assert send(client, place=ILE_DE_NANTES, text="ailleurs").visibility == "public"


def test_what_a_service_is_at_work_on_stays(client: Client) -> None:
    sent = flood(client, HERE_MANY - 1)
    Fiche.objects.filter(pk=sent[2].pk).update(stage=Stage.IN_PROGRESS)
    send(client, "203.0.113.1", text=f"{WORDS} encore")
    assert list(Fiche.objects.order_by("pk").values_list("visibility", flat=True))[:4] == [
        "public", "waiting", "public", "waiting",
    ]  # fmt: skip


def test_an_hour_later_the_same_words_go_their_way(client: Client) -> None:
    flood(client, HERE_MANY)
    ago = timezone.now() - timedelta(hours=1)
    Fiche.objects.update(created_at=ago)
    Retenue.objects.update(at=ago)
    assert send(client, "203.0.113.1", text=WORDS).visibility == Visibility.PUBLIC


def test_a_person_releases_one_and_the_rest_follows(client: Client) -> None:
    sent = flood(client, HERE_MANY + 1)
    assert lift_released_bursts() == 0
    lift(sent[3].retenues.get(), "Relu.")
    assert lift_released_bursts() == HERE_MANY - 1
    assert set(Fiche.objects.values_list("visibility", flat=True)) == {"public"}
    assert sent[5].evenements.last().what == What.PUBLISHED
    assert send(client, "203.0.113.1", text=f"{WORDS} encore").visibility == "public"  # vouched for by now
    assert not Retenue.objects.filter(lifted_at=None).exists()


def test_one_that_was_binned_releases_nothing(client: Client) -> None:
    sent = flood(client, HERE_MANY)
    sent[2].retenues.update(lifted_at=timezone.now())
    Fiche.objects.filter(pk=sent[2].pk).update(visibility=Visibility.BINNED)
    assert lift_released_bursts() == 0


def test_another_reason_to_wait_survives_the_release(client: Client) -> None:
    sent = flood(client, HERE_MANY)
    sent[3].retenues.create(rule=Rule.PERSONAL)
    lift(sent[2].retenues.get(), "Relu.")
    lift_released_bursts()
    assert Fiche.objects.get(pk=sent[3].pk).visibility == Visibility.WAITING
    assert Fiche.objects.get(pk=sent[4].pk).visibility == Visibility.PUBLIC


def test_weighing_costs_the_same_in_a_storm(client: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            send(client, "203.0.113.1", text="Une branche barre la piste cyclable", place=ILE_DE_NANTES)
        return len(queries)

    flood(client, 2, "Un arbre est tombé devant le portail de l’école", spread=True)
    few = cost()
    flood(client, 9, "La barrière du chantier a été emportée par le vent", spread=True)
    assert cost() == few
