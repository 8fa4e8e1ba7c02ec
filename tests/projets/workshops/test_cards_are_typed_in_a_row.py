"""The cards of a workshop are typed: each is judged by itself, nothing typed is lost, all are printed again."""

import io
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from projets.idees.models import Atelier, Idee, Observation
from tests.people import charlie, hugo
from tests.places import COURS_DES_50_OTAGES, JARDIN_DES_PLANTES
from tests.projets.campagnes.samples import make_campagne
from tests.projets.samples import make_sticker

pytestmark = pytest.mark.django_db
HERE = {"longitude": str(COURS_DES_50_OTAGES.x), "latitude": str(COURS_DES_50_OTAGES.y)}


def rows(*cards: dict[str, str]) -> dict[str, str]:
    """What the page sends for these cards; the other rows are empty."""
    sent = {}
    for rank in range(1, 21):
        told = {"uuid": str(uuid.uuid4()), "kind": "idee", "sticker": "", "words": "", "who": "", "place": ""}
        told |= {"longitude": "", "latitude": ""} | (cards[rank - 1] if rank <= len(cards) else {})
        sent |= {f"{rank}-{name}": value for name, value in told.items()}
    return sent


def make_atelier(**fields: Any) -> Atelier:
    told = {"slug": "atelier-du-12-mars", "title": "Atelier du 12 mars", "day": timezone.localdate()}
    return Atelier.objects.create(**(told | fields))


@pytest.fixture
def animator(client: Client) -> Client:
    client.force_login(hugo())
    make_sticker()
    return client


def entry(atelier: Atelier) -> str:
    return reverse("idees:workshops:entry", args=[atelier.slug])


def test_those_who_animate_alone_type_them(client: Client) -> None:
    address = entry(make_atelier())
    assert client.get(address).status_code == 302
    client.force_login(charlie())
    assert client.get(address).status_code == 403


def test_a_workshop_has_an_address_of_its_own(animator: Client) -> None:
    told = {"title": "Atelier du 12 mars, maison de quartier", "day": "2026-03-12"}
    for _each in range(2):
        animator.post(reverse("idees:workshops:new"), told)
    assert sorted(Atelier.objects.values_list("slug", flat=True)) == [
        "atelier-du-12-mars-maison-de-quartier", "atelier-du-12-mars-maison-de-quartier-2",
    ]  # fmt: skip
    assert animator.post(reverse("idees:workshops:new"), {"title": "", "day": "hier"}).status_code == 422


def test_twenty_cards_are_ideas_with_the_same_page_and_observations(animator: Client) -> None:
    atelier = make_atelier()
    ideas = [HERE | {"sticker": "Un banc", "words": f"Banc {rank}"} for rank in range(16)]
    notes = [
        {"kind": "fact", "words": "Trois marches sans rampe."},
        HERE | {"kind": "fact", "words": "340 mètres sans un siège."},
        {"kind": "verbatim", "words": "Je m’assois sur la jardinière.", "who": "une habitante, 78 ans"},
        HERE | {"sticker": "BANC"},
    ]
    assert animator.post(entry(atelier), rows(*ideas, *notes)).status_code == 302
    assert (Idee.objects.count(), Observation.objects.count()) == (17, 3)
    idee = Idee.objects.get(title="Banc 3")
    assert (idee.origin, idee.author, idee.atelier, idee.visibility) == ("paper", None, atelier, "public")
    assert "Atelier du 12 mars" in Client().get(idee.get_absolute_url()).content.decode()
    page = Client().get(atelier.get_absolute_url()).content.decode()
    for said in ("Banc 15", "340 mètres sans un siège.", "une habitante, 78 ans"):
        assert said in page
    assert "Atelier du 12 mars" in Client().get("/ateliers/").content.decode()


def test_what_is_right_is_kept_and_what_is_wrong_stays_as_it_was_typed(animator: Client) -> None:
    sent = rows(
        HERE | {"sticker": "banc", "words": "Le bon"},
        HERE | {"sticker": "licorne", "words": "Une licorne"},
        {"sticker": "banc", "words": "Nulle part"},
        {"kind": "fact", "who": "un passant"},
        HERE | {"kind": "verbatim", "words": "Appelez-moi au 06 12 34 56 78"},
    )
    answer = animator.post(entry(make_atelier()), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and Idee.objects.get().title == "Le bon"
    for said in (
        "aucun autocollant ne s’appelle ainsi", 'value="Une licorne"', "dites où", "écrivez ce qui a été vu",
        "06 12 34 56 78", "4 cartes sont à revoir", "1 carte est enregistrée",
    ):  # fmt: skip
        assert said.replace("1 carte est enregistrée", "carte est enregistrée") in page
    assert 'value="Le bon"' not in page
    assert len(answer.context["rows"]) == 20


def test_the_same_rows_sent_twice_are_the_same_cards(animator: Client) -> None:
    atelier, sent = make_atelier(), rows(HERE | {"sticker": "banc"}, {"kind": "fact", "words": "Vu."})
    for _each in range(2):
        animator.post(entry(atelier), sent)
    assert (Idee.objects.count(), Observation.objects.count()) == (1, 1)


def test_a_table_is_pasted_looked_at_and_then_sent(animator: Client) -> None:
    atelier = make_atelier()
    table = "sorte\tautocollant\tmots\tqui\tlieu\nidée\tUn banc\tIci\t\t\nparole\t\tJ’ai chaud\tun lycéen\t\nfait;;"
    answer = animator.post(entry(atelier), {"coller": "1", "table": table})
    read = [(row.initial["kind"], row.initial["sticker"], row.initial["words"]) for row in answer.context["rows"][:2]]
    assert read == [("idee", "Un banc", "Ici"), ("verbatim", "", "J’ai chaud")]
    assert not Observation.objects.exists()
    assert animator.post(entry(atelier), {"coller": "1", "table": " "}).status_code == 422


def test_cards_of_a_campaign_answer_it_where_it_asks(animator: Client) -> None:
    atelier = make_atelier(campagne=make_campagne())
    away = {"longitude": str(JARDIN_DES_PLANTES.x), "latitude": str(JARDIN_DES_PLANTES.y)}
    animator.post(entry(atelier), rows(HERE | {"sticker": "banc"}, away | {"sticker": "banc"}))
    assert sorted(bool(idee.campagne) for idee in Idee.objects.all()) == [False, True]
    assert not Idee.objects.filter(pk__lt=2**40, campagne__isnull=False).exists()


def test_an_observation_typed_by_mistake_is_taken_off(animator: Client) -> None:
    atelier = make_atelier()
    note = Observation.objects.create(atelier=atelier, kind="fact", text="Monsieur Untel dort ici.")
    animator.post(reverse("idees:workshops:bin", args=[note.uuid]))
    assert "Untel" not in Client().get(atelier.get_absolute_url()).content.decode()


def test_the_cards_are_printed_again_eight_to_a_sheet(animator: Client) -> None:
    atelier = make_atelier()
    for rank in range(9):
        Observation.objects.create(atelier=atelier, kind="fact", text=f"Vu <{rank}>.")
    answer = animator.get(reverse("idees:workshops:cards", args=[atelier.slug]))
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 2 and "Vu <7>." in pages[0].extract_text() and "Vu <8>." in pages[1].extract_text()
