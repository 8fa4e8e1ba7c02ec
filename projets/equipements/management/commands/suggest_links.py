"""Suggest places for the rows of all sources, or of one."""

from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from projets.equipements.linking.suggesting import suggest_for
from projets.equipements.models import Source


class Command(BaseCommand):
    help = "Propose, pour chaque ligne d’argent public, les équipements dont elle parle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--source CODE`: that one alone."""
        parser.add_argument("--source", help=_("le code d’une source ; toutes, sans cela"))

    def handle(self, *_args: Any, source: str | None, **_options: Any) -> None:
        """What a person decided stays as it is."""
        chosen = Source.objects.filter(code=source).first() if source else None
        if source and chosen is None:
            raise CommandError(_("Aucune source n’a ce code : %(code)s.") % {"code": source})
        start = perf_counter()
        counts = suggest_for(chosen)
        told = counts | {"seconds": f"{perf_counter() - start:.1f}"}
        self.stdout.write(
            _("%(new)d propositions nouvelles, %(changed)d changées, %(gone)d retirées, en %(seconds)s s.") % told
        )
