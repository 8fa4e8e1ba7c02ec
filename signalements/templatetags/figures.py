"""Numbers of the public figures, as people write them."""

from django import template

from signalements.figures.asked import Asked
from signalements.figures.wording import days, percent

register = template.Library()
register.filter("percent", percent)
register.filter("days", days)


@register.simple_tag
def narrowed(asked: Asked, name: str, code: str) -> str:
    """The address of the same period, narrowed to a category or a place."""
    return asked.query(**{"categorie" if name == "categorie" else "ou": code})
