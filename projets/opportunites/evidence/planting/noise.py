"""What a city says anyway: uneven reports and ideas, facilities that cost and serve about the same, contracts."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.gis.geos import Point

from carto.comptes.models import User
from carto.fiches.models import Theme
from projets.equipements.models import Equipement, TypeEquipement
from projets.opportunites.evidence.planting import loaders
from projets.opportunites.evidence.planting.ground import CODE, Cell, Ground, at
from projets.opportunites.models import Formule

DAYS: Final = 365
REPORTS, IDEAS = 190, 24  # by quartier, in a year; ideas in two
OLD_YEARS: Final = 4  # of reports before that, a tenth as many
EQUIPPED: Final = 0.9  # of the quartiers have a facility of a theme
SPREAD: Final = 0.2  # of the logarithm of what a visit costs
WAVERS: Final = 0.08  # visits from a year to the next


@dataclass
class Town:
    """Everything that the noise made, for the truth to change."""

    ground: Ground
    chance: random.Random
    now: datetime
    themes: list[Theme]
    types: dict[int, TypeEquipement]  # by theme: the first of those one walks to
    people: list[User]
    facilities: list[tuple[Cell, Theme, Equipement]]
    a_visit: dict[int, float]  # by theme: what one costs in the middle, in euros

    def before(self, days: float) -> datetime:
        """So many days ago."""
        return self.now - timedelta(days=days)

    def along(self, cell: Cell, street: int | None = None) -> Point:
        """Somewhere along a street of a quartier, some metres aside."""
        streets = self.ground.streets[cell]
        _rue, start, end = self.chance.choice(streets) if street is None else streets[street]
        share = self.chance.random()
        places = (one + share * (other - one) + self.chance.gauss(0, 6) for one, other in zip(start, end, strict=True))
        return at(*places)

    def somebody(self) -> User | None:
        """One in three has no account."""
        return None if self.chance.random() < 1 / 3 else self.chance.choice(self.people)


def make_noise(ground: Ground, chance: random.Random, now: datetime, formule: Formule) -> Town:
    """The whole of it."""
    themes = list(Theme.objects.order_by("order"))
    walked = formule.settings["access_types"]
    types = {
        theme.pk: TypeEquipement.objects.get_or_create(code=walked[theme.code][0], defaults={"name": theme.name})[0]
        for theme in themes if theme.code in walked
    }  # fmt: skip
    people = User.objects.bulk_create(
        User(email=f"{rank}@{CODE}.exemple.fr", name=f"{rank}") for rank in range(12 * len(ground.quartiers))
    )
    town = Town(ground, chance, now, themes, types, people, [], {})
    _speak(town)
    _equip(town)
    return town


def _speak(town: Town) -> None:
    """Some themes are spoken of far more than others, some quartiers far more too."""
    chance, reports, ideas = town.chance, [], []
    often = [chance.expovariate(1) + 0.1 for _theme in town.themes]
    for cell in town.ground.quartiers:
        loud = chance.lognormvariate(0, 0.4)
        for _rank in range(round(REPORTS * loud)):
            theme = chance.choices(town.themes, often)[0]
            reports.append((theme, town.along(cell), town.before(chance.uniform(0, DAYS))))
            if chance.random() < 0.1 * OLD_YEARS:
                day = town.before(chance.uniform(DAYS, DAYS * (1 + OLD_YEARS)))
                reports.append((chance.choice(town.themes), town.along(cell), day))
        for _rank in range(round(IDEAS * chance.lognormvariate(0, 0.4))):
            ideas.append((chance.choice(town.themes), town.along(cell), town.before(chance.uniform(0, 2 * DAYS))))
    loaders.say_reports(reports)
    supporters = [[town.somebody() for _n in range(int(chance.expovariate(1)))] for _idea in ideas]
    loaders.wish(ideas, [town.somebody() for _idea in ideas], [list(dict.fromkeys(some)) for some in supporters])


def _equip(town: Town) -> None:
    """One facility a quartier and theme, nearly everywhere; two years of visits, one cost, one contract in three."""
    chance, years, contracts = town.chance, [], []
    for theme in town.themes:
        if theme.pk not in town.types:
            continue
        a_visit = town.a_visit[theme.pk] = chance.uniform(2, 20)
        for cell in town.ground.quartiers:
            if chance.random() > EQUIPPED:
                continue
            place = loaders.build(theme, town.along(cell), type=town.types[theme.pk])
            town.facilities.append((cell, theme, place))
            visits = chance.lognormvariate(9, 0.5)
            years.append((place, 2024, visits, 0))
            now = visits * (1 + chance.gauss(0, WAVERS))
            years.append((place, 2025, now, now * a_visit * chance.lognormvariate(0, SPREAD)))
            if chance.random() < 1 / 3:
                contracts.append((place, (town.now + timedelta(days=chance.uniform(30, 6 * DAYS))).date()))
    loaders.run(years)
    loaders.contract(contracts)
