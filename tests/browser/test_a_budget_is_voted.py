"""Alice votes on her phone, the vote closes, everybody sees who won and why; axe finds nothing to say."""

import pytest
from playwright.sync_api import Page, expect

from projets.budgets.actions import cast
from projets.budgets.models import Bulletin
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.people import alice, charlie, hugo
from tests.projets.budgets.samples import ballot_of, end, make_budget

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_votes_on_a_phone_and_sees_the_result_after_closing(phone_page: Page, plain_page: Page) -> None:
    budget = make_budget()
    ballot_of(budget)
    sign_in(phone_page, alice())
    phone_page.goto("/budgets-participatifs/")
    assert violations(phone_page) == []
    phone_page.get_by_role("link", name="Le Centre choisit").tap()
    expect(phone_page.get_by_role("link", name="A2, Projet A2")).to_be_attached()
    assert violations(phone_page) == []
    phone_page.get_by_role("link", name="Voter", exact=True).tap()
    remains = phone_page.locator(".remains")
    expect(remains).to_contain_text("Il reste 30 000 €")
    for title in ("Projet A1", "Projet A2", "Projet A3"):
        phone_page.get_by_label(title).check()
    expect(remains).to_contain_text("C’est trop, de 5 000 €")
    assert violations(phone_page) == []
    phone_page.get_by_role("button", name="Relire mon bulletin").tap()
    expect(phone_page.get_by_role("alert")).to_contain_text("c’est 5 000 € de trop")
    assert violations(phone_page) == []
    phone_page.get_by_label("Projet A3").uncheck()
    phone_page.get_by_role("button", name="Relire mon bulletin").tap()
    expect(phone_page.get_by_text("il reste 3 000 €")).to_be_visible()
    assert violations(phone_page) == []
    phone_page.get_by_role("button", name="Voter", exact=True).tap()
    expect(phone_page.get_by_role("heading", name="Merci, vous avez voté.")).to_be_visible()
    assert Bulletin.objects.get().choices == {"A1": 1, "A2": 1}

    cast(budget, {budget.enveloppes.get(): {"A3": 1}}, person=charlie())
    end(budget)
    plain_page.goto(budget.get_absolute_url())
    plain_page.get_by_role("link", name="Voir les résultats").click()
    expect(plain_page.get_by_text("pas assez.")).to_be_visible()
    plain_page.get_by_role("link", name="Recompter maintenant").click()
    expect(plain_page.get_by_text("ce sont les mêmes projets")).to_be_visible()
    phone_page.goto(budget.get_absolute_url() + "resultats/")
    assert violations(phone_page) == []
    phone_page.get_by_role("link", name="Et si on déplaçait 10 000 € ?").tap()
    phone_page.get_by_label("Donné à").select_option(label="Centre-Ville")
    phone_page.get_by_role("button", name="Voir ce qui change").tap()
    expect(phone_page.get_by_text("Serait retenu en plus")).to_be_visible()
    assert violations(phone_page) == []


def test_the_desk_is_clean(page: Page) -> None:
    budget = make_budget()
    first, *_others = ballot_of(budget)
    make_budget(slug="brouillon", title="Un brouillon", published=False)
    sign_in(page, hugo())
    draft, voted = ("brouillon/", "brouillon/projets/nouveau/"), ("centre/", "centre/papier/")
    for address in ("", "nouveau/", *draft, *voted, f"centre/projets/{first.pk}/"):
        page.goto(f"/budgets-participatifs/animer/{address}")
        assert violations(page) == [], address
