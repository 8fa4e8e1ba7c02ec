"""From what the map spots to what is there, and its label: Denise carries, residents choose, Bob answers for the
service, Charlie hears of it by mail, and a stranger reads each step on the public page.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from carto.fiches.voices.actions import Voice
from projets.opportunites.deciding.challenging import join
from projets.opportunites.models import Consultation, Interpellation, Opportunite
from tests.alertes.conftest import postbox, worker
from tests.alertes.postbox import Postbox, Worker, text_of
from tests.browser.signing_in import sign_in
from tests.browser.test_a_referent_opens_a_topic import _fill as fill_sheet
from tests.browser.watching import violations
from tests.people import bob, charlie, denise
from tests.places import CHATEAU
from tests.projets.choosing.samples import at, make_quartier
from tests.projets.referents.samples import in_days, make_candidat
from tests.projets.samples import make_idee

__all__ = ["postbox", "worker"]
PHONE = {"viewport": {"width": 390, "height": 844}}
CHOICE = "/consultations/quelle-ombre-au-chateau/"


class Calendar:
    """What day it is, for everybody who asks Django: the true hour, so many days later."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now, self.ahead = now, timedelta()

    def __call__(self) -> datetime:
        return self.now() + self.ahead


@pytest.fixture
def calendar(live_server: object, transactional_db: None) -> Iterator[Calendar]:
    """Today, until the test says otherwise."""
    calendar = Calendar(timezone.now)
    with patch.object(timezone, "now", calendar):
        yield calendar


class Actors:
    """Who acts, each in a browser of their own; `stranger` has no account and reads."""

    def __init__(self, new_page: Callable[..., Page]) -> None:
        self.quartier = make_quartier()
        self.denise, self.bob, self.charlie = new_page(**PHONE), new_page(), new_page(**PHONE)
        self.stranger = new_page()
        sign_in(self.denise, denise(self.quartier))
        sign_in(self.bob, bob())
        person = charlie()
        person.emailaddress_set.create(email=person.email, verified=True, primary=True)
        sign_in(self.charlie, person)

    @property
    def topic(self) -> Opportunite:
        """The one that Denise carries."""
        return Opportunite.objects.get(title="De l’ombre au château")

    def go(self, page: Page, rest: str = "") -> None:
        """To a page of the topic."""
        page.goto(f"{self.topic.get_absolute_url()}{rest}")

    def reads(self, *said: str, rest: str = "") -> None:
        """The stranger finds these words on a public page, which has nothing that keeps anybody out."""
        self.go(self.stranger, rest)
        for words in said:
            expect(self.stranger.get_by_text(words).first).to_be_visible()
        assert violations(self.stranger) == []


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).press("Enter")


def test_a_topic_lives_its_whole_life(
    new_page: Callable[..., Page], calendar: Calendar, postbox: Postbox, worker: Worker
) -> None:
    who = Actors(new_page)
    make_idee(CHATEAU, title="Un banc à l’ombre")
    make_candidat(who.quartier)
    _is_carried(who)
    _a_resident_puts_a_topic_too(who)
    _is_followed_from_afar(who)
    _opens_once_its_sheet_is_whole(who)
    _is_talked_about(who)
    _is_chosen_with_its_mass(who, calendar)
    _passes_its_gate(who)
    _leaves_a_phase_out_under_a_name(who)
    _is_decided(who)
    _answers_each_author(who)
    worker.work()
    _told_by_mail(postbox)
    _is_questioned_and_answered(who)
    _is_delivered_and_wears_its_label(who)


def _is_carried(who: Actors) -> None:
    page = who.denise
    page.goto("/referent/")
    page.get_by_role("link", name="Porter : Espaces verts · Centre-Ville").press("Enter")
    page.get_by_label("Le sujet, en quelques mots").fill("De l’ombre au château")
    page.get_by_label("La question posée à tout le monde").fill("Où mettre de l’ombre ?")
    page.get_by_label("Pourquoi vous le portez").fill("Douze voisins le disent.")
    press(page, "Porter ce sujet")
    expect(page.get_by_text("Vous portez ce sujet.")).to_be_visible()
    who.reads("Douze voisins le disent.", "Denise R., référent de quartier")


