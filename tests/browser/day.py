"""The doors that a day's reports come through, what an agent does at a case, and a count kept by hand beside it all."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from django.contrib.gis.geos import Point
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from signalements.models import Signalement
from tests.browser.samples import beside
from tests.places import ILE_DE_NANTES
from tests.signalements.desk.samples import case
from tests.signalements.open311.samples import V2, report

NUMBER = re.compile(r"S-\d{4}-\d{6}")
TREATED, DECLINED = "treated", "declined"
A_FILE = """
[file]
source = "L’ancien logiciel"
id = "id"
[place]
longitude = "lon"
latitude = "lat"
[words]
text = "texte"
[date]
column = "jour"
[category]
[[category.rules]]
code = "trou-chaussee"
column = "sorte"
equals = ["trou"]
[[category.rules]]
code = "panneau"
column = "sorte"
equals = ["panneau"]
[[category.rules]]
code = "lampadaire-eteint"
column = "sorte"
equals = ["lampe"]
"""


@dataclass
class Told:
    """What somebody with a pencil knows of one report."""

    code: str
    day: date
    state: str = ""
    reopened: bool = False
    closed_once: bool = False


@dataclass
class Pencil:
    """Everything that happened, noted as it happened; reads nothing of what the product counts."""

    reports: dict[str, Told] = field(default_factory=dict)

    def arrived(self, number: str, code: str, day: date | None = None) -> str:
        """One more, today unless another day is said; returns its number."""
        assert number not in self.reports
        self.reports[number] = Told(code, day or timezone.localdate())
        return number

    def closed(self, *numbers: str, state: str = TREATED) -> None:
        """Treated, or declined."""
        for number in numbers:
            self.reports[number].state, self.reports[number].closed_once = state, True

    def contested(self, number: str) -> None:
        """Open again."""
        self.reports[number].state, self.reports[number].reopened = "", True

    def numbers(self, code: str) -> list[str]:
        """Those of a category, in the order in which they came."""
        return [number for number, told in self.reports.items() if told.code == code]

    def count(self, code: str = "") -> dict[str, int]:
        """As the public figures call it, of everything or of one category."""
        told = [each for each in self.reports.values() if code in ("", each.code)]
        states = [each.state for each in told]
        return {
            "signales": len(told),
            "traites": states.count(TREATED),
            "en_cours": states.count(""),
            "non_retenus": states.count(DECLINED),
            "clos_une_fois": sum(each.closed_once for each in told),
            "rouverts": sum(each.reopened for each in told),
        }

    def usual_delay(self) -> float:
        """Days that half of the treated ones took at most; everything is treated today."""
        today = timezone.localdate()
        return float(median((today - each.day).days for each in self.reports.values() if each.state == TREATED))


def spot(rank: int) -> Point:
    """A place for each report, far enough from the others that none is taken for another's."""
    return beside(130 * (rank % 8), 130 * (rank // 8), ILE_DE_NANTES)


def by_web(page: Page, pencil: Pencil, code: str, place: Point, text: str, often: str = "") -> tuple[str, str]:
    """Through the public form, without an account: its number and its secret link."""
    page.goto(f"/signaler/?lon={place.x}&lat={place.y}&categorie={code}")
    page.get_by_label("Décrivez en quelques mots").fill(text)
    if often:
        page.get_by_label(often).check()
    page.get_by_role("button", name="Envoyer le signalement").click()
    link = page.get_by_label("Votre lien secret").input_value()
    return pencil.arrived(NUMBER.search(page.locator("main").inner_text())[0], code), link


def by_phone(page: Page, pencil: Pencil, code: str, place: Point, text: str) -> str:
    """Entered by an agent while somebody is on the line; the number that is read aloud."""
    page.goto(f"/bureau/saisir/?lon={place.x}&lat={place.y}&categorie={code}")
    page.get_by_label("Ce que dit la personne").fill(text)
    page.get_by_label("Nom", exact=True).fill("Zoé")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("heading", name="C’est enregistré").wait_for()
    return pencil.arrived(page.locator(".aloud-number").inner_text(), code)


def by_open311(page: Page, pencil: Pencil, key: str, code: str, place: Point, text: str) -> str:
    """Posted by another city's application, over the wire."""
    told = report(key, service_code=code, lat=str(place.y), long=str(place.x), description=text)
    answer = page.request.post(f"{V2}requests.json", form=told)
    assert answer.status == 201, answer.text()
    return pencil.arrived(answer.json()[0]["service_request_id"], code)


def by_file(folder: Path, pencil: Pencil, rows: list[tuple[str, str, Point]], days_ago: int) -> None:
    """From a file of another software: (its word, our category, where), all reported so many days ago."""
    day = timezone.localdate() - timedelta(days=days_ago)
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(("id", "lon", "lat", "sorte", "texte", "jour"))
    for rank, (word, _code, place) in enumerate(rows):
        lines.writerow((rank, place.x, place.y, word, f"Ligne {rank}", f"{day}T09:00:00+00:00"))
    (folder / "ancien.csv").write_text(out.getvalue(), encoding="utf-8")
    (folder / "ancien.toml").write_text(A_FILE, encoding="utf-8")
    paths = (str(folder / "ancien.csv"), "--mapping", str(folder / "ancien.toml"))
    call_command("import_signalements", *paths, verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())
    numbers = dict(Signalement.objects.filter(origin="import").values_list("text", "number"))
    for rank, (_word, code, _place) in enumerate(rows):
        pencil.arrived(numbers[f"Ligne {rank}"], code, day)


def found(number: str) -> Signalement:
    """As it is stored now."""
    return Signalement.objects.select_related("service", "crew").get(number=number)


def answer(page: Page, number: str, after: str, words: str = "", **more: Any) -> None:
    """An agent's step on the page of a case; `closing`, `day` where the step owes them."""
    page.goto(case(found(number)))
    page.get_by_label("Où en est-on ?").select_option(after)
    if "day" in more:
        page.get_by_label("Le jour de l’intervention").fill(more["day"].isoformat())
    if "closing" in more:
        page.get_by_label("Pour clore : le motif").select_option(more["closing"])
    page.get_by_label("Ce que tout le monde lira").fill(words)
    page.locator("#repondre").get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status").filter(has_text="C’est répondu.")).to_be_visible()
