"""What a complete sheet says, line by line, and what is still missing of it, in words."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.opportunites.layers import lines
from projets.opportunites.models import Opportunite, Ouverture

POINTS: Final = ("open_to_decision", "closed_to_decision")  # of the topic itself
MONEY, TASKS = "moyens", "taches"

# In the order of the page: what it is called, and what one reads beside it while it is empty.
OWED: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    "open_to_decision": (
        gettext_lazy("Ce qui peut être décidé"),
        gettext_lazy("Écrivez au moins un point que l’on pourra décider ensemble."),
    ),
    "how_far": (
        gettext_lazy("Jusqu’où l’on peut aller"),
        gettext_lazy("Dites jusqu’où la décision peut aller : un lieu, une somme, une règle."),
    ),
    "closed_to_decision": (
        gettext_lazy("Pourquoi pas plus loin"),
        gettext_lazy("Dites ce qui ne se décide pas ici, et pourquoi ; s’il n’y a rien, écrivez-le."),
    ),
    "legal": (
        gettext_lazy("Contraintes de droit"),
        gettext_lazy("Citez la loi ou le règlement ; s’il n’y en a pas, écrivez « aucune »."),
    ),
    "technical": (
        gettext_lazy("Contraintes techniques"),
        gettext_lazy("Réseaux, sols, largeurs… ; s’il n’y en a pas, écrivez « aucune »."),
    ),
    "ethical": (
        gettext_lazy("Contraintes d’éthique"),
        gettext_lazy("Qui pourrait y perdre, ce qu’on s’interdit ; sinon écrivez « aucune »."),
    ),
    "budget": (
        gettext_lazy("Contraintes d’argent"),
        gettext_lazy("Ce que l’on ne peut pas dépasser ; sinon écrivez « aucune »."),
    ),
    "calendar": (
        gettext_lazy("Contraintes de calendrier"),
        gettext_lazy("Les dates qui s’imposent ; s’il n’y en a pas, écrivez « aucune »."),
    ),
    "time": (
        gettext_lazy("Le temps que l’on y met"),
        gettext_lazy("Dites combien de temps chaque phase peut durer."),
    ),
    "people": (
        gettext_lazy("Les personnes qui y travaillent"),
        gettext_lazy("Dites qui y travaille, et combien de jours."),
    ),
    MONEY: (
        gettext_lazy("L’argent"),
        gettext_lazy("Écrivez au moins une somme, même zéro, avec sa sorte, son année, HT ou TTC."),
    ),
    TASKS: (
        gettext_lazy("Qui fait quoi, avec qui"),
        gettext_lazy("Écrivez au moins une ligne : qui fait quoi, avec qui."),
    ),
    "level": (
        gettext_lazy("Le niveau de participation"),
        gettext_lazy("Choisissez le niveau : il engage."),
    ),
    "commitment": (
        gettext_lazy("Ce à quoi on s’engage ici"),
        gettext_lazy("Dites à quoi ce niveau engage sur ce sujet, et qui tient parole."),
    ),
}


@dataclass(frozen=True)
class Line:
    """One line of a sheet, as everybody reads it."""

    name: str
    label: str | Promise
    said: str
    owed: str | Promise  # what is missing, in words; empty when nothing is


def sheet_of(topic: Opportunite) -> Ouverture:
    """The topic's sheet, stored or not yet begun."""
    return Ouverture.objects.filter(opportunite=topic).first() or Ouverture(opportunite=topic)


def lines_of(topic: Opportunite, sheet: Ouverture) -> list[Line]:
    """Every line, with what is missing of it. The money and the tasks are read from their rows."""
    told = {name: _said(topic, sheet, name) for name in OWED}
    return [
        Line(name, label, "" if name in {MONEY, TASKS} else told[name], "" if told[name].strip() else owed)
        for name, (label, owed) in OWED.items()
    ]


def _said(topic: Opportunite, sheet: Ouverture, name: str) -> str:
    if name in POINTS:
        return "\n".join(lines(getattr(topic, name)))
    if name in {MONEY, TASKS}:
        return "yes" if sheet.pk and getattr(sheet, name).all() else ""
    return str(sheet.get_level_display()) if name == "level" else getattr(sheet, name)


def missing(topic: Opportunite, sheet: Ouverture) -> list[Line]:
    """The lines that are owed before the topic can open."""
    return [line for line in lines_of(topic, sheet) if line.owed]


def told(topic: Opportunite, sheet: Ouverture) -> dict[str, Any]:
    """All that the sheet says, for a version that is kept: amounts as text, so that none is ever rounded."""
    plain = {name: getattr(topic if name in POINTS else sheet, name) for name in OWED if name not in {MONEY, TASKS}}
    money = [[each.what, f"{each.amount:.2f}", each.kind, each.basis, each.year] for each in sheet.moyens.all()]
    tasks = [[each.who, each.what, each.with_whom] for each in sheet.taches.all()]
    return plain | {MONEY: money, TASKS: tasks}


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of the lines that differ between two versions."""
    return [name for name in OWED if before.get(name) != after.get(name) and (before.get(name) or after.get(name))]


def labels(names: list[str]) -> str:
    """« ce qui peut être décidé, l’argent »."""
    return ", ".join(str(OWED[name][0])[:1].lower() + str(OWED[name][0])[1:] for name in names)


def refusal(owed: list[Line]) -> str:
    """Why the topic cannot open yet, in one sentence."""
    return _("Il manque encore : %(what)s.") % {"what": labels([line.name for line in owed])}
