"""`manage.py check_pabulib FICHIER…`: each election of Pabulib files counted again, as a table."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projets.votes.pabulib.checking import Checked, Found, check
from projets.votes.pabulib.election import PabulibError
from projets.votes.pabulib.reading import read_file


class Command(BaseCommand):
    help = "Recompte des élections Pabulib (.pb, ou CSV de projets) et dit lesquelles redonnent le résultat publié."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FICHIER")

    def handle(self, *_args: Any, files: list[Path], **_options: Any) -> None:
        """One line an election, then the sums."""
        try:
            checked = [check(election) for path in files for election in read_file(path)]
        except (OSError, PabulibError) as error:
            raise CommandError(str(error)) from None
        for each in checked:
            self.stdout.write(_line(each))
        found = Counter(each.found for each in checked)
        said = ", ".join(f"{found[kind]} {kind.value}" for kind in Found)
        self.stdout.write(f"{len(checked)} élections : {said}.")
        if found[Found.DIFFERENT]:
            raise CommandError("Un fichier complet ne redonne pas son résultat.")


def _line(checked: Checked) -> str:
    election = checked.election
    published = sum(bool(project.selected) for project in election.projects)
    told = f"{checked.found.value:10} {election.name:52} {election.meta.get('rule', '?'):28}"
    counts = f"{len(election.projects):4} projets {published:3} retenus {len(checked.winners):3} recomptés"
    reasons = [checked.why] if checked.why else []
    return f"{told} {counts}  {' ; '.join([*reasons, *checked.lacks])}".rstrip()
