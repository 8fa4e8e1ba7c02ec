"""Whatever is sent, by whomever, in whatever order: it is stored, it is public or it waits, and levels only rise."""

from collections import defaultdict
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carto.fiches.models import Commentaire, Fiche, Retenue, Rule, Visibility, Visit
from carto.fiches.trust import bursts, counting, proof
from carto.fiches.trust.levels import Level, Limit, Sending
from carto.fiches.trust.proof import challenge, release, spend
from carto.fiches.trust.weighing import weigh
from tests.factories import make_fiche
from tests.fiches.trust.sendings import solve, spot

pytestmark = pytest.mark.django_db
TEXTS = [
    "",
    "Trou",
    "Un lampadaire ne s’allume plus",
    "Achetez nos pneus, livraison offerte partout dès demain",
]


@pytest.fixture(autouse=True)
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third is suspect, a fifth held; three alike are a burst."""
    window = counting.BY_PLACE.within
    monkeypatch.setattr(counting, "BY_NETWORK", {sending: (Limit(window, 3, 5),) for sending in Sending})
    monkeypatch.setattr(counting, "BY_PLACE", Limit(window, 4, 6))
    monkeypatch.setattr(bursts, "HERE_MANY", 3)
    monkeypatch.setattr(proof, "COST", 20)  # the tests have no robot to tire


@dataclass(frozen=True)
class Envelope:
    """One sending: from which network, where, in which words."""

    network: int
    place: int
    text: str


def asked(network: int) -> HttpRequest:
    """A request of a stranger of that network."""
    request = RequestFactory().post("/", REMOTE_ADDR=f"192.0.{network}.5")
    request.user = AnonymousUser()
    return request


def send(envelope: Envelope) -> tuple[Fiche, Level]:
    """Weigh, store, settle, as every door does."""
    point = spot(envelope.place)
    verdict = weigh(asked(envelope.network), Sending.FICHE, text=envelope.text, point=point)
    fiche = make_fiche(geom=point, text=envelope.text)
    verdict.settle(fiche)
    return fiche, verdict.level


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.builds(Envelope, st.integers(0, 2), st.integers(0, 1), st.sampled_from(TEXTS)), min_size=1, max_size=14)
)
def test_nothing_is_lost_and_levels_only_rise(envelopes: list[Envelope]) -> None:
    Visit.objects.all().delete()
    Fiche.objects.all().delete()
    reached: dict[int, Level] = defaultdict(lambda: Level.CALM)
    for envelope in envelopes:
        fiche, level = send(envelope)
        counted = counting.count([(counting.mark_of_network(asked(envelope.network), "fiche"), "fiche", bursts.WINDOW)])
        of_network = Limit(bursts.WINDOW, 3, 5).level(counted[0])
        assert reached[envelope.network] <= of_network <= level
        reached[envelope.network] = of_network
        assert (fiche.visibility == Visibility.WAITING) == fiche.retenues.filter(lifted_at=None).exists()
    kept = list(Fiche.objects.all())
    assert len(kept) == len(envelopes)
    assert {each.visibility for each in kept} <= {Visibility.PUBLIC, Visibility.WAITING}
    assert all(each.retenues.exists() for each in kept if each.visibility == Visibility.WAITING)


def test_a_commentaire_waits_alone_and_its_device_may_work_for_it() -> None:
    fiche = make_fiche()
    said = []
    for _turn in range(5):
        verdict = weigh(asked(7), Sending.COMMENTAIRE)
        said.append(Commentaire.objects.create(fiche=fiche, text="Oui"))
        verdict.settle(fiche, commentaire=said[-1])
    assert [each.visibility for each in said] == ["public"] * 2 + ["waiting"] * 3
    fiche.refresh_from_db()
    assert fiche.visibility == Visibility.PUBLIC and not fiche.evenements.exists()
    assert release(solve(challenge(str(said[2].uuid))))
    assert release(solve(challenge(str(said[4].uuid))))  # right, but that one waits for a person
    assert list(Commentaire.objects.order_by("pk").values_list("visibility", flat=True))[2:] == [
        "public", "waiting", "waiting",
    ]  # fmt: skip


def test_a_challenge_grows_old_and_cannot_be_forged(monkeypatch: pytest.MonkeyPatch) -> None:
    given_one = challenge("a")
    stretched = {**given_one, "parameters": {**given_one["parameters"], "data": {"pour": "b"}}}
    assert spend(solve(stretched)) == ""
    easier = {**given_one, "parameters": {**given_one["parameters"], "keyPrefix": "00"}}
    assert spend(solve(easier)) == ""
    monkeypatch.setattr(proof, "GOOD_FOR", -proof.GOOD_FOR)
    assert spend(solve(challenge("a"))) == ""
    assert spend(solve(given_one)) == "a"


def test_a_second_reason_outlives_the_proof() -> None:
    fiche = make_fiche(visibility=Visibility.WAITING)
    Retenue.objects.create(fiche=fiche, rule=Rule.FLOOD, detail=f"{proof.AWAITED} · 61 envois")
    Retenue.objects.create(fiche=fiche, rule=Rule.PERSONAL)
    assert not proof.awaited(fiche)
    assert release(solve(challenge(str(fiche.uuid))))
    fiche.refresh_from_db()
    assert fiche.visibility == Visibility.WAITING
