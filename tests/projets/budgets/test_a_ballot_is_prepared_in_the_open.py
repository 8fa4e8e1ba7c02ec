"""Hugo prepares a budget: nothing is published without what is owed, no project is priced or left without a reason."""

import pytest
from django.test import Client
from django.utils import timezone

from projets.budgets.actions import settle
from projets.budgets.models import BudgetParticipatif, Bulletin, Jalon, Liasse, Phase, Projet
from tests.people import alice, bob, hugo
from tests.projets.budgets.samples import ballot_of, end, make_budget, make_projet
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db
DESK = "/budgets-participatifs/animer/"


@pytest.fixture
def desk(client: Client) -> Client:
    """Hugo's browser."""
    client.force_login(hugo())
    return client


def _dates() -> dict[str, str]:
    year = timezone.localdate().year + 1
    days = {
        "opens_at": "01-10",
        "study_at": "02-10",
        "vote_opens_at": "03-10",
        "vote_closes_at": "03-20",
        "counts_at": "03-25",
    }
    return {name: f"{year}-{day}T09:00" for name, day in days.items()}


def test_only_those_who_animate_come_in(client: Client) -> None:
    make_budget(slug="brouillon", published=False)
    assert client.get(DESK).status_code == 302
    for person in (alice(), bob()):
        client.force_login(person)
        for address in ("", "nouveau/", "brouillon/", "brouillon/papier/", "brouillon/projets/nouveau/"):
            assert client.get(DESK + address).status_code == 403
        assert client.post(DESK + "brouillon/publier/").status_code == 403
    assert client.get("/budgets-participatifs/brouillon/").status_code == 404


def test_a_budget_is_written_given_money_projects_and_published(desk: Client) -> None:
    sent = {"title": "Mon quartier", "rule": "knapsack", "choices": 0, "points": 0, "threshold": 1, "tie": "cheapest"}
    assert desk.get(DESK + "nouveau/").status_code == 200
    wrong = desk.post(DESK + "nouveau/", sent | _dates() | {"study_at": "2001-01-01T09:00"})
    assert wrong.status_code == 422 and "Les dates se suivent" in wrong.content.decode()
    desk.post(DESK + "nouveau/", sent | _dates())
    budget = BudgetParticipatif.objects.get()
    assert (budget.slug, budget.phase) == ("mon-quartier", Phase.DRAFT)
    edit = f"{DESK}mon-quartier/"
    refused = desk.post(edit + "publier/", follow=True).content.decode()
    assert "Il manque encore : qui organise, qui décide, et de quoi, une enveloppe." in refused
    assert desk.post(edit + "enveloppes/", {"name": "Centre"}).status_code == 422
    money = {"name": "Centre", "amount": "30000", "kind": "voted", "basis": "ttc", "year": "2026"}
    desk.post(edit + "enveloppes/", money)
    desk.post(edit, sent | _dates() | {"slug": budget.slug, "organiser": "La Ville", "decides": "Le vote."})
    desk.post(edit + "publier/")
    budget.refresh_from_db()
    assert budget.phase == Phase.COMING
    # What people count on no longer moves, whatever a form sends.
    desk.post(edit, sent | _dates() | {"title": "Mieux dit", "rule": "points", "organiser": "Autre"})
    budget.refresh_from_db()
    assert (budget.title, budget.rule, budget.organiser) == ("Mieux dit", "knapsack", "La Ville")
    assert "ne changent plus" in desk.post(edit + "enveloppes/", money, follow=True).content.decode()


def test_a_project_comes_from_an_idea_is_priced_or_set_aside_with_its_reason(desk: Client) -> None:
    budget = make_budget(published=False)
    idee = make_idee(title="Un banc à l’ombre")
    idee.refresh_from_db()
    enveloppe, new = budget.enveloppes.get(), f"{DESK}centre/projets/nouveau/"
    assert desk.get(new).status_code == 200
    sent = {
        "enveloppe": enveloppe.pk,
        "title": "Un banc",
        "theme": idee.theme_id,
        "nature": "other",
        "origin": "residents",
    }
    sent |= {"idea": idee.number, "feasibility": "study"}
    assert desk.post(new, sent | {"idea": "I-1999-000000"}).status_code == 422
    assert desk.post(new, sent | {"idea": ""}).status_code == 422
    desk.post(new, sent)
    projet = Projet.objects.get()
    assert (projet.code, projet.fiche_id, round(projet.geom.x, 4)) == ("A1", idee.pk, round(idee.geom.x, 4))
    page = f"{DESK}centre/projets/{projet.pk}/"
    for wrong in (
        {"feasibility": "refused"},
        {"feasibility": "feasible", "reason": "Oui."},
        {"price": "900"},
        {"price": "-5", "price_why": "Pose."},
    ):
        refused = desk.post(page, sent | wrong)
        assert refused.status_code == 422, wrong
        assert "Un banc" in refused.content.decode()
    desk.post(
        page, sent | {"feasibility": "feasible", "reason": "Le sol convient.", "price": "900", "price_why": "Pose."}
    )
    lines = {line.what: (line.role, line.before, line.after, line.why) for line in projet.changes.all()}
    assert lines["feasibility"] == ("facilitator", "à l’étude", "faisable", "Le sol convient.")
    assert lines["price"][3] == "Pose."
    told = desk.get(page).content.decode()
    assert "Le sol convient." in told and "animation" in told


