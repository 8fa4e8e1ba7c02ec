"""Every idea has a service and a day; a planner answers with a reason; silence is shown by service, never by person."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localtime

from carto.comptes.models import Service, User
from carto.fiches.models import What
from carto.working_days import due_after, working_days_between
from projets.idees.answers.rules import CONTENT, read_rules, rules
from projets.idees.models import Idee
from tests.factories import make_territoire, make_theme
from tests.people import alice, bob, charlie, denise, gwenola
from tests.places import CHATEAU
from tests.projets.samples import filled, load_palette, make_idee

pytestmark = pytest.mark.django_db


def signed(person: User) -> Client:
    """Somebody's browser."""
    client = Client()
    client.force_login(person)
    return client


def owed(planner: User, days: int = 10, **fields: object) -> Idee:
    """An idea that the planner's service has promised to answer in so many days (before today, below zero)."""
    service = planner.roles.get().service
    return make_idee(service=service, answer_due_at=timezone.now() + timedelta(days=days), **fields)


def text_of(client: Client, address: str) -> str:
    """A page on one line."""
    return " ".join(client.get(address).content.decode().split())


def test_an_idea_that_arrives_has_a_service_by_the_table_and_a_day_in_working_days(client: Client) -> None:
    load_palette()
    gwenola()
    trees = Service.objects.create(code="espaces-verts", name="Nature et jardins")
    client.post("/proposer/", filled(autocollant="arbre"))
    client.post("/proposer/", filled())
    tree, bench = Idee.objects.order_by("pk")
    assert tree.service == trees and bench.service.planning, "what no line names goes to the planning service"
    assert bench.answer_due_at == due_after(localtime(bench.created_at), 60)
    assert working_days_between(localtime(bench.created_at).date(), localtime(bench.answer_due_at).date()) == 60
    page = text_of(client, bench.get_absolute_url())
    assert "Études</strong> répond au plus tard le" in page and "jours ouvrés" in page


def test_a_city_without_services_still_takes_ideas(client: Client) -> None:
    load_palette()
    assert client.post("/proposer/", filled()).status_code == 302
    assert (Idee.objects.get().service, Idee.objects.get().answer_due_at) == (None, None)


def test_the_table_prefers_the_sticker_and_says_what_is_wrong_with_its_line(tmp_path: Path) -> None:
    assert rules().service_of("espaces-verts", "fontaine") == "eau"
    assert rules().service_of("nulle-part", "rien") == ""
    for line, said in (("velo,,", "service"), (",,voirie", "thème"), ("velo,,voirie\nvelo,,eau", "déjà plus haut")):
        (tmp_path / "answering.csv").write_text(f"theme,sticker,service\n{line}\n", encoding="utf-8")
        with pytest.raises(CommandError, match=said):
            call_command("load_answering", folder=tmp_path, stdout=StringIO())
    assert read_rules(CONTENT / "answering.csv").services


def test_ideas_that_were_there_before_get_a_service_and_a_clock_that_starts_today() -> None:
    planner = gwenola()
    old = make_idee(created_at=timezone.now() - timedelta(days=900))
    for _twice in range(2):
        call_command("load_answering", stdout=StringIO(), stderr=StringIO())
    old.refresh_from_db()
    assert old.service == planner.roles.get().service and old.answer_due_at > timezone.now()


def test_the_queue_is_the_service_s_own_the_late_ones_first() -> None:
    planner = gwenola()
    for days in (20, -4, 5):
        owed(planner, days, title=f"Idée {days}")
    owed(planner, -9, title="Retirée", visibility="withdrawn")
    make_idee(title="D’un autre")
    page = text_of(signed(planner), "/idees/reponses/")
    assert page.index("Idée -4") < page.index("Idée 5") < page.index("Idée 20")
    assert "En retard de 4 jours" in page and "Retirée" not in page and "D’un autre" not in page
    assert signed(charlie()).get("/idees/reponses/").status_code == 403
    assert Client().get("/idees/reponses/").status_code == 302
    home = signed(planner).get("/compte/").content.decode()
    assert "Idées qui attendent votre réponse" in home and '<a href="/idees/reponses/">Répondre</a>' in home
    assert "/idees/reponses/" not in signed(alice()).get("/compte/").content.decode()


