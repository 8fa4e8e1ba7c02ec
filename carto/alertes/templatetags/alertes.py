"""The section « Suivre » of a fiche's page and of its follow page."""

from typing import Any

from django import template
from django.template.context import RequestContext

from carto.alertes import push
from carto.alertes.actions import own_address
from carto.alertes.forms import FollowForm
from carto.alertes.models import Abonnement
from carto.alertes.telling import OPENED
from carto.alertes.tokens import MANAGE, token
from carto.fiches.models import Fiche

register = template.Library()


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
        "csrf_token": context.get("csrf_token"),
    }
