"""Ideas that meet, in browsers: what exists is shown, branches are read, a merge is refused, then agreed and undone."""

from collections.abc import Callable

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect

from carto.comptes.models import User
from carto.fiches.actions import digest
from carto.fiches.models import SecretLink, Visibility
from projets.idees.fusions.actions import propose
from projets.idees.fusions.branches import branch
from projets.idees.fusions.rights import Hand
from projets.idees.models import Idee
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations, wait_ready
from tests.people import alice
from tests.places import COURS_DES_50_OTAGES
from tests.projets.samples import load_palette, make_idee

HERE = f"/proposer/?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"
SECRET = "s" * 43
pytestmark = pytest.mark.usefixtures("live_server", "transactional_db")


def east(metres: float) -> Point:
    """So many metres from the Cours des 50 Otages."""
    return Point(COURS_DES_50_OTAGES.x + metres / 75_600, COURS_DES_50_OTAGES.y, srid=4326)


def stored(idee: Idee) -> Idee:
    """As the database has it now."""
    return Idee.objects.get(pk=idee.pk)


def two_ideas() -> tuple[User, Idee, Idee]:
    """Alice, the bench that she signed, and one of somebody who has a secret link alone."""
    person = alice()
    named = make_idee(title="Un banc ici", author=person)
    anonymous = make_idee(east(15), title="De quoi s’asseoir")
    SecretLink.objects.create(fiche=anonymous, digest=digest(SECRET))
    return person, stored(named), stored(anonymous)


def test_what_exists_is_amended_in_one_gesture_and_the_tree_is_read(phone_page: Page) -> None:
    load_palette()
    there = stored(make_idee(east(10), title="Un banc près du tram", text="Pour attendre sans fatigue."))
    phone_page.goto(f"{HERE}&autocollant=banc")
    wait_ready(phone_page)
    expect(phone_page.get_by_role("heading", name="C’est peut-être déjà sur la carte")).to_be_visible()
    assert violations(phone_page) == []
    phone_page.get_by_role("button", name="J’y ajoute quelque chose").tap()
    expect(phone_page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    change = Idee.objects.latest("pk")
    assert change.amendement.target == there
    branch(make_idee(east(40), title="Un muret où s’asseoir"), there, alternative=True)
    phone_page.goto(there.get_absolute_url())
    wait_ready(phone_page)
    expect(phone_page.get_by_role("heading", name="Ses branches")).to_be_visible()
    assert violations(phone_page) == []
    phone_page.get_by_role("link", name="Voir ces branches sur la carte").tap()
    wait_ready(phone_page)
    expect(phone_page.locator(".maplibregl-marker.rank")).to_have_count(3)
    assert violations(phone_page) == []
    phone_page.get_by_role("link", name="Comparer mot à mot").first.tap()
    expect(phone_page.get_by_role("heading", name="Deux idées côte à côte")).to_be_visible()
    assert violations(phone_page) == []


def test_the_branches_of_an_opened_idea_are_drawn_on_the_large_map(page: Page) -> None:
    there = stored(make_idee(east(10), title="Un banc près du tram"))
    branch(stored(make_idee(east(60), title="Deux bancs face à face")), there, alternative=False)
    wall = stored(make_idee(east(110), title="Un muret où s’asseoir"))
    branch(wall, there, alternative=True)
    page.goto(f"/?fiche={there.uuid}")
    wait_ready(page)
    marks, lines = page.locator(".maplibregl-marker.rank"), page.locator(".drawer [data-branch]")
    expect(marks).to_have_text(["1", "2", "3"])
    expect(lines).to_have_count(3)
    page.wait_for_function(
        "() => [...document.querySelectorAll('.maplibregl-marker.rank')].every((mark) =>"
        " mark.getBoundingClientRect().right < document.querySelector('.drawer').getBoundingClientRect().left)"
    )  # none is under the card
    tied = "document.getElementById('carte').map.getSource('branches').serialize().data.features.length"
    assert page.evaluate(tied) == 2
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    wait_ready(page)
    expect(marks).to_have_count(3)
    # By keyboard a line of the card opens the card of that branch, by the mouse its number does.
    page.locator(".drawer").get_by_role("link", name="Un muret où s’asseoir").press("Enter")
    expect(page.locator(".drawer h2")).to_have_text("Un muret où s’asseoir")
    expect(page.locator(".maplibregl-marker.rank[data-here]")).to_have_text("3")
    marks.nth(1).click()
    expect(page.locator(".drawer h2")).to_have_text("Deux bancs face à face")
    page.keyboard.press("Escape")
    expect(marks).to_have_count(0)
    assert page.evaluate(tied) == 0


def test_one_of_two_says_no_then_both_agree_and_it_is_undone(page: Page, new_page: Callable[..., Page]) -> None:
    person, named, anonymous = two_ideas()
    third = stored(make_idee(east(25), title="Un siège au soleil", author=person))
    phone = new_page(viewport={"width": 390, "height": 844})
    sign_in(page, person)

    # Alice says that they are one; the other author, by the secret link, prefers not.
    page.goto(f"{named.get_absolute_url()}reunir/")
    page.get_by_label("De quoi s’asseoir").check()
    page.get_by_label("Pourquoi ?").fill("Le même besoin, à quinze mètres")
    assert violations(page) == []
    page.get_by_role("button", name="Demander à leurs auteurs").click()
    expect(page.get_by_text("Son auteur est consulté.")).to_be_visible()
    assert violations(page) == []
    phone.goto(f"/suivre/{SECRET}/")
    expect(phone.get_by_role("heading", name="Ces idées n’en feraient qu’une")).to_be_visible()
    assert violations(phone) == []
    phone.get_by_role("button", name="Non, je préfère la garder à part").click()
    expect(phone.get_by_text("C’est noté : les idées restent séparées.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("elles restent séparées", exact=True)).to_be_visible()
    assert stored(anonymous).visibility == Visibility.PUBLIC

    # Somebody else sees that another two are one; this time each says yes, in a browser of their own.
    propose(third, [anonymous], "Deux sièges, un seul coin", hand=Hand())
    page.goto(third.get_absolute_url())
    page.get_by_role("link", name="Lire, et répondre").click()
    page.get_by_role("button", name="Oui, réunissons-les").click()
    expect(page.get_by_text("il reste d’autres auteurs à entendre")).to_be_visible()
    phone.reload()
    phone.get_by_role("button", name="Oui, réunissons-les").click()
    expect(phone.get_by_text("C’est fait : les idées sont réunies.")).to_be_visible()
    assert stored(anonymous).visibility == Visibility.JOINED
    page.goto(anonymous.get_absolute_url())
    expect(page.get_by_text("cette idée est réunie à")).to_be_visible()
    assert violations(page) == []

    # She changes her mind: everything is as before.
    phone.get_by_role("button", name="Défaire la réunion").click()
    expect(phone.get_by_text("C’est défait")).to_be_visible()
    assert (stored(anonymous).visibility, stored(third).visibility) == (Visibility.PUBLIC, Visibility.PUBLIC)
    page.reload()
    expect(page.get_by_text("La réunion est défaite").first).to_be_visible()
