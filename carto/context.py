"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def place(_request: HttpRequest) -> dict[str, str]:
    """The city's name, for titles and texts."""
    return {"place": settings.CARTO_PLACE}
