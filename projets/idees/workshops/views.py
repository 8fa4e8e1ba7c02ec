"""The workshops as everybody reads them: what was wished for, seen and heard."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from projets.idees.models import Atelier
from projets.idees.rights import animation_roles
from projets.idees.workshops.telling import told


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/ateliers/`: the latest first, with how many cards each has."""
    ateliers = Atelier.objects.select_related("campagne").annotate(
        ideas=Count("idees", filter=Q(idees__visibility="public"), distinct=True),
        notes=Count("observations", filter=Q(observations__binned_at=None), distinct=True),
    )
    return render(request, "idees/workshops/index.html", {"ateliers": ateliers[:200]})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One workshop and its cards."""
    atelier = get_object_or_404(Atelier.objects.select_related("campagne"), slug=slug)
    context = told(atelier) | {"animates": bool(animation_roles(request.user))}
    return render(request, "idees/workshops/page.html", context)
