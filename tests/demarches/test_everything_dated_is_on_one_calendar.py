"""Campaigns, consultations, budgets, meetings, decisions and works are on one calendar, kept by place once over."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from carto.fiches.models import Acte, Jury
from carto.territoires.models import Territoire
from projets.equipements.models import Nature
from projets.opportunites.models import Opportunite
from tests.factories import make_territoire, make_theme
from tests.people import denise
from tests.places import COURS_DES_50_OTAGES, ILE_DE_NANTES, JARDIN_DES_PLANTES
from tests.projets.budgets.samples import make_budget
from tests.projets.campagnes.samples import end, make_campagne
from tests.projets.deliberations.made import make_deliberation
from tests.projets.gates.samples import make_meeting
from tests.projets.samples import make_equipement, make_opportunite

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic() -> Opportunite:
    """On the Cours, in the quartier Centre-Ville, with a meeting tomorrow."""
    make_territoire(COURS_DES_50_OTAGES, code="centre", name="Centre-Ville")
    make_territoire(ILE_DE_NANTES, code="ile", name="Île de Nantes", half=0.003)
    topic = make_opportunite(theme=make_theme("espaces-verts"))
    make_meeting(topic, days=1)
    return topic


def works(days: int, **fields: object) -> None:
    today = timezone.localdate()
    make_equipement(
        JARDIN_DES_PLANTES, title="Travaux du jardin", nature=Nature.WORKS, status="planned", stage="new",
        begins_on=today + timedelta(days=days), ends_on=today + timedelta(days=days + 3), **fields,
    )  # fmt: skip


def read(client: Client, day: object = None, **asked: str) -> str:
    day = day or timezone.localdate() + timedelta(days=1)
    return client.get("/agenda/", {"mois": f"{day:%Y-%m}"} | asked).content.decode()


def test_each_room_tells_its_own_in_few_queries(
    client: Client, topic: Opportunite, django_assert_max_num_queries: object
) -> None:
    campagne, budget = make_campagne(), make_budget()
    works(1, theme=make_theme("espaces-verts"))
    with django_assert_max_num_queries(18):
        page = read(client)
    for title in ("Réunion : Le cours, l’été", str(campagne), str(budget), "Travaux du jardin"):
        assert title in page
    assert "En ce moment" in page and 'class="month"' in page and "Dans mon calendrier" in page
    more = make_meeting(topic, days=1)
    with django_assert_max_num_queries(18):
        assert read(client).count(f'href="{topic.get_absolute_url()}reunions/"') >= 2
    assert more.place in read(client)


def test_what_is_called_for_tried_written_and_judged_together_is_on_it_too(client: Client, topic: Opportunite) -> None:
    now, today = timezone.now(), timezone.localdate()
    week = timedelta(days=7)
    topic.appels.create(kind="use", text="Qui livre ici ?", until=today + week, role="referent")
    topic.essais.create(text="Six semaines.", place="Côté pair", starts=today, ends=today + week, role="referent")
    soon = now + timedelta(hours=2)
    topic.tablees.create(phase="diagnosis", question="Et la nuit ?", starts_at=soon, role="referent")
    topic.tablees.create(phase="diagnosis", question="Annulée", starts_at=soon, called_off="Pluie", role="referent")
    make_meeting(topic, days=0, kind="visit")
    acte = Acte.objects.create(fiche=topic, what="edited", rule="insult", reason="Un mot retiré.")
    Jury.objects.create(acte=acte, seed="a" * 64, among=20, closes_at=now + week)
    page = client.get("/agenda/").content.decode()
    for told in ("Appel : ", "Essai : ", "Tablée : Et la nuit ?", "Un jury d’habitants regarde", "Visite sur place : "):
        assert told in page
    assert "Annulée" not in page and "Un mot retiré" not in page
    assert f"/registre/{acte.pk}/" in page and "/reunions/" in page
    assert "Visite sur place" in client.get("/agenda/?sorte=visite").content.decode()


def test_who_sits_here_is_on_its_map(client: Client, topic: Opportunite) -> None:
    denise(Territoire.objects.get(code="centre"))
    page = client.get("/agenda/?territoire=centre").content.decode()
    assert "référent de Centre-Ville" in page and '"instance"]' in page
    assert "référent de Centre-Ville" not in client.get("/agenda/?territoire=ile").content.decode()


def test_a_day_on_which_a_council_voted_is_on_it(client: Client) -> None:
    today = timezone.localdate()
    for reference in ("1", "2"):
        make_deliberation(reference=reference, council="Conseil municipal", on=today)
    page = client.get("/agenda/").content.decode()
    assert "Conseil municipal : 2 délibérations" in page
    assert f"annee={today.year}&amp;assemblee=Conseil+municipal" in page


def test_it_is_narrowed_by_place_theme_and_sort(client: Client, topic: Opportunite) -> None:
    make_campagne(ILE_DE_NANTES)
    works(1, theme=make_theme("voirie"))
    assert "Réunion" in read(client, territoire="centre") and "De l’ombre" not in read(client, territoire="centre")
    island = read(client, territoire="ile")
    assert "Où mettre de l’ombre" in island and "Réunion : " not in island
    green = read(client, theme="espaces-verts")
    assert "Réunion : " in green and "Travaux du jardin" not in green
    only = read(client, sorte="travaux")
    assert "Travaux du jardin" in only and "Réunion : " not in only
    for wrong in (
        {"territoire": "\x00"},
        {"theme": "nulle"},
        {"sorte": "fete"},
        {"mois": "2026-13"},
        {"mois": "9999-99"},
    ):
        assert client.get("/agenda/", wrong).status_code == 422
        assert client.get("/agenda.ics", wrong).status_code == 404


def test_what_is_over_stays_at_its_place(client: Client, topic: Opportunite) -> None:
    end(make_campagne(ILE_DE_NANTES))
    works(-30, theme=make_theme("voirie"))
    past = client.get("/agenda/?passe=1").content.decode()
    assert past.index("Île de Nantes</h2>") < past.index("Où mettre de l’ombre")
    assert "Travaux du jardin" in past and "Réunion : " not in past
    assert "Travaux du jardin" not in client.get("/agenda/?passe=1&territoire=ile").content.decode()


def test_what_is_not_public_is_not_on_it(client: Client, topic: Opportunite) -> None:
    Opportunite.objects.filter(pk=topic.pk).update(visibility="withdrawn")
    make_campagne(published=False)
    page = read(client)
    assert "Réunion : " not in page and "Où mettre de l’ombre" not in page


def test_a_calendar_subscribes_to_the_same_choice(client: Client, topic: Opportunite) -> None:
    make_campagne(ILE_DE_NANTES)
    response = client.get("/agenda.ics?territoire=centre")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == 1 and "Réunion : Le cours" in text.replace("\r\n ", "").replace("\\", "")
    assert "/agenda/" in client.get("/liste/").content.decode()
    assert "/agenda/?territoire=centre" in client.get("/territoires/centre/").content.decode()
