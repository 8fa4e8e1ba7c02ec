"""Announced, written, taken, followed: no option, departure or skipped gate is without its reason."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from carto.alertes.actions import follow_by_mail
from carto.alertes.models import Message
from carto.alertes.outbox import make_messages
from carto.comptes.models import User
from projets.opportunites.deciding import actions
from projets.opportunites.models import Decision, Ecart, Opportunite, Piste
from tests.people import charlie
from tests.projets.choosing.samples import at, ended, make_consultation, say
from tests.projets.deciding.samples import OPTIONS, announced, decided, gate_passed, last, signed_in, written
from tests.projets.referents.samples import in_days


@pytest.fixture
def topic(client: Client, db: None) -> Opportunite:
    """In its last phase, carried by Denise who is signed in."""
    return signed_in(client)


def refused(act: object, **changes: object) -> bool:
    """Whether the database itself says no."""
    try:
        with transaction.atomic():
            act(**changes)
    except DatabaseError as error:
        return "decision" in str(error)
    return False


def test_it_is_announced_written_taken_and_followed_where_everybody_reads(client: Client, topic: Opportunite) -> None:
    gate_passed(topic)
    person = charlie()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    follow_by_mail(topic, person.email, person=person)
    base = f"/opportunites/{topic.uuid}/decision/"
    stranger = Client()
    assert "Aucune décision n’est annoncée" in stranger.get(base).content.decode()
    assert client.post(f"{base}annoncer/", announced(-1)).status_code == 422
    assert client.post(f"{base}annoncer/", announced(9)).status_code == 302
    assert "Planter, ou tendre des toiles." in last(topic, "foretold").public_text
    page = stranger.get(topic.get_absolute_url()).content.decode()
    assert "Va être prise le" in page and "pas encore" in page
    jalon = {"jalon-TOTAL_FORMS": 1, "jalon-0-title": "Planter", "jalon-0-due_on": in_days(90)}
    assert client.post(f"{base}ecrire/", written(**jalon)).status_code == 302
    assert "vingt tilleuls" not in stranger.get(base).content.decode(), "a draft is its author's"
    assert client.post(f"{base}prendre/").status_code == 302
    topic.refresh_from_db()
    assert (topic.status, topic.jalons.get().title) == ("decided", "Planter")
    line = last(topic, "decided")
    assert (line.actor_role, line.person.name) == ("referent", "Denise R.") and "Anne Duval" in line.public_text
    for said in ("vingt tilleuls", "À remonter chaque année.", "mise de côté", "Anne Duval", "L’ombre à midi"):
        assert said in stranger.get(base).content.decode()
    assert client.post(f"{base}suites/", {"follows": "Chantier.", "whom": "", "since": in_days(9)}).status_code == 422
    told = {"follows": "Le chantier du cours.", "whom": "Les commerces livrent avant 10 h.", "since": in_days(9)}
    assert client.post(f"{base}suites/", told).status_code == 302
    assert "Pour qui : Les commerces livrent avant 10 h." in last(topic, "followed").public_text
    assert client.post(f"{base}suites/", told).status_code == 422, "said once"
    assert "Le chantier du cours." in stranger.get(base).content.decode()
    notices = ("foretold", "decided", "followed")
    for what in notices:
        make_messages(last(topic, what))
    assert set(Message.objects.values_list("evenement__what", flat=True)) >= set(notices), "each reaches who follows"


def test_each_missing_line_is_named_and_what_was_typed_stays(client: Client, topic: Opportunite) -> None:
    base = f"/opportunites/{topic.uuid}/decision/"
    nothing = client.post(f"{base}prendre/", {"reason": "On part demain."})
    assert nothing.status_code == 422
    for said in ("Annoncez d’abord", "Écrivez ce qui est décidé.", "Dites qui signe.", "On part demain."):
        assert said in nothing.content.decode()
    without = written(**{"piste-1-reason": " ", "signatory": ""})
    ecart = {"ecart-TOTAL_FORMS": 1, "ecart-0-chosen": "Garder les arrêts", "ecart-0-decided": "On les déplace"}
    assert client.post(f"{base}ecrire/", without | ecart).status_code == 302, "a draft may wait"
    answer = client.post(f"{base}prendre/").content.decode()
    for said in ("« Des toiles tendues » est mise de côté", "on s’écarte de « Garder les arrêts »", "Dites qui signe."):
        assert said in answer
    for day in ("0001-01-01", "9999-12-31"):
        assert client.post(f"{base}annoncer/", {"expected_on": day, "about": "De quoi."}).status_code == 422
        step = {"jalon-TOTAL_FORMS": 1, "jalon-0-title": "Planter", "jalon-0-due_on": day}
        assert client.post(f"{base}ecrire/", written(1, **step)).status_code == 422
    assert client.post(f"{base}ecrire/", written(0)).status_code == 409, "somebody else wrote meanwhile"
    draft = Decision.objects.get()
    assert refused(Decision.objects.filter(pk=draft.pk).update, taken_at=timezone.now())
    topic.refresh_from_db()
    assert topic.status == "construction" and draft.taken_at is None


def test_what_is_set_aside_at_that_very_moment_is_not_announced(client: Client, topic: Opportunite) -> None:
    with patch.object(actions, "held", return_value=Opportunite(status="set_aside")):
        answer = client.post(f"/opportunites/{topic.uuid}/decision/annoncer/", announced(3))
    assert answer.status_code == 422 and "Planter, ou tendre des toiles." in answer.content.decode()


def test_without_the_last_gate_a_name_signs_why(client: Client, topic: Opportunite) -> None:
    base = f"/opportunites/{topic.uuid}/decision/"
    client.post(f"{base}annoncer/", announced()), client.post(f"{base}ecrire/", written())
    assert "Passage non franchi : construction commune." in client.post(f"{base}prendre/").content.decode()
    User.objects.update(name="")
    unsigned = client.post(f"{base}prendre/", {"reason": "La subvention tombe vendredi."})
    assert unsigned.status_code == 422 and "se signe" in unsigned.content.decode()
    User.objects.update(name="Denise R.")
    Opportunite.objects.update(status="contribution")
    assert client.post(f"{base}prendre/", {"reason": "La subvention tombe vendredi."}).status_code == 302
    told = last(topic, "status").public_text
    for said in (
        "Phases sautées : construction commune.",
        "Passage non franchi : contributions.",
        "La subvention tombe vendredi.",
        "Signé : Denise R.",
    ):
        assert said in told


def test_what_was_chosen_together_is_kept_or_departed_from_with_a_reason(client: Client, topic: Opportunite) -> None:
    gate_passed(topic)
    now = timezone.now()
    dates = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1)}
    with at(now - timedelta(days=5)):
        consultation = make_consultation(opportunite=topic, quorum=0, **dates)
        for rank in range(6):
            say(consultation, rank, A=5, B=1)
    assert now > ended(consultation)
    base = f"/opportunites/{topic.uuid}/decision/"
    client.post(f"{base}annoncer/", announced())
    form = client.get(f"{base}ecrire/").content.decode()
    assert "Ce qui avait été choisi : « Des arbres »." in form and 'value="Une pergola"' in form
    client.post(f"{base}ecrire/", written(sources=[f"consultation-{consultation.pk}"]))
    assert "Dites si « Des arbres », choisi ensemble" in client.post(f"{base}prendre/").content.decode()
    aside = {"piste-1-name": "Des arbres", "garde-ombre": "oui"}
    client.post(f"{base}ecrire/", written(1, **aside))
    assert "« Des arbres », choisi ensemble, est mis de côté" in client.post(f"{base}prendre/").content.decode()
    departed = {"garde-ombre": "non", "decide-ombre": "Une pergola"}
    client.post(f"{base}ecrire/", written(2, **departed))
    answer = client.post(f"{base}prendre/")
    assert answer.status_code == 422 and "on s’écarte de « Des arbres »" in answer.content.decode()
    client.post(f"{base}ecrire/", written(3, **departed, **{"raison-ombre": "Une conduite de gaz passe dessous."}))
    assert client.post(f"{base}prendre/").status_code == 302
    page = Client().get(base).content.decode()
    for said in ("décidé : « Une pergola »", "Une conduite de gaz passe dessous.", "/consultations/ombre/"):
        assert said in page


def test_what_was_taken_never_changes_and_another_row_replaces_it(client: Client, topic: Opportunite) -> None:
    decision = decided(topic)
    mine = Decision.objects.filter(pk=decision.pk)
    for changes in (
        {"text": "Autre chose"},
        {"taken_at": None},
        {"signatory": "X"},
        {"about": "Y"},
        {"chosen": {"x": 1}},
    ):
        assert refused(mine.update, **changes), changes
    assert refused(mine.delete) and refused(Piste.objects.update, reason="Autre raison")
    assert refused(Piste.objects.create, decision=decision, name="De dernière heure", reason="Tard")
    assert refused(Ecart.objects.create, decision=decision, chosen="a", decided="b", reason="c")
    assert refused(Piste.objects.all().delete)
    base = f"/opportunites/{topic.uuid}/decision/"
    assert client.post(f"{base}annoncer/", announced(3)).status_code == 302
    draft = Decision.objects.get(taken_at=None)
    assert (draft.replaces, draft.text, draft.pistes.get().name) == (decision, decision.text, "Vingt tilleuls")
    row = {"piste-0-id": draft.pistes.get().pk, "piste-INITIAL_FORMS": 1}
    client.post(f"{base}ecrire/", written(text="On plante trente tilleuls.", **row))
    assert client.post(f"{base}prendre/").status_code == 302
    page = Client().get(base).content.decode()
    assert "trente tilleuls" in page and "La décision précédente" in page and "déplace deux arrêts" in page
    assert topic.evenements.filter(what="status").count() == 0, "it was decided already"


def test_only_whoever_carries_the_topic_decides(topic: Opportunite) -> None:
    acts = ("decision/annoncer/", "decision/ecrire/", "decision/prendre/")
    stranger = Client()
    assert {stranger.get(f"/opportunites/{topic.uuid}/{act}").status_code for act in acts} == {302}
    stranger.force_login(charlie())
    assert {stranger.post(f"/opportunites/{topic.uuid}/{act}", OPTIONS).status_code for act in acts} == {403}
    assert not Decision.objects.exists()
