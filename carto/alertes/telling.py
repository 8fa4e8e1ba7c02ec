"""What one message says: for each fiche its latest lines, in the follower's language, and for which place it comes."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from carto.alertes.models import Abonnement, Message
from carto.alertes.tokens import MANAGE, address_of, token
from carto.alertes.wording import NEW, TOLD, words
from carto.fiches.actions import digest
from carto.fiches.models import Fiche, SecretLink, Visibility, What

MOST_THINGS: Final = 12
MOST_LINES: Final = 3
OPENED: Final = {Visibility.PUBLIC, Visibility.JOINED}


@dataclass(frozen=True)
class Line:
    """One thing that happened: in our words, and in those of whoever did it."""

    said: str
    text: str


@dataclass
class Thing:
    """One fiche of which something is told, once however much happened there."""

    fiche: Fiche
    messages: list[Message]
    lines: list[Line] = field(default_factory=list)
    address: str = ""
    manage: str = ""

    @property
    def asked(self) -> bool:
        """Whether somebody waits for an answer."""
        return self.messages[-1].evenement.what == What.ASKED

    @property
    def follower(self) -> Abonnement:
        """For whom it is told: whoever sent the fiche before anybody else."""
        followers = [message.abonnement for message in reversed(self.messages)]
        return next((each for each in followers if each.is_reporter), followers[0])

    @property
    def place(self) -> str:
        """The place for which it is told, by the name that its follower knows; empty when the fiche itself is."""
        return self.follower.zone.name if self.follower.fiche_id is None else ""

    @property
    def where(self) -> str:
        """The street or the quartier, as far as known."""
        return ", ".join(str(place) for place in (self.fiche.rue, self.fiche.quartier) if place)


def things(messages: Iterable[Message]) -> list[Thing]:
    """The fiches told of: where an answer is awaited, then the latest; what is beyond MOST_THINGS is only counted."""
    found: dict[int, Thing] = {}
    for message in sorted(messages, key=lambda each: (each.evenement.at, each.evenement_id)):
        fiche = message.evenement.fiche
        found.setdefault(fiche.pk, Thing(fiche, [])).messages.append(message)
    latest = sorted(reversed(found.values()), key=lambda thing: not thing.asked)
    for thing in latest[:MOST_THINGS]:
        _fill(thing)
    return latest


def _fill(thing: Thing) -> None:
    """Put a thing into words; makes a secret link where one is needed, in the transaction of the sending."""
    told = [message.evenement for message in thing.messages]
    thing.lines = [_line(message) for message in thing.messages[-MOST_LINES:]]
    follower = thing.follower
    thing.manage = address_of("alertes:manage", token(follower, MANAGE))
    opens = follower.is_reporter and any(each.what in TOLD and TOLD[each.what].opens for each in told)
    if opens or (follower.is_reporter and thing.fiche.visibility not in OPENED):
        thing.address = address_of("fiches:follow", _fresh_secret(thing.fiche))
    else:
        thing.address = address_of("fiches:permalink", thing.fiche.uuid)


def _line(message: Message) -> Line:
    """What is new at a place is said so, whatever line of its history made it known there."""
    if message.news_id and message.heard:  # without, it tells whoever follows the fiche itself
        return Line(str(NEW[message.heard]), "")
    return Line(words(message.evenement), message.evenement.public_text.strip())


def _fresh_secret(fiche: Fiche) -> str:
    """A new link to the follow page: the one that was made on sending is kept nowhere, and cannot be sent again."""
    secret = secrets.token_urlsafe(32)
    SecretLink.objects.create(fiche=fiche, digest=digest(secret))
    return secret
