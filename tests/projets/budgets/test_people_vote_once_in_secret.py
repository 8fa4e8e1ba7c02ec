"""One voice per person, cast once; when the vote closes nothing is left that says who voted, or for what."""

from datetime import timedelta

import pytest
from django.db import models
from django.test import Client
from django.utils import timezone

from projets.budgets.actions import settle, settle_due
from projets.budgets.models import BudgetKey, BudgetParticipatif, Bulletin, Emargement, Phase
from tests.people import alice, charlie
from tests.projets.budgets.samples import ballot_of, end, make_budget, make_enveloppe, make_projet

pytestmark = pytest.mark.django_db
VOTE = "/budgets-participatifs/centre/voter/"


@pytest.fixture
def budget() -> BudgetParticipatif:
    """Voted on now, with three projects."""
    found = make_budget()
    ballot_of(found)
    return found


def test_the_ballot_asks_for_an_account_and_does_not_say_whose_project_is_whose(
    budget: BudgetParticipatif, client: Client
) -> None:
    assert client.get(VOTE).status_code == 302
    client.force_login(alice())
    shown = client.get(VOTE).content.decode()
    assert "Projet A1" in shown and "12 000" in shown.replace("\u00a0", " ")
    assert "proposé par" not in shown
    assert "proposé par" not in client.get(budget.get_absolute_url()).content.decode()


def test_a_ballot_over_the_envelope_is_refused_with_the_sum_and_keeps_what_was_ticked(
    budget: BudgetParticipatif, client: Client
) -> None:
    client.force_login(alice())
    refused = client.post(VOTE, {"choix": ["A1", "A2", "A3"]})
    said = refused.content.decode().replace("\u00a0", " ")
    assert refused.status_code == 422
    assert "Vos choix coûtent 35 000 €, l’enveloppe est de 30 000 € : c’est 5 000 € de trop." in said
    assert said.count("checked") == 3
    assert client.post(VOTE, {}).status_code == 422
    assert not Bulletin.objects.exists()


def test_one_reads_the_ballot_over_sees_what_remains_and_votes_once(budget: BudgetParticipatif, client: Client) -> None:
    client.force_login(alice())
    review = client.post(VOTE, {"choix": ["A1", "A2"]}).content.decode().replace("\u00a0", " ")
    assert "il reste 3 000 €" in review and not Bulletin.objects.exists()
    assert "checked" in client.post(VOTE, {"choix": ["A1"], "changer": "1"}).content.decode()
    done = client.post(VOTE, {"choix": ["A1", "A2"], "confirmer": "1"}, follow=True)
    assert "Merci, vous avez voté" in done.content.decode()
    assert [each.choices for each in Bulletin.objects.all()] == [{"A1": 1, "A2": 1}]
    again = client.post(VOTE, {"choix": ["A3"], "confirmer": "1"}, follow=True).content.decode()
    assert "Vous avez déjà voté." in again
    assert Bulletin.objects.count() == Emargement.objects.count() == 1


def test_what_a_ballot_says_is_told_nowhere_while_people_vote(budget: BudgetParticipatif, client: Client) -> None:
    client.force_login(alice())
    client.post(VOTE, {"choix": ["A1"], "confirmer": "1"})
    for address in ("resultats/", f"resultats/bulletins-{budget.enveloppes.get().pk}.pb", "simuler/"):
        assert client.get(budget.get_absolute_url() + address).status_code == 404
    assert "1 bulletin" not in client.get(budget.get_absolute_url()).content.decode()


def test_ballots_have_no_person_no_date_and_drawn_keys() -> None:
    kinds = {type(field) for field in Bulletin._meta.get_fields()} | {type(f) for f in Emargement._meta.get_fields()}
    assert not kinds & {models.DateTimeField, models.DateField}
    people = [f for f in Bulletin._meta.get_fields() if f.is_relation and f.related_model.__name__ == "User"]
    assert people == [] and not isinstance(Bulletin._meta.pk, models.BigAutoField)


def test_closing_destroys_the_key_and_the_roll_and_draws_the_ballots_anew(
    budget: BudgetParticipatif, client: Client
) -> None:
    for person in (alice(), charlie()):
        client.force_login(person)
        client.post(VOTE, {"choix": ["A2"], "confirmer": "1"})
    before = set(Bulletin.objects.values_list("pk", flat=True))
    assert settle_due() == 0
    end(budget, counted=False)
    assert budget.phase == Phase.COUNTING
    assert settle_due() == 1
    assert not BudgetKey.objects.exists() and not Emargement.objects.exists()
    assert Bulletin.objects.count() == 2 and not before & set(Bulletin.objects.values_list("pk", flat=True))
    budget.refresh_from_db()
    assert budget.sealed_at and budget.counted_at is None
    assert "On ne vote pas en ce moment" in client.get(VOTE, follow=True).content.decode()


def test_before_and_after_its_dates_nobody_votes(budget: BudgetParticipatif, client: Client) -> None:
    client.force_login(alice())
    budget.vote_opens_at = timezone.now() + timedelta(hours=1)
    budget.save()
    client.post(VOTE, {"choix": ["A1"], "confirmer": "1"})
    budget.vote_opens_at = timezone.now() - timedelta(hours=1)
    budget.save()
    end(budget)
    client.post(VOTE, {"choix": ["A1"], "confirmer": "1"})
    settle(budget)
    assert not Bulletin.objects.exists()


def test_a_ballot_of_two_envelopes_is_kept_as_two_that_nothing_ties(client: Client) -> None:
    budget = make_budget()
    ballot_of(budget)
    make_projet(make_enveloppe(budget, "Petits projets", 9_000), "B1", 9_000)
    client.force_login(alice())
    client.post(VOTE, {"choix": ["A1", "B1"], "confirmer": "1"})
    assert sorted(list(each.choices) for each in Bulletin.objects.all()) == [["A1"], ["B1"]]


@pytest.mark.parametrize(
    ("rule", "told", "sent", "kept"),
    [
        ("ranking", {"choices": 2}, {"rang-A1": "2", "rang-A3": "1"}, {"A1": 2, "A3": 1}),
        ("points", {"points": 5}, {"points-A1": "3", "points-A2": "2"}, {"A1": 3, "A2": 2}),
        ("judgement", {}, {"mention-A1": "5", "mention-A2": "0"}, {"A1": 5, "A2": 0}),
        ("approval", {}, {"choix": ["A1", "A2", "A3"]}, {"A1": 1, "A2": 1, "A3": 1}),
    ],
)
def test_every_rule_has_its_ballot(
    client: Client, rule: str, told: dict[str, int], sent: dict[str, object], kept: dict[str, int]
) -> None:
    budget = make_budget(rule=rule, **told)
    ballot_of(budget)
    client.force_login(alice())
    assert client.get(VOTE).status_code == 200
    assert "Est-ce bien cela" in client.post(VOTE, sent).content.decode()
    client.post(VOTE, sent | {"confirmer": "1"})
    assert Bulletin.objects.get().choices == kept
    assert client.get(budget.get_absolute_url()).status_code == 200


def test_hostile_ballots_are_refused_without_harm(budget: BudgetParticipatif, client: Client) -> None:
    client.force_login(alice())
    for sent in ({"choix": ["Z9", "\x00", "'; --"]}, {"choix": ["A1"] * 400 + ["A2", "A3"]}, {"rang-A1": "9" * 500}):
        assert client.post(VOTE, sent | {"confirmer": "1"}).status_code in (302, 422)
    assert client.get("/budgets-participatifs/inconnu/").status_code == 404
    assert Bulletin.objects.count() == 0
