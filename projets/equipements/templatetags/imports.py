"""What rows and reports say, in a cell or a line."""

import json
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()
SHORT, LONG = 120, 2000  # characters


@register.filter
def raw(value: Any) -> str:
    """A value as it is in the row; lists and shapes as JSON, cut when they are long."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return text if len(text) <= LONG else f"{text[:LONG]}…"


@register.filter
def cell(data: dict[str, Any], column: str) -> str:
    """One column of a row, short."""
    text = raw(data.get(column))
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


@register.filter
def plain(number: float) -> str:
    """A number of a drawing, with a point whatever the language."""
    return repr(float(number))


@register.filter
def told_briefly(report: dict[str, Any]) -> str:
    """« 224 lignes lues, 12 changées »."""
    read, changed = report.get("read", 0), report.get("new", 0) + report.get("changed", 0)
    said = ngettext("%(n)d ligne lue", "%(n)d lignes lues", read) % {"n": read}
    differing = ngettext("%(n)d nouvelle ou changée", "%(n)d nouvelles ou changées", changed) % {"n": changed}
    return f"{said}, {differing}"
