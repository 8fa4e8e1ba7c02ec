"""`/travaux/`: what is under works or will be, and until when."""

from typing import Final

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projets.equipements.models import Equipement
from projets.equipements.works.notices import said

PER_PAGE: Final = 50


@require_safe
def works_list(request: HttpRequest) -> HttpResponse:
    """All that is not over, those that begin first before the others."""
    found = Equipement.objects.public().works_from(timezone.localdate())
    told = found.select_related("rue", "quartier", "commune", "publisher").order_by(
        F("begins_on").asc(nulls_last=True), F("ends_on").asc(nulls_last=True), "pk"
    )
    asked = request.GET.get("page", "")
    page = Paginator(told, PER_PAGE).get_page(asked if asked.isdecimal() and len(asked) < 8 else 1)
    today = timezone.localdate()
    lines = [(works, said(works), works.begins_on is not None and works.begins_on > today) for works in page]
    return render(request, "equipements/works/list.html", {"page": page, "lines": lines})
