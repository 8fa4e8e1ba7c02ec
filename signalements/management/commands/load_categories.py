"""The services, the categories of problems and their questions, from readable files that another city replaces."""

import csv
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from carto.comptes.models import Service
from carto.fiches.models import Theme
from signalements.models import Categorie, Question
from signalements.questions import verify

CONTENT = Path(__file__).parents[2] / "content"
# What a file may change of a category, and of a question.
SHIPPED: Final = (
    "name", "family", "icon", "words", "notice", "theme", "service", "deadline_days", "radius", "order", "active"
)  # fmt: skip
ASKED: Final = ("text", "kind", "options", "condition", "required", "order")


class Command(BaseCommand):
    help = "Charge ou met à jour les services et les catégories de signalements."

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        """Twice changes nothing; a category gone from the file is no longer offered, its signalements keep it."""
        Service.objects.bulk_create(map(_service, _rows("services.csv")), ignore_conflicts=True)
        services, themes = Service.objects.in_bulk(field_name="code"), Theme.objects.in_bulk(field_name="code")
        read = [_categorie(order, row, services, themes) for order, row in enumerate(_rows("categories.csv"))]
        kept = Categorie.objects.bulk_create(
            read, update_conflicts=True, unique_fields=["code"], update_fields=SHIPPED
        )  # fmt: skip
        Categorie.objects.exclude(pk__in=[categorie.pk for categorie in kept]).update(active=False)
        asked = self._store_questions()
        self.stdout.write(f"{len(kept)} catégories, {asked} questions, {len(services)} services.")

    def _store_questions(self) -> int:
        """All of them in two statements; a question gone from the file is no longer asked, what it was told is kept."""
        categories = Categorie.objects.in_bulk(field_name="code")
        try:
            questions = [question for row in _asked() for question in _questions(row, categories)]
        except (KeyError, TypeError) as wrong:
            raise CommandError(f"questions.toml : {wrong} manque ou n’existe pas.") from wrong
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


def _service(row: dict[str, str]) -> Service:
    """One line of the file, unsaved; « oui » for those that study what lasts or comes back."""
    return Service(code=row["code"], name=row["name"], planning=row.get("planning") == "oui")


def _categorie(order: int, row: dict[str, str], services: dict[str, Service], themes: dict[str, Theme]) -> Categorie:
    """One line of the file, unsaved; CommandError when its service or its theme does not exist."""
    try:
        service, theme = services[row["service"]], themes[row["theme"]]
    except KeyError as missing:
        raise CommandError(f"{row['code']} : {missing} n’existe pas (load_themes d’abord ?).") from missing
    plain = {name: row[name] for name in ("code", "name", "family", "icon", "words", "notice")}
    days = int(row["deadline_days"]) if row["deadline_days"] else None
    radius = int(row["radius"])
    return Categorie(**plain, service=service, theme=theme, deadline_days=days, radius=radius, order=order)


def _questions(row: dict[str, Any], categories: dict[str, Categorie]) -> Iterator[Question]:
    """One question for each of its categories; KeyError or TypeError when something is missing or unknown."""
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


def _asked() -> list[dict[str, Any]]:
    """The questions of the file, with their rank in it."""
    rows = tomllib.loads((CONTENT / "questions.toml").read_text(encoding="utf-8"))["question"]
    return [row | {"order": order} for order, row in enumerate(rows)]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (CONTENT / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
