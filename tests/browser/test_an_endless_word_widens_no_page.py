"""On a telephone, a word that nobody can break stays inside each page of a topic."""

from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from projets.opportunites.models import Bilan, Decision, Ecart, Passage, Piste
from projets.opportunites.referents.rights import Hand
from tests.factories import make_territoire
from tests.people import denise
from tests.places import CHATEAU
from tests.projets.gates.samples import make_gate, make_meeting
from tests.projets.opportunites.test_who_may_act_on_a_topic import EVERYBODY
from tests.projets.opportunites.whole import address, begun
from tests.projets.referents.samples import make_topic

WORD = "W" * 90
FILES = {"threads_csv", "meetings_ics", "meeting_ics", "label_json"}


def _decided(topic: object) -> None:
    told = dict.fromkeys(("text", "inputs", "criteria", "signatory", "signatory_role", "legal_act", "about"), WORD)
    now = timezone.now()
    decision = Decision.objects.create(opportunite=topic, announced_at=now, expected_on=now.date(), **told)
    Piste.objects.create(decision=decision, name=WORD, kept=True, reason=WORD)
    Ecart.objects.create(decision=decision, chosen=WORD, decided=WORD, reason=WORD)
    Decision.objects.update(taken_at=now)


def test_it_is_broken_where_the_page_ends(phone_page: Page, live_server: LiveServer) -> None:
    person = denise(make_territoire(CHATEAU))
    topic = make_topic(
        title=WORD, question=WORD, referent=WORD, open_to_decision=WORD, closed_to_decision=WORD, carrier=person,
        status="construction", stage="in_progress",
    )  # fmt: skip
    keys = begun(topic, WORD)
    make_gate(topic, Hand(person, "referent"), reunion=make_meeting(topic, place=WORD))
    Passage.objects.update(summary=WORD, service_said=WORD)
    _decided(topic)
    Bilan.objects.create(
        opportunite=topic, signed=WORD, **dict.fromkeys(("worked", "did_not", "otherwise", "changed"), WORD)
    )
    pages = [address(topic, name, keys) for name in sorted(EVERYBODY - FILES | {"delivery"})]
    widths = {}
    for page in (topic.get_absolute_url(), "/opportunites/", *pages):
        phone_page.goto(f"{live_server.url}{page}", wait_until="domcontentloaded")
        widths[page] = phone_page.evaluate("document.scrollingElement.scrollWidth")
    assert {page: width for page, width in widths.items() if width > 390} == {}