def _a_resident_puts_a_topic_too(who: Actors) -> None:
    page = who.stranger
    page.goto(f"/opportunites/proposer/?lon={CHATEAU.x}&lat={CHATEAU.y}")
    page.locator("[name=title]").fill("Une placette sans voitures")
    page.locator("[name=question]").fill("À qui est la place le soir ?")
    page.locator("[name=theme]").select_option(label="Espaces verts")
    page.locator("[name=scale][value=rue]").check()
    press(page, "Proposer ce sujet")
    page.goto("/opportunites/attendent/")
    expect(page.get_by_text("Une placette sans voitures")).to_be_visible()
    who.denise.goto("/referent/")
    expect(who.denise.get_by_text("Une placette sans voitures").first).to_be_visible()


def _is_followed_from_afar(who: Actors) -> None:
    who.charlie.goto(f"/alertes/lieu/?lieu={who.quartier.code}")
    assert violations(who.charlie) == []
    press(who.charlie, "Me prévenir par e-mail")
    expect(who.charlie.get_by_text("Centre-Ville").first).to_be_visible()


def _opens_once_its_sheet_is_whole(who: Actors) -> None:
    page = who.denise
    who.go(page)
    page.get_by_role("link", name="Écrire la fiche d’ouverture").press("Enter")
    press(page, "Ouvrir le sujet")
    expect(page.get_by_text("Le sujet ne peut pas encore s’ouvrir.")).to_be_visible()
    fill_sheet(page)
    press(page, "Enregistrer")
    expect(page.get_by_text("La fiche est complète.")).to_be_visible()
    page.get_by_label("Ce que l’on dit à tout le monde").fill("On commence par marcher ensemble.")
    press(page, "Ouvrir le sujet")
    expect(page.get_by_text("C’est ouvert : le co-diagnostic commence.")).to_be_visible()
    who.reads("On commence par marcher ensemble.", "Plantations")


def _is_talked_about(who: Actors) -> None:
    page = who.stranger
    who.go(page, "propos/")
    page.get_by_role("link", name="Dire un constat").press("Enter")
    page.locator("[name=text]").fill("À midi, personne ne tient sur les marches.")
    press(page, "Publier")
    who.reads("À midi, personne ne tient sur les marches.", rest="propos/")


