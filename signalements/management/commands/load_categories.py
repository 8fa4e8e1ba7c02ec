"""The services, the categories of problems and their questions, from readable files that another city replaces."""

from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from carto.comptes.models import Crew, Service
from carto.content import add_folder, content_file
from carto.fiches.models import Theme
from carto.readable import Row, Unreadable, line_of, read_rows, read_toml
from signalements.models import Categorie, Question
from signalements.questions import verify

CONTENT = Path(__file__).parents[2] / "content"
# What a file may change of a category, and of a question.
SHIPPED: Final = (
    "name", "family", "icon", "words", "notice", "theme", "service", "deadline_days", "radius", "order", "active"
)  # fmt: skip
REQUIRED: Final = ("name", "family", "theme", "icon", "service", "deadline_days", "radius", "words", "notice")
ASKED: Final = ("text", "kind", "options", "condition", "required", "order")


WHO: Final = ("name", "email", "planning")  # of a service, when the file says it


class Command(BaseCommand):
    help = "Charge ou met à jour les services, les équipes, les catégories de signalements et leurs questions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose content: another city's folder, or the shipped one."""
        add_folder(parser)

    def handle(self, *_args: Any, folder: Path | None = None, **_options: Any) -> None:
        """Twice changes nothing; a category gone from the file is no longer offered, its signalements keep it."""
        try:
            with transaction.atomic():
                self._load(folder)
        except Unreadable as error:
            raise CommandError(str(error)) from error

    def _load(self, folder: Path | None) -> None:
        services = _store_services(content_file("services.csv", CONTENT, folder))
        themes = Theme.objects.in_bulk(field_name="code")
        categories = content_file("categories.csv", CONTENT, folder)
        read = [_categorie(order, row, services, themes) for order, row in enumerate(_rows(categories))]
        kept = Categorie.objects.bulk_create(
            read, update_conflicts=True, unique_fields=["code"], update_fields=SHIPPED
        )  # fmt: skip
        Categorie.objects.exclude(pk__in=[categorie.pk for categorie in kept]).update(active=False)
        # The questions go with the categories: the shipped ones would ask of another city's.
        questions = CONTENT if categories.parent == CONTENT else categories.parent
        asked = _store_questions(content_file("questions.toml", questions, folder))
        self.stdout.write(f"{len(kept)} catégories, {asked} questions, {len(services)} services.")


def _store_services(path: Path) -> dict[str, Service]:
    """The services and crews of the file; what it does not say (an address, crews) is left as it is."""
    rows = list(_rows(path))
    columns = [name for name in WHO if rows and name in rows[0]]
    read = [Service(**{name: row[name] for name in ("code", *columns)} | _planning(row)) for row in rows]
    Service.objects.bulk_create(read, update_conflicts=True, unique_fields=["code"], update_fields=columns or ["name"])
    services = Service.objects.in_bulk(field_name="code")
    crews = [crew for row in rows for crew in _crews(row, services)]
    Crew.objects.bulk_create(crews, update_conflicts=True, unique_fields=["code"], update_fields=["name", "service"])
    return services


def _planning(row: dict[str, str]) -> dict[str, bool]:
    return {"planning": row["planning"] == "oui"} if "planning" in row else {}


def _crews(row: Row, services: dict[str, Service]) -> Iterator[Crew]:
    """« centre = Équipe du centre ; nuit = Équipe de nuit »."""
    for each in filter(None, (part.strip() for part in row.get("crews", "").split(";"))):
        code, equals, name = (word.strip() for word in each.partition("="))
        if not (equals and code and name):
            raise row.refused(f"« {each} » : une équipe s’écrit « code = Nom », et un point-virgule les sépare.")
        yield Crew(code=code, name=name, service=services[row["code"]])


def _store_questions(path: Path) -> int:
    """All of them in two statements; a question gone from the file is no longer asked, what it was told is kept."""
    categories = Categorie.objects.in_bulk(field_name="code")
    questions = [question for row in _asked(path) for question in _questions(path, row, categories)]
    questions.sort(key=lambda question: (question.categorie.pk, question.order))
    for categorie, asking in groupby(questions, key=lambda question: question.categorie):
        try:
            verify(list(asking))
        except ValidationError as error:
            raise CommandError(f"{categorie.code} : {' '.join(error.messages)}") from error
    stored = Question.objects.bulk_create(
        questions, update_conflicts=True, unique_fields=["categorie", "code"], update_fields=ASKED
    )
    Question.objects.exclude(pk__in=[question.pk for question in stored]).delete()
    return len(stored)


def _categorie(order: int, row: Row, services: dict[str, Service], themes: dict[str, Theme]) -> Categorie:
    """One line of the file, unsaved; Unreadable when its service or its theme does not exist."""
    try:
        service, theme = services[row["service"]], themes[row["theme"]]
    except KeyError as missing:
        raise row.refused(f"{row['code']} : {missing} n’existe pas (load_themes d’abord ?).") from missing
    plain = {name: row[name] for name in ("code", "name", "family", "icon", "words", "notice")}
    if not (row["radius"].isdecimal() and (row["deadline_days"].isdecimal() or not row["deadline_days"])):
        raise row.refused(f"{row['code']} : le rayon et le délai sont des nombres entiers.")
    days = int(row["deadline_days"]) if row["deadline_days"] else None
    return Categorie(
        **plain, service=service, theme=theme, deadline_days=days, radius=int(row["radius"]), order=order, active=True
    )


def _questions(path: Path, row: dict[str, Any], categories: dict[str, Categorie]) -> Iterator[Question]:
    """One question for each of its categories; Unreadable when something is missing or unknown."""
    try:
        for code in row["categories"]:
            yield Question(
                categorie=categories[code],
                code=row["code"],
                text=row["text"],
                kind=Question.Kind(row["kind"]) if "kind" in row else Question.Kind.CHOICE,
                options=row.get("options", []),
                condition=row.get("when", {}),
                required=row.get("required", False),
                order=row["order"],
            )
    except (KeyError, TypeError, ValueError) as wrong:
        line = line_of(path, *["[[question]]"] * (row["order"] + 1))
        raise Unreadable(path, f"{wrong} manque ou n’existe pas.", line) from wrong


def _asked(path: Path) -> list[dict[str, Any]]:
    """The questions of the file, with their rank in it; none when a city has categories of its own and asks nothing."""
    rows = read_toml(path).get("question", []) if path.is_file() else []
    return [row | {"order": order} for order, row in enumerate(rows)]


def _rows(path: Path) -> Iterator[Row]:
    required = ("code", "name") if path.name == "services.csv" else ("code", *REQUIRED)
    yield from read_rows(path, required)
