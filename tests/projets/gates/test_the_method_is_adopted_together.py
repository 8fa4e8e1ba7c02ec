"""The method: drafted by whoever carries the topic, changed by whoever proposes it, adopted without any objection."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from carto.fiches.models import Visibility
from projets.opportunites.choosing.actions import announce
from projets.opportunites.choosing.balloting import read_papers
from projets.opportunites.choosing.casting import enter_paper
from projets.opportunites.gates import meetings, methods
from projets.opportunites.models import Consultation, Methode, Opportunite, Retouche
from tests.people import alice
from tests.projets.choosing.samples import at, ended, make_quartier
from tests.projets.gates.samples import carried, make_meeting, page_of

pytestmark = pytest.mark.django_db
LINES = {
    "diagnosis-done": "Trois marches.",
    "diagnosis-time": "Deux mois.",
    "construction-tools": "La carte, du papier.",
}
TOLD = {"diagnosis": {"done": "Trois marches."}}


def change(client: Client, topic: Opportunite, text: str, **more: str) -> int:
    """What the form of a change sends."""
    sent = {"uuid": str(uuid.uuid4()), "text": text, "phase": "diagnosis"} | more
    return client.post(f"/opportunites/{topic.uuid}/methode/retoucher/", sent).status_code


def test_it_is_drafted_changed_by_anybody_and_every_version_stays(client: Client) -> None:
    topic, _hand = carried(client)
    address = f"/opportunites/{topic.uuid}/methode/"
    assert "pas encore écrite" in page_of(topic) and Client().get(f"{address}retoucher/").status_code == 404
    assert client.post(f"{address}ecrire/", {"seen": "0"}).status_code == 422, "nothing in it"
    assert client.post(f"{address}ecrire/", LINES | {"seen": "0"}).status_code == 302
    assert client.post(f"{address}ecrire/", LINES | {"seen": "0"}).status_code == 409, "somebody was faster"
    assert change(Client(), topic, "Une marche de nuit aussi.") == 302
    assert change(Client(), topic, " ") == 422
    assert change(Client(), topic, "Appelez-moi au 06 12 34 56 78.") == 302
    told = page_of(topic, "methode/")
    assert "Une marche de nuit aussi." in told and "06 12" not in told, "it waits for a look, like any comment"
    assert "Pas encore de réponse." in told and "pas encore adoptée" in told and "anonyme" in told
    proposed = Retouche.objects.get(commentaire__visibility=Visibility.PUBLIC)
    answer = f"{address}retouches/{proposed.pk}/"
    assert client.post(answer, {"taken": "oui", "reason": ""}).status_code == 422
    assert client.post(answer, {"taken": "oui", "reason": "On ajoute la nuit."}).status_code == 302
    assert client.post(answer, {"taken": "non", "reason": "Non."}).status_code == 409
    stranger = Client()
    stranger.force_login(alice())
    assert stranger.post(answer, {"taken": "non", "reason": "Non."}).status_code == 403
    assert (
        client.post(f"{address}ecrire/", LINES | {"diagnosis-done": "Quatre marches.", "seen": "1"}).status_code == 302
    )
    told = page_of(topic, "methode/")
    assert "Quatre marches." in told and "Trois marches." in told and "On ajoute la nuit." in told
    assert [each.number for each in Methode.objects.all()] == [1, 2]


def _voted(topic: Opportunite, hand: object, papers: str, reasons: str = "") -> tuple[Methode, Consultation]:
    """Put to consent, in one quartier; the ballots are paper ones."""
    methode = methods.write(topic, hand, TOLD, 0)
    poll = methods.put_to_consent(methode, hand)
    with pytest.raises(ValidationError, match="déjà préparée"):
        methods.put_to_consent(methode, hand)
    poll.areas.set([make_quartier()])
    poll.organiser, poll.decides, poll.quorum, poll.ages, poll.proofs = "La Ville", "On suit.", "0.2", False, ["paper"]
    poll.save()
    announce(poll, person=None, role="referent")
    with at(poll.opens_at):
        enter_paper(poll, "1", "École", read_papers(poll, "centre", papers, reasons), person=None, role="facilitator")
    return methode, poll


def test_a_consultation_adopts_it_with_its_mass_and_without_objection() -> None:
    topic, hand = carried()
    _methode, poll = _voted(topic, hand, "A=+ B=0\nA=+ B=-\nA=0 B=0", "B : on a assez parlé")
    assert "Le résultat de la consultation vient le" in page_of(topic, "methode/")
    with at(ended(poll)):
        assert methods.settle_due() == 1
        assert "Version 1, adoptée le" in page_of(topic, "methode/") and "adoptée le" in page_of(topic)
        assert methods.settle_due() == 0
        methods.write(topic, hand, {"diagnosis": {"done": "Autre chose."}}, 1)
        told = page_of(topic, "methode/")
    assert "Version 2, pas encore adoptée" in told and "c’est la version 1 qui vaut" in told


@pytest.mark.parametrize(
    ("papers", "said"),
    [
        ("A=- B=0\nA=+ B=-\nA=+ B=0", "à reprendre"),
        ("A=+ B=0", "La masse n’est pas atteinte"),
        ("A=0 B=+\nA=0 B=+\nA=0 B=+", "On a préféré"),
    ],
)
def test_an_objection_or_too_few_people_do_not(papers: str, said: str) -> None:
    topic, hand = carried()
    _methode, poll = _voted(topic, hand, papers, "A : trop long\nB : trop court" if "-" in papers else "")
    with at(ended(poll)):
        methods.settle_due()
        assert said in page_of(topic, "methode/")
    assert Methode.objects.get().adopted_at is None


def test_a_meeting_adopts_it_once_it_is_told(client: Client) -> None:
    topic, hand = carried(client)
    methode = methods.write(topic, hand, TOLD, 0)
    meeting = make_meeting(topic, days=1)
    address = f"/opportunites/{topic.uuid}/methode/adopter/"
    assert client.post(address, {"reunion": meeting.pk}).status_code == 302
    with at(meeting.at):
        meetings.tell(meeting, hand, at=meeting.at, place="École", came=12, outcome="Oui, on travaille ainsi.")
    assert "Version 1, adoptée le" in page_of(topic, "methode/")
    methode.refresh_from_db()
    assert methode.adopted_at
    for again in (meeting.pk, ""):
        assert client.post(address, {"reunion": again}).status_code == 409, "it is adopted already"
    assert not topic.consultations.exists()


def test_putting_it_to_consent_leads_to_its_preparation(client: Client) -> None:
    topic, hand = carried(client)
    methods.write(topic, hand, TOLD, 0)
    answer = client.post(f"/opportunites/{topic.uuid}/methode/adopter/", {"reunion": ""})
    poll = Consultation.objects.get()
    assert answer.url == f"/consultations/animer/{poll.slug}/" and poll.method == "consent"
    assert client.get(answer.url).status_code == 200
