"""`manage.py recount FICHIER`: the winners worked out again from a ballot file, each step with its reason."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projets.votes.pabulib.checking import recount
from projets.votes.pabulib.election import PabulibError, scrutin_of
from projets.votes.pabulib.reading import read_file
from projets.votes.wording import RULES, amount, scored, why


class Command(BaseCommand):
    help = "Recompte un fichier de bulletins (.pb), et dit si les gagnants sont ceux qu’il annonce."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, metavar="FICHIER")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        """The steps, then whether they lead where the file says."""
        try:
            election = read_file(file)[0]
            scrutin = scrutin_of(election)
            outcome = recount(election, scrutin)
        except (OSError, PabulibError, IndexError) as error:
            raise CommandError(str(error)) from None
        sign, titles = election.currency, {each.code: each.title for each in scrutin.candidates}
        ballots = len(election.ballots or ())
        self.stdout.write(f"{RULES[scrutin.rule][0]}, {amount(scrutin.money, sign)}, {ballots} bulletins.")
        for step in outcome.steps:
            mark = "✓" if step.won else "·"
            said = f"{titles[step.code]} ({scored(scrutin, step)}). {why(scrutin, step, sign)}"
            self.stdout.write(f"{mark} {step.rank:3} {step.code:8} {said}")
        announced = {project.code for project in election.projects if project.selected}
        if announced != set(outcome.winners):
            raise CommandError("Ce ne sont pas les gagnants que le fichier annonce.")
        self.stdout.write("Ce sont les gagnants que le fichier annonce.")
