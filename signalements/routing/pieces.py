"""On the page of a case: why it came to you, its way so far, « pas pour nous »."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from carto.comptes.models import RoleName
from carto.fiches.models import What
from signalements.desk.rights import acting_role
from signalements.models import Signalement
from signalements.routing.hands_views import BounceForm, DispatchForm, way_of
from signalements.routing.lines import first
from signalements.routing.path import REGULATION, between_two, is_pinned, moves
from signalements.routing.rules import facts_of, ruleset
from signalements.routing.wording import missed
from signalements.workflow import CLOSED

MOST_NEAR = 4


def case_piece(request: HttpRequest, signalement: Signalement) -> dict[str, Any]:
    """What `_case.html` shows to whoever acts on it; a fixed number of queries."""
    rules, role = ruleset(), acting_role(request.user, signalement)
    history = list(signalement.evenements.filter(what__in=(What.ROUTED, What.BOUNCED)))
    way, facts = moves(history), facts_of(signalement, rules)
    holding = first(rules.lines, facts)
    loop, here = between_two(way), signalement.service.code == REGULATION
    still = signalement.get_status() not in CLOSED
    return {
        "why": _why(signalement, way),
        "near": _near(rules, facts, holding),
        "way": way_of(signalement, rules.words) if any(move.role != "system" for move in way) else [],
        "loop": [rules.words.named(code) for code in dict.fromkeys(loop)] if loop else [],
        "pinned": is_pinned(way),
        "at_regulation": here,
        "bounce_form": BounceForm(auto_id="renvoi_%s", label_suffix="") if still and not here and role else None,
        "dispatch_form": DispatchForm(auto_id="orienter_%s") if still and role == RoleName.REGULATOR else None,
        "here": request.path,
    }  # fmt: skip


def _why(signalement: Signalement, way: list[Any]) -> str:
    """The last change of hands, in the words that its history kept."""
    if way:
        return way[-1].why
    told = {"service": signalement.categorie.service, "categorie": signalement.categorie}
    return _("Aucune règle ne le visait : « %(categorie)s » va à : %(service)s.") % told


def _near(rules: Any, facts: Any, holding: Any) -> list[tuple[int, str, str]]:
    """Rank, name and remark of today's rules that hold too, or that one condition alone kept from it."""
    found = []
    for rank, line in enumerate(rules.lines, 1):
        if line is holding:
            continue
        if line.holds(facts):
            found.append((rank, line.name, _("convient aussi, mais vient après")))
        elif wanted := missed(line, facts, rules.words):
            found.append((rank, line.name, _("il manquait : %(wanted)s") % {"wanted": wanted}))
    return found[:MOST_NEAR]
