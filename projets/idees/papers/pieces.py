"""On the page of an idea: that it was stuck on a sheet of paper, and which."""

from typing import Any

from django.http import HttpRequest

from carto.fiches.models import Origin
from projets.idees.models import Idee
from projets.idees.papers.querysets import sheet_of


def page_piece(request: HttpRequest, idee: Idee) -> dict[str, Any]:
    """Its sheet; nothing for an idea that came by another door, which costs no query."""
    feuille = sheet_of(idee) if idee.origin == Origin.PAPER else None
    return {"feuille": feuille} if feuille else {}
