"""What the page of a table asks of its parts."""

from typing import Any

from django import template

from carto.carte.tables.groups import Group

register = template.Library()


@register.filter
def of_column(heads: dict[str, Any], column: Group) -> dict[str, str] | None:
    """How a column sorts the table; None for what had no room."""
    return heads.get(f"c:{column.key}") if column.key is not None else None
