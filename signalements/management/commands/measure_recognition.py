"""Prints how often the category that a resident means is found from their own words."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from signalements.models import Categorie
from signalements.phrases import PHRASES, demonstration_phrases, measure, read_phrases


class Command(BaseCommand):
    help = "Mesure combien de phrases d’habitants trouvent leur catégorie, en premier et parmi les trois premières."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Another city's phrases may be measured with its own categories."""
        parser.add_argument("path", nargs="?", type=Path, default=PHRASES, help="un CSV : phrase, code, also, half")
        parser.add_argument("--missed", action="store_true", help="dire aussi les phrases mal comprises")

    def handle(self, *, path: Path, missed: bool, **_options: Any) -> None:
        """One line for each half, and one for the demonstration’s reports, which nobody wrote for this."""
        try:
            phrases = read_phrases(path)
        except (OSError, KeyError, UnicodeDecodeError) as error:
            raise CommandError(f"Phrases illisibles : {error}") from error
        categories = list(Categorie.objects.offered())
        if not categories:
            raise CommandError("Aucune catégorie : load_categories d’abord.")
        if path == PHRASES:
            phrases += demonstration_phrases()
        for half in dict.fromkeys(phrase.half for phrase in phrases):
            found = measure([each for each in phrases if each.half == half], categories)
            self.stdout.write(
                f"{half:8} {found.count:4} phrases   première {found.first:6.1%}   "
                f"trois premières {found.three:6.1%}   {found.milliseconds:.2f} ms chacune"
            )
            for phrase, codes in found.missed if missed else ():
                self.stdout.write(f"  « {phrase.words} » : {', '.join(codes)} au lieu de {phrase.codes[0]}")
