"""Beside the référents: who already does something in each quartier, the places where one meets, what agents can do."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from carto.comptes.models import Role, RoleName, User
from carto.fiches.models import Theme
from carto.territoires.models import Level, Territoire
from projets.equipements.models import Equipement, Nature
from projets.opportunites.models import Initiative, Talent
from projets.opportunites.referents.rights import ACTING, Hand, acting_roles, hand_of, with_above

MEETING_PLACES: Final = (Nature.COMMUNITY, Nature.LIBRARY, Nature.TOWN_HALL)
MOST: Final = 6  # of each, in one quartier


@dataclass(frozen=True)
class Beside:
    """What stands beside the référents of one quartier."""

    initiatives: list[Initiative]
    places: list[Equipement]


@dataclass(frozen=True)
class Skill:
    """What an agent says of themselves, with the service that they work for."""

    talent: Talent
    service: str
    themes: list[str]


def beside(quartiers: Iterable[int], theme: str) -> dict[int, Beside]:
    """For each of these quartiers, MOST public initiatives and places where people meet: two queries in all."""
    own = list(quartiers)
    initiatives = Initiative.objects.filter(quartier__in=own, state=Initiative.State.PUBLIC).select_related("theme")
    if theme:
        initiatives = initiatives.filter(theme__code=theme)
    places = Equipement.objects.public().open().filter(quartier__in=own, nature__in=MEETING_PLACES)
    by_quartier = defaultdict(list), defaultdict(list)
    for found, rows in zip(
        by_quartier, (initiatives, places.defer("geom", "geom_web").order_by("title", "pk")), strict=True
    ):
        for row in rows:
            found[row.quartier_id].append(row)
    return {pk: Beside(by_quartier[0][pk][:MOST], by_quartier[1][pk][:MOST]) for pk in own}


def skills(theme: str) -> list[Skill]:
    """What agents of today can do beyond their post, the first who said so first."""
    said = Talent.objects.filter(person__is_active=True).select_related("person")
    if theme:
        said = said.filter(themes__contains=[theme])
    roles = Role.objects.in_force(localdate()).filter(name=RoleName.AGENT, user__talent__isnull=False)
    services: dict[int, list[str]] = defaultdict(list)
    for role in roles.select_related("service").order_by("pk"):
        services[role.user_id].append(role.service.name if role.service else _("la ville"))
    names = dict(Theme.objects.values_list("code", "name"))
    return [_skill(talent, services[talent.person_id], names) for talent in said if talent.person_id in services]


def _skill(talent: Talent, services: list[str], names: dict[str, str]) -> Skill:
    themes = [names[code] for code in talent.themes if code in names]
    return Skill(talent, ", ".join(dict.fromkeys(services)), themes)


def quartier_at(point: Point) -> Territoire | None:
    """The quartier that holds a point (SRID 4326) today."""
    return Territoire.objects.in_force(localdate()).at(point).filter(level=Level.QUARTIER).defer("geom").first()


def propose(told: dict[str, Any], point: Point) -> Initiative:
    """Keep what somebody names, until whoever answers for the quartier has looked: nothing says who proposed it."""
    return Initiative.objects.create(**told, geom=point, quartier=quartier_at(point))


def hand_on(user: User, initiative: Initiative) -> Hand | None:
    """As what this person looks at it: référent of where it lies, or agent."""
    roles = acting_roles(user)
    return hand_of(roles, with_above([initiative.quartier_id])) if roles else None


def waiting_for(user: User) -> list[Initiative]:
    """Those that this person may look at, the oldest first."""
    roles = acting_roles(user)
    if not any(role.name in ACTING for role in roles):
        return []
    rows = Initiative.objects.filter(state=Initiative.State.WAITING).select_related("theme", "quartier")
    rows = list(rows.defer("quartier__geom").order_by("proposed_at", "pk"))
    lines = Territoire.objects.filter(pk__in={row.quartier_id for row in rows})
    above = {line[0]: set(filter(None, line)) for line in lines.values_list("pk", "parent_id", "parent__parent_id")}
    return [row for row in rows if hand_of(roles, above.get(row.quartier_id, set()))]


def settle(initiative: Initiative, hand: Hand, *, shown: bool, reason: str = "") -> None:
    """Publish it, or say why not; ValidationError (French) when somebody has done so, or without a reason."""
    if not shown and not reason.strip():
        raise ValidationError(_("Dites pourquoi elle n’est pas publiée."), code="text")
    state = Initiative.State.PUBLIC if shown else Initiative.State.REFUSED
    with transaction.atomic():
        waiting = Initiative.objects.filter(pk=initiative.pk, state=Initiative.State.WAITING)
        if not waiting.update(
            state=state, settled_at=timezone.now(), settled_by=hand.person, settled_as=hand.named[:160],
            reason=reason.strip()[:300],
        ):  # fmt: skip
            raise ValidationError(_("Quelqu’un s’en est occupé entre-temps."), code="settled")
