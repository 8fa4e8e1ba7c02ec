"""`/bureau/saisir/`: what residents say by phone, at the counter or in a letter, entered for them."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from carto.comptes.models import RoleName
from signalements.desk.entry_forms import DOORS, EntryForm
from signalements.desk.rights import for_services, scope
from signalements.models import Signalement
from signalements.promises import promised
from signalements.views import ReportView


@method_decorator(for_services, name="dispatch")
class EntryView(ReportView):
    """The public form's own steps (look for the place, the category, what is there already), for an operator."""

    form_class = EntryForm
    template_name = "signalements/desk/entry.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A crew out in the street answers no phone."""
        if request.desk_roles[0].name == RoleName.CREW:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """By phone, unless the address says another door."""
        door = self.request.GET.get("par", "")
        return super().get_initial() | ({"origin": door} if door in DOORS else {})

    def form_valid(self, form: EntryForm) -> HttpResponse:
        """Stored, then the number to read aloud; already there, it is shown before (see AlreadyFirst)."""
        response = super().form_valid(form)
        if response.status_code != 302:  # shown again, with what is there already
            return response
        return redirect("signalements:desk:entered", form.cleaned_data["uuid"])


@require_safe
@for_services
def entered(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/bureau/saisir/<uuid>/`: the number to read aloud, who answers and by when; nothing of who called."""
    entries = Signalement.objects.for_cards().select_related("categorie", "service").filter(origin__in=DOORS)
    signalement = get_object_or_404(entries, uuid=uuid)
    context = {
        "fiche": signalement,
        "promised": promised(signalement, list(signalement.evenements.all()), timezone.now()),
        "inside": scope(request.user, request.desk_roles).filter(pk=signalement.pk).exists(),
        "spelt": spelt(signalement.number or ""),
        "written": hasattr(signalement, "contact") and bool(signalement.contact.email),
    }
    return render(request, "signalements/desk/entered.html", context)


def spelt(number: str) -> str:
    """« S, 2026, 000 123 »: as one reads it aloud."""
    kind, _dash, rest = number.partition("-")
    year, _dash, rank = rest.partition("-")
    return ", ".join(part for part in (kind, year, f"{rank[:3]} {rank[3:]}".strip()) if part)
