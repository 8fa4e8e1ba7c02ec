"""Who is in charge at a point: each theme with those who decide and do, the people to know, the contracts that run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.contrib.gis.geos import Point
from django.db.models import Q
from django.utils.timezone import localdate

from carto.comptes.models import Role, RoleName
from carto.fiches.models import Theme
from carto.territoires.models import Territoire
from projets.equipements.models import Competence, Elu, Equipement, Level, Rattachement, RattachementState

NEAR: Final = 150  # metres: the facilities whose contracts are told
MOST: Final = 40
CITY: Final = (Level.COMMUNE, Level.METROPOLE)  # who answers here; others are written to


@dataclass
class OfTheme:
    """What is known of one theme at that place."""

    theme: Theme
    competences: list[Competence] = field(default_factory=list)
    elus: list[Elu] = field(default_factory=list)
    contracts: list[Rattachement] = field(default_factory=list)

    @property
    def said(self) -> str:
        """« Nantes Métropole, ville de Nantes »: each organisation once, in the order told."""
        return ", ".join(dict.fromkeys(each.organisme.name for each in self.competences))

    @property
    def told(self) -> list[tuple[Competence, bool]]:
        """Each competence, and whether it is beyond the city."""
        return [(each, each.organisme.level not in CITY) for each in self.competences]


@dataclass(frozen=True)
class InCharge:
    """All of it, at one place."""

    territoires: list[Territoire]
    themes: list[OfTheme]
    referents: list[Role]
    elus: list[Elu]  # of the territory, whatever the theme


def in_charge_at(point: Point) -> InCharge:
    """What holds at a point (SRID 4326) today: one query for each table."""
    day = localdate()
    territoires = list(Territoire.objects.in_force(day).at(point).defer("geom"))
    elus = list(Elu.objects.sitting(day).in_charge_in(territoires).told())
    referents = Role.objects.in_force(day).filter(
        name=RoleName.REFERENT, territoire__in=territoires, user__is_active=True
    )
    themes = by_theme(Competence.objects.in_force_in(territoires).told(), elus)
    for tied in running_near(point):
        if of := themes.get(tied.equipement.theme_id):
            of.contracts.append(tied)
    return InCharge(
        territoires, list(themes.values()), list(referents.select_related("user", "territoire").order_by("pk")),
        [elu for elu in elus if elu.theme_id is None],
    )  # fmt: skip


def by_theme(competences: Iterable[Competence], elus: Iterable[Elu]) -> dict[int, OfTheme]:
    """Grouped under their themes, by the theme's id, in their order."""
    found: dict[int, OfTheme] = {}
    for each in competences:
        found.setdefault(each.theme_id, OfTheme(each.theme)).competences.append(each)
    for elu in elus:
        if elu.theme_id is not None and elu.theme_id in found:
            found[elu.theme_id].elus.append(elu)
    return found


def running_near(point: Point) -> list[Rattachement]:
    """The contracts that a person tied to a facility within NEAR metres and that still run, with their holders."""
    near = Equipement.objects.public().near(point, NEAR).order_by().values("pk")
    runs = Q(ligne__marche__ends_on=None) | Q(ligne__marche__ends_on__gte=localdate())
    tied = Rattachement.objects.filter(runs, state=RattachementState.CONFIRMED, ligne__marche__isnull=False)
    tied = tied.filter(equipement__in=near).select_related("equipement", "ligne__marche")
    return list(tied.prefetch_related("ligne__marche__titulaires").order_by("-ligne__marche__notified_on", "pk")[:MOST])
