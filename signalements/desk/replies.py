"""Replies ready to send: which ones fit a signalement, and their words once the blanks are filled."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Q
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


def filled(template: ReplyTemplate, signalement: Signalement) -> str:
    """Its words for that signalement; what is not known stays between brackets, to be written by hand."""
    day = signalement.planned_on or (signalement.due_at and localtime(signalement.due_at))
    values = {
        "titre": signalement.title,
        "numero": signalement.number or "",
        "rue": str(signalement.rue or signalement.quartier or signalement.commune or _missing(_("le lieu"))),
        "service": signalement.service.name,
        "date": date_format(day, "l j F") if day else _missing(_("la date")),
    }
    return _BLANK.sub(lambda found: values.get(found[1], found[0]), template.text)


def check_filled(text: str) -> None:
    """Raise ValidationError (French) while something is left to fill: nobody should receive « [… la date] »."""
    if found := _LEFT.search(text):
        raise ValidationError(_("Il reste quelque chose à compléter : %(what)s") % {"what": found[0]}, code="left")


def fitting(signalement: Signalement) -> list[ReplyTemplate]:
    """Those offered for it: of its service or of all, of its category or of any; the nearest to it first."""
    service = Q(service=None) | Q(service=signalement.service_id)
    categorie = Q(categories=None) | Q(categories=signalement.categorie_id)
    found = ReplyTemplate.objects.filter(service, categorie, active=True).distinct().prefetch_related("categories")
    return sorted(found, key=lambda each: (not each.categories.all(), each.service_id is None, each.order, each.name))


def _missing(what: str) -> str:
    return f"[{TO_FILL} {what}]"
