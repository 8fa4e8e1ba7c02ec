"""Candidates as lists show them: place, theme, score, bars, and what lies under them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.fiches.models import Visibility
from projets.opportunites.candidats.asked import Asked
from projets.opportunites.candidats.querysets import Roll, rolled, told, weighed
from projets.opportunites.candidats.telling import Bar, address_of, asleep, bars, place_code, place_name
from projets.opportunites.candidats.weighing import Weights, full_of
from projets.opportunites.models import Candidat, Formule, Opportunite, Scale

Full = Mapping[str, Mapping[str, float]]  # by scale, then by signal


@dataclass(frozen=True)
class Line:
    """One candidate, where it stands in its list, and what is said of it."""

    candidat: Candidat
    rank: int
    score: float
    bars: list[Bar]
    rolls: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Of its page."""
        return address_of(self.candidat)

    @property
    def code(self) -> str:
        """Of its place, as addresses name it."""
        return place_code(self.candidat)

    @property
    def key(self) -> str:
        """« rue/44109-rue-paul-bellamy/voirie »: how `?avec=` and the browser name it."""
        return f"{self.candidat.scale}/{self.code}/{self.candidat.theme.code}"

    @property
    def place(self) -> str:
        """Where."""
        return place_name(self.candidat)

    @property
    def topic(self) -> Opportunite | None:
        """The one that carries it, once everybody may see it."""
        topic = self.candidat.opportunite
        return topic if topic and topic.visibility == Visibility.PUBLIC else None

    @property
    def asleep(self) -> str:
        """Until when its topic was set aside, and why."""
        return asleep(self.candidat.sleeps_until, self.candidat.sleeps_why) if self.topic else ""

    @property
    def within(self) -> str:
        """Of a street, its quartier."""
        return str(self.candidat.territoire or "") if self.candidat.rue_id else ""

    @property
    def known(self) -> list[Bar]:
        """The signals that have data."""
        return [bar for bar in self.bars if bar.known]

    @property
    def unknown(self) -> str:
        """« Coût, fréquentation »: those that have none."""
        return ", ".join(str(bar.label).lower() for bar in self.bars if not bar.known)


def fulls(formule: Formule) -> dict[str, dict[str, float]]:
    """What gives all the points, at every scale."""
    return {scale: full_of(formule, scale) for scale in Scale.values}


def line_of(candidat: Candidat, full: Full, weights: Weights, rank: int = 0, rolls: Iterable[Roll] = ()) -> Line:
    """Of a candidate that was weighed (`points`) and whose sleep is known (`querysets.with_sleep`)."""
    said = tuple(roll_said(roll) for roll in rolls)
    return Line(candidat, rank, candidat.points, bars(candidat, full[candidat.scale], weights), said)


def lines(page: Any, full: Full, weights: Weights) -> list[Line]:
    """Of a page of weighed candidates, with what lies under them."""
    candidats = list(page.object_list)
    under = rolled(candidats, full, weights)
    first = page.start_index()
    return [line_of(one, full, weights, first + i, under[one.pk]) for i, one in enumerate(candidats)]


def best(scale: str, full: Full, weights: Weights, most: int, **kept: Any) -> list[Line]:
    """The first of a scale."""
    found = weighed(Candidat.objects.filter(scale=scale, **kept), full[scale], weights)
    return [line_of(one, full, weights, rank) for rank, one in enumerate(told(found)[:most], 1)]


def suggested(most: int) -> list[tuple[Scale, list[Line]]]:
    """The first of each scale as published, from the street to the métropole; nothing as long as nothing is counted."""
    formule = Formule.objects.first()
    if formule is None:
        return []
    full, (weights, _errors) = fulls(formule), Weights.read(formule, QueryDict())
    found = [(scale, best(scale, full, weights, most)) for scale in Scale]
    return [(scale, some) for scale, some in found if some]


def ordered(asked: Asked, full: Full) -> Any:
    """What the reader asked for, in order."""
    return told(weighed(asked.kept(), full[asked.scale], asked.weights))


def roll_words(scale: str, n: int) -> str:
    """« 12 rues, la plus haute : # (#) », to be filled in: the browser says the same."""
    if scale == Scale.RUE:
        return ngettext("%(n)s rue : %(name)s (%(score)s)", "%(n)s rues, la plus haute : %(name)s (%(score)s)", n)
    return ngettext("%(n)s quartier : %(name)s (%(score)s)", "%(n)s quartiers, le plus haut : %(name)s (%(score)s)", n)


def roll_said(roll: Roll) -> str:
    """In words."""
    words = roll_words(roll.scale, roll.count)
    return words % {"n": roll.count, "name": roll.name or _("sans nom"), "score": round(roll.score)}
