"""The opportunities that are hidden: places where residents come back to one thing, deserts, places that cost far more
and serve less, contracts that end where works begin. Each is told by one thing loudly and by another a little.
"""

from datetime import timedelta
from typing import Final

from carto.fiches.models import Theme
from projets.equipements.models import Equipement
from projets.opportunites.evidence.asking import Key
from projets.opportunites.evidence.planting import loaders
from projets.opportunites.evidence.planting.ground import SIDE, Cell, at
from projets.opportunites.evidence.planting.noise import DAYS, Town

# How many people and reports of a cluster, by scale; clusters, and how many quartiers they lie in.
PEOPLE: Final = {"rue": 9, "quartier": 45, "metropole": 200}
CLUSTERS: Final = {"rue": 1, "quartier": 10, "metropole": 20}
IN_CLUSTER: Final = {"rue": 14, "quartier": 9, "metropole": 22}
DEAR: Final = 2.6  # times what it costs elsewhere
LOST: Final = 0.6  # of the visits are left
CONTRACTS: Final = {"rue": 2, "quartier": 2, "metropole": 5}


def plant(town: Town, scale: str, count: int) -> set[Key]:
    """Hide so many at one scale, as many of each sort, no two at the same place; returns where they are."""
    sorts = [_hotspot, _dear, _ending] if scale == "rue" else [_hotspot, _dear, _ending, _desert]
    cells = list(town.ground.quartiers)
    if scale == "metropole":
        cells = [(2 * x, 2 * y) for x, y in town.ground.communes]
    walked = [theme for theme in town.themes if theme.pk in town.types]
    spots = [(cell, theme) for cell in cells for theme in walked]
    town.chance.shuffle(spots)
    planted: set[Key] = set()
    for rank, (cell, theme) in enumerate(spots[:count]):
        planted.add(sorts[rank % len(sorts)](town, scale, cell, theme))
    return planted


def _key(town: Town, scale: str, cell: Cell, theme: Theme, street: int) -> Key:
    if scale == "rue":
        return Key(scale, town.ground.streets[cell][street][0].pk, theme.pk)
    place = town.ground.quartiers[cell] if scale == "quartier" else town.ground.commune_of(cell)
    return Key(scale, place.pk, theme.pk)


def _cells(town: Town, scale: str, cell: Cell) -> list[Cell]:
    """The quartiers that the place is made of."""
    x, y = cell
    return [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)] if scale == "metropole" else [cell]


def _voices(town: Town, scale: str, cell: Cell, theme: Theme, people: int, street: int) -> None:
    """Ideas of so many people, two an idea."""
    chance, cells = town.chance, _cells(town, scale, cell)
    own = street if scale == "rue" else None
    said = [
        (theme, town.along(chance.choice(cells), own), town.before(chance.uniform(0, 2 * DAYS)))
        for _n in range((people + 1) // 2)
    ]
    everybody = chance.sample(town.people, min(people + 1, len(town.people)))
    authors = everybody[: len(said)]
    others = [[each] for each in everybody[len(said) : 2 * len(said)]]
    loaders.wish(said, authors, others + [[] for _ in range(len(said) - len(others))])


def _hotspot(town: Town, scale: str, cell: Cell, theme: Theme) -> Key:
    """What is mended and comes back, and people who wish for something else."""
    chance, street, said = town.chance, town.chance.randrange(8), []
    for _cluster in range(CLUSTERS[scale]):
        spot = town.along(chance.choice(_cells(town, scale, cell)), street if scale == "rue" else None)
        for _report in range(IN_CLUSTER[scale]):
            aside = [chance.gauss(0, 9) / 100_000 for _axis in range(2)]
            place = at(0, 0)
            place.coords = (spot.x + aside[0], spot.y + aside[1])
            said.append((theme, place, town.before(chance.uniform(0, DAYS))))
    loaders.say_reports(said)
    _voices(town, scale, cell, theme, PEOPLE[scale], street)
    return _key(town, scale, cell, theme, street)


def _facility(town: Town, cell: Cell, theme: Theme, street: int, *, dear: float, left: float) -> Equipement:
    """One more of its type on that street: so many times what it costs elsewhere, that part of its visits left."""
    place = loaders.build(theme, town.along(cell, street), type=town.types[theme.pk])
    visits = town.chance.lognormvariate(9, 0.3)
    spent = visits * left * town.a_visit[theme.pk] * dear
    loaders.run([(place, 2024, visits, 0), (place, 2025, visits * left, spent)])
    return place


def _dear(town: Town, scale: str, cell: Cell, theme: Theme) -> Key:
    """A visit costs far more than elsewhere, and fewer come."""
    street = town.chance.randrange(8)
    _facility(town, cell, theme, street, dear=DEAR, left=LOST)
    _voices(town, scale, cell, theme, PEOPLE[scale] // 5, street)
    return _key(town, scale, cell, theme, street)


def _ending(town: Town, scale: str, cell: Cell, theme: Theme) -> Key:
    """Contracts that end within the year, works beside, fewer visits."""
    street, chance = town.chance.randrange(8), town.chance
    place = _facility(town, cell, theme, street, dear=1, left=LOST)
    ends = [(place, (town.now + timedelta(days=chance.uniform(60, 400))).date()) for _n in range(CONTRACTS[scale] - 1)]
    loaders.contract(ends)
    works = Theme.objects.get(code="travaux")
    loaders.build(works, place.geom, nature="works", status="planned", begins_on=(town.now + timedelta(days=90)).date())
    _voices(town, scale, cell, theme, PEOPLE[scale] // 4, street)
    return _key(town, scale, cell, theme, street)


def _desert(town: Town, scale: str, cell: Cell, theme: Theme) -> Key:
    """No such place within ten minutes, and people who ask for one."""
    wide = 2 if scale == "metropole" else 1
    middle = tuple((each + wide / 2) * SIDE for each in cell)
    reach = wide * SIDE / 2 + 600
    gone = [
        place for (x, y), known, place in town.facilities
        if known == theme and max(abs((x + 0.5) * SIDE - middle[0]), abs((y + 0.5) * SIDE - middle[1])) <= reach
    ]  # fmt: skip
    Equipement.objects.filter(pk__in=[place.pk for place in gone]).delete()
    town.facilities[:] = [each for each in town.facilities if each[2] not in gone]
    _voices(town, scale, cell, theme, PEOPLE[scale] // 3, 0)
    return _key(town, scale, cell, theme, 0)
