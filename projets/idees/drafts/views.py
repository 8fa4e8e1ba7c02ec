"""`/brouillons/<secret>/`: a draft, its history, and the idea that it becomes. Who holds the link may write."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carto.fiches.forms import READ_AT
from carto.fiches.trust.levels import Level, Sending
from carto.fiches.trust.weighing import weigh
from carto.fiches.views import UNPROCESSABLE
from carto.territoires.querysets import name_of_place
from projets.idees.drafts import actions
from projets.idees.drafts.actions import Over, Overlap, Words
from projets.idees.drafts.forms import OpenForm, SaveForm, about_of
from projets.idees.drafts.merging import changes
from projets.idees.forms import IdeeForm
from projets.idees.models import Brouillon, Idee
from projets.idees.views import ProposeView

CONFLICT, TOO_MANY = 409, 429
PER_PAGE: Final = 20
View = Callable[..., HttpResponse]


def _private(view: View) -> View:
    """The address is the key: no engine lists it, no other site learns it."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _hidden(view(request, *args, **kwargs))

    return guarded


def _hidden(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "strict-origin"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_page(request: HttpRequest) -> HttpResponse:
    """`/brouillons/ouvrir/?depuis=<uuid>`: what a draft is, then its link; `/proposer/` sends here what is typed."""
    if request.method != "POST":
        about = about_of(request.GET.get("depuis", ""))
        words = {"title": about.title, "text": about.text, "depuis": about.uuid} if about else {}
        return render(request, "idees/drafts/open.html", {"form": OpenForm(initial=words), "about": about})
    form = OpenForm(request.POST)
    if not form.is_valid():
        return render(request, "idees/drafts/open.html", {"form": form}, status=UNPROCESSABLE)
    if weigh(request, Sending.COMMENTAIRE).level is Level.HELD:
        form.add_error(None, _("Beaucoup de brouillons s’ouvrent depuis votre réseau : réessayez dans un moment."))
        return render(request, "idees/drafts/open.html", {"form": form}, status=TOO_MANY)
    _draft, secret = actions.open_draft(form.words(), **form.known())
    return redirect("idees:drafts:page", secret)


@_private
@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Read it; write in it: what others wrote meanwhile is brought together with it, or shown beside it (409)."""
    draft = actions.draft_of(secret)
    if request.method != "POST":
        return _show(request, secret, draft, SaveForm(draft=draft))
    form = SaveForm(request.POST, draft=draft)
    if not form.is_valid():
        return _show(request, secret, draft, form, status=UNPROCESSABLE)
    told = form.cleaned_data
    try:
        written = actions.save(draft, form.words(), base=told["version"], hand=told["hand"])
    except Overlap as overlap:
        return _side_by_side(request, secret, form, overlap)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, secret, draft, form, status=CONFLICT if isinstance(error, Over) else UNPROCESSABLE)
    messages.success(request, _said(written), extra_tags="good")
    return redirect("idees:drafts:page", secret)


def _said(written: Any) -> str:
    if written is None:
        return _("Rien de nouveau : le brouillon est comme vous l’avez laissé.")
    if written.merged:
        return _("C’est gardé. Quelqu’un écrivait en même temps : vos mots et les siens sont réunis.")
    return _("C’est gardé.")


def _side_by_side(request: HttpRequest, secret: str, form: SaveForm, overlap: Overlap) -> HttpResponse:
    """Both texts, marked where they meet, ready to be put in order and saved on the version of today."""
    form.look_again(version=overlap.current.version, text=str(overlap.text))
    told = {"overlap": overlap, "their_title": overlap.current.title if overlap.title.overlaps else ""}
    return _show(request, secret, overlap.current, form, status=CONFLICT, **told)


def _show(
    request: HttpRequest, secret: str, draft: Brouillon, form: SaveForm, status: int = 200, **more: Any
) -> HttpResponse:
    last = draft.versions.last()
    context = {
        "draft": draft, "form": form, "secret": secret, "last": last,
        "link": request.build_absolute_uri(reverse("idees:drafts:page", args=[secret])),
        "where": name_of_place(draft.geom) if draft.geom else "",
    }  # fmt: skip
    return render(request, "idees/drafts/draft.html", context | more, status=status)


@_private
@require_safe
def state(request: HttpRequest, secret: str) -> HttpResponse:
    """The version of now and whose hand it is: `{"version": 4, "hand": "Inès", "published": false}`."""
    draft = actions.draft_of(secret)
    last = draft.versions.last()
    told = {"version": draft.version, "hand": last.hand if last else "", "published": draft.published_id is not None}
    return JsonResponse(told)


@_private
@require_safe
def history(request: HttpRequest, secret: str) -> HttpResponse:
    """Each hand's turn, the latest first, with what it put in and took out."""
    draft = actions.draft_of(secret)
    page = Paginator(draft.versions.order_by("-number"), PER_PAGE).get_page(request.GET.get("page"))
    turns = list(page)
    before = draft.versions.filter(number__lt=turns[-1].number).last() if turns else None
    pairs = zip(turns, [*turns[1:], before], strict=True)
    told = [
        {
            "turn": turn,
            "title": changes(former.title, turn.title) if former and former.title != turn.title else [],
            "text": changes(former.text if former else "", turn.text),
        }
        for turn, former in pairs
    ]
    return render(request, "idees/drafts/history.html", {"draft": draft, "secret": secret, "page": page, "told": told})


@_private
@require_POST
def take_back(request: HttpRequest, secret: str, number: int) -> HttpResponse:
    """An earlier version is the latest again."""
    draft = actions.draft_of(secret)
    form = SaveForm({"version": draft.version, "hand": request.POST.get("hand", "")}, draft=draft)
    try:
        actions.bring_back(draft, number, hand=form.cleaned_data["hand"] if form.is_valid() else "")
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("idees:drafts:page", secret)
    messages.success(
        request, _("La version %(n)d est revenue. Les autres restent dans l’histoire.") % {"n": number},
        extra_tags="good",
    )  # fmt: skip
    return redirect("idees:drafts:page", secret)


class PublishView(ProposeView):
    """The page that proposes an idea, with the draft's words in it: published once, with every hand named."""

    draft: Brouillon
    secret: str

    def dispatch(self, request: HttpRequest, *args: Any, secret: str, **kwargs: Any) -> HttpResponse:
        """A draft that has become an idea leads to it."""
        self.secret, self.draft = secret, actions.draft_of(secret)
        if self.draft.published:
            return _hidden(redirect(self.draft.published.get_absolute_url()))
        return _hidden(super().dispatch(request, *args, **kwargs))

    def get_initial(self) -> dict[str, Any]:
        """What the draft knows; a link's own parameters have no say here."""
        draft = self.draft
        told = super().get_initial() | {"title": draft.title, "text": draft.text}
        told |= {"depuis": str(draft.about.uuid) if draft.about else "", "campagne": "", "trait": ""}
        if draft.autocollant:
            told["autocollant"] = draft.autocollant.code
        if draft.geom:
            name = name_of_place(draft.geom)
            place = {"longitude": f"{draft.geom.x:.6f}", "latitude": f"{draft.geom.y:.6f}"}
            told |= place | {"adresse": name, "held": READ_AT + name}
        return told

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """On which version of the draft it was opened."""
        seen = self.request.POST.get("brouillon", str(self.draft.version))
        return super().get_context_data(**kwargs) | {"draft_version": seen, "draft_secret": self.secret}

    def form_valid(self, form: IdeeForm) -> HttpResponse:
        """Once, whoever is quickest; words written meanwhile are shown before anything is published."""
        told = form.cleaned_data
        words, seen = Words(told["title"], told["text"]), self.request.POST.get("brouillon", "")
        base = int(seen) if seen.isdecimal() and len(seen) < 7 else self.draft.version
        try:
            with transaction.atomic():
                actions.save(self.draft, words, base=base)
                if words != Words(self.draft.title, self.draft.text):
                    return self._look_again()
                answer = super().form_valid(form)
                actions.become(self.draft, Idee.objects.get(uuid=told["uuid"]))
                return answer
        except Overlap as overlap:
            again = SaveForm({"title": words.title, "text": words.text, "hand": ""}, draft=overlap.current)
            return _side_by_side(self.request, self.secret, again, overlap)
        except Over:
            return redirect(actions.draft_of(self.secret).published.get_absolute_url())

    def _look_again(self) -> HttpResponse:
        said = _("Quelqu’un a écrit entre-temps : ses mots sont réunis aux vôtres. Relisez, puis publiez.")
        messages.warning(self.request, said)
        return redirect("idees:drafts:publish", self.secret)
