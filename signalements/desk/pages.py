"""The pages of the desk, as its menu shows them: each room adds its own line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.comptes.models import RoleName

EVERYBODY: Final = frozenset({RoleName.AGENT, RoleName.CREW, RoleName.REGULATOR})
OFFICE: Final = frozenset({RoleName.AGENT, RoleName.REGULATOR})
REGULATORS: Final = frozenset({RoleName.REGULATOR})


@dataclass(frozen=True)
class DeskPage:
    """One entry of the menu; `url_name` in the namespace « signalements », `roles` that see it."""

    label: str | Promise
    url_name: str
    roles: frozenset[str]
    planning: bool = False  # only for people of a service that studies, and regulators


# In the order of a day's work.
PAGES: Final[Sequence[DeskPage]] = (
    DeskPage(_("La file"), "desk:queue", EVERYBODY),
    DeskPage(_("Nos tâches"), "subtasks:list", EVERYBODY),
    DeskPage(_("Tournées"), "rounds:index", EVERYBODY),
    DeskPage(_("Études"), "planning:studies", OFFICE, planning=True),
    DeskPage(_("Saisir pour quelqu’un"), "desk:entry", OFFICE),
    DeskPage(_("Actions groupées"), "bulk:list", EVERYBODY),
    DeskPage(_("Réponses prêtes"), "desk:replies", EVERYBODY),
    DeskPage(_("Annonces"), "desk:notices", EVERYBODY),
    DeskPage(_("Règles"), "routing:rules", OFFICE),
    DeskPage(_("Échanges"), "sendings:list", OFFICE),
    DeskPage(_("Webhooks"), "hooks:list", REGULATORS),
)
