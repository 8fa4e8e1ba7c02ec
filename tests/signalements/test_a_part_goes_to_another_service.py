"""A part of the work is given to another service or crew: they see it, close it; the case waits for them."""

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import Client

from carto.comptes.models import Crew, Service
from carto.fiches.models import What
from signalements.actions import change_status
from signalements.desk.rights import acting_role, readable, scope
from signalements.joining import join
from signalements.models import Signalement, SubTask
from signalements.subtasks.actions import MOST, finish, give
from signalements.subtasks.pieces import case_piece
from signalements.workflow import Status
from tests.people import alice, bob, charlie, emile, farida
from tests.signalements.samples import make_signalement, tomorrow

pytestmark = pytest.mark.django_db


def green() -> Service:
    return Service.objects.get_or_create(code="espaces-verts", defaults={"name": "Espaces verts"})[0]


def task_for(signalement: Signalement, **more: object) -> SubTask:
    """Cutting the branches, for the green spaces."""
    return give(signalement, "Couper la branche", **({"service": green(), "person": None, "role": "agent"} | more))


def test_an_agent_gives_a_part_and_the_other_service_finds_it(client: Client) -> None:
    made = make_signalement()
    client.force_login(bob(made.service))
    address, service = f"/bureau/taches/pour/{made.uuid}/", green()
    assert client.post(address, {"title": "", "to": "service:999999"}).status_code == 422
    form = {"title": "Couper la branche", "to": f"service:{service.pk}", "due_on": tomorrow().isoformat()}
    assert client.post(address, form | {"retour": "/bureau/?x=1"}).url == "/bureau/?x=1"
    assert client.post(address, form | {"retour": "https://ailleurs.example/"}).url == made.get_absolute_url()
    task = SubTask.objects.first()
    assert (task.service, task.due_on, task.created_by.name) == (service, tomorrow(), "Bob")
    line = made.evenements.last()
    assert (line.what, line.public_text, line.actor_role) == (What.TASK, "", "agent")
    client.force_login(emile(service))
    page = client.get("/bureau/taches/").content.decode()
    assert "Couper la branche" in page and made.number in page and 'aria-current="page">Nos tâches' in page
    assert made.number in client.get(f"/bureau/taches/{task.pk}/").content.decode()


def test_the_case_is_not_closed_before_its_tasks(client: Client) -> None:
    made = make_signalement()
    task = task_for(made)
    for after, closing in ((Status.TREATED, "mended"), (Status.DECLINED, "cannot")):
        with pytest.raises(ValidationError, match="Une tâche confiée à d’autres est encore ouverte"):
            change_status(made, after, closing=closing, public_text="Voilà.")
    client.force_login(emile(green()))
    assert client.post(f"/bureau/taches/{task.pk}/", {"state": "done", "outcome": ""}).status_code == 422
    assert client.post(f"/bureau/taches/{task.pk}/", {"state": "done", "outcome": "Coupée."}).url == "/bureau/taches/"
    again = client.post(f"/bureau/taches/{task.pk}/", {"state": "dropped", "outcome": "Non."})
    assert again.status_code == 409 and "faite" in again.content.decode()
    assert "Coupée." in client.get("/bureau/taches/?faites").content.decode()
    change_status(made, Status.TREATED, closing="mended")
    assert made.evenements.filter(what=What.TASK).last().actor_role == "crew"


def test_who_follows_the_case_may_drop_a_task_to_close_it(client: Client) -> None:
    made = make_signalement()
    task = task_for(made)
    client.force_login(bob(made.service))
    assert client.post(f"/bureau/taches/{task.pk}/", {"state": "dropped", "outcome": "Plus utile."}).status_code == 302
    change_status(made, Status.TREATED, closing="mended")


def test_a_task_of_what_is_joined_holds_the_case_too() -> None:
    kept, other = make_signalement(), make_signalement()
    task_for(other)
    join(other, kept)
    with pytest.raises(ValidationError, match="encore ouverte"):
        change_status(kept, Status.TREATED, closing="mended")


def test_ten_at_once_none_when_closed_none_for_yesterday() -> None:
    made = make_signalement()
    tasks = [task_for(made) for _turn in range(MOST)]
    with pytest.raises(ValidationError, match="Dix tâches"):
        task_for(made)
    for task in tasks:
        finish(task, "dropped", "Plus utile.", person=None, role="agent")
    change_status(made, Status.TREATED, closing="mended")
    with pytest.raises(ValidationError, match="clos"):
        task_for(made)


def test_who_has_a_part_reads_the_whole_and_acts_on_the_part_alone() -> None:
    made, gardener = make_signalement(), bob(green())
    assert not readable(gardener).exists()
    task_for(made)
    assert readable(gardener).get().pk == made.pk
    assert not scope(gardener).exists() and acting_role(gardener, made) == ""


def test_a_crew_finds_what_was_given_to_it_and_nothing_else(client: Client) -> None:
    made, north = make_signalement(), Crew.objects.create(code="nord", name="Nord", service=green())
    mine, others = task_for(made, crew=north), task_for(made)
    client.force_login(emile(green(), crew=north))
    page = client.get("/bureau/taches/").content.decode()
    assert f"/bureau/taches/{mine.pk}/" in page and f"/bureau/taches/{others.pk}/" not in page
    assert client.get(f"/bureau/taches/{others.pk}/").status_code == 404


def test_strangers_find_nothing(client: Client) -> None:
    task, away = task_for(make_signalement()), make_signalement("lampadaire-eteint")
    for person, status in ((charlie(), 403), (alice(), 403), (bob(away.service), 404)):
        client.force_login(person)
        assert client.get(f"/bureau/taches/{task.pk}/").status_code == status
        assert client.post(f"/bureau/taches/{task.pk}/", {"state": "done", "outcome": "x"}).status_code == status
        assert client.get(f"/bureau/taches/pour/{task.signalement.uuid}/").status_code == status
    assert SubTask.objects.get().state == "open"


def test_the_list_and_the_piece_cost_the_same_whatever_their_number(
    client: Client, rf: object, django_assert_num_queries: object, django_assert_max_num_queries: object
) -> None:
    made, person = make_signalement(), farida()
    client.force_login(person)
    task_for(made)
    with django_assert_max_num_queries(8) as first:
        client.get("/bureau/taches/")
    for _turn in range(5):
        task_for(made)
    with django_assert_num_queries(len(first.captured_queries)):
        assert client.get("/bureau/taches/").content.decode().count("Couper la branche") == 6
    request = rf.get("/bureau/")
    request.user = person
    with django_assert_max_num_queries(7):
        piece = case_piece(request, Signalement.objects.get())
    assert piece["tasks_open"] == 6
    drawn = render_to_string("signalements/subtasks/_case.html", piece | {"fiche": made}, request)
    assert drawn.count("Couper la branche") == 6 and f"/bureau/taches/pour/{made.uuid}/" in drawn
