"""What other pages show of the moderation: decisions and how to answer them, one's own photos, the way to the desk."""

from typing import Any

from django import template
from django.urls import reverse

from carto.comptes.rules import is_moderator
from carto.fiches.models import Acte, Fiche, PhotoState
from carto.fiches.moderation.rights import AT_THE_DESK, roles_at_the_desk

register = template.Library()
RECENT = 20


@register.inclusion_tag("fiches/moderation/_decisions.html", takes_context=True)
def decisions(context: dict[str, Any], fiche: Fiche) -> dict[str, Any]:
    """What the moderation decided about a fiche, with its rule and reason; and, for its author, the way to answer."""
    told = list(fiche.actes.told().filter(commentaire=None))
    return {
        "decisions": [(acte, _way_to_reply(context, fiche, acte)) for acte in told],
        "open_to_reply": any(acte.replied_at is None and acte.undone_at is None for acte in told),
        "of_author": bool(told) and bool(_way_to_reply(context, fiche, told[0])),
    }


def _way_to_reply(context: dict[str, Any], fiche: Fiche, acte: Acte) -> str:
    """The address of the author's answer; empty for anybody else."""
    request = context["request"]
    if secret := _secret(context):
        return reverse("fiches:moderation:reply_by_link", args=[secret, acte.pk])
    if request.user.is_authenticated and fiche.author_id == request.user.pk:
        return reverse("fiches:moderation:reply", args=[acte.pk])
    return ""


def _secret(context: dict[str, Any]) -> str:
    """The token of the secret link that opened this page; empty on any other page."""
    match = context["request"].resolver_match
    return match.kwargs.get("secret", "") if match else ""


@register.inclusion_tag("fiches/moderation/_my_decisions.html", takes_context=True)
def my_decisions(context: dict[str, Any]) -> dict[str, Any]:
    """On somebody's account: the latest decisions about what they signed, comments too."""
    return {"decisions": Acte.objects.told().about(context["request"].user).for_bin()[:RECENT]}


@register.inclusion_tag("fiches/moderation/_own_photos.html", takes_context=True)
def own_photos(context: dict[str, Any], fiche: Fiche) -> dict[str, Any]:
    """On the page that a secret link opens: the photos that nobody has looked at, to be described meanwhile."""
    secret = _secret(context)
    # Those of the page: what somebody else added is not the sender's to see before a person has looked.
    waiting = [photo for photo in context["own_photos"] if photo.state == PhotoState.WAITING] if secret else []
    return {"photos": waiting, "secret": secret, "csrf": context.get("csrf_token", "")}


@register.inclusion_tag("fiches/moderation/_door.html", takes_context=True)
def moderation_door(context: dict[str, Any], fiche: Fiche) -> dict[str, Any]:
    """For moderators alone: the way from a public page to the desk."""
    return {"fiche": fiche, "open": is_moderator(context["request"].user)}


@register.simple_tag(takes_context=True)
def has_desk(context: dict[str, Any]) -> bool:
    """Whether this person finds something on the desk."""
    if "own_roles" in context:  # the page has read them already
        return not AT_THE_DESK.isdisjoint(role.name for role in context["own_roles"])
    return bool(roles_at_the_desk(context["request"].user))
