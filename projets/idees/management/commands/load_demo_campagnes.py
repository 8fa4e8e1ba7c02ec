"""The demonstration's campaigns: one open, one over with what became of it, one that dreams; and a workshop's cards."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.models import Evenement, Kind, What
from carto.geometry import STORED
from carto.territoires.models import Level, Territoire
from projets.demonstration import Step, days_ago, history, read_rows, uuid_of
from projets.idees.campagnes.answering import OFFICIAL
from projets.idees.campagnes.roll import draw_key
from projets.idees.models import Atelier, Autocollant, Campagne, Idee, Observation
from projets.idees.workflow import WORKFLOW, Status

CONTENT = Path(__file__).parents[2] / "content"
WORKSHOP = "atelier-du-12-mars"
ANSWER_AFTER = 3  # days


class Command(BaseCommand):
    help = "Charge les campagnes de démonstration, ou les enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away what is marked « démonstration », and nothing else."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of it or nothing; loading twice adds nothing."""
        shown = Campagne.objects.filter(demonstration=True)
        with transaction.atomic():
            if remove:
                _remove(shown)
                self.stdout.write("Campagnes de démonstration enlevées.")
                return
            palette = {sticker.code: sticker for sticker in Autocollant.objects.select_related("theme")}
            if not palette:
                raise CommandError(_("Chargez d’abord la palette : manage.py load_palette."))
            campagnes = {row["code"]: _campagne(row) for row in read_rows(CONTENT / "campagnes.csv")}
            for row in read_rows(CONTENT / "campagnes_idees.csv"):
                _idea(row, campagnes[row["campagne"]], palette[row["sticker"]])
            _workshop(campagnes["un-banc"], palette)
        self.stdout.write(f"Campagnes : {shown.count()} de démonstration.")


def _remove(campagnes: Any) -> None:
    ateliers = Atelier.objects.filter(demonstration=True)
    for ideas in (Idee.objects.filter(campagne__in=campagnes), Idee.objects.filter(atelier__in=ateliers)):
        ideas.filter(demonstration=True).delete()
    ateliers.delete()
    campagnes.delete()


def _campagne(row: dict[str, str]) -> Campagne:
    opens, closes = days_ago(-int(row["opens"])), days_ago(-int(row["closes"]))
    territoire, area = _area(row)
    told = {
        "title": row["title"], "text": row["text"], "geom": area, "territoire": territoire, "opens_at": opens,
        "closes_at": closes, "dream": bool(row["dream"]), "organiser": row["organiser"], "money": row["money"],
        "decides": row["decides"], "uses": row["uses"], "official_name": row["official"], "published_at": opens,
        "sealed_at": closes if closes <= timezone.now() else None, "demonstration": True,
    }  # fmt: skip
    campagne, _new = Campagne.objects.get_or_create(slug=row["code"], defaults=told)
    if campagne.is_open:
        draw_key(campagne)
    return campagne


def _area(row: dict[str, str]) -> tuple[Territoire | None, MultiPolygon]:
    """The quartier of that name, or where there is none a square around the place."""
    found = Territoire.objects.in_force(timezone.localdate()).filter(level=Level.QUARTIER, name__iexact=row["place"])
    if territoire := found.first():
        return territoire, territoire.geom
    x, y, half = float(row["longitude"]), float(row["latitude"]), float(row["half"])
    square = Polygon.from_bbox((x - half, y - half * 0.7, x + half, y + half * 0.7))
    return None, MultiPolygon(square, srid=STORED)


def _idea(row: dict[str, str], campagne: Campagne, sticker: Autocollant) -> None:
    """One idée with its history, and what the official said of it."""
    steps = [
        Step(status, int(days), answer)
        for (status, _at, days), answer in zip(
            (part.partition("@") for part in row["path"].split("|") if part), row["answers"].split("|"), strict=False
        )
    ]
    idee = _build(row, campagne, sticker, steps[-1].status if steps else Status.PROPOSED.value)
    if Idee.objects.filter(uuid=idee.uuid).exists():
        return
    at = days_ago(int(row["days_ago"]) - ANSWER_AFTER)
    idee.answered_at = at if row["official"] else None
    idee.save(force_insert=True)
    Evenement.objects.bulk_create(history(idee, steps, WORKFLOW, Status.PROPOSED))
    if row["official"]:
        Evenement.objects.create(
            fiche=idee, at=at, actor_role=OFFICIAL, what=What.ANSWER, after=campagne.official_name,
            public_text=row["official"],
        )  # fmt: skip


def _build(
    row: dict[str, str], campagne: Campagne | None, sticker: Autocollant, status: str, atelier: Atelier | None = None
) -> Idee:
    return Idee(
        uuid=uuid_of("campagne-idee", row["code"]), kind=Kind.IDEE, theme=sticker.theme, autocollant=sticker,
        title=row["title"] or sticker.name, text=row["text"], status=status, stage=WORKFLOW.stage_of(status),
        geom=Point(float(row["longitude"]), float(row["latitude"]), srid=STORED), campagne=campagne, atelier=atelier,
        demonstration=True, created_at=days_ago(int(row["days_ago"])),
    )  # fmt: skip


def _workshop(campagne: Campagne, palette: dict[str, Autocollant]) -> None:
    """The latest 12 March: what was wished for, seen and heard around a table."""
    today = timezone.localdate()
    day = date(today.year - (today < date(today.year, 3, 12)), 3, 12)
    told = {"title": _("Atelier du 12 mars, place du Commerce"), "day": day, "demonstration": True}
    told |= {"text": _("Neuf personnes, deux heures, un café."), "campagne": campagne}
    atelier, _new = Atelier.objects.get_or_create(slug=WORKSHOP, defaults=told)
    for rank, row in enumerate(read_rows(CONTENT / "atelier_cartes.csv")):
        place = Point(float(row["longitude"]), float(row["latitude"]), srid=STORED)
        if row["kind"] == "idee":
            more = {"code": f"{WORKSHOP}-{rank}", "title": row["text"], "text": "", "days_ago": (today - day).days}
            idee = _build(row | more, None, palette[row["sticker"]], Status.PROPOSED.value, atelier)
            if not Idee.objects.filter(uuid=idee.uuid).exists():
                idee.save(force_insert=True)
                Evenement.objects.bulk_create(history(idee, [], WORKFLOW, Status.PROPOSED))
        else:
            card = {"kind": row["kind"], "text": row["text"], "who": row["who"], "geom": place}
            Observation.objects.get_or_create(
                uuid=uuid_of("observation", f"{WORKSHOP}-{rank}"), defaults=card | {"atelier": atelier}
            )
