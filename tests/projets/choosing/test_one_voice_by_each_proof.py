"""One gives one's voice once by each proof, reads it over first, and loses nothing when it is too late."""

from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client

from carto.comptes.models import Adhesion, Groupe
from projets.opportunites.choosing.actions import settle
from projets.opportunites.choosing.balloting import read_papers
from projets.opportunites.choosing.casting import enter_paper, take_back
from projets.opportunites.choosing.roll import make_codes, named
from projets.opportunites.models import Consultation, Emargement, Jeton, Moment, Objection, Voix
from projets.votes.polls.poll import Proof
from tests.people import alice, charlie, hugo
from tests.projets.choosing.samples import YOUNG, at, ended, make_consultation, say

pytestmark = pytest.mark.django_db
VOTE = "/consultations/ombre/voter/"
ME = {"secteur": "centre", "age": YOUNG, "preuve": "declared", "nom": "Zoé Le Goff", "naissance": "1990-05-04"}


@pytest.fixture
def consultation() -> Consultation:
    """Open now, on three options, by score."""
    return make_consultation()


def test_one_reads_it_over_then_it_is_given_once_and_for_good(consultation: Consultation, client: Client) -> None:
    shown = client.get(VOTE).content.decode()
    assert "Des arbres" in shown and "sur l’honneur" in shown and "Se connecter d’abord" in shown
    refused = client.post(VOTE, {"c-A": "5"} | ME | {"nom": ""})
    assert refused.status_code == 422 and "dites votre nom." in refused.content.decode()
    assert 'value="5" checked' in refused.content.decode() and "1990-05-04" in refused.content.decode()
    review = client.post(VOTE, {"c-A": "5", "c-B": "2"} | ME)
    assert "Est-ce bien cela" in review.content.decode() and not Voix.objects.exists()
    changed = client.post(VOTE, {"c-A": "5", "c-B": "2", "changer": "1"} | ME).content.decode()
    assert 'value="Zoé Le Goff"' in changed and 'value="5" checked' in changed
    done = client.post(VOTE, {"c-A": "5", "c-B": "2", "confirmer": "1"} | ME, follow=True).content.decode()
    assert "Merci, votre voix est comptée." in done
    voice = Voix.objects.get()
    assert (voice.choices, voice.area, voice.age, voice.proof) == ({"A": 5, "B": 2}, "centre", YOUNG, "declared")
    again = client.post(VOTE, {"c-C": "5", "confirmer": "1"} | ME | {"nom": "ZOE  le-goff"})
    assert again.status_code == 409 and "Vous avez déjà donné votre voix" in again.content.decode()
    assert Voix.objects.count() == Emargement.objects.count() == 1
    assert b"1 voix" in client.get("/consultations/ombre/").content


def test_a_second_too_late_nothing_is_counted_and_what_was_typed_is_shown(
    consultation: Consultation, client: Client
) -> None:
    sent = {"c-A": "4", "confirmer": "1"} | ME
    with at(consultation.closes_at - timedelta(seconds=1)):
        assert client.post(VOTE, sent).status_code == 302
    with at(consultation.closes_at):
        late = client.post(VOTE, sent | {"nom": "Une autre"})
    said = late.content.decode()
    assert late.status_code == 409 and "cette voix n’est pas comptée" in said
    assert 'value="4" checked' in said and "Une autre" in said and "Relire" not in said
    assert Voix.objects.count() == 1
    with at(consultation.opens_at - timedelta(seconds=1)):
        assert client.post(VOTE, sent).status_code == 409


def test_each_proof_has_its_name_and_gives_one_voice(consultation: Consultation, client: Client) -> None:
    posted, other = make_codes(consultation, Proof.POSTED, "ile", 2)
    (counter,) = make_codes(consultation, Proof.COUNTER, "centre", 1)
    assert not Jeton.objects.filter(digest__contains=posted).exists()
    sent = {"c-A": "1", "confirmer": "1", "preuve": "code"}
    wrong = client.post(VOTE, sent | {"code": "ABCD-EFGH-JKMN"})
    assert wrong.status_code == 422 and "Nous ne reconnaissons pas ce code" in wrong.content.decode()
    for code, status in ((posted.lower().replace("-", " "), 302), (posted, 409), (other, 302), (counter, 302)):
        assert client.post(VOTE, sent | {"code": code, "secteur": "centre"}).status_code == status
    client.force_login(alice())
    assert client.post(VOTE, sent | {"preuve": "account", "secteur": "ile"}).status_code == 302
    assert "Votre voix est déjà là" in client.get(VOTE).content.decode()
    assert client.post(VOTE, sent | {"preuve": "account", "secteur": "ile"}).status_code == 409
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "socialaccount", "provider": "ville"}]
    session.save()
    assert client.post(VOTE, sent | {"preuve": "oidc", "secteur": "ile"}).status_code == 302
    known = sorted(Voix.objects.values_list("proof", "area"))
    assert known == [("account", "ile"), ("counter", "centre"), ("oidc", "ile"), ("posted", "ile"), ("posted", "ile")]
    assert client.cookies.keys() <= {"sessionid", "csrftoken", "graine"}


def test_only_the_proofs_that_were_asked_are_taken() -> None:
    make_consultation(proofs=["account"])
    shown = Client().get(VOTE).content.decode()
    assert "Pour être reconnu ici, il faut se connecter." in shown
    assert Client().post(VOTE, {"c-A": "1", "confirmer": "1"} | ME).status_code == 422
    assert not Voix.objects.exists()


