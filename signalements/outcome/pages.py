"""What the pages of a signalement know besides its facts: the promise, the doubts, the verdicts."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from carto.alertes.models import Abonnement
from carto.comptes.models import User
from carto.fiches.asides import words_of
from carto.fiches.models import What
from carto.fiches.own.doors import Door
from signalements.better.telling import better
from signalements.cases import case_of
from signalements.desk.rights import acting_role
from signalements.layers import DUE, facts
from signalements.models import Satisfaction, Signalement
from signalements.outcome.actions import CONTEST_WITHIN, closed_at, may_contest, question_asked
from signalements.outcome.forms import AnswerForm, ContestForm, ReplyForm, SatisfactionForm
from signalements.promises import promised
from signalements.workflow import CLOSED

ENOUGH = 5  # verdicts: fewer would tell who gave them
OF_LATE = timedelta(days=365)
ASIDES = (What.CONTESTED, What.REPLIED)  # lines that may keep words for the service


def own(signalement: Signalement, door: Door) -> dict[str, Any]:
    """On the page of whoever sent it: the question, the promise, « ce n’est pas réparé », the verdict."""
    now, case = timezone.now(), case_of(signalement)
    history = list(case.evenements.all())
    asked = question_asked(signalement)
    closed = closed_at(case)
    rated = closed is not None and Satisfaction.objects.filter(signalement=signalement, treated_at=closed).exists()
    return {
        "facts": [fact for fact in facts(signalement) if fact.label != DUE],
        "case": case,
        "promised": promised(case, history, now),
        "asked": asked,
        "reply_form": ReplyForm(auto_id="repondre_%s") if asked else None,
        "contestable": closed is not None and may_contest(case, now),
        "closed": closed,
        "rated": rated,
        "satisfaction_form": SatisfactionForm() if closed and not rated else None,
        "outcome": {name: door.url(path) for name, path in OUTCOMES.items()},
        "better": better(signalement),
    }


OUTCOMES = {"reply": "repondre", "contest": "contester", "rate": "avis"}


def public(signalement: Signalement, user: User, history: list[Any]) -> dict[str, Any]:
    """On its public page, for whoever is looking."""
    now = timezone.now()
    closed = signalement.get_status() in CLOSED
    contestable = closed and may_contest(signalement, now)
    role = acting_role(user, signalement)
    known = contestable and knows(user, signalement)
    return {
        "promised": promised(signalement, history, now),
        "closed": closed,
        "contestable": contestable,
        "contest_days": CONTEST_WITHIN.days,
        "contest_form": ContestForm(known=known) if contestable else None,
        "content": contentment(signalement),
        "asides": [(line.at, words_of(line)) for line in history if line.what in ASIDES] if role else [],
        "answer_form": AnswerForm(signalement=signalement, role=role) if role else None,
    }


def knows(user: User, signalement: Signalement) -> bool:
    """Whether an account signed this signalement or follows it: their tap is enough to reopen it."""
    if not user.is_authenticated:
        return False
    followed = Abonnement.objects.filter(fiche_id=signalement.pk, person=user, confirmed_at__isnull=False)
    return signalement.author_id == user.pk or followed.exists()


def contentment(signalement: Signalement) -> dict[str, int] | None:
    """How many were content with what became of this kind of problem in a year; None under ENOUGH verdicts."""
    said = list(
        Satisfaction.objects.filter(
            signalement__categorie=signalement.categorie_id, at__gte=timezone.now() - OF_LATE
        ).values_list("satisfied", flat=True)
    )
    return {"content": sum(said), "of": len(said)} if len(said) >= ENOUGH else None
