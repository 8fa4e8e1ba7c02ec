"""Five residents drawn by lot look once at a contested decision; the draw can be made again, nobody is named."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from carto.comptes.models import User
from carto.fiches.models import Acte, Commentaire, Evenement, Jure, Jury, Rule, Visibility, Volontaire, What
from carto.fiches.moderation import actions
from carto.fiches.moderation.jury import tasks
from carto.fiches.moderation.jury.draw import SEATS, draw, verdict
from tests.fiches.moderation.samples import SECRET, emma, farid, with_secret
from tests.people import alice, bob, charlie
from tests.projets.samples import make_idee


@settings(max_examples=30)
@given(st.binary(min_size=4, max_size=4), st.sets(st.binary(min_size=2, max_size=2), max_size=20))
def test_the_same_seed_and_marks_give_the_same_draw(seed: bytes, people: set[bytes]) -> None:
    marks = [each.hex() for each in people]
    drawn = draw(seed.hex(), marks)
    assert drawn == draw(seed.hex(), reversed(marks)) and sorted(drawn) == sorted(marks)
    # Whoever is not drawn changes nothing for the others.
    assert draw(seed.hex(), marks[1:]) == [mark for mark in drawn if mark not in marks[:1]]


def test_a_majority_reverses_a_tie_upholds_and_two_are_not_enough() -> None:
    said = {"uuuu": "upheld", "rrr": "reversed", "rruu": "upheld", "rr": "upheld", "rru": "reversed", "": "upheld"}
    words = {"u": "upheld", "r": "reversed"}
    assert {answers: verdict([words[each] for each in answers]) for answers in said} == said


@pytest.fixture
def volunteers(db: None) -> list[User]:
    people = [User.objects.create_user(f"v{n}@exemple.fr", name=f"Volontaire {n}") for n in range(7)]
    Volontaire.objects.bulk_create(Volontaire(person=person) for person in people)
    return people


@pytest.fixture
def acte(db: None) -> Acte:
    """Alice's idea was binned, she answered, another moderator upheld the decision."""
    idee = make_idee(title="Vérandas", text="Le marché aux vérandas.", author=alice())
    acte = actions.set_aside(idee, by=emma(), rule=Rule.ADVERT, reason="Une réclame.")
    actions.reply(acte, "C’est un vrai marché.")
    actions.settle(acte, by=farid(), outcome="upheld", text="Toujours une réclame.", shown=False)
    return Acte.objects.get(pk=acte.pk)


def _called(acte: Acte, client: Client) -> Jury:
    client.force_login(acte.fiche.author)
    assert client.post(f"/decisions/{acte.pk}/jury/").status_code == 302
    return Jury.objects.get()


def _answer(client: Client, jure: Jure, outcome: str) -> int:
    client.force_login(jure.person)
    sent = {"do": "answer", "outcome": outcome, "reason": f"Je pense {outcome}."}
    return client.post(f"/jurys/{jure.jury_id}/", sent).status_code


def test_the_author_calls_it_once_and_the_draw_can_be_made_again(
    client: Client, acte: Acte, volunteers: list[User]
) -> None:
    page = client.get(f"/decisions/{acte.pk}/repondre/")
    assert page.status_code == 302
    client.force_login(acte.fiche.author)
    assert "Demander un jury" in client.get(f"/decisions/{acte.pk}/repondre/").content.decode()
    jury = _called(acte, client)
    drawn = list(jury.jures.all())
    assert [jure.mark for jure in drawn] == sorted(
        (jure.mark for jure in drawn), key=lambda mark: sha256(f"{jury.seed}:{mark}".encode()).hexdigest()
    )
    assert [bool(jure.called_at) for jure in drawn] == [True] * SEATS + [False] * 2
    client.logout()
    told = client.get(f"/registre/{acte.pk}/").content.decode()
    assert jury.seed in told and all(jure.mark in told for jure in drawn) and "Volontaire" not in told
    client.force_login(acte.fiche.author)
    client.post(f"/decisions/{acte.pk}/jury/")
    assert Jury.objects.count() == 1


def test_neither_the_city_s_people_nor_anybody_tied_to_the_case_is_drawn(
    client: Client, acte: Acte, volunteers: list[User]
) -> None:
    tied = [acte.fiche.author, acte.by, acte.settled_by, bob(), charlie()]
    Commentaire.objects.create(fiche=acte.fiche, text="Moi j’aime bien.", author=tied[-1])
    Volontaire.objects.bulk_create(Volontaire(person=person) for person in tied)
    Volontaire.objects.filter(person=volunteers[0]).update(until=timezone.now())
    jury = _called(acte, client)
    assert {jure.person for jure in jury.jures.all()} == set(volunteers[1:])


def test_too_few_volunteers_is_said_and_the_second_look_remains(client: Client, acte: Acte) -> None:
    client.force_login(acte.fiche.author)
    page = client.post(f"/decisions/{acte.pk}/jury/", follow=True).content.decode()
    assert "cinq volontaires" in page and "second regard" in page and not Jury.objects.exists()


