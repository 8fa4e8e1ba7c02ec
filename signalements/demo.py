"""The demonstration's signalements, made from authored texts, places and answers: the same ones each time.

A report is a text at one of the places where it makes sense, with a history that holds together: answers come in
working hours, in the order of the workflow, and never after now. Only the dates move: the city always looks lived in.
"""

import csv
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from carto.comptes.models import User
from carto.fiches.models import Origin, What
from signalements.deadlines import is_working_day
from signalements.loaders import Event, Row
from signalements.models import Categorie
from signalements.workflow import Status

CONTENT = Path(__file__).parent / "content" / "demo"
SEED = 2026
MONTHS_14 = 425  # days
NAMED = 0.35
NUDGE = (0.0002, 0.00014)  # degrees: 15 m, so that two reports of one square do not hide each other

_ACCEPTED, _PLANNED, _TREATED = Status.ACCEPTED, Status.PLANNED, Status.TREATED
_ENDS: dict[str, tuple[Status, ...]] = {
    "received": (),
    "accepted": (_ACCEPTED,),
    "planned": (_ACCEPTED, _PLANNED),
    "quick": (_ACCEPTED, _TREATED),
    "treated": (_ACCEPTED, _PLANNED, _TREATED),
    "waiting": (_ACCEPTED, Status.WAITING),
    "forwarded": (_ACCEPTED, Status.FORWARDED),
    "declined": (_ACCEPTED, Status.DECLINED),
    "reopened": (_ACCEPTED, _TREATED, Status.REOPENED),
    "again": (_ACCEPTED, _TREATED, Status.REOPENED, _ACCEPTED, _TREATED),
    "to_check": (_ACCEPTED, _PLANNED, Status.TO_CHECK),
}
# How far a report got, by its age in days: the weights of the ends above, in their order.
_WEIGHTS: tuple[tuple[int, tuple[int, ...]], ...] = (
    (3, (70, 25, 5, 0, 0, 0, 0, 0, 0, 0, 0)),
    (12, (20, 30, 18, 18, 5, 3, 2, 0, 0, 0, 4)),
    (40, (4, 14, 20, 22, 21, 4, 5, 3, 2, 0, 5)),
    (MONTHS_14 + 2, (1, 3, 5, 30, 41, 2, 5, 5, 2, 5, 1)),
)


def read(name: str) -> list[dict[str, str]]:
    """The rows of one authored file."""
    with (CONTENT / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@dataclass
class Demo:
    """Makes the rows; `now` is the only thing that changes from one day to another."""

    now: datetime
    people: list[User]
    categories: dict[str, Categorie]
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    used: Counter[str] = field(default_factory=Counter)

    @cached_property
    def places(self) -> list[dict[str, str]]:
        """Where things may happen; `sorts` says which."""
        return read("places")

    @cached_property
    def answers(self) -> dict[tuple[str, str], list[str]]:
        """What services write, by state and by category, service or `*`."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in read("answers"):
            found.setdefault((row["status"], row["about"]), []).append(row["text"])
        return found

    def rows(self) -> Iterator[Row]:
        """Every report of the demonstration."""
        number = 0
        for told in read("reports"):
            for _turn in range(int(told["times"])):
                number += 1
                yield self._row(number, self.categories[told["categorie"]], told)

    def _row(self, number: int, categorie: Categorie, told: dict[str, str]) -> Row:
        place, at = self._place(categorie, set(told["sorts"].split())), self._moment()
        longitude = float(place["longitude"]) + self.chance.uniform(-1, 1) * NUDGE[0]
        latitude = float(place["latitude"]) + self.chance.uniform(-1, 1) * NUDGE[1]
        author = self.chance.choice(self.people) if self.chance.random() < NAMED else None
        history = tuple(self._history(categorie, at))
        return Row(
            uuid=uuid5(NAMESPACE_URL, f"carte-commune/demonstration/signalement/{number}"),
            categorie=categorie,
            geom=f"SRID=4326;POINT({longitude:.6f} {latitude:.6f})",
            at=at,
            text=told["text"],
            status=Status(history[-1].after or Status.RECEIVED),
            author_id=author.pk if author else None,
            origin=self.chance.choices((Origin.WEB, Origin.COUNTER, Origin.MAIL), (90, 7, 3))[0],
            demonstration=True,
            history=history,
        )

    def _place(self, categorie: Categorie, sorts: set[str]) -> dict[str, str]:
        """One of the least used places where this may happen, and not twice the same for a category."""
        fitting = [place for place in self.places if sorts & set(place["sorts"].split())]

        def wear(place: dict[str, str]) -> tuple[int, int, float]:
            name = place["name"]
            return self.used[f"{categorie.code}@{name}"], self.used[name], self.chance.random()

        place = min(fitting, key=wear)
        self.used.update((place["name"], f"{categorie.code}@{place['name']}"))
        return place

    def _moment(self) -> datetime:
        """A moment of the last fourteen months, between 7 and 21 h; the last weeks have more."""
        day = self.now.date() - timedelta(days=int(MONTHS_14 * self.chance.random() ** 1.7))
        minutes = self.chance.randint(7 * 60, 21 * 60)
        at = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=self.now.tzinfo)
        return at if at <= self.now else at - timedelta(days=1)

    def _history(self, categorie: Categorie, at: datetime) -> Iterator[Event]:
        """What happened since, up to now."""
        yield Event(at, "resident", What.SUBMITTED)
        before, moment = Status.RECEIVED, at
        allowed = timedelta(days=(categorie.deadline_days or 10) * 1.4)
        steps = self._steps((self.now - at).days)
        for after in steps:
            resident = after is Status.REOPENED
            gap = allowed / max(len(steps), 1) * self.chance.uniform(0.25, 1.3)
            moment = moment + gap if resident else self._office_hours(moment + gap)
            if moment > self.now:
                return
            role = {Status.REOPENED: "resident", Status.TO_CHECK: "crew"}.get(after, "agent")
            yield Event(moment, role, What.STATUS, before.value, after.value, self._answer(categorie, after))
            before = after

    def _steps(self, age: int) -> tuple[Status, ...]:
        weights = next(weights for oldest, weights in _WEIGHTS if age < oldest)
        return _ENDS[self.chance.choices(list(_ENDS), weights)[0]]

    def _office_hours(self, moment: datetime) -> datetime:
        """The same moment, or the next time an office is open."""
        opened = moment.replace(hour=8, minute=self.chance.randint(30, 59))
        if is_working_day(moment.date()) and opened.time() <= moment.time() <= time(17, 30):
            return moment
        if not is_working_day(moment.date()) or moment.time() > time(17, 30):
            opened += timedelta(days=1)
        while not is_working_day(opened.date()):
            opened += timedelta(days=1)
        return opened

    def _answer(self, categorie: Categorie, status: Status) -> str:
        """The most particular words for that state: the category's, its service's, or anybody's."""
        for about in (categorie.code, categorie.service.code, "*"):
            if texts := self.answers.get((status.value, about)):
                return self.chance.choice(texts)
        raise LookupError(f"no answer is written for {status}")
