"""Replies ready to send: which ones fit a signalement, and their words once the blanks are filled."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signalements.models import ReplyTemplate, Signalement

BLANKS: Final[dict[str, str | Promise]] = {
    "titre": gettext_lazy("le titre du signalement"),
    "numero": gettext_lazy("son numéro"),
    "rue": gettext_lazy("la rue"),
    "service": gettext_lazy("le service qui répond"),
    "date": gettext_lazy("le jour prévu, sinon le jour promis"),
}
TO_FILL: Final = "…"  # between brackets, what nobody knows: a person has to write it before sending
_BLANK: Final = re.compile(r"\{([^{}]*)\}")
_LEFT: Final = re.compile(r"\[…[^\]]*\]|\{[^{}]*\}")
_BY_HAND: Final = re.compile(r"\[…[^\]]*\]")


def check_blanks(text: str) -> None:
    """Raise ValidationError (French) for a blank that nothing fills, or a brace that is not closed."""
    unknown = sorted({name for name in _BLANK.findall(text) if name not in BLANKS})
    known = ", ".join(f"{{{name}}}" for name in BLANKS)
    if unknown:
        told = {"unknown": ", ".join(f"{{{name}}}" for name in unknown), "known": known}
        said = _("%(unknown)s ne veut rien dire ici. Vous pouvez écrire : %(known)s.")
        raise ValidationError(said % told, code="blank")
    if re.search(r"[{}]", _BLANK.sub("", text)):
        raise ValidationError(_("Une accolade n’est pas fermée. Vous pouvez écrire : %(known)s.") % {"known": known})


def filled(text: str, signalement: Signalement, day: date | None = None) -> str:
    """These words for that signalement; what is not known stays between brackets, to be written by hand.

    `day` is the one that is about to be planned.
    """
    day = day or signalement.planned_on or (signalement.due_at and localtime(signalement.due_at))
    values = {
        "titre": signalement.title,
        "numero": signalement.number or "",
        "rue": str(signalement.rue or signalement.quartier or signalement.commune or _missing(_("le lieu"))),
        "service": signalement.service.name,
        "date": date_format(day, "l j F") if day else _missing(_("la date")),
    }
    return _BLANK.sub(lambda found: values.get(found[1], found[0]), text)


def blanks_in(text: str) -> frozenset[str]:
    """The names of the blanks of a text."""
    return frozenset(_BLANK.findall(text)) & BLANKS.keys()


def unknown(blanks: frozenset[str], signalement: Signalement, day: date | None = None) -> frozenset[str]:
    """Those of these blanks that `filled` would leave between brackets for that signalement; no query."""
    known = {
        "rue": signalement.rue_id or signalement.quartier_id or signalement.commune_id,
        "date": day or signalement.planned_on or signalement.due_at,
    }
    return frozenset(name for name in blanks if not known.get(name, True))


def check_filled(text: str, *, blanks: bool = False) -> None:
    """Raise ValidationError (French) while something is left to fill: nobody should receive « [… la date] ».

    `blanks`: those between braces may stay, they are filled later.
    """
    if found := (_BY_HAND if blanks else _LEFT).search(text):
        raise ValidationError(_("Il reste quelque chose à compléter : %(what)s") % {"what": found[0]}, code="left")


def fitting(signalement: Signalement) -> list[ReplyTemplate]:
    """Those offered for it: of its service or of all, of its category or of any; the nearest to it first."""
    return shared([signalement])


def shared(signalements: Sequence[Signalement]) -> list[ReplyTemplate]:
    """Those that would be offered for each of them; the nearest to them first, in two queries."""
    services = {each.service_id for each in signalements}
    categories = {each.categorie_id for each in signalements}
    of_all = Q(service=None) | (Q(service__in=services) if len(services) == 1 else Q(pk__in=()))
    own = {each: {one.pk for one in each.categories.all()} for each in _active(of_all)}
    fit = [each for each, about in own.items() if not about or categories <= about]
    return sorted(fit, key=lambda each: (not own[each], each.service_id is None, each.order, each.name))


def _active(services: Q) -> QuerySet[ReplyTemplate]:
    return ReplyTemplate.objects.filter(services, active=True).prefetch_related("categories")


@dataclass(frozen=True)
class Ready:
    """A reply ready to send, with the words that the form takes over: its blanks filled, or as they are."""

    template: ReplyTemplate
    text: str


def by_state(ready: Sequence[Ready]) -> list[tuple[str, list[Ready]]]:
    """The replies under the state that each is for; those for any state last."""
    groups: dict[str, list[Ready]] = {}
    for each in ready:
        groups.setdefault(str(each.template.get_status_display()), []).append(each)
    return sorted(groups.items(), key=lambda group: not group[0])


def chosen_of(ready: Sequence[Ready], key: str | None) -> Ready | None:
    """The one that a form names by its id."""
    return next((each for each in ready if str(each.template.pk) == key), None)


def taken_over(first: dict[str, Any], chosen: Ready | None, ready: Sequence[Ready]) -> dict[str, Any]:
    """What a form begins with: the chosen reply's words, state and reason; what was typed by hand stays, above them."""
    if chosen is None:
        return first
    typed = first.get("public_text", "").replace("\r\n", "\n").strip()
    kept = "" if typed in {each.text for each in ready} else typed
    told = {"after": chosen.template.status or first.get("after", ""), "closing": chosen.template.closing}
    return first | told | {"public_text": f"{kept}\n\n{chosen.text}".strip()}


def _missing(what: str) -> str:
    return f"[{TO_FILL} {what}]"
