"""What a point of the label answers: held or not, in words that somebody can go and check."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projets.opportunites.after.facts import Facts


class State(StrEnum):
    """In an address and in the JSON, the French word."""

    MET = "tenu"
    UNMET = "pas_tenu"
    NOT_YET = "pas_encore"


@dataclass(frozen=True)
class Link:
    """Where one reads it."""

    words: str
    address: str


@dataclass(frozen=True)
class Proof:
    """How one point stands, why, and where to look."""

    state: State
    words: str
    links: tuple[Link, ...] = ()


def met(words: str, *links: Link) -> Proof:
    """The point is held."""
    return Proof(State.MET, words, links)


def unmet(words: str, *links: Link) -> Proof:
    """It is not."""
    return Proof(State.UNMET, words, links)


def not_yet(words: str, *links: Link) -> Proof:
    """Nothing can be said yet."""
    return Proof(State.NOT_YET, words, links)


def owed(facts: Facts, words: str, *links: Link) -> Proof:
    """What is missing: not yet while the topic is at work, not held once it is decided."""
    return Proof(State.UNMET if facts.decided else State.NOT_YET, words, links)


def history(facts: Facts) -> Link:
    """The public history of the topic."""
    return Link(_("l’histoire du sujet"), f"{facts.topic.get_absolute_url()}#histoire")


def decision_page(facts: Facts) -> Link:
    """What was decided, and the questions that it was asked."""
    return Link(_("la décision"), reverse("opportunites:decision", args=[facts.topic.uuid]))


def answers_page(facts: Facts) -> Link:
    """What became of each contribution."""
    return Link(_("chaque réponse"), reverse("opportunites:answers", args=[facts.topic.uuid]))


def delivery_page(facts: Facts) -> Link:
    """The steps, promised and done."""
    return Link(_("la réalisation"), reverse("opportunites:delivery", args=[facts.topic.uuid]))


def gate_page(facts: Facts) -> Link:
    """The gates between phases."""
    return Link(_("les passages"), reverse("opportunites:gate", args=[facts.topic.uuid]))


def said(facts: Facts) -> Link:
    """What residents said of it."""
    return Link(_("les paroles"), f"{facts.topic.get_absolute_url()}#paroles")


def day(moment: datetime | date) -> str:
    """« 3 mars 2026 », in the city's time."""
    return date_format(localtime(moment) if isinstance(moment, datetime) else moment, "j F Y")
