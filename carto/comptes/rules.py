"""Who may do what, as predicates: one place, one sentence each, usable in views, templates and the admin."""

from typing import Final

import rules

from carto.comptes.models import RoleName, Service, User
from carto.territoires.models import Territoire

DESK: Final = frozenset({RoleName.AGENT, RoleName.CREW, RoleName.REGULATOR})  # the services' desk is theirs
ANIMATE: Final = frozenset({RoleName.FACILITATOR, RoleName.REFERENT, RoleName.ADMIN})  # campaigns, sheets, workshops


def _holds(user: User, name: RoleName) -> bool:
    return user.is_authenticated and user.roles.in_force().filter(name=name).exists()


@rules.predicate
def is_moderator(user: User) -> bool:
    """Looks after what everybody reads."""
    return _holds(user, RoleName.MODERATOR)


@rules.predicate
def is_admin(user: User) -> bool:
    """Sets the platform up."""
    return _holds(user, RoleName.ADMIN)


@rules.predicate
def is_agent_of(user: User, service: Service | None) -> bool:
    """Works in that service."""
    return (
        user.is_authenticated
        and service is not None
        and user.roles.filter(name=RoleName.AGENT, service=service).exists()
    )


@rules.predicate
def is_referent_of(user: User, territoire: Territoire | None) -> bool:
    """Answers for that territory."""
    return (
        user.is_authenticated
        and territoire is not None
        and user.roles.in_force().filter(name=RoleName.REFERENT, territoire=territoire).exists()
    )


def let_administer(app: str, *models: str) -> None:
    """Open those models of an app, and nothing else of it, to the role « administration » in `/admin/`.

    What others depend on cannot be deleted: the database keeps a category that has reports.
    """
    rules.add_perm(app, is_admin)
    for model in models:
        for action in ("view", "add", "change", "delete"):
            rules.add_perm(f"{app}.{action}_{model}", is_admin)


let_administer("comptes", "role")
rules.add_perm("comptes.view_user", is_admin)
rules.add_perm("comptes.change_user", is_admin)
for _model in ("service", "crew"):
    for _action in ("view", "add", "change"):
        rules.add_perm(f"comptes.{_action}_{_model}", is_admin)