def _prepare(page: Page, topic: Opportunite) -> None:
    """The choice, from the draft to its announcement."""
    page.goto(f"/consultations/animer/nouvelle/?sujet={topic.uuid}")
    moment = timezone.localtime()
    for name, days in (("opens_at", 1), ("closes_at", 9), ("counts_at", 9)):
        page.locator(f"[name={name}]").fill((moment + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=title]").fill("Quelle ombre au château ?")
    page.locator("[name=organiser]").fill("Le conseil de quartier")
    page.locator("[name=decides]").fill("Le service suit, ou dit pourquoi.")
    page.locator("[name=quorum]").fill("0.2")
    page.locator("[name=areas]").select_option(label="Centre-Ville")
    page.locator("[name=proofs][value=declared]").check()
    press(page, "Enregistrer")
    for name in ("Des arbres", "Une pergola"):
        page.get_by_role("link", name="Ajouter une possibilité").press("Enter")
        page.locator("[name=name]").fill(name)
        page.locator("[name=meaning]").fill("Ce que c’est.")
        page.locator("[name=consequence]").fill("Moins de places.")
        press(page, "Enregistrer")
    press(page, "Annoncer")
    expect(page.get_by_text("C’est annoncé").first).to_be_visible()


def _vote(page: Page, name: str, born: str, age: str) -> None:
    page.goto(f"{CHOICE}voter/")
    page.get_by_role("group", name="Des arbres").get_by_label("5").check()
    page.get_by_label("Votre âge").select_option(age)
    page.get_by_role("radio", name="sur l’honneur").check()
    page.get_by_role("textbox", name="Prénom et nom").fill(name)
    page.get_by_role("textbox", name="Date de naissance").fill(born)
    press(page, "Relire")


def _is_chosen_with_its_mass(who: Actors, calendar: Calendar) -> None:
    _prepare(who.denise, who.topic)
    calendar.ahead = timedelta(days=2)
    page = who.stranger
    _vote(page, "Zoé Le Goff", "1990-05-04", "15-44")
    press(page, "Envoyer ma voix")
    page.goto(CHOICE)
    expect(page.get_by_text("Il manque surtout :")).to_be_visible()
    _vote(page, "Paul Martin", "1950-01-01", "45+")
    press(page, "Envoyer ma voix")
    page.goto(CHOICE)
    expect(page.get_by_text("La masse demandée est atteinte.")).to_be_visible()
    _vote(page, "Une autre", "1970-01-01", "45+")
    closes = Consultation.objects.get().closes_at
    with at(closes - timedelta(seconds=1)):
        who.denise.goto(CHOICE)
        expect(who.denise.get_by_role("link", name="Donner ma voix")).to_be_visible()
    with at(closes):
        press(page, "Envoyer ma voix")
        expect(page.get_by_role("alert")).to_contain_text("cette voix n’est pas comptée")
    calendar.ahead = timedelta(days=10)
    page.goto(CHOICE)
    page.get_by_role("link", name="Voir le résultat").press("Enter")
    expect(page.locator(".first")).to_contain_text("10 points")


def _passes_its_gate(who: Actors) -> None:
    page = who.denise
    who.go(page, "passage/ecrire/")
    page.locator("[name=summary]").fill("Trois marches, et midi est intenable.")
    page.locator("[name=consultation]").select_option(index=1)
    page.locator("form.sheet button.button").first.press("Enter")
    who.reads("Trois marches, et midi est intenable.", "Les habitants", rest="passage/")
    who.go(who.bob, "passage/service/")
    who.bob.get_by_label("Oui à la suite").check()
    who.bob.locator("[name=said]").fill("Le service est prêt.")
    who.bob.locator("form.sheet button.button").first.press("Enter")
    who.reads("Le service est prêt.", "Le passage est franchi", rest="passage/")
    _moves(who, "expertise", "On demande à qui sait.")
    who.reads("On demande à qui sait.")


def _moves(who: Actors, phase: str, reason: str) -> None:
    who.go(who.denise, "phase/")
    who.denise.locator(f"[name=after][value={phase}]").check()
    who.denise.locator("[name=reason]").fill(reason)
    press(who.denise, "Passer à cette phase")


def _leaves_a_phase_out_under_a_name(who: Actors) -> None:
    _moves(who, "construction", "")
    expect(who.denise.locator("#erreurs")).to_be_visible()
    _moves(who, "construction", "Tout est dit : on dessine.")
    who.reads(
        "Tout est dit : on dessine.", "Phases sautées : contributions.", "Signé : Denise R., référent de quartier."
    )


def _is_decided(who: Actors) -> None:
    page = who.denise
    who.go(page, "decision/annoncer/")
    page.locator("[name=expected_on]").fill(in_days(0))
    page.locator("[name=about]").fill("Planter, ou tendre des toiles.")
    press(page, "Annoncer à tout le monde")
    who.reads("Planter, ou tendre des toiles.", rest="decision/")
    who.go(page, "decision/ecrire/")
    page.locator("[name=text]").fill("Une pergola, et deux arbres.")
    page.locator("[name=inputs]").fill("La consultation et le relevé de chaleur.")
    page.locator("[name=criteria]").fill("L’ombre dès le premier été.")
    page.locator("[name=signatory]").fill("Anne Duval")
    page.locator("[name=signatory_role]").fill("adjointe à l’espace public")
    page.get_by_label("On s’en écarte", exact=True).check()
    page.locator("[name^=decide-]").fill("Une pergola d’abord")
    for rank, reason in enumerate(("L’ombre dès le premier été.", "Dix ans d’attente.")):
        option = page.get_by_role("group", name=f"Option {rank + 1}")
        option.get_by_label("L’option").fill(("Une pergola", "Des arbres seuls")[rank])
        option.get_by_label("Pourquoi").fill(reason)
    page.get_by_role("group", name="Option 1").get_by_label("Retenue", exact=True).check()
    press(page, "Garder, puis relire et prendre")
    page.locator("[name=reason]").fill("Le dessin est fait avec tous.")
    press(page, "Prendre la décision")
    expect(page.locator("#erreurs")).to_be_visible()  # it departs from what was chosen, and does not say why
    page.get_by_role("link", name="Revenir au brouillon").press("Enter")
    page.locator("[name^=raison-]").fill("Les réseaux passent sous l’esplanade.")
    press(page, "Garder, puis relire et prendre")
    page.locator("[name=reason]").fill("Le dessin est fait avec tous.")
    press(page, "Prendre la décision")
    who.reads("Les réseaux passent sous l’esplanade.", "Anne Duval", rest="decision/")
    who.go(page, "decision/suites/")
    page.locator("[name=follows]").fill("Les travaux commencent.")
    page.locator("[name=whom]").fill("Les riverains.")
    page.locator("[name=since]").fill(in_days(30))
    press(page, "Le dire à tout le monde")
    who.reads("Les travaux commencent.", rest="decision/")


def _answers_each_author(who: Actors) -> None:
    page = who.denise
    who.reads("Pas encore de réponse.", rest="reponses/")
    who.go(page, "reponses/")
    for box in page.locator("[name=quoi]").all():
        box.check()
    page.locator("[name=verdict][value=taken]").check()
    page.locator("[name=reason]").fill("C’est ce qui est construit.")
    press(page, "Répondre")
    who.reads("C’est ce qui est construit.", rest="reponses/")


def _told_by_mail(postbox: Postbox) -> None:
    letters = " ".join(text_of(letter) for letter in postbox.to("charlie@exemple.fr"))
    for notice in ("une décision va être prise", "la décision est prise", "voilà ce que la décision entraîne"):
        assert notice in letters.replace("\n", " ").lower(), notice
    assert "Centre-Ville" in letters


def _is_questioned_and_answered(who: Actors) -> None:
    page = who.stranger
    who.go(page, "decision/questionner/")
    page.locator("[name=text]").fill("Pourquoi une pergola avant les arbres ?")
    press(page, "Poser cette question")
    who.reads("Pourquoi une pergola avant les arbres ?", rest="decision/")
    who.go(who.charlie, "decision/")
    press(who.charlie, "Je le demande aussi")
    expect(who.charlie.get_by_text("Vous l’avez demandé.")).to_be_visible()
    asked, topic = Interpellation.objects.get(), who.topic
    for rank in range(asked.needed - 2):
        join(topic, Voice(None, f"voisin-{rank}"))
    who.reads("Réponse promise pour le", rest="decision/")
    who.go(who.denise, "decision/questionner/repondre/")
    who.denise.locator("[name=outcome][value=kept]").check()
    who.denise.locator("[name=words]").fill("Les arbres suivent à l’automne.")
    press(who.denise, "Répondre à tout le monde")
    who.reads("Les arbres suivent à l’automne.", rest="decision/")


def _is_delivered_and_wears_its_label(who: Actors) -> None:
    page = who.denise
    who.go(page, "realisation/realisee/")
    page.locator("[name=delivered_on]").fill(in_days(0))
    page.locator("[name=text]").fill("Une pergola et deux tilleuls.")
    money = page.get_by_role("group", name="Somme 1")
    money.get_by_label("Pour quoi").fill("Plantations")
    money.get_by_label("Montant (€)").fill("11800")
    money.get_by_label("Sorte").select_option("paid")
    money.get_by_label("HT ou TTC").select_option("ttc")
    money.get_by_label("Année").fill("2026")
    if page.locator("[name=sure]").count():
        page.locator("[name=sure]").check()
    press(page, "C’est réalisé")
    who.reads("Une pergola et deux tilleuls.", rest="realisation/")
    who.reads("Anne Duval", "signé", rest="label/")
    expect(who.stranger.locator("#decision + .state")).to_contain_text("Tenu")
    expect(who.stranger.locator("#annonces + .state")).to_contain_text("Tenu")
    who.reads("points tenus sur")
    who.reads("De l’ombre au château", rest="filiation/")
