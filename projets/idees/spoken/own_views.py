"""One's own voice, by the door of whoever sent the idea: heard, or erased."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from projets.idees.fusions.own_views import IdeaDoorView
from projets.idees.inbox.views import sound
from projets.idees.models import Enregistrement
from projets.idees.spoken.keeping import take_back


@method_decorator(never_cache, name="dispatch")
class OwnVoiceView(IdeaDoorView):
    """`voix/<uuid>/`: GET plays it, POST erases it at once."""

    http_method_names = ("get", "post")

    @property
    def voice(self) -> Enregistrement:
        """A voice of the idea behind the door; Http404 for every other."""
        voices = Enregistrement.objects.select_related("idee").filter(idee=self.idee).exclude(file="")
        return get_object_or_404(voices, uuid=self.about)

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> FileResponse:
        """The sound."""
        return sound(self.voice)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Erased; back to one's own page."""
        take_back(self.voice, role="resident", person=self.door.person)
        return self.back(_("C’est fait : votre voix est effacée."))
