"""A vote in words: its rule, its ties, its grades, and why each project won or not."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projets.votes.filling import Step, Verdict
from projets.votes.scrutin import Rule, Scrutin, Tie

NARROW_SPACE, NO_BREAK_SPACE = "\u202f", "\u00a0"

RULES: Final[dict[Rule, tuple[str | Promise, str | Promise]]] = {
    Rule.KNAPSACK: (
        gettext_lazy("le panier"),
        gettext_lazy("Chacun choisit ce qu’il paierait avec l’enveloppe, sans la dépasser. Le plus choisi d’abord."),
    ),
    Rule.APPROVAL: (
        gettext_lazy("les voix par euro"),
        gettext_lazy("Chacun choisit ce qu’il approuve. D’abord le projet qui a le plus de voix pour chaque euro."),
    ),
    Rule.RANKING: (
        gettext_lazy("le classement"),
        gettext_lazy("Chacun met des projets en ordre. Le premier rang donne le plus de points, le dernier un seul."),
    ),
    Rule.POINTS: (
        gettext_lazy("les points"),
        gettext_lazy("Chacun répartit ses points comme il veut. Le projet qui en a le plus passe d’abord."),
    ),
    Rule.JUDGEMENT: (
        gettext_lazy("le jugement majoritaire"),
        gettext_lazy(
            "Chacun donne une mention à chaque projet ; sans mention, c’est « à rejeter ». La mention d’un projet est "
            "la plus haute que la moitié des votants lui accorde ; à mention égale, on retire une à une les mentions "
            "du milieu, jusqu’à ce qu’elles diffèrent."
        ),
    ),
}
TIES: Final[dict[Tie, str | Promise]] = {
    Tie.CHEAPEST: gettext_lazy("À égalité, le moins cher passe d’abord ; à prix égal, le tirage publié d’avance."),
    Tie.DRAW: gettext_lazy("À égalité, c’est le tirage publié d’avance qui départage."),
}
GRADES: Final[tuple[str | Promise, ...]] = (
    gettext_lazy("à rejeter"), gettext_lazy("insuffisant"), gettext_lazy("passable"),
    gettext_lazy("assez bien"), gettext_lazy("bien"), gettext_lazy("excellent"),
)  # fmt: skip


def amount(money: Decimal, currency: str = "€") -> str:
    """`15 000 €`, cents only when there are some; its spaces do not break."""
    cents = 0 if money == money.to_integral_value() else 2
    number = number_format(money, decimal_pos=cents, use_l10n=True, force_grouping=True)
    return f"{number.replace(NARROW_SPACE, NO_BREAK_SPACE)}{NO_BREAK_SPACE}{currency}"


def scored(scrutin: Scrutin, step: Step) -> str:
    """What a project obtained: « 212 voix », « 31 points », « bien »."""
    if scrutin.rule == Rule.JUDGEMENT:
        return str(GRADES[step.standing.score])
    if scrutin.rule in (Rule.RANKING, Rule.POINTS):
        return ngettext("%(n)d point", "%(n)d points", step.standing.score) % {"n": step.standing.score}
    return _("%(n)d voix") % {"n": step.standing.score}


def why(scrutin: Scrutin, step: Step, currency: str = "€") -> str:
    """« Il restait 12 000 €, il en fallait 15 000. »"""
    names = {candidate.code: candidate.title for candidate in scrutin.candidates}
    told = {"left": amount(step.before, currency), "cost": amount(step.cost, currency)}
    told |= {"after": amount(step.after, currency), "other": names.get(step.against, step.against)}
    told["least"] = _least(scrutin)
    said = {
        Verdict.FUNDED: _("Il restait %(left)s, il coûte %(cost)s : retenu. Il reste %(after)s."),
        Verdict.NO_MONEY: _("Il restait %(left)s, il fallait %(cost)s : pas assez."),
        Verdict.BELOW: _("Sous le seuil annoncé, qui est : %(least)s."),
        Verdict.INCOMPATIBLE: _("Incompatible avec « %(other)s », déjà retenu."),
        Verdict.STOPPED: _("La règle s’arrête au premier projet que l’enveloppe ne peut payer."),
    }[step.verdict] % told
    return said + _tie(scrutin, step, names)


def _tie(scrutin: Scrutin, step: Step, names: Mapping[str, str]) -> str:
    if not step.tied:
        return ""
    others = ", ".join(f"« {names[code]} »" for code in step.tied[:3])
    more = "…" if len(step.tied) > len(step.tied[:3]) else ""
    return " " + _("À égalité avec %(others)s.") % {"others": others + more}


def _least(scrutin: Scrutin) -> str:
    if scrutin.rule == Rule.JUDGEMENT:
        return str(GRADES[min(scrutin.threshold, len(GRADES) - 1)])
    if scrutin.rule in (Rule.RANKING, Rule.POINTS):
        return ngettext("%(n)d point", "%(n)d points", scrutin.threshold) % {"n": scrutin.threshold}
    return _("%(n)d voix") % {"n": scrutin.threshold}
