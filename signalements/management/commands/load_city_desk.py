"""What a city's desk begins with: rules of orientation, replies ready to send, notices. Each file is optional.

Called by `load_city`, after the territories and the categories. A rule or a reply is known by its name, a notice by its
text: the same ones twice change nothing, and what was added by hand at the desk stays.
"""

from argparse import ArgumentParser
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from carto.comptes.models import Crew, Service
from carto.content import add_folder
from carto.fiches.models import Temporality
from carto.readable import Row, Unreadable, line_of, read_rows, read_toml
from carto.territoires.models import Territoire
from signalements.models import Annonce, Categorie, Priority, ReplyTemplate, RoutingRule
from signalements.workflow import Closing, Status

DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
PRIORITIES: Final = {"basse": Priority.LOW, "normale": Priority.NORMAL, "haute": Priority.HIGH}
PLAIN: Final = {"rule": {"name", "answers", "closed_days"}, "reply": {"name", "text"}}


class Command(BaseCommand):
    help = "Charge ou met à jour les règles d’orientation, les réponses prêtes et les annonces d’une ville."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose files."""
        add_folder(parser)

    def handle(self, *_args: Any, folder: Path | None = None, **_options: Any) -> None:
        """All of them or none; the shipped content has none."""
        if folder is None:
            return
        try:
            with transaction.atomic():
                rules = _load_tables(folder / "rules.toml", "rule", _store_rule)
                replies = _load_tables(folder / "replies.toml", "reply", _store_reply)
                notices = _load_notices(folder / "annonces.csv")
        except Unreadable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{rules} règles, {replies} réponses prêtes, {notices} annonces.")


class _Table:
    """One table of a TOML file, whose values are read under their names, and whose leftovers are refused."""

    def __init__(self, path: Path, kind: str, rank: int, told: dict[str, Any]) -> None:
        self.path, self.kind, self.rank, self.told = path, kind, rank, told
        self.read: set[str] = set(PLAIN[kind])

    def refused(self, said: str) -> Unreadable:
        line = line_of(self.path, *[f"[[{self.kind}]]"] * (self.rank + 1))
        return Unreadable(self.path, f"« {self.told.get('name', '?')} » : {said}", line)

    def get(self, name: str) -> Any:
        self.read.add(name)
        return self.told.get(name)

    def one(self, name: str, model: Any, **more: Any) -> Any:
        """The object whose code is written there; None when nothing is."""
        code = self.get(name)
        found = model.objects.filter(code=code, **more).first() if code else None
        if code and found is None:
            raise self.refused(f"{name} « {code} » n’existe pas.")
        return found

    def several(self, name: str, known: Any) -> list[Any]:
        """Each word written there, as what `known` (a mapping) says it is."""
        try:
            return [known[word] for word in self.get(name) or []]
        except (KeyError, TypeError) as missing:
            raise self.refused(f"{name} : {missing} n’existe pas ; connus : {', '.join(map(str, known))}.") from missing

    def among(self, name: str, known: Any) -> Any:
        """The one word written there, likewise; None when nothing is."""
        word = self.get(name)
        if word is not None and (not isinstance(word, str) or word not in known):
            raise self.refused(f"{name} : « {word} » n’existe pas ; connus : {', '.join(known)}.")
        return None if word is None else known[word]

    def hour(self, name: str) -> time | None:
        written = self.get(name)
        try:
            return time.fromisoformat(written) if written else None
        except (TypeError, ValueError) as error:
            raise self.refused(f'{name} : une heure est attendue, comme "18:00".') from error

    def finish(self) -> None:
        if strange := set(self.told) - self.read:
            raise self.refused(f"« {min(strange)} » n’est pas compris.")


def _load_tables(path: Path, kind: str, store: Any) -> int:
    rows = read_toml(path).get(kind, []) if path.is_file() else []
    for rank, told in enumerate(rows):
        table = _Table(path, kind, rank, told)
        if not isinstance(told.get("name"), str) or (kind == "reply" and not isinstance(told.get("text"), str)):
            raise table.refused("il faut un nom" + (" et un texte." if kind == "reply" else "."))
        store(table)
        table.finish()
    return len(rows)


def _store_rule(table: _Table) -> None:
    """A rule, in the order of the file; whom it sends to is the only thing it has to say."""
    categories = table.several("categories", Categorie.objects.in_bulk(field_name="code"))
    service = table.one("service", Service)
    if service is None:
        raise table.refused("à quel service ?")
    rule, _new = RoutingRule.objects.update_or_create(
        name=table.told["name"],
        defaults={
            "order": table.rank,
            "service": service,
            "crew": table.one("crew", Crew, service=service),
            "territoire": table.one("territoire", Territoire, valid_to=None),
            "temporalities": table.several("temporalities", {each.value: each.value for each in Temporality}),
            "weekdays": table.several("weekdays", {name: rank for rank, name in enumerate(DAYS)}),
            "from_hour": table.hour("from"),
            "until_hour": table.hour("until"),
            "closed_days": bool(table.told.get("closed_days", False)),
            "answers": table.told.get("answers", {}),
            "priority": table.among("priority", PRIORITIES),
        },
    )
    rule.categories.set(categories)


def _store_reply(table: _Table) -> None:
    """A reply ready to be read again before it is sent."""
    states, closings = {each.value: each.value for each in Status}, {each.value: each.value for each in Closing}
    categories = table.several("categories", Categorie.objects.in_bulk(field_name="code"))
    reply, _new = ReplyTemplate.objects.update_or_create(
        name=table.told["name"],
        defaults={
            "text": table.told["text"].strip(),
            "status": table.among("status", states) or "",
            "closing": table.among("closing", closings) or "",
            "service": table.one("service", Service),
            "order": table.rank,
        },
    )
    reply.categories.set(categories)


def _load_notices(path: Path) -> int:
    """What is said before one sends: `service,categorie,starts_on,ends_on,from_hour,until_hour,closed_days,text`."""
    told = 0
    for row in read_rows(path, ("text",)) if path.is_file() else ():
        ends = _day(row, "ends_on")
        said = {
            "service": _known(row, "service", Service),
            "categorie": _known(row, "categorie", Categorie),
            "starts_at": _moment(_day(row, "starts_on"), time.min),
            "ends_at": _moment(ends, time.max),
            "from_hour": _hour(row, "from_hour"),
            "until_hour": _hour(row, "until_hour"),
            "closed_days": row.get("closed_days") == "oui",
        }
        hours = (said["from_hour"], said["until_hour"])
        if hours.count(None) == 1 or not (ends or hours[0] or said["closed_days"]):
            raise row.refused("dites jusqu’à quand, ou à quelles heures (les deux).")
        Annonce.objects.update_or_create(text=row["text"], defaults=said)
        told += 1
    return told


def _known(row: Row, name: str, model: Any) -> Any:
    code = row.get(name)
    found = model.objects.filter(code=code).first() if code else None
    if code and found is None:
        raise row.refused(f"{name} « {code} » n’existe pas.")
    return found


def _day(row: Row, name: str) -> date | None:
    try:
        return date.fromisoformat(row[name]) if row.get(name) else None
    except ValueError as error:
        raise row.refused(f"{name} : une date est attendue, comme 2026-01-31.") from error


def _hour(row: Row, name: str) -> time | None:
    try:
        return time.fromisoformat(row[name]) if row.get(name) else None
    except ValueError as error:
        raise row.refused(f"{name} : une heure est attendue, comme 18:00.") from error


def _moment(day: date | None, hour: time) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, hour)) if day else None
