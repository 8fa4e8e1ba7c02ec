"""A reply ready to send goes to many at once: offered where it fits all, filled for each, seen before it leaves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from carto.comptes.models import Service, User
from signalements.models import Categorie, ReplyTemplate, Signalement
from tests.people import bob
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


def ready(name: str, text: str = "Le {numero} part.", *codes: str, **fields: object) -> ReplyTemplate:
    made = ReplyTemplate.objects.create(**({"name": name, "text": text, "status": "accepted"} | fields))
    made.categories.set(Categorie.objects.filter(code__in=codes))
    return made


def offered(client: Client, which: list[Signalement]) -> list[str]:
    page = client.post(NEW, asked(which, "state") | {"etape": ""})
    return [each.template.name for _state, group in page.context["form"].ready_by_state for each in group]


def said(client: Client, *args: object, **fields: object) -> str:
    return " ".join(client.post(NEW, asked(*args, **fields)).content.decode().split())


def test_those_that_fit_every_one_of_them_and_a_step_that_some_may_take_are_offered(
    client: Client, agent: User
) -> None:
    hole, pavement = make_signalement(), make_signalement("trottoir-abime")
    ready("Du trou", "Oui.", "trou-chaussee")
    ready("Du sol", "Oui.", "trou-chaussee", "trottoir-abime")
    ready("De tous")
    ready("De la voirie", service=hole.service)
    ready("D’ailleurs", service=Service.objects.get(code="proprete"))
    ready("Éteinte", active=False)
    ready("De ce qui est clos", status="reopened")
    assert offered(client, [hole]) == ["Du sol", "Du trou", "De la voirie", "De tous"]
    assert offered(client, [hole, pavement]) == ["Du sol", "De la voirie", "De tous"]


def test_without_javascript_it_is_taken_over_below_what_was_typed(client: Client, agent: User) -> None:
    which, reply = several(2), ready("Rebouché", "{titre}, {rue} : rebouché.", status="treated", closing="mended")
    sent = asked(which, "state", modele=reply.pk, public_text="Bonjour,", after="accepted") | {"etape": "remplir"}
    page = client.post(NEW, sent)
    form = page.context["form"]
    assert page.status_code == 200 and not form.is_bound
    assert form.initial["public_text"] == "Bonjour,\n\n{titre}, {rue} : rebouché."
    assert (form.initial["after"], form.initial["closing"], form.chosen) == ("treated", "mended", reply.pk)
    again = client.post(NEW, sent | {"public_text": reply.text})
    assert again.context["form"].initial["public_text"] == reply.text, "not twice"
    assert {each.status for each in Signalement.objects.all()} == {"received"}


def test_each_reads_its_own_values_in_the_preview_and_in_its_history(client: Client, agent: User) -> None:
    which, day = several(4), timezone.localdate() + timedelta(days=3)
    fields = {"after": "planned", "planned_on": day.isoformat(), "public_text": "Le {numero} ({titre}) : le {date}."}
    page = said(client, which, "state", **fields)
    when = date_format(day, "l j F")
    for each in which[:3]:
        assert f"Le {each.number} (Trou dans la chaussée) : le {when}." in page
    assert f"Le {which[3].number} (" not in page and "Chacun des autres reçoit le même texte" in page
    work(confirmed(client, which, "state", **fields), agent)
    for each in which:
        assert each.evenements.last().public_text == f"Le {each.number} (Trou dans la chaussée) : le {when}."


def test_one_without_what_the_text_needs_is_left_with_the_reason(client: Client, agent: User) -> None:
    which = several(2)
    Signalement.objects.filter(pk=which[0].pk).update(due_at=None)
    page = said(client, which, "state", after="accepted", public_text="Avant le {date}.")
    assert "1 signalement changera" in page and "1 ne changera pas" in page
    assert "Il manque de quoi écrire le texte : le jour prévu, sinon le jour promis." in page
    bulk = confirmed(client, which[1:], "state", after="accepted", public_text="Avant le {date}.")
    work(bulk, agent)
    assert states(bulk) == ["done"] and "{" not in which[1].evenements.last().public_text


def test_a_blank_that_means_nothing_or_that_a_person_has_to_write_is_refused(client: Client, agent: User) -> None:
    for text, why in (
        ("Le {prenom}.", "{prenom} ne veut rien dire ici"), ("Le {numero.", "Une accolade n’est pas fermée"),
        ("Voyez [… à qui s’adresser].", "Il reste quelque chose à compléter"),
    ):  # fmt: skip
        refused = client.post(NEW, asked(several(1), "state", after="accepted", public_text=text))
        assert refused.status_code == 422
        page = refused.content.decode()
        assert why in page and text.replace("’", "’") in page


def test_a_preview_with_blanks_costs_the_same_for_two_and_for_twelve(client: Client, agent: User) -> None:
    which, costs = several(12), []
    for some in (which[:2], which):
        with CaptureQueriesContext(connection) as queries:
            text = "{numero} {titre} {rue} {service} {date}"
            assert client.post(NEW, asked(some, "state", after="accepted", public_text=text)).status_code == 200
        costs.append(len(queries))
    assert costs[0] <= costs[1] <= costs[0] + 1 <= 19, costs


def test_what_was_filled_is_undone_like_the_rest(client: Client, agent: User) -> None:
    which = several(2)
    bulk = work(confirmed(client, which, "state", after="accepted", public_text="Le {numero}."), agent)
    client.post(f"{LIST}{bulk.pk}/annuler/")
    work(bulk, agent)
    assert states(bulk) == ["undone"] * 2
