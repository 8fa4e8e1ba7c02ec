"""Anybody asks about a figure; the answer has a clock and stays beside it; what harms is hidden, with its reason."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from carto.alertes.models import Abonnement
from carto.comptes.models import Role, RoleName
from carto.fiches.models import Commentaire, Evenement, Lien, Visibility, What
from projets.equipements.models import ActeDemande, Demande, Mandat
from projets.idees.models import Idee
from tests.people import alice, bob, charlie
from tests.projets.questions.samples import ask, make_demande, make_ligne, make_organisme, make_pool_cost
from tests.projets.samples import filled, make_equipement, make_sticker

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_asks_about_a_cost_and_everybody_reads_it_beside_the_figure(client: Client) -> None:
    cout = make_pool_cost()
    assert f"/argent/questions/poser/?cout={cout.pk}" in read(client, cout.equipement.get_absolute_url())
    answer = ask(client, f"cout={cout.pk}")
    demande = Demande.objects.get()
    assert answer.url == f"/argent/questions/{demande.uuid}/"
    said = demande.commentaire
    assert (said.kind, said.fiche_id, said.author, said.text) == (
        "question", cout.equipement.pk, None, "Pourquoi si cher ?",
    )  # fmt: skip
    assert said.due_at == demande.due_at > timezone.now()
    page = read(client, cout.equipement.get_absolute_url())
    assert page.count("Pourquoi si cher") >= 2  # among the comments, and among the questions about its figures
    assert "Réponse promise pour le" in read(client, answer.url)
    assert "Pourquoi si cher" in read(client, f"/argent/questions/?cout={cout.pk}")


def test_the_same_form_sent_twice_is_one_question(client: Client) -> None:
    cout = make_pool_cost()
    ask(client, f"cout={cout.pk}")
    sent = str(Demande.objects.get().uuid)
    ask(client, f"cout={cout.pk}", uuid=sent, text="Autre chose")
    assert Demande.objects.count() == Commentaire.objects.count() == 1


def test_a_refused_form_keeps_what_was_typed(client: Client) -> None:
    cout = make_pool_cost()
    answer = ask(client, f"cout={cout.pk}", text="", email="alice@exemple.fr")
    assert answer.status_code == 422
    assert "alice@exemple.fr" in answer.content.decode()
    answer = ask(client, f"cout={cout.pk}", text="Appelez-moi au 06 12 34 56 78")
    assert answer.status_code == 422
    assert "<mark>06 12 34 56 78</mark>" in answer.content.decode()
    assert not Demande.objects.exists()


def test_words_that_may_tell_who_somebody_is_wait_and_are_shown_nowhere(client: Client) -> None:
    cout = make_pool_cost()
    words = "Appelez-moi au 06 12 34 56 78"
    for query in (f"cout={cout.pk}", "chart=questions"):
        assert ask(client, query, text=words, sure="on").status_code == 302
    assert Demande.objects.get(commentaire__isnull=False).held == ""
    assert Commentaire.objects.get().visibility == Visibility.WAITING
    assert "06 12 34" not in read(client, "/argent/questions/")
    assert not Demande.objects.shown().exists()
    for demande in Demande.objects.all():
        assert client.get(f"/argent/questions/{demande.uuid}/").status_code == 404
    moderator = charlie()
    Role.objects.create(user=moderator, name=RoleName.MODERATOR)
    client.force_login(moderator)
    assert "06 12 34" in read(client, "/argent/questions/a-repondre/")
    client.post(f"/argent/questions/{Demande.objects.get(commentaire=None).uuid}/publier/")
    assert Demande.objects.shown().count() == 1


def test_whoever_leaves_an_address_follows_the_place_and_is_named_nowhere(client: Client) -> None:
    cout = make_pool_cost()
    ask(client, f"cout={cout.pk}", email="alice@exemple.fr")
    assert Abonnement.objects.get().email == "alice@exemple.fr"
    assert Demande.objects.get().email == ""
    assert "alice@exemple.fr" not in read(client, f"/argent/questions/?cout={cout.pk}")


def test_an_agent_answers_once_and_the_answer_stays_with_the_figure(client: Client) -> None:
    cout, agent = make_pool_cost(), bob()
    ask(client, f"cout={cout.pk}")
    demande = Demande.objects.get()
    client.force_login(agent)
    assert "Pourquoi si cher" in read(client, "/argent/questions/a-repondre/")
    address = f"/argent/questions/{demande.uuid}/repondre/"
    assert client.post(address, {"text": " "}).status_code == 422
    assert client.post(address, {"text": "Le bassin a été refait."}).status_code == 302
    late = client.post(address, {"text": "Encore"})
    assert (late.status_code, "Encore" in late.content.decode()) == (409, False)
    reply = Commentaire.objects.get(role="agent")
    assert (reply.answers, reply.author) == (demande.commentaire, agent)
    assert Evenement.objects.filter(fiche=cout.equipement.pk, what=What.COMMENT, after="reply").count() == 1
    assert "rien n’attend" in read(client, "/argent/questions/a-repondre/").lower()
    client.logout()
    for page in (cout.equipement.get_absolute_url(), f"/argent/questions/?cout={cout.pk}"):
        assert "Le bassin a été refait." in read(client, page)


def test_an_organisation_answers_for_its_own_figures_alone(client: Client) -> None:
    ours, theirs, person = make_organisme(), make_organisme("ecole"), alice()
    Mandat.objects.create(person=person, organisme=ours)
    client.force_login(person)
    questions = {name: make_ligne(name, key=name.slug) for name in (ours, theirs)}
    asked = {name: make_demande(chart="", ligne=ligne) for name, ligne in questions.items()}
    answers = {
        name: client.post(f"/argent/questions/{demande.uuid}/repondre/", {"text": "Voici."}).status_code
        for name, demande in asked.items()
    }
    assert answers == {ours: 302, theirs: 403}
    assert Demande.objects.get(ligne__source__organisme=ours).answered_role == "publisher"


def test_a_publisher_of_a_facility_answers_its_comment_too(client: Client) -> None:
    hospital, person = make_organisme(), alice()
    cout = make_pool_cost(publisher=hospital)
    Mandat.objects.create(person=person, organisme=hospital)
    ask(client, f"cout={cout.pk}")
    client.force_login(person)
    client.post(f"/argent/questions/{Demande.objects.get().uuid}/repondre/", {"text": "C’est le prix."})
    assert "qui publie ce chiffre" in read(client, cout.equipement.get_absolute_url())
    assert Demande.objects.answered().count() == 1


def test_silence_is_shown_with_its_days(client: Client) -> None:
    make_demande(due_at=timezone.now() - timedelta(days=4))
    page = read(client, "/argent/questions/?attente")
    assert "en retard de 4 jours" in page
    assert "1 question a dépassé son délai" in page


def test_a_row_and_a_chart_have_a_clock_of_their_own(client: Client) -> None:
    ligne = make_ligne()
    for query in (f"ligne={ligne.pk}", "chart=questions"):
        assert ask(client, query).status_code == 302
        assert "Pourquoi si cher" in read(client, f"/argent/questions/?{query}")
    assert not Commentaire.objects.exists()
    assert {demande.due_at > timezone.now() for demande in Demande.objects.all()} == {True}


@pytest.mark.parametrize(
    "query", ["", "cout=0", "cout=abc", "cout=99999999999999999999", "ligne=-1", "chart=../admin", "chart=rien/du/tout",
              "chart=qui:voirie/personne", "chart=%00"],
)  # fmt: skip
def test_what_is_no_figure_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"/argent/questions/poser/?{query}").status_code == 404


def test_a_moderator_hides_with_a_reason_that_everybody_reads(client: Client) -> None:
    cout, moderator = make_pool_cost(), charlie()
    Role.objects.create(user=moderator, name=RoleName.MODERATOR)
    ask(client, f"cout={cout.pk}")
    make_demande(text="Une insulte", email="x@exemple.fr")
    assert client.post(f"/argent/questions/{Demande.objects.last().uuid}/masquer/").status_code == 302  # to sign in
    client.force_login(moderator)
    for demande in Demande.objects.all():
        sent = {"rule": "insult", "why": "Attaque une personne."}
        assert client.post(f"/argent/questions/{demande.uuid}/masquer/", sent).status_code == 302
    assert Commentaire.objects.get().visibility == Visibility.BINNED
    page = read(client, "/argent/questions/masquees/")
    assert "Attaque une personne." in page
    assert "Une insulte" not in page
    assert not Demande.objects.shown().exists()
    assert not Demande.objects.exclude(email="").exists()


def test_a_stranger_neither_answers_nor_hides(client: Client) -> None:
    demande = make_demande()
    client.force_login(charlie())
    for action in ("repondre", "transmettre", "masquer", "publier"):
        assert client.post(f"/argent/questions/{demande.uuid}/{action}/", {"text": "Non"}).status_code == 403
    assert client.get("/argent/questions/a-repondre/").status_code == 403


def test_a_list_asks_as_many_queries_for_one_as_for_twelve(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cout = make_pool_cost()
    ask(client, f"cout={cout.pk}")
    make_demande()
    with django_assert_num_queries(6):
        read(client, "/argent/questions/")
    for _each in range(6):
        ask(client, f"cout={cout.pk}")
        make_demande()
    with django_assert_num_queries(6):
        read(client, "/argent/questions/")


def test_a_question_opens_a_debate_and_each_leads_to_the_other(client: Client) -> None:
    cout = make_pool_cost()
    ask(client, f"cout={cout.pk}")
    demande = Demande.objects.get()
    link = urlencode({"depuis": cout.equipement.uuid, "demande": demande.uuid})
    page = read(client, f"/argent/questions/{demande.uuid}/")
    assert f"/proposer/?{link.replace('&', '&amp;')}" in page
    make_sticker()
    assert "Pourquoi si cher" in read(client, f"/proposer/?{link}")
    client.post("/proposer/", filled(depuis=str(cout.equipement.uuid), demande=str(demande.uuid), text="Parlons-en."))
    demande.refresh_from_db()
    debate = Idee.objects.get()
    assert demande.debate_id == debate.pk
    assert Lien.objects.get().target_id == cout.equipement.pk
    assert debate.get_absolute_url() in read(client, f"/argent/questions/{demande.uuid}/")
    assert f"/argent/questions/{demande.uuid}/" in read(client, debate.get_absolute_url())
    Idee.objects.update(visibility=Visibility.WAITING)
    assert debate.get_absolute_url() not in read(client, f"/argent/questions/{demande.uuid}/")


def test_the_figure_s_own_page_may_show_its_answers(rf: RequestFactory) -> None:
    make_demande(answer="Les dépenses réelles.", answered_at=timezone.now(), answered_role="agent")
    page = Template("{% load questions %}{% figure_questions chart=c %}{% figure_answers chart=c %}")
    html = page.render(RequestContext(rf.get("/"), {"c": "questions"}))
    assert "1 question" in html
    assert "Les dépenses réelles." in html
    assert "question</a>" not in page.render(RequestContext(rf.get("/"), {"c": "argent"}))


def test_a_moderator_shows_again_what_was_hidden_and_the_register_tells_both(client: Client) -> None:
    cout, moderator = make_pool_cost(), charlie()
    Role.objects.create(user=moderator, name=RoleName.MODERATOR)
    ask(client, f"cout={cout.pk}")
    alone = make_demande(text="Une question vive")
    assert client.post(f"/argent/questions/{alone.uuid}/montrer/", {"why": "Non"}).status_code == 302  # to sign in
    client.force_login(moderator)
    for demande in Demande.objects.all():
        client.post(f"/argent/questions/{demande.uuid}/masquer/", {"rule": "insult", "why": "Trop vive."})
    address = f"/argent/questions/{alone.uuid}/montrer/"
    assert address in read(client, "/argent/questions/masquees/")
    assert "Une question vive" in read(client, address), "who may show it again reads it first"
    assert client.post(address, {"why": " "}).status_code == 422
    for demande in Demande.objects.all():
        sent = {"why": "Elle parle d’un chiffre, pas d’une personne."}
        assert client.post(f"/argent/questions/{demande.uuid}/montrer/", sent).status_code == 302
    late = client.post(address, {"why": "Encore"})
    assert (late.status_code, "Quelqu’un" in late.content.decode()) == (409, True)
    assert Demande.objects.shown().count() == 2
    told = [(each.demande, each.what, each.rule, bool(each.undone_at)) for each in ActeDemande.objects.order_by("pk")]
    assert told == [(alone, "binned", "insult", True), (alone, "restored", "", False)]
    client.logout()
    register = read(client, "/registre/")
    assert register.count("une question sur un chiffre") == 2
    assert "Trop vive." in register and "Une question vive" not in register and "annulé" in register
    assert f"/argent/questions/{alone.uuid}/" in register
    client.force_login(alice())
    assert client.post(address, {"why": "Moi aussi"}).status_code == 403


def test_a_cost_that_nobody_publishes_is_asked_for_with_the_same_clock(client: Client) -> None:
    hospital, person = make_organisme(), alice()
    pool = make_equipement(title="Piscine Durantière", publisher=hospital)
    query = f"chart=lieu:{pool.uuid}"
    assert f"/argent/questions/poser/?{query}" in read(client, pool.get_absolute_url())
    assert "Piscine Durantière" in read(client, f"/argent/questions/poser/?{query}")
    assert ask(client, query, text="Combien coûte-t-elle ?", email="alice@exemple.fr").status_code == 302
    demande = Demande.objects.get()
    assert (demande.commentaire.fiche_id, demande.due_at) == (pool.pk, demande.commentaire.due_at)
    assert Abonnement.objects.get().email == "alice@exemple.fr"
    assert read(client, pool.get_absolute_url()).count("Combien coûte-t-elle") >= 2
    Mandat.objects.create(person=person, organisme=hospital)
    client.force_login(person)
    assert "Combien coûte-t-elle" in read(client, "/argent/questions/a-repondre/")
    assert client.post(f"/argent/questions/{demande.uuid}/repondre/", {"text": "Voici."}).status_code == 302
    for code in ("lieu:rien", f"lieu:{make_demande().uuid}"):
        assert client.get(f"/argent/questions/poser/?chart={code}").status_code == 404
