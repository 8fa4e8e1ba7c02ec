"""The inbox of those who animate: what waits, one message and what to make of it, what was copied from elsewhere."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carto.fiches.forms import FicheForm
from carto.fiches.views import AddView
from carto.territoires.geocoding import geocode
from projets.idees.inbox import actions, recordings
from projets.idees.inbox.forms import PastedForm, PlaceForm, ReasonForm, TranscriptionForm
from projets.idees.inbox.receiving import receive
from projets.idees.inbox.voices import TYPES
from projets.idees.models import Channel, Depeche, DepecheState, Enregistrement
from projets.idees.rights import for_facilitators
from projets.idees.spoken.keeping import take_back

PER_PAGE: Final = 30
UNPROCESSABLE, CONFLICT = 422, 409
GUESSED_FROM: Final = 120  # characters of a message in which a place is looked for


@for_facilitators
def inbox(request: HttpRequest) -> HttpResponse:
    """`/boite/?etat=&canal=`: what waits, the oldest first; what was decided, the latest first."""
    state = request.GET.get("etat", "")
    state = state if state in DepecheState.values else DepecheState.WAITING.value
    channel = request.GET.get("canal", "")
    found = Depeche.objects.filter(state=state).select_related("campagne", "idee", "enregistrement")
    if channel in Channel.values:
        found = found.filter(channel=channel)
    found = found.order_by("received_at", "pk") if state == DepecheState.WAITING else found.order_by("-received_at")
    counts = dict(Depeche.objects.values_list("state").annotate(n=Count("pk")).order_by())
    stuck = Depeche.objects.filter(Q(replies__sent_at=None) & ~Q(replies__error="")).distinct().count()
    told = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")), "state": state, "channel": channel,
        "states": [(value, label, counts.get(value, 0)) for value, label in DepecheState.choices],
        "channels": Channel.choices, "stuck": stuck, "voices": Enregistrement.objects.to_hear().count(),
    }  # fmt: skip
    return render(request, "idees/inbox/list.html", told)


@for_facilitators
def pasted(request: HttpRequest) -> HttpResponse:
    """`/boite/recopier/`: words said elsewhere, with where."""
    form = PastedForm(request.POST or None)
    if not (form.is_bound and form.is_valid()):
        status = UNPROCESSABLE if form.is_bound else 200
        return render(request, "idees/inbox/pasted.html", {"form": form}, status=status)
    depeche, _new = receive(Channel.PASTED, form.cleaned_data["text"], source=form.cleaned_data["source"])
    return redirect("idees:inbox:depeche", uuid=depeche.uuid)


@method_decorator(for_facilitators, name="dispatch")
class DepecheView(AddView):
    """`/boite/<uuid>/`: the message beside the form of ideas, half filled in."""

    layer_name = "idees"
    form_class = PlaceForm
    template_name = "idees/inbox/depeche.html"
    depeche: Depeche

    def dispatch(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> HttpResponse:
        """The message, or 404."""
        known = Depeche.objects.select_related("campagne", "idee", "qualified_by", "enregistrement")
        self.depeche = get_object_or_404(known, uuid=uuid)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows the message, and who decides."""
        return super().get_form_kwargs() | {"depeche": self.depeche, "by": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """The words as they came, and the place that they seem to name."""
        words = self.depeche.text or getattr(getattr(self.depeche, "enregistrement", None), "transcription", "")
        return FicheForm.fresh() | {"text": words} | guessed(words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The message, what was answered, and its voice."""
        context = super().get_context_data(**kwargs)
        return context | {
            "depeche": self.depeche, "replies": self.depeche.replies.all(), "reason_form": ReasonForm(prefix="r"),
            "voice": getattr(self.depeche, "enregistrement", None), "voice_form": TranscriptionForm(prefix="v"),
        }  # fmt: skip

    def form_valid(self, form: PlaceForm) -> HttpResponse:
        """On the map; somebody else may have decided in between."""
        try:
            sent = form.send()
        except ValidationError as error:
            messages.warning(self.request, error.message)
            return redirect(self.request.path)
        messages.success(self.request, _("C’est sur la carte, et la personne en est prévenue si on peut la joindre."))
        return redirect(sent.fiche.get_absolute_url())


def guessed(words: str) -> dict[str, Any]:
    """The place that a message seems to name, as initial values of the form; nothing when several could be meant."""
    for line in words[:GUESSED_FROM].splitlines()[:3]:
        tail = line.split()
        for start in range(len(tail)):
            hits = geocode(" ".join(tail[start:]), limit=2)
            if len(hits) == 1 and hits[0].exact:
                point = hits[0].point
                return {"longitude": f"{point.x:.6f}", "latitude": f"{point.y:.6f}", "adresse": hits[0].label}
    return {}


@require_POST
@for_facilitators
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`POST /boite/<uuid>/decider/`: `faire` is « ecarter » or « retirer », each with a reason."""
    depeche = get_object_or_404(Depeche, uuid=uuid)
    form = ReasonForm(request.POST, prefix="r")
    act = actions.take_back if request.POST.get("faire") == "retirer" else actions.set_aside
    try:
        if not form.is_valid():
            raise ValidationError(_("Dites pourquoi : la personne le lira."))
        act(depeche, form.cleaned_data["reason"], by=request.user)
        if act is actions.take_back:
            recordings.withdraw_of(depeche)
    except ValidationError as error:
        messages.error(request, error.message, extra_tags="bad")
        return redirect("idees:inbox:depeche", uuid=uuid)
    messages.success(request, _("C’est noté."))
    return redirect("idees:inbox:list")


@require_POST
@for_facilitators
def transcribe(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`POST /boite/voix/<uuid>/`: what is said, and who may hear it; `retirer` erases the voice."""
    voice = get_object_or_404(Enregistrement, uuid=uuid)
    back = (
        redirect("idees:inbox:depeche", uuid=voice.depeche.uuid) if voice.depeche else redirect("idees:spoken:waiting")
    )
    if "retirer" in request.POST:
        if voice.idee:
            take_back(voice, role="facilitator", person=request.user)
        else:
            recordings.withdraw(voice)
        messages.success(request, _("La voix est effacée."))
        return back
    form = TranscriptionForm(request.POST, prefix="v")
    if not form.is_valid():
        messages.error(request, _("Écrivez ce qui est dit."), extra_tags="bad")
        return back
    recordings.transcribe(voice, **form.cleaned_data, by=request.user)
    messages.success(request, _("C’est noté."))
    return back


@for_facilitators
def listen(request: HttpRequest, uuid: UUID) -> FileResponse:
    """`/boite/voix/<uuid>/ecouter/`: the sound, for those who animate."""
    return sound(get_object_or_404(Enregistrement.objects.exclude(file=""), uuid=uuid))


def sound(voice: Enregistrement) -> FileResponse:
    """The file of a voice, which does nothing else in a browser."""
    kind = TYPES.get(voice.file.name.rpartition(".")[2], "application/octet-stream")
    response = FileResponse(voice.file.open("rb"), content_type=kind)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Robots-Tag"] = "noindex"
    return response
