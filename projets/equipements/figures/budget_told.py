"""One view of a budget, told: its branches, their drawing, the years before, what one inhabitant's share is."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.models import Theme
from carto.territoires.models import Level, Territoire
from carto.territoires.querysets import inhabitants
from projets.equipements.figures.budget_asked import Asked
from projets.equipements.figures.budget_tree import ONLY, Branch, Group, branches, label_at, trail, under
from projets.equipements.figures.functions import theme_of
from projets.equipements.figures.querysets import by_year, facilities_of, fold, summed, total_of
from projets.equipements.figures.series import Series, series
from projets.equipements.figures.treemap import Drawing, drawings
from projets.equipements.models import Ligne


@dataclass(frozen=True)
class People:
    """Whose budget it is, counted: a territory, its inhabitants, and the year of the count."""

    name: str
    count: Decimal
    year: int

    def each(self, amount: Decimal) -> Decimal:
        """The euros of an amount for one of them, to the cent."""
        return (amount / self.count).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Line:
    """One row of the table: a branch, its share of the whole and what it is for one inhabitant."""

    branch: Branch
    share: Decimal | None
    each: Decimal | None


@dataclass(frozen=True)
class Told:
    """All that a page says of one view."""

    asked: Asked
    title: str
    above: list[tuple[str, str]]
    lines: list[Line]
    total: Decimal
    drawings: list[Drawing]
    apart: Decimal  # what is under zero, which no area can show
    people: People | None
    years: list[tuple[int, Decimal, Decimal | None]]
    series: Series | None
    moves: Decimal  # of the whole view: what only goes from one account to another
    whole: Decimal  # of the whole view, whatever its branch
    theme: Theme | None
    facilities: int
    ligne: Ligne | None = field(default=None, compare=False)

    @property
    def each(self) -> Decimal | None:
        """What it is for one inhabitant, where we know how many there are."""
        return self.people.each(self.total) if self.people else None


def told(asked: Asked) -> Told:
    """Everything of one view, in a fixed number of queries."""
    groups = Group.all_of(summed(asked.lines(), asked.field))
    year, code = asked.budget.year, asked.function
    found = [_addressed(asked, branch) for branch in branches(groups, code, year)]
    if asked.nature:
        found = [branch for branch in found if branch.is_nature and branch.code == asked.nature]
    people = people_of(asked.budget.entity)
    years = [(one, total, people.each(total) if people else None) for one, total in by_year(asked.years(), asked.field)]
    total = sum((branch.total for branch in found), Decimal(0))
    return Told(
        asked=asked,
        title=_title(asked, groups, found),
        above=_above(asked, groups),
        lines=[_line(branch, total, people) for branch in found],
        total=total,
        drawings=drawings(found),
        apart=sum((branch.total for branch in found if branch.total < 0), Decimal(0)),
        people=people,
        years=years,
        series=series([(str(one), amount) for one, amount, _each in years]),
        moves=total_of(asked.lines(order=True), asked.field),
        whole=sum((group.total for group in groups), Decimal(0)),
        ligne=_one_row(asked),
        **_on_the_map(code, year),
    )


def _title(asked: Asked, groups: list[Group], found: list[Branch]) -> str:
    if asked.nature and found:
        return found[0].label
    return label_at(groups, asked.function, asked.budget.year) if asked.function else _("Tout le budget")


def _above(asked: Asked, groups: list[Group]) -> list[tuple[str, str]]:
    """The branches above, each with its address; those that lead to one only are not steps."""
    codes = {group.function_code for group in under(groups, "")}
    steps = [("", _("Tout le budget"))] if asked.function else []
    for code in trail(asked.function):
        below = {len(one) > len(code) and one[len(code)] for one in codes if one.startswith(code)}
        if len(below) > 1:
            steps.append((code, label_at(groups, code, asked.budget.year)))
    if asked.nature:
        steps.append((asked.function, label_at(groups, asked.function, asked.budget.year)))
    return [(asked.query(fonction=code, nature=""), label) for code, label in steps]


def _addressed(asked: Asked, branch: Branch) -> Branch:
    changes = {"nature": branch.code} if branch.is_nature else {"fonction": branch.code}
    return replace(branch, query=asked.query(**changes))


def _line(branch: Branch, total: Decimal, people: People | None) -> Line:
    share = (branch.total / total * 100).quantize(Decimal("0.1")) if total > 0 else None
    return Line(branch, share, people.each(branch.total) if people else None)


def _on_the_map(code: str, year: int) -> dict[str, Any]:
    """The theme of the branch and how many facilities the map has of it."""
    found = theme_of(code.removesuffix(ONLY), year) if code else ""
    theme = Theme.objects.filter(code=found).first() if found else None
    return {"theme": theme, "facilities": facilities_of(theme.code) if theme else 0}


def people_of(entity: str) -> People | None:
    """The inhabitants of the city or metropolis whose name the budget bears; nothing where we are not sure."""
    today, name = timezone.localdate(), f" {_plain(entity)} "
    places = Territoire.objects.in_force(today).filter(level__in=(Level.METROPOLE, Level.COMMUNE))
    borne = [place for place in places.defer("geom") if f" {_plain(place.name)} " in name]
    best = max(borne, key=lambda place: len(place.name), default=None)
    known = inhabitants(today).get(best.pk) if best else None
    return People(best.name, *known) if known else None


def _plain(text: str) -> str:
    return fold(text).replace("-", " ")


def _one_row(asked: Asked) -> Ligne | None:
    """One row of the view: by it the page says where all of them come from."""
    rows = Ligne.objects.select_related("source__organisme", "last_import__by")
    return rows.filter(lignebudget__in=asked.branch().order_by().values("pk")).order_by("pk").first()
