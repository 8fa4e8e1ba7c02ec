"""A binned idea is read with its reason; its author asks for a jury; five residents answer; all of it is told."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from carto.comptes.models import User
from carto.fiches.models import Acte, Jury, Rule, Volontaire
from carto.fiches.moderation import actions
from projets.idees.models import Idee
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.fiches.moderation.samples import emma, farid
from tests.people import alice
from tests.projets.samples import load_palette, make_idee

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def contested(transactional_db: None) -> Acte:
    """Alice's idea was binned, she answered, the decision was upheld; six people have offered to be drawn."""
    idee = make_idee(title="Un marché aux vérandas", text="Des vérandas à moitié prix.", author=alice())
    acte = actions.set_aside(idee, by=emma(), rule=Rule.ADVERT, reason="Le texte vend des vérandas.")
    actions.reply(acte, "C’est un vrai marché, avec des artisans d’ici.")
    actions.settle(acte, by=farid(), outcome="upheld", text="Cela reste une réclame.", shown=True)
    for n in range(6):
        Volontaire.objects.create(person=User.objects.create_user(f"v{n}@exemple.fr"))
    return acte


def test_a_binned_idea_is_read_with_its_reason_and_a_jury_gives_its_verdict(
    new_page: Callable[..., Page], contested: Acte
) -> None:
    page = new_page(**PHONE)
    sign_in(page, contested.fiche.author)
    page.goto(contested.fiche.get_absolute_url())
    expect(page.get_by_text("Le texte vend des vérandas.")).to_be_visible()
    expect(page.get_by_text("Des vérandas à moitié prix.")).to_be_visible()
    assert violations(page) == []
    page.goto(f"/decisions/{contested.pk}/repondre/")
    page.get_by_role("button", name="Demander un jury d’habitants").tap()
    expect(page.get_by_text("Le sort a désigné cinq habitants.")).to_be_visible()
    page.get_by_text("Refaire le tirage au sort").tap()
    jury = Jury.objects.get()
    expect(page.get_by_text(jury.seed)).to_be_visible()
    assert violations(page) == []
    for jure in jury.jures.all()[:5]:
        juror = new_page(**PHONE, java_script_enabled=jure.rank > 1)  # the first of them has no JavaScript
        sign_in(juror, jure.person)
        juror.goto("/compte/")
        juror.get_by_role("link", name="Le sort vous a désigné").tap()
        expect(juror.get_by_role("heading", name="Le sort vous a désigné")).to_be_visible()
        if jure.rank == 2:
            assert violations(juror) == []
        juror.get_by_label("Annuler : cela pouvait rester").check()
        juror.get_by_label("Pourquoi").fill("Un marché d’artisans n’est pas une réclame.")
        juror.get_by_role("button", name="Donner mon avis").tap()
        expect(juror.get_by_text("Merci. Votre avis compte")).to_be_visible()
    page.reload()
    expect(page.get_by_text("5 pour annuler, 0 pour maintenir.")).to_be_visible()
    page.goto("/registre/")
    expect(page.get_by_text("par un jury d’habitants")).to_be_visible()
    assert violations(page) == []
    page.goto(contested.fiche.get_absolute_url())
    expect(page.get_by_role("heading", name="Un marché aux vérandas")).to_be_visible()


def test_an_idea_is_sent_for_a_day(phone_page: Page, transactional_db: None) -> None:
    load_palette()
    phone_page.goto("/proposer/?autocollant=banc&lon=-1.5567&lat=47.2175")
    expect(phone_page.get_by_text("Votre idée est publiée aussitôt")).to_be_visible()
    phone_page.get_by_text("Pour un temps seulement ?").tap()
    phone_page.get_by_label("Votre idée reste").select_option("24 heures")
    assert violations(phone_page) == []
    phone_page.get_by_role("button", name="Poser mon idée").tap()
    expect(phone_page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    assert Idee.objects.get().expires_at
