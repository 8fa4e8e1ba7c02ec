"""Saying how a place feels, and reading what several people have said."""

import csv
from itertools import groupby
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from carto.fiches.models import DayPart, Face
from carto.fiches.ressentis import querysets
from carto.fiches.ressentis.actions import Felt, feel
from carto.fiches.ressentis.forms import RessentiForm
from carto.fiches.ressentis.grid import ENOUGH, SIDE
from carto.fiches.ressentis.querysets import Shown, shown
from carto.fiches.views import AddView

TOO_MANY: Final = 429
FACES: Final = tuple(Face.values)
PER_PAGE: Final = 60  # cells of the list; the map and the download hold them all
COLUMNS: Final = (
    "colonne", "ligne", "commune", "quartier", "ouest", "sud", "est", "nord", "moment", "ressenti",
    "voix_au_moins",
)  # fmt: skip


class GiveView(AddView):
    """`/ressentis/`: a face and a place, of which the cell alone is kept."""

    layer_name = ""
    form_class = RessentiForm
    template_name = "fiches/ressentis/give.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How coarse the grid is, and from how many voices on it speaks."""
        return super().get_context_data(**kwargs) | {"side": SIDE, "enough": ENOUGH}

    def preview(self, form: RessentiForm) -> HttpResponse:
        """Nothing of it is published as it is said: there is nothing to look at before, the form is shown again."""
        self.keep(form)
        return self.render_to_response(self.get_context_data(form=form))

    def form_valid(self, form: RessentiForm) -> HttpResponse:
        """Keep it, and show what is known by now; a reload gives nothing again."""
        told = form.cleaned_data
        felt = feel(self.request, form.point, told["face"], told["moment"])
        if felt is Felt.TOO_MANY:
            form.add_error(None, _("Beaucoup de gestes arrivent de votre réseau : réessayez dans quelques minutes."))
            return self.render_to_response(self.get_context_data(form=form), status=TOO_MANY)
        if felt is Felt.ALREADY:
            messages.info(
                self.request, _("Vous l’avez déjà dit aujourd’hui, à deux pas : une voix par jour et par endroit.")
            )
        else:
            said = _(
                "C’est noté, merci. Cela se verra ici dès que %(n)d personnes se seront exprimées au même endroit."
            )
            messages.success(self.request, said % {"n": ENOUGH}, extra_tags="good")
        return redirect(reverse("fiches:ressentis:layer"))


def _asked(request: HttpRequest) -> dict[str, str]:
    """The filters of the address; what is none of them is left out."""
    return {
        name: value if (value := request.GET.get(name, "")) in choices else ""
        for name, choices in (("moment", DayPart.values), ("face", Face.values))
    }


def _labelled(cell: Shown) -> list[tuple[str, str, int]]:
    """Its feelings as (code, name, voices), always in the same order: none comes first for being said more often."""
    return [(face.value, face.label, cell.faces[face.value]) for face in Face if face.value in cell.faces]


def layer(request: HttpRequest) -> HttpResponse:
    """`/ressentis/carte/`: the cells on a map and, its equal, in a list by quartier."""
    asked = _asked(request)
    page = Paginator(querysets.cells(**asked), PER_PAGE).get_page(request.GET.get("page"))
    quartiers = [
        (where or _("hors des quartiers"), [(cell, cell.rue, _labelled(cell)) for cell in cells])
        for where, cells in groupby(map(Shown.of, page.object_list), key=lambda cell: cell.where)
    ]
    context = asked | {
        "quartiers": quartiers,
        "page": page,
        "count": page.paginator.count,
        "faces": Face.choices,
        "moments": DayPart.choices,
        "side": SIDE,
        "enough": ENOUGH,
        "query": "&".join(f"{name}={value}" for name, value in asked.items() if value),
    }
    return render(request, "fiches/ressentis/layer.html", context)


def cells(request: HttpRequest) -> JsonResponse:
    """The same cells as GeoJSON (RFC 7946); `page` is where the list tells of each."""
    features = [
        {
            "type": "Feature",
            "id": cell.name,
            "geometry": cell.outline,
            "properties": {
                "name": cell.name,
                "page": rank // PER_PAGE + 1,
                "voices": cell.voices,
                "faces": [face for face in FACES if face in cell.faces],
            },
        }
        for rank, cell in enumerate(shown(**_asked(request)))
    ]
    body = {"type": "FeatureCollection", "features": features}
    return JsonResponse(body, content_type="application/geo+json")


def download(request: HttpRequest) -> HttpResponse:
    """The same cells as CSV, one line for each feeling shown; a cell whose feelings are too scattered has one line."""
    asked = _asked(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ressentis.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for cell in shown(**asked):
        ring = cell.outline["coordinates"][0]
        (west, east), (south, north) = ((min(axis), max(axis)) for axis in zip(*ring, strict=True))
        place = (
            cell.column,
            cell.row,
            cell.commune,
            cell.quartier,
            west,
            south,
            east,
            north,
            asked["moment"],
        )
        for face, _label, voices in _labelled(cell) or [("", "", cell.voices)]:
            writer.writerow([*place, face, voices])
    return response
