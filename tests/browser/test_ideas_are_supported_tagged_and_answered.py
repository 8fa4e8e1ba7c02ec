"""On a phone: an idea with its supports, tags, question and promised answer; axe-core finds nothing on any page."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from carto.comptes.groupes.actions import declare
from carto.comptes.models import Role, RoleName
from carto.fiches.models import Commentaire, Soutien
from carto.fiches.tags.actions import merge, put_tags
from carto.fiches.tags.words import read_words
from projets.idees.models import Idee
from tests.browser.samples import make_idee
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.people import alice, gwenola

PAGES = (
    "/idees/", "/idees/reponses/services/", "/idees/qui-parle/", "/groupes/", "/groupes/les-cyclistes/", "/etiquettes/",
    "/etiquettes/ombre/", "/etiquettes/registre/",
)  # fmt: skip


def a_late_idea() -> Idee:
    """Tagged, supported by a group, asked about, and four days late."""
    planner = gwenola()
    service = planner.roles.get().service
    idee = make_idee(service=service, answer_due_at=timezone.now() - timedelta(days=4), text="Pour souffler un peu.")
    put_tags(idee, read_words("ombre, été, aînés"))
    other = make_idee(title="Des arbres")
    put_tags(other, read_words("ombres"))
    tags = {
        bearing.etiquette.slug: bearing.etiquette for bearing in (*idee.etiquetages.all(), *other.etiquetages.all())
    }
    merge(tags["ombres"], tags["ombre"], reason="Le même mot au pluriel.", by=planner)
    person = alice()
    declare("Les cyclistes", "association", "Des rues calmes pour tout le monde.", person=person)
    Soutien.objects.create(fiche=idee, kind="too", person=person)
    Commentaire.objects.create(
        fiche=idee, kind="question", text="Qui l’entretiendra ?", due_at=timezone.now() + timedelta(days=12)
    )
    return idee


def test_an_idea_tells_its_supports_its_tags_its_question_and_its_answer(phone_page: Page) -> None:
    idee = a_late_idea()
    phone_page.goto(idee.get_absolute_url())
    expect(phone_page.get_by_role("heading", name="2 personnes aimeraient la voir ici")).to_be_visible()
    expect(phone_page.get_by_text("En retard de 4 jours", exact=True)).to_be_visible()
    expect(phone_page.get_by_text("Réponse promise pour le")).to_be_visible()
    phone_page.get_by_text("Comment c’est compté").click()
    assert violations(phone_page) == []
    phone_page.get_by_role("link", name="ombre", exact=True).click()
    expect(phone_page.get_by_role("heading", name="# ombre")).to_be_visible()
    expect(phone_page.get_by_text("2 fiches")).to_be_visible()
    for address in PAGES:
        phone_page.goto(address)
        assert violations(phone_page) == [], address


def test_a_planner_answers_from_their_queue(page: Page) -> None:
    idee = a_late_idea()
    planner = Role.objects.get(name=RoleName.AGENT).user
    sign_in(page, planner)
    page.goto("/")
    page.goto("/compte/")
    page.get_by_role("link", name="Idées qui attendent votre réponse").click()
    assert violations(page) == []
    page.get_by_role("link", name=idee.title).click()
    assert violations(page) == []
    page.get_by_label("Votre réponse, et pourquoi").fill("Oui : au printemps, à l’ombre du platane.")
    page.get_by_label("Retenue").check()
    page.get_by_role("button", name="Répondre", exact=True).click()
    expect(page.get_by_text("a répondu le")).to_be_visible()


def test_tags_are_suggested_while_one_types(phone_page: Page) -> None:
    a_late_idea()
    phone_page.goto("/proposer/")
    phone_page.get_by_text("Ajouter des mots, une photo").click()
    field = phone_page.get_by_label("Vos étiquettes")
    field.press_sequentially("soleil, ét")
    phone_page.get_by_role("button", name="été").click()
    expect(field).to_have_value("soleil, été, ")