def test_once_people_vote_the_ballot_does_not_change(desk: Client) -> None:
    budget = make_budget()
    first, *_others = ballot_of(budget)
    page = f"{DESK}centre/projets/{first.pk}/"
    assert "le bulletin ne change plus" in desk.get(page).content.decode()
    sent = {
        "enveloppe": first.enveloppe_id,
        "title": "Autre",
        "theme": first.theme_id,
        "nature": "other",
        "origin": "city",
        "feasibility": "study",
    }
    assert "le bulletin ne change plus" in desk.post(page, sent, follow=True).content.decode()
    assert Projet.objects.get(pk=first.pk).title == "Projet A1"


def test_set_aside_projects_are_shown_with_their_reason(client: Client) -> None:
    budget = make_budget()
    make_projet(
        budget.enveloppes.get(), "A9", None, feasibility="refused", reason="Le sol est trop mince.", price_why=""
    )
    assert "Le sol est trop mince." in client.get(budget.get_absolute_url()).content.decode()


def test_paper_is_joined_by_bundle_and_a_wrong_line_is_named(desk: Client) -> None:
    budget = make_budget()
    ballot_of(budget)
    page = f"{DESK}centre/papier/"
    assert "A1" in desk.get(page).content.decode()
    sent = {"number": "P-7", "place": "Marché", "lines": "A1\nA1 A2 A3"}
    refused = desk.post(page, sent)
    assert (
        refused.status_code == 422 and "Ligne 2" in refused.content.decode() and "A1 A2 A3" in refused.content.decode()
    )
    assert desk.post(page, sent | {"lines": "A1 licorne"}).status_code == 422
    assert not Bulletin.objects.exists()
    desk.post(page, sent | {"lines": "A1\nA1 A2"})
    assert desk.post(page, sent | {"lines": "A3"}).status_code == 409
    assert (Liasse.objects.get().ballots, Bulletin.objects.count()) == (2, 2)
    desk.post(f"{page}{Liasse.objects.get().pk}/retirer/")
    assert not Bulletin.objects.exists()


def test_the_vote_ends_early_with_a_reason_then_is_counted_when_the_paper_is_in(desk: Client) -> None:
    budget = make_budget()
    ballot_of(budget)
    assert "Dites pourquoi" in desk.post(f"{DESK}centre/fermer/", {"why": " "}, follow=True).content.decode()
    desk.post(f"{DESK}centre/fermer/", {"why": "Crue de la Loire."})
    assert "Crue de la Loire." in desk.get(budget.get_absolute_url()).content.decode()
    desk.post(f"{DESK}centre/papier/", {"number": "1", "place": "Marché", "lines": "A2"})
    desk.post(f"{DESK}centre/compter/")
    budget.refresh_from_db()
    assert budget.phase == Phase.DONE and budget.counted_at
    assert list(Projet.objects.filter(won=True).values_list("code", flat=True)) == ["A2"]
    assert desk.post(f"{DESK}centre/papier/", {"number": "2", "place": "x", "lines": "A1"}).status_code == 409


def test_a_chosen_project_gets_its_milestones_and_followers_hear_of_each_that_is_done(desk: Client) -> None:
    budget = make_budget()
    ballot_of(budget)
    desk.post(f"{DESK}centre/papier/", {"number": "1", "place": "Marché", "lines": "A2"})
    settle(end(budget))
    projet = Projet.objects.get(code="A2")
    page = f"{DESK}centre/projets/{projet.pk}/"
    assert "Les étapes" in desk.get(page).content.decode()
    sent = {
        "etapes-TOTAL_FORMS": "1",
        "etapes-INITIAL_FORMS": "0",
        "etapes-0-title": "Plans",
        "etapes-0-due_on": "2026-09-01",
    }
    assert desk.post(page + "etapes/", sent | {"etapes-0-due_on": "hier"}).status_code == 422
    desk.post(page + "etapes/", sent | {"etapes-0-done_on": "2026-08-30"})
    assert Jalon.objects.get().title == "Plans"
    assert projet.equipement.evenements.filter(public_text="Étape faite : Plans.").exists()
