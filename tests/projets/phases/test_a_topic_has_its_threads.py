"""Threads: what a phase allows, under what, in nobody's favour; what is over is read, what is binned says why."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.fiches.models import Commentaire, CommentKind, Rule, What
from carto.fiches.moderation import actions as moderation
from projets.opportunites.models import Opportunite, Propos
from projets.opportunites.phases.acts import ALLOWED, TAKES
from projets.opportunites.phases.threads import drawn_rank
from tests.factories import make_territoire
from tests.people import alice, denise
from tests.places import CHATEAU
from tests.projets.phases.samples import in_phase, put, said, say
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db


def test_a_constat_takes_causes_and_solutions_and_these_take_arguments_each_in_its_phase(client: Client) -> None:
    topic = in_phase("diagnosis")
    assert say(client, topic, "constat", "On ne passe pas à deux.").status_code == 302
    constat = said("On ne passe pas à deux.")
    assert say(client, topic, "cause", "Les poubelles restent dehors.", constat).status_code == 302
    cause = said("Les poubelles restent dehors.")
    assert say(client, topic, "question", "Qui les rentre ?", cause).status_code == 302
    for kind, under in (("solution", constat), ("pour", cause), ("cause", None), ("avis", cause), ("constat", cause)):
        assert say(client, topic, kind, "Pas maintenant.", under).status_code in {409, 422}
    Opportunite.objects.filter(pk=topic.pk).update(status="contribution")
    assert say(client, topic, "solution", "Un local au numéro 12.", constat).status_code == 302
    assert (
        say(client, topic, "contre", "Trop loin pour les anciens.", said("Un local au numéro 12.")).status_code == 302
    )
    assert {each.phase for each in Propos.objects.all()} == {"diagnosis", "contribution"}
    assert not Commentaire.objects.filter(text="Pas maintenant.").exists()
    page = client.get(f"/opportunites/{topic.uuid}/propos/").content.decode()
    for words in ("On ne passe pas à deux.", "Qui les rentre ?", "Trop loin pour les anciens.", "Réponse promise pour"):
        assert words in page
    assert page.index("Un local au numéro 12.") < page.index("Trop loin pour les anciens.")
    assert topic.evenements.filter(what=What.COMMENT).count() == 5
    assert "Trop loin" not in client.get(topic.get_absolute_url()).content.decode(), "a thread is read in its place"


def test_words_are_refused_when_the_phase_is_over_and_what_was_typed_is_kept(client: Client) -> None:
    topic = in_phase("diagnosis", phase_ends=timezone.localdate())
    constat = put(topic, "constat", "Le trottoir est étroit.")
    assert say(client, topic, "cause", "Les terrasses.", constat).status_code == 302, "its last day is a day of it"
    yesterday = timezone.localdate() - timedelta(days=1)
    Opportunite.objects.filter(pk=topic.pk).update(phase_starts=yesterday, phase_ends=yesterday)
    answer = say(client, topic, "cause", "Des mots qui ont pris du temps.", constat)
    assert answer.status_code == 409 and "Des mots qui ont pris du temps." in answer.content.decode()
    page = client.get(f"/opportunites/{topic.uuid}/propos/").content.decode()
    assert "Les terrasses." in page and "a fini le" in page and "propos/dire/" not in page
    assert say(client, topic, "constat", "").status_code == 409
    Opportunite.objects.filter(pk=topic.pk).update(phase_ends=None)
    assert say(client, topic, "constat", "").status_code == 422


def test_the_table_that_is_shown_is_the_one_that_holds(client: Client) -> None:
    topic = in_phase("expertise")
    page = client.get(f"/opportunites/{topic.uuid}/propos/").content.decode()
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr")[1:]
    for row, kinds in zip(rows, ALLOWED.values(), strict=True):
        assert all(str(CommentKind(kind).label) in row for kind in kinds)
    assert 'aria-current="step"' in rows[1] and "aria-current" not in rows[0]
    assert set(TAKES) == {"constat", "cause", "solution"}


def test_the_new_kinds_are_said_nowhere_else(client: Client) -> None:
    topic, idee = in_phase("diagnosis"), make_idee()
    for fiche in (idee, topic):
        page = client.get(fiche.get_absolute_url()).content.decode()
        assert 'value="avis"' in page and 'value="constat"' not in page
        told = {"uuid": str(uuid.uuid4()), "kind": "constat", "text": "Un constat."}
        assert client.post(f"/fiches/{fiche.uuid}/commentaires/", told).status_code == 422
    assert say(client, in_phase("decided"), "constat", "Trop tard.").status_code == 409


def test_whoever_stays_anonymous_is_known_by_nothing_and_whoever_signs_is_named(client: Client) -> None:
    topic, person = in_phase("diagnosis"), alice()
    client.force_login(person)
    say(client, topic, "constat", "Sans nom.")
    say(client, topic, "constat", "Avec mon nom.", named="yes")
    assert (said("Sans nom.").commentaire.author, said("Avec mon nom.").commentaire.author) == (None, person)
    assert say(client, topic, "constat", "Appelez le 06 12 34 56 78.").url.endswith("/propos/")
    page = client.get(f"/opportunites/{topic.uuid}/propos/").content.decode()
    assert page.count("Alice L.") >= 1 and "06 12 34" not in page
    rows = b"".join(client.get(f"/opportunites/{topic.uuid}/propos.csv").streaming_content).decode().splitlines()
    assert len(rows) == 3 and rows[0].startswith("id,sous,phase,sorte")
    anonymous, signed = (next(row for row in rows if words in row) for words in ("Sans nom.", "Avec mon nom."))
    today = timezone.localdate().isoformat()
    assert anonymous.endswith(f"Sans nom.,,resident,{today},") and "Alice" in signed


def test_nobody_stands_first_for_having_spoken_first_and_one_visitor_keeps_one_order(client: Client) -> None:
    topic = in_phase("diagnosis")
    texts = [f"Constat {n:02d}." for n in range(14)]
    for text in texts:
        put(topic, "constat", text)

    def seen(visitor: Client) -> list[str]:
        pages = [visitor.get(f"/opportunites/{topic.uuid}/propos/?page={n}").content.decode() for n in (1, 2)]
        return [text for page in pages for text in sorted(texts, key=page.find) if text in page]

    orders = []
    for _visit in range(4):
        visitor = Client()
        visitor.get(f"/opportunites/{topic.uuid}/propos/")
        orders.append(seen(visitor))
        assert seen(visitor) == orders[-1] and sorted(orders[-1]) == texts
    assert any(order != orders[0] for order in orders)
    firsts = [min(range(10), key=lambda pk: drawn_rank(seed, pk)) for seed in range(2000)]
    assert all(120 < firsts.count(pk) < 280 for pk in range(10)), "each is first as often as another"


def test_binned_words_keep_their_place_with_the_rule_and_the_reason(client: Client) -> None:
    topic = in_phase("diagnosis")
    constat = put(topic, "constat", "Achetez mes vélos.")
    put(topic, "cause", "Rien à voir avec le sujet.", constat)
    moderation.set_aside(constat.commentaire, by=alice(), rule=Rule.ADVERT, reason="De la publicité.")
    page = client.get(f"/opportunites/{topic.uuid}/propos/").content.decode()
    for words in ("De la publicité.", "Achetez mes vélos.", "Rien à voir avec le sujet.", "/registre/"):
        assert words in page
    assert say(client, topic, "cause", "Encore.", constat).status_code == 404


def test_a_question_is_answered_in_its_thread_by_who_answers_even_after_its_phase(client: Client) -> None:
    referente = denise(make_territoire(CHATEAU))
    topic = in_phase("diagnosis")
    cause = put(topic, "cause", "Le bus.", put(topic, "constat", "Du bruit."))
    say(client, topic, "question", "À quelle heure ?", cause)
    question = said("À quelle heure ?")
    Opportunite.objects.filter(pk=topic.pk).update(status="expertise")
    address = f"/opportunites/{topic.uuid}/propos/{question.pk}/repondre/"
    told = {"uuid": str(uuid.uuid4()), "text": "De cinq heures à minuit.", "named": "referent"}
    client.force_login(alice())
    assert client.post(address, told).status_code == 403
    client.force_login(referente)
    assert client.post(address, told | {"named": ""}).status_code == 422
    assert "fil=" in client.post(address, told).url
    client.logout()
    page = client.get(f"/opportunites/{topic.uuid}/propos/").content.decode()
    assert "De cinq heures à minuit." in page and "Denise R." in page and "Réponse promise" not in page
    assert "De cinq heures" not in client.get(topic.get_absolute_url()).content.decode()


def test_a_page_takes_as_many_queries_however_much_is_said(client: Client) -> None:
    topic = in_phase("diagnosis")
    counts = []
    referente = denise(make_territoire(CHATEAU))
    for n in (1, 6):
        for _each in range(n):
            cause = put(topic, "cause", "Le vent.", put(topic, "constat", "Il fait froid."))
            asked = put(topic, "question", "Qui ?", cause).commentaire
            told = {"kind": "avis", "text": "Nous.", "role": "referent", "author": referente}
            Commentaire.objects.create(fiche=topic, answers=asked, **told)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/opportunites/{topic.uuid}/propos/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8, queries.captured_queries
