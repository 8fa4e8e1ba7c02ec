"""A report goes to somebody: when it arrives, when its place or category changes, by hand, and back.

The trap: its street and territories are computed by the database, so nothing can be decided on an unsaved report.
`submit()` reads it back once stored, then comes here (`Fiche.arrived`).
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import Crew, RoleName, Service, User
from carto.fiches.actions import record
from carto.fiches.models import Evenement, What
from carto.text import tidy
from signalements.models import Priority, Signalement
from signalements.routing.lines import Facts, Line, Reading, Target, first
from signalements.routing.path import REGULATION, is_pinned, moves
from signalements.routing.policies import promise
from signalements.routing.querysets import Decision, apply, rows_of, still_open
from signalements.routing.rules import Ruleset, facts_of, ruleset
from signalements.routing.wording import explanation
from signalements.workflow import CLOSED

MOST_WORDS: Final = 1000  # characters of a reason
_ROUTED: Final = ("service", "crew", "priority", "rule")


def arrive(signalement: Signalement) -> None:
    """A report has just been stored, by whatever door: the first rule that holds says to whom it goes.

    Without one it stays with the service of its category, and its history says nothing of it.
    """
    rules = ruleset()
    facts = facts_of(signalement, rules)
    line = first(rules.lines, facts)
    if line is None:
        return
    before = signalement.service_id
    _take(signalement, line.target, line.pk)
    signalement.save(update_fields=list(_ROUTED))
    _tell(signalement, before, _why(rules, line, facts), rules)


def arrive_many(pks: Collection[int]) -> int:
    """The same for what an import has just stored, in a few statements; what is closed stays as it came."""
    rules = ruleset()
    if not rules.lines:
        return 0
    code, reading = rules.words.code, Reading(rules.lines)
    held = [(row, reading.first(row.facts)) for row in rows_of(still_open(pks), rules)]
    return apply(
        Decision(
            pk=row.pk,
            service=line.target.service,
            crew=line.target.crew,
            priority=Priority.NORMAL.value if line.target.priority is None else line.target.priority,
            rule=line.pk,
            before=code(row.service),
            after=code(line.target.service),
            why=_why(rules, line, row.facts),
        )
        for row, line in held
        if line
    )


def send_again(signalement: Signalement) -> str:
    """Once its place or its category has changed: the rules are read again, with a new promise for another service.

    What a regulator sent by hand stays where it was sent. Returns what the history says of it, in French; empty when
    the same service keeps it.
    """
    if signalement.evenements.filter(what__in=(What.ROUTED, What.BOUNCED), person__isnull=False).exists():
        return ""
    rules = ruleset()
    facts = facts_of(signalement, rules)
    line = first(rules.lines, facts)
    target = line.target if line else Target(signalement.categorie.service_id)
    before = signalement.service_id
    if target.service == before and target.crew is None and signalement.rule_id is None:
        target = replace(target, crew=signalement.crew_id)  # chosen by hand within the service: it stays
    told = (before, signalement.crew_id, signalement.rule_id)
    if told == (target.service, target.crew, line.pk if line else None):
        return ""
    _take(signalement, target, line.pk if line else None)
    fields = [*_ROUTED, "updated_at"]
    if target.service != before:
        signalement.assignee, signalement.due_at = None, promise(signalement.categorie, timezone.now())
        fields += ["assignee", "due_at"]
    signalement.save(update_fields=fields)
    service = rules.words.service(target.service)
    why = _why(rules, line, facts) if line else _("Aucune règle : le service de la catégorie.")
    _tell(signalement, before, why, rules)
    return "" if target.service == before else _("Reçu maintenant par : %(service)s.") % {"service": service}


def bounce(signalement: Signalement, reason: str, *, person: User, role: str) -> Evenement:
    """« Pas pour nous »: the regulator has it, its clock still runs. `reason` is for the services alone.

    Raises ValidationError (French) without a reason, for what is closed or there already, and for what has gone to and
    fro too often: a regulator alone moves it then.
    """
    with transaction.atomic():
        locked = _held(signalement)
        reason = _reason(reason)
        if locked.service.code == REGULATION:
            raise ValidationError(_("La régulation l’a déjà."), code="there")
        if role != RoleName.REGULATOR and is_pinned(moves(locked.evenements.all())):
            raise ValidationError(
                _("Il a déjà fait des allers-retours : c’est la régulation qui décide. Parlez-lui-en."), code="pinned"
            )
        before, locked.service = locked.service.code, regulation()
        locked.crew = locked.assignee = locked.rule = None
        locked.bounces += 1
        locked.save(update_fields=["service", "crew", "assignee", "rule", "bounces", "updated_at"])
        signalement.service, signalement.bounces = locked.service, locked.bounces
        return record(
            locked, What.BOUNCED, role=role, person=person, before=before, after=REGULATION, private_text=reason
        )


def dispatch(
    signalement: Signalement, service: Service, reason: str, *, person: User, crew: Crew | None = None
) -> Evenement:
    """A regulator sends it to a service, with the reason that its people will read; everybody reads who has it now.

    Raises ValidationError (French) without a reason, for a crew of another service, and where it is already.
    """
    with transaction.atomic():
        locked = _held(signalement)
        reason = _reason(reason)
        if crew and (crew.service_id != service.pk or not crew.active):
            raise ValidationError(_("Cette équipe n’est pas de ce service."), code="crew")
        if (locked.service_id, locked.crew_id) == (service.pk, crew.pk if crew else None):
            raise ValidationError(_("Ce service l’a déjà : choisissez-en un autre."), code="there")
        before, moved = locked.service.code, locked.service_id != service.pk
        locked.service, locked.crew, locked.rule = service, crew, None
        locked.assignee = None if moved else locked.assignee
        locked.save(update_fields=["service", "crew", "assignee", "rule", "updated_at"])
        signalement.service, signalement.crew = service, crew
        said = _("Reçu maintenant par : %(service)s.") % {"service": service} if moved else ""
        return record(
            locked, What.ROUTED, role=RoleName.REGULATOR, person=person, before=before, after=service.code,
            public_text=said, private_text=reason,
        )  # fmt: skip


def regulation() -> Service:
    """The service that holds what others sent back; made the first time."""
    return Service.objects.get_or_create(code=REGULATION, defaults={"name": _("Régulation")})[0]


def _held(signalement: Signalement) -> Signalement:
    """The signalement as it is stored, held until the transaction ends; ValidationError once it is closed."""
    rows = Signalement.objects.select_for_update(of=("self",)).select_related("service")
    locked = rows.get(pk=signalement.pk)
    if locked.get_status() in CLOSED:
        raise ValidationError(_("Il est clos : rouvrez-le d’abord."), code="closed")
    return locked


def _reason(words: str) -> str:
    words = tidy(words)[:MOST_WORDS]
    if not words:
        raise ValidationError(_("Dites pourquoi, en quelques mots : qui le recevra vous lira."), code="reason")
    return words


def _take(signalement: Signalement, target: Target, rule: int | None) -> None:
    signalement.service_id, signalement.crew_id, signalement.rule_id = target.service, target.crew, rule
    if target.priority is not None:
        signalement.priority = target.priority


def _why(rules: Ruleset, line: Line, facts: Facts) -> str:
    return explanation(rules.lines.index(line) + 1, line, facts, rules.words)


def _tell(signalement: Signalement, before: int, why: str, rules: Ruleset) -> None:
    """One line of history, for the services alone."""
    code = rules.words.code
    record(
        signalement, What.ROUTED, role="system", before=code(before), after=code(signalement.service_id),
        private_text=why,
    )  # fmt: skip
