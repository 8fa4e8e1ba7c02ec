"""What drafts put on the page of an idea: the door to go on with it together."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from projets.idees.models import Idee


def page_piece(request: HttpRequest, idee: Idee) -> dict[str, Any]:
    """The address that opens a draft with this idea's words."""
    return {"continue_address": f"{reverse('idees:drafts:open')}?{urlencode({'depuis': idee.uuid})}"}