def test_those_of_one_group_are_counted_together_and_the_group_is_forgotten(consultation: Consultation) -> None:
    groupe = Groupe.objects.create(slug="velo", name="Vélo", nature="association", interest="Rouler")
    for person in (alice(), charlie()):
        Adhesion.objects.create(groupe=groupe, person=person, consented_at=consultation.opens_at)
        client = Client()
        client.force_login(person)
        sent = {"c-A": "5", "preuve": "account", "secteur": "centre", "confirmer": "1"}
        assert client.post(VOTE, sent).status_code == 302
    say(consultation, "seul", A=1)
    with at(ended(consultation)):
        settle(consultation)
    assert sorted(Voix.objects.values_list("together", "mates")) == [(1, ""), (2, ""), (2, "")]


def test_an_objection_says_its_reason_which_is_kept_apart(client: Client) -> None:
    make_consultation(method="consent")
    sent = {"c-A": "-1", "c-B": "1", "r-B": "rien à dire", "confirmer": "1"} | ME
    refused = client.post(VOTE, sent)
    assert refused.status_code == 422 and "Une objection dit sa raison : A." in refused.content.decode()
    assert client.post(VOTE, sent | {"r-A": "  "}).status_code == 422
    assert client.post(VOTE, sent | {"r-A": "Trop loin de l’arrêt"}).status_code == 302
    objection = Objection.objects.get()
    assert (objection.text, objection.option.code) == ("Trop loin de l’arrêt", "A")
    assert "loin" not in str(Voix.objects.get().choices)


def test_paper_and_phone_come_days_earlier_to_those_heard_least_and_join_the_count() -> None:
    consultation = make_consultation(early=True)
    early = consultation.opens_at - timedelta(hours=2)
    papers = read_papers(consultation, "ile", f"A=5 B=1 âge={YOUNG}\n\nb=3\n")
    assert consultation.moment == Moment.OPEN  # no early days were asked
    bundle = enter_paper(consultation, "L-1", "Marché", papers, person=hugo(), role="facilitator")
    assert [bundle.voices, *sorted(Voix.objects.values_list("age", flat=True))] == [2, "", YOUNG]
    with pytest.raises(ValidationError) as twice:
        enter_paper(consultation, "L-1", "Marché", papers, person=None, role="facilitator")
    assert twice.value.code == "entered"
    for wrong in ("Z=1", "A", "A=1 A=2", "A=9", "âge=3-4 A=1"):
        with pytest.raises(ValidationError, match="Ligne 1"):
            read = read_papers(consultation, "ile", wrong)
            enter_paper(consultation, "L-2", "Marché", read, person=None, role="facilitator")
    with at(early), pytest.raises(ValidationError) as soon:
        enter_paper(consultation, "L-3", "Marché", papers, person=None, role="facilitator")
    assert soon.value.code == "closed"
    take_back(bundle)
    assert not Voix.objects.exists()


def test_before_it_opens_to_all_only_the_quiet_quartiers_are_asked(client: Client) -> None:
    consultation = make_consultation(opened=False, early=True)
    consultation.early_at = consultation.opens_at
    consultation.opens_at += timedelta(days=3)
    consultation.save()
    facilitator = hugo()
    client.force_login(facilitator)
    announced = client.post("/consultations/animer/ombre/annoncer/", follow=True)
    assert "C’est annoncé" in announced.content.decode()
    page = client.get("/consultations/ombre/").content.decode()
    assert "vers qui on entend le moins : Île de Nantes" in page and "Donner ma voix" not in page
    assert client.post(VOTE, {"c-A": "1", "confirmer": "1"} | ME).status_code == 409
    phone = "/consultations/animer/ombre/telephone/"
    sent = {"c-A": "5", "confirmer": "1"} | ME | {"preuve": "phone"}
    refused = client.post(phone, sent)
    assert refused.status_code == 422 and "Ce secteur vient à l’ouverture à tous." in refused.content.decode()
    done = client.post(phone, sent | {"secteur": "ile"}, follow=True)
    assert "Cette voix est comptée" in done.content.decode()
    assert Voix.objects.get().proof == "phone"
    refused = client.post(
        "/consultations/animer/ombre/papier/",
        {"number": "1", "place": "École", "area": "centre", "lines": "A=1"},
    )
    assert refused.status_code == 422
    client.force_login(alice())
    assert client.get(phone).status_code == 403 and Client().get(phone).status_code == 302


def test_a_voice_has_no_person_no_date_and_a_drawn_key() -> None:
    for model in (Voix, Emargement, Jeton, Objection):
        fields = model._meta.get_fields()
        assert not [each for each in fields if isinstance(each, models.DateField)]
        assert not [each for each in fields if each.is_relation and each.related_model.__name__ == "User"]
        assert not isinstance(model._meta.pk, models.BigAutoField)
    assert named("Zoé  LE-GOFF", "1") == named("zoe le goff", "1") != named("zoe le goff", "2")


def test_hostile_sendings_are_refused_without_harm(consultation: Consultation, client: Client) -> None:
    for sent in (
        {"c-Z": "1"}, {"c-A": "9" * 500}, {"c-A": "\x00"}, {"c-A": "1", "secteur": "paris"},
        {"c-A": "1", "age": "0-3"}, {"c-A": "1", "naissance": "0001-01-01"}, {"c-A": "1", "preuve": "paper"},
    ):  # fmt: skip
        assert client.post(VOTE, ME | sent | {"confirmer": "1"}).status_code == 422
    assert client.get("/consultations/inconnue/").status_code == 404
    assert not Voix.objects.exists()
