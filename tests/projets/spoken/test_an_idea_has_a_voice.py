"""A voice given with an idea: kept with its form, listened to by a person, heard on its page, erased when asked."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from carto.fiches.models import Visibility, What
from projets.idees.inbox.receiving import receive
from projets.idees.inbox.voices import MOST_BYTES
from projets.idees.models import Enregistrement, Idee
from projets.idees.spoken import keeping
from tests.people import alice, charlie, hugo
from tests.projets.inbox.test_messages_arrive_by_every_door import voice
from tests.projets.samples import filled, load_palette

pytestmark = pytest.mark.django_db
WORDS = "Je rêve d’une fontaine."


@pytest.fixture(autouse=True)
def palette(db: None) -> None:
    """The stickers exist."""
    load_palette()


def _file(raw: bytes | None = None, name: str = "voix.wav", kind: str = "audio/wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, voice() if raw is None else raw, kind)


def _sent(client: Client, **changes: object) -> tuple[Idee, Enregistrement, str]:
    """(the idea, its voice, the secret of its follow link)."""
    told = filled(voix=_file(), **changes)
    assert client.post("/proposer/", told).status_code == 302
    idee = Idee.objects.get(uuid=told["uuid"])
    return idee, idee.enregistrements.get(), told["secret"]


def test_it_waits_for_a_person_then_is_heard_and_read_by_all(client: Client) -> None:
    idee, held, _secret = _sent(client)
    assert (held.seconds, held.state, idee.text) == (2, "waiting", "")
    heard = f"/boite/voix/{held.uuid}/entendre/"
    assert client.get(heard).status_code == 404 and client.get(f"/voix/{held.uuid}/").status_code == 404
    assert client.get("/voix/").status_code == 302
    facilitator = Client()
    facilitator.force_login(hugo())
    assert "1 voix à écouter" in facilitator.get("/boite/").content.decode()
    assert f"/boite/voix/{held.uuid}/ecouter/" in facilitator.get("/voix/").content.decode()
    facilitator.post(f"/boite/voix/{held.uuid}/", {"v-transcription": WORDS})
    assert client.get(heard).status_code == 404 and WORDS not in client.get(idee.get_absolute_url()).content.decode()
    told = {"v-transcription": WORDS, "v-shown": "on"}
    assert facilitator.post(f"/boite/voix/{held.uuid}/", told).url == "/voix/"
    page, sound = client.get(idee.get_absolute_url()), client.get(heard)
    assert WORDS in page.content.decode() and heard in page.content.decode()
    assert "media-src 'self'" in page["Content-Security-Policy"]
    assert (sound["Content-Type"], sound["X-Content-Type-Options"]) == ("audio/wav", "nosniff")
    assert "sandbox" in sound["Content-Security-Policy"] and "no-store" in sound["Cache-Control"]
    assert idee.evenements.get(what=What.COMPLETED).actor_role == "facilitator"
    Idee.objects.update(visibility=Visibility.BINNED)
    assert client.get(heard).status_code == 404, "no longer than the idea itself"


def test_no_web_server_reads_where_it_lies(client: Client) -> None:
    _idee, held, _secret = _sent(client)
    assert not Path(held.file.path).is_relative_to(settings.MEDIA_ROOT)
    assert client.get(f"/media/{held.file.name}").status_code == 404


@pytest.mark.parametrize("signed", [False, True])
def test_whoever_spoke_hears_it_and_has_it_erased(client: Client, signed: bool) -> None:
    person = alice()
    if signed:
        client.force_login(person)
    idee, held, secret = _sent(client, named="yes" if signed else "")
    path = Path(held.file.path)
    door = f"/mes-fiches/{idee.uuid}/" if signed else f"/suivre/{secret}/"
    address = f"{door}voix/{held.uuid}/"
    assert address in client.get(door).content.decode()
    assert client.get(address)["Content-Type"] == "audio/wav"
    stranger = Client()
    stranger.force_login(charlie())
    assert stranger.post(f"/mes-fiches/{idee.uuid}/voix/{held.uuid}/").status_code == 404
    assert stranger.post(f"/suivre/{'x' * 43}/voix/{held.uuid}/").status_code == 404
    Enregistrement.objects.update(transcription=WORDS, state="shown")
    assert path.exists() and client.post(address).url == door
    held.refresh_from_db()
    assert (held.state, held.file.name, held.transcription) == ("withdrawn", "", "")
    assert client.get(address).status_code == 404
    assert WORDS not in client.get(idee.get_absolute_url()).content.decode()
    line = idee.evenements.get(what=What.CORRECTED)
    assert (line.actor_role, line.person) == ("resident", person if signed else None)


def test_a_refused_form_keeps_it_until_it_is_sent_or_taken_out(client: Client) -> None:
    told = filled(autocollant="", voix=_file())
    refused = client.post("/proposer/", told)
    [kept] = Enregistrement.objects.all()
    assert refused.status_code == 422 and f"/voix/{kept.uuid}/" in refused.content.decode()
    assert client.get(f"/voix/{kept.uuid}/").status_code == 200
    del told["voix"]
    assert client.post("/proposer/", told | {"autocollant": "banc"}).status_code == 302
    assert Idee.objects.get().enregistrements.get() == kept
    assert client.get(f"/voix/{kept.uuid}/").status_code == 404, "it is the idea's now"
    again = filled(autocollant="", voix=_file())
    client.post("/proposer/", again)
    del again["voix"]
    assert client.post("/proposer/", again | {"autocollant": "banc", "sans_voix": "on"}).status_code == 302
    assert Enregistrement.objects.get() == kept


def test_another_one_takes_its_place_and_forms_never_sent_are_forgotten(client: Client) -> None:
    told = filled(autocollant="")
    for seconds in (1, 3):
        client.post("/proposer/", told | {"voix": _file(voice(seconds))})
    assert Enregistrement.objects.get().seconds == 3
    assert keeping.drop_forgotten() == 0
    Enregistrement.objects.update(created_at=timezone.now() - keeping.KEPT * 2)
    assert keeping.drop_forgotten() == 1 and not Enregistrement.objects.exists()


HTML = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "Ce son est vide"),
        (HTML, "Ce fichier n’est pas un son"),
        (b"RIFF\xff\xff\xff\xffWAVE" + HTML, "Ce fichier n’est pas un son"),
        (voice(121), "2 minutes au plus"),
        (voice(2)[:6000], "Ce son est incomplet"),
        (b"\x1aE\xdf\xa3" + bytes(400), "Ce fichier n’est pas un son"),
        (b"\x00" * (MOST_BYTES + 1), "trop lourd"),
    ],
    ids=["empty", "html", "html in a riff", "long", "truncated", "webm", "huge"],
)
def test_what_is_no_voice_is_refused_in_words_and_the_rest_is_kept(client: Client, raw: bytes, said: str) -> None:
    answer = client.post("/proposer/", filled(text="Une fontaine", voix=_file(raw, "voix.html", "text/html")))
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "Une fontaine" in page
    assert not Enregistrement.objects.exists() and not Idee.objects.exists()
    looked = client.post("/proposer/", filled(etape="lieux", voix=_file(raw)))
    assert said in looked.content.decode(), "said at the step before, too"


def test_only_where_one_speaks_a_page_has_the_microphone(client: Client) -> None:
    form = client.get("/proposer/")
    assert form["Permissions-Policy"] == "microphone=(self)"
    assert "media-src 'self' blob:" in form["Content-Security-Policy"]
    for address in ("/", "/idees/", "/signaler/", "/liste/"):
        answer = client.get(address)
        assert (
            answer["Permissions-Policy"] == "microphone=()"
            and "media-src 'self'; " in f"{answer['Content-Security-Policy']}; "
        )
    assert "Permissions-Policy" not in client.get("/api/v1/fiches/")


def test_without_javascript_it_is_a_file_field_that_says_its_limits(client: Client) -> None:
    page = client.get("/proposer/").content.decode()
    assert 'accept="audio/*"' in page and " capture" in page and "Deux minutes au plus" in page


def test_a_message_of_the_inbox_has_no_voice_of_its_own_to_add(client: Client) -> None:
    depeche, _new = receive("sms", "Un banc", sender="0612345678", external_id="s1")
    client.force_login(hugo())
    assert 'name="voix"' not in client.get(f"/boite/{depeche.uuid}/").content.decode()


def test_what_a_voice_knows_of_its_device_is_not_kept(client: Client) -> None:
    raw = voice()
    name = "Téléphone d’Alice".encode()
    tags = b"LIST" + (len(name) + 12).to_bytes(4, "little") + b"INFOISFT" + len(name).to_bytes(4, "little") + name
    body = raw[12:] + tags
    told = b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WAVE" + body
    assert client.post("/proposer/", filled(voix=_file(told))).status_code == 302
    with Enregistrement.objects.get().file.open("rb") as file:
        assert file.read() == raw
