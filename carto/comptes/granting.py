"""Roles that follow the groups of the city's directory, for the groups that a file names, and those alone.

claim = "groups"           # where the provider puts the groups

[[role]]
group = "carte-voirie"
role = "agent"             # agent, crew, regulator, referent, facilitator, moderator, admin
service = "voirie"
# territoire = "44109", crew = "centre", contacts = true
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from carto.comptes.models import Crew, Role, RoleName, Service, User
from carto.readable import Unreadable, line_of, read_toml
from carto.territoires.models import Territoire

logger = logging.getLogger(__name__)
KNOWN = {"group", "role", "service", "territoire", "crew", "contacts"}


@dataclass(frozen=True)
class Grant:
    """One line of the file: whoever is in `group` holds that role."""

    group: str
    role: str
    service: str = ""
    territoire: str = ""
    crew: str = ""
    contacts: bool = False


def read_grants(path: Path) -> tuple[str, list[Grant]]:
    """The claim that holds the groups, and the lines of the file; Unreadable for what makes no sense."""
    told = read_toml(path)
    return str(told.get("claim", "groups")), [_grant(path, row) for row in told.get("role", [])]


def follow_groups(person: User, claims: dict[str, Any]) -> None:
    """Give and take the roles that the file names, as the groups say today; other roles are left as they are."""
    if settings.CARTO_OIDC_ROLES is None:
        return
    try:
        claim, grants = read_grants(settings.CARTO_OIDC_ROLES)
    except Unreadable as error:
        logger.error("OIDC: %s", error)
        return
    said = claims.get(claim, [])
    groups = {said} if isinstance(said, str) else {each for each in said if isinstance(each, str)}
    with transaction.atomic():
        given = [identity for grant in grants if grant.group in groups and (identity := _identity(grant))]
        for grant in grants:
            identity = _identity(grant)
            if identity is None:
                logger.error("OIDC: no such service, territory or crew: %s", grant)
            elif identity in given:
                _give(person, identity, grant)
            else:
                _take(person, identity, grant)


def _give(person: User, identity: dict[str, Any], grant: Grant) -> None:
    crew = Crew.objects.filter(code=grant.crew).first() if grant.crew else None
    role, new = Role.objects.get_or_create(
        user=person, **identity, defaults={"crew": crew, "contacts": grant.contacts}
    )  # fmt: skip
    if new:
        _trace(person, _("Rôle donné par le groupe « %(group)s » : %(role)s") % {"group": grant.group, "role": role})


def _take(person: User, identity: dict[str, Any], grant: Grant) -> None:
    for role in Role.objects.filter(user=person, **identity):
        _trace(person, _("Rôle retiré avec le groupe « %(group)s » : %(role)s") % {"group": grant.group, "role": role})
        role.delete()


def _identity(grant: Grant) -> dict[str, Any] | None:
    """What makes the role the same one; None when something that it names does not exist here."""
    service = Service.objects.filter(code=grant.service).first() if grant.service else None
    territoire = Territoire.objects.filter(code=grant.territoire, valid_to=None).first() if grant.territoire else None
    unknown = (grant.service and not service) or (grant.territoire and not territoire)
    unknown = unknown or (grant.crew and not Crew.objects.filter(code=grant.crew).exists())
    return None if unknown else {"name": grant.role, "service": service, "territoire": territoire}


def _trace(person: User, said: str) -> None:
    """In the history that the administration shows of a person."""
    LogEntry.objects.create(
        user=person,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(person.pk),
        object_repr=str(person)[:200],
        action_flag=CHANGE,
        change_message=said,
    )


def _grant(path: Path, row: dict[str, Any]) -> Grant:
    """One line, checked as far as a file can be."""
    line = line_of(path, "[[role]]", str(row.get("group", "")))
    if strange := set(row) - KNOWN:
        raise Unreadable(path, f"« {', '.join(sorted(strange))} » n’est pas compris.", line)
    if not row.get("group") or row.get("role") not in RoleName.values:
        raise Unreadable(path, f"un rôle a un groupe et un nom parmi {', '.join(RoleName.values)}.", line)
    if row["role"] in {RoleName.AGENT, RoleName.CREW} and not row.get("service"):
        raise Unreadable(path, f"« {row['group']} » : un agent ou une équipe a un service.", line)
    if row["role"] == RoleName.REFERENT and not row.get("territoire"):
        raise Unreadable(path, f"« {row['group']} » : un référent a un territoire.", line)
    return Grant(**row)
