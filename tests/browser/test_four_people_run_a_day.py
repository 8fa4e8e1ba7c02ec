"""A whole day of the road services: sixty reports by four doors, four people at work, and figures that add up.

Bob is an agent of the roads, Émile goes out with their crew, Farida regulates, Gwenola studies streets. What the public
figures say in the evening is compared with what was noted by hand all day long (`Pencil`).
"""

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.gis.geos import LineString, MultiLineString, Point
from playwright.sync_api import Page, expect

from carto.comptes.models import Crew, Service, User
from carto.territoires.models import Level, Rue
from signalements.bulk.working import take_step
from signalements.figures import columns
from signalements.models import Bulk, Signalement, Tournee
from tests.browser.conftest import PHONE
from tests.browser.day import DECLINED, Pencil, answer, by_file, by_open311, by_phone, by_web, found, spot
from tests.browser.signing_in import sign_in
from tests.factories import make_territoire
from tests.people import alice, bob, emile, farida, gwenola
from tests.places import CHATEAU, COURS_DES_50_OTAGES
from tests.signalements.desk.samples import case
from tests.signalements.open311.samples import make_key
from tests.signalements.routing.samples import content
from tests.signalements.samples import photo, tomorrow

FURTHER_UP = Point(-1.5559, 47.2184, srid=4326)
FIGURES = "/signalements/chiffres"
WORKS = "Nous refaisons la rue entière."


@dataclass
class Day:
    """Who is at work, each before a browser of their own, and what is noted by hand."""

    pages: Callable[..., Page]
    folder: Path
    people: dict[str, User]
    opened: dict[str, Page] = field(default_factory=dict)
    pencil: Pencil = field(default_factory=Pencil)
    links: dict[str, str] = field(default_factory=dict)  # secret ones, by number

    def of(self, name: str) -> Page:
        """The browser of somebody of the service, or of a resident when nobody goes by that name."""
        if name not in self.opened:
            phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if name == "emile" else {}
            self.opened[name] = self.pages(**phone)
            if name in self.people:
                sign_in(self.opened[name], self.people[name])
        return self.opened[name]


@pytest.fixture
def day(live_server: object, transactional_db: None, new_page: Callable[..., Page], tmp_path: Path) -> Day:
    """The city in the morning: a quartier, its commune, a street, services without a rule."""
    columns.forget()
    content()
    make_territoire(CHATEAU, half=0.02, code="1", name="Centre-Ville")
    make_territoire(CHATEAU, Level.COMMUNE, half=0.03, code="44109", name="Nantes")
    line = LineString((-1.5565, 47.2150), (-1.5556, 47.2198))
    Rue.objects.create(code="otages", name="Cours des 50 Otages", geom=MultiLineString(line, srid=4326))
    people = {
        "alice": alice(),
        "bob": bob(),
        "emile": emile(crew=Crew.objects.get(code="voirie-centre")),
        "farida": farida(),
        "gwenola": gwenola(Service.objects.get(code="etudes")),
    }
    EmailAddress.objects.create(user=people["alice"], email="alice@exemple.fr", verified=True, primary=True)
    return Day(new_page, tmp_path, people)


def test_four_people_run_a_day_and_the_figures_match_a_hand_count(day: Day) -> None:
    a_rule_is_written(day)
    sixty_reports_arrive(day)
    one_is_not_for_us(day)
    one_is_asked_about(day)
    four_are_put_on_a_round(day)
    the_crew_goes_out(day)
    a_street_is_studied(day)
    two_are_contested(day)
    many_are_changed_at_once(day)
    the_last_ones_are_answered(day)
    the_figures_match(day)


def a_rule_is_written(day: Day) -> None:
    page = day.of("farida")
    page.goto("/bureau/regles/nouvelle/")
    page.get_by_label("Nom").fill("Panneaux à la voirie")
    page.locator("summary", has_text="Se déplacer").click()
    page.get_by_label("Panneau abîmé, tourné ou manquant").check()
    page.get_by_label("Service", exact=True).select_option("voirie")
    page.get_by_role("button", name="Essayer sur les derniers signalements").click()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("C’est enregistré").wait_for()


