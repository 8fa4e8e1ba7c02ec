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
from signalements.bulk.tracked import mark
from signalements.desk.rights import acting_role
from signalements.models import Signalement

SAMPLE: Final = 5
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
class Preview:
    """What is shown before anything is done; `token` is what confirming sends back."""

    ready: int
    sample: Sequence[tuple[Signalement, str, str]]
    refused: Sequence[Refused]
    page_says: str
    mail_says: Sequence[str]
    listeners: int
    token: str


def preview(selection: Selection, action: Mapping[str, Any], user: User, roles: Sequence[Role], query: str) -> Preview:
    """The preview of that action on the selection, with a fixed number of queries."""
    named = Named.of(action, [each.pk for each in selection.signalements])
    ready, reasons = _sorted(named, selection, user, roles)
    prefetch_related_objects(ready[:SAMPLE], "service", "crew", "rue")
    kept_out = [Refused(why, them[:NAMED_EACH], len(them)) for why, them in reasons.items()]
    what, _after, text = told(named)
    mailed = _mail(named, ready[0]) if ready and what in TOLD else []
    return Preview(
        ready=len(ready),
        sample=[(each, *effect(named, each)) for each in ready[:SAMPLE]],
        refused=sorted(kept_out, key=lambda one: -one.count),
        page_says=text,
        mail_says=mailed,
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


def _mail(named: Named, example: Signalement) -> list[str]:
    """The lines of the message about one of them, in the very words of the announcer."""
    what, after, text = told(named)
    said = words(Evenement(fiche=example, what=what, after=after))
    return [f"{example.title} : {said}", *filter(None, [text])]


def _listeners(ready: Sequence[Signalement]) -> int:
    """How many messages leave: one for each person who follows one of them."""
    shown = [each.pk for each in ready if each.visibility != Visibility.DRAFT]
    return Abonnement.objects.filter(fiche_id__in=shown, confirmed_at__isnull=False).count()
