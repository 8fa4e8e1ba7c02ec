"""The sheets: their list, opening one, its page, and what whoever opened it does by its secret."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from carto.comptes.rules import is_moderator
from carto.fiches.models import Theme, Visibility
from carto.fiches.own.doors import qr_code
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.weighing import weigh
from carto.geometry import read_box
from carto.policy import allow
from projets.idees.calques import keeping
from projets.idees.calques.forms import KeepForm, OpenForm
from projets.idees.calques.moderation_views import for_moderator
from projets.idees.calques.querysets import Line, counts_of, readable_strokes, sheets_in, sketches
from projets.idees.calques.strokes import INKS
from projets.idees.calques.telling import as_lines
from projets.idees.calques.wording import WORDS
from projets.idees.models import Autocollant, Calque

UNPROCESSABLE, CONFLICT, GONE = 422, 409, 410
SHEETS, STROKES = 12, 30  # a page of each list


def sheet_list(request: HttpRequest) -> HttpResponse:
    """`/calques/`: the public sheets, the latest first; `?cadre=ouest,sud,est,nord` those of a view of the map."""
    sheets = Calque.objects.public()
    frame, errors = request.GET.get("cadre", ""), []
    if frame:
        try:
            sheets = sheets_in(read_box(frame))
        except ValidationError as error:
            frame, errors = "", error.messages
    page = Paginator(sheets.select_related("author"), SHEETS).get_page(request.GET.get("page"))
    cards = as_cards(list(page))
    context = {"page": page, "cards": cards, "frame": frame, "errors": errors, "moderates": is_moderator(request.user)}
    return render(request, "idees/calques/list.html", context, status=400 if errors else 200)


def as_cards(sheets: list[Calque]) -> list[dict[str, Any]]:
    """Sheets with their counts and a sketch of their strokes; two queries, however many."""
    numbers = [sheet.pk for sheet in sheets]
    counts, drawn = counts_of(numbers), sketches(numbers)
    return [
        {
            "calque": sheet,
            "strokes": counts.get(sheet.pk, (0, 0))[0],
            "hands": counts.get(sheet.pk, (0, 0))[1],
            "sketch": drawn.get(sheet.pk, []),
            "box": _view_box(sheet, drawn.get(sheet.pk, [])),
        }
        for sheet in sheets
    ]


def _view_box(calque: Calque, lines: list[Line]) -> str:
    """What the strokes cover, with room around, for an SVG whose ordinates go downwards; the frame of a blank sheet."""
    if lines:
        left, top = min(line.left for line in lines), min(line.top for line in lines)
        right, bottom = max(line.right for line in lines), max(line.bottom for line in lines)
    else:
        left, south, right, north = calque.geom.transform(3857, clone=True).extent
        top, bottom = -north, -south
    room = 0.08 * max(right - left, bottom - top, 100)
    return f"{left - room:.0f} {top - room:.0f} {right - left + 2 * room:.0f} {bottom - top + 2 * room:.0f}"


@method_decorator(never_cache, name="dispatch")
class OpenView(FormView):
    """`/calques/nouveau/`: a name, what one looks for, a frame; no account."""

    form_class = OpenForm
    template_name = "idees/calques/open.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows who is signed in."""
        person = self.request.user if self.request.user.is_authenticated else None
        return super().get_form_kwargs() | {"person": person}

    def get_initial(self) -> dict[str, Any]:
        """A fresh identity; the frame and the campaign that a link named."""
        asked = self.request.GET
        return OpenForm.fresh() | {name: asked.get(name, "")[:120] for name in ("cadre", "campagne", "quartier")}

    def form_valid(self, form: OpenForm) -> HttpResponse:
        """Open it, and show its secret once: the browser keeps it from there."""
        data = form.cleaned_data
        text = f"{data['name']}\n{data['text']}"
        form.send(weigh(self.request, Sending.FICHE, uuid=data["uuid"], text=text))
        return redirect("idees:calques:keep", secret=data["secret"])

    def form_invalid(self, form: OpenForm) -> HttpResponse:
        """What is wrong; what was typed stays."""
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


def sheet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/calques/<uuid>/`: read by everybody, drawn on by whoever wants; 410 with the reason once it has left."""
    calque = get_object_or_404(Calque.objects.select_related("author", "campagne"), uuid=uuid)
    moderates = is_moderator(request.user)
    if calque.visibility == Visibility.WAITING and not moderates:
        raise Http404
    if calque.visibility not in {Visibility.PUBLIC, Visibility.WAITING}:
        return render(request, "idees/calques/gone.html", told_of_gone(request, calque), status=GONE)
    page = Paginator(readable_strokes(calque), STROKES).get_page(request.GET.get("page"))
    card = as_cards([calque])[0]
    context = {
        "calque": calque,
        "edges": ",".join(f"{edge:.6f}" for edge in calque.geom.extent),
        "page": page,
        "lines": as_lines(page),
        "strokes": card["strokes"],
        "hands": card["hands"],
        "actes": calque.actes.exclude(rule="").select_related("trait"),
        "inks": INKS,
        "themes": Theme.objects.all(),
        "stickers": Autocollant.objects.offered(),
        "words": WORDS,
        "card": card,
    }
    return render(request, "idees/calques/sheet.html", context | (for_moderator(calque) if moderates else {}))


def told_of_gone(request: HttpRequest, calque: Calque) -> dict[str, Any]:
    """Why a sheet is not there any more; a moderator may bring it back."""
    acte = calque.actes.filter(trait=None, undone_at=None).exclude(rule="").first()
    return {"calque": calque, "acte": acte, "moderates": is_moderator(request.user)}


@method_decorator(never_cache, name="dispatch")
class KeepView(FormView):
    """`/calques/garder/<secret>/`: the room of whoever opened a sheet: rename, close, open again, withdraw."""

    form_class = KeepForm
    template_name = "idees/calques/keep.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Opens the door (404 otherwise) and lets the secret go nowhere."""
        self.calque = keeping.sheet_of(kwargs["secret"])
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        # « no-referrer » would make browsers hide the origin too, and the CSRF check refuse forms.
        response["Referrer-Policy"] = "strict-origin"
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form of this very sheet."""
        return super().get_form_kwargs() | {"calque": self.calque}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The link to keep, and what may be done."""
        link = self.request.build_absolute_uri(self.request.path)
        allow(self.request, "img-src", "data:")  # the QR code
        there = self.calque.visibility in keeping.MAY_BE_KEPT
        said = {"calque": self.calque, "link": link, "qr": qr_code(link), "there": there}
        return super().get_context_data(**kwargs) | said

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of the gestures (`faire`), or the words."""
        gestures = {"fermer": keeping.close, "rouvrir": keeping.reopen, "retirer": keeping.withdraw}
        act = gestures.get(request.POST.get("faire", ""))
        try:
            if act is None:
                return super().post(request, *args, **kwargs)
            act(self.calque)
        except keeping.TooLate as late:
            messages.warning(request, late.said)
            self.calque.refresh_from_db()
            return self.render_to_response(self.get_context_data(), status=CONFLICT)
        messages.success(request, _("C’est fait."))
        return redirect(request.path)

    def form_valid(self, form: KeepForm) -> HttpResponse:
        """Write the words."""
        form.send(weigh(self.request, Sending.COMMENTAIRE, uuid=self.calque.uuid))
        messages.success(self.request, _("C’est noté."))
        return redirect(self.request.path)

    def form_invalid(self, form: KeepForm) -> HttpResponse:
        """What is wrong; what was typed stays."""
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