def test_a_stranger_calls_none_and_reads_no_case(client: Client, acte: Acte, volunteers: list[User]) -> None:
    stranger = charlie()
    client.force_login(stranger)
    assert client.post(f"/decisions/{acte.pk}/jury/").status_code == 403
    jury = _called(acte, client)
    client.force_login(stranger)
    assert client.get(f"/jurys/{jury.pk}/").status_code == 404
    waiting = jury.jures.last()
    client.force_login(waiting.person)
    assert client.get(f"/jurys/{jury.pk}/").status_code == 404


def test_a_secret_link_calls_one_too_but_not_for_what_must_not_be_shown(
    client: Client, acte: Acte, volunteers: list[User]
) -> None:
    door = f"{with_secret(acte.fiche)}decisions/{acte.pk}/jury/"
    Acte.objects.filter(pk=acte.pk).update(rule=Rule.UNLAWFUL)
    assert "ferait encore du mal" in client.post(door, follow=True).content.decode()
    Acte.objects.filter(pk=acte.pk).update(rule=Rule.ADVERT, outcome="")
    client.post(door)
    assert not Jury.objects.exists()
    Acte.objects.filter(pk=acte.pk).update(outcome="upheld")
    assert client.post(door).status_code == 302 and Jury.objects.exists()
    assert client.post(door.replace(SECRET, "x" * 43)).status_code == 404


def test_a_juror_is_written_to_reads_without_names_and_answers_once(
    client: Client, acte: Acte, volunteers: list[User]
) -> None:
    jury = _called(acte, client)
    jure = jury.jures.first()
    tasks.write_to_juror(jure.pk)
    (letter,) = mail.outbox
    assert letter.to == [jure.person.email] and f"/jurys/{jury.pk}/" in letter.body and jure.mark in letter.body
    client.force_login(jure.person)
    page = client.get(f"/jurys/{jury.pk}/").content.decode()
    assert "Le marché aux vérandas." in page and "C’est un vrai marché." in page and "Une réclame." in page
    assert not any(name in page for name in ("Alice", "Emma", "Farid"))
    kept = client.post(f"/jurys/{jury.pk}/", {"do": "answer", "outcome": "", "reason": "Je garde mes mots."})
    assert kept.status_code == 422 and "Je garde mes mots." in kept.content.decode()
    assert _answer(client, jure, "reversed") == 302
    assert _answer(client, jure, "upheld") == 409
    jure.refresh_from_db()
    assert jure.outcome == "reversed"
    assert "Je pense" not in client.get(f"/registre/{acte.pk}/").content.decode()


def test_who_declines_is_replaced_by_the_next_of_the_draw(client: Client, acte: Acte, volunteers: list[User]) -> None:
    jury = _called(acte, client)
    first, sixth = jury.jures.first(), jury.jures.get(rank=6)
    client.force_login(first.person)
    assert client.post(f"/jurys/{jury.pk}/", {"do": "decline"}).status_code == 302
    sixth.refresh_from_db()
    assert sixth.called_at
    assert _answer(client, first, "upheld") == 409


def test_the_last_answer_closes_it_and_the_verdict_is_applied(
    client: Client, acte: Acte, volunteers: list[User]
) -> None:
    jury = _called(acte, client)
    for jure, outcome in zip(
        jury.jures.all()[:SEATS], ["reversed", "upheld", "reversed", "upheld", "reversed"], strict=True
    ):
        assert _answer(client, jure, outcome) == 302
    acte.fiche.refresh_from_db()
    assert acte.fiche.visibility == Visibility.PUBLIC
    jury.refresh_from_db()
    assert jury.outcome == "reversed" and Acte.objects.get(what="restored").role == "jury"
    client.logout()
    page = client.get(f"/registre/{acte.pk}/").content.decode()
    assert "3 pour annuler, 2 pour maintenir." in page and "Je pense reversed." in page and "Volontaire" not in page
    assert "Volontaire" not in client.get("/jurys/").content.decode()
    lines = Evenement.objects.filter(what=What.JURY)
    assert lines.count() == 2 and lines.last().person is None and lines.last().actor_role == "jury"


def test_its_clock_alone_closes_it_for_whoever_reads_next(client: Client, acte: Acte, volunteers: list[User]) -> None:
    jury = _called(acte, client)
    for jure in jury.jures.all()[:2]:
        _answer(client, jure, "reversed")
    Jury.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert _answer(client, jury.jures.get(rank=3), "reversed") == 409
    client.logout()
    assert client.get("/jurys/").status_code == 200
    jury.refresh_from_db()
    acte.fiche.refresh_from_db()
    assert (jury.outcome, acte.fiche.visibility) == ("upheld", Visibility.BINNED)  # two are not enough
    assert not tasks.close(jury.pk)


def test_one_offers_from_the_account_and_takes_it_back(client: Client, db: None) -> None:
    person = charlie()
    client.force_login(person)
    assert "Je veux bien être tiré au sort" in client.get("/compte/").content.decode()
    assert client.post("/jurys/volontaire/", {"willing": "yes"}).status_code == 302
    assert "Ne plus l’être" in client.get("/compte/").content.decode()
    assert Volontaire.objects.available(timezone.now()).count() == 1
    client.post("/jurys/volontaire/", {"willing": "no"})
    assert not Volontaire.objects.available(timezone.now()).exists()
