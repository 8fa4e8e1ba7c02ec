"""Adding a fiche, reading its page, and its card on the map."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from carto.fiches.actions import MAX_PHOTOS
from carto.fiches.comments.listing import comments_of
from carto.fiches.forms import OSM_ID, READ_AT, FicheForm
from carto.fiches.growing.telling import lineage_told
from carto.fiches.layers import Layer, layer_named, layer_of
from carto.fiches.models import Fiche, Moment, Photo, PhotoState, Visibility, What
from carto.fiches.preview import foretold
from carto.fiches.querysets import FicheQuerySet
from carto.fiches.trust.counting import photos_fit
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.weighing import weigh
from carto.fiches.voices.telling import case_told
from carto.fiches.works import planned_for
from carto.geometry import read_point
from carto.problems import problem
from carto.territoires.querysets import name_of_place

UNPROCESSABLE = 422
GONE = 410
READABLE = {Visibility.PUBLIC, Visibility.JOINED}
NEVER_PUBLIC = {Visibility.DRAFT, Visibility.WAITING}


@method_decorator(never_cache, name="dispatch")
class AddView(FormView):
    """The page that adds a fiche. A kind sets `layer_name`, `form_class` and `template_name`."""

    layer_name: ClassVar[str]
    form_class: type[FicheForm]
    template_name = "fiches/add.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows who is signed in."""
        person = self.request.user if self.request.user.is_authenticated else None
        return super().get_form_kwargs() | {"person": person}

    def get_initial(self) -> dict[str, Any]:
        """A fresh identity, and the place that the map or a link gave (a wrong one is left out)."""
        return FicheForm.fresh() | place_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the shared template needs."""
        context = super().get_context_data(**kwargs)
        return context | {
            "layer": layer_named(self.layer_name),
            "object_name": self.request.GET.get("nom", "")[:120],
            "choices": context.get("choices") or context["form"].choices_near(),
            "works": planned_for(context["form"]),
            "max_photos": MAX_PHOTOS,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send, or one of the steps before it (`etape`): look for the place, look at what will be public."""
        form, step = self.get_form(), request.POST.get("etape", "")
        if step == "lieux":
            return self.places(form)
        if not form.is_valid():
            return self.form_invalid(form)
        return self.preview(form) if step == "apercu" else self.form_valid(form)

    def places(self, form: FicheForm) -> HttpResponse:
        """The places around what was said, to choose from; what is not filled in yet is no error here."""
        is_known = form.is_valid() or form.point is not None or bool(form.candidates)
        for name in set(form.errors) - set(form.sent_along) - (set() if is_known else {"adresse"}):
            del form.errors[name]
        self.keep(form)
        context = self.get_context_data(form=form, choices=form.choices_near(doors=True), searched=True)
        return self.render_to_response(context, status=200 if is_known else UNPROCESSABLE)

    def preview(self, form: FicheForm) -> HttpResponse:
        """What everybody will see, above the form that is kept as it was filled in."""
        self.keep(form)
        context = self.get_context_data(form=form)
        return self.render_to_response(context | foretold(context["layer"], form) | {"preview": True})

    def keep(self, form: FicheForm) -> None:
        """What a form that is not sent yet holds: its pictures, as long as its network has room for them; its place."""
        if photos_fit(self.request, form.weight_of_photos()):
            form.keep_photos()
        else:
            form.add_error("photos", _("trop de photos attendent sur votre réseau : ajoutez-les de nouveau à l’envoi."))
        form.hold_place()

    def form_valid(self, form: FicheForm) -> HttpResponse:
        """Store, then show the follow page: a reload sends nothing again."""
        told = form.cleaned_data
        form.send(weigh(self.request, Sending.FICHE, uuid=told["uuid"], text=told["text"], point=form.point))
        return redirect(reverse("fiches:follow", args=[form.cleaned_data["secret"]]) + "?merci=1")

    def form_invalid(self, form: FicheForm) -> HttpResponse:
        """Show what is wrong; what was typed, the place found and the photos stay."""
        self.keep(form)
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


def place_of(request: HttpRequest) -> dict[str, Any]:
    """`?lon=&lat=&osm_id=` as initial values of a form; nothing when the place cannot be."""
    try:
        point = read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
    except ValidationError:
        return {}
    osm_id = request.GET.get("osm_id", "")
    return {
        "longitude": f"{point.x:.6f}",
        "latitude": f"{point.y:.6f}",
        "adresse": (name := name_of_place(point)),
        "held": READ_AT + name,
        "osm_id": osm_id if OSM_ID.regex.fullmatch(osm_id) else "",  # in a hidden field nobody could correct it
    }


