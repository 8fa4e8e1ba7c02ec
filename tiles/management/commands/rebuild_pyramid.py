"""`manage.py rebuild_pyramid`: compare the cells of the tiles with the fiches, and repair them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiles.pyramid import differences, fold, repair

SHOWN = 20


class Command(BaseCommand):
    """Others may read and write meanwhile. Exit status 1 when `--check` found a difference."""

    help = _("Compare les cases des tuiles aux fiches, dit ce qui diffère et le répare.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check` only looks."""
        parser.add_argument("--check", action="store_true", help=_("ne rien réparer"))

    def handle(self, *, check: bool, **_options: Any) -> None:
        """Print each cell that differed, up to SHOWN of them."""
        wrong = differences() if check else repair()
        for cell in wrong[:SHOWN]:
            place = {"level": cell.level, "quad": cell.quad, "kind": cell.kind, "stage": cell.stage}
            said = _("niveau %(level)d, case %(quad)d, %(kind)s, %(stage)s") % place
            self.stdout.write(f"  {said} : {cell.missing:+d}")
        if len(wrong) > SHOWN:
            self.stdout.write(_("  … et %(more)d autres") % {"more": len(wrong) - SHOWN})
        if wrong:
            count = {"count": len(wrong)}
            self.stdout.write(ngettext("%(count)d case fausse", "%(count)d cases fausses", len(wrong)) % count)
        else:
            self.stdout.write(_("Toutes les cases disent ce que disent les fiches."))
        if check and wrong:
            raise SystemExit(1)
        if not check:
            fold()
