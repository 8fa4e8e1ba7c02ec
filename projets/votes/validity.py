"""Whether a ballot keeps to the rule of its vote; what it says to whoever overstepped it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projets.votes.scrutin import LAST_GRADE, Ballot, Rule, Scrutin
from projets.votes.wording import amount


def chosen_cost(scrutin: Scrutin, ballot: Ballot) -> Decimal:
    """What the projects that a ballot names cost together."""
    return sum((each.cost for each in scrutin.candidates if each.code in ballot), start=Decimal(0))


def check(scrutin: Scrutin, ballot: Ballot) -> None:
    """Raises ValidationError (French) for a ballot that names nothing, what is not there, or more than it may."""
    if unknown := sorted(set(ballot) - set(scrutin.by_code)):
        said = _("Nous ne connaissons pas ce projet : %(code)s.") % {"code": ", ".join(unknown)[:80]}
        raise ValidationError(said, code="unknown")
    if not ballot:
        raise ValidationError(_("Choisissez au moins un projet."), code="empty")
    if scrutin.rule != Rule.JUDGEMENT and scrutin.choices and len(ballot) > scrutin.choices:
        said = ngettext("%(most)d projet au plus", "%(most)d projets au plus", scrutin.choices)
        told = {"most": scrutin.choices}
        raise ValidationError(
            _("%(said)s : vous en avez %(n)d.") % {"said": said % told, "n": len(ballot)}, code="many"
        )
    _CHECKS[scrutin.rule](scrutin, ballot)


def _ones(scrutin: Scrutin, ballot: Ballot) -> None:
    if any(value != 1 for value in ballot.values()):
        raise ValidationError(_("Un projet est choisi, ou ne l’est pas."), code="value")
    cost = chosen_cost(scrutin, ballot)
    if scrutin.rule == Rule.KNAPSACK and cost > scrutin.money:
        told = {"cost": amount(cost), "money": amount(scrutin.money), "over": amount(cost - scrutin.money)}
        said = _("Vos choix coûtent %(cost)s, l’enveloppe est de %(money)s : c’est %(over)s de trop.")
        raise ValidationError(said % told, code="over")


def _ranks(scrutin: Scrutin, ballot: Ballot) -> None:
    if sorted(ballot.values()) != list(range(1, len(ballot) + 1)):
        raise ValidationError(_("Classez sans trou ni égalité : un premier, puis un deuxième…"), code="ranks")


def _points(scrutin: Scrutin, ballot: Ballot) -> None:
    given = sum(ballot.values())
    if any(value < 1 for value in ballot.values()) or given > scrutin.points:
        told = {"points": scrutin.points, "given": given}
        raise ValidationError(
            _("Vous avez %(points)d points à répartir, et en donnez %(given)d.") % told, code="points"
        )


def _grades(scrutin: Scrutin, ballot: Ballot) -> None:
    if any(not 0 <= value <= LAST_GRADE for value in ballot.values()):
        raise ValidationError(_("Cette mention n’existe pas."), code="grade")


_CHECKS = {
    Rule.KNAPSACK: _ones, Rule.APPROVAL: _ones, Rule.RANKING: _ranks, Rule.POINTS: _points, Rule.JUDGEMENT: _grades,
}  # fmt: skip
