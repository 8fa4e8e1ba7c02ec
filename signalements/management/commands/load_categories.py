"""The services and the categories of problems, from readable files that another city replaces by its own."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from carto.comptes.models import Service
from carto.fiches.models import Theme
from signalements.models import Categorie

CONTENT = Path(__file__).parents[2] / "content"


class Command(BaseCommand):
    help = "Charge ou met à jour les services et les catégories de signalements."

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        """Twice changes nothing; a category gone from the file is no longer offered, its signalements keep it."""
        for row in _rows("services.csv"):
            Service.objects.get_or_create(code=row["code"], defaults={"name": row["name"]})
        services, themes = Service.objects.in_bulk(field_name="code"), Theme.objects.in_bulk(field_name="code")
        kept = [self._store(order, row, services, themes) for order, row in enumerate(_rows("categories.csv"))]
        Categorie.objects.exclude(pk__in=kept).update(active=False)
        self.stdout.write(f"{len(kept)} catégories, {len(services)} services.")

    def _store(self, order: int, row: dict[str, str], services: dict[str, Service], themes: dict[str, Theme]) -> int:
        try:
            service, theme = services[row["service"]], themes[row["theme"]]
        except KeyError as missing:
            raise CommandError(f"{row['code']} : {missing} n’existe pas (load_themes d’abord ?).") from missing
        fields = {name: row[name] for name in ("name", "family", "icon", "words", "notice")}
        days = int(row["deadline_days"]) if row["deadline_days"] else None
        defaults = fields | {"service": service, "theme": theme, "deadline_days": days, "order": order, "active": True}
        return Categorie.objects.update_or_create(code=row["code"], defaults=defaults)[0].pk


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (CONTENT / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
