"""Once delivered, whoever carried a topic writes what was learnt, beside residents; an example has its source."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from projets.opportunites.models import Bilan, Exemple
from tests.factories import make_theme
from tests.people import bob, charlie
from tests.projets.after.samples import build, carried_by, delivered_topic, meet_after, say
from tests.projets.referents.samples import fill_sheet, make_topic

pytestmark = pytest.mark.django_db
WORDS = {
    "worked": "Les arbres ont pris.", "did_not": "Le chantier a duré.", "otherwise": "Prévenir l’école.",
    "changed": "Les vieux du quartier.", "can_reuse": "oui", "reusable": "Le plan de plantation.",
}  # fmt: skip
EXAMPLE = {
    "title": "Une rue d’été", "place": "Ailleurs", "year": "2019", "scale": "rue", "learned": "On peut essayer.",
    "source": "Le journal", "source_url": "https://exemple.org/rue",
}  # fmt: skip


def test_it_is_written_by_whoever_carries_and_read_beside_residents_and_data(client: Client) -> None:
    topic = delivered_topic()
    person = carried_by(topic)
    fill_sheet(topic), build(topic), meet_after(topic)
    say(topic, 90, "Dit pendant."), say(topic, 1, "Je m’y assois chaque jour.")
    page = f"/opportunites/{topic.uuid}/bilan/"
    assert client.post(f"{page}ecrire/", WORDS).status_code == 302, "signs in first"
    client.force_login(charlie())
    assert client.get(f"{page}ecrire/").status_code == 403
    client.force_login(bob())
    assert client.get(f"{page}ecrire/").status_code == 404
    client.force_login(person)
    assert f"{page}ecrire/" in client.get(page).content.decode()
    refused = client.post(f"{page}ecrire/", WORDS | {"did_not": " ", "reusable": ""})
    assert (
        refused.status_code == 422 and "Les arbres ont pris." in refused.content.decode() and not Bilan.objects.exists()
    )
    assert client.post(f"{page}ecrire/", WORDS)["Location"] == page
    assert client.post(f"{page}ecrire/", WORDS | {"can_reuse": "non"})["Location"] == page
    assert Bilan.objects.get().reusable == "" and topic.evenements.filter(what="completed").count() == 2
    client.logout()
    told = client.get(page).content.decode()
    for said in (
        "Les arbres ont pris.", "Denise R., référent de quartier", "Je m’y assois chaque jour.", "On s’y assoit.",
        "12\u00a0000", "Plantations", "voté, 2026",
    ):  # fmt: skip
        assert said in told.replace("&nbsp;", "\u00a0"), said
    assert "Dit pendant." not in told


def test_whoever_writes_over_somebody_else_s_words_reads_them_first(client: Client) -> None:
    topic = delivered_topic()
    client.force_login(carried_by(topic))
    page = f"/opportunites/{topic.uuid}/bilan/ecrire/"
    first = client.get(page).context["form"]["seen"].value()
    assert client.post(page, WORDS | {"seen": first}).status_code == 302
    stale = client.post(page, WORDS | {"seen": first, "worked": "Mes mots à moi."})
    assert stale.status_code == 409 and "Mes mots à moi." in stale.content.decode()
    assert Bilan.objects.get().worked == WORDS["worked"]
    read = stale.context["form"]["seen"].value()
    assert client.post(page, WORDS | {"seen": read, "worked": "Mes mots à moi."}).status_code == 302


def test_nothing_is_written_before_it_is_there(client: Client) -> None:
    topic = make_topic(status="decided")
    client.force_login(carried_by(topic))
    assert client.get(f"/opportunites/{topic.uuid}/bilan/ecrire/").status_code == 404
    assert "Ce n’est pas encore réalisé" in client.get(f"/opportunites/{topic.uuid}/bilan/").content.decode()


def test_the_library_is_found_by_theme_and_scale_in_a_fixed_number_of_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    green, roads = make_theme("espaces-verts"), make_theme("voirie")
    told = {name: "dit" for name in ("worked", "did_not", "otherwise", "changed")}
    for theme, scale, title in (
        (green, "rue", "Le cours"),
        (green, "quartier", "Le parc"),
        (roads, "rue", "La chaussée"),
    ):
        Bilan.objects.create(opportunite=make_topic(theme=theme, scale=scale, title=title, status="delivered"), **told)
    with django_assert_max_num_queries(6):
        page = client.get("/opportunites/experiences/?theme=espaces-verts&echelle=rue").content.decode()
    assert "Le cours" in page and "Le parc" not in page and "La chaussée" not in page
    for wrong in ("theme=%00", "echelle=x&page=9999", "theme=" + "a" * 300):
        assert client.get(f"/opportunites/experiences/?{wrong}").status_code == 200


def test_an_example_needs_a_source_and_shows_on_a_topic_of_its_theme(client: Client) -> None:
    topic = make_topic(status="diagnosis")
    address, sent = "/opportunites/experiences/exemple/", EXAMPLE | {"theme": topic.theme.code}
    client.force_login(charlie())
    assert client.post(address, sent).status_code == 403
    client.force_login(bob())
    for wrong in ({"source": ""}, {"source_url": "javascript:alert(1)"}, {"year": "3000"}, {"theme": "\x00"}):
        assert client.post(address, sent | wrong).status_code == 422
    assert client.post(address, sent).status_code == 302
    client.logout()
    for page in (topic.get_absolute_url(), "/opportunites/experiences/"):
        told = client.get(page).content.decode()
        assert "Une rue d’été" in told and "https://exemple.org/rue" in told
    assert Exemple.objects.get().signed == "Voirie"


def test_the_shipped_examples_are_loaded_once_and_each_has_its_source() -> None:
    call_command("load_themes", stdout=StringIO())
    for _twice in range(2):
        call_command("load_exemples", stdout=StringIO())
    found = list(Exemple.objects.all())
    assert len(found) == 5 and all(each.source and each.source_url.startswith("http") for each in found)