def sixty_reports_arrive(day: Day) -> None:
    """Twenty-two by a program, thirty-two from a file, four by the form, two by phone."""
    resident, pencil, key = day.of("resident"), day.pencil, make_key()
    codes = ["trou-chaussee"] * 9 + ["rue-sale"] * 7 + ["egout-bouche"] * 6
    for rank, code in enumerate(codes):
        by_open311(resident, pencil, key, code, spot(rank), f"Vu en passant, {rank}")
    words = [("trou", "trou-chaussee")] * 14 + [("panneau", "panneau")] * 10 + [("lampe", "lampadaire-eteint")] * 8
    by_file(day.folder, pencil, [(*each, spot(22 + rank)) for rank, each in enumerate(words)], days_ago=3)
    asked_for = (
        ("trottoir-abime", COURS_DES_50_OTAGES, "Les dalles bougent.", "permanent"),
        ("marquage-efface", FURTHER_UP, "On ne voit plus rien.", "fréquent"),
        ("trou-chaussee", spot(54), "Trou profond.", ""),
        ("passage-difficile", spot(55), "Une marche.", ""),
    )
    for code, place, text, often in asked_for:
        number, link = by_web(resident, pencil, code, place, text, often)
        day.links[number] = link
    by_phone(day.of("bob"), pencil, "mobilier-casse", spot(56), "Banc cassé.")
    by_phone(day.of("bob"), pencil, "plaque-mal-fixee", spot(57), "Elle claque.")
    doors = Counter(Signalement.objects.filter(visibility="public").values_list("origin", flat=True))
    assert doors == {"api": 22, "import": 32, "web": 4, "phone": 2}
    assert len(pencil.reports) == 60
    assert {found(number).service.code for number in pencil.numbers("panneau")} == {"voirie"}, "the rule's, not theirs"


def one_is_not_for_us(day: Day) -> None:
    """The bench stands in a garden: Bob sends it back, Farida knows whose it is."""
    number, page = day.pencil.numbers("mobilier-casse")[0], day.of("bob")
    page.goto(f"/bureau/?q={number}")
    page.locator("[data-rows]").get_by_role("link").first.click()
    page.locator("summary", has_text="Ce n’est pas pour nous").click()
    page.get_by_label("Pourquoi, et pour qui peut-être").fill("C’est dans le jardin.")
    page.get_by_role("button", name="Renvoyer à la régulation").click()
    page.get_by_text("La régulation l’a reçu").wait_for()
    regulator = day.of("farida")
    regulator.goto("/bureau/regles/renvois/")
    expect(regulator.locator(".returned")).to_contain_text("C’est dans le jardin.")
    regulator.get_by_label("Service", exact=True).select_option("espaces-verts")
    regulator.get_by_label("Pourquoi à eux").fill("Le banc est à vous.")
    regulator.get_by_role("button", name="Confier").click()
    regulator.get_by_text("C’est confié à : Nature et jardins").wait_for()
    assert found(number).service.code == "espaces-verts"


def one_is_asked_about(day: Day) -> None:
    number = day.pencil.numbers("passage-difficile")[0]
    answer(day.of("bob"), number, "waiting", "De quel côté de la rue ?")
    resident = day.of("resident")
    resident.goto(day.links[number])
    resident.get_by_label("Votre réponse").fill("Du côté du tram.")
    resident.get_by_role("button", name="Répondre").click()
    expect(resident.locator(".timeline")).to_contain_text("Du côté du tram.")
    page = day.of("bob")
    page.goto(case(found(number)))
    expect(page.locator("article")).to_contain_text("Du côté du tram.")
    answer(page, number, "planned", day=tomorrow())


def on_the_round(day: Day) -> list[str]:
    """One of each door: the form, the phone, the program, the file."""
    holes = day.pencil.numbers("trou-chaussee")
    return [holes[-1], day.pencil.numbers("plaque-mal-fixee")[0], holes[0], holes[9]]


def four_are_put_on_a_round(day: Day) -> None:
    page = day.of("bob")
    page.goto("/bureau/")
    for number in on_the_round(day):
        page.get_by_label(f"Choisir {number}").check()
    page.get_by_role("button", name="Mettre dans une tournée").click()
    page.get_by_label("Équipe").select_option(label="Voirie centre (Voirie)")
    page.get_by_role("button", name="Ordonner le long des rues").click()
    page.get_by_text("C’est prêt").wait_for()
    expect(page.locator("[data-settled]")).to_have_text("0 sur 4")


def the_crew_goes_out(day: Day) -> None:
    """Three are mended, with a photo; the one that was sent by the form is not found."""
    phone, (lost, *mended) = day.of("emile"), on_the_round(day)
    picture = day.folder / "apres.jpg"
    picture.write_bytes(photo(side=80).read())
    phone.goto("/bureau/tournees/")
    phone.get_by_role("link", name=Tournee.objects.get().name).click()
    for number in mended:
        stop = phone.locator(".stop", has_text=number)
        stop.locator("summary", has_text="Fait").click()
        stop.get_by_label("Photos après").set_input_files(picture)
        stop.get_by_role("button", name="C’est fait").click()
        expect(stop.locator("[data-said]")).to_have_text("Fait")
    stop = phone.locator(".stop", has_text=lost)
    stop.locator("summary", has_text="Rien trouvé").click()
    stop.get_by_role("button", name="Rien trouvé sur place").click()
    expect(phone.locator("[data-settled]")).to_have_text("4 sur 4")
    day.pencil.closed(lost, *mended)


