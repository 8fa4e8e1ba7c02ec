"""The methods in words, what one may answer, and what an option obtained."""

from fractions import Fraction
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projets.votes.polls.counting import Place
from projets.votes.polls.poll import ABSTAIN, AGREE, HIGHEST, IF_NEEDED, NO, OBJECT, YES, Method, Poll

METHODS: Final[dict[Method, tuple[str | Promise, str | Promise]]] = {
    Method.CONSENT: (
        gettext_lazy("le consentement"),
        gettext_lazy(
            "Pour chaque possibilité : d’accord, sans avis, ou une objection avec sa raison. "
            "D’abord celle qui a le moins d’objections, puis le plus d’accords."
        ),
    ),
    Method.SCORE: (
        gettext_lazy("les notes"),
        gettext_lazy("De 0 à 5 pour chaque possibilité. D’abord celle qui a le plus de points."),
    ),
    Method.RANKING: (
        gettext_lazy("le classement"),
        gettext_lazy("On met en ordre. Le premier rang donne le plus de points, le dernier un seul."),
    ),
    Method.DOTS: (
        gettext_lazy("les gommettes"),
        gettext_lazy("Chacun pose ses gommettes comme il veut. D’abord ce qui en a le plus."),
    ),
    Method.DATES: (
        gettext_lazy("les dates"),
        gettext_lazy("Oui, s’il le faut, ou non. D’abord ce qui convient au plus de monde, puis le plus de oui."),
    ),
}
CONSENTS: Final = {
    AGREE: gettext_lazy("d’accord"),
    ABSTAIN: gettext_lazy("sans avis"),
    OBJECT: gettext_lazy("objection"),
}
DATES: Final = {YES: gettext_lazy("oui"), IF_NEEDED: gettext_lazy("s’il le faut"), NO: gettext_lazy("non")}


def answers(poll: Poll) -> list[tuple[int, str]]:
    """What one may say of an option, as a form offers it."""
    if poll.method == Method.CONSENT:
        return [(value, str(label)) for value, label in CONSENTS.items()]
    if poll.method == Method.DATES:
        return [(value, str(label)) for value, label in DATES.items()]
    if poll.method == Method.SCORE:
        return [(value, str(value)) for value in range(HIGHEST + 1)]
    if poll.method == Method.DOTS:
        return [(value, str(value)) for value in range(1, poll.dots + 1)]
    ranks = range(1, len(poll.codes) + 1)
    return [(rank, _("%(rank)dᵉ") % {"rank": rank} if rank > 1 else _("1ᵉʳ")) for rank in ranks]


def in_figures(number: Fraction | int) -> str:
    """One decimal when it has some."""
    whole = Fraction(number).denominator == 1
    return number_format(float(number), decimal_pos=0 if whole else 1, use_l10n=True, force_grouping=True)


def obtained(poll: Poll, place: Place) -> str:
    """« 212 points », « 2 objections, 31 accords », « 18 personnes, dont 12 oui »."""
    first, second = in_figures(abs(place.first)), in_figures(place.second)
    if poll.method == Method.CONSENT:
        objections = ngettext("%(n)s objection", "%(n)s objections", _plural(abs(place.first))) % {"n": first}
        return objections + ", " + ngettext("%(n)s accord", "%(n)s accords", _plural(place.second)) % {"n": second}
    if poll.method == Method.DATES:
        suits = ngettext("convient à %(n)s", "convient à %(n)s", _plural(place.first)) % {"n": first}
        return _("%(suits)s, dont %(yes)s oui") % {"suits": suits, "yes": second}
    if poll.method == Method.DOTS:
        return ngettext("%(n)s gommette", "%(n)s gommettes", _plural(place.first)) % {"n": first}
    return ngettext("%(n)s point", "%(n)s points", _plural(place.first)) % {"n": first}


def _plural(number: Fraction) -> int:
    """French plurals begin at two."""
    return int(number)
