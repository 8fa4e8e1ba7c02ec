"""Voices before anybody else hears them: by whoever fills in the form, and by those who animate."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projets.idees.inbox.forms import TranscriptionForm
from projets.idees.inbox.views import sound
from projets.idees.models import Enregistrement
from projets.idees.rights import for_facilitators

PER_PAGE: Final = 20


@require_safe
@never_cache
def kept(request: HttpRequest, uuid: UUID) -> FileResponse:
    """`/voix/<uuid>/`: a voice kept with a form not sent yet: its identifier is random and on no other page."""
    return sound(get_object_or_404(Enregistrement.objects.filter(idee=None, depeche=None).exclude(file=""), uuid=uuid))


@require_safe
@for_facilitators
def waiting(request: HttpRequest) -> HttpResponse:
    """`/voix/`: the voices of ideas that nobody has listened to yet, the oldest first, each with its form."""
    voices = Enregistrement.objects.to_hear().select_related("idee__theme")
    page = Paginator(voices, PER_PAGE).get_page(request.GET.get("page"))
    lines = [(voice, TranscriptionForm(prefix="v", auto_id=f"{voice.pk}-%s")) for voice in page]
    return render(request, "idees/spoken/waiting.html", {"page": page, "lines": lines})
