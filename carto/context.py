"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def place(_request: HttpRequest) -> dict[str, Any]:
    """The city's name, for titles and texts; its own look and whom one writes to, when it has any."""
    city = settings.CITY
    return {"place": settings.CARTO_PLACE, "look": city.look, "contact": city.contact, "emergency": city.emergency}


def french(_request: HttpRequest) -> dict[str, str]:
    """`{{ lang_fr }}`: the attribute of what exists only in French, said on pages in another language."""
    return {"lang_fr": SafeString("" if (get_language() or "fr").startswith("fr") else ' lang="fr"')}
