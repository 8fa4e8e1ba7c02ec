"""A contractor or another body gets a secret link: they see it, answer, say that it is done; time ends it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.comptes.models import Service
from carto.fiches.actions import digest
from carto.fiches.models import Contact, Moment, Photo, Visibility
from signalements.actions import change_status
from signalements.forwarding import jobs
from signalements.forwarding.actions import forward, renew, take_back, take_back_unanswered
from signalements.forwarding.links import address_of, secret_of
from signalements.forwarding.pieces import case_piece
from signalements.models import Forwarding, Signalement
from signalements.workflow import Status
from tests.people import bob, charlie, emile
from tests.signalements.samples import make_signalement, photo, tomorrow

pytestmark = pytest.mark.django_db


def given(signalement: Signalement | None = None, organisation: str = "Enedis", **more: object) -> Forwarding:
    """Forwarded by an agent, by hand."""
    return forward(signalement or make_signalement(), organisation, person=None, role="agent", **more)


def page_of(forwarding: Forwarding) -> str:
    return f"/transmis/{secret_of(forwarding)}/"


def say(client: Client, forwarding: Forwarding, do: str, **fields: object) -> object:
    return client.post(page_of(forwarding), {"do": do, **fields})


def test_an_agent_forwards_and_the_letter_carries_the_only_copy_of_the_link(client: Client) -> None:
    made = make_signalement(text="Un câble pend.")
    client.force_login(bob(made.service))
    address = f"/transmis/depuis/{made.uuid}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"organisation": "", "email": "nulle part"}).status_code == 422
    form = {"organisation": "Enedis", "email": "Depannage@Enedis.example", "message": "Urgent.", "retour": "/bureau/"}
    assert client.post(address, form).url == "/bureau/"
    sent = Forwarding.objects.get()
    assert jobs.send_link(sent.pk) and mail.outbox[0].to == ["depannage@enedis.example"]
    secret = re.search(r"/transmis/([\w-]{43})/", mail.outbox[0].body).group(1)
    assert digest(secret) == sent.digest
    assert all(secret not in str(value) for value in Forwarding.objects.values_list().get()), "only the digest is kept"
    assert "Urgent." in mail.outbox[0].body and made.number in mail.outbox[0].subject
    made.refresh_from_db()
    line = made.evenements.last()
    assert (made.status, line.actor_role, line.public_text) == ("forwarded", "agent", "Transmis à Enedis.")


def test_without_an_address_the_link_is_shown_once_to_who_made_it(client: Client) -> None:
    made = make_signalement()
    client.force_login(bob(made.service))
    shown = client.post(f"/transmis/depuis/{made.uuid}/", {"organisation": "SNCF"}).url
    assert address_of(Forwarding.objects.get()) in client.get(shown).content.decode()
    Forwarding.objects.update(sent_at=timezone.now() - timedelta(minutes=11))
    assert client.get(shown).status_code == 404
    client.force_login(charlie())
    assert client.get(shown).status_code == 403


def test_the_page_says_what_they_need_and_never_who_sent_it(client: Client) -> None:
    made = make_signalement(text="Un câble pend.", feeling="J’ai peur.")
    Contact.objects.create(fiche=made, email="alice@exemple.fr", name="Alice", phone="0240000000")
    answer = client.get(page_of(given(made, message="Avant lundi.")))
    page = answer.content.decode()
    assert all(told in page for told in (made.number, "Un câble pend.", "Avant lundi.", "plan.png", "geo:47.2"))
    assert not any(kept in page for kept in ("alice@", "Alice", "0240000000", "J’ai peur"))
    assert answer["X-Robots-Tag"] == "noindex, nofollow" and "no-store" in answer["Cache-Control"]
    assert client.get("/transmis/" + "x" * 43 + "/").status_code == 404
    assert Forwarding.objects.get().answered_at is None, "looking answers nothing: mail programs look too"


def test_a_day_is_told_to_everybody_and_the_words_to_the_service(client: Client) -> None:
    sent = given()
    assert say(client, sent, "prevoir", day="hier").status_code == 422
    assert say(client, sent, "prevoir", day=(tomorrow() - timedelta(days=3)).isoformat()).status_code == 422
    assert say(client, sent, "prevoir", day=tomorrow().isoformat(), text="Coupure à 9 h.").status_code == 302
    made = Signalement.objects.get()
    line = made.evenements.last()
    assert (made.status, made.planned_on, line.actor_role) == ("forwarded", tomorrow(), "partner")
    assert line.public_text.startswith("Enedis prévoit de passer le") and line.private_text == "Coupure à 9 h."


def test_a_question_reaches_the_service_by_mail_and_stays_out_of_the_public_page(client: Client) -> None:
    sent = given()
    Service.objects.update(email="voirie@exemple.fr")
    assert say(client, sent, "ecrire", text="  ").status_code == 422
    assert say(client, sent, "ecrire", text="Quel poteau ?").status_code == 302
    line = sent.signalement.evenements.last()
    assert jobs.tell_service(sent.pk, line.pk)
    assert mail.outbox[0].to == ["voirie@exemple.fr"] and "Quel poteau ?" in mail.outbox[0].body
    public = client.get(sent.signalement.get_absolute_url()).content.decode()
    assert "Enedis a écrit au service." in public and "Quel poteau ?" not in public


def test_done_is_to_be_checked_with_its_photo_or_its_words(client: Client) -> None:
    sent = given(contractor=True)
    refused = say(client, sent, "fait")
    assert refused.status_code == 422 and "Ajoutez une photo" in refused.content.decode()
    assert say(client, sent, "fait", photos=photo()).status_code == 302
    made = Signalement.objects.get()
    assert (made.status, Photo.objects.get().moment) == ("to_check", Moment.AFTER)
    assert made.evenements.last().public_text == "Enedis dit que c’est fait : le service vérifie."
    assert say(client, sent, "fait", text="Vraiment.").status_code == 302, "said twice, it stays to be checked"
    change_status(made, Status.TREATED, closing="mended")
    late = say(client, sent, "fait", text="Encore.")
    assert late.status_code == 409 and "a clos ce signalement" in late.content.decode()


def test_not_for_us_gives_it_back_with_the_reason_unless_others_have_it(client: Client) -> None:
    first = given()
    second = given(first.signalement, "Orange")
    assert say(client, first, "refuser").status_code == 422
    assert say(client, first, "refuser", text="C’est un câble d’Orange.").status_code == 302
    assert Signalement.objects.get().status == "forwarded", "Orange still has it"
    assert client.get(page_of(first)).status_code == 410
    say(client, second, "refuser", text="Non plus.")
    made = Signalement.objects.get()
    assert (made.status, made.evenements.last().private_text) == ("accepted", "Non plus.")


def test_a_link_is_over_after_fourteen_days_taken_back_or_renewed(client: Client) -> None:
    sent = given(email="depannage@enedis.example")
    take_back(sent, person=None, role="agent")
    assert client.get(page_of(sent)).status_code == 410
    assert Signalement.objects.get().status == "accepted"
    assert say(client, sent, "fait", text="Fait.").status_code == 410
    renew(sent, person=None, role="agent")
    assert client.get(page_of(sent)).status_code == 200 and Signalement.objects.get().status == "forwarded"
    Forwarding.objects.update(expires_at=timezone.now())
    assert client.get(page_of(sent)).status_code == 410


def test_what_nobody_answered_comes_back_by_itself_and_says_so() -> None:
    silent, answered, held = given(), given(organisation="Orange"), given(organisation="SNCF")
    later = timezone.now() + timedelta(days=15)
    Forwarding.objects.filter(pk=answered.pk).update(answered_at=timezone.now())
    Forwarding.objects.filter(pk=held.pk).update(expires_at=later + timedelta(days=1))
    assert take_back_unanswered(timezone.now()) == 0
    assert take_back_unanswered(later) == 1 and take_back_unanswered(later) == 0
    line = silent.signalement.evenements.last()
    assert (line.actor_role, line.after) == ("system", "accepted") and "Sans réponse de Enedis" in line.public_text
    assert list(Signalement.objects.order_by("pk").values_list("status", flat=True)) == ["accepted"] + ["forwarded"] * 2


def test_a_contractor_sees_by_one_link_what_was_sent_to_the_same_mailbox(client: Client) -> None:
    one, two = (given(contractor=True, email="chantier@exemple.fr") for _turn in range(2))
    other = given(contractor=True, email="autre@exemple.fr")
    body = given(email="chantier@exemple.fr")
    page = client.get(page_of(one)).content.decode()
    assert two.signalement.number in page
    assert other.signalement.number not in page and body.signalement.number not in page
    assert two.signalement.number not in client.get(page_of(body)).content.decode(), "another body sees its own alone"
    assert client.get(f"{page_of(one)}{other.pk}/").status_code == 404
    assert client.post(f"{page_of(one)}{two.pk}/", {"do": "fait", "text": "Fait."}).status_code == 302
    assert Signalement.objects.get(pk=two.signalement_id).status == "to_check"
    take_back(one, person=None, role="agent")
    assert client.get(f"{page_of(one)}{two.pk}/").status_code == 410


def test_a_long_list_costs_what_a_short_one_costs(client: Client, django_assert_num_queries: object) -> None:
    one, *_others = (given(contractor=True, email="chantier@exemple.fr") for _turn in range(2))
    with CaptureQueriesContext(connection) as few:
        client.get(page_of(one))
    for _turn in range(4):
        given(contractor=True, email="chantier@exemple.fr")
    with django_assert_num_queries(len(few)):
        assert client.get(page_of(one)).content.decode().count('class="task"') == 5
    assert client.post(page_of(one), {"do": "nimporte"}).status_code == 422


def test_what_was_taken_away_is_no_longer_shown(client: Client) -> None:
    sent = given()
    Signalement.objects.update(visibility=Visibility.REMOVED)
    assert client.get(page_of(sent)).status_code == 410


def test_only_who_may_act_on_it_forwards_renews_and_takes_back(client: Client) -> None:
    sent, elsewhere = given(), make_signalement("lampadaire-eteint")
    client.force_login(emile(sent.signalement.service))
    assert client.get(f"/transmis/depuis/{sent.signalement.uuid}/").status_code == 403, "a crew does not forward"
    client.force_login(bob(elsewhere.service))
    assert client.get(f"/transmis/depuis/{sent.signalement.uuid}/").status_code == 404
    for do in ("renouveler", "retirer"):
        assert client.post(f"/transmis/lien/{sent.pk}/{do}/").status_code == 404
        assert client.get(f"/transmis/lien/{sent.pk}/{do}/").status_code == 405


def test_a_page_of_a_case_shows_every_link_in_few_queries(rf: object, django_assert_max_num_queries: object) -> None:
    made = make_signalement()
    for name in ("Enedis", "Orange", "SNCF"):
        given(made, name)
    request = rf.get("/bureau/")
    request.user = bob(made.service)
    with django_assert_max_num_queries(5):
        piece = case_piece(request, Signalement.objects.get())
    assert [link.live for link in piece["links"]] == [True] * 3
    drawn = render_to_string("signalements/forwarding/_case.html", piece | {"fiche": made}, request)
    assert drawn.count("Prolonger et renvoyer") == 3 and f"/transmis/depuis/{made.uuid}/" in drawn
