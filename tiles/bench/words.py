"""From somebody's words to a category: how often it is the right one, and how long it takes."""

from typing import Final

from signalements.models import Categorie
from signalements.phrases import measure as measure_phrases
from signalements.phrases import read_phrases
from tiles.bench.ground import Ground
from tiles.bench.tables import number, table, whole

AIM: Final = 0.9


def measure(ground: Ground) -> None:
    """Print the table of both halves, and the target on the half that nobody tuned for."""
    phrases, categories = read_phrases(), list(Categorie.objects.offered())
    rows = []
    for half, told in (("tuned", "phrases de réglage"), ("held", "phrases tenues à part")):
        found = measure_phrases([each for each in phrases if each.half == half], categories)
        shares = [f"{number(100 * share)} %" for share in (found.first, found.three)]
        rows.append((told, whole(found.count), *shares, f"{number(found.milliseconds, 2)} ms"))
    ground.tell("\nDes mots d’habitants à la catégorie")
    ground.tell(table(("", "phrases", "première", "trois premières", "temps"), rows))
    target = f"≥ {number(100 * AIM, 0)} %"
    ground.tell(ground.targets.aim("mots → catégorie, trois premières", target, rows[-1][3], kept=found.three >= AIM))
