"""How a page of `/ogc/` writes the values of a feature."""

from typing import Any

from django import template
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from carto.ouvert.ogc.features import plain

register = template.Library()
LONGEST = 120


@register.filter
def told(value: Any) -> str:
    """A value in one cell: short, and « oui » or « non » for what is true or not."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return Truncator(str(value if isinstance(value, str | int | float) else plain(value))).chars(LONGEST)
