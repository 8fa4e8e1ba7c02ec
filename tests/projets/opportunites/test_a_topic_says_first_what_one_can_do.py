"""The page of a topic, in each of its states: what one may do today comes first, and nothing is told twice."""

import pytest
from django.test import Client
from django.utils import timezone

from projets.opportunites.models import CoutReel, Decision, Livraison, Opportunite, Ouverture
from tests.projets.after.samples import delivered_topic
from tests.projets.choosing.samples import make_consultation
from tests.projets.deciding.samples import decided, signed_in
from tests.projets.gates.samples import make_meeting
from tests.projets.phases.samples import in_phase
from tests.projets.referents.samples import fill_sheet, make_topic

pytestmark = pytest.mark.django_db


def ways(topic: Opportunite, client: Client | None = None) -> list[str]:
    """What the top of its page proposes, in its order."""
    return [str(words) for words, _address in _page(topic, client).context["pieces"].now]


def order(topic: Opportunite) -> list[str]:
    """The headings of its pieces, in their order."""
    page = _page(topic).content.decode()
    found = {name: page.find(f'id="{name}"') for name in ("consultations", "en-parler", "decision", "suite")}
    return sorted((name for name, at in found.items() if at > 0), key=lambda name: found[name])


def _page(topic: Opportunite, client: Client | None = None) -> object:
    answer = (client or Client()).get(topic.get_absolute_url())
    assert answer.status_code == 200
    return answer


def test_one_gives_a_voice_then_speaks_then_comes() -> None:
    topic = in_phase()
    make_meeting(topic), make_consultation(opportunite=topic)
    told = ways(topic)
    assert told[:2] == ["Donner ma voix : Quelle ombre sur le cours ?", "En parler"]
    assert told[2].startswith("Venir à la réunion du ")
    assert order(topic) == ["consultations", "en-parler", "suite"]


def test_once_decided_the_decision_is_read_first(client: Client) -> None:
    topic = signed_in(client)
    decided(topic)
    assert ways(topic) == ["Lire la décision"]
    assert order(topic)[0] == "decision"


def test_a_decision_to_come_is_not_said_to_be_there(client: Client) -> None:
    topic = signed_in(client)
    assert "Préparer la décision" in _page(topic, client).content.decode()
    Decision.objects.create(
        opportunite=topic, about="Planter.", announced_at=timezone.now(), expected_on=timezone.localdate(), role="agent"
    )
    assert ways(topic)[-1] == "La décision annoncée"
    assert "Lire la décision" not in _page(topic).content.decode()


def test_what_nobody_carries_is_carried(client: Client) -> None:
    topic = signed_in(client, status="spotted", stage="new", carrier=None)
    assert ways(topic) == []
    assert ways(topic, client) == ["Porter ce sujet"]


def test_its_state_and_who_carries_it_are_told_once() -> None:
    page = _page(make_topic(referent="Deux voisines")).content.decode()
    assert page.count("Porté par") == 1 and "<dt>État</dt>" not in page
    assert "à l’échelle" in page


def test_its_sheet_shows_how_far_one_may_go_and_folds_the_rest() -> None:
    topic = make_topic(status="carried")
    fill_sheet(topic).versions.create(number=1, role="referent", told={})
    Ouverture.objects.update(version=1)
    page = _page(topic).content.decode()
    folded = page[page.index("Les contraintes, le temps") : page.index("</details>", page.index("Les contraintes, le"))]
    assert "Dit pour legal." in folded and "La référente" in folded
    assert "Dit pour how_far." in page and "Dit pour how_far." not in folded


def test_a_topic_that_went_on_without_its_gate_does_not_ask_for_it(client: Client) -> None:
    topic = signed_in(client)
    decided(topic)
    page = Client().get(f"/opportunites/{topic.uuid}/passage/").content.decode()
    assert "sans ce passage" in page and "Passer à" not in page
    said = Client().get(f"/opportunites/{topic.uuid}/propos/").content.decode()
    assert "Personne n’a parlé ici." in said and "Un constat suffit" not in said


def test_the_rooms_of_a_decision_lead_to_each_other(client: Client) -> None:
    topic = signed_in(client)
    decided(topic)
    own = f"/opportunites/{topic.uuid}/"
    for page, leads in (
        ("decision/", ("reponses/", "label/", "filiation/", "realisation/")),
        ("reponses/", ("decision/", "label/")),
        ("label/", ("decision/", "filiation/")),
        ("filiation/", ("decision/",)),
        ("realisation/", ("decision/", "filiation/")),
    ):
        read = Client().get(own + page).content.decode()
        assert all(f'"{own}{lead}"' in read for lead in leads), page
    assert "contributions" not in Client().get(f"{own}reponses/").content.decode(), "none is not counted"


def test_what_was_said_to_be_spent_is_a_real_cost() -> None:
    topic = delivered_topic()
    made = Livraison.objects.create(opportunite=topic, delivered_on="2026-01-02", text="Là.", role="agent")
    spent = {"what": "Tilleuls", "amount": "900.00", "basis": "ttc", "year": 2026}
    cost = CoutReel.objects.create(livraison=made, kind="estimated", **spent)
    assert _cost(topic) == "pas_tenu", "an estimate is none"
    CoutReel.objects.filter(pk=cost.pk).update(kind="paid")
    assert _cost(topic) == "tenu"
    assert "Tilleuls" in Client().get(f"/opportunites/{topic.uuid}/bilan/").content.decode()


def _cost(topic: Opportunite) -> str:
    points = Client().get(f"/opportunites/{topic.uuid}/label.json").json()["points"]
    return next(point["etat"] for point in points if point["code"] == "cout")


def test_the_doors_are_few(client: Client) -> None:
    assert len(client.get("/opportunites/").context["doors"]) <= 7
