"""`manage.py rebuild_pyramid`: compare what tiles count with the fiches, and repair it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiles.pyramid.entries import differences, drop_undone, fold_versions, repair

SHOWN = 20


class Command(BaseCommand):
    """Others may read and write meanwhile. Exit status 1 when `--check` found a difference."""

    help = _("Compare ce que comptent les tuiles aux fiches, dit ce qui diffère et le répare.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check` only looks."""
        parser.add_argument("--check", action="store_true", help=_("ne rien réparer"))

    def handle(self, *, check: bool, **_options: Any) -> None:
        """Print each fiche that was not told as it is, up to SHOWN of them."""
        wrong = differences() if check else repair()
        for one in wrong[:SHOWN]:
            said = _("%(kind)s no %(fiche)d, %(stage)s") % {"kind": one.kind, "fiche": one.fiche, "stage": one.stage}
            self.stdout.write(f"  {said} : {one.missing:+d}")
        if len(wrong) > SHOWN:
            self.stdout.write(_("  … et %(more)d autres") % {"more": len(wrong) - SHOWN})
        if wrong:
            count = {"count": len(wrong)}
            self.stdout.write(ngettext("%(count)d entrée fausse", "%(count)d entrées fausses", len(wrong)) % count)
        else:
            self.stdout.write(_("Les tuiles comptent ce que disent les fiches."))
        if check and wrong:
            raise SystemExit(1)
        if not check:
            fold_versions()
            drop_undone()
