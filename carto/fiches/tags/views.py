"""The pages of tags: all of them, suggestions, the register of merges, and the tags of one fiche."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from carto.comptes.rules import is_moderator
from carto.fiches.layers import layer_of
from carto.fiches.models import Etiquette, EtiquetteMerge, Fiche
from carto.fiches.moderation.rights import for_moderators
from carto.fiches.own.views import ActView
from carto.fiches.tags.actions import merge, retag, undo_merge
from carto.fiches.tags.forms import MergeForm, ModeratedTagsForm, OwnTagsForm
from carto.fiches.tags.words import read_words
from carto.fiches.trust.levels import Level, Sending
from carto.fiches.trust.weighing import weigh

PER_PAGE: Final = 200
SUGGESTED: Final = 8
UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every tag that a public fiche bears, from A to Z: the most used is not the first."""
    tags = Etiquette.objects.with_counts().order_by("slug")
    return render(
        request, "fiches/tags/index.html", {"page": Paginator(tags, PER_PAGE).get_page(request.GET.get("page"))}
    )


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """`?q=om`: `{"etiquettes": ["ombre", "omnisport"]}`, those in use that begin so, without accents."""
    try:
        words = read_words(request.GET.get("q", "")[:40])
    except ValidationError:
        words = []
    begin = words[-1].slug if words else ""
    found = Etiquette.objects.in_use().filter(slug__startswith=begin).order_by("slug") if begin else []
    return JsonResponse({"etiquettes": [tag.name for tag in found[:SUGGESTED]]})


def register(request: HttpRequest) -> HttpResponse:
    """The register of merges, open to all; the moderation brings two tags together here."""
    moderates = is_moderator(request.user)
    form = MergeForm(request.POST if moderates and request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid() and (done := _merged(request, form)):
            return done
    merges = EtiquetteMerge.objects.select_related("source", "target")
    context = {
        "page": Paginator(merges, 50).get_page(request.GET.get("page")),
        "form": form if moderates else None,
    }
    return render(request, "fiches/tags/register.html", context, status=status)


def _merged(request: HttpRequest, form: MergeForm) -> HttpResponse | None:
    data = form.cleaned_data
    try:
        merge(data["source"], data["target"], reason=data["reason"], by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(request, _("C’est fait, et c’est écrit dans le registre."))
    return redirect("fiches:tags:register")


@require_POST
@for_moderators
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo one merge."""
    done = undo_merge(get_object_or_404(EtiquetteMerge, pk=pk))
    messages.success(request, _("Les deux mots sont rendus.") if done else _("C’était déjà défait."))
    return redirect("fiches:tags:register")


class OwnTagsView(ActView):
    """`etiquettes/` in the room of whoever sent the fiche."""

    template_name = "fiches/tags/own.html"
    form_class = OwnTagsForm
    done = gettext_lazy("Vos étiquettes sont posées.")

    def act(self, form: OwnTagsForm) -> Any:
        """The tags of that line, and no other."""
        if weigh(self.request, Sending.COMMENTAIRE).level is Level.HELD:
            raise ValidationError(_("Beaucoup d’envois arrivent de votre réseau : réessayez dans quelques minutes."))
        return retag(self.door.fiche, form.words(), role="resident", person=self.door.person)


@for_moderators
def moderated(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/fiches/<uuid>/etiquettes/`: the moderation changes the tags of a fiche, and says why."""
    fiche = get_object_or_404(Fiche.objects.public().for_cards(), uuid=uuid)
    form = ModeratedTagsForm(request.POST or None, fiche=fiche)
    if form.is_valid():
        retag(fiche, form.words(), role="moderator", person=request.user, reason=form.cleaned_data["reason"])
        return redirect(fiche.get_absolute_url())
    context = {"form": form, "fiche": fiche, "layer": layer_of(fiche.kind), "back": fiche.get_absolute_url()}
    return render(request, "fiches/tags/own.html", context, status=UNPROCESSABLE if form.is_bound else 200)
