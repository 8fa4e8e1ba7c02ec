"""What whoever spoke may do, and what everybody may hear."""

from uuid import UUID

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from carto.fiches.models import Visibility
from carto.fiches.trust.levels import Level, Sending
from carto.fiches.trust.weighing import weigh
from projets.idees.inbox.recordings import by_code, withdraw
from projets.idees.inbox.views import sound
from projets.idees.models import Enregistrement, RecordingState

UNPROCESSABLE, TOO_MANY = 422, 429
READABLE = (Visibility.PUBLIC, Visibility.JOINED)


class CodeForm(forms.Form):
    """The code that whoever called was told."""

    code = forms.CharField(label=_("Votre code"), max_length=20, widget=forms.TextInput({"autocomplete": "off"}))


@never_cache
def take_back(request: HttpRequest) -> HttpResponse:
    """`/boite/voix/retirer/`: by the code, the voice is erased at once."""
    form = CodeForm(request.POST or None)
    told, status = {"form": form, "done": False}, 200
    if form.is_bound:
        status = UNPROCESSABLE
        if weigh(request, Sending.COMMENTAIRE).level is Level.HELD:
            form.add_error(None, _("Beaucoup d’essais viennent de votre réseau : réessayez dans quelques minutes."))
            status = TOO_MANY
        elif form.is_valid() and (voice := by_code(form.cleaned_data["code"])):
            withdraw(voice)
            told["done"], status = True, 200
        elif form.is_valid():
            form.add_error("code", _("Ce code n’ouvre rien, ou la voix est déjà effacée."))
    return render(request, "idees/inbox/take_back.html", told, status=status)


@never_cache  # it may be withdrawn at any moment
def hear(request: HttpRequest, uuid: UUID) -> FileResponse:
    """`/boite/voix/<uuid>/entendre/`: a voice that everybody may hear, of an idea that everybody may see."""
    shown = Enregistrement.objects.filter(state=RecordingState.SHOWN).exclude(file="")
    known = shown.filter(idee__visibility__in=READABLE) | shown.filter(depeche__idee__visibility__in=READABLE)
    return sound(get_object_or_404(known.distinct(), uuid=uuid))
