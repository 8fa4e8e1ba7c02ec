"""The section « Suivre » of a fiche's page and of its follow page; what one follows, on the account's page."""

from typing import Any, Final

from django import template
from django.template.context import RequestContext

from carto.alertes import push
from carto.alertes.actions import own_address
from carto.alertes.forms import FollowForm
from carto.alertes.models import Abonnement
from carto.alertes.telling import OPENED
from carto.alertes.tokens import MANAGE, token
from carto.fiches.models import Fiche, Kind, Visibility

register = template.Library()
MOST_SHOWN: Final = 50
PLACES: Final = ("rue", "quartier")
DATED: Final = {Kind.EQUIPEMENT.value, Kind.OPPORTUNITE.value}  # works, meetings and decisions have their days


@register.inclusion_tag("alertes/_follow.html", takes_context=True)
def follow_section(context: RequestContext, fiche: Fiche, secret: str = "") -> dict[str, Any]:
    """By mail, on this device, by feed. `secret`: of the follow page, which proves that one has sent the fiche."""
    request = context["request"]
    own = own_address(request.user) if request.user.is_authenticated else ""
    followed = Abonnement.objects.confirmed().filter(fiche=fiche, email=own).first() if own else None
    return {
        "fiche": fiche,
        "secret": secret,
        "own": own,
        "form": FollowForm(own=own, auto_id="suivre-%s"),
        "manage": token(followed, MANAGE) if followed else "",
        "push_key": push.public_key(),
        "public": fiche.visibility in OPENED,
        "has_days": fiche.kind in DATED and fiche.visibility == Visibility.PUBLIC,
        # Those that the page knows already: no query for a link.
        "places": [found for name in PLACES if (found := fiche._state.fields_cache.get(name))],
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("alertes/_mine.html", takes_context=True)
def my_follows(context: RequestContext) -> dict[str, Any]:
    """The fiches and places that this person follows under their name; one query, whatever their number."""
    followed = Abonnement.objects.filter(person=context["request"].user).with_what().order_by("fiche_id", "-pk")
    return {"followed": [(each, token(each, MANAGE)) for each in followed[:MOST_SHOWN]]}