def a_street_is_studied(day: Day) -> None:
    """While the phone still holds the crew's gestures, which may be taken back for a moment."""
    page, resident, pencil = day.of("gwenola"), day.of("resident"), day.pencil
    page.goto("/bureau/etudes/")
    page.get_by_role("link", name="Cours des 50 Otages").click()
    page.get_by_label("Travaux prévus").check()
    page.get_by_label("Travaux à partir du").fill(tomorrow().isoformat())
    page.get_by_label("Ce que chacun lira").fill(WORKS)
    page.get_by_role("button", name="Dire à chacun").click()
    page.get_by_text("C’est dit sur chacun des 2 signalements.").wait_for()
    for code in ("trottoir-abime", "marquage-efface"):
        resident.goto(day.links[pencil.numbers(code)[0]])
        expect(resident.locator(".timeline")).to_contain_text(WORKS)
    phone = day.of("emile")
    expect(phone.locator("[data-queue]")).to_have_text("")
    phone.reload()
    phone.get_by_text("Tout est noté.").wait_for()
    assert {found(number).photos.count() for number in on_the_round(day)[1:]} == {1}


def two_are_contested(day: Day) -> None:
    """Whoever sent the one that nobody found has found it; Alice, who follows another, has looked again."""
    lost, _plate, followed, _other = on_the_round(day)
    resident = day.of("resident")
    resident.goto(day.links[lost])
    resident.get_by_role("button", name="Ce n’est pas réparé").click()
    expect(resident.get_by_role("status")).to_contain_text("C’est rouvert")
    follower = day.of("alice")
    follower.goto(found(followed).get_absolute_url())
    follower.get_by_role("button", name="Me prévenir par e-mail").click()
    follower.wait_for_url("**/abonnements/**")
    follower.goto(found(followed).get_absolute_url())
    follower.get_by_role("button", name="Ce n’est pas réparé").click()
    expect(follower.get_by_role("status")).to_contain_text("C’est rouvert")
    for number in (lost, followed):
        day.pencil.contested(number)


def many_are_changed_at_once(day: Day) -> None:
    """All the signs, by mistake, and back; then ten holes that really are mended."""
    page = day.of("bob")
    page.goto("/bureau/?categories=panneau")
    page.get_by_role("link", name="Traiter toute cette vue").click()
    _close_them(day, 10)
    page.get_by_role("button", name="Tout annuler").click()
    page.get_by_role("heading", name="L’annulation avance").wait_for()
    take_step(Bulk.objects.latest("pk"), day.people["bob"])
    page.get_by_role("heading", name="C’est annulé").wait_for()
    holes = day.pencil.numbers("trou-chaussee")[10:20]
    page.goto("/bureau/?categories=trou-chaussee")
    for number in holes:
        page.get_by_label(f"Choisir {number}").check()
    page.get_by_role("button", name="Traiter ensemble").click()
    _close_them(day, len(holes))
    day.pencil.closed(*holes)


def _close_them(day: Day, many: int) -> None:
    page = day.of("bob")
    page.get_by_role("button", name="Changer l’état").click()
    page.get_by_label("Où en est-on ?").select_option("treated")
    page.get_by_label("Pour clore").select_option("mended")
    page.get_by_role("button", name="Voir ce que cela fera").click()
    page.get_by_role("heading", name=f"{many} signalements changeront").wait_for()
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_role("heading", name="Cela avance").wait_for()
    take_step(Bulk.objects.latest("pk"), day.people["bob"])
    page.get_by_role("heading", name="C’est fait").wait_for()


def the_last_ones_are_answered(day: Day) -> None:
    """What was reopened is mended for good; one hole is not the city's."""
    page, again = day.of("bob"), on_the_round(day)[2]
    answer(page, again, "treated", "Nous y sommes retournés.", closing="mended")
    day.pencil.closed(again)
    elsewhere = day.pencil.numbers("trou-chaussee")[1]
    answer(page, elsewhere, "declined", "Ce parking est privé.", closing="private")
    day.pencil.closed(elsewhere, state=DECLINED)


def the_figures_match(day: Day) -> None:
    page, pencil = day.of("alice"), day.pencil
    count = pencil.count()
    assert count["signales"] == 60 == count["traites"] + count["en_cours"] + count["non_retenus"]
    told = page.request.get(f"{FIGURES}.json").json()
    assert {name: told["ensemble"][name] for name in count} == count
    assert told["ensemble"]["delai_median_jours"] == pencil.usual_delay()
    by_category = {one["code"]: {name: one[name] for name in count} for one in told["categories"]}
    assert by_category == {code: pencil.count(code) for code in {each.code for each in pencil.reports.values()}}
    rows = list(csv.DictReader(io.StringIO(page.request.get(f"{FIGURES}.csv").text())))
    kept = {row["numero"]: (row["etat"] in ("treated", "declined") and row["etat"], row["rouvert"]) for row in rows}
    assert kept == {number: (each.state or False, str(int(each.reopened))) for number, each in pencil.reports.items()}
    page.goto(f"{FIGURES}/")
    said = "60 signalements.", "Traités : {traites} (", "; en cours : {en_cours} ; non retenus : {non_retenus}."
    for words in (*said, "de ceux qui ont été clos ({clos_une_fois})."):
        expect(page.locator(".lead")).to_contain_text(words.format(**count))
