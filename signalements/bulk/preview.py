"""What a bulk action will do, before it does it: how many, which cannot and why, and what people will read."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from carto.alertes.models import Abonnement
from carto.alertes.wording import TOLD, words
from carto.comptes.models import Role, User
from carto.fiches.models import Evenement, Visibility
from signalements.bulk.kinds import Named, effect, naming, told
from signalements.bulk.refusals import DECIDING, refusal
from signalements.bulk.selection import Selection
from signalements.desk.replies import unknown
from signalements.desk.rights import acting_role
from signalements.models import Signalement
from signalements.tracked import mark

SAMPLE: Final = 5
READ: Final = 3  # of them, where each reads something else
NAMED_EACH: Final = 12  # of those that cannot, for each reason
HELD_FOR: Final = 3600  # seconds that a preview may be confirmed


@dataclass(frozen=True)
class Refused:
    """Those that one reason keeps out; `first` are shown."""

    reason: str
    first: Sequence[Signalement]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.first)


@dataclass(frozen=True)
class Said:
    """What people will read of one signalement: on its page, and in the message when one leaves."""

    signalement: Signalement
    page: str
    mail: Sequence[str]


@dataclass(frozen=True)
class Preview:
    """What is shown before anything is done; `token` is what confirming sends back."""

    ready: int
    sample: Sequence[tuple[Signalement, str, str]]
    refused: Sequence[Refused]
    said: Sequence[Said]  # one example, or READ where each has words of its own; none: nothing is public
    mailed: bool
    listeners: int
    token: str


def preview(selection: Selection, action: Mapping[str, Any], user: User, roles: Sequence[Role], query: str) -> Preview:
    """The preview of that action on the selection, with a fixed number of queries."""
    named = Named.of(action, [each.pk for each in selection.signalements])
    ready, reasons = _sorted(named, selection, user, roles)
    prefetch_related_objects(ready[:SAMPLE], "service", "crew", "rue", "quartier", "commune")
    kept_out = [Refused(why, them[:NAMED_EACH], len(them)) for why, them in reasons.items()]
    said = [_said(named, each) for each in ready[: READ if named.blanks else 1]]
    mailed = any(each.mail for each in said)
    return Preview(
        ready=len(ready),
        sample=[(each, *effect(named, each)) for each in ready[:SAMPLE]],
        refused=sorted(kept_out, key=lambda one: -one.count),
        said=[each for each in said if each.page or each.mail],
        mailed=mailed,
        listeners=_listeners(ready) if mailed else 0,
        token=_signed(dict(action) | {"names": naming(named)}, query, ready, user),
    )


def _sorted(
    named: Named, selection: Selection, user: User, roles: Sequence[Role]
) -> tuple[list[Signalement], dict[str, list[Signalement]]]:
    """Those that can take part, and the others by reason; what is alike in all that decides is judged once."""
    ready: list[Signalement] = []
    reasons: dict[str, list[Signalement]] = defaultdict(list)
    judged: dict[tuple[Any, ...], str] = {}
    for each in selection.signalements:
        role = acting_role(user, each, roles)
        alike = (role, *(getattr(each, name) for name in DECIDING), each.pk if named.do == "join" else 0)
        alike += (unknown(named.blanks, each, named.day),) if named.blanks else ()
        if alike not in judged:
            judged[alike] = refusal(named, each, role)
        if judged[alike]:
            reasons[judged[alike]].append(each)
        else:
            ready.append(each)
    return ready, reasons


def read_token(text: str, user: User) -> dict[str, Any]:
    """What this person has looked at: {key, action, query, items: {id: mark}}.

    Raises ValidationError (French) for one that is too old, or that we did not write for them.
    """
    try:
        return signing.loads(text, salt=_salt(user), max_age=HELD_FOR)
    except signing.SignatureExpired as error:
        raise ValidationError(_("Cet aperçu a plus d’une heure : regardez-le de nouveau."), code="late") from error
    except signing.BadSignature as error:
        raise ValidationError(_("Cet aperçu n’est pas lisible : refaites-le."), code="forged") from error


def _signed(action: dict[str, Any], query: str, ready: Sequence[Signalement], user: User) -> str:
    seen = {str(each.pk): mark(each) for each in ready}
    held = {"key": uuid4().hex, "action": action, "query": query, "items": seen}
    return signing.dumps(held, salt=_salt(user), compress=True)


def _salt(user: User) -> str:
    return f"signalements.bulk:{user.pk}"


def _said(named: Named, one: Signalement) -> Said:
    """Its page's words, and the lines of the message, in the very words of the announcer."""
    what, after, text = told(named, one)
    mail = [f"{one.title} : {words(Evenement(fiche=one, what=what, after=after))}", *filter(None, [text])]
    return Said(one, text, mail if what in TOLD else [])


def _listeners(ready: Sequence[Signalement]) -> int:
    """How many messages leave: one for each person who follows one of them."""
    shown = [each.pk for each in ready if each.visibility != Visibility.DRAFT]
    return Abonnement.objects.filter(fiche_id__in=shown, confirmed_at__isnull=False).count()