class PageView(TemplateView):
    """The page of one fiche. A kind sets `layer_name`, and `template_name` when it tells more."""

    layer_name: ClassVar[str]
    template_name = "fiches/page.html"

    def get(self, request: HttpRequest, uuid: UUID, **kwargs: Any) -> HttpResponse:
        """The page; 404 for what was never public, 410 with the reason for what no longer is."""
        fiche = find_public(self.rows(), uuid)
        if fiche.visibility not in READABLE:
            response = render(request, "fiches/gone.html", {"fiche": fiche}, status=GONE)
            add_never_cache_headers(response)  # a browser keeps a 410 for ever: what is restored would stay gone
            return response
        return self.render_to_response(self.get_context_data(fiche=fiche))

    def rows(self) -> FicheQuerySet:
        """The layer's objects, with what its page asks of them in the same query."""
        return layer_named(self.layer_name).objects()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The fiche with its facts, photos and history."""
        context = super().get_context_data(**kwargs)
        fiche = context["fiche"]
        context |= told(layer_named(self.layer_name), fiche)
        return context | case_told(fiche, self.request) | comments_of(fiche, self.request) | lineage_told(fiche)


def find_public(rows: FicheQuerySet, uuid: UUID) -> Fiche:
    """The one of that uuid, public or once public; Http404 for drafts, for what waits, and for unknown ones."""
    fiche = get_object_or_404(rows, uuid=uuid)
    if fiche.visibility in NEVER_PUBLIC:
        raise Http404
    return fiche


def told(layer: Layer, fiche: Fiche) -> dict[str, Any]:
    """What a page or card tells of one of the layer's objects."""
    photos = list(fiche.photos.all())
    shown = [photo for photo in photos if photo.state == PhotoState.SHOWN]
    return {
        "layer": layer,
        "fiche": fiche,
        "state": layer.state_of(fiche),
        "facts": layer.facts(fiche),
        "photos": shown,
        "photos_before": [photo for photo in shown if photo.moment == Moment.BEFORE],
        "photos_after": [photo for photo in shown if photo.moment == Moment.AFTER],
        "photos_waiting": sum(photo.state == PhotoState.WAITING for photo in photos),
        "timeline": [
            (event, layer.states.get(event.after, ""))
            for event in fiche.evenements.all()
            # A comment is read below, in its own place.
            if event.is_public and (event.what != What.COMMENT or event.public_text)
        ],
        "centre": fiche.told_place.point_on_surface,
        "extent": "" if fiche.geom.geom_type == "Point" else ",".join(f"{edge:.6f}" for edge in fiche.geom.extent),
    }


def card(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The card that slides in beside the map: a fragment, from the same declaration as the page."""
    layer = layer_of(get_object_or_404(Fiche.objects.public(), uuid=uuid).kind)
    fiche = find_public(layer.objects(), uuid)
    more = import_string(layer.card)(fiche) if layer.card else {}
    return render(request, "fiches/_card.html", told(layer, fiche) | case_told(fiche) | more)


def permalink(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/fiches/<uuid>/`: to the page of its kind, whatever that is; 404 for what was never public."""
    fiche = get_object_or_404(Fiche.objects.exclude(visibility__in=NEVER_PUBLIC), uuid=uuid)
    return redirect(fiche.get_absolute_url(), permanent=True)


@never_cache
def own_photo(request: HttpRequest, uuid: UUID) -> FileResponse:
    """`/photos/<uuid>/`: a picture as it was sent, for its sender: its identifier is random and on no public page."""
    photo = get_object_or_404(Photo.objects.exclude(original=""), uuid=uuid)
    response = FileResponse(photo.original.open("rb"), content_type="image/jpeg")
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def here(request: HttpRequest) -> HttpResponse:
    """The name of a place, for the line under the pin: `{"nom": "Cours des 50 Otages, Centre-Ville"}`."""
    try:
        point: Point = read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
    except ValidationError as error:
        return problem(400, _("Ce lieu ne convient pas."), detail=error.message)
    return JsonResponse({"nom": name_of_place(point)})
