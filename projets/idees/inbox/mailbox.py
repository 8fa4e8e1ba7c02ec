"""The mailbox of the ideas: an SMTP listener that takes what is written to it, and nothing else."""

import logging
from email.utils import parseaddr
from typing import Final

from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

from projets.idees.inbox.mails import read_letter
from projets.idees.inbox.receiving import campagne_of, receive
from projets.idees.models import Channel

MOST_BYTES: Final = 15 * 1024 * 1024
logger = logging.getLogger(__name__)


def is_ours(recipient: str) -> bool:
    """Whether it is the address of the ideas, with a campaign's name after a plus or not."""
    local, _at, domain = recipient.lower().partition("@")
    own, _own_at, own_domain = settings.CARTO_IDEAS_ADDRESS.lower().partition("@")
    return bool(own) and local.partition("+")[0] == own and domain == own_domain


def keep(raw: bytes, envelope_from: str | None, recipients: list[str]) -> str:
    """Store a letter as a dépêche; what a machine wrote is let go. Returns what is answered to the sender's server."""
    letter = read_letter(raw, envelope_from=envelope_from)
    if letter.by_machine or letter.sender.lower() == parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower():
        return "250 Not kept: written by a machine"
    named = [address.partition("@")[0].partition("+")[2] for address in (*recipients, *letter.to)]
    text = "\n".join(part for part in (letter.subject, letter.text) if part)
    receive(
        Channel.MAIL, text, sender=letter.sender, external_id=letter.reference,
        campagne=campagne_of(*named, letter.subject),
    )  # fmt: skip
    return "250 OK"


def _keep_afresh(raw: bytes, envelope_from: str | None, recipients: list[str]) -> str:
    """The listener lives for months: a connection that the database has closed meanwhile is opened again."""
    close_old_connections()
    return keep(raw, envelope_from, recipients)


class Mailbox:
    """What aiosmtpd calls by these names."""

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        """Take only what is for the ideas: this is no relay."""
        if not is_ours(address):
            return "550 No such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep it, or have the other side try again later: a letter is never lost in between."""
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        try:
            return await sync_to_async(_keep_afresh)(raw, envelope.mail_from, envelope.rcpt_tos)
        except Exception:
            logger.exception("a letter could not be kept")
            return "451 Try again later"