def test_a_planner_answers_with_a_reason_and_says_where_it_is() -> None:
    planner = gwenola()
    idee, browser = owed(planner), signed(planner)
    address = f"/idees/reponses/{idee.uuid}/"
    assert browser.post(address, {"do": "answer", "text": " ", "after": "chosen"}).status_code == 422
    answer = browser.post(address, {"do": "answer", "text": "Oui : au printemps.", "after": "chosen"})
    assert answer.url == idee.get_absolute_url()
    idee.refresh_from_db()
    assert (idee.status, idee.stage, bool(idee.answered_at)) == ("chosen", "in_progress", True)
    told = {line.what: line for line in idee.evenements.all()}
    assert (told[What.ANSWER].public_text, told[What.ANSWER].after) == ("Oui : au printemps.", "Études")
    assert (told[What.STATUS].actor_role, told[What.STATUS].person) == ("agent", planner)
    page = text_of(Client(), idee.get_absolute_url())
    assert "Études</strong> a répondu le" in page and "Oui : au printemps." in page and "Gwenola" not in page
    assert idee.title not in text_of(browser, "/idees/reponses/")


def test_a_step_that_cannot_be_writes_nothing_and_keeps_the_words() -> None:
    planner = gwenola()
    idee, browser = owed(planner), signed(planner)
    answer = browser.post(f"/idees/reponses/{idee.uuid}/", {"do": "answer", "text": "Voilà.", "after": "delivered"})
    assert answer.status_code == 422 and "Voilà." in answer.content.decode()
    assert not idee.evenements.exists()
    seen = "proposed "
    Idee.objects.filter(pk=idee.pk).update(answered_at=timezone.now())
    stale = browser.post(f"/idees/reponses/{idee.uuid}/", {"do": "answer", "text": "Voilà.", "after": "", "seen": seen})
    assert stale.status_code == 409 and "Voilà." in stale.content.decode()


def test_only_the_responsible_service_answers_and_a_plain_official_answer_of_it_stops_the_clock() -> None:
    planner, other = gwenola(), bob()
    idee = owed(planner)
    assert signed(other).get(f"/idees/reponses/{idee.uuid}/").status_code == 403
    signed(other).post(f"/fiches/{idee.uuid}/repondre/", {"text": "Un avis.", "service": other.roles.get().service_id})
    idee.refresh_from_db()
    assert idee.answered_at is None
    signed(planner).post(f"/fiches/{idee.uuid}/repondre/", {"text": "Oui.", "service": idee.service_id})
    idee.refresh_from_db()
    assert idee.answered_at is not None


def test_a_referent_asks_for_another_service_with_a_reason_and_the_day_stays(client: Client) -> None:
    planner, roads = gwenola(), Service.objects.create(code="voirie", name="Voirie")
    quartier = make_territoire()
    idee = owed(planner, geom=CHATEAU)
    idee.refresh_from_db()
    due, address = idee.answer_due_at, f"/idees/reponses/{idee.uuid}/"
    referent = signed(denise(quartier))
    assert referent.post(address, {"do": "hand_over", "autre-service": roads.pk, "autre-reason": ""}).status_code == 422
    assert referent.post(address, {"do": "answer", "text": "Moi."}).status_code == 403
    told = {"do": "hand_over", "autre-service": roads.pk, "autre-reason": "C’est la chaussée."}
    assert signed(charlie()).post(address, told).status_code == 403
    assert referent.post(address, told).status_code == 302
    idee.refresh_from_db()
    assert (idee.service, idee.answer_due_at) == (roads, due)
    line = idee.evenements.get(what=What.ROUTED)
    assert (line.before, line.after, line.actor_role) == ("Études", "Voirie", "referent")
    assert "C’est la chaussée." in client.get(idee.get_absolute_url()).content.decode()


def test_silence_past_the_day_is_shown_on_the_page_the_list_the_card_and_by_service(client: Client) -> None:
    planner = gwenola()
    idee = owed(planner, -4)
    owed(planner, 8)
    assert "En retard de 4 jours" in text_of(client, idee.get_absolute_url())
    assert text_of(client, "/idees/").count("réponse en retard de 4 jours") == 1
    assert "en retard de 4 jours" in text_of(client, f"/fiches/{idee.uuid}/apercu/")
    page = text_of(client, "/idees/reponses/services/")
    assert '<th scope="row">Études</th><td class="number">2</td><td class="number">1</td>' in page
    assert "Gwenola" not in page and "trop peu pour le dire" in page


def test_the_pages_ask_as_much_for_twelve_ideas_as_for_two() -> None:
    planner = gwenola()
    browser = signed(planner)
    pages = ("/idees/reponses/", "/idees/?graine=1", "/idees/reponses/services/")

    def asked() -> list[int]:
        counts = []
        for address in pages:
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            counts.append(len(queries))
        return counts

    for days in (-1, 3):
        owed(planner, days, theme=make_theme("velo"))
    few = asked()
    for days in range(-5, 5):
        owed(planner, days)
    assert asked() == few
