"""Changing the rules: what the list would be, then, once somebody has seen what follows, storing it with its trace.

The trace is the admin's own (`LogEntry`): who, when, what it was and what it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _

from carto.comptes.models import User
from signalements.models import Priority, RoutingRule
from signalements.routing.lines import Line
from signalements.routing.rules import line_of, ordered, version
from signalements.routing.wording import Words, conditions

PLAIN: Final = (
    "name", "active", "territoire", "temporalities", "answers", "weekdays", "from_hour", "until_hour", "closed_days",
    "service", "crew", "priority",
)  # fmt: skip


class Changed(Exception):
    """Somebody else has changed the rules since this change was looked at."""


@dataclass(frozen=True)
class Change:
    """One change that is proposed: the rules before and after, in their order, the inactive ones too."""

    rule: int  # the id of the one that is changed; 0: a new one
    before: Sequence[Line]
    after: Sequence[Line]
    told: str  # what the trace says
    store: Callable[[], RoutingRule]


def edited(rule: RoutingRule | None, data: Mapping[str, Any]) -> Change:
    """A rule with other values (`PLAIN` and categories), or a new one: it comes last, but before one that takes all."""
    rules = list(ordered())
    before = [line_of(each) for each in rules]
    draft = RoutingRule(pk=rule.pk if rule else None, **{name: data[name] for name in PLAIN})
    line = line_of(draft, [categorie.pk for categorie in data["categories"]])
    if draft.crew and line.target.crew is None:  # a crew that no longer goes out: the problem is said, not hidden
        line = replace(line, target=replace(line.target, crew=draft.crew_id))
    place = _place(rules, before, rule)
    was = before[place] if rule else None
    after = [*before[:place], line, *before[place + (1 if rule else 0) :]]
    return Change(line.pk, before, after, differences(was, line), lambda: _store(rule, data, place))


def _place(rules: Sequence[RoutingRule], lines: Sequence[Line], rule: RoutingRule | None) -> int:
    if rule:
        return [each.pk for each in rules].index(rule.pk)
    return len(lines) - 1 if lines and lines[-1].active and lines[-1].empty else len(lines)


def _store(rule: RoutingRule | None, data: Mapping[str, Any], place: int) -> RoutingRule:
    stored = rule or RoutingRule(order=place)
    for name in PLAIN:
        setattr(stored, name, data[name])
    stored.save()
    stored.categories.set(data["categories"])
    if rule is None:
        _renumber([*(each for each in ordered() if each.pk != stored.pk)], stored, place)
    return stored


def moved(rule: RoutingRule, steps: int) -> Change | None:
    """A rule so many ranks further down (below zero: up); None where there is no such rank."""
    rules = list(ordered())
    here = [each.pk for each in rules].index(rule.pk)
    place = here + steps
    if not 0 <= place < len(rules):
        return None
    before = [line_of(each) for each in rules]
    others = [each for each in rules if each.pk != rule.pk]
    after = [line for line in before if line.pk != rule.pk]
    after.insert(place, before[here])
    told = _("Rang : %(before)d → %(after)d") % {"before": here + 1, "after": place + 1}
    return Change(rule.pk, before, after, told, lambda: _renumber(others, rule, place))


def _renumber(others: list[RoutingRule], rule: RoutingRule, place: int) -> RoutingRule:
    """Store the order; each rule that moves is saved, so that every process reads them again."""
    for order, each in enumerate([*others[:place], rule, *others[place:]]):
        if each.order != order or each is rule:
            each.order = order
            each.save(update_fields=["order", "changed_at"])
    return rule


def switched(rule: RoutingRule) -> Change:
    """An active rule that no longer is, or the other way round."""
    before = [line_of(each) for each in ordered()]
    after = [replace(line, active=not line.active) if line.pk == rule.pk else line for line in before]
    return Change(rule.pk, before, after, _("Inactive → active") if not rule.active else _("Active → inactive"),
                  lambda: _switch(rule))  # fmt: skip


def _switch(rule: RoutingRule) -> RoutingRule:
    rule.active = not rule.active
    rule.save(update_fields=["active", "changed_at"])
    return rule


def settle(change: Change, *, seen: str, by: User) -> RoutingRule:
    """Store a change that was looked at when the rules were at version `seen`; raises Changed when they moved on."""
    with transaction.atomic():
        list(RoutingRule.objects.select_for_update().values_list("pk"))
        if version() != seen:
            raise Changed
        rule = change.store()
        RoutingRule.objects.filter(pk=rule.pk).update(changed_by=by)
        trace(rule, by, change.told, added=not change.rule)
        return rule


def trace(thing: models.Model, by: User, told: str, *, added: bool = False) -> None:
    """Keep who changed it, when, and what it was."""
    LogEntry.objects.create(
        user=by, content_type=ContentType.objects.get_for_model(thing), object_id=str(thing.pk),
        object_repr=str(thing)[:200], action_flag=ADDITION if added else CHANGE, change_message=told,
    )  # fmt: skip


def differences(was: Line | None, line: Line) -> str:
    """What changes, a line each: « Pour : Voirie → Propreté »."""
    words = Words()
    old, new = ({} if was is None else _said(was, words)), _said(line, words)
    return "\n".join(
        f"{label} : {old[label]} → {value}" if old else f"{label} : {value}"
        for label, value in new.items()
        if old.get(label) != value
    )


def _said(line: Line, words: Words) -> dict[str, str]:
    priority = line.target.priority
    return {
        _("Nom"): line.name,
        _("Conditions"): " ; ".join(conditions(line, words)) or _("aucune"),
        _("Pour"): words.target(line.target.service, line.target.crew),
        _("Priorité"): str(Priority(priority).label) if priority is not None else _("inchangée"),
        _("Active"): _("oui") if line.active else _("non"),
    }
