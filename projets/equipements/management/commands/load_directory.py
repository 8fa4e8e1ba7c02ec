"""Who answers for what, from `content/organismes.csv` and `content/competences.csv`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from carto.content import add_folder, content_file
from carto.readable import Unreadable
from projets.equipements.directory.loaders import Loading, load_competences, load_organismes
from projets.equipements.models import Competence

CONTENT = Path(__file__).parents[2] / "content"
FILES = ("organismes.csv", "competences.csv")


class Command(BaseCommand):
    help = "Charge ou met à jour l’annuaire : qui s’occupe de quoi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose directory."""
        add_folder(parser)

    def handle(self, *_args: Any, folder: Path | None = None, **_options: Any) -> None:
        """Twice changes nothing. Another city's law and offices are not Nantes's: without its own files, nothing."""
        if folder and not all((folder / name).is_file() for name in FILES):
            self.stdout.write("Annuaire : cette ville n’en a pas encore (organismes.csv et competences.csv).")
            return
        organismes, competences = (content_file(name, CONTENT, folder) for name in FILES)
        loading = Loading()
        try:
            with transaction.atomic():
                load_organismes(organismes, loading)
                load_competences(competences, loading)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if loading.unknown:
            self.stderr.write(f"competences.csv : inconnu ici : {', '.join(sorted(loading.unknown))}.")
        others = Competence.objects.exclude(pk__in=[each.pk for each in loading.competences]).count()
        told = f"{len(loading.organismes)} organismes, {len(loading.competences)} compétences"
        self.stdout.write(f"{told} ; {others} autres gardées.")
