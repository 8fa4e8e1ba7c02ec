"""The demonstration's participatory budget: voted, counted, its winners on the map with their milestones.

Its projects are in `content/projets.csv`, some of them from the demonstration's ideas; its ballots are drawn, always
the same, then counted by the product's own procedure.
"""

from argparse import ArgumentParser
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.models import Fiche, Theme
from carto.fiches.voices.actions import RANKS
from carto.geometry import STORED
from carto.territoires.models import Level, Territoire
from projets.budgets.actions import settle
from projets.budgets.models import BudgetParticipatif, Bulletin, Enveloppe, Jalon, Liasse, Origin, Projet
from projets.budgets.scrutins import on_ballot
from projets.demonstration import days_ago, read_rows, uuid_of
from projets.equipements.models import Cout, Equipement

CONTENT: Final = Path(__file__).parents[2] / "content" / "projets.csv"
SLUG: Final = "ile-de-nantes"
DATES: Final = {
    "opens_at": 190,
    "study_at": 140,
    "vote_opens_at": 60,
    "vote_closes_at": 40,
    "counts_at": 36,
}  # days ago
ENVELOPES: Final = {"ile": ("Île de Nantes", 150_000), "petits": ("Petits projets de l’île", 30_000)}
BALLOTS: Final = 412
BUNDLES: Final = (("P-01", "Maison de quartier de l’île", 34), ("P-02", "Marché de la Petite-Hollande", 23))
STEPS: Final = (("Plans présentés aux habitants", -12, -14), ("Travaux", 75, None), ("Ouverture", 130, None))


class Command(BaseCommand):
    help = "Charge le budget participatif de démonstration, ou l’enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away what is marked « démonstration », and nothing else."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of it or nothing; loading twice adds nothing."""
        shown = BudgetParticipatif.objects.filter(demonstration=True)
        with transaction.atomic():
            if remove:
                Equipement.objects.filter(projet__enveloppe__budget__in=shown).delete()
                shown.delete()
                self.stdout.write("Budgets participatifs de démonstration enlevés.")
                return
            if not BudgetParticipatif.objects.filter(slug=SLUG).exists():
                budget = _voted(_budget())
                settle(budget)
                _promise(budget)
        self.stdout.write(f"Budgets participatifs : {shown.count()} de démonstration.")


def _budget() -> BudgetParticipatif:
    """With its envelopes, projects and their study."""
    themes = {theme.code: theme for theme in Theme.objects.all()}
    if not themes:
        raise CommandError(_("Chargez d’abord les thèmes : manage.py load_themes."))
    budget = BudgetParticipatif.objects.create(
        slug=SLUG, title="L’île de Nantes choisit", demonstration=True, published_at=days_ago(195),
        text="180 000 € pour l’île, en deux enveloppes. Les projets viennent des habitants et de la ville : "
        "sur le bulletin, rien ne dit lesquels.",
        organiser="Ville (exemple), avec le conseil de quartier",
        decides="Le vote décide. La ville réalise les projets retenus sous deux ans, ou dit pourquoi elle tarde.",
        **{name: days_ago(days) for name, days in DATES.items()},
    )  # fmt: skip
    place = Territoire.objects.in_force(timezone.localdate()).filter(level=Level.QUARTIER, name__iexact="Île de Nantes")
    enveloppes = {
        code: Enveloppe.objects.create(
            budget=budget, name=name, territoire=place.first(), amount=money, basis=Cout.Basis.TTC,
            year=budget.opens_at.year,
        )
        for code, (name, money) in ENVELOPES.items()
    }  # fmt: skip
    rows = read_rows(CONTENT)
    projets = {row["code"]: _project(row, enveloppes[row["enveloppe"]], themes) for row in rows}
    for row in rows:
        projets[row["code"]].incompatible.set(projets[code] for code in row["incompatible"].split() if code in projets)
    return budget


def _project(row: dict[str, str], enveloppe: Enveloppe, themes: dict[str, Theme]) -> Projet:
    idea = Fiche.objects.public().filter(uuid=uuid_of("idee", row["idea"])).first() if row["idea"] else None
    return Projet.objects.create(
        enveloppe=enveloppe, code=row["code"], title=row["title"], text=row["text"], theme=themes[row["theme"]],
        nature=row["nature"], geom=Point(float(row["longitude"]), float(row["latitude"]), srid=STORED),
        origin=Origin.RESIDENTS if row["idea"] else Origin.CITY, fiche=idea, feasibility=row["feasibility"],
        reason=row["reason"], price=Decimal(row["price"]) if row["price"] else None, price_why=row["price_why"],
    )  # fmt: skip


def _voted(budget: BudgetParticipatif) -> BudgetParticipatif:
    """Its ballots: each envelope filled by chance, the best liked projects first to mind."""
    chance = Random(SLUG)
    liked = {row["code"]: int(row["liked"]) for row in read_rows(CONTENT) if row["liked"]}
    bundles = [
        Liasse.objects.create(budget=budget, number=number, place=place, ballots=many, role="facilitator")
        for number, place, many in BUNDLES
    ]
    papers: list[Liasse | None] = [None] * BALLOTS + [each for each in bundles for _rank in range(each.ballots)]
    for enveloppe in budget.enveloppes.all():
        projets = on_ballot(enveloppe)
        Bulletin.objects.bulk_create(
            Bulletin(pk=chance.randrange(RANKS), enveloppe=enveloppe, liasse=liasse, choices=choices)
            for liasse in papers
            if (choices := _drawn(chance, projets, enveloppe.amount, liked))
        )
    return budget


def _drawn(chance: Random, projets: list[Projet], left: Decimal, liked: dict[str, int]) -> dict[str, int]:
    choices = {}
    for projet in sorted(projets, key=lambda each: chance.random() * liked[each.code], reverse=True):
        if projet.price <= left and chance.randrange(100) < liked[projet.code]:
            choices[projet.code] = 1
            left -= projet.price
    return choices


def _promise(budget: BudgetParticipatif) -> None:
    """The milestones of what was chosen: one kept, the others to come."""
    today = timezone.localdate()
    Jalon.objects.bulk_create(
        Jalon(
            projet=projet, title=title, due_on=today + timedelta(days=due),
            done_on=today + timedelta(days=done) if done else None,
        )
        for projet in Projet.objects.filter(enveloppe__budget=budget, won=True)
        for title, due, done in STEPS
    )  # fmt: skip
