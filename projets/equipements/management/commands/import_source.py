"""One file of a source: previewed, its report printed, and taken unless a column has got lost."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify

from projets.equipements.imports.fetching import fetched
from projets.equipements.imports.formats import formats
from projets.equipements.imports.readings import accept_swapped, drop, preview, take
from projets.equipements.imports.remapping import remap
from projets.equipements.imports.reports import printed
from projets.equipements.imports.sources import guess
from projets.equipements.imports.values import checked_extent
from projets.equipements.models import Import, ImportState, Matter, Organisme, Source
from projets.equipements.workflow import Status


class Command(BaseCommand):
    help = "Importe un fichier publié (ou une adresse) : aperçu, rapport, puis prise en compte."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The guide shows them at work."""
        parser.add_argument("file", help="fichier, ou adresse https")
        parser.add_argument("--source", required=True, help="code de la source ; elle est créée la première fois")
        parser.add_argument("--format", choices=sorted(formats()), help="deviné quand il n’est pas dit")
        parser.add_argument("--title", default="", help="titre de la source")
        parser.add_argument("--matter", choices=Matter.values, help="ce que sont les lignes")
        parser.add_argument("--licence", default="", help="licence de la source")
        parser.add_argument("--organisme", default="", help="adresse courte de l’organisme qui publie")
        parser.add_argument("--extent", default="", help="étendue attendue : ouest,sud,est,nord en degrés")
        parser.add_argument("--status", choices=[each.value for each in Status], help="état des équipements")
        parser.add_argument("--map", action="append", default=[], metavar="CHAMP=COLONNE", help="où lire un champ")
        parser.add_argument("--accept-swapped", action="store_true", help="retourner les lieux aux axes inversés")
        parser.add_argument("--preview", action="store_true", help="montrer le rapport sans rien prendre")

    def handle(self, *_args: Any, **options: Any) -> None:
        """The exit status is 3 when a column has got lost and nothing was taken."""
        try:
            with fetched(options["file"]) as (path, name, url), transaction.atomic():
                source = self._source(path, options)
                reading = preview(source, path, name=name, url=url)
            self._go_on(reading, options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _go_on(self, reading: Import, options: dict[str, Any]) -> None:
        if options["accept_swapped"]:
            reading = accept_swapped(reading)
        if options["preview"] or reading.report["drift"]["lost"]:
            drop(reading)
        else:
            reading = take(reading)
        for line in printed(reading):
            self.stdout.write(line)
        if reading.report["drift"]["lost"] and reading.state != ImportState.DONE:
            raise CommandError(
                "Rien n’a été pris : dites où est passée la colonne (--map champ=colonne).", returncode=3
            )

    def _source(self, path: Path, options: dict[str, Any]) -> Source:
        """The source of that code, made when there is none; what the options say of it is kept."""
        code = slugify(options["source"])[:80]
        source = Source.objects.filter(code=code).first() or Source(code=code, title=options["title"] or code)
        source.format = options["format"] or source.format or guess(path).code
        source.matter = options["matter"] or source.matter or formats()[source.format].matter
        source.title, source.licence = options["title"] or source.title, options["licence"] or source.licence
        source.extent = checked_extent(options["extent"]) or source.extent
        if options["status"]:
            source.mapping = {**source.mapping, "status": options["status"]}
        if options["organisme"]:
            source.organisme = _organisme(options["organisme"])
        remap(source, dict(each.partition("=")[::2] for each in options["map"]))
        source.save()
        return source


def _organisme(slug: str) -> Organisme:
    """The organisation of that short address; ValidationError when there is none."""
    found = Organisme.objects.filter(slug=slug).first()
    if found is None:
        raise ValidationError(f"Organisme inconnu : « {slug} ».")
    return found
