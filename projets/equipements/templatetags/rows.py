"""A published row on a page: where it comes from, what it says, and its own page."""

import json
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from projets.equipements.models import Ligne

register = template.Library()


@register.filter
def row_address(pk: int | None) -> str:
    """The page of a row; empty where there is none."""
    return "" if pk is None else reverse("equipements:imports:ligne", args=[pk])


@register.filter
def raw(ligne: Ligne) -> list[tuple[str, str]]:
    """Its columns as its file has them, the text of each."""
    data = ligne.data if isinstance(ligne.data, dict) else {_("contenu"): ligne.data}
    return [(str(name), _text(value)) for name, value in data.items()]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
