"""At closing the ballots are counted, paper joined; winners become facilities; anybody finds the same from the file."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carto.fiches.models import Evenement, Lien, LienKind, What
from projets.budgets.actions import cast, enter_paper, settle, settle_due
from projets.budgets.balloting import read_papers
from projets.budgets.models import BudgetParticipatif, Jalon, Origin
from projets.equipements.models import Cout, Equipement
from tests.people import alice, charlie, hugo
from tests.projets.budgets.samples import ballot_of, end, make_budget, make_enveloppe, make_projet
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db


def _voted() -> BudgetParticipatif:
    """Two ballots on the web, three on paper: A2 has five voices, A1 three, A3 one."""
    budget = make_budget()
    first, _second, _third = ballot_of(budget)
    first.origin, first.fiche = Origin.RESIDENTS, make_idee()
    first.save()
    enveloppe = budget.enveloppes.get()
    for person, codes in ((alice(), "A1 A2"), (charlie(), "A2")):
        cast(budget, {enveloppe: dict.fromkeys(codes.split(), 1)}, person=person)
    papers = read_papers(budget, "A2 A1\n\nA1, a2\nA2;A3\n")
    enter_paper(budget, "P-1", "Marché", papers, person=hugo(), role="facilitator")
    return end(budget)


def test_the_count_comes_by_the_clock_once_and_tells_each_step(client: Client) -> None:
    budget = _voted()
    shown = client.get(budget.get_absolute_url() + "resultats/").content.decode().replace("\u00a0", " ")
    assert "5 bulletins, 30 000 € : 27 000 € pour les projets retenus, il reste 3 000 €." in shown
    assert "Il restait 3 000 €, il fallait 8 000 € : pas assez." in shown
    assert "proposé par des habitants" in shown and "Étapes à venir" in shown
    assert settle_due() == 0
    again = client.get(budget.get_absolute_url() + "resultats/?recompter=1").content.decode()
    assert "ce sont les mêmes projets" in again
    assert Equipement.objects.count() == 2


def test_a_winner_is_a_planned_facility_with_the_voted_cost_and_its_idea_is_told() -> None:
    budget = _voted()
    settle(budget)
    winner = Equipement.objects.get(title="Projet A1")
    assert (winner.status, winner.stage) == ("planned", "new")
    cout = winner.couts.get()
    assert (cout.kind, cout.purpose, cout.amount, cout.basis) == (
        Cout.Kind.VOTED,
        Cout.Purpose.EQUIPMENT,
        12_000,
        "ttc",
    )
    lien = Lien.objects.get(kind=LienKind.FUNDS)
    assert (lien.source_id, lien.role) == (winner.pk, "system")
    idee = make_idee().__class__.objects.get(pk=lien.target_id)
    assert idee.status == "chosen"
    assert Evenement.objects.filter(fiche=idee, what=What.FUNDED, actor_role="system").count() == 1
    assert "Le Centre choisit" in Evenement.objects.get(fiche=winner, what=What.FUNDED).public_text


def test_its_page_and_that_of_its_idea_tell_the_vote_and_the_milestones(client: Client) -> None:
    budget = _voted()
    settle(budget)
    winner = Equipement.objects.get(title="Projet A1")
    Jalon.objects.create(projet=winner.projet, title="Plans", due_on="2020-01-01")
    shown = client.get(winner.get_absolute_url()).content.decode()
    assert "Choisi par un vote" in shown and "Le Centre choisit" in shown and "pas encore faite" in shown
    assert "la finance" in client.get(winner.projet.fiche.get_absolute_url()).content.decode()


def test_the_ballot_file_gives_the_same_winners_to_anybody(client: Client, tmp_path: Path) -> None:
    budget = _voted()
    settle(budget)
    page = client.get(f"{budget.get_absolute_url()}resultats/bulletins-{budget.enveloppes.get().pk}.pb")
    path, told = tmp_path / "bulletins.pb", StringIO()
    path.write_bytes(page.content)
    assert "alice" not in page.content.decode() and "P-1" not in page.content.decode()
    call_command("recount", str(path), stdout=told)
    assert "✓   1 A2" in told.getvalue() and "Ce sont les gagnants que le fichier annonce." in told.getvalue()
    path.write_text(page.content.decode().replace("Projet A3,0", "x").replace(";Projet A3;0;", ";Projet A3;1;"))
    with pytest.raises(CommandError, match="pas les gagnants"):
        call_command("recount", str(path), stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("recount", str(tmp_path / "absent.pb"), stdout=StringIO())


def test_moving_money_shows_what_would_change_and_stores_nothing(client: Client) -> None:
    budget = make_budget()
    ballot_of(budget)
    enveloppe = budget.enveloppes.get()
    other = make_enveloppe(budget, "Petits projets", 10_000)
    make_projet(other, "B1", 9_000)
    cast(budget, {enveloppe: {"A2": 1, "A1": 1}, other: {"B1": 1}}, person=alice())
    cast(budget, {enveloppe: {"A2": 1, "A3": 1}}, person=charlie())
    end(budget)
    settle(budget)
    address = budget.get_absolute_url() + "simuler/"
    assert client.get(address).status_code == 200
    shown = client.get(address, {"montant": "7000", "de": other.pk, "vers": enveloppe.pk}).content.decode()
    assert "Serait retenu en plus" in shown and "Projet A1" in shown
    assert "Ne serait plus retenu" in shown and "Projet B1" in shown
    assert client.get(address, {"montant": "7000"}).status_code == 422
    assert client.get(address, {"montant": "99999", "de": other.pk, "vers": enveloppe.pk}).status_code == 422
    assert client.get(address, {"montant": "<b>", "de": "x", "vers": "-1"}).status_code == 422
    assert budget.enveloppes.get(pk=other.pk).amount == 10_000


def test_the_pages_ask_as_many_questions_whatever_there_is(client: Client) -> None:
    budget = _voted()
    settle(budget)

    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = ("/budgets-participatifs/", budget.get_absolute_url(), budget.get_absolute_url() + "resultats/")
    before = [asked(address) for address in addresses]
    enveloppe = budget.enveloppes.get()
    for rank in range(4, 10):
        make_projet(enveloppe, f"A{rank}", won=False)
    make_budget(slug="autre")
    assert [asked(address) for address in addresses] == before
