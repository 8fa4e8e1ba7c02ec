"""manage.py catch_mail receives what the house sends, keeps it, and shows the sign-in codes."""

import smtplib
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from carto.comptes.management.commands.catch_mail import codes
from tests.running.house import PROJECT


@dataclass
class Catcher:
    """The command as it runs beside the pages."""

    port: int
    folder: Path
    process: "subprocess.Popen[str]"

    def send(self, message: EmailMessage) -> None:
        """Deliver a message, as the application does."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as connection:
            connection.send_message(message)

    def stop(self) -> str:
        """End it as bin/run does, and return all that it printed."""
        self.process.terminate()
        return self.process.communicate(timeout=15)[0]


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[Catcher]:
    """A running mail catcher."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    folder = tmp_path / "mail"
    command = [sys.executable, "manage.py", "catch_mail", "--port", str(port), "--folder", str(folder)]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    assert str(port) in process.stdout.readline()  # it says that it listens
    yield Catcher(port, folder, process)
    process.kill()
    process.wait()


def letter(text: str) -> EmailMessage:
    """A message to Alice."""
    message = EmailMessage()
    message["From"] = "Carte commune <ne-pas-repondre@localhost>"
    message["To"] = "alice@example.org"
    message["Subject"] = "Votre code pour la carte — à bientôt"
    message.set_content(text)
    return message


def test_a_message_is_kept_and_its_code_is_shown(catcher: Catcher) -> None:
    catcher.send(letter("Bonjour Alice,\n\nvoici votre code :\n\nK7X-2MQ\n\nÀ bientôt sur la carte."))
    printed = catcher.stop()
    assert "alice@example.org" in printed
    assert "Votre code pour la carte — à bientôt" in printed
    assert "K7X-2MQ" in printed
    (kept,) = catcher.folder.glob("*.eml")
    assert "À bientôt sur la carte." in message_from_bytes(kept.read_bytes(), policy=policy.default).get_content()


def test_kept_mail_is_for_its_owner_alone(catcher: Catcher) -> None:
    catcher.send(letter("Bonjour"))
    catcher.stop()
    assert stat.S_IMODE(catcher.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in catcher.folder.iterdir()] == [0o600]


def test_two_messages_in_one_second_are_two_files(catcher: Catcher) -> None:
    for _ in range(2):
        catcher.send(letter("Bonjour"))
    catcher.stop()
    assert len(list(catcher.folder.iterdir())) == 2


def test_it_stops_when_told(catcher: Catcher) -> None:
    catcher.stop()
    assert catcher.process.returncode == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Votre code :\n\nK7X-2MQ\n", ["K7X-2MQ"]),
        ("Votre code :\n\n  482913  \n", ["482913"]),
        ("K7X-2MQ ou rien\n", []),
        ("Bonjour,\nmerci\n", []),
    ],
)
def test_a_code_is_what_stands_alone_on_its_line(text: str, expected: list[str]) -> None:
    assert codes(letter(text)) == expected


def test_a_message_without_text_has_no_code() -> None:
    message = EmailMessage()
    message.add_attachment(b"K7X-2MQ", maintype="application", subtype="octet-stream")
    assert codes(message) == []
