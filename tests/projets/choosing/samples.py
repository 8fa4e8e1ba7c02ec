"""Consultations that tests need, made in one line each; and a clock that a test sets."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from carto.territoires.models import Level, Population, Territoire
from projets.opportunites.choosing.actions import announce
from projets.opportunites.choosing.casting import Said, Who, cast
from projets.opportunites.models import Consultation, Option
from projets.votes.polls.poll import Proof
from tests.factories import make_territoire
from tests.places import CHATEAU, ILE_DE_NANTES
from tests.projets.samples import make_opportunite

BANDS = ((0, 14, 200), (15, 44, 500), (45, None, 500))  # of each quartier
NAMES = {"A": "Des arbres", "B": "Une pergola", "C": "Rien"}
YOUNG, OLD = "15-44", "45+"


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """What time it is, for everything that looks at the clock."""
    with patch("django.utils.timezone.now", return_value=moment):
        yield


def make_quartier(name: str = "Centre-Ville", **fields: Any) -> Territoire:
    """A quartier of 1 200 people, of whom 1 000 are 15 or more."""
    place, code = {"Centre-Ville": (CHATEAU, "centre"), "Île de Nantes": (ILE_DE_NANTES, "ile")}[name]
    told = {"level": Level.QUARTIER, "code": code, "name": name} | fields
    territoire = make_territoire(place, **told)
    total = sum(many for _low, _high, many in BANDS)
    for low, high, many in ((None, None, total), *BANDS):
        Population.objects.create(
            territoire=territoire, year=2021, age_from=low, age_to=high, count=many, source="INSEE"
        )
    return territoire


def make_consultation(
    *, opened: bool = True, options: dict[str, str] | None = None, early: bool = False, **fields: Any
) -> Consultation:
    """Open since yesterday and for nine days, to the people of two quartiers, on three options, by score."""
    centre, ile = make_quartier(), make_quartier("Île de Nantes")
    now = timezone.now()
    told: dict[str, Any] = {
        "slug": "ombre", "title": "Quelle ombre sur le cours ?", "organiser": "La Ville", "decides": "On le fait.",
        "opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9), "quorum": 1,
        "proofs": [Proof.DECLARED, Proof.ACCOUNT, Proof.POSTED, Proof.COUNTER, Proof.OIDC, Proof.PAPER],
    }  # fmt: skip
    told |= fields
    told.setdefault("counts_at", told["closes_at"])
    if "quartier" not in told:
        told.setdefault("opportunite", make_opportunite())
    consultation = Consultation.objects.create(**told)
    consultation.areas.set([centre, ile])
    if early:
        consultation.early_areas.set([ile])
    for code, name in (options or NAMES).items():
        Option.objects.create(consultation=consultation, code=code, name=name)
    if opened:
        announce(consultation, person=None, role="facilitator")
    consultation.refresh_from_db()
    return consultation


def say(consultation: Consultation, who: object, area: str = "centre", age: str = YOUNG, **choices: int) -> None:
    """One voice, on one's honour, by somebody called so."""
    cast(consultation, Said(choices, {}, area, age), Who.of_name(Proof.DECLARED, f"Nom {who}", "1980-01-01"))


def ended(consultation: Consultation) -> datetime:
    """A second after its result is due."""
    return consultation.counts_at + timedelta(seconds=1)
