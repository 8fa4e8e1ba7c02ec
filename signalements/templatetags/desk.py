"""The menu of the desk."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from carto.comptes.models import RoleName
from signalements.desk.pages import PAGES
from signalements.desk.rights import desk_roles

register = template.Library()
SELECTED: Final = SafeString(" selected")


@register.inclusion_tag("signalements/desk/_menu.html", takes_context=True)
def desk_menu(context: dict[str, Any]) -> dict[str, Any]:
    """The pages that this person's roles open; the one shown is marked, or the one that it belongs to."""
    request = context["request"]
    roles = getattr(request, "desk_roles", None) or desk_roles(request.user)
    names = {role.name for role in roles}
    studies = RoleName.REGULATOR in names or any(role.service and role.service.planning for role in roles)
    shown = [page for page in PAGES if page.roles & names and (studies or not page.planning)]
    address = {page: reverse(f"signalements:{page.url_name}") for page in PAGES}
    around = [each for each in address.values() if request.path.startswith(each)]
    return {
        "entries": [(page.label, address[page]) for page in shown],
        "here": max(around, key=len, default=""),
        "path": request.path,
    }


@register.simple_tag
def options(choices: Iterable[tuple[str, Any]], chosen: Collection[str]) -> SafeString:
    """The options of a list, (value, words) each; selected where `chosen` is it or holds it. Templates take long to
    write the hundred and fifty of the queue's filters.
    """
    held = (chosen,) if isinstance(chosen, str) else chosen
    told = ((code, SELECTED if code in held else "", label) for code, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', told)
