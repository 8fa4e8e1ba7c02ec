"""Adding a fiche, reading its page, its card on the map, and following it by a secret link."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from carto.fiches.actions import fiche_of_secret
from carto.fiches.forms import OSM_ID, FicheForm
from carto.fiches.layers import Layer, layer_named, layer_of
from carto.fiches.models import Fiche, Photo, PhotoState, Visibility
from carto.fiches.trust.counting import photos_fit
from carto.fiches.trust.levels import Sending
from carto.fiches.trust.views import waiting
from carto.fiches.trust.weighing import weigh
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
        return FicheForm.fresh() | _place_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the shared template needs."""
        return super().get_context_data(**kwargs) | {
            "layer": layer_named(self.layer_name),
            "object_name": self.request.GET.get("nom", "")[:120],
        }

    def form_valid(self, form: FicheForm) -> HttpResponse:
        """Store, then show the follow page: a reload sends nothing again."""
        told = form.cleaned_data
        form.send(weigh(self.request, Sending.FICHE, uuid=told["uuid"], text=told["text"], point=form.point))
        return redirect(reverse("fiches:follow", args=[form.cleaned_data["secret"]]) + "?merci=1")

    def form_invalid(self, form: FicheForm) -> HttpResponse:
        """Show what is wrong; what was typed and the photos stay."""
        if photos_fit(self.request, form.weight_of_photos()):
            form.keep_photos()
        else:
            form.add_error("photos", _("trop de photos attendent sur votre réseau : ajoutez-les de nouveau à l’envoi."))
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


def _place_of(request: HttpRequest) -> dict[str, Any]:
    """`?lon=&lat=&osm_id=` as initial values of a form; nothing when the place cannot be."""
    try:
        point = read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))
    except ValidationError:
        return {}
    osm_id = request.GET.get("osm_id", "")
    return {
        "longitude": f"{point.x:.6f}",
        "latitude": f"{point.y:.6f}",
        "adresse": name_of_place(point),
        "osm_id": osm_id if OSM_ID.regex.fullmatch(osm_id) else "",  # in a hidden field nobody could correct it
    }


class PageView(TemplateView):
    """The page of one fiche. A kind sets `layer_name`, and `template_name` when it tells more."""

    layer_name: ClassVar[str]
    template_name = "fiches/page.html"

    def get(self, request: HttpRequest, uuid: UUID, **kwargs: Any) -> HttpResponse:
        """The page; 404 for what was never public, 410 with the reason for what no longer is."""
        fiche = find_public(layer_named(self.layer_name), uuid)
        if fiche.visibility not in READABLE:
            return render(request, "fiches/gone.html", {"fiche": fiche}, status=GONE)
        return self.render_to_response(self.get_context_data(fiche=fiche))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The fiche with its facts, photos and history."""
        context = super().get_context_data(**kwargs)
        return context | told(layer_named(self.layer_name), context["fiche"])


def find_public(layer: Layer, uuid: UUID) -> Fiche:
    """The layer's object, public or once public; Http404 for drafts, for what waits, and for unknown ones."""
    fiche = get_object_or_404(layer.objects(), uuid=uuid)
    if fiche.visibility in NEVER_PUBLIC:
        raise Http404
    return fiche


def told(layer: Layer, fiche: Fiche) -> dict[str, Any]:
    """What a page or card tells of one of the layer's objects."""
    return {
        "layer": layer,
        "fiche": fiche,
        "state": layer.states.get(getattr(fiche, "status", ""), fiche.get_stage_display()),
        "facts": layer.facts(fiche),
        "photos": [photo for photo in fiche.photos.all() if photo.state == PhotoState.SHOWN],
        "photos_waiting": sum(photo.state == PhotoState.WAITING for photo in fiche.photos.all()),
        "timeline": [(event, layer.states.get(event.after, "")) for event in fiche.evenements.all()],
        "centre": fiche.geom.point_on_surface,
        "extent": "" if fiche.geom.geom_type == "Point" else ",".join(f"{edge:.6f}" for edge in fiche.geom.extent),
    }


def card(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The card that slides in beside the map: a fragment, from the same declaration as the page."""
    layer = layer_of(get_object_or_404(Fiche.objects.public(), uuid=uuid).kind)
    return render(request, "fiches/_card.html", told(layer, find_public(layer, uuid)))


def permalink(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/fiches/<uuid>/`: to the page of its kind, whatever that is; 404 for what was never public."""
    fiche = get_object_or_404(Fiche.objects.exclude(visibility__in=NEVER_PUBLIC), uuid=uuid)
    return redirect(fiche.get_absolute_url(), permanent=True)


@never_cache
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """What became of one's own fiche, opened by the secret link alone."""
    fiche = fiche_of_secret(secret)
    if fiche is None:
        raise Http404
    context = told(layer_of(fiche.kind), layer_of(fiche.kind).objects().get(pk=fiche.pk))
    link = request.build_absolute_uri(reverse("fiches:follow", args=[secret]))
    context |= {"link": link, "thanks": "merci" in request.GET} | waiting(fiche)
    response = render(request, "fiches/follow.html", context)
    response["X-Robots-Tag"] = "noindex"
    # The secret goes nowhere; « no-referrer » would make browsers hide the origin too, and the CSRF check refuse forms.
    response["Referrer-Policy"] = "strict-origin"
    return response


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
