"""SMS, letters, voices and what is copied from elsewhere: each kept once, as it came, whatever is wrong with it."""

import io
import json
import smtplib
import wave
from email.message import EmailMessage
from io import StringIO
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some
from pytest_django.fixtures import Settings

from projets.idees.inbox.mailbox import Mailbox, is_ours, keep
from projets.idees.inbox.mails import read_letter
from projets.idees.models import Channel, Depeche, Enregistrement
from tests.alertes.postbox import free_port
from tests.people import hugo
from tests.projets.inbox.conftest import SECRET
from tests.projets.test_what_one_has_time_for import make_campagne

ADDRESS = "idees@carte.exemple.fr"


@pytest.fixture(autouse=True)
def address(settings: Settings) -> None:
    """The site has an address and a gateway."""
    settings.CARTO_IDEAS_ADDRESS, settings.CARTO_SMS_SECRET = ADDRESS, SECRET


def letter(text: str = "Des arbres rue de Strasbourg.", **headers: str) -> bytes:
    """A letter from Alice."""
    message = EmailMessage()
    told = {"From": "Alice <alice@exemple.fr>", "To": ADDRESS, "Subject": "Plus d’ombre", "Message-ID": "<1@exemple>"}
    for name, value in (told | headers).items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def voice(seconds: int = 2) -> bytes:
    """Silence, as a telephone records it."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000 * seconds)
    return sound.getvalue()


def post(client: Client, told: object, secret: str = SECRET) -> int:
    return client.post("/boite/sms/", json.dumps(told), "application/json", HTTP_X_CARTO_SECRET=secret).status_code


@pytest.mark.django_db(transaction=True)
def test_a_letter_reaches_the_inbox_through_a_real_listener() -> None:
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with smtplib.SMTP("127.0.0.1", controller.port, timeout=10) as server:
            server.sendmail("alice@exemple.fr", [ADDRESS], letter())
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                server.sendmail("alice@exemple.fr", ["quelqu.un@ailleurs.fr"], letter())
    finally:
        controller.stop()
    found = Depeche.objects.get()
    assert (found.channel, found.sender, found.text) == (
        "mail", "alice@exemple.fr", "Plus d’ombre\nDes arbres rue de Strasbourg.",
    )  # fmt: skip


@pytest.mark.django_db
def test_the_same_letter_twice_is_one_message() -> None:
    for _turn in range(2):
        keep(letter(), "alice@exemple.fr", [ADDRESS])
    assert Depeche.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "envelope"),
    [({"Auto_Submitted": "auto-replied"}, "a@b.fr"), ({"Precedence": "bulk"}, "a@b.fr"), ({"List_Id": "<x>"}, "a@b.fr"),
     ({"From": "MAILER-DAEMON@b.fr"}, "a@b.fr"), ({}, ""), ({"From": "personne"}, "a@b.fr")],
)  # fmt: skip
def test_what_a_machine_wrote_is_let_go(headers: dict[str, str], envelope: str) -> None:
    assert keep(letter(**headers), envelope, [ADDRESS]).startswith("250")
    assert not Depeche.objects.exists()


@pytest.mark.django_db
def test_a_plus_names_the_campaign() -> None:
    campagne = make_campagne()
    keep(letter(), "alice@exemple.fr", ["idees+ombre@carte.exemple.fr"])
    assert Depeche.objects.get().campagne == campagne
    assert is_ours("Idees+Ombre@Carte.Exemple.fr") and not is_ours("idees@ailleurs.fr") and not is_ours("idees")


def test_only_what_the_person_wrote_is_kept() -> None:
    said = read_letter(letter("Un banc.\n\nLe 3 mars 2026 à 10:00, Ville <v@v.fr> a écrit :\n> Bonjour"))
    assert said.text == "Un banc."
    html = EmailMessage()
    html["From"], html["Subject"] = "a@b.fr", "Idée"
    html.set_content("<style>p{}</style><p>Un <b>banc</b></p><script>x()</script><p>ici</p>", subtype="html")
    assert read_letter(html.as_bytes()).text == "Un banc\nici"


def test_a_wrong_charset_loses_no_letter() -> None:
    raw = b"From: a@b.fr\r\nSubject: x\r\nContent-Type: text/plain; charset=martien\r\n\r\nUn banc\xff\r\n"
    assert read_letter(raw).text.startswith("Un banc")


@given(some.binary(max_size=400))
def test_no_letter_makes_the_reader_fall(raw: bytes) -> None:
    assert read_letter(raw, envelope_from="").by_machine


@pytest.mark.django_db
def test_an_sms_is_kept_once_with_its_campaign(client: Client) -> None:
    campagne = make_campagne()
    told = {"id": "sms-1", "from": "+33612345678", "text": "OMBRE + d'arbres rue de Strasbourg"}
    assert post(client, told) == 202 and post(client, told) == 202
    found = Depeche.objects.get()
    assert (found.channel, found.sender, found.campagne) == ("sms", "+33612345678", campagne)


@pytest.mark.django_db
@pytest.mark.parametrize("told", [[], {}, {"from": "1"}, {"from": "", "text": "x"}, {"from": 3, "text": "x"},
                                  {"from": "1", "text": "a\x00b"}, {"from": "1", "text": "   "}])  # fmt: skip
def test_a_wrong_sms_is_a_problem_in_words(client: Client, told: object) -> None:
    assert post(client, told) == 400
    assert not Depeche.objects.exists()


@pytest.mark.django_db
def test_the_gateway_has_to_know_the_secret(client: Client, settings: Settings) -> None:
    told = {"from": "1", "text": "x"}
    assert post(client, told, "autre") == 403 and post(client, told, "") == 403
    settings.CARTO_SMS_SECRET = ""
    assert post(client, told, "") == 404


@pytest.mark.django_db
def test_the_answering_machine_s_folder_is_emptied_into_the_inbox(tmp_path: Path) -> None:
    folder = tmp_path / "repondeur"
    folder.mkdir()
    (folder / "20260312-101500_0612345678.wav").write_bytes(voice())
    (folder / "facture.mp3").write_bytes(b"%PDF-1.4 pas un son")
    (folder / "long.wav").write_bytes(voice(200))
    out, err = StringIO(), StringIO()
    call_command("receive_voices", str(folder), stdout=out, stderr=err)
    assert "1 messages pris, 2 refusés." in out.getvalue()
    found = Enregistrement.objects.get()
    assert found.seconds == 2 and found.depeche.sender == "0612345678" and found.depeche.channel == Channel.VOICE
    assert sorted(path.name for path in folder.iterdir()) == ["refuses"]
    assert "trop long" in (folder / "refuses" / "long.wav.txt").read_text()
    (folder / "encore_0612345678.wav").write_bytes(voice())
    call_command("receive_voices", str(folder), stdout=out)
    assert Depeche.objects.count() == 1


@pytest.mark.django_db
def test_words_copied_from_elsewhere_keep_where_they_come_from(client: Client) -> None:
    client.force_login(hugo())
    assert client.post("/boite/recopier/", {"text": "", "source": "le marché"}).status_code == 422
    client.post("/boite/recopier/", {"text": "Il manque des bancs", "source": "le marché de Talensac"})
    assert Depeche.objects.get().source == "le marché de Talensac"
