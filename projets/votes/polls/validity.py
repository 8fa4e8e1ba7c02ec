"""Whether what one says keeps to the method; what it says to whoever overstepped it."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projets.votes.polls.poll import AGREE, HIGHEST, NO, OBJECT, YES, Method, Poll

RANGES = {Method.CONSENT: (OBJECT, AGREE), Method.SCORE: (0, HIGHEST), Method.DATES: (NO, YES)}


def check(poll: Poll, choices: Mapping[str, int]) -> None:
    """Raises ValidationError (French) for a voice that says nothing, names what is not there, or more than it may."""
    if unknown := sorted(set(choices) - set(poll.codes)):
        raise ValidationError(_("« %(code)s » n’est pas au bulletin.") % {"code": ", ".join(unknown)[:40]}, code="code")
    if not choices:
        raise ValidationError(_("Dites quelque chose d’au moins une possibilité."), code="empty")
    if poll.method == Method.RANKING:
        if sorted(choices.values()) != list(range(1, len(choices) + 1)):
            raise ValidationError(_("Classez sans trou ni égalité : un premier, puis un deuxième…"), code="ranks")
    elif poll.method == Method.DOTS:
        _dots(poll, choices)
    else:
        least, most = RANGES[poll.method]
        if any(not least <= value <= most for value in choices.values()):
            raise ValidationError(_("Cette réponse n’existe pas."), code="value")


def _dots(poll: Poll, choices: Mapping[str, int]) -> None:
    given = sum(choices.values())
    if any(value < 1 for value in choices.values()) or given > poll.dots:
        told = {"dots": poll.dots, "given": given}
        raise ValidationError(_("Vous avez %(dots)d gommettes à poser, et en posez %(given)d.") % told, code="dots")
