"""What everybody reads of a jury: the draw, which can be made again, and once it has spoken its reasons. No names."""

from dataclasses import dataclass

from carto.fiches.models import Jure, Jury
from carto.fiches.moderation.jury.closing import counted


@dataclass(frozen=True)
class Told:
    """One jury, as its act's page shows it."""

    jury: Jury
    marks: list[str]  # of all who could be drawn, in the order of their own spelling
    called: list[Jure]  # in the order of the draw
    answers: list[Jure]  # empty until the verdict: nobody is led by the others
    waiting: int

    @property
    def counted(self) -> str:
        """« 3 pour annuler, 2 pour maintenir. »"""
        return counted([jure.outcome for jure in self.answers])


def told_of(jury: Jury) -> Told:
    """The jury, in one query."""
    drawn = list(jury.jures.all())
    called = [jure for jure in drawn if jure.called_at]
    answered = [jure for jure in called if jure.answered_at]
    seated = [jure for jure in called if not jure.declined_at]
    # By mark, not by hour: a late answer must not tell whose it is.
    answers = sorted(answered, key=lambda jure: jure.mark) if jury.settled_at else []
    return Told(jury, sorted(jure.mark for jure in drawn), called, answers, len(seated) - len(answered))
