"""A choosing session sets aside what it did not keep, if enough people spoke; once, whoever comes first; residents may
wake it, and the pages of candidates say that it sleeps.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from carto.fiches.models import What
from projets.opportunites.choosing.actions import announce, settle, settle_due
from projets.opportunites.models import Consultation, Opportunite, Option, Sommeil
from tests.people import denise
from tests.places import CHATEAU
from tests.projets.candidats.samples import make_candidat
from tests.projets.choosing.samples import OLD, YOUNG, at, ended, make_consultation, say
from tests.projets.samples import make_opportunite

pytestmark = pytest.mark.django_db
PAGE = "/consultations/ombre/"


def wakes() -> date:
    """Half a year from now."""
    return timezone.localdate() + timedelta(days=180)


def make_session(*, opened: bool = True, **fields: Any) -> Consultation:
    """Of Centre-Ville: the square (A), the market (B), the map's find (C); ten voices are asked for, five by age."""
    session = make_consultation(opened=False, options={"A": "Le parvis", "B": "Le marché", "C": "?"})
    quartier = session.areas.get(code="centre")
    session.areas.set([quartier])
    told = {"quartier": quartier, "opportunite": None, "keeps": 1, "sleeps_until": wakes()} | fields
    Consultation.objects.update(**told)
    Opportunite.objects.all().delete()  # the topic of `make_consultation`
    for name in ("Le parvis", "Le marché"):
        topic = make_opportunite(CHATEAU, title=name, scale="quartier")
        session.options.filter(name=name).update(opportunite=topic)
    found = make_candidat(quartier, "proprete", people=40)
    session.options.filter(code="C").update(candidat=found, name=str(found))
    session.refresh_from_db()
    if opened:
        announce(session, person=None, role="referent")
    session.refresh_from_db()
    return session


def speak(session: Consultation, voices: int = 20) -> None:
    """For the market first, then the square."""
    for who in range(voices):
        say(session, who, "centre", YOUNG if who % 2 else OLD, A=3, B=5, C=1)


def option(code: str) -> Option:
    """As it stands."""
    return Option.objects.select_related("opportunite", "candidat").get(code=code)


def test_the_first_goes_on_and_the_others_sleep_with_a_public_reason_until_the_day_that_was_announced(
    client: Client,
) -> None:
    session = make_session()
    before = client.get(PAGE).content.decode()
    assert "ce qui vient en premier continue, les autres dorment jusqu’au" in before
    assert "suffit à réveiller un sujet avant" in before and "Ce que devient chaque sujet" not in before
    speak(session)
    with at(ended(session)):
        page = client.get(PAGE).content.decode()  # nobody is at work: whoever reads it first has it counted
    assert Sommeil.objects.filter(ended_at=None, until=wakes(), role="system", by=None).count() == 2
    square, market, found = (option(code).opportunite for code in "ABC")
    assert [topic.status for topic in (square, market, found)] == ["set_aside", "spotted", "set_aside"]
    told = square.evenements.get(what=What.STATUS)
    assert (told.actor_role, told.person) == ("system", None)
    reason = (
        "N’a pas été retenu lors de « Quelle ombre sur le cours ? » : 60 points, sur 20 voix. D’abord : « Le marché »."
    )
    assert reason in told.public_text and "si 6 personnes le redemandent" in told.public_text
    assert "retenu : il continue (repérée)" in page and page.count("personnes peuvent le réveiller avant") == 2
    assert f"{square.get_absolute_url()}#sommeil" in page and found.put_by == "computed"
    assert "vient en premier" in market.evenements.filter(what=What.CONSULTED).last().public_text
    assert reason.replace("60", "20", 1) in client.get(found.get_absolute_url()).content.decode()


