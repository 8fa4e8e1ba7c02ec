"""From a row of public money to its place: how often the first one is right, and how long a large city takes."""

import random
from time import perf_counter
from typing import Final

from projets.equipements.linking.authored import contracts, judge, known
from projets.equipements.linking.matching import Known, Text, matches, streets_of
from projets.equipements.linking.places import Place, index
from tiles.bench.ground import Ground
from tiles.bench.tables import number, table, whole

AIM: Final = 0.8
ROWS: Final = 100_000
FACILITIES: Final = 5_000
SOON: Final = 120.0  # seconds for all rows
SORTS: Final = ("Piscine", "École", "Gymnase", "Parc", "Square", "Médiathèque", "Stade", "Maison de quartier", "Pont")
WORKS: Final = ("Travaux de rénovation", "Maintenance", "Mission de maîtrise d’œuvre pour", "Lot 3 : peinture", "Étude")
OTHERS: Final = ("Fourniture de repas", "Assurance des biens", "Collecte des déchets, secteur nord", "Location de bus")
SYLLABLES: Final = tuple(first + last for first in "bcdfglmnprstv" for last in "aeio")


def measure(ground: Ground) -> None:
    """Print both halves of the authored contracts, then the time of a city's rows."""
    city, rows = known(), []
    for half, told in (("tuned", "écrits avant la règle"), ("held", "écrits après elle")):
        found = judge(contracts(half), city)
        shares = [f"{number(100 * share)} %" for share in (found.precision, found.found)]
        rows.append((told, whole(found.count), *shares))
    ground.tell("\nD’un contrat à son lieu")
    ground.tell(table(("", "contrats", "premier juste", "trouvés"), rows))
    ground.tell(ground.targets.aim("contrat → lieu, premier juste", f"≥ {number(100 * AIM, 0)} %", rows[-1][2],
                                   kept=found.precision >= AIM))  # fmt: skip
    seconds, suggested = timed()
    told = f"{whole(ROWS)} lignes, {whole(FACILITIES)} équipements"
    ground.tell(f"{told} : {number(seconds)} s, {whole(suggested)} lieux proposés.")
    ground.tell(ground.targets.aim("toutes les lignes", f"≤ {number(SOON, 0)} s", f"{number(seconds)} s",
                                   kept=seconds <= SOON))  # fmt: skip


def timed(rows: int = ROWS, facilities: int = FACILITIES) -> tuple[float, int]:
    """Seconds to compare that many rows with that many facilities, and how many places are suggested."""
    chance = random.Random(7)
    places = [_place(pk, chance) for pk in range(facilities)]
    city = Known(index(places, {"44109": "Nantes"}), streets_of(places))
    texts = [_text(pk, places, chance) for pk in range(rows)]
    begun = perf_counter()
    suggested = sum(len(matches(text, city)) for text in texts)
    return perf_counter() - begun, suggested


def _name(chance: random.Random) -> str:
    return " ".join("".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(chance.choice((1, 2))))


def _place(pk: int, chance: random.Random) -> Place:
    title = f"{chance.choice(SORTS)} {_name(chance)}"
    return Place(pk, title, "", "44109", "Nantes", f"{pk % 90} rue {_name(chance)}", ("Ville de Nantes",))


def _text(pk: int, places: list[Place], chance: random.Random) -> Text:
    """Two rows in three name a facility."""
    about = chance.choice(WORKS) + " " + chance.choice(places).title if pk % 3 else chance.choice(OTHERS)
    return Text(pk, f"{about} - lot {pk % 12}", "Ville de Nantes", "44109", amount=1000.0 + pk, year=2021)
