"""Moving a weight on the page of candidates, in a real browser, over all that was counted: list and map drawn anew."""

from typing import TYPE_CHECKING, Final

from projets.opportunites.models import Candidat, Scale
from tiles.bench.ground import Ground
from tiles.bench.page import CHROMIUM, DRAWING, IDLE, SCREENS
from tiles.bench.servers import Absent
from tiles.bench.tables import middle, number, table, whole

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE: Final = "/opportunites/candidates/?echelle="
MOVES: Final = 20  # a round
SOON: Final = 300.0  # milliseconds
# From the reader's gesture to the frame that shows it, on the list and on the map. `moves` is false for the floor: the
# same frame of the same page, with nothing to weigh.
DRAWN: Final = """async ([value, moves]) => {
  const map = document.getElementById("carte").map;
  if (!map.loaded()) await map.once("idle");
  const frame = () => new Promise(requestAnimationFrame);
  const slider = document.querySelector('form.asked input[type="range"]');
  await frame();
  const begun = performance.now();
  if (moves) {
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }
  await frame();  // the page weighs and draws its list in the frame that it asked for
  const shown = map.once("render");
  map.triggerRepaint();
  await shown;
  await frame();
  return performance.now() - begun;
}"""
# What lies under comes after the page: until then there is less to weigh.
TABLES: Final = {Scale.RUE: 1, Scale.QUARTIER: 2, Scale.METROPOLE: 3}
WHOLE: Final = """many => performance.getEntriesByType("resource")
  .filter(({ name, responseEnd }) => name.includes("donnees.json") && responseEnd).length >= many"""
READING: Final = 1500  # milliseconds to read what came


def measure(ground: Ground) -> None:
    """Print, for each scale, the median of the rounds: p50 and p95 of a move, its floor beside."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise Absent("Playwright n’est pas installé (bin/bench le fait)") from None
    if not CHROMIUM:
        raise Absent("chromium n’est pas sur cette machine")
    rows, worst = [], 0.0
    many = {scale: whole(Candidat.objects.filter(scale=scale).count()) for scale in Scale.values}  # Playwright bars it
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(DRAWING))
        for scale in Scale.values:
            page = browser.new_page(viewport=SCREENS["ordinateur"], locale="fr-FR", reduced_motion="reduce")
            page.goto(f"{ground.web}{PAGE}{scale}")
            page.wait_for_function(IDLE, timeout=120_000)
            page.wait_for_function(WHOLE, arg=TABLES[Scale(scale)], timeout=120_000)
            page.wait_for_timeout(READING)
            empty, moved = _rounds(page, ground.rounds, moves=False), _rounds(page, ground.rounds, moves=True)
            page.close()
            worst = max(worst, middle(moved, 0.95))
            told = (middle(moved, 0.5), middle(moved, 0.95), max(map(max, moved)), middle(empty, 0.5))
            rows.append((scale, many[scale], *(number(each) for each in told)))
        browser.close()
    ground.tell("\nUn poids déplacé, jusqu’à la liste et la carte redessinées (millisecondes)")
    ground.tell(table(("échelle", "candidates", "p50", "p95", "max", "rien à redessiner"), rows))
    aim = ground.targets.aim
    ground.tell(aim("candidates, un poids déplacé", f"≤ {whole(SOON)} ms", f"{number(worst)} ms", kept=worst <= SOON))


def _rounds(page: "Page", rounds: int, *, moves: bool) -> list[list[float]]:
    """Milliseconds of each move: from one end of the slider to the other, never twice the same value."""
    found = []
    for turn in range(rounds):
        values = [str((move * 7 + turn) % 41) for move in range(MOVES)]
        found.append([page.evaluate(DRAWN, [value, moves]) for value in values])
    return found