def test_it_is_done_once_and_a_topic_woken_by_the_residents_stays_awake(client: Client) -> None:
    session = make_session()
    speak(session)
    with at(ended(session)):
        assert settle_due() == 1 and settle_due() == 0
        settle(session)
        assert Sommeil.objects.count() == 2
        square = option("A").opportunite
        for who in range(Sommeil.objects.get(opportunite=square).needed):
            Client(REMOTE_ADDR=f"10.0.0.{who}").post(f"/opportunites/{square.uuid}/redemander/")
        square.refresh_from_db()
        assert square.status == "spotted"
        assert "pas retenu, réveillé depuis (repérée)" in client.get(f"{PAGE}resultat/").content.decode()
        settle_due()
        square.refresh_from_db()
    assert square.status == "spotted" and Sommeil.objects.count() == 2


def test_without_the_mass_nothing_sleeps_and_the_page_says_so(client: Client) -> None:
    session = make_session()
    speak(session, 9)
    with at(ended(session)):
        page = client.get(f"{PAGE}resultat/").content.decode()
    assert "La masse demandée n’a pas été atteinte : rien ne s’endort, tout reste ouvert." in page
    assert not Sommeil.objects.exists() and option("C").opportunite is None


def test_what_was_opened_meanwhile_or_is_no_longer_counted_is_left_as_it_is(client: Client) -> None:
    session = make_session()
    speak(session)
    Opportunite.objects.filter(pk=option("A").opportunite_id).update(status="diagnosis", stage="in_progress")
    option("C").candidat.delete()
    with at(ended(session)):
        page = client.get(PAGE).content.decode()
    assert not Sommeil.objects.exists()
    assert "pas retenu ici, mais on y travaille (co-diagnostic)" in page
    assert "pas retenu ; il n’y a pas de sujet à endormir" in page


def test_it_is_announced_with_a_mass_and_a_day_and_the_database_keeps_them() -> None:
    draft = make_session(opened=False, quorum=0, sleeps_until=None, keeps=3)
    with pytest.raises(ValidationError) as refused:
        announce(draft, person=None, role="referent")
    for said in ("la masse sans laquelle", "jusqu’à quand dorment", "plus de possibilités que de sujets"):
        assert said in refused.value.messages[0]
    Consultation.objects.update(quorum=1, sleeps_until=wakes(), keeps=1)
    draft.refresh_from_db()
    announce(draft, person=None, role="referent")
    for change in ({"keeps": 2}, {"sleeps_until": wakes() + timedelta(days=1)}):
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            Consultation.objects.update(**change)


def test_only_a_session_asks_how_many_go_on_and_until_when_the_others_sleep(client: Client) -> None:
    draft = make_session(opened=False)
    client.force_login(denise(draft.quartier))
    address = f"/consultations/animer/{draft.slug}/"
    shown = client.get(address).content.decode()
    assert 'name="keeps" value="1"' in shown and 'name="sleeps_until"' in shown
    topic = option("A").opportunite
    assert 'name="keeps"' not in client.get(f"/consultations/animer/nouvelle/?sujet={topic.uuid}").content.decode()
    far = client.post(address, {"keeps": "1", "sleeps_until": str(wakes() + timedelta(days=900))})
    assert far.status_code == 422 and "dans deux ans au plus" in far.content.decode()


def test_the_pages_of_candidates_say_that_it_sleeps_and_why(client: Client) -> None:
    session = make_session()
    address = "/opportunites/candidates/quartier/centre/proprete/"
    table = "/opportunites/candidates/donnees.json?echelle=quartier"
    speak(session)
    stamp = client.get(table)["ETag"]
    with at(ended(session)):
        settle(session)
    said = "Dort jusqu’au"
    for page in (address, "/opportunites/candidates/?echelle=quartier"):
        assert f"{said} " in (shown := client.get(page).content.decode()) and "N’a pas été retenu lors de" in shown
    told = client.get(table, HTTP_IF_NONE_MATCH=stamp)
    assert told.status_code == 200 and told.json()["topics"][0][2].startswith(said)
    Sommeil.objects.update(ended_at=timezone.now(), ended_by="person")
    assert said not in client.get(address).content.decode()
