"""An agent chooses many, sees first what it will do, confirms; the worker does it, and it can be undone as a whole."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.alertes.models import Abonnement
from carto.comptes.models import Crew, Role, RoleName, Service, User
from carto.fiches.models import Evenement, Visibility, What
from signalements.actions import change_status
from signalements.bulk import working
from signalements.bulk.actions import undo
from signalements.bulk.tasks import carry_on, go_on_with_bulks
from signalements.models import Bulk, BulkItem, Signalement
from signalements.workflow import Status
from tests.people import bob, charlie
from tests.signalements.bulk_samples import LIST, NEW, asked, confirmed, several, states, work
from tests.signalements.samples import load_content, make_signalement

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client: Client) -> User:
    """Bob, of the service that mends potholes, signed in."""
    load_content()
    person = bob(Service.objects.get(code="voirie"))
    client.force_login(person)
    return person


def fresh(signalement: Signalement) -> Signalement:
    return Signalement.objects.get(pk=signalement.pk)


def said(client: Client, *args: object, **fields: object) -> str:
    return " ".join(client.post(NEW, asked(*args, **fields)).content.decode().split())


def test_the_preview_says_how_many_which_cannot_and_what_people_will_read(client: Client, agent: User) -> None:
    open_ones, closed, done = several(3), make_signalement(), make_signalement()
    change_status(closed, Status.DECLINED, closing="cannot", public_text="Trop tard.")
    change_status(done, Status.TREATED, closing="mended")
    Abonnement.objects.create(fiche=open_ones[0], channel="mail", email="a@exemple.fr", confirmed_at=timezone.now())
    page = said(
        client, [*open_ones, closed, done], "state", after="treated", closing="mended", public_text="Rebouché ce matin."
    )
    assert "3 signalements changeront" in page
    assert "1 ne changera pas" in page and "Un signalement « non retenu » ne peut pas devenir « traité »." in page
    assert "C’est déjà le cas" in page
    assert f"/bureau/{closed.uuid}/" in page and f"/bureau/{done.uuid}/" in page
    assert "Un message part" in page
    assert "c’est maintenant « traité »" in page and "Rebouché ce matin." in page
    assert not Bulk.objects.exists() and fresh(open_ones[0]).status == "received", "nothing is done by looking"


def test_confirming_has_the_worker_do_each_with_its_history(client: Client, agent: User) -> None:
    which = several(3)
    bulk = confirmed(client, which, "state", after="treated", closing="mended", public_text="Rebouché.")
    assert fresh(which[0]).status == "received", "the worker does it, not the page"
    work(bulk, agent)
    for each in which:
        line = each.evenements.last()
        assert (fresh(each).status, fresh(each).closing) == ("treated", "mended")
        assert (line.what, line.before, line.after, line.person, line.actor_role) == (
            What.STATUS, "received", "treated", agent, "agent",
        )  # fmt: skip
    assert states(bulk) == ["done"] * 3 and bulk.finished_at


def test_a_confirmation_sent_twice_is_one_action(client: Client, agent: User) -> None:
    page = client.post(NEW, asked(several(2), "note", text="À voir ensemble."))
    token = page.context["preview"].token
    first, second = (client.post(LIST, {"lot": token})["Location"] for _turn in range(2))
    assert first == second and Bulk.objects.count() == 1


def test_the_same_job_run_twice_does_it_once(client: Client, agent: User) -> None:
    which = several(2)
    bulk = confirmed(client, which, "note", text="Vu.")
    for _turn in range(2):
        carry_on(bulk.pk, agent.pk)
    assert Evenement.objects.filter(what=What.NOTED).count() == 2
    assert {each.private_text for each in Evenement.objects.filter(what=What.NOTED)} == {"Vu."}


def test_what_a_stopped_worker_left_is_gone_on_with(client: Client, agent: User) -> None:
    bulk = confirmed(client, several(1), "note", text="Vu.")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert go_on_with_bulks(0) == 1 and go_on_with_bulks(0) == 1, "asked for twice, it waits once"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE queueing_lock = %s", [f"bulk:{bulk.pk}"])
        assert cursor.fetchone() == (1,)
    work(bulk, agent)
    assert go_on_with_bulks(0) == 0


def test_what_changed_since_the_preview_is_left_and_said(client: Client, agent: User) -> None:
    which = several(2)
    bulk = confirmed(client, which, "priority", priority=1)
    change_status(which[0], Status.ACCEPTED)
    work(bulk, agent)
    assert states(bulk) == ["kept", "done"]
    assert (fresh(which[0]).priority, fresh(which[1]).priority) == (0, 1)
    assert "il a changé depuis l’aperçu" in client.get(f"{LIST}{bulk.pk}/").content.decode()


def test_it_is_undone_as_a_whole_by_steps_that_the_history_keeps(client: Client, agent: User) -> None:
    which = several(3)
    due = [fresh(each).due_at for each in which]
    bulk = work(confirmed(client, which, "state", after="waiting", public_text="De quel côté ?"), agent)
    assert fresh(which[0]).paused_at
    change_status(which[2], Status.ACCEPTED, public_text="Merci, vu.")
    client.post(f"{LIST}{bulk.pk}/annuler/")
    work(bulk, agent)
    assert states(bulk) == ["undone", "undone", "kept"]
    for each, promised in zip(which[:2], due, strict=False):
        stored, line = fresh(each), each.evenements.last()
        assert (stored.status, stored.stage, stored.paused_at, stored.due_at) == ("received", "new", None, promised)
        assert (line.before, line.after) == ("waiting", "received")
        assert "Une erreur est corrigée" in line.public_text
    assert which[0].evenements.count() == 3, "received, asked, taken back: nothing is removed"
    assert fresh(which[2]).status == "accepted", "somebody has gone on with it since"


def test_undoing_a_reopening_keeps_the_day_of_the_treatment(client: Client, agent: User) -> None:
    mended = make_signalement()
    change_status(mended, Status.TREATED, closing="mended")
    treated = fresh(mended).treated_at
    bulk = work(confirmed(client, [mended], "state", after="reopened", public_text="À revoir."), agent)
    undo(bulk, agent)
    work(bulk, agent)
    assert (fresh(mended).status, fresh(mended).closing) == ("treated", "mended")
    assert fresh(mended).treated_at == treated


def test_after_a_day_it_is_too_late_to_undo_all(client: Client, agent: User) -> None:
    bulk = work(confirmed(client, several(1), "priority", priority=1), agent)
    Bulk.objects.filter(pk=bulk.pk).update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    assert "Tout annuler" not in client.get(f"{LIST}{bulk.pk}/").content.decode()
    page = client.post(f"{LIST}{bulk.pk}/annuler/", follow=True)
    assert "Plus d’un jour a passé" in page.content.decode()
    assert states(bulk) == ["done"]


def test_what_was_sent_to_another_service_comes_back(client: Client, agent: User) -> None:
    which, other = several(2), Service.objects.exclude(code="voirie").first()
    crew = Crew.objects.create(code="nord", name="Équipe nord", service=which[0].service)
    Signalement.objects.filter(pk=which[0].pk).update(crew=crew)
    bulk = work(confirmed(client, which, "send", service=other.pk, reason="C’est leur réseau."), agent)
    moved = fresh(which[0])
    assert (moved.service, moved.crew) == (other, None)
    line = moved.evenements.last()
    assert (line.what, line.private_text) == (What.ROUTED, "C’est leur réseau.")
    assert other.name in line.public_text
    undo(bulk, agent)
    work(bulk, agent)
    assert (fresh(which[0]).service, fresh(which[0]).crew) == (which[0].service, crew)


def test_they_are_given_to_a_crew_of_their_own_service(client: Client, agent: User) -> None:
    hole, lamp = make_signalement(), make_signalement("lampadaire-eteint")
    Role.objects.create(user=agent, name=RoleName.REGULATOR)
    crew = Crew.objects.create(code="nord", name="Équipe nord", service=hole.service)
    page = said(client, [hole, lamp], "assign", crew=crew.pk)
    assert "1 signalement changera" in page and "Cette équipe n’est pas du service qui en répond" in page
    work(confirmed(client, [hole, lamp], "assign", crew=crew.pk), agent)
    assert (fresh(hole).crew, fresh(lamp).crew) == (crew, None)
    line = hole.evenements.last()
    assert (line.what, line.private_text, line.public_text) == (What.ASSIGNED, "Confié à : Équipe nord.", "")
    assert line.actor_role == "regulator"


def test_many_become_one_case_and_many_again(client: Client, agent: User) -> None:
    first, second, third = several(3)
    bulk = work(confirmed(client, [first, second, third], "join", target=first.number), agent)
    assert [fresh(each).visibility for each in (first, second, third)] == ["public", "joined", "joined"]
    undo(bulk, agent)
    work(bulk, agent)
    assert {fresh(each).visibility for each in (first, second, third)} == {Visibility.PUBLIC}


def test_a_planned_day_is_asked_for_and_kept(client: Client, agent: User) -> None:
    which, day = several(1), timezone.localdate() + timedelta(days=3)
    refused = client.post(NEW, asked(which, "state", after="planned", public_text="Bientôt."))
    assert refused.status_code == 422
    assert "Choisissez le jour" in refused.content.decode() and "Bientôt." in refused.content.decode()
    work(confirmed(client, which, "state", after="planned", planned_on=day.isoformat()), agent)
    assert (fresh(which[0]).status, fresh(which[0]).planned_on) == ("planned", day)


def test_failures_are_listed_and_tried_again(client: Client, agent: User, monkeypatch: pytest.MonkeyPatch) -> None:
    bulk = confirmed(client, several(2), "note", text="Vu.")
    with monkeypatch.context() as broken:
        broken.setattr(working, "do", lambda *_args: 1 / 0)
        work(bulk, agent)
    page = client.get(f"{LIST}{bulk.pk}/").content.decode()
    assert states(bulk) == ["failed"] * 2 and "quelque chose n’a pas marché de notre côté" in page
    client.post(f"{LIST}{bulk.pk}/reprendre/")
    work(bulk, agent)
    assert states(bulk) == ["done"] * 2


def test_only_what_one_sees_at_the_desk_takes_part(client: Client, agent: User) -> None:
    hole, lamp = make_signalement(), make_signalement("lampadaire-eteint")
    page = said(client, [hole, lamp], "priority", priority=1)
    assert "1 autre n’est plus là, ou n’est pas de votre ressort" in page and lamp.number not in page
    bulk = confirmed(client, [hole], "priority", priority=1)
    agent.roles.all().delete()
    work(bulk, agent)
    assert states(bulk) == ["failed"], "a right taken away meanwhile counts"


def test_strangers_and_other_services_are_kept_out(client: Client, agent: User) -> None:
    bulk = work(confirmed(client, several(1), "note", text="Vu."), agent)
    client.force_login(charlie())
    assert client.get(LIST).status_code == client.get(NEW).status_code == 403
    light = User.objects.create_user("ines@exemple.fr", name="Inès")
    Role.objects.create(user=light, name=RoleName.AGENT, service=Service.objects.exclude(code="voirie").first())
    client.force_login(light)
    assert client.get(f"{LIST}{bulk.pk}/").status_code == 404
    assert client.post(f"{LIST}{bulk.pk}/annuler/").status_code == 404


def test_a_colleague_finds_it_and_a_crew_gets_fewer_actions(client: Client, agent: User) -> None:
    which = several(1)
    bulk = work(confirmed(client, which, "note", text="Vu."), agent)
    mate = User.objects.create_user("emile@exemple.fr", name="Émile")
    Role.objects.create(user=mate, name=RoleName.CREW, service=which[0].service)
    client.force_login(mate)
    assert f"{LIST}{bulk.pk}/" in client.get(LIST).content.decode()
    assert "Bob" not in client.get(f"{LIST}{bulk.pk}/").content.decode()
    offered = client.get(NEW, {"choisis": str(which[0].uuid)}).content.decode()
    assert 'value="state"' in offered and 'value="send"' not in offered
    assert client.post(NEW, asked(which, "send")).status_code == 422


@pytest.mark.parametrize("text", ["", "abc", "\x00", "0" * 70_000, "é,,;DROP TABLE"])
def test_a_hostile_selection_is_refused_in_words(client: Client, agent: User, text: str) -> None:
    answer = client.post(NEW, {"choisis": text, "faire": "note"})
    assert answer.status_code == 422 and "Rien n’est choisi" in answer.content.decode()


def test_too_many_are_told_clearly(client: Client, agent: User) -> None:
    many = ",".join(f"00000000-0000-0000-0000-{n:012d}" for n in range(5001))
    answer = client.post(NEW, {"choisis": many})
    assert answer.status_code == 422 and "c’est trop" in answer.content.decode()


def test_a_preview_that_is_not_ours_is_refused(client: Client, agent: User) -> None:
    token = client.post(NEW, asked(several(1), "note", text="Vu.")).context["preview"].token
    for forged in ("", "abc", token[:-1] + ("A" if token[-1] != "A" else "B")):
        answer = client.post(LIST, {"lot": forged})
        assert answer.status_code == 409 and "refaites-le" in answer.content.decode()
    mate = User.objects.create_user("emile@exemple.fr", name="Émile")
    Role.objects.create(user=mate, name=RoleName.AGENT, service=agent.roles.get().service)
    client.force_login(mate)
    assert client.post(LIST, {"lot": token}).status_code == 409, "nobody confirms what another has looked at"
    assert not BulkItem.objects.exists()


@pytest.mark.parametrize("do", ["state", "assign", "priority", "send", "join", "note"])
def test_a_preview_costs_the_same_for_two_and_for_twelve(client: Client, agent: User, do: str) -> None:
    which = several(12)
    crew = Crew.objects.create(code="nord", name="Équipe nord", service=which[0].service)
    fields = {
        "state": {"after": "accepted"}, "assign": {"crew": crew.pk, "assignee": agent.pk}, "priority": {"priority": 1},
        "send": {"service": Service.objects.exclude(code="voirie").first().pk, "reason": "x"},
        "join": {"target": which[0].number}, "note": {"text": "Vu."},
    }[do]  # fmt: skip
    costs = []
    for some in (which[:2], which):
        with CaptureQueriesContext(connection) as queries:
            assert client.post(NEW, asked(some, do, **fields)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 16


def test_the_page_and_the_numbers_behind_its_bar_agree(client: Client, agent: User) -> None:
    bulk = confirmed(client, several(3), "note", text="Vu.")
    told = client.get(f"{LIST}{bulk.pk}/avancement/").json()
    assert (told["total"], told["past"], told["over"]) == (3, 0, False)
    work(bulk, agent)
    told = client.get(f"{LIST}{bulk.pk}/avancement/").json()
    assert (told["past"], told["done"], told["over"]) == (3, 3, True)
    assert "C’est fait" in client.get(f"{LIST}{bulk.pk}/").content.decode()


def test_a_whole_view_of_the_desk_is_chosen_by_its_filters(client: Client, agent: User) -> None:
    several(3)
    page = " ".join(client.get(NEW, {"vue": "file=tout"}).content.decode().split())
    assert "3 signalements choisis" in page
    assert client.get(NEW, {"vue": "file=nulle-part"}).status_code == 422
    empty = client.get(NEW, {"vue": "etats=treated"})
    assert empty.status_code == 422 and "Cette vue est vide" in empty.content.decode()
