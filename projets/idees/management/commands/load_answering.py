"""Who answers which idea, from `content/answering.csv`: the table is checked, and ideas without a service get one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from carto.comptes.models import Service
from carto.content import add_folder, content_file
from carto.fiches.models import Theme
from carto.readable import Unreadable
from projets.idees.answers.arriving import assign
from projets.idees.answers.rules import CONTENT, read_rules
from projets.idees.models import Autocollant, Idee

BATCH = 500


class Command(BaseCommand):
    help = "Vérifie quel service répond à quelle idée, et confie celles qui n’ont pas encore de service."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose table."""
        add_folder(parser)

    def handle(self, *_args: Any, folder: Path | None = None, **_options: Any) -> None:
        """Twice changes nothing. The clock of an idea that was there before starts today."""
        try:
            found = read_rules(content_file("answering.csv", CONTENT, folder))
        except Unreadable as error:
            raise CommandError(str(error)) from error
        self._check(set(found.services), set(found.services.values()))
        waiting = Idee.objects.filter(answer_due_at=None, answered_at=None, status="proposed")
        waiting = waiting.select_related("theme", "autocollant", "campagne__service", "service")
        given = sum(assign(idee, since=timezone.now()) is not None for idee in waiting.iterator(BATCH))
        self.stdout.write(f"{len(found.services)} règles de réponse ; {given} idées confiées à un service.")

    def _check(self, pairs: set[tuple[str, str]], services: set[str]) -> None:
        """Codes that nothing bears are told, not refused: another city's palette or services may lack some."""
        known = {
            "thème": ({theme for theme, _sticker in pairs if theme}, Theme),
            "autocollant": ({sticker for _theme, sticker in pairs if sticker}, Autocollant),
            "service": (services, Service),
        }
        for noun, (codes, model) in known.items():
            if missing := codes - set(model.objects.filter(code__in=codes).values_list("code", flat=True)):
                self.stderr.write(f"answering.csv : {noun} inconnu ici : {', '.join(sorted(missing))}.")
