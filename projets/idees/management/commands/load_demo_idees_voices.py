"""What residents say of the demonstration’s ideas, from `content/demo_voices.csv`: tags, supports, questions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import uuid5

from django.core.management.base import BaseCommand
from django.db import transaction

from carto.fiches.comments.actions import promised_for
from carto.fiches.models import Commentaire, CommentKind, Etiquetage, Etiquette, EtiquetteMerge, Soutien, SoutienKind
from carto.fiches.tags.actions import put_tags
from carto.fiches.tags.words import read_words
from carto.readable import Row, read_rows
from projets.demonstration import NAMESPACE, uuid_of
from projets.idees.models import Idee

CONTENT = Path(__file__).parents[2] / "content" / "demo_voices.csv"
COLUMNS = ("code", "tags", "supports", "question", "reply")


class Command(BaseCommand):
    help = "Charge ce que des habitants disent des idées de démonstration, ou l’enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away what the demonstration's ideas bear, and words that nothing bears any longer."""
        parser.add_argument("--remove", action="store_true", help="enlever la démonstration")

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of it or nothing; an idea that has its words already keeps them."""
        with transaction.atomic():
            if remove:
                self._remove()
                return
            ideas = Idee.objects.filter(demonstration=True, etiquetages=None).in_bulk(field_name="uuid")
            told = [row for row in read_rows(CONTENT, COLUMNS) if uuid_of("idee", row["code"]) in ideas]
            for row in told:
                _say(ideas[uuid_of("idee", row["code"])], row)
        self.stdout.write(f"{len(told)} idées de démonstration ont des étiquettes et des soutiens.")

    def _remove(self) -> None:
        shown = Idee.objects.filter(demonstration=True)
        for model in (Etiquetage, Soutien, Commentaire):
            model.objects.filter(fiche__in=shown.values("pk")).delete()
        registered = EtiquetteMerge.objects.values_list("source_id", "target_id")  # their register is kept for good
        kept = {tag for pair in registered for tag in pair}
        Etiquette.objects.filter(etiquetages=None).exclude(pk__in=kept).delete()


def _say(idee: Idee, row: Row) -> None:
    """The words of one line, all of them anonymous but the service's."""
    put_tags(idee, read_words(row["tags"]))
    Soutien.objects.bulk_create(Soutien(fiche=idee, kind=SoutienKind.TOO) for _one in range(int(row["supports"])))
    if not row["question"]:
        return
    kind = CommentKind.QUESTION
    asked = Commentaire.objects.create(
        uuid=uuid5(NAMESPACE, f"question:{row['code']}"), fiche=idee, kind=kind, text=row["question"],
        due_at=promised_for(kind, "resident"),
    )  # fmt: skip
    if row["reply"]:
        uuid = uuid5(NAMESPACE, f"reply:{row['code']}")
        Commentaire.objects.create(uuid=uuid, fiche=idee, text=row["reply"], role="agent", answers=asked)
