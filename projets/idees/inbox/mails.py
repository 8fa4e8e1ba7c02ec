"""A letter as it comes from the network: who wrote, what, and whether a person did. Pure."""

import email
import email.policy
import hashlib
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

QUOTED: Final = re.compile(
    r"^(?:>|(?:Le|On) .{4,120} (?:a écrit|wrote)\s*:|-{2,} ?(?:Message|Original))", re.IGNORECASE
)
SIGNATURE: Final = re.compile(r"^-- ?$")


@dataclass(frozen=True)
class Letter:
    """What matters of it; `by_machine`: an automatic answer, a bounce, a list: nobody to answer."""

    sender: str
    subject: str
    text: str
    reference: str
    to: tuple[str, ...]
    by_machine: bool


def read_letter(raw: bytes, *, envelope_from: str | None = None) -> Letter:
    """The letter; what cannot be read of it is left out, nothing is raised. `envelope_from` "" is a bounce."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    sender = _address(_header(message, "From"))
    reference = _header(message, "Message-ID").strip()[:200] or hashlib.sha256(raw).hexdigest()
    to = tuple(found for _name, found in getaddresses([_header(message, "To"), _header(message, "Delivered-To")]))
    return Letter(
        sender=sender, subject=" ".join(_header(message, "Subject").split())[:140], text=_said(_body(message)),
        reference=reference, to=to, by_machine=_by_machine(message, sender, envelope_from),
    )  # fmt: skip


def _header(message: EmailMessage, name: str) -> str:
    """A header as text; one that no reader understands is empty."""
    try:
        return str(message.get(name, "") or "").replace("\x00", "")
    except (ValueError, IndexError, AttributeError, UnicodeError):  # the library's parser trips over wild headers
        return ""


def _address(text: str) -> str:
    found = parseaddr(text)[1]
    try:
        validate_email(found)
    except ValidationError:
        return ""
    return found[:254]


def _by_machine(message: EmailMessage, sender: str, envelope_from: str | None) -> bool:
    """By RFC 3834 and common usage."""
    automatic = _header(message, "Auto-Submitted").lower() not in ("", "no")
    bulk = _header(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply")
    listed = bool(_header(message, "List-Id") or _header(message, "X-Autoreply"))
    nobody = envelope_from == "" or sender.partition("@")[0].lower() in ("mailer-daemon", "postmaster", "no-reply")
    return automatic or bulk or listed or nobody or not sender


def _body(message: EmailMessage) -> str:
    """The plain text, or the words of the HTML; a wrong charset gives replacement marks, never an error."""
    try:
        part = message.get_body(preferencelist=("plain", "html"))
        if part is None:
            return ""
        raw = part.get_payload(decode=True) or b""
        text = _decoded(raw, part.get_content_charset() or "utf-8")
    except (ValueError, LookupError, AttributeError, KeyError):
        return ""
    return _words(text) if part.get_content_subtype() == "html" else text


def _decoded(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset, "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _said(text: str) -> str:
    """What the person wrote: not what they answer to, nor their signature."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if QUOTED.match(line.strip()) or SIGNATURE.match(line):
            break
        lines.append(line.rstrip())
    return "\n".join(lines).strip()


class _Words(HTMLParser):
    """The words of a page, without its scripts and styles."""

    _breaks: Final = {"p", "div", "br", "li", "tr", "h1", "h2", "h3"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style", "head")
        if tag in self._breaks:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "head") and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def _words(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.found).split("\n"))
    return "\n".join(line for line in lines if line)
