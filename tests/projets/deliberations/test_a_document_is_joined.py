"""A publisher joins a PDF: kept with its checksum, read by the worker; what cannot be read says why, in words."""

import hashlib
import zlib
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from projets.equipements.deliberations import reading
from projets.equipements.deliberations.actions import read_document
from projets.equipements.deliberations.paragraphs import cut
from projets.equipements.models import Deliberation, Mandat, Organisme, Source
from tests.people import bob, charlie
from tests.projets.deliberations.made import locked, make_deliberation, make_ligne, pdf, scanned, unfolding

pytestmark = pytest.mark.django_db
TEXT = ("Le conseil approuve la réfection de la toiture de la piscine.", "Il demande que le grand bassin reste ouvert.")

ARTICLES = (
    "La toiture est refaite en deux lots.",
    "Le grand bassin reste ouvert pendant toute la durée des travaux, et le petit bassin ferme.",
    "Les clubs sont prévenus.",
    "Le coût final est publié à côté du coût estimé.",
    "Un bilan est présenté au conseil après une saison, avec les écoles du quartier.",
)


def _send(client: Client, voted: Deliberation, content: bytes, name: str = "delib.pdf") -> object:
    file = SimpleUploadedFile(name, content, "application/pdf")
    return client.post(f"{voted.get_absolute_url()}joindre/", {"document": file})


@pytest.fixture
def agent(client: Client) -> Client:
    """Bob's browser."""
    client.force_login(bob())
    return client


def test_it_is_kept_with_its_checksum_read_by_the_worker_and_found(agent: Client) -> None:
    voted = make_deliberation("Un vieux texte.", objet="Toiture")
    content = pdf(*TEXT)
    assert _send(agent, voted, content).status_code == 302
    voted.refresh_from_db()
    assert voted.sha256 == hashlib.sha256(content).hexdigest()
    assert (voted.reading, voted.paragraphes.count()) == ("waiting", 0)
    assert "en cours de lecture" in agent.get(voted.get_absolute_url()).content.decode()
    job = ProcrastinateJob.objects.get(task_name="projets.equipements.deliberations.tasks.read_document")
    assert job.args == {"deliberation_id": voted.pk}
    assert read_document(voted.pk) == len(TEXT)
    assert list(voted.paragraphes.values_list("number", "text")) == list(enumerate(TEXT, start=1))
    assert "<mark>toiture</mark>" in agent.get("/argent/deliberations/", {"q": "toiture refection"}).content.decode()
    sent = agent.get(f"{voted.get_absolute_url()}document.pdf")
    assert b"".join(sent.streaming_content) == content
    assert "sandbox" in sent["Content-Security-Policy"]
    assert read_document(voted.pk) == 0, "read once"


def test_what_each_page_prints_again_is_no_paragraph_and_a_sentence_goes_over_a_page() -> None:
    long = [f"Article {n}. {said}" for n, said in enumerate(ARTICLES * 3, start=1)]
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf(*long, head="Conseil municipal"))
        file.flush()
        text = reading.read_text(Path(file.name))
    assert text.pages > 1
    assert [words for _page, words in cut(text.texts)] == long


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"GIF89a", "pas un PDF"),
        (pdf(*TEXT)[:-400], "coupé avant la fin"),
        (locked(), "mot de passe"),
        (b"%PDF-1.7\n" + b"rien" * 99 + b"\n%%EOF\n", "ne s’ouvre pas"),
    ],
)
def test_what_is_no_readable_pdf_says_why_and_changes_nothing(agent: Client, content: bytes, told: str) -> None:
    voted = make_deliberation("Le texte d’avant.")
    response = _send(agent, voted, content)
    assert response.status_code == 422
    assert told in response.content.decode()
    voted.refresh_from_db()
    assert (voted.file.name, voted.paragraphes.count()) == ("", 1)


def test_what_is_too_heavy_or_too_long_says_so(agent: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    voted = make_deliberation()
    monkeypatch.setattr(reading, "MOST_PAGES", 1)
    assert "plus de 400 pages" in _send(agent, voted, pdf(*TEXT * 6)).content.decode()
    monkeypatch.setattr("projets.equipements.deliberations.forms.HEAVIEST", 1000)
    assert "trop lourd" in _send(agent, voted, pdf(*TEXT)).content.decode()


def test_a_picture_of_words_is_kept_and_says_that_it_cannot_be_searched(agent: Client) -> None:
    voted = make_deliberation()
    assert _send(agent, voted, scanned()).status_code == 302
    assert read_document(voted.pk) == 0
    html = agent.get(voted.get_absolute_url()).content.decode()
    assert "une image, sans texte" in html
    assert "Ouvrir le PDF" in html


def test_a_page_that_unfolds_without_end_is_told_and_not_suffered(
    agent: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    voted = make_deliberation()
    folded = zlib.compress(zlib.compress(b"BT " * 20_000_000, 1), 9)
    assert _send(agent, voted, unfolding(folded)).status_code == 302
    monkeypatch.setattr(reading, "PATIENCE", 0.05)
    assert read_document(voted.pk) == 0
    assert "trop de mémoire ou de temps" in agent.get(voted.get_absolute_url()).content.decode()


def test_the_same_document_joined_to_two_votes_is_one_file_and_stays_while_one_has_it(
    agent: Client, django_capture_on_commit_callbacks: object
) -> None:
    first, second = make_deliberation(), make_deliberation()
    for voted in (first, second):
        _send(agent, voted, pdf(*TEXT))
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.file.name == second.file.name
    storage, name = first.file.storage, first.file.name
    for voted, left in ((first, True), (second, False)):
        with django_capture_on_commit_callbacks(execute=True):
            _send(agent, voted, pdf(*TEXT, "Et voilà."))
        assert storage.exists(name) is left


def test_only_who_publishes_that_source_joins(client: Client) -> None:
    hospital, other = (Organisme.objects.create(slug=slug, name=slug, level="hospital") for slug in ("chu", "autre"))
    source = Source.objects.create(code="chu", title="CHU", matter="deliberation", format="table", organisme=hospital)
    voted = make_deliberation(ligne=make_ligne(source=source))
    person = charlie()
    assert _send(client, voted, pdf(*TEXT)).status_code == 302, "to the sign-in page"
    client.force_login(person)
    assert _send(client, voted, pdf(*TEXT)).status_code == 403
    mandate = Mandat.objects.create(person=person, organisme=other)
    assert _send(client, voted, pdf(*TEXT)).status_code == 403
    assert "joindre" not in client.get(voted.get_absolute_url()).content.decode()
    mandate.organisme = hospital
    mandate.save()
    _send(client, voted, pdf(*TEXT))
    voted.refresh_from_db()
    assert voted.attached_by == person
